"""A motion on the hall's screen: 가결 or 부결 in a word and a shape, numbers, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.question.definition import Definition, Draft
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.hall_snapshot import HallSnapshot, Picture, read_hall_snapshot
from sukui_desktop.services.opened_meeting import read_meeting
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.services.vote.polls import make_poll_ready, open_poll
from sukui_desktop.ui.display.motion_panel import MOST_CHOICES, ChoiceBars, ChoiceLine, MotionPanel, VerdictSign
from sukui_desktop.ui.display.page import DisplayPage
from sukui_desktop.ui.display.panels import SelectionPanel
from sukui_desktop.ui.theme import font
from sukui_desktop.ui.widgets.screen_scale import metrics_for_screen
from tests.builders.rooms import certify, two_people_lock
from tests.ui.display.test_display import SIZES, _cut, said, settle
from tests.ui.display.test_snapshot import select
from tests.ui.kiosk.ballots import choice, made
from tests.ui.rooms import BILLION, Stage

CHOICE = Draft(method=Method.CHOICE, max_picks=1, choices=("찬성", "반대", "기권"), motion=Motion())
PEOPLE = ("1", "2", "3", "4", "5", "6")


def hold(stage: Stage, draft: Draft, answers: Sequence[Answer]) -> PollId:
    """Hold a whole vote, one answer a person, up to the selection."""
    poll_id = stage.draft("시민공론장 개최 여부", draft)
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(two_people_lock, stage.room), 12)
    stage.ask(open_poll, stage.room, poll_id)
    for number, answer in zip(PEOPLE, answers, strict=False):
        token = stage.ask(give_slip, stage.room, stage.person(number), poll_id).token
        stage.ask(
            cast_ballot,
            stage.room,
            poll_id,
            token,
            seal_ballot(stage.ask(read_ballot_paper, stage.room, poll_id), answer),
        )
    select(stage, poll_id)
    return poll_id


def shown(stage: Stage, qtbot: QtBot) -> DisplayPage:
    page = DisplayPage(stage.context.now)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.show_snapshot(stage.ask(read_hall_snapshot, stage.room, "result"))
    settle()
    return page


def choices(page: QWidget) -> list[tuple[str, str]]:
    (bars,) = page.findChildren(ChoiceBars)
    assert all(line.title in bars.accessibleName() for line in bars.lines)
    return [(line.title, line.marks) for line in bars.lines]


def test_a_choice_that_passed(stage: Stage, qtbot: QtBot) -> None:
    poll_id = hold(stage, CHOICE, [Answer((place,)) for place in (1, 0, 0, 2, 0, 0)])
    before = stage.ask(read_hall_snapshot, stage.room, "result")
    assert (before.kind, before.outcome, before.answered) == ("counting", None, 0), "nothing before certification"
    stage.ask(certify, stage.room, poll_id)
    page = shown(stage, qtbot)
    assert page.snapshot is not None
    assert page.snapshot.kind == "motion"
    assert said(page, "displayVerdict") == "가결"
    assert said(page, "displayWhy") == text(
        "documents.motion.passed", base="유효", base_count="6표", needed=4, word="찬성", got=4
    )
    assert choices(page) == [("찬성", "4표"), ("반대", "1표"), ("기권", "1표")]
    assert "시민공론장" in said(page, "displayTitle")


def test_half_is_no_majority(stage: Stage, qtbot: QtBot) -> None:
    poll_id = hold(stage, CHOICE, [Answer((place,)) for place in (1, 0, 1, 0, 0, 1)])
    stage.ask(certify, stage.room, poll_id)
    page = shown(stage, qtbot)
    assert said(page, "displayVerdict") == "부결"
    assert "모자랍니다" in said(page, "displayWhy")


def test_points_stand_on_the_chart_as_points(stage: Stage, qtbot: QtBot) -> None:
    draft = Draft(method=Method.SCORE, max_picks=6, marks=Marking(low=1, high=5), ceiling=260 * BILLION)
    poll_id = hold(stage, draft, [Answer((0, 3), (5, 2)), Answer((0, 1), (4, 3))])
    stage.ask(certify, stage.room, poll_id)
    page = shown(stage, qtbot)
    panel = page.panels[Picture.RESULT]
    assert isinstance(panel, SelectionPanel)
    assert panel.isVisible()
    model = panel.chart.model()
    spoken = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert [words.split(", ")[1] for words in spoken] == ["9점", "3점", "2점"]


def test_words_of_citizens_are_counted_and_not_shown(stage: Stage, qtbot: QtBot) -> None:
    draft = Draft(method=Method.OPINION, marks=Marking(text_bytes=60))
    poll_id = hold(stage, draft, [Answer(opinion="그늘막"), Answer(opinion="의자"), Answer()])
    stage.ask(certify, stage.room, poll_id)
    page = shown(stage, qtbot)
    assert said(page, "displayCounting") == text("display.opinions", count=2)
    assert "그늘막" not in " ".join(label.text() for label in page.findChildren(QLabel))


def snapshot_of(stage: Stage, asked: Definition, votes: tuple[int, ...]) -> HallSnapshot:
    cast = sum(votes)
    tally = Tally(votes=votes, ballots_cast=cast, ballots_valid=cast, ballots_blank=0, ballots_invalid=0)
    meeting = stage.ask(read_meeting, stage.room)
    return HallSnapshot(
        kind=Picture.MOTION,
        meeting=msgspec.structs.replace(meeting, is_practice=True),
        poll_title=asked.title,
        definition=asked,
        outcome=decide_case(make_case(asked, tally)),
    )


def test_every_choice_is_whole_at_every_size(stage: Stage, qtbot: QtBot) -> None:
    motion = Motion(base=MotionBase.DECIDING, numerator=2, denominator=3)
    short = msgspec.structs.replace(made(choice("찬성", "반대", "기권")), motion=motion)
    many = made(choice(*(f"{n}안 골목길 빗물 저금통과 그늘막을 함께 놓기" for n in range(1, 9))))
    page = DisplayPage(stage.context.now)
    qtbot.addWidget(page)
    page.show()
    bad: list[str] = []
    for size in SIZES:
        page.resize(*size)
        for asked, votes in ((short, (12_034, 3_020, 77)), (many, tuple(range(8)))):
            page.show_snapshot(snapshot_of(stage, asked, votes))
            settle()
            bad += [f"{asked.title} {size}: {cut}" for cut in _cut(page)]
    assert not bad, bad


def cut_bars(page: QWidget) -> Iterator[str]:
    (bars,) = page.findChildren(ChoiceBars)
    face = QFontMetrics(font(bars.largest_letters_px(), is_bold=True))
    for line, (name, bar, number) in zip(bars.lines, bars.name_bar_and_number_places(), strict=True):
        if face.boundingRect(name, int(Qt.TextFlag.TextWordWrap), line.title).height() > name.height():
            yield line.title
        if name.intersects(bar) or bar.intersects(number) or not bars.rect().contains(number) or bar.width() < 30:
            yield f"{line.marks}: {name} {bar} {number}"


def test_letters_shrink_before_words_are_cut(qtbot: QtBot) -> None:
    bars = ChoiceBars()
    qtbot.addWidget(bars)
    bars.fit_to_screen(metrics_for_screen(1366, 768, per_mille=40))
    bars.resize(1300, 400)
    bars.show_choice_lines((ChoiceLine("찬성", 3, "3표"), ChoiceLine("반대", 1, "1표")), 4)
    large = bars.largest_letters_px()
    bars.show_choice_lines(
        tuple(ChoiceLine("골목길 빗물 저금통과 그늘막을 함께 놓기 " * 3, n, f"{n}표") for n in range(6)), 15
    )
    assert bars.largest_letters_px() < large
    image = bars.grab().toImage()
    full, empty = bars.name_bar_and_number_places()[5][1], bars.name_bar_and_number_places()[0][1]
    assert image.pixel(full.left() + 20, full.center().y()) != image.pixel(empty.left() + 20, empty.center().y())


def test_many_choices_name_some_and_count_the_others(stage: Stage, qtbot: QtBot) -> None:
    panel = MotionPanel()
    qtbot.addWidget(panel)
    panel.show()
    asked = made(choice(*(f"{n}안" for n in range(1, 9))))
    panel.show_snapshot(snapshot_of(stage, asked, (1, 2, 3, 4, 5, 6, 7, 8)), 0)
    assert [title for title, _ in choices(panel)] == [f"{n}안" for n in range(1, MOST_CHOICES + 1)]
    assert panel.more.text() == text("display.motion.others", count=2, votes=15)
    assert not panel.verdict.isVisible(), "without a rule nothing passes or fails"
    panel.show_snapshot(snapshot_of(stage, made(choice("가", "나")), (1, 2)), 0)
    assert choices(panel) == [("가", "1표"), ("나", "2표")]
    assert not panel.more.isVisible()


def test_the_two_signs_differ_in_shape(qtbot: QtBot) -> None:
    sign = VerdictSign()
    qtbot.addWidget(sign)
    sign.setFixedSize(100, 100)
    pictures = []
    for is_passed in (True, False):
        sign.show_verdict(is_passed)
        image = sign.grab().toImage()
        ground = image.pixel(50, 10)
        pictures.append([image.pixel(x, y) == ground for x in range(0, 100, 5) for y in range(0, 100, 5)])
    assert pictures[0] != pictures[1]

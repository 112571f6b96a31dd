"""What a result says of itself: why for each row, motions, opinions, channels in fractions, how close, other rules."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.advice.rule_comparison import Comparison
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.papers.result_sheet import Study
from sukui_desktop.domain.question.channels import Channel, Channels, ChannelSource
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.vote.channel_results import accept_channel_result, declare_channel_empty, read_channel_file
from sukui_desktop.services.vote.result_study import make_study, read_study_input
from sukui_desktop.services.vote.selection_and_certification import select_list
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.result.view import ResultPanel, ResultView
from sukui_desktop.wording.result_study import list_change_words, other_rule_lines
from tests.ui.console.vote.driving import MARKS, press, until_state
from tests.ui.console.vote.polls import challenge, select
from tests.ui.rooms import DRAFT, Stage
from tests.ui.widgets.test_waterline import definition

ANSWERS = tuple(Answer(marks) for marks in MARKS)
CHANNELS = Channels(
    channels=(
        Channel(key="hall", name="현장", weight="9/20", source=ChannelSource.BOX),
        Channel(key="online", name="온라인 시민", weight="11/20"),
    )
)
TABLE = """투표자 수,10,
무효,0,
사업코드,사업명,득표수
A1,발달장애인 낮활동 확대,4
A2,어르신 이동지원 차량,8
A3,지역아동센터 급식 단가,3
A4,은둔청년 회복 지원,0
B1,장애인 편의시설 전수점검,0
B2,1인가구 안부 확인,1
"""


def panel(page: VotePage, stage: Stage, qtbot: QtBot) -> ResultPanel:
    """Return the result once its study is there."""
    until_state(qtbot, page, PollState.SELECTED)
    view = page.view_of_present_step
    assert isinstance(view, ResultView)
    qtbot.waitUntil(lambda: view.panel.study.study is not None)
    stage.idle()
    return view.panel


def select_with_channels(stage: Stage, *, is_empty: bool = False) -> PollId:
    poll_id = challenge(stage, replace(DRAFT, channels=CHANNELS), ANSWERS)
    if is_empty:
        stage.ask(declare_channel_empty, stage.room, poll_id, "online", "박담당")
    else:
        path = stage.path.parent / "온라인.csv"
        path.write_text(TABLE, encoding="utf-8")
        reading = stage.ask(read_channel_file, read_file(path))
        stage.ask(accept_channel_result, stage.room, poll_id, "online", reading, None, "박담당")
    stage.ask(select_list, stage.room, poll_id)
    return poll_id


def study_of(stage: Stage, poll_id: PollId) -> Study:
    return make_study(stage.ask(read_study_input, stage.room, poll_id))


def test_the_row_that_is_looked_at_says_why(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = select(stage, DRAFT, ANSWERS)
    shown = panel(page, stage, qtbot)
    assert shown.why.text().startswith("1위 ‘장애인 편의시설 전수점검’: 3표로 1위이며")
    explanations = study_of(stage, poll_id).explanations
    shown.chart.setFocus()
    QTest.keyClick(shown.chart, Qt.Key.Key_Home)
    seen = []
    for bar in shown.chart.bars:
        assert shown.chart.chosen_code == bar.code
        assert explanations[bar.code] in shown.why.text()
        assert shown.why.text().startswith(f"{bar.place}위 ‘{bar.title}’: ")
        seen.append(shown.why.text())
        QTest.keyClick(shown.chart, Qt.Key.Key_Down)
    assert len(set(seen)) == 6


def test_the_study_takes_the_place_of_the_chart_and_goes_again(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = select(stage, DRAFT, ANSWERS)
    shown = panel(page, stage, qtbot)
    press(shown.why_button)
    assert shown.study.isVisible()
    assert not shown.chart.isVisible()
    study = study_of(stage, poll_id)
    assert shown.study.margin.text() == study.closeness
    assert study.closeness
    assert len(shown.study.agreement.text().splitlines()) == len(study.agreement) == 4
    assert shown.study.ledger is None
    assert not shown.study.ledger_words.isVisible()
    assert "두 집계가 같습니다" in shown.study.state.text()
    press(shown.why_button)
    assert shown.chart.isVisible()
    assert shown.last_in.isVisible()


def test_a_study_is_of_the_poll_that_is_shown(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Going to another poll while one is worked out never shows the one's reasons beside the other's list."""
    first = select(stage, DRAFT, ANSWERS)
    shown = panel(page, stage, qtbot)
    second = select(stage, DRAFT, ANSWERS[:1])
    for poll_id in (second, first, second):
        page.go_to_place_on_page(poll_id)
    qtbot.waitUntil(lambda: page.snapshot is not None and page.snapshot.poll is not None)
    stage.idle()
    assert shown.study.study == study_of(stage, second)
    assert shown.study.study != study_of(stage, first)


def test_channels_are_reported_in_exact_fractions(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = select_with_channels(stage)
    shown = panel(page, stage, qtbot)
    press(shown.why_button)
    ledger = shown.study.ledger
    assert ledger is not None
    assert ledger.isVisible()
    heads = [ledger.found.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert heads == ["사업", "현장", "온라인 시민", "점수"]
    assert "3 → 27/80" in [ledger.found.index(row, 1).data() for row in range(6)]
    rows = {row.code: row for row in ledger.model.rows}
    # four valid ballots in the hall name A1 three times; ten online four times
    assert rows["A1"].marks == (3, 4)
    assert [Fraction(share) for share in rows["A1"].shares] == [Fraction(9 * 3, 20 * 4), Fraction(11 * 4, 20 * 10)]
    assert Fraction(rows["A1"].score) == Fraction(27, 80) + Fraction(44, 200)
    words = shown.study.ledger_words.text()
    assert text("result.ledger.channel", name="현장", weight="9/20", divisor=4, valid=4) in words
    assert text("result.ledger.source", name="온라인 시민", words="온라인.csv · 유효 10표 · 지문 ") in words
    assert words.endswith("확인 박담당")
    without = shown.study.without.text().splitlines()
    assert [line.split(" 없이")[0] for line in without] == ["현장", "온라인 시민"]
    study = study_of(stage, poll_id)
    for line, codes in zip(without, study.without.values(), strict=True):
        assert ("같은 목록" in line) == (set(codes) == {bar.code for bar in shown.chart.bars if bar.is_chosen})


def test_an_empty_channel_says_where_its_weight_went(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    select_with_channels(stage, is_empty=True)
    shown = panel(page, stage, qtbot)
    press(shown.why_button)
    words = shown.study.ledger_words.text()
    assert text("result.ledger.empty_rescale", name="온라인 시민", weight="11/20") in words
    assert text("result.ledger.applied", name="현장", weight="9/20", applied=1, divisor=4, valid=4) in words


def test_a_motion_tells_every_number_it_was_decided_by(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    draft = Draft(
        method=Method.CHOICE,
        choices=("찬성", "반대", "기권"),
        max_picks=1,
        motion=Motion(base=MotionBase.PRESENT, least_cast=5),
    )
    select(stage, draft, [Answer((place,)) for place in (0, 0, 0, 1, 2)])
    shown = panel(page, stage, qtbot)
    card = shown.counted.motion_result
    assert card.isVisible()
    assert card.verdict.text() == "가결"
    figures = {name: label.text() for name, label in card.figures.items()}
    assert figures == {
        "in_favour": "3표",
        "against": "1표",
        "others": "1표",
        "needed": "3표",
        "base": "5명",
        "took_part": "5명",
        "needed_part": "5명",
    }
    assert card.heads["others"].text() == "기권"
    assert card.heads["base"].text() == text("result.motion.base_head", base="출석")
    assert shown.summary.text() == text("result.summary.motion", cast=5, valid=5)
    assert not shown.chart.isVisible()
    assert not shown.last_in.isVisible()
    press(shown.why_button)
    assert "부결" in shown.study.margin.text()
    assert not shown.study.agreement.isVisible()


def test_too_few_people_are_reported_before_too_few_votes(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    draft = Draft(method=Method.CHOICE, choices=("찬성", "반대"), max_picks=1, motion=Motion(least_cast=5))
    select(stage, draft, [Answer((0,)), Answer((0,))])
    card = panel(page, stage, qtbot).counted.motion_result
    assert card.verdict.text() == "부결"
    assert card.figures["others"].isHidden(), "this motion has no third answer"
    assert (card.figures["needed_part"].text(), card.figures["took_part"].text()) == ("5명", "2명")
    assert "5명" in card.why.text()


def test_a_choice_without_a_rule_of_passing_has_only_its_table(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    select(stage, Draft(method=Method.CHOICE, choices=("가", "나"), max_picks=1), [Answer((1,))])
    shown = panel(page, stage, qtbot)
    assert not shown.counted.motion_result.isVisible()
    assert shown.counted.tables.choices.isVisible()


def test_opinions_are_a_table_of_their_own(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    draft = Draft(method=Method.OPINION, marks=Marking(text_bytes=60))
    select(stage, draft, [Answer(opinion="의자"), Answer(opinion="그늘막"), Answer(opinion="그늘막")])
    shown = panel(page, stage, qtbot)
    assert shown.counted.tables.opinions.found.index(0, 0).data() == "그늘막"
    assert shown.summary.text() == text("result.summary.opinions", kinds=2, valid=3)


def test_other_rules_are_reported_as_what_they_would_change() -> None:
    asked = definition()
    same = Comparison(rule="greedy", selected=("P0",), in_common=("P0",), only_here=(), only_there=(), cost=1)
    other = Comparison(
        rule="phragmen", selected=("P1", "P2"), in_common=("P1",), only_here=("P2",), only_there=("P0",), cost=1
    )
    lines = other_rule_lines(asked, Study(agreement=(same, other), is_counted_alike=True))
    assert lines[0].endswith(": 같은 목록입니다.")
    assert lines[1].endswith("1건이 같습니다. 들어옴 ‘지역아동센터 급식 단가’ · 빠짐 ‘발달장애인 낮활동 확대’.")
    assert "견줄 다른 규칙이 없습니다" in other_rule_lines(asked, Study(is_counted_alike=True))[0]


def test_many_changes_are_counted_beyond_the_first() -> None:
    titles = {str(place): f"사업 {place}" for place in range(9)}
    assert list_change_words(titles, (), tuple(titles)).endswith("‘사업 4’ 외 4건")
    assert list_change_words(titles, ("1",), ("1",)) == ""

"""After the count: agreement of the counters, a recount, the chair's order of ties."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.second_counter import Difference
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from sukui_desktop.domain.question.selection_steps import AllocateBy, Allocation, SelectionSteps, TieWay
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.vote.counting import read_recount_time, start_challenge_period
from sukui_desktop.services.vote.polls import read_poll
from sukui_desktop.ui.console.vote.counting.count_tables import POINTS
from sukui_desktop.ui.console.vote.counting.counters_agreement_card import MOST_SHOWN, counter_difference_lines
from sukui_desktop.ui.console.vote.counting.tie_order_dialog import TieDialog
from sukui_desktop.ui.console.vote.counting.view import CountingView
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.step_dialogs import BoxOpeningDialog, ReasonedProofsDialog
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from sukui_desktop.wording.times import time_of_day_words
from tests.builders import rooms
from tests.builders.rooms import two_signers
from tests.ui.console.vote.driving import MARKS, opened, press, type_proofs, until_state
from tests.ui.console.vote.polls import challenge, count, count_wrongly
from tests.ui.rooms import BILLION, DRAFT, Stage
from tests.ui.widgets.test_waterline import NAMES, definition

ANSWERS = tuple(Answer(marks) for marks in MARKS)
CHAIR = replace(DRAFT, extra_steps=SelectionSteps(ties=(TieWay.CHAIR,)))
LOT = replace(DRAFT, extra_steps=SelectionSteps(ties=(TieWay.LOT,)))


def counting(page: VotePage, stage: Stage, qtbot: QtBot, state: str) -> CountingView:
    """Return the view of a count once the poll came to `state`."""
    until_state(qtbot, page, state)
    stage.idle()
    view = page.view_of_present_step
    assert isinstance(view, CountingView)
    return view


def open_again(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Answer the question for those who open the box."""
    dialog = opened(qtbot, page, BoxOpeningDialog)
    type_proofs(dialog.proofs, stage.ask(two_signers, stage.room)[1:])
    press(dialog.accept_button)
    qtbot.waitUntil(lambda: not page.findChildren(BoxOpeningDialog))


def test_both_counters_agree_and_it_is_said(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    count(stage, DRAFT, ANSWERS)
    view = counting(page, stage, qtbot, PollState.COUNTED)
    assert "첫 번째 집계 = 두 번째 집계" in view.agreement.words.text()
    assert view.agreement.verdict.property("badge") == "green"
    assert view.agreement.differences.isHidden()
    assert view.agreement.void_button.isHidden()


def test_a_difference_is_red_and_stops_the_list_until_a_recount(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = count_wrongly(stage, DRAFT, ANSWERS)
    view = counting(page, stage, qtbot, PollState.COUNTED)
    card = view.agreement
    assert card.verdict.text() == text("result.counts.differ_badge")
    assert card.differences.text() == text(
        "result.difference.line", what="‘발달장애인 낮활동 확대’ 득표", first=3, second=4
    )
    assert card.words.property("state") == "danger"
    assert "border" in card.styleSheet()
    stage.ask(start_challenge_period, stage.room, poll_id)
    view = counting(page, stage, qtbot, PollState.CHALLENGED)
    assert not view.select_button.isEnabled()
    press(card.recount_button)
    open_again(page, stage, qtbot)
    until_state(qtbot, page, PollState.COUNTED)
    assert card.verdict.text() == text("result.counts.alike_badge")
    assert card.styleSheet() == ""
    assert stage.ask(read_poll, stage.room, poll_id).second_tally is not None


def test_a_difference_leads_to_the_void(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    count_wrongly(stage, DRAFT, ANSWERS)
    view = counting(page, stage, qtbot, PollState.COUNTED)
    press(view.agreement.void_button)
    dialog = opened(qtbot, page, ReasonedProofsDialog)
    dialog.reason.setPlainText("두 집계가 다름")
    type_proofs(dialog.proofs, stage.ask(rooms.two_signers, stage.room))
    press(dialog.accept_button)
    until_state(qtbot, page, PollState.VOID)


def test_a_challenged_count_is_counted_again_though_it_agrees(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    challenge(stage, DRAFT, ANSWERS)
    view = counting(page, stage, qtbot, PollState.CHALLENGED)
    assert view.poll is not None
    poll_id = view.poll.head.poll_id
    assert stage.ask(read_recount_time, stage.room, poll_id) == 0
    press(view.agreement.recount_button)
    open_again(page, stage, qtbot)
    until_state(qtbot, page, PollState.COUNTED)
    stage.idle()
    at_ms = stage.ask(read_recount_time, stage.room, poll_id)
    assert at_ms > 0
    assert text("result.counts.again", at=time_of_day_words(at_ms)) in view.agreement.words.text()
    assert view.challenge_button.isVisible()
    assert view.agreement.recount_button.isEnabled()


def test_many_differences_are_counted_not_listed() -> None:
    found = tuple(Difference("votes", place, 1, 2) for place in range(8))
    lines = counter_difference_lines(found, definition())
    assert len(lines) == MOST_SHOWN + 1
    assert lines[-1] == text("result.counts.more", count=3)
    assert NAMES[0] in lines[0]


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (Difference("cast", -1, 5, 6), "투표지: 첫 번째 5 · 두 번째 6"),
        (Difference("partial", -1, None, 0), "일부 무효인 표: 첫 번째 없음 · 두 번째 0"),
        (Difference("opinion", -1, 1, 2, "그늘막"), "의견 ‘그늘막’: 첫 번째 1 · 두 번째 2"),
        (Difference("points", -1, 1000, None), "‘전체’ 점수: 첫 번째 1,000 · 두 번째 없음"),
        (Difference("valid", -1, 1, 2), "유효표: 첫 번째 1 · 두 번째 2"),
        (Difference("blank", -1, 1, 2), "백지: 첫 번째 1 · 두 번째 2"),
        (Difference("invalid", -1, 1, 2), "무효표: 첫 번째 1 · 두 번째 2"),
    ],
)
def test_every_kind_of_difference_has_its_words(difference: Difference, words: str) -> None:
    assert counter_difference_lines((difference,), definition()) == (words,)


@pytest.mark.parametrize(
    ("draft", "answers", "best"),
    [
        (
            Draft(method=Method.SCORE, max_picks=6, marks=Marking(low=1, high=5), ceiling=260 * BILLION),
            [Answer((0, 3), (5, 2)), Answer((0, 1), (4, 3))],
            ("발달장애인 낮활동 확대", "2표", "9점"),
        ),
        (
            Draft(method=Method.RANKING, max_picks=3, marks=Marking(place_points=(3, 2, 1)), ceiling=260 * BILLION),
            [Answer((1, 0)), Answer((1, 2))],
            ("어르신 이동지원 차량", "2표", "6점"),
        ),
        (
            Draft(method=Method.CUMULATIVE, max_picks=6, marks=Marking(most_points=10), ceiling=260 * BILLION),
            [Answer((4,), (7,)), Answer((0, 4), (2, 8))],
            ("장애인 편의시설 전수점검", "2표", "15점"),
        ),
    ],
    ids=["score", "ranking", "cumulative"],
)
def test_votes_and_points_stand_side_by_side(
    page: VotePage, stage: Stage, qtbot: QtBot, draft: Draft, answers: list[Answer], best: tuple[str, str, str]
) -> None:
    count(stage, draft, answers)
    view = counting(page, stage, qtbot, PollState.COUNTED)
    table = view.tables.options
    assert not table.view.isColumnHidden(POINTS)
    assert tuple(table.found.index(0, column).data() for column in (0, 2, 3)) == best


def test_a_choice_stands_in_the_order_of_the_ballot(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    draft = Draft(method=Method.CHOICE, choices=("찬성", "반대", "기권"), max_picks=1, ceiling=0)
    count(stage, draft, [Answer((place,)) for place in (1, 1, 0)])
    view = counting(page, stage, qtbot, PollState.COUNTED)
    shown = [tuple(view.tables.choices.found.index(row, column).data() for column in range(2)) for row in range(3)]
    assert shown == [("찬성", "1표"), ("반대", "2표"), ("기권", "0표")]


def test_opinions_stand_by_how_often_they_were_written(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    draft = Draft(method=Method.OPINION, marks=Marking(text_bytes=60))
    count(stage, draft, [Answer(opinion="의자"), Answer(opinion="그늘막"), Answer(opinion="그늘막"), Answer()])
    view = counting(page, stage, qtbot, PollState.COUNTED)
    assert view.tables.currentWidget() is view.tables.opinions
    shown = [tuple(view.tables.opinions.found.index(row, column).data() for column in range(2)) for row in range(2)]
    assert shown == [("그늘막", "2표"), ("의자", "1표")]


def test_ballots_that_are_invalid_in_part_are_reported(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    marks = Marking(low=1, high=5, invalidity=Invalidity.MARK)
    draft = Draft(method=Method.SCORE, max_picks=6, marks=marks, ceiling=260 * BILLION)
    count(stage, draft, [Answer((0, 3), (5, 2))])
    view = counting(page, stage, qtbot, PollState.COUNTED)
    assert view.totals.text() == text(
        "result.totals.partial", totals=text("vote.count.totals", cast=1, valid=1, blank=0, invalid=0), partial=0
    )


def test_the_chair_puts_the_tied_in_order_by_keyboard(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails on 0.3.0, which also asked for the order of A1 and B1, both of which the money pays for."""
    poll_id = challenge(stage, CHAIR, ANSWERS)  # votes 3 2 2 0 3 1: A1 = B1 and A2 = A3
    view = counting(page, stage, qtbot, PollState.CHALLENGED)
    press(view.select_button)
    dialog = opened(qtbot, page, TieDialog)
    tie = dialog.tie
    assert tie.codes_in_order == ("A2", "A3")
    assert dialog.names.isHidden()
    assert dialog.focusWidget() is tie.list
    QTest.keyClick(tie.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert tie.codes_in_order == ("A3", "A2")
    QTest.keyClick(tie.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert tie.codes_in_order == ("A3", "A2")  # already last
    press(tie.up_button)
    assert tie.codes_in_order == ("A2", "A3")
    assert not tie.up_button.isEnabled()
    press(tie.down_button)
    press(dialog.accept_button)
    until_state(qtbot, page, PollState.SELECTED)
    outcome = stage.ask(read_poll, stage.room, poll_id).outcome
    assert outcome is not None
    assert outcome.lot == ("A3", "A2")
    ties = {ranked.code: ranked.tie for ranked in outcome.ranking}
    assert (ties["A1"], ties["A2"]) == (TieWay.EQUAL, TieWay.CHAIR)


def test_people_choose_who_draws_a_lot(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails on 0.3.0, where the program drew at [선정하기] without a word."""
    poll_id = challenge(stage, LOT, ANSWERS)
    view = counting(page, stage, qtbot, PollState.CHALLENGED)
    press(view.select_button)
    dialog = opened(qtbot, page, TieDialog)
    assert dialog.by_program.isChecked()
    assert not dialog.tie.down_button.isEnabled()
    assert dialog.names.isHidden()
    dialog.by_hand.setChecked(True)
    assert dialog.names.isVisible()
    press(dialog.tie.down_button)
    press(dialog.accept_button)
    assert dialog.refusal.text() == refusal_sentence(RuleBroken("lot_names_missing"))
    dialog.drawn_by.setText("김하나")
    dialog.attested_by.setText("이두리")
    press(dialog.accept_button)
    until_state(qtbot, page, PollState.SELECTED)
    outcome = stage.ask(read_poll, stage.room, poll_id).outcome
    assert outcome is not None
    assert outcome.lot == ("A3", "A2")
    assert outcome.draw == LotDraw(way=LotWay.HAND, drawn_by="김하나", attested_by="이두리")


def test_a_second_tie_after_one_drawn_by_hand_is_drawn_by_hand(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails on 0.3.0, where the program could draw the second and stood in the record as having drawn both."""
    challenge(stage, LOT, ANSWERS)
    view = counting(page, stage, qtbot, PollState.CHALLENGED)
    press(view.select_button)
    dialog = opened(qtbot, page, TieDialog)
    dialog.by_hand.setChecked(True)
    dialog.show_service_refusal(RuleBroken("tie_needs_lot", titles=("다른 사업",)))
    qtbot.waitUntil(lambda: not dialog.by_program.isEnabled())
    assert dialog.by_hand.isChecked()


def test_the_program_draws_when_people_say_so(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = challenge(stage, LOT, ANSWERS)
    view = counting(page, stage, qtbot, PollState.CHALLENGED)
    press(view.select_button)
    press(opened(qtbot, page, TieDialog).accept_button)
    until_state(qtbot, page, PollState.SELECTED)
    outcome = stage.ask(read_poll, stage.room, poll_id).outcome
    assert outcome is not None
    assert set(outcome.lot) == {"A2", "A3"}
    assert outcome.draw == LotDraw(way=LotWay.PROGRAM)


def test_the_question_goes_on_to_the_next_tie(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    by_group = SelectionSteps(
        ties=(TieWay.CHAIR,),
        allocate_by=AllocateBy.GROUP,
        allocations=(
            Allocation(name="광역제안형", amount=100 * BILLION),
            Allocation(name="광역협치형", amount=61 * BILLION),
        ),
    )
    challenge(stage, replace(DRAFT, extra_steps=by_group), [Answer((0, 1, 4)), Answer((0, 1, 5))])
    view = counting(page, stage, qtbot, PollState.CHALLENGED)
    press(view.select_button)
    dialog = opened(qtbot, page, TieDialog)
    first, order = dialog.tie, dialog.tie.codes_in_order
    assert order == ("A1", "A2")
    press(dialog.accept_button)
    qtbot.waitUntil(lambda: dialog.tie is not first)
    assert dialog.tie.codes_in_order == ("B1", "B2")
    press(dialog.accept_button)
    until_state(qtbot, page, PollState.SELECTED)


def test_leaving_the_question_of_the_tie_leaves_the_poll_as_it_is(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    challenge(stage, CHAIR, ANSWERS)
    view = counting(page, stage, qtbot, PollState.CHALLENGED)
    press(view.select_button)
    dialog = opened(qtbot, page, TieDialog)
    press(dialog.cancel_button)
    stage.idle()
    assert view.select_button.isEnabled()
    assert page.snapshot is not None
    assert page.snapshot.poll is not None
    assert page.snapshot.poll.head.state == PollState.CHALLENGED

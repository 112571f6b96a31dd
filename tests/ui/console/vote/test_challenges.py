"""Challenges on the 투표 tab: written down with who, what and the answer; a running vote leads to the desk."""

from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.checkin.attendance import add_walk_in
from sukui_desktop.services.vote.challenges import list_challenges, record_challenge
from sukui_desktop.services.vote.polls import open_poll, read_poll
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.vote.challenges_card import ChallengeDialog, ChallengeReplyDialog
from sukui_desktop.ui.console.vote.counting.view import CountingView
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.polling.ready_polling_and_void_views import PollingView
from tests.ui.console.vote.driving import MARKS, opened, press, until_state
from tests.ui.console.vote.polls import challenge
from tests.ui.rooms import DRAFT, Stage


def test_a_challenge_is_written_down_and_answered(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails where an objection leaves nothing but a state (0.3.0)."""
    poll_id = challenge(stage, DRAFT, tuple(Answer(marks) for marks in MARKS))
    until_state(qtbot, page, PollState.CHALLENGED)
    stage.idle()
    view = page.view_of_present_step
    assert isinstance(view, CountingView)
    card = view.challenges
    assert card.isHidden(), "nothing was challenged yet"
    press(card.record_button)
    asked = opened(qtbot, page, ChallengeDialog)
    press(asked.accept_button)
    stage.idle()
    assert asked.refusal.isVisible(), "who and what are needed"
    asked.by.setText("한이의")
    asked.said.setPlainText("가-12번 표가 빠졌다")
    press(asked.accept_button)
    qtbot.waitUntil(lambda: "가-12번 표가 빠졌다" in card.words.text())
    assert text("vote.objection.open") in card.words.text()
    press(card.reply_button)
    reply = opened(qtbot, page, ChallengeReplyDialog)
    assert reply.which.isHidden(), "there is one to answer"
    assert reply.focusWidget() is reply.reply
    reply.reply.setPlainText("다시 세어 같음을 보였다")
    press(reply.accept_button)
    qtbot.waitUntil(lambda: "다시 세어 같음을 보였다" in card.words.text())
    (row,) = stage.ask(list_challenges, stage.room, poll_id)
    assert (row.by, row.answer) == ("한이의", "다시 세어 같음을 보였다")


def test_an_answer_begins_at_the_answer_of_the_first_that_is_open(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails where the keys go to the list of challenges, and typing changes which one is answered (0.4.0)."""
    poll_id = challenge(stage, DRAFT, tuple(Answer(marks) for marks in MARKS))
    stage.ask(record_challenge, stage.room, poll_id, "한이의", "표가 빠졌다", "다시 세어 보였다")
    stage.ask(record_challenge, stage.room, poll_id, "두이의", "한 표가 더 있다")
    until_state(qtbot, page, PollState.CHALLENGED)
    stage.idle()
    view = page.view_of_present_step
    assert isinstance(view, CountingView)
    press(view.challenges.reply_button)
    reply = opened(qtbot, page, ChallengeReplyDialog)
    assert reply.which.isVisible()
    assert reply.which.currentData() == 2
    assert reply.focusWidget() is reply.reply
    QTest.keyClicks(reply.reply, "2")
    assert reply.answer() == (2, "2")
    reply.reject()


def test_a_challenge_without_an_answer_is_asked_about_before_the_selection(
    page: VotePage, stage: Stage, qtbot: QtBot
) -> None:
    """Fails where the button goes on saying that there is no challenge, and selects at once."""
    poll_id = challenge(stage, DRAFT, tuple(Answer(marks) for marks in MARKS))
    until_state(qtbot, page, PollState.CHALLENGED)
    stage.idle()
    view = page.view_of_present_step
    assert isinstance(view, CountingView)
    assert view.select_button.text() == text("vote.challenge.select")
    stage.ask(record_challenge, stage.room, poll_id, "한이의", "표가 빠졌다")
    qtbot.waitUntil(lambda: view.select_button.text() == text("vote.challenge.select_open", count=1))
    press(view.select_button)
    asked = opened(qtbot, page, AskDialog)
    press(asked.cancel_button)
    stage.idle()
    assert stage.ask(read_poll, stage.room, poll_id).head.state == PollState.CHALLENGED
    press(view.select_button)
    press(opened(qtbot, page, AskDialog).accept_button)
    until_state(qtbot, page, PollState.SELECTED)


def test_an_answered_challenge_is_not_asked_about(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = challenge(stage, DRAFT, tuple(Answer(marks) for marks in MARKS))
    stage.ask(record_challenge, stage.room, poll_id, "한이의", "표가 빠졌다", "다시 세어 보였다")
    until_state(qtbot, page, PollState.CHALLENGED)
    stage.idle()
    view = page.view_of_present_step
    assert isinstance(view, CountingView)
    assert view.select_button.text() == text("vote.challenge.select_answered")
    press(view.select_button)
    until_state(qtbot, page, PollState.SELECTED)


def test_the_tab_opens_on_the_vote_that_runs(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails where a draft that was begun earlier is shown instead of the open vote after a power cut."""
    stage.draft("먼저 쓴 초안")
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    page.switch_to_meeting(stage.room)
    stage.idle()
    assert page.snapshot is not None
    assert page.snapshot.poll is not None
    assert page.snapshot.poll.head.poll_id == poll_id


def test_an_open_vote_leads_to_the_desk_that_gives_slips(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails where the keyboard is on the end of a vote that has just begun (0.3.0)."""
    poll_id = stage.ready()
    until_state(qtbot, page, PollState.READY)
    stage.ask(open_poll, stage.room, poll_id)
    until_state(qtbot, page, PollState.OPEN)
    stage.idle()
    view = page.view_of_present_step
    assert isinstance(view, PollingView)
    assert view.first_focus() is view.give_button
    with qtbot.waitSignal(page.page_wanted) as wanted:
        press(view.give_button)
    assert wanted.args == ["checkin", ""]


def test_of_namesakes_the_one_who_challenges_is_chosen(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails where the challenger is a bare name that two people here bear, and papers do not say which (F35)."""
    challenge(stage, DRAFT, tuple(Answer(marks) for marks in MARKS))
    until_state(qtbot, page, PollState.CHALLENGED)
    added = [
        stage.ask(add_walk_in, stage.room, PersonDraft(number="", name="박민수", affiliation=place), is_another=True)
        for place in ("한빛3동", "한빛6동")
    ]
    assert len(added) == 2
    stage.idle()
    view = page.view_of_present_step
    assert isinstance(view, CountingView)
    press(view.challenges.record_button)
    asked = opened(qtbot, page, ChallengeDialog)
    stage.idle()
    asked.by.setText("박민수")
    asked.said.setPlainText("까닭을 적지 않았다")
    press(asked.accept_button)
    assert asked.refusal.text() == text("widgets.roster_name.choose", name="박민수")
    assert len(asked.by.offered_names()) == 2
    asked.by.setText("박민수 (한빛6동)")
    press(asked.accept_button)
    qtbot.waitUntil(lambda: "박민수 (한빛6동)" in view.challenges.words.text())

"""Each button of 다음 할 일 begins the act that stands on it, in the frame and the 투표 tab on a real file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.agenda.agenda_items import list_items, start_item
from sukui_desktop.services.agenda.sitting import open_sitting
from sukui_desktop.services.vote.challenges import record_challenge
from sukui_desktop.services.vote.counting import start_challenge_period
from sukui_desktop.services.vote.polls import draft_poll, open_poll, pause_poll, resume_poll
from sukui_desktop.services.vote.selection_and_certification import select_list
from sukui_desktop.ui.console.next_step import BEGIN
from sukui_desktop.ui.console.tab_bar import TABS
from sukui_desktop.ui.console.vote.challenges_card import ChallengeReplyDialog
from sukui_desktop.ui.console.vote.counting.second_person_confirmation import CountConfirmationDialog
from sukui_desktop.ui.console.vote.counting.view import CountingView
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.step_dialogs import CertifyDialog, MakePollReadyDialog
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.ui.tab_page import ConsolePage
from tests.builders import rooms
from tests.builders.rooms import certify, confirm, count, two_signers
from tests.ui.console.vote.driving import cast_all, opened, press, until_state
from tests.ui.rooms import DRAFT, Stage


class OtherTab(ConsolePage):
    """Stands in for the tabs that this file does not walk through."""

    def load(self) -> None:
        """Nothing to read."""


@pytest.fixture
def console(stage: Stage, qtbot: QtBot) -> Iterator[ConsoleWindow]:
    factories = {key: VotePage if key == "vote" else OtherTab for key in TABS}
    made = ConsoleWindow(stage.operations, factories)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    stage.admit("1", "2", "3", "4")
    stage.ask(open_sitting, stage.room)
    made.switch_to_meeting(stage.room, "prepare")
    stage.idle()
    yield made
    vote = made._pages.get("vote")
    if isinstance(vote, VotePage):
        vote.drafting.forget_typed_draft()
    stage.idle()


def take_step(console: ConsoleWindow, stage: Stage, name: str) -> VotePage:
    """Press the next step once it is the one of this name, from whatever tab is shown; return the 투표 tab."""
    button = console.next_bar.button
    stage.qtbot.waitUntil(lambda: button.text() == text(f"steps.next.{name}.button"))
    stage.idle()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: isinstance(console.current_page, VotePage))
    page = console.current_page
    assert isinstance(page, VotePage)
    return page


def test_every_next_step_of_a_poll_begins_what_it_says(console: ConsoleWindow, stage: Stage, qtbot: QtBot) -> None:
    """Fails where [확정 서명 받기] and the others only moved to the list of polls (0.4.0)."""
    stage.ask(two_signers, stage.room)
    item_id = stage.ask(list_items, stage.room)[0].row.item_id
    stage.ask(start_item, stage.room, item_id)
    poll_id = stage.ask(draft_poll, stage.room, item_id, "우선사업", DRAFT).poll_id
    page = take_step(console, stage, "poll_ready")
    press(opened(qtbot, page, MakePollReadyDialog).accept_button)
    until_state(qtbot, page, PollState.READY)
    console.show_tab("prepare")
    take_step(console, stage, "poll_open")
    until_state(qtbot, page, PollState.OPEN)
    stage.ask(pause_poll, stage.room, poll_id)
    take_step(console, stage, "poll_paused")
    qtbot.waitUntil(lambda: console.focusWidget() is page.view_of_present_step.first_focus())
    stage.idle()
    until_state(qtbot, page, PollState.PAUSED)
    stage.ask(resume_poll, stage.room, poll_id)
    cast_all(stage, poll_id)
    stage.ask(rooms.close, stage.room, poll_id)
    console.show_tab("prepare")
    take_step(console, stage, "poll_count")
    counting = page.view_of_present_step
    assert isinstance(counting, CountingView)
    qtbot.waitUntil(lambda: console.focusWidget() is counting.proofs.secret_lines[0])
    stage.ask(count, stage.room, poll_id)
    console.show_tab("prepare")
    take_step(console, stage, "poll_challenge")
    until_state(qtbot, page, PollState.CHALLENGED)
    console.show_tab("prepare")
    take_step(console, stage, "poll_select")
    until_state(qtbot, page, PollState.SELECTED)
    console.show_tab("prepare")
    take_step(console, stage, "poll_confirm")
    opened(qtbot, page, CountConfirmationDialog).reject()
    stage.ask(confirm, stage.room, poll_id)
    take_step(console, stage, "poll_certify")
    opened(qtbot, page, CertifyDialog).reject()
    stage.ask(record_challenge, stage.room, poll_id, "홍길동", "한 번 더 세어 주십시오", "")
    take_step(console, stage, "poll_answer")
    opened(qtbot, page, ChallengeReplyDialog).reject()


def test_a_certified_result_is_published(console: ConsoleWindow, stage: Stage, qtbot: QtBot) -> None:
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    cast_all(stage, poll_id)
    stage.ask(rooms.close, stage.room, poll_id)
    stage.ask(count, stage.room, poll_id)
    stage.ask(start_challenge_period, stage.room, poll_id)
    stage.ask(select_list, stage.room, poll_id)
    stage.ask(certify, stage.room, poll_id)
    page = take_step(console, stage, "poll_publish")
    until_state(qtbot, page, PollState.PUBLISHED)


def test_an_act_that_is_done_already_is_not_done_again(console: ConsoleWindow, stage: Stage, qtbot: QtBot) -> None:
    """A second press of [투표 시작하기], too late, must not pause or close the vote that the first one opened."""
    poll_id = stage.ready()
    page = take_step(console, stage, "poll_open")
    until_state(qtbot, page, PollState.OPEN)
    page.go_to_place_on_page(f"{BEGIN}open:{poll_id}")
    stage.idle()
    until_state(qtbot, page, PollState.OPEN)
    assert not page.view_of_present_step.refusal.isVisible()

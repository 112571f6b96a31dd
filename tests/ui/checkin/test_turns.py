"""[다음 분 투표] at the desk: the person on the card, or who is next, and a slip that nobody has on paper."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.voter_turns import begin_turn, read_turn_snapshot
from sukui_desktop.services.vote.polls import open_poll, pause_poll
from sukui_desktop.ui.checkin.desk_dialogs import TokenDialog
from sukui_desktop.ui.checkin.page import CheckinPage
from tests.ui.checkin.test_desk import type_words
from tests.ui.rooms import Stage


@pytest.fixture
def poll_id(desk: CheckinPage, stage: Stage) -> PollId:
    made = stage.ready()
    stage.ask(open_poll, stage.room, made)
    stage.idle()
    return made


def test_the_button_names_whose_turn_it_begins(desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot) -> None:
    """Fails where a person has to be admitted, given a number and sent to a kiosk in three acts (0.5.0)."""
    wanted: list[tuple[str, str]] = []
    desk.turn_wanted.connect(lambda person_id, poll: wanted.append((person_id, poll)))
    assert desk.card.turn_button.text() == text("checkin.turn.button")
    desk.card.turn_button.click()
    assert wanted == [("", poll_id)]
    type_words(desk, "황가득")
    assert desk.card.turn_button.text() == text("checkin.turn.admit_here")
    desk.card.turn_button.click()
    qtbot.waitUntil(lambda: len(wanted) == 2)
    assert wanted[1] == (stage.person("2"), poll_id)
    stage.idle()
    assert [voter.person_id for voter in stage.ask(read_turn_snapshot, stage.room, poll_id).waiting] == [wanted[1][0]]
    assert desk.card.turn_button.text() == text("checkin.turn.here")


def test_while_no_vote_takes_ballots_nobody_is_sent_to_vote(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    stage.ask(pause_poll, stage.room, poll_id)
    stage.idle()
    assert desk.card.turn_button.isHidden()


def test_a_slip_that_the_program_holds_comes_back_without_its_number(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    """Fails where the desk asks for a number that was never shown to anybody."""
    stage.admit("2", "3")
    stage.ask(begin_turn, stage.room, stage.person("2"), poll_id)
    stage.idle()
    type_words(desk, "황가득")
    qtbot.waitUntil(desk.card.return_button.isVisible)
    desk.card.return_button.click()
    stage.idle()
    qtbot.waitUntil(lambda: desk.card.slip_label.text() == text("checkin.slip_state.returned"))
    assert desk.findChild(TokenDialog) is None

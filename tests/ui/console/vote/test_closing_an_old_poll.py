"""A vote that an older version opened and nobody signs for is closed by the button."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Context, close_meeting_and_boxes
from sukui_desktop.services.vote.polls import read_poll
from sukui_desktop.storage.station_folder import StationFolder
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.polling.ready_polling_and_void_views import PollingView
from sukui_desktop.ui.console.vote.step_dialogs import PollClosingDialog
from tests.ui.console.vote.driving import opened, press, until_state
from tests.ui.rooms import Stage

OLD = Path(__file__).parents[3] / "old_files" / "0.2.0"


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """Derive keys at the program's own cost: the files were made by an older version."""


def test_an_open_vote_of_an_old_file_is_closed(page: VotePage, stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    """It has no lock, and slips are out: nobody is asked why. Before, [투표 마감하기] raised IndexError, so that no
    vote that was open when the program was renewed could ever be closed."""
    expected = json.loads((OLD / "expected.json").read_text(encoding="utf-8"))
    folder = tmp_path / "old"
    shutil.copytree(OLD, folder)
    context = Context(StationFolder(folder / "station"), stage.context.now, stage.context.random)
    stage.ask(close_meeting_and_boxes, stage.room)
    stage.room = stage.ask(open_meeting, folder / "meeting.sukui", expected["passphrase"], context)
    poll_id = PollId(expected["first"]["polls"]["open"]["poll_id"])
    page.switch_to_meeting(stage.room)
    page.go_to_place_on_page(poll_id)
    until_state(qtbot, page, PollState.OPEN)
    stage.idle()
    view = page.view_of_present_step
    assert isinstance(view, PollingView)
    press(view.close_button)
    dialog = opened(qtbot, page, Ask)
    assert not isinstance(dialog, PollClosingDialog)
    press(dialog.accept_button)
    until_state(qtbot, page, PollState.CLOSED)
    head = stage.ask(read_poll, stage.room, poll_id).head
    assert (head.state, head.not_returned > 0) == (PollState.CLOSED, True)

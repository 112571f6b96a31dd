"""Pages, windows and services by name, each imported when it is first wanted: the frame must not wait for them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.page import ConsolePage

if TYPE_CHECKING:
    from sukui_desktop.services.room import Context, Room
    from sukui_desktop.ui.checkin.page import CheckinPage
    from sukui_desktop.ui.console.home.page import HomePage
    from sukui_desktop.ui.console.vote.page import VotePage
    from sukui_desktop.ui.display.desk import DisplayDesk
    from sukui_desktop.ui.kiosk.window import KioskWindow

__all__ = ["ConsolePage"]


def prepare_page(operations: Operations) -> ConsolePage:
    """Make the 준비 tab."""
    from sukui_desktop.ui.console.prepare.page import PreparePage

    return PreparePage(operations)


def checkin_page(operations: Operations) -> CheckinPage:
    """Make the 접수 tab."""
    from sukui_desktop.ui.checkin.page import CheckinPage

    return CheckinPage(operations)


def run_page(operations: Operations) -> ConsolePage:
    """Make the 진행 tab."""
    from sukui_desktop.ui.console.run.page import RunPage

    return RunPage(operations)


def vote_page(operations: Operations) -> VotePage:
    """Make the 투표 tab."""
    from sukui_desktop.ui.console.vote.page import VotePage

    return VotePage(operations)


def minutes_page(operations: Operations) -> ConsolePage:
    """Make the 회의록 tab."""
    from sukui_desktop.ui.console.minutes.page import MinutesPage

    return MinutesPage(operations)


def handover_page(operations: Operations) -> ConsolePage:
    """Make the 보내기 tab."""
    from sukui_desktop.ui.console.handover.page import HandoverPage

    return HandoverPage(operations)


def home_page(operations: Operations, context: Context, root: Path) -> HomePage:
    """Make the list of meetings; new ones are kept beside the station's own files when `SUKUI_HOME` is set, else in
    the user's documents."""
    import platformdirs

    from sukui_desktop.assets.messages import text
    from sukui_desktop.ui.console.home.page import HomePage

    if os.environ.get("SUKUI_HOME"):
        folder = root / "meetings"
    else:
        folder = Path(platformdirs.user_documents_dir()) / text("home.page.folder")
    return HomePage(operations, context, folder)


def kiosk_window(operations: Operations, room: Room, poll_id: str, pin: str) -> KioskWindow:
    """Make the kiosk of one poll."""
    from sukui_desktop.models.ids import PollId
    from sukui_desktop.ui.kiosk.window import KioskWindow

    return KioskWindow(operations, room, PollId(poll_id), pin)


def display_desk(operations: Operations, room: Room) -> DisplayDesk:
    """Make the desk from which the hall screen is steered."""
    from sukui_desktop.ui.display.desk import DisplayDesk

    return DisplayDesk(operations, room)


def make_context() -> Context:
    """Make this machine's context, on the store queue."""
    from sukui_desktop.programs.bootstrap import make_context as make

    return make()


def open_practice(context: Context) -> Room:
    """Open the practice meeting, made when it is not there yet; on the store queue."""
    from sukui_desktop.services.prepare.practice import open_practice as open_it

    return open_it(context)


def open_meeting(path: Path, passphrase: str, context: Context) -> Room:
    """Open a meeting file; on the store queue."""
    from sukui_desktop.services.prepare.meeting import open_meeting as open_it

    return open_it(path, passphrase, context)


def close_room(room: Room) -> None:
    """Close a meeting; on the store queue, as its last job."""
    from sukui_desktop.services.room import close_room as close

    close(room)

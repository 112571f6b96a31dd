"""`sukui desk`: a check-in desk as a program of its own, against the hub of a room."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from PySide6.QtCore import Slot

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.cli.korean_argparse import KoreanParser
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.hub.messages import PulseAnswer
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.station_program import StationProgram, run_station, station_folder
from sukui_desktop.services.remote_room import as_room
from sukui_desktop.ui.checkin.page import CheckinPage
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.station.work_window import WorkWindow


class DeskProgram(StationProgram):
    """Shows the desk of the console in a window of its own; any number of them work at once."""

    def __init__(self, operations: Operations, name: str = "") -> None:
        super().__init__(operations, StationRole.DESK, station_folder(StationRole.DESK, name))
        self.window: WorkWindow | None = None
        self.page: CheckinPage | None = None
        self.lost.connect(self._tell_window_that_hub_is_lost)
        operations.changes_announced.connect(self._load_page_again)

    def follow_answer(self, answer: PulseAnswer) -> None:
        """Show the desk; it reads again what the hub says has changed."""
        if self.line is None:
            return
        if self.window is None:
            self.page = CheckinPage(self.operations)
            self.page.work_without_kiosk()
            self.window = WorkWindow(self.role, self.page)
            self.page.switch_to_meeting(as_room(self.line))
            self.window.show()
            self.page.first_focus().setFocus()
            self.waiting.hide()
        self.window.show_name(answer.name, self.line.enrolment.meeting)
        self.window.show_connected(is_connected=True, is_paused=answer.is_paused)

    def resume_work(self) -> None:
        """Nothing was closed that could be shown again."""

    def hide_work(self) -> None:
        """Close the desk: this station was shut out."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = self.page = None

    @Slot()
    def _tell_window_that_hub_is_lost(self) -> None:
        if self.window is not None:
            self.window.show_connected(is_connected=False)

    @Slot(object)
    def _load_page_again(self, changes: Changes) -> None:
        if self.page is not None:
            self.page.load_if_shown_tables_changed(changes)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a check-in desk until it is closed (`run_station`)."""
    return run_station(
        argv, KoreanParser(prog=f"{program_command()} desk", description=text("cli.help.desk")), _make_desk
    )


def _make_desk(operations: Operations, options: argparse.Namespace) -> DeskProgram:
    return DeskProgram(operations, options.name)


if __name__ == "__main__":
    raise SystemExit(main())

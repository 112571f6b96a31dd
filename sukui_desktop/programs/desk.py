"""`sukui desk`: a check-in desk as a program of its own, against the hub of a room."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import Slot

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.cli.korean_argparse import KoreanParser
from sukui_desktop.domain.initial_ranges import INITIALS
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.page_program import PageProgram
from sukui_desktop.programs.station_program import run_station
from sukui_desktop.ui.checkin.page import CheckinPage
from sukui_desktop.ui.service_queues import Operations

_SERVED = "served-initials"
"""In the folder of the desk: whom it served last."""


class DeskProgram(PageProgram):
    """Shows the desk of the console."""

    def __init__(self, operations: Operations, name: str = "") -> None:
        super().__init__(operations, StationRole.DESK, name)
        self.page: CheckinPage | None = None

    def make_page(self, line: StationLine) -> CheckinPage:
        """Return the check-in page, which hands no slip to a kiosk of this machine."""
        self.page = CheckinPage(self.operations)
        self.page.work_without_kiosk()
        self.page.served_range_changed.connect(self._say_and_remember_whom_desk_serves)
        if initials := self._read_range_of_before():
            self.page.serve_range_of_before(initials)
        return self.page

    @Slot(str)
    def _say_and_remember_whom_desk_serves(self, initials: str) -> None:
        if self.pulse is not None:
            self.pulse.send_state_from_now_on(serves=initials)
        with suppress(OSError):  # then staff choose it again
            (self.folder / _SERVED).write_text(initials, "utf-8")

    def _read_range_of_before(self) -> str:
        with suppress(OSError, UnicodeError):
            kept = (self.folder / _SERVED).read_text("utf-8")
            if re.fullmatch(f"[{INITIALS}](–[{INITIALS}])?", kept):
                return kept
        return ""

    def hide_work(self) -> None:
        """Close the page: this station was shut out."""
        super().hide_work()
        self.page = None


def main(argv: Sequence[str] | None = None) -> int:
    """Run a check-in desk until it is closed (`run_station`)."""
    return run_station(
        argv, KoreanParser(prog=f"{program_command()} desk", description=text("cli.help.desk")), _make_desk
    )


def _make_desk(operations: Operations, options: argparse.Namespace) -> DeskProgram:
    return DeskProgram(operations, options.name)


if __name__ == "__main__":
    raise SystemExit(main())

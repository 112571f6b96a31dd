"""`sukui recorder`: a recorder's table as a program of its own: notes and decisions from another machine."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.cli.korean_argparse import KoreanParser
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.page_program import PageProgram
from sukui_desktop.programs.station_program import run_station
from sukui_desktop.ui.console.run.page import RunPage
from sukui_desktop.ui.service_queues import Operations


class RecorderProgram(PageProgram):
    """Shows the 진행 tab for notes and decisions; what is typed is kept under this station alone."""

    def __init__(self, operations: Operations, name: str = "") -> None:
        super().__init__(operations, StationRole.RECORDER, name)
        self.page: RunPage | None = None

    def make_page(self, line: StationLine) -> RunPage:
        """Return the 진행 tab without what only the console does."""
        self.page = RunPage(self.operations, station=str(line.enrolment.station_id), now=self.hub_time_ms)
        self.page.work_as_recorder()
        return self.page

    def hide_work(self) -> None:
        """Close the page: this station was shut out."""
        super().hide_work()
        self.page = None


def main(argv: Sequence[str] | None = None) -> int:
    """Run a recorder's table until it is closed (`run_station`)."""
    return run_station(
        argv, KoreanParser(prog=f"{program_command()} recorder", description=text("cli.help.recorder")), _make_recorder
    )


def _make_recorder(operations: Operations, options: argparse.Namespace) -> RecorderProgram:
    return RecorderProgram(operations, options.name)


if __name__ == "__main__":
    raise SystemExit(main())

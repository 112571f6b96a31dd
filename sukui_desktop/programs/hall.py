"""`sukui hall`: the hall screen as a program of its own: it shows what the console sends, and nothing else."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from PySide6.QtCore import Slot

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.cli.korean_argparse import KoreanParser
from sukui_desktop.hub.messages import PulseAnswer
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.station_program import StationProgram, add_screen_option, run_station, station_folder
from sukui_desktop.services.remote_room import as_room
from sukui_desktop.ui.display.hall_window_and_feed import DisplayWindow
from sukui_desktop.ui.service_queues import Operations


class HallProgram(StationProgram):
    """Covers a screen with the hall's picture; while the hub does not answer the last one stays, with its time.

    Staff leave full screen with Esc and close the window; the picture comes back with [다시 열기].
    """

    def __init__(self, operations: Operations, name: str = "", screen_number: int = 0) -> None:
        super().__init__(operations, StationRole.HALL, station_folder(StationRole.HALL, name), screen_number)
        self.window: DisplayWindow | None = None
        self._is_closed_by_staff = False
        self._heard_ms = 0
        self.lost.connect(self._show_moment_of_picture)

    def follow_answer(self, answer: PulseAnswer) -> None:
        """Show the picture that the console sent last."""
        if self.line is None:
            return
        if self._is_closed_by_staff:
            self.waiting.show_why_it_waits("closed_by_staff", can_resume=True)
            self.waiting.show()
            return
        if self.window is None:
            screen = self.screen_to_cover()
            if screen is None:
                return
            self.window = DisplayWindow(self.operations, as_room(self.line), self.hub_time_ms)
            self.window.closed.connect(self._close_picture_for_staff_and_wait)
            self.window.show_on(screen)
            self.waiting.hide()
        self.window.page.queue.show_queue(answer.queue)
        if answer.hall is not None and answer.hall != self.window.feed.wanted:
            self.window.feed.read_choice_from_now_on(answer.hall)
        if answer.is_paused:
            self._show_moment_of_picture()
        else:
            self._heard_ms = answer.clock_ms
            self.window.page.show_moment_of_picture(None)

    @Slot()
    def resume_work(self) -> None:
        """Cover the screen again."""
        self._is_closed_by_staff = False
        if self.answer is not None:
            self.follow_answer(self.answer)

    def hide_work(self) -> None:
        """Show nothing of the meeting any more: this station was shut out."""
        if self.window is not None:
            self.window.closed.disconnect(self._close_picture_for_staff_and_wait)
            self._forget_window()

    def suspend_work(self, sentence: str) -> None:
        """Let the last picture stand with its time; who closes it is told why (`StationProgram.suspend_work`)."""
        if self.window is None:
            super().suspend_work(sentence)
        else:
            self._show_moment_of_picture()

    @Slot()
    def _close_picture_for_staff_and_wait(self) -> None:
        self._is_closed_by_staff = True
        self.covered.release()
        self.waiting.show_why_it_waits("closed_by_staff", can_resume=True)
        self.waiting.show()
        if self.window is not None:
            self.window.deleteLater()
            self.window = None

    @Slot()
    def _show_moment_of_picture(self) -> None:
        """No fault is told to the hall: only of which moment the picture is."""
        if self.window is not None and self.window.page.snapshot is not None:
            self.window.page.show_moment_of_picture(self._heard_ms)

    def _forget_window(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None


def main(argv: Sequence[str] | None = None) -> int:
    """Run a hall screen until staff close it (`run_station`); `--screen` says by its number which screen it covers."""
    parser = KoreanParser(prog=f"{program_command()} hall", description=text("cli.help.hall"))
    add_screen_option(parser)
    return run_station(argv, parser, _make_hall)


def _make_hall(operations: Operations, options: argparse.Namespace) -> HallProgram:
    return HallProgram(operations, options.name, options.screen)


if __name__ == "__main__":
    raise SystemExit(main())

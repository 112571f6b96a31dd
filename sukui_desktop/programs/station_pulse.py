"""The pulse of a station: every second it says how it is and hears from the hub what changed."""

from __future__ import annotations

import threading

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

import sukui_desktop
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.hub.messages import PROTOCOL, Pulse
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.programs.machine_context import wall_clock_ms
from sukui_desktop.programs.machine_state import InternetWatch, read_battery_percent

SECONDS = 1.0


class StationPulse(QObject):
    """Runs from `start` to `stop` on a thread of its own; what is heard comes to the window's thread."""

    heard = Signal(object)
    """`PulseAnswer`."""
    lost = Signal(object)
    """The SukuiError that came instead: not reached, not enrolled, shut out, another version."""

    def __init__(self, line: StationLine, watch: InternetWatch | None = None, parent: QObject | None = None) -> None:
        """`watch` finds whether this machine reaches the internet; None: nobody looks, as in trials."""
        super().__init__(parent)
        self._line, self._watch = line, watch
        self._said = Pulse(protocol=PROTOCOL, program=sukui_desktop.__version__, seen=-1, clock_ms=0)
        self._stopped = threading.Event()
        self._wanted = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sukui-pulse", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Say nothing more; returns when the last answer was heard or given up."""
        self._stopped.set()
        self._wanted.set()
        self._thread.join()

    def send_state_from_now_on(
        self, *, is_voting: bool = False, needs_help: bool = False, kept: int = 0, serves: str = ""
    ) -> None:
        """Say this from now on, and at once."""
        said = replace(self._said, is_voting=is_voting, needs_help=needs_help, kept=kept, serves=serves)
        if said != self._said:
            self._said = said
            self._wanted.set()

    def _pulse_of_now(self, seen: int) -> Pulse:
        return replace(
            self._said,
            seen=seen,
            clock_ms=wall_clock_ms(),
            battery=read_battery_percent(),
            is_online=self._watch is not None and self._watch.is_online,
        )

    def _run(self) -> None:
        seen = -1
        while not self._stopped.is_set():
            self._wanted.clear()
            try:
                answer = self._line.send_pulse(self._pulse_of_now(seen))
            except SukuiError as error:
                seen = -1  # whoever answers next may be another start of the hub, which counts from the beginning
                self.lost.emit(error)
            else:
                seen = answer.newest
                self.heard.emit(answer)
            self._wanted.wait(SECONDS)

"""The computer's clock while a meeting is open: told at opening and when it is moved, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.clock_check import MOST_MOVED_MS
from sukui_desktop.wording.times import moment_words

if TYPE_CHECKING:
    from sukui_desktop.domain.clock_check import ClockCheck
    from sukui_desktop.services.opened_meeting import Context
    from sukui_desktop.ui.console.window import ConsoleWindow

PERIOD_MS = 30_000


class ClockWatch(QObject):
    """Compares the wall clock with the running time of the machine and tells people in the console's bar."""

    def __init__(self, console: ConsoleWindow) -> None:
        super().__init__(console)
        self._console = console
        self._context: Context | None = None
        self._began_ms = 0
        self._timer = QTimer(self, interval=PERIOD_MS)
        self._timer.timeout.connect(self.warn_if_clock_moved)

    def begin_watching(self, context: Context | None, found: ClockCheck | None) -> None:
        """Begin with a meeting that was opened; `found` is how the clock stands to its record."""
        self._context = context
        self._began_ms = self._clock_ahead_of_uptime_ms()
        self._timer.start()
        if found is not None:
            facts = {"now": moment_words(found.now_ms), "last": moment_words(found.last_ms)}
            self._console.refusal_bar.show_message(text(f"console.clock.{found.stand}", **facts))

    @Slot()
    def warn_if_clock_moved(self) -> None:
        """Tell when the clock was moved since the last look."""
        moved_ms = self._clock_ahead_of_uptime_ms() - self._began_ms
        if self._context is None or abs(moved_ms) < MOST_MOVED_MS:
            return
        self._began_ms += moved_ms
        now_ms = self._context.now()
        facts = {"now": moment_words(now_ms), "before": moment_words(now_ms - moved_ms)}
        self._console.refusal_bar.show_message(text("console.clock.moved", **facts))

    def _clock_ahead_of_uptime_ms(self) -> int:
        """Return how far the wall clock is ahead of the running time: the same as long as nobody moves it."""
        uptime = self._context.uptime() if self._context is not None else None
        return self._context.now() - uptime.ms if self._context is not None and uptime is not None else 0

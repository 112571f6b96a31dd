"""How long the kiosk waits for people: the times, and the countdown that shows them."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """Times of the kiosk in seconds; `tick_ms` is how long its second lasts (1000 outside of tests)."""

    quiet_s: int = 180
    """Silence before the warning. Source: VVSG 2.0, 7.2-G: two to five minutes."""
    warn_s: int = 45
    """From the warning to the wiping. Source: VVSG 2.0, 7.2-G: 20 to 45 seconds."""
    staff_quiet_s: int = 60
    """Silence before a page for staff is left."""
    refusal_s: int = 20
    """Why a slip was not taken stays this long: the next voter is not to read it."""
    receipt_s: int = 45
    """The receipt stays this long."""
    pin_wait_s: int = 30
    """After three wrong PINs; twice as long after each further three."""
    guard_ms: int = 700
    """So long a new page takes no finger."""
    tick_ms: int = 1000


class Countdown(QObject):
    """Counts from `seconds` to 0, one a tick, and may be started again at any moment."""

    seconds_left = Signal(int)
    ran_out = Signal()

    def __init__(self, seconds: int, tick_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._left = 0
        self._timer = QTimer(self, interval=tick_ms)
        self._timer.timeout.connect(self._count_one_second)

    @property
    def is_running(self) -> bool:
        """True while it counts."""
        return self._timer.isActive()

    @Slot()
    def start(self, seconds: int = 0) -> None:
        """Count from the beginning, or from another number of seconds."""
        self._left = seconds or self._seconds
        self._timer.start()
        self.seconds_left.emit(self._left)

    def stop(self) -> None:
        """Stop without a word."""
        self._timer.stop()

    @Slot()
    def _count_one_second(self) -> None:
        self._left -= 1
        if self._left > 0:
            self.seconds_left.emit(self._left)
            return
        self._timer.stop()
        self.ran_out.emit()

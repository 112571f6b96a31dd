"""Seconds that people are told of before something ends by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Countdown(QObject):
    """Counts from `seconds` to 0, one a tick, and may be started again at any moment."""

    seconds_left = Signal(int)
    ran_out = Signal()

    def __init__(self, seconds: int, tick_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(tick_ms)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_running(self) -> bool:
        """True while it counts."""
        return self._timer.isActive()

    @Slot()
    def start(self) -> None:
        """Count from the beginning."""
        self._left = self._seconds
        self._timer.start()
        self.seconds_left.emit(self._left)

    @Slot()
    def stop(self) -> None:
        """Stop without a word."""
        self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        self._left -= 1
        if self._left > 0:
            self.seconds_left.emit(self._left)
            return
        self._timer.stop()
        self.ran_out.emit()

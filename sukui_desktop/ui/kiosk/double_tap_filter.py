"""The guard against a tap too many: a page that has just appeared takes no finger for a moment."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Slot

_FINGERS = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
    }
)


class DoubleTapFilter(QObject):
    """Event filter of the kiosk's QWindow: the second tap of a double tap does nothing on the page the first opened."""

    def __init__(self, guard_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guard_ms = guard_ms
        self._since_page = QElapsedTimer()

    @Slot()
    def ignore_taps_for_a_moment(self) -> None:
        """Hold fingers off from now on: another page, or another step of it, is shown."""
        self._since_page.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow a finger while the page is new."""
        if event.type() not in _FINGERS or not self._since_page.isValid():
            return False
        return self._since_page.elapsed() < self._guard_ms

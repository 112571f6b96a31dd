"""The guard of a dialog against keys and clicks that were meant for the window below it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

UNSEEN_MS = 300
"""How long a dialog that has just appeared takes no answer: the key or click was meant for the window below."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CLICKS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin})


class AccidentalInputFilter(QObject):
    """Event filter of a dialog's QWindow: swallows Enter, Esc, a button's space and clicks while it is unseen.

    Letters go through, so that nothing typed is lost. An Enter that is held down never answers.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._since_shown = QElapsedTimer()

    def start_filtering_window(self, window: QWindow) -> None:
        """Hold answers off from now on, and again from when the window system has drawn the window."""
        self._since_shown.start()
        window.removeEventFilter(self)
        window.installEventFilter(self)

    @property
    def is_filtering_now(self) -> bool:
        """Whether an answer would be swallowed now."""
        return self._since_shown.isValid() and self._since_shown.elapsed() < UNSEEN_MS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow an answer to what nobody has read yet."""
        kind = event.type()
        if kind == QEvent.Type.Expose and self.is_filtering_now:
            self._since_shown.start()
        if kind in _CLICKS:
            return self.is_filtering_now
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._is_accidental(event, watched.focusObject() if isinstance(watched, QWindow) else None)
        return False

    def _is_accidental(self, event: QKeyEvent, focus: QObject | None) -> bool:
        if event.key() in _ENTER:
            return self.is_filtering_now or (event.isAutoRepeat() and not isinstance(focus, QPlainTextEdit))
        if event.key() == Qt.Key.Key_Space:
            return self.is_filtering_now and isinstance(focus, QAbstractButton)
        return event.key() == Qt.Key.Key_Escape and self.is_filtering_now

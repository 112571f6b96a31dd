"""The one box of the desk: without it the first letter of a Korean name would be lost while it is being composed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from sukui_desktop.assets.messages import text

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class SearchBox(QLineEdit):
    """Tells every key, also of a syllable still being composed; arrow keys go to the list, Enter to the button."""

    typed = Signal(str)
    stepped = Signal(int)
    """Rows to move in the list, negative for up."""
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self.setProperty("scale", "large")
        self.setPlaceholderText(text("checkin.search.hint"))
        self.setAccessibleName(text("checkin.search.name"))
        self.textChanged.connect(self._on_text_changed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Tell the text with the syllable that is being composed."""
        super().inputMethodEvent(event)
        before, after = self.text()[: self.cursorPosition()], self.text()[self.cursorPosition() :]
        self._tell(before + event.preeditString() + after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the keys of the list and of the big button on; Escape empties the box."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_text_changed(self, words: str) -> None:
        self._tell(words)

    def _tell(self, words: str) -> None:
        if words != self._told:
            self._told = words
            self.typed.emit(words)

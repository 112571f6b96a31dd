"""What a citizen is told when one more cannot be picked: why, and what to do; nothing is put back for them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget


class Barrier(QLabel):
    """Hidden until a limit stands in the way; stays until the next mark or page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("barrier")
        self.setProperty("role", "barrier")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    @Slot(str)
    def tell(self, sentence: str) -> None:
        """Show why, or nothing when the mark was taken ('')."""
        self.setText(sentence)
        self.setVisible(bool(sentence))

    @Slot()
    def forget(self) -> None:
        """Take the sentence away."""
        self.clear()
        self.hide()

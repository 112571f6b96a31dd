"""What a citizen is told when one more cannot be picked: why, and what to do; nothing is put back for them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from sukui_desktop.domain.ballot import VALID, Judgement
from sukui_desktop.ui.kiosk.wording import tell_barrier


class Barrier(QLabel):
    """Hidden until a limit stands in the way; stays until the next mark or page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("barrier")
        self.setProperty("role", "barrier")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    @Slot(object)
    def tell(self, judgement: Judgement) -> None:
        """Show the limit, or nothing when the mark was taken."""
        if judgement.verdict == VALID:
            self.forget()
            return
        self.setText(tell_barrier(judgement))
        self.show()

    def forget(self) -> None:
        """Take the sentence away."""
        self.clear()
        self.hide()

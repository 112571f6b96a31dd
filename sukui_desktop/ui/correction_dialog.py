"""정정: the question that is asked before something of a closed meeting is changed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.operations import Correction


class CorrectionDialog(AskDialog):
    """Asks why a closed meeting is changed; the change is made with the reason beside it, or not at all."""

    def __init__(self, parent: QWidget, correction: Correction) -> None:
        super().__init__(
            parent,
            title=text("console.correction.title"),
            words=text("console.correction.words"),
            accept=text("console.correction.accept"),
        )
        self._correction = correction
        self.reason = self.add_line(text("console.correction.reason"), hint=text("console.correction.hint"))
        self.rejected.connect(correction.drop)

    def problem(self) -> str:
        """A correction has a reason."""
        return "" if self.reason.text().strip() else error_text("correction_reason_missing")

    def take_answer(self) -> None:
        """Make the change with its reason."""
        self._correction.make(self.reason.text())
        super().take_answer()

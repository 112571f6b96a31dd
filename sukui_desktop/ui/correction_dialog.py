"""정정: the question that is asked before something of a closed meeting is changed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.services.person_keys import SignedReason
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.proof_fields import ProofFields
from sukui_desktop.ui.service_queues import Correction, Operations


class CorrectionDialog(AskDialog):
    """Asks why a closed meeting is changed, and who changes signed minutes; the change is made with that beside it, or
    not at all."""

    def __init__(self, parent: QWidget, operations: Operations, correction: Correction) -> None:
        key = "words_signed" if correction.needs_signer else "words"
        super().__init__(
            parent,
            title=text("console.correction.title"),
            words=text(f"console.correction.{key}"),
            accept=text("console.correction.accept"),
        )
        self._correction = correction
        self.reason = self.add_line(text("console.correction.reason"), hint=text("console.correction.hint"))
        self.proof = ProofFields(self, operations, correction.room, 1) if correction.needs_signer else None
        self.rejected.connect(correction.drop)

    def problem(self) -> str:
        """A correction has a reason, and of signed minutes a person."""
        if not self.reason.text().strip():
            return error_text("correction_reason_missing")
        return self.proof.problem() if self.proof is not None else ""

    def take_answer(self) -> None:
        """Make the change with its reason; where the key is refused, whoever asked shows why."""
        reason = self.reason.text()
        self._correction.make(reason if self.proof is None else SignedReason(reason, self.proof.proofs()[0]))
        super().take_answer()

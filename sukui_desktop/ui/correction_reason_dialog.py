"""정정: the question that is asked before something of a closed meeting is changed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.services.person_keys import SignedReason
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.service_queues import Correction, Operations
from sukui_desktop.ui.signer_proof_fields import ChosenProofs


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
        self.reason = self.add_line_edit(text("console.correction.reason"), hint=text("console.correction.hint"))
        self.proofs = ChosenProofs(operations, 1, self) if correction.needs_signer else None
        if self.proofs is not None:
            self.body.addWidget(self.proofs)
            self.proofs.grown.connect(self._grow_to_paragraphs)
            self.proofs.completed.connect(self.accept_button.click)
            self.proofs.load_signers(correction.room)
        self.rejected.connect(correction.leave_unchanged)

    def problem(self) -> str:
        """A correction has a reason, and of signed minutes a person."""
        if not self.reason.text().strip():
            return error_text("correction_reason_missing")
        return self.proofs.problem() if self.proofs is not None else ""

    def act_on_answer(self) -> None:
        """Make the change with its reason; where the key is refused, whoever asked shows why."""
        reason = self.reason.text()
        self._correction.repeat_change_with_reason(
            reason if self.proofs is None else SignedReason(reason, self.proofs.proofs[0])
        )
        super().act_on_answer()

    def done(self, result: int) -> None:
        """Close, leaving no proof that people could see again."""
        if self.proofs is not None:
            self.proofs.wipe_typed_proofs()
        super().done(result)

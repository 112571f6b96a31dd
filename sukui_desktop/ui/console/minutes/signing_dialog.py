"""회의록 서명: two people sign the minutes, which are frozen from then on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sukui_desktop.services.minutes.minutes_signing import LEAST_SIGNERS, sign_minutes
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.proof_fields import ProofFields
from sukui_desktop.ui.service_queues import Operations


class MinutesSigningDialog(Ask):
    """Asks for two people with keys of their own; says what the signing freezes."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room) -> None:
        super().__init__(parent, operations, sign_minutes, room, key="minutes.sign")
        self.people = ProofFields(self, operations, room, LEAST_SIGNERS)

    def problem(self) -> str:
        """Return who or what is missing."""
        return self.people.problem()

    def answer(self) -> tuple[object, ...]:
        """Return the proofs."""
        return (self.people.proofs(),)

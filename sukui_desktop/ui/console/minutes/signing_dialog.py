"""회의록 서명: two people sign the minutes, which are frozen from then on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sukui_desktop.services.minutes.minutes_signing import sign_minutes
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.signer_proof_fields import ChosenProofsAsk


class MinutesSigningDialog(ChosenProofsAsk):
    """Asks for two people with keys of their own; says what the signing freezes."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room) -> None:
        super().__init__(parent, operations, sign_minutes, room, key="minutes.sign")

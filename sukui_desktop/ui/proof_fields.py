"""Who acts with a key of their own: a person chosen from those enrolled, with their card or passphrase."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLineEdit

from sukui_desktop.assets.messages import text
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.signing.signers import SignerView, list_signers
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.drop_down import DropDown


class ProofFields:
    """Two fields in a dialog for each person who proves who they are."""

    def __init__(self, dialog: AskDialog, operations: Operations, room: Room, people: int) -> None:
        self._dialog = dialog
        self.choices: list[DropDown] = []
        self.secrets: list[QLineEdit] = []
        for number in range(1, people + 1):
            choice = DropDown(dialog)
            dialog.add_field(text("widgets.proof.person", number=number, count=people), choice)
            self.choices.append(choice)
            secret = dialog.add_line(text("widgets.proof.secret"), is_secret=True, hint=text("widgets.proof.hint"))
            self.secrets.append(secret)
        operations.run(dialog, list_signers, room, on_done=self._show_signers)

    def _show_signers(self, signers: Iterable[SignerView]) -> None:
        able = [view for view in signers if not view.signer.is_withdrawn and view.name]
        for place, choice in enumerate(self.choices):
            for view in able:
                choice.addItem(view.name, view.signer.signer_id)
            choice.setCurrentIndex(min(place, len(able) - 1))
        if len(able) < len(self.choices):
            self._dialog.show_message(text("widgets.proof.too_few", count=len(self.choices)))

    def problem(self) -> str:
        """Return what is missing, '' for nothing."""
        chosen = [choice.currentData() for choice in self.choices]
        if None in chosen or len(set(chosen)) < len(chosen):
            return text("widgets.proof.too_few", count=len(self.choices))
        return "" if all(field.text().strip() for field in self.secrets) else text("widgets.proof.missing")

    def proofs(self) -> tuple[SignerProof, ...]:
        """Return the proofs as they were given."""
        pairs = zip(self.choices, self.secrets, strict=True)
        return tuple(SignerProof(choice.currentData(), field.text()) for choice, field in pairs)

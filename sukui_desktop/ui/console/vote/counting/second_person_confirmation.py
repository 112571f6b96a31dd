"""다시 열어 확인: somebody opens the box again from the disk by an act of their own; whether that is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import SignerId
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.signing.signers import SignerView
from sukui_desktop.services.vote.box_lock import LockView
from sukui_desktop.services.vote.counting import confirm_count
from sukui_desktop.ui.console.vote.vote_snapshot import VoteSnapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.signer_proof_fields import ProofAsk, signer_words
from sukui_desktop.ui.widgets.basic_widgets import (
    badge,
    button,
    field_label,
    hint,
    set_style_property,
    show_words_or_hide,
)
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


class CountConfirmationDialog(ProofAsk):
    """Asks who confirms, and everybody who is needed to open the box."""

    def __init__(self, *args: Any, lock: LockView, signers: Sequence[SignerView], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self._lock = lock
        holders = {view.signer.signer_id for view in lock.holders}
        others = [view for view in signers if view.signer.signer_id not in holders]
        self._people: dict[str, SignerView] = {view.signer.signer_id: view for view in (*lock.holders, *others)}
        self.by = DropDown(self)
        for signer_id, view in self._people.items():
            self.by.addItem(signer_words(view), signer_id)
        # Somebody else than who opened it for the count is offered, first among those who can open it.
        others_first = sorted(range(self.by.count()), key=self._is_opener_of_count)
        self.by.setCurrentIndex(others_first[0])
        self.same_person = hint()
        self.body.insertWidget(0, self.by)
        self.body.insertWidget(0, field_label(text("vote.confirm.by"), self.by))
        self.body.insertWidget(2, self.same_person)
        self.by.currentIndexChanged.connect(self._show_proofs_needed_with_person)
        self._show_proofs_needed_with_person()

    def _is_opener_of_count(self, place: int) -> bool:
        return str(self.by.itemData(place)) in self._lock.opened_by

    @property
    def confirming_signer_id(self) -> SignerId:
        """Who opens the box again."""
        return SignerId(str(self.by.currentData()))

    def problem(self) -> str:
        """Those who open the box, and the person whose act it is."""
        given = {proof.signer_id for proof in self.proofs.proofs}
        if self.confirming_signer_id not in given:
            return text("vote.confirm.missing", name=self._people[self.confirming_signer_id].name)
        holding = sum(view.signer.signer_id in given for view in self._lock.holders)
        if holding < self._lock.needed:
            return text("signing.proof.missing", count=self._lock.needed - holding)
        return ""

    def answer(self) -> tuple[object, ...]:
        """Return the proofs, and whose act it is."""
        return self.proofs.proofs, self.confirming_signer_id

    @Slot()
    def _show_proofs_needed_with_person(self) -> None:
        person, holders = self._people[self.confirming_signer_id], self._lock.holders
        is_holder = person in holders
        is_same = self._is_opener_of_count(self.by.currentIndex())
        show_words_or_hide(self.same_person, text("vote.confirm.same_person", name=person.shown) if is_same else "")
        self.show_lines_of_signers(holders if is_holder else (*holders, person), self._lock.needed + (not is_holder))


class CountConfirmationCard(QFrame):
    """One line: whether somebody opened the box again, and who; and the button that lets them."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confirmationCard")
        self.setProperty("card", "subtle")
        self._operations = operations
        self._about: tuple[object, ...] = ()
        """Room and poll, as services take them."""
        self._facts: dict[str, Any] = {}
        self.verdict = badge("", "amber")
        self.words = WrappedLabel(name="confirmationWords")
        self.confirm_button = button(text("vote.confirm.button"), scale="small", on_click=self._open_confirm_dialog)
        row_of(self.verdict, grow(self.words), self.confirm_button, spacing=10, margins=(16, 8, 12, 8), into=self)

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the lock of a counted poll; one made ready before 0.5.0 has nobody who could confirm."""
        poll, lock = snapshot.poll, snapshot.lock
        if poll is None or lock is None:
            return
        self._about = (room, poll.head.poll_id)
        is_practice = snapshot.meeting.is_practice
        title = poll.head.title
        self._facts = {"lock": lock, "signers": snapshot.signers, "is_practice": is_practice, "title": title}
        self.setVisible(bool(lock.holders))
        self.verdict.setText(text("vote.confirm.done_badge" if lock.is_confirmed else "vote.confirm.open_badge"))
        set_style_property(self.verdict, "badge", "green" if lock.is_confirmed else "amber")
        done = "done_by_another" if lock.is_confirmed_by_another else "done"
        key = done if lock.is_confirmed else "again" if lock.confirmed_by else "open"
        self.words.setText(text(f"vote.confirm.{key}", names=", ".join(lock.confirmed_by)))
        self.confirm_button.setVisible(not lock.is_confirmed)

    @Slot()
    def _open_confirm_dialog(self) -> None:
        args = (self._operations, confirm_count, *self._about)
        CountConfirmationDialog(self, *args, key="vote.confirm", **self._facts).open()

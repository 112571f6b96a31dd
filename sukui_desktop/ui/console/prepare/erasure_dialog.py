"""개인정보 지우기: what would be erased of a person is shown, and two people erase it for a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.prepare.erasure import LEAST_PEOPLE, Erased, ErasurePlan, erase_person
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.proof_fields import ProofFields
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import named
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

_LIST_PX = 170


class ErasureDialog(Ask):
    """Shows every passage that names the person, ticked; one that speaks of a namesake is left out by its tick."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, person: PersonRow, plan: ErasurePlan
    ) -> None:
        super().__init__(
            parent,
            operations,
            erase_person,
            room,
            person.person_id,
            key="prepare.erase",
            is_dangerous=True,
            name=person.name,
            number=person.number or text("prepare.import.nothing"),
        )
        self.setMinimumWidth(640)
        self._operations = operations
        limits = [text("prepare.erase.copies")]
        if plan.is_signed:
            limits.append(text("prepare.erase.signed"))
        if plan.unsealed:
            limits.append(text("prepare.erase.unsealed", count=plan.unsealed))
        self.limits = WrappedLabel("\n".join(limits), self)
        self.body.addWidget(self.limits)
        self.passages = named(QListWidget(self), text("prepare.erase.passages", count=len(plan.passages)))
        self.passages.setFixedHeight(_LIST_PX)
        self.passages.setWordWrap(True)
        for passage in plan.passages:
            item = QListWidgetItem(" · ".join(passage.before))
            item.setData(Qt.ItemDataRole.UserRole, passage.passage_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.passages.addItem(item)
        if plan.passages:
            self.add_field(text("prepare.erase.passages", count=len(plan.passages)), self.passages)
        else:
            self.passages.hide()
        self.reason = self.add_line(text("prepare.erase.reason"), hint=text("prepare.erase.reason_hint"))
        self.people = ProofFields(self, operations, room, LEAST_PEOPLE)

    def problem(self) -> str:
        """Return what is missing."""
        return self.people.problem() if self.reason.text().strip() else text("prepare.erase.reason_missing")

    def take_answer(self) -> None:
        """Erase, but for the passages whose tick was taken away."""
        items = [self.passages.item(place) for place in range(self.passages.count())]
        kept = tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() != Qt.CheckState.Checked
        )
        arguments = (*self._args, self.reason.text(), self.people.proofs())
        self._operations.run(self, erase_person, *arguments, kept=kept, on_done=self._on_erased, on_refused=self.refuse)

    def _on_erased(self, erased: Erased) -> None:
        self.close_done(erased)

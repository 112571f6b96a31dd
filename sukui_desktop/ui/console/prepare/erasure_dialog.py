"""개인정보 지우기: what would be erased of a person is shown, and two people erase it for a reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.prepare.erasure import LEAST_PEOPLE, ErasurePlan, erase_person
from sukui_desktop.ui.proof_lines import ChosenProofsAsk
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import named
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

_LIST_PX = 170


class ErasureDialog(ChosenProofsAsk):
    """Shows every passage that names the person, ticked; one that speaks of a namesake is left out by its tick."""

    NEEDED = LEAST_PEOPLE

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
        self.body.removeWidget(self.proofs)
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
        self.body.addWidget(self.proofs)

    def problem(self) -> str:
        """Return what is missing."""
        return super().problem() if self.reason.text().strip() else text("prepare.erase.reason_missing")

    def answer(self) -> tuple[object, ...]:
        """Return the reason and the proofs."""
        return self.reason.text(), self.proofs.proofs

    def take_answer(self) -> None:
        """Erase, but for the passages whose tick was taken away."""
        items = [self.passages.item(place) for place in range(self.passages.count())]
        kept = tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() != Qt.CheckState.Checked
        )
        self.service = partial(erase_person, kept=kept)
        super().take_answer()

"""배분액: an amount for every field the projects name; without it fields would be typed from somebody's memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.question.selection_steps import Allocation
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.console.vote.money_field import MoneyField
from sukui_desktop.ui.widgets.parts import hint, set_look
from sukui_desktop.ui.widgets.refusal import sentence
from sukui_desktop.ui.widgets.result_words import money_words

Found = dict[str, tuple[int, int]]
"""Name of a field → (number of its projects, what they cost together)."""


def found_in(projects: Sequence[ProjectRow], by: str) -> Found:
    """Return the fields (districts, groups) of the projects in the order of the list."""
    found: Found = {}
    for project in projects:
        name = getattr(project, by)
        count, cost = found.get(name, (0, 0))
        found[name] = (count + 1, cost + project.cost)
    found.pop("", None)
    return found


class AllocationFields(QWidget):
    """One line a field: its name, what its projects cost together, and the amount it may have."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.total = hint()
        self.fields: dict[str, MoneyField] = {}
        """Name → amount; only of the fields that the projects name, or that have an amount."""
        self._currency, self._nameless = "KRW", ""

    def show_fields(self, found: Found, amounts: Mapping[str, int], currency: str, *, nameless: str = "") -> None:
        """Show the fields of the list, then those that only the rule names where they have an amount.

        Where the list names no field at all, every field of the rule is shown. `nameless` says how many projects
        name none.
        """
        self._clear()
        self._currency, self._nameless = currency, nameless
        names = [*found, *(name for name, amount in amounts.items() if name not in found and (amount or not found))]
        for row, name in enumerate(names):
            count, cost = found.get(name, (0, 0))
            facts = {"name": name, "count": f"{count:,}", "cost": money_words(cost, currency)}
            label = QLabel(text("drafting.allocation.found" if count else "drafting.allocation.absent", **facts), self)
            label.setWordWrap(True)
            field = MoneyField(self)
            field.line.setMinimumWidth(150)
            field.show_amount(amounts.get(name, 0), currency)
            field.line.setAccessibleName(text("drafting.allocation.amount", name=name))
            field.edited.connect(self._on_amount_edited)
            label.setBuddy(field.line)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(field, row, 1)
            self.fields[name] = field
        self.total = hint()
        self._grid.addWidget(self.total, len(names), 0, 1, 2)
        self._tell()

    def amounts(self) -> dict[str, int]:
        """Return the amount of every field that is shown; 0 where nothing (readable) is written."""
        return {name: _amount(field) for name, field in self.fields.items()}

    def allocations(self, names: Sequence[str]) -> tuple[Allocation, ...]:
        """Return the amounts of the fields that are not among `names`, where one is written."""
        return tuple(
            Allocation(name=name, amount=amount)
            for name, amount in self.amounts().items()
            if amount and name not in names
        )

    def problem(self) -> tuple[str, QWidget] | None:
        """Return what cannot be read and where it stands; None when all can."""
        for name, field in self.fields.items():
            if field.line.text().strip():
                try:
                    field.amount()
                except BadInput as error:
                    return text("drafting.unreadable", title=name, why=sentence(error)), field.line
        return None

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}

    def _tell(self) -> None:
        amounts = self.amounts()
        total = sum(amounts.values())
        empty = sum(not amount for amount in amounts.values())
        key = "none" if not total else "some" if empty else "all"
        words = text(f"drafting.allocation.{key}", total=money_words(total, self._currency), count=f"{empty:,}")
        self.total.setText(f"{words} {self._nameless}".strip())
        set_look(self.total, "state", "warning" if empty or self._nameless else "")

    @Slot()
    def _on_amount_edited(self) -> None:
        self._tell()
        self.edited.emit()


def _amount(field: MoneyField) -> int:
    try:
        return field.amount()
    except BadInput:
        return 0

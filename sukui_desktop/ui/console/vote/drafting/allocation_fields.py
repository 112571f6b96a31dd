"""The money that each field, district or group of projects may spend: an amount beside each name, and their sum."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.selection_steps import Allocation
from sukui_desktop.domain.rule_year.answers_and_their_draft import ALLOCATIONS, Answered, names_of_allocations
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.widgets.basic_widgets import hint, set_style_property
from sukui_desktop.ui.widgets.form_fields import MoneyField
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import clear_grid, grid_of
from sukui_desktop.wording.money import money_words

CountAndCostByName = dict[str, tuple[int, int]]
"""Name of a field → (number of its projects, what they cost together)."""


def project_count_and_cost_by_name(projects: Sequence[ProjectRow], by: str) -> CountAndCostByName:
    """Return the fields (districts, groups) of the projects in the order of the list."""
    found: CountAndCostByName = {}
    for project in projects:
        name = getattr(project, by)
        count, cost = found.get(name, (0, 0))
        found[name] = (count + 1, cost + project.cost)
    found.pop("", None)
    return found


class AllocationFields(QWidget):
    """One line a field: its name, what its projects cost together, and the amount it may have."""

    edited = Signal()

    def __init__(self, rule: RuleYear, currency: str) -> None:
        super().__init__()
        self._by = rule.selection.allocate_by
        self._currency = currency
        self._open = {
            parameter.field.removeprefix(ALLOCATIONS).removesuffix(".amount"): int(parameter.default)
            for parameter in rule.open
            if parameter.field.startswith(ALLOCATIONS)
        }
        """Name of a field whose amount the rule leaves open → the rule's own amount; that one cannot be left out."""
        self._named = names_of_allocations(rule.selection.allocations)
        self._found: CountAndCostByName = {}
        self._nameless = ""
        self.fields: dict[str, MoneyField] = {}
        """Name → amount; only of the fields that the projects name, or that have an amount."""
        self._grid = grid_of(spacing=(12, 6), margins=0, growing=1, into=self)

    def show_answers(self, answered: Answered, projects: Sequence[ProjectRow]) -> None:
        """Show the fields of the list, then those that only the rule names where they have an amount.

        Where the list names no field at all, every field of the rule is shown.
        """
        amounts = {
            name: int(answered.answers.get(f"{ALLOCATIONS}{name}.amount", own)) for name, own in self._open.items()
        }
        amounts |= {each.name: each.amount for each in answered.extra}
        found = self._found = project_count_and_cost_by_name(projects, self._by)
        count = sum(not getattr(project, self._by) for project in projects)
        facts = {"by": text(f"rules.by.{self._by}"), "count": f"{count:,}"}
        self._nameless = text("drafting.allocation.nameless", **facts) if count else ""
        clear_grid(self._grid)
        self.fields = {}
        names = [*found, *(name for name, amount in amounts.items() if name not in found and (amount or not found))]
        for line, name in enumerate(names):
            self._add_amount_line(line, name, amounts.get(name, 0))
        self.total = hint()
        self._grid.addWidget(self.total, len(names), 0, 1, 2)
        self._show_total_of_amounts()

    def follow_changed_projects(self, projects: Sequence[ProjectRow]) -> None:
        """Follow a changed list, keeping what is typed."""
        if project_count_and_cost_by_name(projects, self._by) != self._found:
            typed = {name: field.line.text() for name, field in self.fields.items()}
            self.show_answers(self.answered_amounts(is_settled=True), projects)
            for name in typed.keys() & self.fields.keys():
                self.fields[name].line.setText(typed[name])

    def typed_amounts(self) -> dict[str, int]:
        """Return the amount of every field that is shown; 0 where nothing (readable) is written."""
        return {name: field.typed_amount() or 0 for name, field in self.fields.items()}

    def answered_amounts(self, *, is_settled: bool = False) -> Answered:
        """Return the amounts that are written: answers for what the rule leaves open, the others beside them.

        With `is_settled` an amount that is half typed is the one before it.
        """
        amounts = {name: field.settled for name, field in self.fields.items()} if is_settled else self.typed_amounts()
        written = {name: amount for name, amount in amounts.items() if amount}
        return Answered(
            answers={f"{ALLOCATIONS}{name}.amount": written[name] for name in self._open if name in written},
            extra=tuple(Allocation(name=name, amount=written[name]) for name in written if name not in self._named),
        )

    def problem(self) -> tuple[str, QWidget] | None:
        """Return what cannot be read, or was emptied though the rule's own amount would come back; and where."""
        for name, field in self.fields.items():
            if why := field.problem():
                return text("drafting.unreadable", title=name, why=why), field.line
        for name in self._names_with_emptied_amount():
            return text("drafting.empty", title=name), self.fields[name].line
        return None

    def missing_amount_sentence_and_field(self) -> tuple[str, QWidget] | None:
        """Return which fields of the list wait for their amount, and the first of them; None where none does."""
        waiting = [name for name, amount in self.typed_amounts().items() if not amount and name in self._found]
        if waiting:
            return text("drafting.missing_amounts_of", names=", ".join(waiting)), self.fields[waiting[0]].line
        if any(self.typed_amounts().values()):
            return None
        first = next(iter(self.fields.values()), None)
        return text("drafting.missing_amounts"), first.line if first is not None else self

    def _names_with_emptied_amount(self) -> list[str]:
        amounts = self.typed_amounts()
        return [name for name, own in self._open.items() if own and name in amounts and not amounts[name]]

    def _add_amount_line(self, line: int, name: str, amount: int) -> None:
        count, cost = self._found.get(name, (0, 0))
        facts = {"name": name, "count": f"{count:,}", "cost": money_words(cost, self._currency)}
        label = PlainLabel(text("drafting.allocation.found" if count else "drafting.allocation.absent", **facts), self)
        label.setWordWrap(True)
        field = self.fields[name] = MoneyField(self)
        field.line.setMinimumWidth(200)  # 1,234,567,890,000원 is seen whole
        field.show_amount(amount, self._currency)
        field.line.setAccessibleName(text("drafting.allocation.amount", name=name))
        field.edited.connect(self._refresh_total_and_announce)
        label.setBuddy(field.line)
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(field, line, 1)

    def _show_total_of_amounts(self) -> None:
        amounts, needed = self.typed_amounts(), self._names_with_emptied_amount()
        total = sum(amounts.values())
        empty = sum(not amount and (name in self._found or not self._found) for name, amount in amounts.items())
        key = "none" if not total else "needed" if needed else "some" if empty else "all"
        facts = {"total": money_words(total, self._currency), "count": f"{empty:,}", "names": ", ".join(needed)}
        words = text(f"drafting.allocation.{key}", **facts)
        self.total.setText(f"{words} {self._nameless}".strip())
        set_style_property(self.total, "state", "warning" if empty or needed or self._nameless else "")

    @Slot()
    def _refresh_total_and_announce(self) -> None:
        self._show_total_of_amounts()
        self.edited.emit()

"""The form of a rule year, made from what it leaves open and nothing else: a new year's file needs no new window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.rule_year.answers import ALLOCATIONS, WEIGHTS, Answered, fill_in, names_of
from sukui_desktop.domain.rule_year.parts import Opening, Value
from sukui_desktop.domain.rule_year.rule import RuleYear
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.console.vote.allocation_fields import AllocationFields, Found, found_in
from sukui_desktop.ui.console.vote.channel_lines import ChannelLines
from sukui_desktop.ui.console.vote.opening_field import OpeningField, bounds_words, title_label
from sukui_desktop.ui.widgets.parts import hint, row


class RuleForm(QWidget):
    """Asks for the open choices of one rule year; what the rule fixes is read beside it, not asked."""

    edited = Signal()

    def __init__(self, rule: RuleYear, projects: Sequence[ProjectRow], currency: str) -> None:
        super().__init__()
        self.rule = rule
        self.fields: dict[str, OpeningField] = {}
        """Field of the opening → its field; amounts of allocations and weights of channels stand in tables."""
        self.allocations: AllocationFields | None = None
        self.channels: ChannelLines | None = None
        self._found: Found = {}
        self._currency = currency
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._add_channels()
        for opening in rule.open:
            if opening.field.startswith(ALLOCATIONS):
                self._add_allocations(projects)
            elif not opening.field.startswith(WEIGHTS):
                self._add_field(opening)
        if not rule.open:
            self._layout.addWidget(hint(text("drafting.nothing_open")))
        self._layout.addStretch(1)

    def show_answers(self, answered: Answered, projects: Sequence[ProjectRow]) -> None:
        """Show what was answered; defaults elsewhere. The fields of the allocations follow the projects."""
        for name, field in self.fields.items():
            field.show_value(answered.answers.get(name, field.opening.default))
        if self.channels is not None:
            self.channels.show_answers(answered.answers)
        self._show_amounts(answered, projects)

    def show_projects(self, projects: Sequence[ProjectRow]) -> None:
        """Let the allocations follow a changed list, keeping what is typed."""
        if self.allocations is not None and found_in(projects, self.rule.selection.allocate_by) != self._found:
            self._show_amounts(self.answered(), projects)

    def _show_amounts(self, answered: Answered, projects: Sequence[ProjectRow]) -> None:
        if self.allocations is None:
            return
        self._found = found_in(projects, self.rule.selection.allocate_by)
        amounts = {
            name: int(answered.answers.get(f"{ALLOCATIONS}{name}.amount", default))
            for name, default in _open_amounts(self.rule).items()
        }
        amounts |= {each.name: each.amount for each in answered.extra}
        by = self.rule.selection.allocate_by
        count = sum(not getattr(project, by) for project in projects)
        words = text("drafting.allocation.nameless", by=text(f"rules.by.{by}"), count=f"{count:,}") if count else ""
        self.allocations.show_fields(self._found, amounts, self._currency, nameless=words)

    def answered(self) -> Answered:
        """Return what is written so far."""
        answers: dict[str, Value] = {}
        for name, field in self._all_fields():
            value = field.value()
            if value is not None:
                answers[name] = value
        if self.allocations is None:
            return Answered(answers=answers)
        amounts = self.allocations.amounts()
        for name in _open_amounts(self.rule):
            if amounts.get(name):
                answers[f"{ALLOCATIONS}{name}.amount"] = amounts[name]
        extra = self.allocations.allocations(names_of(self.rule.selection.allocations))
        return Answered(answers=answers, extra=extra)

    def draft(self) -> Draft:
        """Return the draft as it stands; meant to be asked where `problem` finds nothing."""
        return fill_in(self.rule, self.answered())

    def problem(self) -> tuple[str, QWidget] | None:
        """Return in one sentence what cannot stand as it is written, and the field it stands in."""
        for field in self.fields.values():
            if found := field.problem():
                return found, field.stop
        for part in (self.channels, self.allocations):
            if part is not None and (told := part.problem()):
                return told
        return self._emptied() or self._misfit()

    def missing(self) -> tuple[str, QWidget] | None:
        """Return what must be written before the poll can be made ready, and where; None when all is."""
        for field in self.fields.values():
            if field.is_missing():
                return text("drafting.missing", title=field.opening.title), field.stop
        if self.allocations is not None and not any(self.allocations.amounts().values()):
            first = next(iter(self.allocations.fields.values()), None)
            return text("drafting.missing_amounts"), first.line if first is not None else self
        return None

    def _emptied(self) -> tuple[str, QWidget] | None:
        """Tell an amount that was taken out where the rule has one of its own, which would quietly come back."""
        for name, default in _open_amounts(self.rule).items():
            if default and self.allocations is not None and not self.allocations.amounts().get(name, 0):
                return text("drafting.empty", title=name), self.allocations.fields[name].line
        return None

    def _misfit(self) -> tuple[str, QWidget] | None:
        """Tell answers that cannot stand beside each other by the name people see, not by that of the file."""
        try:
            self.draft()
        except RuleBroken as error:
            at = str(error.facts["field"])
            opening = next((each for each in self.rule.open if each.field == at), None)
            stop: QWidget = self.fields[at].stop if at in self.fields else self
            if opening is None:
                return text("drafting.misfit", **{**error.facts, "title": at}), stop
            if self.allocations is not None and at.startswith(ALLOCATIONS):
                stop = self.allocations.fields[at.split(".")[2]].line
            if error.code == "rule_answer":
                return bounds_words(opening, self._currency), stop
            return text("drafting.misfit", **{**error.facts, "title": opening.title}), stop
        return None

    def _all_fields(self) -> Iterator[tuple[str, OpeningField]]:
        yield from self.fields.items()
        if self.channels is not None:
            yield from self.channels.fields.items()

    def _add_field(self, opening: Opening) -> None:
        field = OpeningField(opening, self._currency, self)
        field.edited.connect(self._on_field_edited)
        title = title_label(opening.title, field.stop)
        title.setWordWrap(False)
        self._layout.addWidget(row(title, field.must))
        self._layout.addWidget(field)
        self._layout.addSpacing(4)
        self.fields[opening.field] = field

    def _add_channels(self) -> None:
        if isinstance(self.rule.channels, Channels):
            openings = {opening.field: opening for opening in self.rule.open}
            self.channels = ChannelLines(self.rule.channels, openings, self._currency)
            self.channels.edited.connect(self._on_field_edited)
            self._layout.addWidget(title_label(text("drafting.channel.heading"), self.channels))
            self._layout.addWidget(self.channels)
            self._layout.addSpacing(4)

    def _add_allocations(self, projects: Sequence[ProjectRow]) -> None:
        if self.allocations is not None:
            return  # one table for all of them
        by = self.rule.selection.allocate_by
        self.allocations = AllocationFields(self)
        self.allocations.edited.connect(self._on_field_edited)
        self._layout.addWidget(title_label(text("drafting.allocation.heading", by=text(f"rules.by.{by}")), self))
        if not found_in(projects, by):
            self._layout.addWidget(hint(text("drafting.allocation.no_fields", by=text(f"rules.by.{by}"))))
        self._layout.addWidget(self.allocations)
        self._layout.addSpacing(4)
        self._show_amounts(Answered(answers={}), projects)

    @Slot()
    def _on_field_edited(self) -> None:
        self.edited.emit()


def _open_amounts(rule: RuleYear) -> dict[str, int]:
    """Return the names of the open allocations of a rule with their defaults."""
    return {
        opening.field.removeprefix(ALLOCATIONS).removesuffix(".amount"): int(opening.default)
        for opening in rule.open
        if opening.field.startswith(ALLOCATIONS)
    }

"""The form of a rule: a field for each thing that the rule leaves open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.question.definition import Draft, Group
from sukui_desktop.domain.question.selection_steps import Allocation
from sukui_desktop.domain.rule_year.answers import ALLOCATIONS, WEIGHTS, Answered, fill_in, names_of_allocations
from sukui_desktop.domain.rule_year.list_values import read_groups, read_points, write_groups, write_points
from sukui_desktop.domain.rule_year.rule import RuleYear
from sukui_desktop.domain.rule_year.rule_tables import OpenChoice, OpenChoiceKind, Value, fits_open_choice
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.form_fields import MoneyField, ShareField
from sukui_desktop.ui.widgets.layouts import column_of, fill, gap, grow, row_of
from sukui_desktop.ui.widgets.parts import badge, hint, row, set_look, styled
from sukui_desktop.wording.money import money_words, share_words
from sukui_desktop.wording.rules import choice_words

MOST_PICKS = "question.max_picks"
GROUP_PLACES = "question.groups."
"""What the place of a limit begins with: its group's place in the list follows."""
MOST_RADIOS = 2
MOST_WHOLE = 1_000_000
NAME_PX = 150
"""Least width of a field's name, so that the fields below one another begin alike."""
Found = dict[str, tuple[int, int]]
"""Name of a field → (number of its projects, what they cost together)."""


class OpenChoiceEditor(NamedTuple):
    """The widget of one kind of open choice, and how it shows and reads an answer."""

    widget: QWidget
    stop: QWidget
    """What takes the keyboard."""
    show: Callable[[Value], None]
    read: Callable[[], Value | None]
    """None while nothing readable is written."""
    unreadable: Callable[[], str]
    """Why what is written cannot be read, in one sentence; '' when it can, or when nothing is written."""


class OpenChoiceField(QWidget):
    """Asks for one open choice; starts at the default and shows when something must still be written."""

    edited = Signal()

    def __init__(self, open_choice: OpenChoice, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_choice = open_choice
        self._currency = currency
        self.must = badge(text("drafting.must"), "amber")
        """Shown while something must be written here; the form puts it beside the title."""
        self.must.setParent(self)
        self.must.hide()
        makers = {
            OpenChoiceKind.MONEY: self._money_editor,
            OpenChoiceKind.SHARE: self._share_editor,
            OpenChoiceKind.WHOLE: self._whole_editor,
            OpenChoiceKind.POINTS: self._points_editor,
        }
        self._editor = makers.get(open_choice.kind, self._word_editor)()
        self.stop = self._editor.stop
        self.stop.setAccessibleName(open_choice.title)
        filled = (
            (self._editor.widget, grow()) if open_choice.kind == OpenChoiceKind.WHOLE else (grow(self._editor.widget),)
        )
        row_of(*filled, margins=0, into=self)
        self.setFocusProxy(self.stop)
        self.settled: Value | None = None
        """The last answer that fitted: it holds while another one is half typed."""
        self.show_value(open_choice.default)

    def show_value(self, value: Value) -> None:
        """Show an answer; of money 0 that must be written shows nothing."""
        self._editor.show(value)
        self.settled = self.value()
        self._show_must()

    def value(self) -> Value | None:
        """Return the answer; None while none that fits is written."""
        value = self._editor.read()
        return value if value is not None and fits_open_choice(self.open_choice, value) else None

    def is_missing(self) -> bool:
        """Return whether something must still be written here before the poll can be made ready."""
        return self.value() is None and not fits_open_choice(self.open_choice, self.open_choice.default)

    def problem(self) -> str:
        """Return why what is written cannot be taken, in one sentence; '' when it can or may be written later.

        A field that was emptied is a problem too: the rule's own default would quietly come back.
        """
        if unreadable := self._editor.unreadable():
            return text("drafting.unreadable", title=self.open_choice.title, why=unreadable)
        value = self._editor.read()
        if value is None:
            is_default_kept = self.open_choice.default not in (0, "") and fits_open_choice(
                self.open_choice, self.open_choice.default
            )
            return text("drafting.empty", title=self.open_choice.title) if is_default_kept else ""
        return "" if fits_open_choice(self.open_choice, value) else bounds_words(self.open_choice, self._currency)

    def _money_editor(self) -> OpenChoiceEditor:
        field = MoneyField(self)
        field.edited.connect(self._on_field_edited)
        return OpenChoiceEditor(
            field,
            field.line,
            lambda value: field.show_amount(int(value), self._currency),
            field.value,
            field.problem,
        )

    def _share_editor(self) -> OpenChoiceEditor:
        field = ShareField(self)
        field.edited.connect(self._on_field_edited)

        def read() -> str | None:
            is_left_out = not field.line.text().strip() and fits_open_choice(self.open_choice, "")
            return "" if is_left_out else field.share() or None

        return OpenChoiceEditor(field, field.line, lambda value: field.show_share(str(value)), read, field.problem)

    def _whole_editor(self) -> OpenChoiceEditor:
        box = QSpinBox(self)
        most = MOST_WHOLE if self.open_choice.most is None else int(self.open_choice.most)
        box.setRange(int(self.open_choice.least or 0), most)
        box.setGroupSeparatorShown(True)
        box.setMinimumWidth(140)
        box.valueChanged.connect(self._on_field_edited)
        return OpenChoiceEditor(box, box, lambda value: box.setValue(int(value)), box.value, str)

    def _word_editor(self) -> OpenChoiceEditor:
        choices = self.open_choice.choices
        if len(choices) > MOST_RADIOS:
            combo = DropDown(self)
            combo.addItems([choice_words(self.open_choice, word) for word in choices])
            combo.currentIndexChanged.connect(self._on_field_edited)
            return OpenChoiceEditor(
                combo,
                combo,
                lambda value: combo.setCurrentIndex(choices.index(str(value))),
                lambda: choices[combo.currentIndex()],
                str,
            )
        holder = QWidget(self)
        radios = [QRadioButton(choice_words(self.open_choice, word), holder) for word in choices]
        for radio in radios:
            radio.setAccessibleDescription(self.open_choice.title)
            radio.toggled.connect(self._on_field_edited)
        row_of(*radios, grow(), spacing=16, margins=0, into=holder)
        return OpenChoiceEditor(
            holder,
            radios[0],
            lambda value: radios[choices.index(str(value))].setChecked(True),
            lambda: next((word for word, radio in zip(choices, radios, strict=True) if radio.isChecked()), None),
            str,
        )

    def _points_editor(self) -> OpenChoiceEditor:
        line, places = QLineEdit(self), hint(may_wrap=False)
        line.setPlaceholderText(text("drafting.points.hint"))

        def read() -> str | None:
            return write_points(read_points(line.text())) or None

        def unreadable() -> str:
            return text("drafting.points.unreadable") if line.text().strip() and read() is None else ""

        def show_places() -> None:
            count = len(read_points(line.text()))
            places.setText(text("drafting.points.places", count=count) if count else "")

        line.textChanged.connect(show_places)
        line.textChanged.connect(self._on_field_edited)
        return OpenChoiceEditor(row(line, places), line, lambda value: line.setText(str(value)), read, unreadable)

    def _show_must(self) -> None:
        self.must.setVisible(self.is_missing())

    @Slot()
    def _on_field_edited(self) -> None:
        value = self.value()
        self.settled = self.settled if value is None else value
        self._show_must()
        self.edited.emit()


class GroupLimits(QWidget):
    """Limits for the groups of the meeting's list: whether there are any; fewest and most picks of each."""

    edited = Signal()

    def __init__(self, open_choice: OpenChoice, projects: Sequence[ProjectRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_choice = open_choice
        self.is_used = self.stop = QCheckBox(text("drafting.groups.use"), self)
        self.boxes: dict[str, tuple[QSpinBox, QSpinBox]] = {}
        """Group name → (least, most)."""
        self._groups: tuple[tuple[str, int], ...] = ()
        self._lines = QWidget(self)
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        column_of(self.is_used, self._lines, spacing=6, margins=0, into=self)
        self.setFocusProxy(self.is_used)
        self._lines.hide()
        self.is_used.toggled.connect(self._on_used_toggled)
        self.show_projects(projects)

    def show_projects(self, projects: Sequence[ProjectRow]) -> None:
        """Offer the groups of these projects, keeping what is set."""
        groups = groups_of(projects)
        if groups != self._groups:
            limits = self._limits_in_boxes()
            self._groups = groups
            self._make_lines()
            self._show_limits(limits)
        self.is_used.setEnabled(bool(groups))
        if not groups:
            self.is_used.setChecked(False)

    def show_value(self, value: Value) -> None:
        """Show limits; a group without any starts at all or nothing."""
        limits = read_groups(str(value)) or ()
        self._show_limits({group.name: (group.min_picks, group.max_picks) for group in limits})
        with QSignalBlocker(self.is_used):
            self.is_used.setChecked(bool(limits) and bool(self._groups))
        self._lines.setVisible(self.is_used.isChecked())

    def value(self) -> Value:
        """Return the limits as an answer; '' while none are set."""
        if not self.is_used.isChecked():
            return ""
        limits = self._limits_in_boxes().items()
        return write_groups([Group(name=name, min_picks=least, max_picks=most) for name, (least, most) in limits])

    def most(self) -> int:
        """Return how many picks all groups allow together."""
        return sum(most for _, most in self._limits_in_boxes().values())

    def _limits_in_boxes(self) -> dict[str, tuple[int, int]]:
        return {name: (least.value(), most.value()) for name, (least, most) in self.boxes.items()}

    def _show_limits(self, limits: Mapping[str, tuple[int, int]]) -> None:
        for name, size in self._groups:
            for box, value in zip(self.boxes[name], limits.get(name, (0, size)), strict=True):
                with QSignalBlocker(box):
                    box.setValue(value)

    def _make_lines(self) -> None:
        clear_grid(self._grid)
        self.boxes = {}
        for place, (name, size) in enumerate(self._groups):
            shown = name or text("drafting.groups.none")
            label = QLabel(text("drafting.groups.line", name=shown, size=f"{size:,}"), self)
            self._grid.addWidget(label, place, 0)
            boxes = QSpinBox(self), QSpinBox(self)
            for column, (box, key) in enumerate(zip(boxes, ("least", "most"), strict=True), start=1):
                box.setRange(0, size)
                box.setAccessibleName(text(f"drafting.groups.{key}_of", name=shown))
                box.setPrefix(text(f"drafting.groups.{key}"))
                box.setSuffix(text("drafting.groups.picks"))
                box.valueChanged.connect(self.edited)
                self._grid.addWidget(box, place, column)
            self.boxes[name] = boxes

    @Slot(bool)
    def _on_used_toggled(self, is_on: bool) -> None:
        self._lines.setVisible(is_on)
        self.edited.emit()


def groups_of(projects: Sequence[ProjectRow]) -> tuple[tuple[str, int], ...]:
    """Return (name, number of projects) for each group in the order of the list; empty when no project has one."""
    sizes: dict[str, int] = {}
    for project in projects:
        sizes[project.group] = sizes.get(project.group, 0) + 1
    return tuple(sizes.items()) if any(sizes) else ()


def clear_grid(grid: QGridLayout) -> None:
    """Take every widget out of a grid and delete it."""
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def bounds_words(open_choice: OpenChoice, currency: str) -> str:
    """Return the bounds of an answer, in one sentence that names it."""
    least, most = (_bound_words(open_choice, bound, currency) for bound in (open_choice.least, open_choice.most))
    key = "between" if least and most else "from" if least else "to"
    return text(f"drafting.bounds.{key}", title=open_choice.title, least=least, most=most)


def misfit_words(open_choice: OpenChoice, error: RuleBroken, *, group: str = "") -> str:
    """Return in one sentence what an answer contradicts: its value and the range it has to be in.

    `group` is the group of the meeting's list whose limit it is; points of places are counted.
    """
    is_counted = open_choice.kind == OpenChoiceKind.POINTS
    least, dots, most = str(error.facts["expected"]).partition("..")
    if not least.isdecimal() or not dots or (most and not most.isdecimal()):
        return text("drafting.misfit.other", title=open_choice.title)
    key = ("count_" if is_counted else "") + ("between" if most else "from")
    span = text(f"drafting.misfit.{key}", least=f"{int(least):,}", most=f"{int(most or 0):,}")
    key = "group" if group else "points" if is_counted else "value"
    value = error.facts["value"]
    return text(f"drafting.misfit.{key}", title=open_choice.title, group=group, value=value, range=span)


def _bound_words(open_choice: OpenChoice, bound: Value | None, currency: str) -> str:
    if bound is None:
        return ""
    if open_choice.kind == OpenChoiceKind.SHARE:
        return share_words(str(Fraction(str(bound))))
    return money_words(int(bound), currency) if open_choice.kind == OpenChoiceKind.MONEY else f"{bound:,}"


def title_label(words: str, buddy: QWidget) -> QLabel:
    """Return the name of a field, above or before it."""
    label = styled(QLabel(words), "strong", "true")
    label.setWordWrap(True)
    label.setBuddy(buddy)
    return label


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

    def __init__(self, rule: RuleYear, currency: str) -> None:
        super().__init__()
        self._by = rule.selection.allocate_by
        self._currency = currency
        self._open = {
            open_choice.field.removeprefix(ALLOCATIONS).removesuffix(".amount"): int(open_choice.default)
            for open_choice in rule.open
            if open_choice.field.startswith(ALLOCATIONS)
        }
        """Name of a field whose amount the rule leaves open → the rule's own amount; that one cannot be left out."""
        self._named = names_of_allocations(rule.selection.allocations)
        self._found: Found = {}
        self._nameless = ""
        self.fields: dict[str, MoneyField] = {}
        """Name → amount; only of the fields that the projects name, or that have an amount."""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_answers(self, answered: Answered, projects: Sequence[ProjectRow]) -> None:
        """Show the fields of the list, then those that only the rule names where they have an amount.

        Where the list names no field at all, every field of the rule is shown.
        """
        amounts = {
            name: int(answered.answers.get(f"{ALLOCATIONS}{name}.amount", own)) for name, own in self._open.items()
        }
        amounts |= {each.name: each.amount for each in answered.extra}
        found = self._found = found_in(projects, self._by)
        count = sum(not getattr(project, self._by) for project in projects)
        facts = {"by": text(f"rules.by.{self._by}"), "count": f"{count:,}"}
        self._nameless = text("drafting.allocation.nameless", **facts) if count else ""
        clear_grid(self._grid)
        self.fields = {}
        names = [*found, *(name for name, amount in amounts.items() if name not in found and (amount or not found))]
        for line, name in enumerate(names):
            self._add_line(line, name, amounts.get(name, 0))
        self.total = hint()
        self._grid.addWidget(self.total, len(names), 0, 1, 2)
        self._show_total()

    def show_projects(self, projects: Sequence[ProjectRow]) -> None:
        """Follow a changed list, keeping what is typed."""
        if found_in(projects, self._by) != self._found:
            typed = {name: field.line.text() for name, field in self.fields.items()}
            self.show_answers(self.answered(is_settled=True), projects)
            for name in typed.keys() & self.fields.keys():
                self.fields[name].line.setText(typed[name])

    def amounts(self) -> dict[str, int]:
        """Return the amount of every field that is shown; 0 where nothing (readable) is written."""
        return {name: field.value() or 0 for name, field in self.fields.items()}

    def answered(self, *, is_settled: bool = False) -> Answered:
        """Return the amounts that are written: answers for what the rule leaves open, the others beside them.

        With `is_settled` an amount that is half typed is the one before it.
        """
        amounts = {name: field.settled for name, field in self.fields.items()} if is_settled else self.amounts()
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
        for name in self._emptied_names():
            return text("drafting.empty", title=name), self.fields[name].line
        return None

    def missing(self) -> tuple[str, QWidget] | None:
        """Return which fields of the list wait for their amount, and the first of them; None where none does."""
        waiting = [name for name, amount in self.amounts().items() if not amount and name in self._found]
        if waiting:
            return text("drafting.missing_amounts_of", names=", ".join(waiting)), self.fields[waiting[0]].line
        if any(self.amounts().values()):
            return None
        first = next(iter(self.fields.values()), None)
        return text("drafting.missing_amounts"), first.line if first is not None else self

    def _emptied_names(self) -> list[str]:
        amounts = self.amounts()
        return [name for name, own in self._open.items() if own and name in amounts and not amounts[name]]

    def _add_line(self, line: int, name: str, amount: int) -> None:
        count, cost = self._found.get(name, (0, 0))
        facts = {"name": name, "count": f"{count:,}", "cost": money_words(cost, self._currency)}
        label = QLabel(text("drafting.allocation.found" if count else "drafting.allocation.absent", **facts), self)
        label.setWordWrap(True)
        field = self.fields[name] = MoneyField(self)
        field.line.setMinimumWidth(200)  # 1,234,567,890,000원 is seen whole
        field.show_amount(amount, self._currency)
        field.line.setAccessibleName(text("drafting.allocation.amount", name=name))
        field.edited.connect(self._on_amount_edited)
        label.setBuddy(field.line)
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(field, line, 1)

    def _show_total(self) -> None:
        amounts, needed = self.amounts(), self._emptied_names()
        total = sum(amounts.values())
        empty = sum(not amount and (name in self._found or not self._found) for name, amount in amounts.items())
        key = "none" if not total else "needed" if needed else "some" if empty else "all"
        facts = {"total": money_words(total, self._currency), "count": f"{empty:,}", "names": ", ".join(needed)}
        words = text(f"drafting.allocation.{key}", **facts)
        self.total.setText(f"{words} {self._nameless}".strip())
        set_look(self.total, "state", "warning" if empty or needed or self._nameless else "")

    @Slot()
    def _on_amount_edited(self) -> None:
        self._show_total()
        self.edited.emit()


class ChannelLines(QWidget):
    """One line a channel: its name, where its ballots come from and its weight, a field only where the rule is open."""

    edited = Signal()

    def __init__(self, channels: Channels, open_choices: Mapping[str, OpenChoice], currency: str) -> None:
        """`open_choices` are those of the rule by `OpenChoice.field`."""
        super().__init__()
        self._weights = {channel.key: channel.weight for channel in channels.channels}
        self.fields: dict[str, OpenChoiceField] = {}
        """Field of the open choice → its field, for the weights that are open."""
        self.total = hint()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for line, channel in enumerate(channels.channels):
            name = QLabel(channel.name, self)
            name.setWordWrap(True)
            grid.addWidget(name, line, 0)
            tone = "blue" if channel.source == "box" else ""
            grid.addWidget(badge(text(f"drafting.channel.{channel.source}"), tone), line, 1)
            open_choice = open_choices.get(f"{WEIGHTS}{channel.key}.weight")
            if open_choice is None:
                grid.addWidget(QLabel(share_words(channel.weight), self), line, 2)
                continue
            field = OpenChoiceField(open_choice, currency, self)
            field.edited.connect(self._on_weight_edited)
            name.setBuddy(field.stop)
            grid.addWidget(field, line, 2)
            self.fields[open_choice.field] = field
        grid.addWidget(self.total, len(channels.channels), 0, 1, 3)
        self._show_total()

    def show_answers(self, answers: Mapping[str, Value]) -> None:
        """Show the weights that were chosen."""
        for name, field in self.fields.items():
            field.show_value(answers.get(name, field.open_choice.default))
        self._show_total()

    def problem(self) -> tuple[str, QWidget] | None:
        """Return what is wrong with the weights and where; None when they make one whole."""
        for field in self.fields.values():
            if found := field.problem():
                return found, field.stop
        if self._sum_of_weights() != 1:
            field = next(iter(self.fields.values()))
            return text("drafting.channel.sum", share=share_words(str(self._sum_of_weights()))), field.stop
        return None

    def _sum_of_weights(self) -> Fraction:
        weights = dict(self._weights)
        for name, field in self.fields.items():
            weights[name.split(".")[2]] = str(field.value() or 0)
        return sum(map(Fraction, weights.values()), Fraction(0))

    def _show_total(self) -> None:
        total = self._sum_of_weights()
        self.total.setVisible(bool(self.fields))
        key = "whole" if total == 1 else "sum"
        self.total.setText(text(f"drafting.channel.{key}", share=share_words(str(total))))
        set_look(self.total, "state", "" if total == 1 else "danger")

    @Slot()
    def _on_weight_edited(self) -> None:
        self._show_total()
        self.edited.emit()


class RuleForm(QWidget):
    """Asks for the open choices of one rule year; what the rule fixes is read beside it, not asked."""

    edited = Signal()

    def __init__(self, rule: RuleYear, projects: Sequence[ProjectRow], currency: str) -> None:
        super().__init__()
        self.rule = rule
        self.fields: dict[str, OpenChoiceField] = {}
        """Field of the open choice → its field; amounts of allocations and weights of channels are in tables."""
        self.allocations: AllocationFields | None = None
        self.channels: ChannelLines | None = None
        self.groups: GroupLimits | None = None
        self._is_most_typed = False
        """Whether the most in all was typed or saved: it follows the groups only until then."""
        self._most_before: Value | None = None
        """The most in all before it followed the groups; None while it does not follow them."""
        self._currency = currency
        self._layout = column_of(spacing=6, margins=0, into=self)
        self._add_channels()
        for open_choice in rule.open:
            if open_choice.field.startswith(ALLOCATIONS):
                self._add_allocations(projects)
            elif open_choice.kind == OpenChoiceKind.GROUPS:
                self._add_groups(open_choice, projects)
            elif not open_choice.field.startswith(WEIGHTS):
                self._add_field(open_choice)
        if not rule.open:
            self._layout.addWidget(hint(text("drafting.nothing_open")))
        self._layout.addStretch(1)

    def show_answers(self, answered: Answered, projects: Sequence[ProjectRow]) -> None:
        """Show what was answered; defaults elsewhere. The fields of the allocations follow the projects."""
        for name, field in self.fields.items():
            field.show_value(answered.answers.get(name, field.open_choice.default))
        if self.groups is not None:
            self.groups.show_projects(projects)
            self.groups.show_value(answered.answers.get(self.groups.open_choice.field, ""))
        if self.channels is not None:
            self.channels.show_answers(answered.answers)
        if self.allocations is not None:
            self.allocations.show_answers(answered, projects)
        self._is_most_typed, self._most_before = MOST_PICKS in answered.answers, None

    def show_projects(self, projects: Sequence[ProjectRow]) -> None:
        """Let groups and allocations follow a changed list, keeping what is typed."""
        for part in (self.groups, self.allocations):
            if part is not None:
                part.show_projects(projects)

    def answered(self, *, is_settled: bool = False) -> Answered:
        """Return what is written so far; with `is_settled` the answer before where one is half typed."""
        fields = self.fields | (self.channels.fields if self.channels is not None else {})
        values = {name: field.settled if is_settled else field.value() for name, field in fields.items()}
        answers = {name: value for name, value in values.items() if value is not None}
        if self.groups is not None:
            answers[self.groups.open_choice.field] = self.groups.value()
        amounts = Answered(answers={})
        if self.allocations is not None:
            amounts = self.allocations.answered(is_settled=is_settled)
        return Answered(answers={**answers, **amounts.answers}, extra=amounts.extra)

    def draft(self) -> Draft:
        """Return the present draft; to be called when `problem` found nothing."""
        return fill_in(self.rule, self.answered())

    def settled_draft(self) -> Draft | None:
        """Return the draft of all that fits, each half-typed answer as it was before; None where they contradict."""
        try:
            return fill_in(self.rule, self.answered(is_settled=True))
        except RuleBroken:
            return None

    def problem(self) -> tuple[str, QWidget] | None:
        """Return in one sentence what is written wrongly, and its field."""
        for field in self.fields.values():
            if found := field.problem():
                return found, field.stop
        for part in (self.channels, self.allocations):
            if part is not None and (problem := part.problem()):
                return problem
        try:
            self.draft()
        except RuleBroken as error:
            return self._misfit_sentence(error)
        return None

    def missing(self) -> tuple[str, QWidget] | None:
        """Return what must be written before the poll can be made ready, and where; None when all is."""
        for field in self.fields.values():
            if field.is_missing():
                return text("drafting.missing", title=field.open_choice.title), field.stop
        return self.allocations.missing() if self.allocations is not None else None

    def _misfit_sentence(self, error: RuleBroken) -> tuple[str, QWidget]:
        """Name answers that contradict each other by the names on the screen, not by those of the file."""
        at = str(error.facts["field"])
        open_choice = next((each for each in self.rule.open if at.startswith(each.field)), None)
        if open_choice is None and at == MOST_PICKS:
            open_choice = next((each for each in self.rule.open if each.kind == OpenChoiceKind.POINTS), None)
        if open_choice is None:
            return text("drafting.misfit.other", title=at), self
        if self.groups is not None and at.startswith(GROUP_PLACES):
            name, boxes = list(self.groups.boxes.items())[int(at.removeprefix(GROUP_PLACES).partition(".")[0])]
            return misfit_words(open_choice, error, group=name or text("drafting.groups.none")), boxes[1]
        stop: QWidget = self
        if open_choice.field in self.fields:
            stop = self.fields[open_choice.field].stop
        elif self.allocations is not None and at.startswith(ALLOCATIONS):
            stop = self.allocations.fields[at.split(".")[2]].line
        elif self.groups is not None and open_choice is self.groups.open_choice:
            stop = self.groups.stop
        is_bound = error.code == "rule_answer"
        return bounds_words(open_choice, self._currency) if is_bound else misfit_words(open_choice, error), stop

    def _add_field(self, open_choice: OpenChoice) -> None:
        field = OpenChoiceField(open_choice, self._currency, self)
        if open_choice.field == MOST_PICKS:
            field.edited.connect(self._on_most_edited)
        field.edited.connect(self.edited)
        title = title_label(open_choice.title, field.stop)
        title.setWordWrap(False)
        if open_choice.kind == OpenChoiceKind.WORD:
            fill(self._layout, row(title, field.must), field)
        else:  # short enough to be beside its name
            title.setMinimumWidth(NAME_PX)
            self._layout.addLayout(row_of(title, field.must, grow(field)))
        self._layout.addSpacing(4)
        self.fields[open_choice.field] = field

    def _add_groups(self, open_choice: OpenChoice, projects: Sequence[ProjectRow]) -> None:
        self.groups = GroupLimits(open_choice, projects, self)
        self.groups.edited.connect(self._on_groups_edited)
        fill(self._layout, title_label(open_choice.title, self.groups.stop), self.groups, gap(4))

    def _add_channels(self) -> None:
        if isinstance(self.rule.channels, Channels):
            open_choices = {open_choice.field: open_choice for open_choice in self.rule.open}
            self.channels = ChannelLines(self.rule.channels, open_choices, self._currency)
            self.channels.edited.connect(self.edited)
            fill(self._layout, title_label(text("drafting.channel.heading"), self.channels), self.channels, gap(4))

    def _add_allocations(self, projects: Sequence[ProjectRow]) -> None:
        if self.allocations is not None:
            return  # one table for all of them
        by = self.rule.selection.allocate_by
        self.allocations = AllocationFields(self.rule, self._currency)
        self.allocations.edited.connect(self.edited)
        self._layout.addWidget(title_label(text("drafting.allocation.heading", by=text(f"rules.by.{by}")), self))
        if not found_in(projects, by):
            self._layout.addWidget(hint(text("drafting.allocation.no_fields", by=text(f"rules.by.{by}"))))
        fill(self._layout, self.allocations, gap(4))
        self.allocations.show_answers(Answered(answers={}), projects)

    @Slot()
    def _on_groups_edited(self) -> None:
        """Let the most in all follow the groups while nobody has typed it; without groups it is as before."""
        total = self.fields.get(MOST_PICKS)
        if self.groups is not None and total is not None and not self._is_most_typed:
            if self.groups.value():
                self._most_before = total.value() if self._most_before is None else self._most_before
                total.show_value(self.groups.most())
            elif self._most_before is not None:
                total.show_value(self._most_before)
                self._most_before = None
            self._is_most_typed = False  # shown here, not typed
        self.edited.emit()

    @Slot()
    def _on_most_edited(self) -> None:
        self._is_most_typed = True

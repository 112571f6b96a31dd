"""How many of each group one voter may mark: a fewest and a most beside the name of each group of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QSpinBox,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Group
from sukui_desktop.domain.rule_year.lists_as_text import group_limits_text, parse_group_limits
from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, Value
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import clear_grid, column_of, grid_of
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox


class GroupLimitsField(QWidget):
    """Limits for the groups of the meeting's list: whether there are any; fewest and most picks of each."""

    edited = Signal()

    def __init__(self, parameter: RuleParameter, projects: Sequence[ProjectRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self.is_used = self.stop = QCheckBox(text("drafting.groups.use"), self)
        self.boxes: dict[str, tuple[QSpinBox, QSpinBox]] = {}
        """Group name → (least, most)."""
        self._groups: tuple[tuple[str, int], ...] = ()
        self._lines = QWidget(self)
        self._grid = grid_of(spacing=(6, 6), margins=0, growing=0, into=self._lines)
        column_of(self.is_used, self._lines, spacing=6, margins=0, into=self)
        self.setFocusProxy(self.is_used)
        self._lines.hide()
        self.is_used.toggled.connect(self._show_lines_if_used)
        self.follow_changed_projects(projects)

    def follow_changed_projects(self, projects: Sequence[ProjectRow]) -> None:
        """Offer the groups of these projects, keeping what is set."""
        groups = count_projects_by_group(projects)
        if groups != self._groups:
            limits = self._limits_in_boxes()
            self._groups = groups
            self._make_group_lines()
            self._show_limits_in_boxes(limits)
        self.is_used.setEnabled(bool(groups))
        if not groups:
            self.is_used.setChecked(False)

    def show_value(self, value: Value) -> None:
        """Show limits; a group without any starts at all or nothing."""
        limits = parse_group_limits(str(value)) or ()
        self._show_limits_in_boxes({group.name: (group.min_picks, group.max_picks) for group in limits})
        with QSignalBlocker(self.is_used):
            self.is_used.setChecked(bool(limits) and bool(self._groups))
        self._lines.setVisible(self.is_used.isChecked())

    def value(self) -> Value:
        """Return the limits as an answer; '' while none are set."""
        if not self.is_used.isChecked():
            return ""
        limits = self._limits_in_boxes().items()
        return group_limits_text([Group(name=name, min_picks=least, max_picks=most) for name, (least, most) in limits])

    def most_picks_of_all_groups(self) -> int:
        """Return how many picks all groups allow together."""
        return sum(most for _, most in self._limits_in_boxes().values())

    def _limits_in_boxes(self) -> dict[str, tuple[int, int]]:
        return {name: (least.value(), most.value()) for name, (least, most) in self.boxes.items()}

    def _show_limits_in_boxes(self, limits: Mapping[str, tuple[int, int]]) -> None:
        for name, size in self._groups:
            for box, value in zip(self.boxes[name], limits.get(name, (0, size)), strict=True):
                with QSignalBlocker(box):
                    box.setValue(value)

    def _make_group_lines(self) -> None:
        clear_grid(self._grid)
        self.boxes = {}
        for place, (name, size) in enumerate(self._groups):
            shown = name or text("drafting.groups.none")
            label = PlainLabel(text("drafting.groups.line", name=shown, size=f"{size:,}"), self)
            self._grid.addWidget(label, place, 0)
            boxes = NumberBox(self), NumberBox(self)
            for column, (box, key) in enumerate(zip(boxes, ("least", "most"), strict=True), start=1):
                box.setRange(0, size)
                box.setAccessibleName(text(f"drafting.groups.{key}_of", name=shown))
                box.setPrefix(text(f"drafting.groups.{key}"))
                box.setSuffix(text("drafting.groups.picks"))
                box.valueChanged.connect(self.edited)
                self._grid.addWidget(box, place, column)
            self.boxes[name] = boxes

    @Slot(bool)
    def _show_lines_if_used(self, is_on: bool) -> None:
        self._lines.setVisible(is_on)
        self.edited.emit()


def count_projects_by_group(projects: Sequence[ProjectRow]) -> tuple[tuple[str, int], ...]:
    """Return (name, number of projects) for each group in the order of the list; empty when no project has one."""
    sizes: dict[str, int] = {}
    for project in projects:
        sizes[project.group] = sizes.get(project.group, 0) + 1
    return tuple(sizes.items()) if any(sizes) else ()

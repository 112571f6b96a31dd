"""How many picks each group of projects allows: without it "7 + 3 of 97" could not be said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Group
from sukui_desktop.models.agenda import ProjectRow


def groups_of(projects: Sequence[ProjectRow]) -> tuple[tuple[str, int], ...]:
    """Return (name, number of projects) for each group in the order of the list; empty when nobody has a group."""
    sizes: dict[str, int] = {}
    for project in projects:
        sizes[project.group] = sizes.get(project.group, 0) + 1
    return tuple(sizes.items()) if any(sizes) else ()


class GroupLimits(QWidget):
    """One line a group: name, number of projects, least and most picks."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._names: tuple[tuple[str, int], ...] = ()
        self.boxes: dict[str, tuple[QSpinBox, QSpinBox]] = {}
        """Group name → (least, most)."""

    def show_groups(self, groups: tuple[tuple[str, int], ...], limits: Sequence[Group]) -> None:
        """Show these groups with their limits; a group without any starts at all or nothing."""
        if groups != self._names:
            self._names = groups
            self._build()
        known = {group.name: group for group in limits}
        for name, size in groups:
            least, most = self.boxes[name]
            group = known.get(name)
            for box, value in ((least, group.min_picks if group else 0), (most, group.max_picks if group else size)):
                box.blockSignals(True)
                box.setValue(value)
                box.blockSignals(False)

    def limits(self) -> tuple[Group, ...]:
        """Return what is set, in the order shown."""
        return tuple(
            Group(name=name, min_picks=least.value(), max_picks=most.value())
            for name, (least, most) in self.boxes.items()
        )

    def _build(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for row, (name, size) in enumerate(self._names):
            shown = name or text("vote.draft.no_group")
            self._grid.addWidget(QLabel(text("vote.draft.group", name=shown, size=f"{size:,}"), self), row, 0)
            self.boxes[name] = (
                self._box(text("vote.draft.group_least", name=shown), size, row, 1),
                self._box(text("vote.draft.group_most", name=shown), size, row, 2),
            )

    def _box(self, name: str, most: int, row: int, column: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, most)
        box.setAccessibleName(name)
        box.setPrefix(text("vote.draft.least" if column == 1 else "vote.draft.most"))
        box.setSuffix(text("vote.draft.picks"))
        box.valueChanged.connect(self._on_value_changed)
        self._grid.addWidget(box, row, column)
        return box

    @Slot(int)
    def _on_value_changed(self, value: int) -> None:
        del value
        self.edited.emit()

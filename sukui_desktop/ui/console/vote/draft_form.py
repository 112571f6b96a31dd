"""The fields of a draft poll: without them limits and rule would be typed as configuration."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.domain.definition import Draft
from sukui_desktop.domain.rows import ProjectRow
from sukui_desktop.ui.console.vote.group_limits import GroupLimits, groups_of
from sukui_desktop.ui.console.vote.money_field import MoneyField
from sukui_desktop.ui.widgets.parts import row

MOST_VOTES = 1_000_000


class DraftForm(QWidget):
    """Title, agenda item, limits and selection rule of one poll."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_showing = False
        self.title = QLineEdit(self)
        self.item = QComboBox(self)
        self.uses_groups = QCheckBox(text("vote.draft.uses_groups"), self)
        self.groups = GroupLimits(self)
        self.least = _count_box(4096)
        self.most = _count_box(4096)
        self.allows_blank = QCheckBox(text("vote.draft.allows_blank"), self)
        self.skip = QRadioButton(text("vote.draft.skip"), self)
        self.stop = QRadioButton(text("vote.draft.stop"), self)
        self._unaffordable = QButtonGroup(self)
        for choice in (self.skip, self.stop):
            self._unaffordable.addButton(choice)
        self.min_votes = _count_box(MOST_VOTES)
        self.min_votes.setSuffix(text("vote.draft.votes"))
        self.ceiling = MoneyField(self)
        self._lay_out()
        self._connect()

    def show_draft(self, title: str, item_id: str, draft: Draft, *, is_new: bool) -> None:
        """Fill the fields in; the agenda item may be chosen for a new poll only."""
        self._is_showing = True
        self.title.setText(title)
        self.item.setCurrentIndex(max(0, self.item.findData(item_id)))
        self.item.setEnabled(is_new)
        self.uses_groups.setChecked(bool(draft.groups) and self.uses_groups.isEnabled())
        self.least.setValue(draft.min_picks)
        self.most.setValue(draft.max_picks)
        self.allows_blank.setChecked(draft.allows_blank)
        (self.stop if draft.when_unaffordable == "stop" else self.skip).setChecked(True)
        self.min_votes.setValue(draft.min_votes)
        self._is_showing = False

    def show_choices(
        self, items: Sequence[ItemView], projects: Sequence[ProjectRow], draft: Draft, currency: str
    ) -> None:
        """Offer the agenda and the groups of the projects; call before `show_draft`."""
        self._is_showing = True
        self.item.clear()
        self.item.addItem(text("vote.draft.no_item"), "")
        for view in items:
            self.item.addItem(text("vote.draft.item", number=view.number, title=view.row.title), view.row.item_id)
        groups = groups_of(projects)
        self.uses_groups.setEnabled(bool(groups))
        self.groups.show_groups(groups, draft.groups)
        self.ceiling.show_amount(draft.ceiling, currency)
        self._is_showing = False

    def draft(self) -> Draft:
        """Return what is set.

        Raises BadInput when the ceiling cannot be read.
        """
        return Draft(
            groups=self.groups.limits() if self.uses_groups.isChecked() else (),
            min_picks=self.least.value(),
            max_picks=self.most.value(),
            allows_blank=self.allows_blank.isChecked(),
            when_unaffordable="stop" if self.stop.isChecked() else "skip",
            min_votes=self.min_votes.value(),
            ceiling=self.ceiling.amount(),
        )

    def item_id(self) -> str:
        """Return the chosen agenda item, '' for none."""
        return str(self.item.currentData() or "")

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 2, 12, 2)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        self.least.setPrefix(text("vote.draft.least"))
        self.most.setPrefix(text("vote.draft.most"))
        for box in (self.least, self.most):
            box.setSuffix(text("vote.draft.picks"))
        lines = (
            ("title", self.title, self.title),
            ("item_label", self.item, self.item),
            ("groups_label", self.uses_groups, self.uses_groups),
            ("", self.groups, self.groups),
            ("total", row(self.least, self.most, self.allows_blank), self.most),
            ("ceiling", self.ceiling, self.ceiling.line),
            ("unaffordable", row(self.skip, self.stop, spacing=16), self.skip),
            ("min_votes", row(self.min_votes), self.min_votes),
        )
        for place, (key, holder, field) in enumerate(lines):
            if key:
                label = QLabel(text(f"vote.draft.{key}"), self)
                label.setProperty("strong", "true")
                label.setBuddy(field)
                grid.addWidget(label, place, 0)
                if field is not self.uses_groups and field is not self.skip:
                    field.setAccessibleName(label.text())
            grid.addWidget(holder, place, 1)
        grid.setRowStretch(len(lines), 1)

    def _connect(self) -> None:
        self.title.textEdited.connect(self._on_field_edited)
        self.item.currentIndexChanged.connect(self._on_field_edited)
        self.groups.edited.connect(self._on_groups_edited)
        self.uses_groups.toggled.connect(self._on_groups_toggled)
        for box in (self.least, self.most, self.min_votes):
            box.valueChanged.connect(self._on_field_edited)
        self.allows_blank.toggled.connect(self._on_field_edited)
        self.skip.toggled.connect(self._on_field_edited)
        self.ceiling.edited.connect(self._on_field_edited)

    @Slot()
    def _on_field_edited(self) -> None:
        if not self._is_showing:
            self.edited.emit()

    @Slot()
    def _on_groups_edited(self) -> None:
        """The total follows the groups, and may be set lower afterwards."""
        self.most.setValue(sum(group.max_picks for group in self.groups.limits()))
        self._on_field_edited()

    @Slot(bool)
    def _on_groups_toggled(self, is_on: bool) -> None:
        self.groups.setVisible(is_on)
        if is_on and not self._is_showing:
            self._on_groups_edited()
        self._on_field_edited()


def _count_box(most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, most)
    box.setGroupSeparatorShown(True)
    box.setMinimumWidth(130)
    return box

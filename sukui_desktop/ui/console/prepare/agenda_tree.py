"""The view of the agenda tree: all items open, the chosen one kept over every reading."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.models.ids import ItemId
from sukui_desktop.ui.console.prepare.agenda_tree_model import ID_ROLE, AgendaTreeModel
from sukui_desktop.ui.console.prepare.item_tree_model import MINUTES, PRESENTER, STATE, TITLE, Index


class AgendaTree(QTreeView):
    """Edits in place by F2 or double click; drags within itself only."""

    item_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_of_items = AgendaTreeModel(self)
        self.setModel(self.model_of_items)
        self.setAccessibleName(text("prepare.agenda.title"))
        self.setItemDelegateForColumn(MINUTES, MinutesDelegate(self))
        self.setItemsExpandable(False)
        self.setRootIsDecorated(False)
        self.setIndentation(28)
        self.setUniformRowHeights(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((MINUTES, 90), (PRESENTER, 170), (STATE, 90)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        self._chosen_id = ""
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    @property
    def chosen_id(self) -> str:
        """Id of the item the keyboard stands on, '' without one."""
        return self._chosen_id

    @chosen_id.setter
    def chosen_id(self, item_id: str) -> None:
        self._chosen_id = item_id
        index = self.model_of_items.index_of(item_id)
        if index.isValid():
            self.setCurrentIndex(index)

    @property
    def chosen_view(self) -> ItemView | None:
        """The item the keyboard stands on."""
        return next((view for view in self.model_of_items.views if view.row.item_id == self._chosen_id), None)

    @property
    def place_of_next(self) -> tuple[str, ItemId | str]:
        """Where a new item goes: after the chosen one, else as the last of all ('')."""
        view = self.chosen_view
        return (view.row.parent_id, view.row.item_id) if view is not None else ("", "")

    def show_items(self, views: Sequence[ItemView]) -> None:
        """Show the agenda as it was read, keeping the chosen item."""
        chosen = self._chosen_id
        self.model_of_items.show_items(views)
        self.expandAll()
        self.chosen_id = chosen

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._chosen_id = str(current.data(ID_ROLE)) if current.isValid() else ""
        self.item_chosen.emit()


class MinutesDelegate(QStyledItemDelegate):
    """Edits minutes with a spin box from 1 to 600."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the spin box."""
        spin = QSpinBox(parent)
        spin.setRange(1, 600)
        spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        spin.setStyleSheet("QSpinBox, QSpinBox:focus { padding: 0 4px; min-height: 0; border-width: 1px; }")
        return spin

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave room for the spin box."""
        return super().sizeHint(option, index).expandedTo(QSize(80, 40))

"""The agenda of the day as a list: every item with its state, so that the room's place in it is seen at a glance."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda import ItemView

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `ItemView` of a row."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ItemsListModel(QAbstractListModel):
    """Items in tree order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[ItemView, ...] = ()

    def show_items(self, items: tuple[ItemView, ...]) -> None:
        """Replace all rows; when only states changed, the place in the list stays."""
        if [view.row.item_id for view in items] == [view.row.item_id for view in self.items]:
            self.items = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def row_of(self, item_id: str) -> int:
        """Return the row of an item, -1 when it is not there."""
        return next((row for row, view in enumerate(self.items) if view.row.item_id == item_id), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many items there are."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and what is read aloud of it."""
        if not index.isValid():
            return None
        view = self.items[index.row()]
        if role == ITEM_ROLE:
            return view
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text("run.items.title", number=view.number, title=view.row.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = text(f"run.state.{view.row.state}")
            return text(
                "run.items.spoken",
                number=view.number,
                title=view.row.title,
                minutes=view.row.minutes,
                state=state,
            )
        return None

"""The agenda as a tree people can edit and reorder: without it order and numbers would be kept by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.ui.console.prepare.item_tree_model import (
    COLUMNS,
    MINUTES,
    PRESENTER,
    STATE,
    TITLE,
    Index,
    ItemTreeModel,
)

FIELDS = ("title", "minutes", "presenter")
"""What may be edited, by column."""
MIME = "application/x-agenda-item"
ID_ROLE = Qt.ItemDataRole.UserRole


class AgendaTreeModel(ItemTreeModel):
    """Shows the items of a meeting; edits and drops are only asked for, the rows change when they were read again."""

    edit_wanted = Signal(str, str, str)
    """(item id, field, new value)."""
    drop_wanted = Signal(str, str, int)
    """(item id, parent id, place among its children or -1)."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, what is edited, or the item's id (`ID_ROLE`)."""
        if not index.isValid():
            return None
        view = self.view_at(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _shown(view, index.column())
        if role == Qt.ItemDataRole.EditRole:
            return getattr(view.row, FIELDS[index.column()]) if index.column() < STATE else None
        if role == ID_ROLE:
            return str(view.row.item_id)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == MINUTES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for an edit; the row itself changes when the meeting was read again."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() >= STATE:
            return False
        old = str(self.data(index, Qt.ItemDataRole.EditRole))
        if str(value) == old:
            return False
        self.edit_wanted.emit(self.id_at(index), FIELDS[index.column()], str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let items be edited, dragged and dropped on one another."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flag = Qt.ItemFlag
        always = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemIsDropEnabled
        return always | flag.ItemIsEditable if index.column() < STATE else always

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and 0 <= section < COLUMNS:
            return text(f"prepare.agenda.column.{(*FIELDS, 'state')[section]}")
        return None

    def supportedDropActions(self) -> Qt.DropAction:
        """Items are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only our own items may be dropped."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the id of the dragged item."""
        carried = QMimeData()
        carried.setData(MIME, self.id_at(indexes[0]).encode("ascii"))
        return carried

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for a move; False, so that the view removes nothing by itself."""
        if data.hasFormat(MIME):
            self.drop_wanted.emit(bytes(data.data(MIME).data()).decode("ascii"), self.id_at(parent), row)
        return False


def _shown(view: ItemView, column: int) -> str:
    if column == TITLE:
        return f"{view.number}.  {view.row.title}"
    if column == MINUTES:
        return text("prepare.agenda.minutes", minutes=view.row.minutes)
    if column == PRESENTER:
        return view.row.presenter
    return text(f"prepare.agenda.state.{view.row.state}")

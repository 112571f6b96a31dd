"""The agenda as a tree people can edit and reorder: without it order and numbers would be kept by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda import ItemView

Index = QModelIndex | QPersistentModelIndex
TITLE, MINUTES, PRESENTER, STATE = range(4)
FIELDS = ("title", "minutes", "presenter")
"""What may be edited, by column."""
MIME = "application/x-agenda-item"
ID_ROLE = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()


class AgendaTreeModel(QAbstractItemModel):
    """Shows the items of a meeting; edits and drops are only asked for, the rows change when they were read again."""

    edit_wanted = Signal(str, str, str)
    """(item id, field, new value)."""
    drop_wanted = Signal(str, str, int)
    """(item id, parent id, place among its children or -1)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: tuple[ItemView, ...] = ()
        self._children: dict[str, list[int]] = {"": []}
        self._place: dict[str, int] = {}

    @property
    def views(self) -> tuple[ItemView, ...]:
        """All items in tree order."""
        return self._views

    def show_items(self, views: Sequence[ItemView]) -> None:
        """Replace the tree."""
        self.beginResetModel()
        self._views = tuple(views)
        self._place = {str(view.row.item_id): place for place, view in enumerate(self._views)}
        self._children = {"": []}
        for place, view in enumerate(self._views):
            self._children.setdefault(self._parent_of(view), []).append(place)
        self.endResetModel()

    def index_of(self, item_id: str) -> QModelIndex:
        """Return where an item stands; an invalid index when it is gone."""
        place = self._place.get(item_id)
        if place is None:
            return QModelIndex()
        row = self._children[self._parent_of(self._views[place])].index(place)
        return self.createIndex(row, 0, place)

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Return a child of `parent`."""
        children = self._children.get(self._id(parent), [])
        if (parent.isValid() and parent.column()) or not 0 <= row < len(children) or not 0 <= column < 4:
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Return the item above."""
        if not index.isValid():
            return QModelIndex()
        return self.index_of(self._parent_of(self._views[index.internalId()]))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many items stand under `parent`."""
        if parent.isValid() and parent.column():
            return 0
        return len(self._children.get(self._id(parent), ()))

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the four columns: title, minutes, presenter, state."""
        return 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, what is edited, or the item's id (`ID_ROLE`)."""
        if not index.isValid():
            return None
        view = self._views[index.internalId()]
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
        self.edit_wanted.emit(self._id(index), FIELDS[index.column()], str(value))
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
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and 0 <= section < 4:
            return text(f"console.agenda.column.{(*FIELDS, 'state')[section]}")
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
        carried.setData(MIME, self._id(indexes[0]).encode("ascii"))
        return carried

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for a move; False, so that the view removes nothing by itself."""
        if data.hasFormat(MIME):
            self.drop_wanted.emit(bytes(data.data(MIME).data()).decode("ascii"), self._id(parent), row)
        return False

    def _id(self, index: Index) -> str:
        return str(self._views[index.internalId()].row.item_id) if index.isValid() else ""

    def _parent_of(self, view: ItemView) -> str:
        return view.row.parent_id if view.row.parent_id in self._place else ""


def _shown(view: ItemView, column: int) -> str:
    if column == TITLE:
        return f"{view.number}.  {view.row.title}"
    if column == MINUTES:
        return text("console.agenda.minutes", minutes=view.row.minutes)
    if column == PRESENTER:
        return view.row.presenter
    return text(f"console.agenda.state.{view.row.state}")

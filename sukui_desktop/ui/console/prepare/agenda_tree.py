"""The agenda as a tree that is edited and reordered by keys or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
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
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.models.ids import ItemId

Way = Literal["up", "down", "out", "in"]
Index = QModelIndex | QPersistentModelIndex
TITLE, MINUTES, PRESENTER, STATE = range(4)
COLUMNS = 4
_ROOT = QModelIndex()
FIELDS = ("title", "minutes", "presenter")
"""What may be edited, by column."""
MIME = "application/x-agenda-item"
ID_ROLE = Qt.ItemDataRole.UserRole


class ItemPlace(NamedTuple):
    """The place an item is to take: under `parent_id` ('' the top), after `after_id` (None: as the first)."""

    parent_id: str
    after_id: ItemId | None


def place_after_step(views: Sequence[ItemView], item_id: str, way: Way) -> ItemPlace | None:
    """Return where one step leads an item; None where there is no such step."""
    parent_id = _find_item(views, item_id).row.parent_id
    row = children(views, parent_id)
    place = row.index(ItemId(item_id))
    if way == "up":
        return ItemPlace(parent_id, row[place - 2] if place > 1 else None) if place else None
    if way == "down":
        return ItemPlace(parent_id, row[place + 1]) if place + 1 < len(row) else None
    if way == "out":
        return ItemPlace(_find_item(views, parent_id).row.parent_id, ItemId(parent_id)) if parent_id else None
    return _last_place_under(views, row[place - 1]) if place else None


def place_after_drop(views: Sequence[ItemView], item_id: str, parent_id: str, place: int) -> ItemPlace:
    """Return where an item dropped between children of `parent_id` lands; `place` -1: as the last."""
    row = children(views, parent_id)
    before = row if place < 0 else row[:place]
    left = [child for child in before if child != item_id]
    return ItemPlace(parent_id, left[-1] if left else None)


def children(views: Sequence[ItemView], parent_id: str) -> list[ItemId]:
    """Return the ids under `parent_id` in order."""
    return [view.row.item_id for view in views if view.row.parent_id == parent_id]


def _last_place_under(views: Sequence[ItemView], parent_id: ItemId) -> ItemPlace:
    row = children(views, parent_id)
    return ItemPlace(str(parent_id), row[-1] if row else None)


def _find_item(views: Sequence[ItemView], item_id: str) -> ItemView:
    return next(view for view in views if view.row.item_id == item_id)


class ItemTreeModel(QAbstractItemModel):
    """The items of a meeting in tree order; replaced as a whole when they were read again."""

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
        """Return where an item is; an invalid index when it is gone."""
        place = self._place.get(item_id)
        if place is None:
            return QModelIndex()
        row = self._children[self._parent_of(self._views[place])].index(place)
        return self.createIndex(row, 0, place)

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Return a child of `parent`."""
        children = self._children.get(self.id_at(parent), [])
        if (parent.isValid() and parent.column()) or not 0 <= row < len(children) or not 0 <= column < COLUMNS:
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Return the item above."""
        if not index.isValid():
            return QModelIndex()
        return self.index_of(self._parent_of(self._views[index.internalId()]))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many items are under `parent`."""
        if parent.isValid() and parent.column():
            return 0
        return len(self._children.get(self.id_at(parent), ()))

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the four columns: title, minutes, presenter, state."""
        return COLUMNS

    def view_at(self, index: Index) -> ItemView:
        """Return the item of a valid index."""
        return self._views[index.internalId()]

    def id_at(self, index: Index) -> str:
        """Return the id at an index, '' for the top."""
        return str(self._views[index.internalId()].row.item_id) if index.isValid() else ""

    def _parent_of(self, view: ItemView) -> str:
        return view.row.parent_id if view.row.parent_id in self._place else ""


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
        """Id of the item with the keyboard focus, '' without one."""
        return self._chosen_id

    @chosen_id.setter
    def chosen_id(self, item_id: str) -> None:
        self._chosen_id = item_id
        index = self.model_of_items.index_of(item_id)
        if index.isValid():
            self.setCurrentIndex(index)

    @property
    def chosen_view(self) -> ItemView | None:
        """The item with the keyboard focus."""
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

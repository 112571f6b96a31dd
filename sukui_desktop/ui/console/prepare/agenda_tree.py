"""The agenda as a tree that is edited and reordered by keys or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.models.ids import ItemId
from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words
from sukui_desktop.ui.widgets.rows_list_model import Index
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox
from sukui_desktop.wording.agenda_titles import agenda_title

Way = Literal["up", "down", "out", "in"]
TITLE, MINUTES, PRESENTER, STATE = range(4)
FIELDS = ("title", "minutes", "presenter")
"""What may be edited, by column."""
_HEADINGS = (*FIELDS, "state")
MIME = "application/x-agenda-item"
ID_ROLE = Qt.ItemDataRole.UserRole


class ItemPlace(NamedTuple):
    """The place an item is to take: under `parent_id` ('' the top), after `after_id` (None: as the first)."""

    parent_id: str
    after_id: ItemId | None


def place_after_step(views: Sequence[ItemView], item_id: str, way: Way) -> ItemPlace | None:
    """Return where one step leads an item; None where there is no such step."""
    parent_id = _view_of_item(views, item_id).row.parent_id
    row = child_ids_of_item(views, parent_id)
    place = row.index(ItemId(item_id))
    if way == "up":
        return ItemPlace(parent_id, row[place - 2] if place > 1 else None) if place else None
    if way == "down":
        return ItemPlace(parent_id, row[place + 1]) if place + 1 < len(row) else None
    if way == "out":
        return ItemPlace(_view_of_item(views, parent_id).row.parent_id, ItemId(parent_id)) if parent_id else None
    return _last_place_under(views, row[place - 1]) if place else None


def place_after_drop(views: Sequence[ItemView], item_id: str, parent_id: str, place: int) -> ItemPlace:
    """Return where an item dropped between children of `parent_id` lands; `place` -1: as the last."""
    row = child_ids_of_item(views, parent_id)
    before = row if place < 0 else row[:place]
    left = [child for child in before if child != item_id]
    return ItemPlace(parent_id, left[-1] if left else None)


def child_ids_of_item(views: Sequence[ItemView], parent_id: str) -> list[ItemId]:
    """Return the ids under `parent_id` in order."""
    return [view.row.item_id for view in views if view.row.parent_id == parent_id]


def _last_place_under(views: Sequence[ItemView], parent_id: ItemId) -> ItemPlace:
    row = child_ids_of_item(views, parent_id)
    return ItemPlace(str(parent_id), row[-1] if row else None)


def _view_of_item(views: Sequence[ItemView], item_id: str) -> ItemView:
    return next(view for view in views if view.row.item_id == item_id)


class AgendaTreeModel(QStandardItemModel):
    """Shows the items of a meeting; edits and drops are only asked for, the rows change when they were read again."""

    edit_wanted = Signal(str, str, str)
    """(item id, field, new value)."""
    drop_wanted = Signal(str, str, int)
    """(item id, parent id, place among its children or -1)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(0, len(_HEADINGS), parent)
        self.setHorizontalHeaderLabels([text(f"prepare.agenda.column.{name}") for name in _HEADINGS])
        self._views: dict[str, ItemView] = {}
        self._items: dict[str, QStandardItem] = {}

    @property
    def item_views(self) -> tuple[ItemView, ...]:
        """All items in tree order."""
        return tuple(self._views.values())

    def show_items(self, views: Sequence[ItemView]) -> None:
        """Replace the tree; a parent comes before its children, else they are shown at the top."""
        top = self.invisibleRootItem()
        top.removeRows(0, top.rowCount())
        self._views = {str(view.row.item_id): view for view in views}
        self._items = {}
        for item_id, view in self._views.items():
            cells = [QStandardItem() for _ in _HEADINGS]
            for cell in cells:
                cell.setData(item_id, ID_ROLE)
                cell.setEditable(cell is not cells[STATE])
            self._items.get(view.row.parent_id, top).appendRow(cells)
            self._items[item_id] = cells[0]

    def index_of_item(self, item_id: str) -> QModelIndex:
        """Return where an item is; an invalid index when it is gone."""
        return self._items[item_id].index() if item_id in self._items else QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, what is edited, or the item's id (`ID_ROLE`)."""
        view = self._views.get(super().data(index, ID_ROLE) or "")
        if view is None or role == ID_ROLE:
            return super().data(index, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell_words_of_item(view, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip_words(_cell_words_of_item(view, index.column()))
        if role == Qt.ItemDataRole.EditRole:
            return getattr(view.row, FIELDS[index.column()]) if index.column() < STATE else None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == MINUTES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for an edit; the row itself changes when the meeting was read again."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() >= STATE:
            return False
        if str(value) == str(self.data(index, Qt.ItemDataRole.EditRole)):
            return False
        self.edit_wanted.emit(self.data(index, ID_ROLE), FIELDS[index.column()], str(value))
        return True

    def mimeTypes(self) -> list[str]:
        """Only our own items may be dropped."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the id of the dragged item."""
        carried = QMimeData()
        carried.setData(MIME, self.data(indexes[0], ID_ROLE).encode("ascii"))
        return carried

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for a move; False, so that the view removes nothing by itself."""
        if data.hasFormat(MIME):
            parent_id = self.data(parent, ID_ROLE) or ""
            self.drop_wanted.emit(bytes(data.data(MIME).data()).decode("ascii"), parent_id, row)
        return False


def _cell_words_of_item(view: ItemView, column: int) -> str:
    if column == TITLE:
        return agenda_title(view)
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
        self.setItemDelegateForColumn(MINUTES, ItemDurationDelegate(self))
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
        self.selectionModel().currentChanged.connect(self._remember_chosen_item)

    @property
    def chosen_item_id(self) -> str:
        """Id of the item with the keyboard focus, '' without one."""
        return self._chosen_id

    @chosen_item_id.setter
    def chosen_item_id(self, item_id: str) -> None:
        self._chosen_id = item_id
        index = self.model_of_items.index_of_item(item_id)
        if index.isValid():
            self.setCurrentIndex(index)

    @property
    def chosen_item_view(self) -> ItemView | None:
        """The item with the keyboard focus."""
        return next((view for view in self.model_of_items.item_views if view.row.item_id == self._chosen_id), None)

    @property
    def place_of_next_item(self) -> tuple[str, ItemId | str]:
        """Where a new item goes: after the chosen one, else as the last of all ('')."""
        view = self.chosen_item_view
        return (view.row.parent_id, view.row.item_id) if view is not None else ("", "")

    def show_items(self, views: Sequence[ItemView]) -> None:
        """Show the agenda as it was read, keeping the chosen item."""
        chosen = self._chosen_id
        self.model_of_items.show_items(views)
        self.expandAll()
        self.chosen_item_id = chosen

    @Slot(QModelIndex, QModelIndex)
    def _remember_chosen_item(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._chosen_id = str(current.data(ID_ROLE)) if current.isValid() else ""
        self.item_chosen.emit()


class ItemDurationDelegate(QStyledItemDelegate):
    """Edits minutes with a spin box from 1 to 600."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the spin box."""
        spin = NumberBox(parent, minimum=1, maximum=600)
        spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        spin.setStyleSheet("QSpinBox, QSpinBox:focus { padding: 0 4px; min-height: 0; border-width: 1px; }")
        return spin

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave room for the spin box."""
        return super().sizeHint(option, index).expandedTo(QSize(80, 40))

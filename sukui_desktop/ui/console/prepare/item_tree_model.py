"""Agenda items as a tree Qt can walk: places, parents and children, and nothing of what they say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

from sukui_desktop.domain.agenda import ItemView

Index = QModelIndex | QPersistentModelIndex
TITLE, MINUTES, PRESENTER, STATE = range(4)
COLUMNS = 4
_ROOT = QModelIndex()


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
        """Return where an item stands; an invalid index when it is gone."""
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
        """Return how many items stand under `parent`."""
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

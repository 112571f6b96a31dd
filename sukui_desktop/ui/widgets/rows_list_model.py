"""Rows as a list model: the chosen place stays while only the states of the rows change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words

RowT = TypeVar("RowT")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The row itself, as it was given to the model."""


class RowsListModel(QAbstractListModel, Generic[RowT]):
    """Rows in the order given; a subclass says which key a row has and what is read of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[RowT, ...] = ()

    def key_of(self, row: RowT) -> str:
        """Return what a row is known by while its state changes."""
        raise NotImplementedError

    def words_of(self, place: int, row: RowT) -> str:
        """Return the words of the row at a place, 0 for the first."""
        raise NotImplementedError

    def screen_reader_words_of(self, place: int, row: RowT) -> str:
        """Return the words with the state, for a screen reader."""
        raise NotImplementedError

    def tooltip_of(self, place: int, row: RowT) -> str:
        """Return what the tooltip says."""
        return self.words_of(place, row)

    def show_rows(self, rows: Sequence[RowT]) -> None:
        """Replace all rows; when only states changed, the chosen place stays."""
        is_same = list(map(self.key_of, rows)) == list(map(self.key_of, self.rows))
        if not is_same:
            self.beginResetModel()
        self.rows = tuple(rows)
        if not is_same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def row_number_of(self, key: str) -> int:
        """Return the place of the row with this key, -1 when it is not there."""
        return next((place for place, row in enumerate(self.rows) if self.key_of(row) == key), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many rows there are; a row has none under it."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and what is read aloud of it."""
        if not index.isValid():
            return None
        place, row = index.row(), self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words_of(place, row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip_words(self.tooltip_of(place, row))
        return self.screen_reader_words_of(place, row) if role == Qt.ItemDataRole.AccessibleTextRole else None

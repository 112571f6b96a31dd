"""The list at the side of a page: rows of one height that keep the chosen place while only their states change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sukui_desktop.ui.theme import color, font

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""What a row shows, as it was given to the model."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class SideListModel(QAbstractListModel):
    """Rows in the order given; a subclass says which key a row has and what is read of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Any, ...] = ()

    def key_of(self, row: Any) -> str:
        """Return what a row is known by while its state changes."""
        raise NotImplementedError

    def words_of(self, place: int, row: Any) -> str:
        """Return the words of the row at a place, 0 for the first."""
        raise NotImplementedError

    def spoken_of(self, place: int, row: Any) -> str:
        """Return the words with the state, for a screen reader."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Replace all rows; when only states changed, the chosen place stays."""
        is_same = list(map(self.key_of, rows)) == list(map(self.key_of, self.rows))
        if not is_same:
            self.beginResetModel()
        self.rows = tuple(rows)
        if not is_same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def place_of(self, key: str) -> int:
        """Return the place of the row with this key, -1 when it is not there."""
        return next((place for place, row in enumerate(self.rows) if self.key_of(row) == key), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and what is read aloud of it."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.words_of(index.row(), row)
        return self.spoken_of(index.row(), row) if role == Qt.ItemDataRole.AccessibleTextRole else None


class SideListDelegate(QStyledItemDelegate):
    """Paints ground, choice and focus of a row; a subclass paints what is on it."""

    def __init__(self, height_px: int, parent: QObject) -> None:
        super().__init__(parent)
        self._height_px = height_px

    def paint_row(self, painter: QPainter, area: QRect, index: _Index, *, is_chosen: bool) -> None:
        """Paint mark, words and badge of a row."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the row's size."""
        return QSize(200, self._height_px)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the row."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, color("selection" if is_chosen else "surface"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), color("line-light"))
        if is_chosen:
            painter.fillRect(QRect(area.x(), area.y(), 4, area.height()), color("primary"))
        self.paint_row(painter, area, index, is_chosen=is_chosen)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("line-focus"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.restore()


class SideList(QListView):
    """Shows a `SideListModel`; nothing happens by choosing but `currentChanged`."""

    def __init__(self, model: SideListModel, name: str, parent: QWidget) -> None:
        """`name` is what a screen reader says of the list."""
        super().__init__(parent)
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setProperty("frame", "none")
        self.setAccessibleName(name)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def choose(self, place: int) -> None:
        """Choose the row at a place; -1 leaves things as they are."""
        if place >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.model().index(place, 0), flag)


def paint_badge(painter: QPainter, badge: QRect, words: str, tones: tuple[str, str]) -> None:
    """Paint a small word; `tones` are the names of its ground and its ink in the theme."""
    ground, ink = tones
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(ground))
    painter.drawRoundedRect(QRectF(badge), 4, 4)
    painter.setPen(color(ink))
    painter.setFont(font(14, is_bold=True))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)

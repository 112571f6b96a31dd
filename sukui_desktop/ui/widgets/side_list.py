"""The list at the side of a page: rows of one height, painted with a mark for choice and focus."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sukui_desktop.ui.theme import color, font
from sukui_desktop.ui.widgets.rows_list_model import Index, RowsListModel


class SideListDelegate(QStyledItemDelegate):
    """Paints ground, choice and focus of a row; a subclass paints what is on it."""

    def __init__(self, height_px: int, parent: QObject) -> None:
        super().__init__(parent)
        self._height_px = height_px

    def paint_row(self, painter: QPainter, area: QRect, index: Index, *, is_chosen: bool) -> None:
        """Paint mark, words and badge of a row."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's size."""
        return QSize(200, self._height_px)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
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
    """Shows a `RowsListModel`; nothing happens by choosing but `currentChanged`."""

    def __init__(self, model: RowsListModel[Any], name: str, parent: QWidget) -> None:
        """`name` is what a screen reader says of the list."""
        super().__init__(parent)
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setProperty("frame", "none")
        self.setAccessibleName(name)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def choose_row(self, place: int) -> None:
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

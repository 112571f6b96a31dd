"""How an item of the agenda is drawn: mark, title, minutes and state in one line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.ui.console.run.items_list_model import ITEM_ROLE
from sukui_desktop.ui.theme import BODY_PX, color, font

ROW_PX = 46
_INDENT_PX = 18
_MARK_PX = 30
_TONES = {
    "planned": ("grey-tint", "grey-text"),
    "running": ("primary-tint", "primary-text"),
    "held": ("warning-tint", "warning-text"),
    "closed": ("grey-tint", "grey-text"),
}
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ItemDelegate(QStyledItemDelegate):
    """Rows of one height; a title too long for its line ends in an ellipsis and stands whole in the tooltip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the row's size."""
        del option, index
        return QSize(200, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row."""
        view: ItemView = index.data(ITEM_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, color("selection" if is_chosen else "surface"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), color("line-light"))
        if is_chosen:
            painter.fillRect(QRect(area.x(), area.y(), 4, area.height()), color("primary"))
        _paint_mark(painter, QRect(area.x() + 8, area.y(), _MARK_PX, area.height()), view.row.state)
        self._paint_words(painter, area, view, index.data(Qt.ItemDataRole.DisplayRole))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("line-focus"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, view: ItemView, title: str) -> None:
        is_running = view.row.state == "running"
        badge = QRect(area.right() - 62, area.y() + (area.height() - 24) // 2, 48, 24)
        minutes = QRect(badge.x() - 62, area.y(), 54, area.height())
        ground, ink = _TONES[view.row.state]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(ground))
        painter.drawRoundedRect(QRectF(badge), 4, 4)
        painter.setPen(color(ink))
        painter.setFont(font(13, is_bold=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text(f"run.state.{view.row.state}"))
        painter.setPen(color("ink-faint"))
        painter.setFont(font(13))
        painter.drawText(minutes, _MIDDLE_RIGHT, text("run.items.minutes", minutes=view.row.minutes))
        face = font(BODY_PX, is_bold=is_running)
        left = area.x() + 8 + _MARK_PX + view.depth * _INDENT_PX
        place = QRect(left, area.y(), minutes.x() - left - 6, area.height())
        painter.setFont(face)
        painter.setPen(color("ink-faint" if view.row.state == "closed" else "ink"))
        shown = QFontMetrics(face).elidedText(title, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _MIDDLE_LEFT, shown)


def _paint_mark(painter: QPainter, area: QRect, state: str) -> None:
    """Draw the state as a shape as well: a tick, an arrow, two bars, or nothing."""
    middle = QPointF(area.center()) + QPointF(0, 1)
    painter.setBrush(color("ink-faint" if state == "closed" else "ink"))
    painter.setPen(Qt.PenStyle.NoPen)
    if state == "running":
        offsets = [QPointF(-5, -6), QPointF(7, 0), QPointF(-5, 6)]
        painter.drawPolygon(QPolygonF([middle + offset for offset in offsets]))
    elif state == "held":
        painter.drawRect(QRectF(middle.x() - 5, middle.y() - 6, 3, 12))
        painter.drawRect(QRectF(middle.x() + 2, middle.y() - 6, 3, 12))
    elif state == "closed":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color("ink-faint"), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in ((-5, 0), (-1, 4), (6, -5))]))

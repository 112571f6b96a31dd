"""How a heading is drawn: its name, and in a word whether anything is missing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.console.minutes.headings_list_model import STATE_ROLE
from sukui_desktop.ui.theme import BODY_PX, color, font

ROW_PX = 42
_BADGE_PX = 84
_TONES = {
    "filled": ("success-tint", "success-text"),
    "none": ("grey-tint", "grey-text"),
    "missing": ("danger-tint", "danger-text"),
}


class HeadingDelegate(QStyledItemDelegate):
    """Rows of one height with a badge at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the row's size."""
        del option, index
        return QSize(200, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, color("selection" if is_chosen else "surface"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), color("line-light"))
        if is_chosen:
            painter.fillRect(QRect(area.x(), area.y(), 4, area.height()), color("primary"))
        painter.setFont(font(BODY_PX, is_bold=is_chosen))
        painter.setPen(color("ink"))
        words = area.adjusted(20, 0, -_BADGE_PX - 24, 0)
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(words, middle, index.data(Qt.ItemDataRole.DisplayRole))
        _paint_badge(painter, area, index.data(STATE_ROLE))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("line-focus"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.restore()


def _paint_badge(painter: QPainter, area: QRect, state: str) -> None:
    ground, ink = _TONES[state]
    badge = QRect(area.right() - _BADGE_PX - 14, area.y() + (area.height() - 26) // 2, _BADGE_PX, 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(ground))
    painter.drawRoundedRect(QRectF(badge), 4, 4)
    painter.setPen(color(ink))
    painter.setFont(font(13, is_bold=True))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text(f"minutes.state.{state}"))

"""Whether somebody is in the room, as a badge with its word: colour alone would not be read by everybody."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from sukui_desktop.ui.checkin.people_table_model import LEFT, PRESENT, STATE_ROLE, WAITING
from sukui_desktop.ui.theme import color, font

BADGES = {
    PRESENT: ("success-tint", "success-text"),
    LEFT: ("warning-tint", "warning-text"),
    WAITING: ("surface-sunken", "grey-text"),
}
"""State → colour names of ground and word."""


class StateDelegate(QStyledItemDelegate):
    """Paints the last column of the roster."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Leave the word to the badge, so that the row's own ground is painted without it."""
        super().initStyleOption(option, index)
        option.text = ""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the ground of the row, then the badge."""
        super().paint(painter, option, index)
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        ground, ink = BADGES[index.data(STATE_ROLE)]
        face = font(13, is_bold=True)
        width = QFontMetrics(face).horizontalAdvance(words) + 16
        area = QRectF(option.rect.x() + 10, option.rect.center().y() - 11.5, width, 24)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(ground))
        painter.drawRoundedRect(area, 4, 4)
        painter.setFont(face)
        painter.setPen(color(ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()

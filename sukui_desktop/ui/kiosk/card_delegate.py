"""How a card of the ballot is drawn: as one painted row, because 600 real widgets would take a second to open."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.ballot_list_model import CardRole
from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.theme import color, font
from sukui_desktop.ui.widgets.metrics import Metrics

_LINE_EM = 0.74
_Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Draws cards and knows where on a card the 자세히 button is; heights are worked out once for each width."""

    def __init__(self, parent: QObject | None = None, *, is_readonly: bool = False) -> None:
        super().__init__(parent)
        self._is_readonly = is_readonly
        self._heights: dict[int, int] = {}
        self._width = 0
        self._metrics = Metrics(width=0, height=0, em=24)

    def fit(self, metrics: Metrics, width: int) -> None:
        """Draw with these lengths on a list `width` px wide."""
        if metrics == self._metrics and width == self._width:
            return
        self._metrics, self._width = metrics, width
        self._heights.clear()

    def forget_heights(self) -> None:
        """Work the heights out again: other projects stand on the cards."""
        self._heights.clear()

    def details_rect(self, card: QRect) -> QRect:
        """Return the place of the 자세히 button on a row drawn at `card`; empty where there is none."""
        if self._is_readonly:
            return QRect()
        u = self._metrics.u
        body = self._body(card)
        width, height = u(3.9), u(2.1)
        return QRect(body.right() - u(0.6) - width, body.center().y() - height // 2, width, height)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the card's size: as high as its title needs."""
        card: Card = index.data(CardRole)
        if card.index not in self._heights:
            self._heights[card.index] = self._height(card)
        return QSize(self._width, self._heights[card.index])

    def text_rects(self, card: Card, row: QRect) -> tuple[tuple[QRect, str, int, bool], ...]:
        """Return what is written where on a row: (place, words, letter px, bold), title first."""
        u = self._metrics.u
        place = self._text_place(self._body(row))
        title_height = self._text_height(card.title, self._metrics.em, place.width(), is_bold=True)
        line_px = u(_LINE_EM)
        line_height = self._text_height(card.line, line_px, place.width(), is_bold=False)
        top = place.y() + (place.height() - title_height - u(0.12) - line_height) // 2
        title = QRect(place.x(), top, place.width(), title_height)
        line = QRect(place.x(), title.bottom() + 1 + u(0.12), place.width(), line_height)
        return ((title, card.title, self._metrics.em, True), (line, card.line, line_px, False))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """Take no event: the list acts on `clicked`, and a second answer here would put the mark back at once."""
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the card."""
        card: Card = index.data(CardRole)
        is_picked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_body(painter, rect, is_picked)
        self._paint_box(painter, rect, is_picked)
        for place, words, size, is_bold in self.text_rects(card, rect):
            painter.setFont(font(size, is_bold=is_bold))
            painter.setPen(color("ink-bold" if is_bold else "ink-subtle"))
            flags = wrapping(words, QFontMetrics(painter.font()), place.width())
            painter.drawText(place, flags | int(Qt.AlignmentFlag.AlignLeft), words)
        if not self._is_readonly:
            self._paint_details(painter, rect)
        if state & QStyle.StateFlag.State_HasFocus:
            _paint_ring(painter, self._body(rect), self._metrics.u(0.35))
        painter.restore()

    def _height(self, card: Card) -> int:
        u = self._metrics.u
        width = self._text_place(self._body(QRect(0, 0, self._width, u(4)))).width()
        title = self._text_height(card.title, self._metrics.em, width, is_bold=True)
        line = self._text_height(card.line, u(_LINE_EM), width, is_bold=False)
        return max(u(3.3), title + line + u(0.12) + u(1.0)) + 2 * _ring_room()

    def _body(self, row: QRect) -> QRect:
        room = _ring_room()
        return row.adjusted(room, room, -room, -room)

    def _text_place(self, body: QRect) -> QRect:
        u = self._metrics.u
        right = u(0.6) if self._is_readonly else u(5.1)
        return body.adjusted(u(2.9), u(0.3), -right, -u(0.3))

    def _text_height(self, words: str, size: int, width: int, *, is_bold: bool) -> int:
        # Letters with two marks above (Ế) rise past the ascent of the typeface, so each text has room over it.
        within, face = QRect(0, 0, max(1, width), 100_000), QFontMetrics(font(size, is_bold=is_bold))
        return face.boundingRect(within, wrapping(words, face, width), words).height() + size // 8

    def _paint_body(self, painter: QPainter, rect: QRect, is_picked: bool) -> None:
        pen = QPen(color("primary" if is_picked else "line-input"), 3 if is_picked else 2)
        painter.setPen(pen)
        painter.setBrush(color("primary-tint" if is_picked else "surface"))
        radius = self._metrics.u(0.35)
        painter.drawRoundedRect(QRectF(self._body(rect)).adjusted(1, 1, -1, -1), radius, radius)

    def _paint_box(self, painter: QPainter, rect: QRect, is_picked: bool) -> None:
        u = self._metrics.u
        body, side = self._body(rect), u(1.5)
        box = QRectF(body.x() + u(0.8), body.center().y() - side / 2, side, side)
        painter.setPen(QPen(color("primary-hover" if is_picked else "ink-faint"), max(2, u(0.1))))
        painter.setBrush(color("primary-hover" if is_picked else "surface"))
        painter.drawRoundedRect(box, u(0.2), u(0.2))
        if is_picked:
            paint_tick(painter, box, color("on-fill"))

    def _paint_details(self, painter: QPainter, rect: QRect) -> None:
        place = self.details_rect(rect)
        painter.setPen(QPen(color("line-input"), 2))
        painter.setBrush(color("surface"))
        painter.drawRoundedRect(QRectF(place), self._metrics.u(0.25), self._metrics.u(0.25))
        painter.setPen(color("ink"))
        painter.setFont(font(self._metrics.u(0.78), is_bold=True))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text("kiosk.list.details"))


def wrapping(words: str, face: QFontMetrics, width: int) -> int:
    """Return how to break lines: between words, and inside them only when one alone is wider than the line."""
    is_long = any(face.horizontalAdvance(word) > width for word in words.split(" "))
    return int(Qt.TextFlag.TextWrapAnywhere if is_long else Qt.TextFlag.TextWordWrap)


def paint_tick(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """Draw a tick into a square: a shape, because no shipped typeface has ☑."""
    side = box.width()
    points = [box.topLeft() + QPointF(side * x, side * y) for x, y in ((0.22, 0.53), (0.43, 0.73), (0.79, 0.29))]
    pen = QPen(ink, side * 0.13, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))


def _ring_room() -> int:
    return 8


def _paint_ring(painter: QPainter, body: QRect, radius: int) -> None:
    """Draw the focus ring around a card: 4 px of dark blue with 3 px of white inside it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("surface"), 3))
    painter.drawRoundedRect(QRectF(body).adjusted(-1.5, -1.5, 1.5, 1.5), radius, radius)
    painter.setPen(QPen(color("line-focus-fill"), 4))
    painter.drawRoundedRect(QRectF(body).adjusted(-5, -5, 5, 5), radius + 5, radius + 5)

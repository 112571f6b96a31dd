"""How a card of the ballot is drawn: as one painted row, because 600 real widgets would take a second to open."""

from __future__ import annotations

import msgspec
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
from sukui_desktop.ui.kiosk.ballot_list_model import ActsRole, BadgeRole, CardRole
from sukui_desktop.ui.kiosk.card_layout import CardLayout, wrapping
from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.kiosk.marking.base import Act
from sukui_desktop.ui.kiosk.wording import tell_act
from sukui_desktop.ui.theme import color, font
from sukui_desktop.ui.widgets.metrics import Metrics

_Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Draws cards; heights are worked out once for each width."""

    def __init__(self, parent: QObject | None = None, *, is_readonly: bool = False) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self.layout = CardLayout(metrics=Metrics(width=0, height=0, em=24), width=0, is_readonly=is_readonly)

    def fit(self, metrics: Metrics, width: int) -> None:
        """Draw with these lengths on a list `width` px wide."""
        self._lay_out(msgspec.structs.replace(self.layout, metrics=metrics, width=width))

    def take_kind(self, acts: tuple[Act, ...], *, has_badge: bool) -> None:
        """Draw other projects, with these buttons on every card, and a number or a tick."""
        self._heights.clear()
        self._lay_out(msgspec.structs.replace(self.layout, acts=acts, has_badge=has_badge))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the card's size: as high as its title needs."""
        card: Card = index.data(CardRole)
        if card.index not in self._heights:
            self._heights[card.index] = self.layout.height(card)
        return QSize(self.layout.width, self._heights[card.index])

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
        self._paint_box(painter, rect, index.data(BadgeRole), is_picked)
        for place, words, size, is_bold in self.layout.texts(card, rect):
            painter.setFont(font(size, is_bold=is_bold))
            painter.setPen(color("ink-bold" if is_bold else "ink-subtle"))
            flags = wrapping(words, QFontMetrics(painter.font()), place.width())
            painter.drawText(place, flags | int(Qt.AlignmentFlag.AlignLeft), words)
        if not self.layout.is_readonly:
            self._paint_button(painter, self.layout.details(rect), text("kiosk.list.details"), is_on=False)
        for place, act in zip(self.layout.act_places(rect), index.data(ActsRole), strict=False):
            if act.is_open:
                self._paint_button(painter, place, tell_act(act), is_on=act.is_on)
        if state & QStyle.StateFlag.State_HasFocus:
            _paint_ring(painter, self.layout.body(rect), self.layout.metrics.u(0.35))
        painter.restore()

    def _lay_out(self, layout: CardLayout) -> None:
        if layout != self.layout:
            self.layout = layout
            self._heights.clear()

    def _paint_body(self, painter: QPainter, rect: QRect, is_picked: bool) -> None:
        pen = QPen(color("primary" if is_picked else "line-input"), 3 if is_picked else 2)
        painter.setPen(pen)
        painter.setBrush(color("primary-tint" if is_picked else "surface"))
        radius = self.layout.metrics.u(0.35)
        painter.drawRoundedRect(QRectF(self.layout.body(rect)).adjusted(1, 1, -1, -1), radius, radius)

    def _paint_box(self, painter: QPainter, rect: QRect, badge: str | None, is_picked: bool) -> None:
        u = self.layout.metrics.u
        box = QRectF(self.layout.box(rect))
        painter.setPen(QPen(color("primary-hover" if is_picked else "ink-faint"), max(2, u(0.1))))
        painter.setBrush(color("primary-hover" if is_picked else "surface"))
        painter.drawRoundedRect(box, u(0.2), u(0.2))
        if badge:
            painter.setPen(color("on-fill"))
            painter.setFont(font(u(0.95), is_bold=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge)
        elif is_picked:
            paint_tick(painter, box, color("on-fill"))

    def _paint_button(self, painter: QPainter, place: QRect, words: str, *, is_on: bool) -> None:
        painter.setPen(QPen(color("primary-hover" if is_on else "line-input"), 2))
        painter.setBrush(color("primary-hover" if is_on else "surface"))
        painter.drawRoundedRect(QRectF(place), self.layout.metrics.u(0.25), self.layout.metrics.u(0.25))
        painter.setPen(color("on-fill" if is_on else "ink"))
        size = self.layout.metrics.u(1 if words.lstrip("−+-").isdigit() else 0.78)
        painter.setFont(font(size, is_bold=True))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


def paint_tick(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """Draw a tick into a square: a shape, because no shipped typeface has ☑."""
    side = box.width()
    points = [box.topLeft() + QPointF(side * x, side * y) for x, y in ((0.22, 0.53), (0.43, 0.73), (0.79, 0.29))]
    pen = QPen(ink, side * 0.13, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))


def _paint_ring(painter: QPainter, body: QRect, radius: int) -> None:
    """Draw the focus ring around a card: 4 px of dark blue with 3 px of white inside it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("surface"), 3))
    painter.drawRoundedRect(QRectF(body).adjusted(-1.5, -1.5, 1.5, 1.5), radius, radius)
    painter.setPen(QPen(color("line-focus-fill"), 4))
    painter.drawRoundedRect(QRectF(body).adjusted(-5, -5, 5, 5), radius + 5, radius + 5)

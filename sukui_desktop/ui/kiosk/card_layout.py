"""Where everything stands on a card: the painter and the finger must agree on it to the pixel."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.kiosk.marking.base import Act
from sukui_desktop.ui.theme import font
from sukui_desktop.ui.widgets.metrics import Metrics

_LINE_EM = 0.74
_ACT_HEIGHT_EM = 2.1
_ACT_GAP_EM = 0.35
_ACT_EM = {"give": 2.3, "clear": 3.9, "less": 3.0, "more": 3.0, "earlier": 3.9, "later": 3.9}
_BESIDE_PERCENT = 32
"""Buttons that take no more of a card than this stand beside its words, others below them."""
RING_ROOM = 8
"""px around a card for its focus ring."""


class CardLayout(msgspec.Struct, frozen=True, kw_only=True):
    """The places of one kind of card on a list of one width; `row` is always the row of the list in px."""

    metrics: Metrics
    width: int
    is_readonly: bool = False
    has_badge: bool = False
    acts: tuple[Act, ...] = ()

    def body(self, row: QRect) -> QRect:
        """Return the card without the room for its ring."""
        return row.adjusted(RING_ROOM, RING_ROOM, -RING_ROOM, -RING_ROOM)

    def box(self, row: QRect) -> QRect:
        """Return the place of the tick box, or of the number that stands there instead."""
        u = self.metrics.u
        head = self._head(row)
        width, height = (u(3.4), u(1.9)) if self.has_badge else (u(1.5), u(1.5))
        return QRect(head.x() + u(0.8), head.center().y() - height // 2, width, height)

    def details(self, row: QRect) -> QRect:
        """Return the place of the 자세히 button; empty where there is none."""
        if self.is_readonly:
            return QRect()
        u = self.metrics.u
        head = self._head(row)
        width, height = u(3.9), u(2.1)
        return QRect(head.right() - u(0.6) - width, head.center().y() - height // 2, width, height)

    def act_places(self, row: QRect) -> tuple[QRect, ...]:
        """Return the places of the card's buttons, in their order."""
        u = self.metrics.u
        body, height = self.body(row), u(_ACT_HEIGHT_EM)
        if self._is_below():
            x = min(body.x() + self._text_left(), body.right() - u(0.6) - self._acts_width())
            top = body.bottom() - u(0.4) - height
        else:
            x = self.details(row).x() - u(_ACT_GAP_EM) - self._acts_width()
            top = body.center().y() - height // 2
        places = []
        for act in self.acts:
            places.append(QRect(x, top, u(_ACT_EM[act.name]), height))
            x += u(_ACT_EM[act.name]) + u(_ACT_GAP_EM)
        return tuple(places)

    def texts(self, card: Card, row: QRect) -> tuple[tuple[QRect, str, int, bool], ...]:
        """Return what is written where: (place, words, letter px, bold), title first."""
        u, place = self.metrics.u, self._text_place(self._head(row))
        title_height = text_height(card.title, self.metrics.em, place.width(), is_bold=True)
        if not card.line:
            top = place.y() + (place.height() - title_height) // 2
            return ((QRect(place.x(), top, place.width(), title_height), card.title, self.metrics.em, True),)
        line_px = u(_LINE_EM)
        line_height = text_height(card.line, line_px, place.width(), is_bold=False)
        top = place.y() + (place.height() - title_height - u(0.12) - line_height) // 2
        title = QRect(place.x(), top, place.width(), title_height)
        line = QRect(place.x(), title.bottom() + 1 + u(0.12), place.width(), line_height)
        return ((title, card.title, self.metrics.em, True), (line, card.line, line_px, False))

    def height(self, card: Card) -> int:
        """Return how high a row must be: as its title needs."""
        u = self.metrics.u
        width = self._text_place(self.body(QRect(0, 0, self.width, u(4)))).width()
        title = text_height(card.title, self.metrics.em, width, is_bold=True)
        line = text_height(card.line, u(_LINE_EM), width, is_bold=False) + u(0.12) if card.line else 0
        return max(u(3.3), title + line + u(1.0)) + self._acts_height() + 2 * RING_ROOM

    def _head(self, row: QRect) -> QRect:
        return self.body(row).adjusted(0, 0, 0, -self._acts_height())

    def _text_left(self) -> int:
        return self.metrics.u(4.9 if self.has_badge else 2.9)

    def _text_place(self, head: QRect) -> QRect:
        u = self.metrics.u
        right = u(0.6) if self.is_readonly else u(5.1)
        if self.acts and not self._is_below():
            right += self._acts_width() + u(_ACT_GAP_EM)
        return head.adjusted(self._text_left(), u(0.3), -right, -u(0.3))

    def _acts_width(self) -> int:
        u = self.metrics.u
        return sum(u(_ACT_EM[act.name]) for act in self.acts) + u(_ACT_GAP_EM) * (len(self.acts) - 1)

    def _acts_height(self) -> int:
        return self.metrics.u(_ACT_HEIGHT_EM + 0.3) if self._is_below() else 0

    def _is_below(self) -> bool:
        return bool(self.acts) and self._acts_width() * 100 > self.width * _BESIDE_PERCENT


def text_height(words: str, size: int, width: int, *, is_bold: bool) -> int:
    """Return the height of words broken at `width`."""
    # Letters with two marks above (Ế) rise past the ascent of the typeface, so each text has room over it.
    within, face = QRect(0, 0, max(1, width), 100_000), QFontMetrics(font(size, is_bold=is_bold))
    return face.boundingRect(within, wrapping(words, face, width), words).height() + size // 8


def wrapping(words: str, face: QFontMetrics, width: int) -> int:
    """Return how to break lines: between words, and inside them only when one alone is wider than the line."""
    is_long = any(face.horizontalAdvance(word) > width for word in words.split(" "))
    return int(Qt.TextFlag.TextWrapAnywhere if is_long else Qt.TextFlag.TextWordWrap)

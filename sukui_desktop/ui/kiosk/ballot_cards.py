"""Ballot cards: words, layout, list model, painting, and the list that takes taps and keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Judgement, Verdict
from sukui_desktop.domain.question.definition import Definition, Option
from sukui_desktop.domain.text_cleaning_and_search import initial_consonants
from sukui_desktop.ui.kiosk.marking_rules.base import Act, ListMarking
from sukui_desktop.ui.kiosk.sentences import card_button_words, mark_badge_words, mark_refusal_words, mark_state_words
from sukui_desktop.ui.theme import color, font
from sukui_desktop.ui.widgets.list_page_turn import rows_in_view, turn_list_page
from sukui_desktop.ui.widgets.rows_list_model import ROOT, Index
from sukui_desktop.ui.widgets.screen_scale import Metrics, Scaled
from sukui_desktop.wording.distinct_project_titles import distinct_titles
from sukui_desktop.wording.money import money_words_and_figures

_LINE_EM = 0.74
_ACT_HEIGHT_EM = 2.1
_ACT_GAP_EM = 0.35
_ACT_EM = {"give": 2.3, "clear": 3.9, "less": 3.0, "more": 3.0, "earlier": 3.9, "later": 3.9}
_BESIDE_PERCENT = 32
"""Buttons that take no more of a card than this are beside its words, others below them."""
RING_ROOM = 8
"""px around a card for its focus ring."""
CardRole = Qt.ItemDataRole.UserRole + 1
"""The `Card` of a row."""
BadgeRole = Qt.ItemDataRole.UserRole + 2
"""The number on a card in words (3순위, 4점), '' while there is none; None where there is a tick instead."""
ActsRole = Qt.ItemDataRole.UserRole + 3
"""The `Act`s of a row: its buttons as they are now."""
_PICK_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select})
_DETAIL_KEYS = frozenset({Qt.Key.Key_F1, Qt.Key.Key_Help})
_STEP_ACTS = frozenset({"less", "more", "earlier", "later"})
_STEP_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one option; `index` is its place on the ballot."""

    index: int
    code: str
    title: str
    line: str
    """Field and cost in words and figures."""
    cost: str
    group: str
    summary: str
    letters: str
    """The title for searching: lower case, no spaces."""
    initials: str
    """초성 of the title, for searching."""


def make_cards(definition: Definition) -> tuple[Card, ...]:
    """Return one card an option, in the order of the ballot."""
    options = definition.question.options
    titles = distinct_titles((option.code, option.title) for option in options)
    return tuple(
        _make_card(index, option, titles[option.code], definition.currency) for index, option in enumerate(options)
    )


def find_card_indexes(cards: tuple[Card, ...], query: str) -> tuple[int, ...]:
    """Return the places of the cards whose title, its 초성 or code hold `query`, in the order of the ballot."""
    wanted = _comparable_text(query)
    return tuple(
        card.index
        for card in cards
        if wanted in card.letters or wanted in card.initials or wanted in _comparable_text(card.code)
    )


def _comparable_text(value: str) -> str:
    return value.replace(" ", "").lower()


def _make_card(index: int, option: Option, title: str, currency: str) -> Card:
    # A choice such as 찬성 costs nothing; a project whose cost nobody wrote down has no line either.
    cost = money_words_and_figures(option.cost, currency) if option.cost else ""
    line = text("kiosk.card.line", field=option.field, cost=cost) if option.field and cost else option.field or cost
    return Card(
        index=index,
        code=option.code,
        title=title,
        line=line,
        cost=cost,
        group=option.group,
        summary=option.summary,
        letters=_comparable_text(option.title),
        initials=initial_consonants(option.title),
    )


class CardLayout(msgspec.Struct, frozen=True, kw_only=True):
    """The places of one kind of card on a list of one width; `row` is always the row of the list in px."""

    metrics: Metrics
    width: int
    has_badge: bool = False
    acts: tuple[Act, ...] = ()

    def card_body_place(self, row: QRect) -> QRect:
        """Return the card without the room for its ring."""
        return row.adjusted(RING_ROOM, RING_ROOM, -RING_ROOM, -RING_ROOM)

    def tick_box_place(self, row: QRect) -> QRect:
        """Return the place of the tick box, or of the number that is there instead."""
        u = self.metrics.pixels_of_ems
        head = self._place_above_buttons(row)
        width, height = (u(3.4), u(1.9)) if self.has_badge else (u(1.5), u(1.5))
        return QRect(head.x() + u(0.8), head.center().y() - height // 2, width, height)

    def details_button_place(self, row: QRect) -> QRect:
        """Return the place of the 자세히 button."""
        u = self.metrics.pixels_of_ems
        head = self._place_above_buttons(row)
        width, height = u(3.9), u(2.1)
        return QRect(head.right() - u(0.6) - width, head.center().y() - height // 2, width, height)

    def button_places(self, row: QRect) -> tuple[QRect, ...]:
        """Return the places of the card's buttons, in their order."""
        u = self.metrics.pixels_of_ems
        body, height = self.card_body_place(row), u(_ACT_HEIGHT_EM)
        if self._are_buttons_below():
            x = min(body.x() + self._text_left_px(), body.right() - u(0.6) - self._buttons_width_px())
            top = body.bottom() - u(0.4) - height
        else:
            x = self.details_button_place(row).x() - u(_ACT_GAP_EM) - self._buttons_width_px()
            top = body.center().y() - height // 2
        places = []
        for act in self.acts:
            places.append(QRect(x, top, u(_ACT_EM[act.name]), height))
            x += u(_ACT_EM[act.name]) + u(_ACT_GAP_EM)
        return tuple(places)

    def placed_texts(self, card: Card, row: QRect) -> tuple[tuple[QRect, str, int, bool], ...]:
        """Return what is written where: (place, words, letter px, bold), title first."""
        u, place = self.metrics.pixels_of_ems, self._text_place(self._place_above_buttons(row))
        title_height = wrapped_text_height_px(card.title, self.metrics.em, place.width(), is_bold=True)
        if not card.line:
            top = place.y() + (place.height() - title_height) // 2
            return ((QRect(place.x(), top, place.width(), title_height), card.title, self.metrics.em, True),)
        line_px = u(_LINE_EM)
        line_height = wrapped_text_height_px(card.line, line_px, place.width(), is_bold=False)
        top = place.y() + (place.height() - title_height - u(0.12) - line_height) // 2
        title = QRect(place.x(), top, place.width(), title_height)
        line = QRect(place.x(), title.bottom() + 1 + u(0.12), place.width(), line_height)
        return ((title, card.title, self.metrics.em, True), (line, card.line, line_px, False))

    def row_height_px(self, card: Card) -> int:
        """Return how high a row must be: as its title needs."""
        u = self.metrics.pixels_of_ems
        width = self._text_place(self.card_body_place(QRect(0, 0, self.width, u(4)))).width()
        title = wrapped_text_height_px(card.title, self.metrics.em, width, is_bold=True)
        line = wrapped_text_height_px(card.line, u(_LINE_EM), width, is_bold=False) + u(0.12) if card.line else 0
        return max(u(3.3), title + line + u(1.0)) + self._buttons_height_px() + 2 * RING_ROOM

    def _place_above_buttons(self, row: QRect) -> QRect:
        return self.card_body_place(row).adjusted(0, 0, 0, -self._buttons_height_px())

    def _text_left_px(self) -> int:
        return self.metrics.pixels_of_ems(4.9 if self.has_badge else 2.9)

    def _text_place(self, head: QRect) -> QRect:
        u = self.metrics.pixels_of_ems
        right = u(5.1)
        if self.acts and not self._are_buttons_below():
            right += self._buttons_width_px() + u(_ACT_GAP_EM)
        return head.adjusted(self._text_left_px(), u(0.3), -right, -u(0.3))

    def _buttons_width_px(self) -> int:
        u = self.metrics.pixels_of_ems
        return sum(u(_ACT_EM[act.name]) for act in self.acts) + u(_ACT_GAP_EM) * (len(self.acts) - 1)

    def _buttons_height_px(self) -> int:
        return self.metrics.pixels_of_ems(_ACT_HEIGHT_EM + 0.3) if self._are_buttons_below() else 0

    def _are_buttons_below(self) -> bool:
        return bool(self.acts) and self._buttons_width_px() * 100 > self.width * _BESIDE_PERCENT


def wrapped_text_height_px(words: str, size: int, width: int, *, is_bold: bool) -> int:
    """Return the height of words broken at `width`."""
    # Letters with two marks above (Ế) rise past the ascent of the typeface, so each text has room over it.
    within, face = QRect(0, 0, max(1, width), 100_000), QFontMetrics(font(size, is_bold=is_bold))
    return face.boundingRect(within, text_wrap_flag(words, face, width), words).height() + size // 8


def text_wrap_flag(words: str, face: QFontMetrics, width: int) -> int:
    """Return how to break lines: between words, and inside them only when one alone is wider than the line."""
    is_long = any(face.horizontalAdvance(word) > width for word in words.split(" "))
    return int(Qt.TextFlag.TextWrapAnywhere if is_long else Qt.TextFlag.TextWordWrap)


class BallotListModel(QAbstractListModel):
    """Some options of a ballot in a given order; marks are kept in the voter's `ListMarking`, never here."""

    marks_changed = Signal()
    mark_refused = Signal(str)
    """The sentence that says which limit forbids the mark, and what to do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self.marking: ListMarking | None = None
        self._rows: tuple[int, ...] = ()

    def set_ballot(self, cards: tuple[Card, ...], marking: ListMarking) -> None:
        """Use this ballot from now on, no row shown yet."""
        self.beginResetModel()
        self._cards, self.marking, self._rows = cards, marking, ()
        self.endResetModel()

    def show_options(self, indexes: Sequence[int]) -> None:
        """Show these options (places on the ballot) in this order."""
        self.beginResetModel()
        self._rows = tuple(indexes)
        self.endResetModel()

    def row_of_option(self, option: int) -> int:
        """Return the row that shows an option, -1 when none does."""
        return self._rows.index(option) if option in self._rows else -1

    def refresh_marks(self) -> None:
        """Show the marks again after they were changed elsewhere."""
        if self._rows:
            # All rows: one place given up moves every later one.
            roles = [Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.AccessibleTextRole, BadgeRole, ActsRole]
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), roles)

    def press_card(self, index: Index) -> None:
        """Do what Enter does on a card."""
        if self.marking is not None:
            self._announce_mark_or_refusal(self.marking.press_card(self._rows[index.row()]))

    def step_card_mark(self, index: Index, by: int) -> None:
        """Do what → (1) and ← (-1) do on a card."""
        if self.marking is not None:
            self._announce_mark_or_refusal(self.marking.step_mark(self._rows[index.row()], by))

    def press_button_of_card(self, index: Index, act: Act) -> None:
        """Press a button of a card."""
        if self.marking is not None:
            self._announce_mark_or_refusal(self.marking.press_card_button(self._rows[index.row()], act))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of options shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a card shows, and what a screen reader reads."""
        if not index.isValid() or self.marking is None:
            return None
        card = self._cards[self._rows[index.row()]]
        if role == CardRole:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self.marking.is_marked(card.index) else Qt.CheckState.Unchecked
        if role == BadgeRole:
            return mark_badge_words(self.marking, card.index)
        if role == ActsRole:
            return self.marking.buttons_on_card(card.index)
        return self._screen_reader_words_of_card(index, card, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Mark or unmark the option of a row; a limit in the way is announced by `mark_refused`."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or self.marking is None:
            return False
        option = self._rows[index.row()]
        if (Qt.CheckState(value) == Qt.CheckState.Checked) == self.marking.is_marked(option):
            return False
        return self._announce_mark_or_refusal(self.marking.toggle_mark(option))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that rows may be focused and checked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable

    def _screen_reader_words_of_card(self, index: Index, card: Card, role: int) -> str | None:
        if role == Qt.ItemDataRole.AccessibleTextRole and self.marking is not None:
            return text(
                "kiosk.card.spoken", title=card.title, line=card.line, state=mark_state_words(self.marking, card.index)
            )
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return text("kiosk.card.place", place=index.row() + 1, count=len(self._rows))
        return None

    def _announce_mark_or_refusal(self, judgement: Judgement) -> bool:
        if judgement.verdict != Verdict.VALID and self.marking is not None:
            self.mark_refused.emit(mark_refusal_words(self.marking, judgement))
            return False
        self.refresh_marks()
        self.marks_changed.emit()
        return True


class CardDelegate(QStyledItemDelegate):
    """Draws cards; heights are worked out once for each width."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self.layout = CardLayout(metrics=Scaled.metrics, width=0)

    def fit_to_screen(self, metrics: Metrics, width: int) -> None:
        """Draw with these lengths on a list `width` px wide."""
        self._take_layout(msgspec.structs.replace(self.layout, metrics=metrics, width=width))

    def set_card_kind(self, acts: tuple[Act, ...], *, has_badge: bool) -> None:
        """Draw other projects, with these buttons on every card, and a number or a tick."""
        self._heights.clear()
        self._take_layout(msgspec.structs.replace(self.layout, acts=acts, has_badge=has_badge))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the card's size: as high as its title needs."""
        card: Card = index.data(CardRole)
        if card.index not in self._heights:
            self._heights[card.index] = self.layout.row_height_px(card)
        return QSize(self.layout.width, self._heights[card.index])

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Handle no event: the list acts on `clicked`, and a second answer here would put the mark back at once."""
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the card."""
        card: Card = index.data(CardRole)
        is_picked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card_body(painter, rect, is_picked)
        self._paint_tick_box(painter, rect, index.data(BadgeRole), is_picked)
        for place, words, size, is_bold in self.layout.placed_texts(card, rect):
            painter.setFont(font(size, is_bold=is_bold))
            painter.setPen(color("ink-bold" if is_bold else "ink-subtle"))
            flags = text_wrap_flag(words, QFontMetrics(painter.font()), place.width())
            painter.drawText(place, flags | int(Qt.AlignmentFlag.AlignLeft), words)
        self._paint_button(painter, self.layout.details_button_place(rect), text("kiosk.list.details"), is_on=False)
        for place, act in zip(self.layout.button_places(rect), index.data(ActsRole), strict=False):
            if act.is_open:
                self._paint_button(painter, place, card_button_words(act), is_on=act.is_on)
        if state & QStyle.StateFlag.State_HasFocus:
            _paint_focus_ring(painter, self.layout.card_body_place(rect), self.layout.metrics.pixels_of_ems(0.35))
        painter.restore()

    def _take_layout(self, layout: CardLayout) -> None:
        if layout != self.layout:
            self.layout = layout
            self._heights.clear()

    def _paint_card_body(self, painter: QPainter, rect: QRect, is_picked: bool) -> None:
        pen = QPen(color("primary" if is_picked else "line-input"), 3 if is_picked else 2)
        painter.setPen(pen)
        painter.setBrush(color("primary-tint" if is_picked else "surface"))
        radius = self.layout.metrics.pixels_of_ems(0.35)
        painter.drawRoundedRect(QRectF(self.layout.card_body_place(rect)).adjusted(1, 1, -1, -1), radius, radius)

    def _paint_tick_box(self, painter: QPainter, rect: QRect, badge: str | None, is_picked: bool) -> None:
        u = self.layout.metrics.pixels_of_ems
        box = QRectF(self.layout.tick_box_place(rect))
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
        painter.drawRoundedRect(
            QRectF(place), self.layout.metrics.pixels_of_ems(0.25), self.layout.metrics.pixels_of_ems(0.25)
        )
        painter.setPen(color("on-fill" if is_on else "ink"))
        size = self.layout.metrics.pixels_of_ems(1 if words.lstrip("−+-").isdigit() else 0.78)
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


def _paint_focus_ring(painter: QPainter, body: QRect, radius: int) -> None:
    """Draw the focus ring around a card: 4 px of dark blue with 3 px of white inside it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("surface"), 3))
    painter.drawRoundedRect(QRectF(body).adjusted(-1.5, -1.5, 1.5, 1.5), radius, radius)
    painter.setPen(QPen(color("line-focus-fill"), 4))
    painter.drawRoundedRect(QRectF(body).adjusted(-5, -5, 5, 5), radius + 5, radius + 5)


class CardList(QListView, Scaled):
    """A list of cards that fills its place and scrolls by pixels."""

    details_wanted = Signal(int)
    """An option's place on the ballot."""
    place_changed = Signal()
    """Other cards came into view."""

    def __init__(self, model: BallotListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards_model = model
        self._delegate = CardDelegate(self)
        self._pressed_at = QPoint()
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setProperty("frame", "none")
        self.setObjectName("cards")
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setResizeMode(QListView.ResizeMode.Fixed)
        self.clicked.connect(self._press_clicked_part)
        self.verticalScrollBar().valueChanged.connect(self.place_changed)
        self.verticalScrollBar().rangeChanged.connect(self.place_changed)

    def fit_to_screen(self, metrics: Metrics) -> None:
        """Lay the cards out for a screen."""
        super().fit_to_screen(metrics)
        self._fit_cards_to_list()

    def lay_out_new_cards(self) -> None:
        """Lay out again: the cards have other projects, or another kind of mark."""
        marking = self._cards_model.marking
        if marking is not None:
            acts = marking.buttons_on_card(0)
            self._delegate.set_card_kind(acts, has_badge=mark_badge_words(marking, 0) is not None)
        self.scheduleDelayedItemsLayout()

    def go_to_row(self, row: int) -> None:
        """Bring a row into view and make it the current one; row 0 of an empty list does nothing."""
        index = self._cards_model.index(row)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def turn_page(self, pages: int) -> bool:
        """Move a page, 1 forward or -1 back, and return whether there was one; the first card in view becomes the
        current one."""
        is_turned = turn_list_page(self, pages)
        if is_turned:
            self.setCurrentIndex(self._cards_model.index(rows_in_view(self)[0]))
        return is_turned

    def is_step_button_at(self, place: QPoint) -> bool:
        """Return whether a button that people strike several times in a row (one more, one less) is here."""
        index = self.indexAt(place)
        if not index.isValid():
            return False
        places = self._delegate.layout.button_places(self.visualRect(index))
        return any(
            act.is_open and act.name in _STEP_ACTS and button.contains(place)
            for button, act in zip(places, index.data(ActsRole), strict=False)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark with space or Enter, change a number or a place with ← and →, look closer with F1, walk with ↑ and ↓.

        Where no mark has steps, → looks closer too.
        """
        index, key = self.currentIndex(), event.key()
        if index.isValid() and key in _PICK_KEYS:
            self._cards_model.press_card(index)
        elif index.isValid() and key in _DETAIL_KEYS:
            self._open_details(index)
        elif index.isValid() and key in _STEP_KEYS:
            self._step_mark_or_open_details(index, _STEP_KEYS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters typed here belong to nobody."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make sure that there is a current card: without one nothing would show where the focus is."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to_row(rows_in_view(self)[0])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where the finger came down."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cards the new width."""
        self._fit_cards_to_list()
        super().resizeEvent(event)

    def _fit_cards_to_list(self) -> None:
        self._delegate.fit_to_screen(self.metrics, self.viewport().width())
        self.scheduleDelayedItemsLayout()

    def _step_mark_or_open_details(self, index: QModelIndex, by: int) -> None:
        marking = self._cards_model.marking
        if marking is not None and marking.has_steps:
            self._cards_model.step_card_mark(index, by)
        elif by > 0:
            self._open_details(index)

    def _open_details(self, index: QModelIndex) -> None:
        self.details_wanted.emit(index.data(CardRole).index)

    @Slot(QModelIndex)
    def _press_clicked_part(self, index: QModelIndex) -> None:
        row, layout = self.visualRect(index), self._delegate.layout
        for place, act in zip(layout.button_places(row), index.data(ActsRole), strict=False):
            if act.is_open and place.contains(self._pressed_at):
                self._cards_model.press_button_of_card(index, act)
                return
        if layout.details_button_place(row).contains(self._pressed_at):
            self._open_details(index)
        elif self._cards_model.marking is not None and self._cards_model.marking.is_tapped:
            self._cards_model.press_card(index)

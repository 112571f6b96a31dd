"""The ballot on the screen: taps, keys, pages of cards; the keyboard can do all that a finger can."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QScroller, QScrollerProperties, QWidget

from sukui_desktop.ui.kiosk.ballot_list_model import ActsRole, BallotListModel, CardRole
from sukui_desktop.ui.kiosk.card_delegate import CardDelegate
from sukui_desktop.ui.kiosk.wording import tell_badge
from sukui_desktop.ui.widgets.list_pages import rows_in_view, turn_page
from sukui_desktop.ui.widgets.metrics import Metrics

_PICK_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select})
_DETAIL_KEYS = frozenset({Qt.Key.Key_F1, Qt.Key.Key_Help})
_STEP_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CardList(QListView):
    """A list of cards that fills its place and scrolls by pixels."""

    details_wanted = Signal(int)
    """An option's place on the ballot."""
    place_changed = Signal()
    """Other cards came into view."""

    def __init__(self, model: BallotListModel, parent: QWidget | None = None, *, is_readonly: bool = False) -> None:
        super().__init__(parent)
        self._cards_model = model
        self._delegate = CardDelegate(self, is_readonly=is_readonly)
        self._metrics = Metrics(width=0, height=0, em=24)
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
        _glide(self.viewport())
        self.clicked.connect(self._on_card_clicked)
        self.verticalScrollBar().valueChanged.connect(self.place_changed)
        self.verticalScrollBar().rangeChanged.connect(self.place_changed)

    def fit(self, metrics: Metrics) -> None:
        """Lay the cards out for a screen."""
        self._metrics = metrics
        self._lay_out()

    def cards_replaced(self) -> None:
        """Lay out again: other projects stand on the cards, or another kind of mark."""
        marking = self._cards_model.marking
        if marking is not None:
            acts = () if self._delegate.layout.is_readonly else marking.acts(0)
            self._delegate.take_kind(acts, has_badge=tell_badge(marking, 0) is not None)
        self.scheduleDelayedItemsLayout()

    def go_to_row(self, row: int) -> None:
        """Bring a row into view and make it the current one; row 0 of an empty list does nothing."""
        index = self._cards_model.index(row)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def turn_page(self, pages: int) -> None:
        """Move a page, 1 forward or -1 back; the first card in view becomes the current one."""
        if turn_page(self, pages):
            self.setCurrentIndex(self._cards_model.index(rows_in_view(self)[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark with space or Enter, change a number or a place with ← and →, look closer with F1, walk with ↑ and ↓.

        Where no mark has steps, → looks closer too.
        """
        index, key = self.currentIndex(), event.key()
        if index.isValid() and key in _PICK_KEYS:
            self._cards_model.press(index)
        elif index.isValid() and key in _DETAIL_KEYS:
            self._tell_details(index)
        elif index.isValid() and key in _STEP_KEYS:
            self._step(index, _STEP_KEYS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters typed here belong to nobody."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """See that there is a current card: without one nothing would show where the focus is."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to_row(rows_in_view(self)[0])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where the finger came down."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cards the new width."""
        self._lay_out()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        self._delegate.fit(self._metrics, self.viewport().width())
        self.scheduleDelayedItemsLayout()

    def _step(self, index: QModelIndex, by: int) -> None:
        marking = self._cards_model.marking
        if marking is not None and marking.has_steps:
            self._cards_model.nudge(index, by)
        elif by > 0:
            self._tell_details(index)

    def _tell_details(self, index: QModelIndex) -> None:
        self.details_wanted.emit(index.data(CardRole).index)

    @Slot(QModelIndex)
    def _on_card_clicked(self, index: QModelIndex) -> None:
        row, layout = self.visualRect(index), self._delegate.layout
        for place, act in zip(layout.act_places(row), index.data(ActsRole), strict=False):
            if act.is_open and place.contains(self._pressed_at):
                self._cards_model.act(index, act)
                return
        if layout.details(row).contains(self._pressed_at):
            self._tell_details(index)
        elif self._cards_model.marking is not None and self._cards_model.marking.is_tapped:
            self._cards_model.press(index)


def _glide(viewport: QWidget) -> None:
    """Let a finger throw the list; it stops at its ends without springing back."""
    QScroller.grabGesture(viewport, QScroller.ScrollerGestureType.TouchGesture)
    scroller = QScroller.scroller(viewport)
    properties = scroller.scrollerProperties()
    off = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
    properties.setScrollMetric(QScrollerProperties.ScrollMetric.VerticalOvershootPolicy, off)
    properties.setScrollMetric(QScrollerProperties.ScrollMetric.HorizontalOvershootPolicy, off)
    scroller.setScrollerProperties(properties)

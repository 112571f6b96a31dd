"""The ballot on the screen: taps, keys, pages of cards; the keyboard can do all that a finger can."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QScroller, QScrollerProperties, QWidget

from sukui_desktop.ui.kiosk.ballot_list_model import BallotListModel, CardRole
from sukui_desktop.ui.kiosk.card_delegate import CardDelegate
from sukui_desktop.ui.widgets.list_pages import rows_in_view, turn_page
from sukui_desktop.ui.widgets.metrics import Metrics

_PICK_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select})
_DETAIL_KEYS = frozenset({Qt.Key.Key_Right, Qt.Key.Key_F1, Qt.Key.Key_Help})


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
        """Lay out again: other projects stand on the cards."""
        self._delegate.forget_heights()
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
        """Pick with space or Enter, look closer with → or F1, walk with the arrows."""
        index = self.currentIndex()
        if index.isValid() and event.key() in _PICK_KEYS:
            self._toggle(index)
        elif index.isValid() and event.key() in _DETAIL_KEYS:
            self._tell_details(index)
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

    def _toggle(self, index: QModelIndex) -> None:
        is_picked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        wanted = Qt.CheckState.Unchecked if is_picked else Qt.CheckState.Checked
        self._cards_model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)

    def _tell_details(self, index: QModelIndex) -> None:
        self.details_wanted.emit(index.data(CardRole).index)

    @Slot(QModelIndex)
    def _on_card_clicked(self, index: QModelIndex) -> None:
        if self._delegate.details_rect(self.visualRect(index)).contains(self._pressed_at):
            self._tell_details(index)
        else:
            self._toggle(index)


def _glide(viewport: QWidget) -> None:
    """Let a finger throw the list; it stops at its ends without springing back."""
    QScroller.grabGesture(viewport, QScroller.ScrollerGestureType.TouchGesture)
    scroller = QScroller.scroller(viewport)
    properties = scroller.scrollerProperties()
    off = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
    properties.setScrollMetric(QScrollerProperties.ScrollMetric.VerticalOvershootPolicy, off)
    properties.setScrollMetric(QScrollerProperties.ScrollMetric.HorizontalOvershootPolicy, off)
    scroller.setScrollerProperties(properties)

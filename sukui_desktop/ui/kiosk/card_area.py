"""The cards with the buttons that turn their pages: the list as a hand without flicking needs it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.ballot_list_model import BallotListModel
from sukui_desktop.ui.kiosk.card_list import CardList
from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.kiosk.list_controls import ListControls
from sukui_desktop.ui.kiosk.marking.listed import ListMarking
from sukui_desktop.ui.kiosk.page import label
from sukui_desktop.ui.widgets.list_pages import rows_in_view
from sukui_desktop.ui.widgets.metrics import Metrics, space


class CardArea(QWidget):
    """A list of options that may be picked, a word when it is empty, and its page buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = BallotListModel(self)
        self.cards = CardList(self.model, self)
        self.controls = ListControls(self)
        self.nothing = label(self, "body", "kiosk.list.nothing")
        self._row = QHBoxLayout(self)
        self._column = QVBoxLayout()
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.cards, 1)
        self._row.addLayout(self._column, 1)
        self._row.addWidget(self.controls)
        self.setFocusProxy(self.cards)
        self.controls.page_turned.connect(self.cards.turn_page)
        self.cards.place_changed.connect(self._on_place_changed)

    def take_ballot(self, cards: tuple[Card, ...], marking: ListMarking) -> None:
        """Use this ballot from now on, no card shown yet."""
        self.model.take_ballot(cards, marking)
        self.cards.cards_replaced()
        self.cards.setAccessibleName(text(f"kiosk_marking.keys.{marking.question.method}"))

    def fit(self, metrics: Metrics) -> None:
        """Lay the area out for a screen."""
        space(self._row, metrics, gap=0.3, margins=(0.75, 0, 0.75, 0))
        self.controls.fit(metrics)
        self.cards.fit(metrics)

    def show_options(self, indexes: Sequence[int]) -> None:
        """Show these options from the top."""
        self.model.show_options(indexes)
        self.nothing.setVisible(not indexes)
        self.cards.verticalScrollBar().setValue(0)
        self.cards.go_to_row(0)
        self._on_place_changed()

    @Slot()
    def _on_place_changed(self) -> None:
        self.controls.show_place(rows_in_view(self.cards), self.model.rowCount())

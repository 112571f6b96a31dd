"""The kiosk's pages, built once for all voters: a page made anew for each would leak megabytes a day."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.kiosk.choice_page import MOST_ANSWERS, ChoicePage
from sukui_desktop.ui.kiosk.confirm_page import ConfirmPage
from sukui_desktop.ui.kiosk.detail_page import DetailPage
from sukui_desktop.ui.kiosk.done_page import DonePage
from sukui_desktop.ui.kiosk.guide_page import GuidePage
from sukui_desktop.ui.kiosk.list_page import ListPage
from sukui_desktop.ui.kiosk.marking.base import Marking
from sukui_desktop.ui.kiosk.marking.choice import ChoiceMarking
from sukui_desktop.ui.kiosk.marking.listed import ListMarking
from sukui_desktop.ui.kiosk.marking.opinion import OpinionMarking
from sukui_desktop.ui.kiosk.opinion_page import OpinionPage
from sukui_desktop.ui.kiosk.pace import Pace
from sukui_desktop.ui.kiosk.page import AskPage, KioskPage
from sukui_desktop.ui.kiosk.pin import PinGate
from sukui_desktop.ui.kiosk.pin_page import PinPage
from sukui_desktop.ui.kiosk.sending_page import SendingPage
from sukui_desktop.ui.kiosk.slip_number import SlipNumber
from sukui_desktop.ui.kiosk.start_page import StartPage
from sukui_desktop.ui.widgets.metrics import Metrics


class Pages(QStackedWidget):
    """All pages; `show_page` puts the keyboard where the page wants it."""

    def __init__(self, number: SlipNumber, gate: PinGate, pace: Pace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = StartPage(number, self)
        self.guide = GuidePage(self)
        self.list = ListPage(self)
        self.choice = ChoicePage(self)
        self.opinion = OpinionPage(self)
        self.asking: AskPage = self.list
        """The page on which this poll's question is answered."""
        self.detail = DetailPage(self)
        self.confirm = ConfirmPage(self)
        self.sending = SendingPage(self)
        self.done = DonePage(pace.receipt_s, pace.tick_ms, self)
        self.pin = PinPage(gate, pace.pin_wait_s, pace.tick_ms, self)
        for page in self.all():
            self.addWidget(page)

    def all(self) -> tuple[KioskPage, ...]:
        """Return every page, in the order of a voter's way."""
        return (
            self.start,
            self.guide,
            *self.asks(),
            self.detail,
            self.confirm,
            self.sending,
            self.done,
            self.pin,
        )

    def asks(self) -> tuple[AskPage, ...]:
        """Return the pages of which one asks."""
        return (self.list, self.choice, self.opinion)

    def take_ballot(self, definition: Definition, cards: tuple[Card, ...], marking: Marking) -> None:
        """Show this ballot from now on."""
        self.guide.show_definition(definition)
        if isinstance(marking, ListMarking):
            self.confirm.take_ballot(cards, marking)
        if isinstance(marking, OpinionMarking):
            self.opinion.take_ballot(marking)
            self.asking = self.opinion
        elif isinstance(marking, ChoiceMarking) and len(cards) <= MOST_ANSWERS:
            self.choice.take_ballot(marking)
            self.asking = self.choice
        elif isinstance(marking, ListMarking):
            self.list.take_ballot(cards, marking)
            self.asking = self.list

    def fit(self, metrics: Metrics) -> None:
        """Lay all pages out for a screen."""
        for page in self.all():
            page.fit(metrics)

    def show_page(self, page: KioskPage) -> None:
        """Show a page and give it the keyboard, letters only where it takes them."""
        self.setCurrentWidget(page)
        self.start.number.let_keys_through(page.takes_letters())
        page.first_focus().setFocus()

    def reset(self) -> None:
        """Let every page forget the voter."""
        for page in self.all():
            page.reset()

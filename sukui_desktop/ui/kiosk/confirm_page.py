"""확인: exactly what will be stored, what is left open, and the one button that casts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot import INVALID
from sukui_desktop.ui.kiosk.ballot_list_model import BallotListModel
from sukui_desktop.ui.kiosk.card_list import CardList
from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.kiosk.marking import Marking
from sukui_desktop.ui.kiosk.page import KioskButton, KioskPage, label
from sukui_desktop.ui.kiosk.wording import tell_counters, tell_unfilled, tell_verdict
from sukui_desktop.ui.widgets.metrics import Metrics, space


class ConfirmPage(KioskPage):
    """The marks as they will be sealed, read only."""

    back_wanted = Signal()
    cast_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading.setText(text("kiosk.confirm.heading"))
        self.model = BallotListModel(self, is_readonly=True)
        self.cards = CardList(self.model, self, is_readonly=True)
        self.cards.setAccessibleName(text("kiosk.confirm.cards"))
        self.stored = label(self, "body")
        self.verdict = label(self, "barrier")
        self.verdict.setObjectName("verdict")
        self.unfilled = label(self, "notice")
        self.unfilled.setObjectName("unfilled")
        self.counters = label(self, "counter")
        self.back = KioskButton("kiosk.confirm.back", self)
        self.cast = KioskButton("kiosk.confirm.cast", self, is_primary=True)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self.cards)
        for widget in (self.verdict, self.unfilled, self.stored):
            self.body.addWidget(widget)
        self.body.addLayout(self._middle, 1)
        self.foot_row.addWidget(self.counters, 1)
        self.foot_row.addWidget(self.back)
        self.foot_row.addWidget(self.cast)
        self.back.clicked.connect(self.back_wanted)
        self.cast.clicked.connect(self.cast_wanted)
        self.reset()

    def fit(self, metrics: Metrics) -> None:
        """Lay the page out."""
        super().fit(metrics)
        space(self._middle, metrics, gap=0, margins=(0, 0, 0, 0))
        self.cards.fit(metrics)

    def take_ballot(self, cards: tuple[Card, ...], marking: Marking) -> None:
        """Use this ballot from now on."""
        self.model.take_ballot(cards, marking)
        self.cards.cards_replaced()

    def show_marks(self, marking: Marking) -> None:
        """Show what would be sealed now; an answer that would be invalid cannot be cast here."""
        marks = marking.marks
        self.model.show_options(marks)
        self.cards.setVisible(bool(marks))
        self.cards.verticalScrollBar().setValue(0)
        self.stored.setText(text("kiosk.confirm.stored", count=len(marks)))
        self.stored.setVisible(bool(marks))
        _say(self.verdict, tell_verdict(marking))
        unfilled = tell_unfilled(marking)
        may_cast = marking.judge().verdict != INVALID
        _say(self.unfilled, " ".join((*unfilled, text("kiosk.confirm.unfilled_end"))) if unfilled and may_cast else "")
        self.counters.setText(tell_counters(marking, 0))
        self.cast.setVisible(may_cast)

    def reset(self) -> None:
        """Forget the marks."""
        self.model.show_options(())
        for shown in (self.stored, self.verdict, self.unfilled, self.counters):
            shown.clear()

    def first_focus(self) -> QWidget:
        """Going back is first: a key pressed once too often must not cast."""
        return self.back


def _say(shown: QWidget, sentence: str) -> None:
    shown.setProperty("text", sentence)
    shown.setVisible(bool(sentence))

"""확인: exactly what will be stored, what is left open, and the one button that casts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.ballot import INVALID
from sukui_desktop.domain.question.marking import CHOICE
from sukui_desktop.ui.kiosk.ballot_list_model import BallotListModel
from sukui_desktop.ui.kiosk.card_list import CardList
from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.kiosk.marking.base import Marking
from sukui_desktop.ui.kiosk.marking.listed import ListMarking
from sukui_desktop.ui.kiosk.page import KioskButton, KioskPage, label
from sukui_desktop.ui.kiosk.review import tell_stored, tell_unfilled, tell_verdict
from sukui_desktop.ui.kiosk.wording import tell_counters
from sukui_desktop.ui.widgets.metrics import Metrics, space


class ConfirmPage(KioskPage):
    """The answer as it will be sealed, read only: cards with their marks, or words where there is but one thing."""

    back_wanted = Signal()
    cast_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading.setText(text("kiosk.confirm.heading"))
        self.model = BallotListModel(self, is_readonly=True)
        self.cards = CardList(self.model, self, is_readonly=True)
        self.cards.setAccessibleName(text("kiosk.confirm.cards"))
        self.stored = label(self, "body")
        self.said = label(self, "said")
        self.said.setObjectName("said")
        self.verdict = label(self, "barrier")
        self.verdict.setObjectName("verdict")
        self.unfilled = label(self, "notice")
        self.unfilled.setObjectName("unfilled")
        self.counters = label(self, "counter")
        self.back = KioskButton("kiosk.confirm.back", self)
        self.cast = KioskButton("kiosk.confirm.cast", self, is_primary=True)
        self._said_area = QScrollArea(self)
        self._middle = QHBoxLayout()
        self._arrange()
        self.back.clicked.connect(self.back_wanted)
        self.cast.clicked.connect(self.cast_wanted)
        self.reset()

    def fit(self, metrics: Metrics) -> None:
        """Lay the page out."""
        super().fit(metrics)
        space(self._middle, metrics, gap=0, margins=(0, 0, 0, 0))
        self.cards.fit(metrics)

    def take_ballot(self, cards: tuple[Card, ...], marking: ListMarking) -> None:
        """Read cards of this ballot back from now on; an opinion has none."""
        self.model.take_ballot(cards, marking)
        self.cards.cards_replaced()

    def show_marks(self, marking: Marking) -> None:
        """Show what would be sealed now; an answer that would be invalid cannot be cast here."""
        said = _words_of(marking)
        self.model.show_options(() if said else marking.marks)
        self.cards.setVisible(bool(marking.marks) and not said)
        self.cards.verticalScrollBar().setValue(0)
        self.said.setText(said)
        self._said_area.setVisible(bool(said))
        _say(self.stored, tell_stored(marking))
        _say(self.verdict, tell_verdict(marking))
        may_cast = marking.judge().verdict != INVALID
        _say(self.unfilled, tell_unfilled(marking) if may_cast else "")
        self.counters.setText("" if said or not isinstance(marking, ListMarking) else tell_counters(marking, 0))
        self.cast.setVisible(may_cast)

    def reset(self) -> None:
        """Forget the marks."""
        self.model.show_options(())
        for shown in (self.stored, self.said, self.verdict, self.unfilled, self.counters):
            shown.clear()

    def first_focus(self) -> QWidget:
        """Going back is first: a key pressed once too often must not cast."""
        return self.back

    def _arrange(self) -> None:
        self.said.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._said_area.setWidget(self.said)
        self._said_area.setWidgetResizable(True)
        self._said_area.setFrameShape(QFrame.Shape.NoFrame)
        self._said_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._said_area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._said_area.setAccessibleName(text("kiosk.confirm.cards"))
        self._middle.addWidget(self.cards)
        self._middle.addWidget(self._said_area)
        for widget in (self.verdict, self.unfilled, self.stored):
            self.body.addWidget(widget)
        self.body.addLayout(self._middle, 1)
        self.foot_row.addWidget(self.counters, 1)
        self.foot_row.addWidget(self.back)
        self.foot_row.addWidget(self.cast)


def _words_of(marking: Marking) -> str:
    """Return an answer that is one thing only, the choice or the opinion; '' for marks on cards."""
    if marking.question.method == CHOICE:
        return "\n".join(marking.question.options[mark].title for mark in marking.marks)
    return marking.answer.opinion


def _say(shown: QWidget, sentence: str) -> None:
    shown.setProperty("text", sentence)
    shown.setVisible(bool(sentence))

"""찬반: one question and a few very large answers, of which one is chosen."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from sukui_desktop.domain.counting.ballot import VALID
from sukui_desktop.ui.kiosk.barrier import Barrier
from sukui_desktop.ui.kiosk.choice_button import ChoiceButton
from sukui_desktop.ui.kiosk.marking.choice import ChoiceMarking
from sukui_desktop.ui.kiosk.page import AskPage, KioskButton, label
from sukui_desktop.ui.kiosk.wording import tell_refusal, tell_rest, tell_step
from sukui_desktop.ui.widgets.metrics import Metrics, space

MOST_ANSWERS = 6
"""More answers than this are shown as a list."""
_SIDE_BY_SIDE = 4
_COLUMNS = 3


class ChoicePage(AskPage):
    """Answers side by side on a wide screen, in two rows when they are many; one below another on a tall one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marking: ChoiceMarking | None = None
        self._metrics = Metrics(width=0, height=0, em=24)
        self.answers: list[ChoiceButton] = []
        self.question = label(self, "big")
        self.barrier = Barrier(self)
        self.rest = label(self, "counter")
        self.back = KioskButton("kiosk.list.back", self)
        self.next = KioskButton("kiosk.list.next", self, is_primary=True)
        self._grid = QGridLayout()
        self.body.addWidget(self.question)
        self.body.addLayout(self._grid, 1)
        self.body.addWidget(self.barrier)
        self.foot_row.addWidget(self.rest, 1)
        self.foot_row.addWidget(self.back)
        self.foot_row.addWidget(self.next)
        self.back.clicked.connect(self.left)
        self.next.clicked.connect(self.finished)

    def take_ballot(self, marking: ChoiceMarking) -> None:
        """Ask this from now on."""
        self._marking = marking
        self.question.setText(marking.question.title)
        self.heading.setText(tell_step(marking, 0))
        for answer in self.answers:
            self._grid.removeWidget(answer)
            answer.hide()
            answer.deleteLater()
        self.answers = [
            ChoiceButton(place, option.title, self) for place, option in enumerate(marking.question.options)
        ]
        for answer in self.answers:
            answer.clicked.connect(self._on_answer_clicked)
        # Made after the foot, they come before it on the keyboard's way.
        stops = [*self.answers, self.back, self.next]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)
        self.fit(self._metrics)
        self._show_marks()

    def fit(self, metrics: Metrics) -> None:
        """Lay the page out."""
        super().fit(metrics)
        self._metrics = metrics
        space(self._grid, metrics, gap=0.8, margins=(0.35, 0.5, 0.35, 0.5))
        columns = 1
        if metrics.width > metrics.height:
            columns = len(self.answers) if len(self.answers) <= _SIDE_BY_SIDE else _COLUMNS
        for place, answer in enumerate(self.answers):
            self._grid.addWidget(answer, place // columns, place % columns)
        for answer in self.answers:
            answer.fit(metrics)

    def reset(self) -> None:
        """Show no answer as chosen; the mark is wiped by whoever holds it."""
        self.barrier.forget()
        self._show_marks()

    def first_focus(self) -> QWidget:
        """The first answer, or the chosen one."""
        stops: list[QWidget] = [answer for answer in self.answers if answer.isChecked()]
        return (*stops, *self.answers, self.next)[0]

    def _show_marks(self) -> None:
        if self._marking is None:
            return
        for answer in self.answers:
            answer.show_chosen(self._marking.is_marked(answer.option))
        self.rest.setText(tell_rest(self._marking, 0))

    @Slot()
    def _on_answer_clicked(self) -> None:
        answer = self.sender()
        if self._marking is None or not isinstance(answer, ChoiceButton):
            return
        judgement = self._marking.toggle(answer.option)
        self.barrier.tell("" if judgement.verdict == VALID else tell_refusal(self._marking, judgement))
        self._show_marks()

"""후보 목록: where a citizen marks projects, one group a step, with a running count that cannot be missed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.barrier import Barrier
from sukui_desktop.ui.kiosk.card_area import CardArea
from sukui_desktop.ui.kiosk.cards import Card, find_cards
from sukui_desktop.ui.kiosk.marking.listed import ListMarking
from sukui_desktop.ui.kiosk.page import AskPage, KioskButton, label
from sukui_desktop.ui.kiosk.search_strip import SearchStrip
from sukui_desktop.ui.kiosk.wording import tell_counters, tell_rest, tell_step
from sukui_desktop.ui.widgets.metrics import Metrics, space


class ListPage(AskPage):
    """Cards of one group, or what was found; the marks live in the voter's `ListMarking`."""

    details_wanted = Signal(int)
    search_toggled = Signal(bool)
    """True while letters belong to the search field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self._marking: ListMarking | None = None
        self._step = 0
        self.area = CardArea(self)
        self.search = SearchStrip(self)
        self.search.hide()
        self.barrier = Barrier(self)
        self.counters = label(self, "counter")
        self.counters.setObjectName("counters")
        self.rest = label(self, "small")
        self.back = KioskButton("kiosk.list.back", self)
        self.next = KioskButton("kiosk.list.next", self, is_primary=True)
        self._words = QVBoxLayout()
        self._arrange()
        self._connect()

    def take_ballot(self, cards: tuple[Card, ...], marking: ListMarking) -> None:
        """Show this ballot from now on."""
        self._cards, self._marking = cards, marking
        self.area.take_ballot(cards, marking)
        self.show_step(0)

    def fit(self, metrics: Metrics) -> None:
        """Lay the page out; the list takes what the head and the foot leave."""
        super().fit(metrics)
        space(self.body, metrics, gap=0.2, margins=(0, 0, 0, 0))
        space(self._words, metrics, gap=0.1, margins=(0, 0, 0.5, 0))
        self.search.fit(metrics)
        self.area.fit(metrics)

    def reset(self) -> None:
        """Forget the search and the place; the marks are wiped by whoever holds them."""
        self._step = 0
        self._on_search_closed()

    def first_focus(self) -> QWidget:
        """The first card."""
        return self.area.cards

    def takes_letters(self) -> bool:
        """Letters belong to the search field while it is open."""
        return not self.search.isHidden()

    def show_step(self, step: int) -> None:
        """Show the cards of one group (0 for the first; the only step of a ballot without groups)."""
        self._step = step
        self.barrier.forget()
        if self._marking is None:
            return
        groups = self._marking.question.groups
        name = groups[step].name if groups else ""
        self.area.show_options([card.index for card in self._cards if not groups or card.group == name])
        self.show_marks()

    @Slot()
    def show_marks(self) -> None:
        """Show the count and the marks again."""
        if self._marking is None:
            return
        self.area.model.marks_were_changed()
        self.counters.setText(tell_counters(self._marking, self._step))
        self.rest.setText(tell_rest(self._marking, self._step))
        if self.search.isHidden():
            self.heading.setText(tell_step(self._marking, self._step))

    def _arrange(self) -> None:
        self.body.addWidget(self.search)
        self.body.addWidget(self.area, 1)
        self.body.addWidget(self.barrier)
        self._words.addWidget(self.counters)
        self._words.addWidget(self.rest)
        self.foot_row.addLayout(self._words, 1)
        self.foot_row.addWidget(self.back)
        self.foot_row.addWidget(self.next)

    def _connect(self) -> None:
        self.area.model.marks_changed.connect(self.barrier.forget)
        self.area.model.marks_changed.connect(self.show_marks)
        self.area.model.mark_refused.connect(self.barrier.tell)
        self.area.cards.details_wanted.connect(self.details_wanted)
        self.area.controls.search_wanted.connect(self._on_search_wanted)
        self.search.query_changed.connect(self._on_query_changed)
        self.search.closed.connect(self._on_search_closed)
        self.back.clicked.connect(self._on_back_clicked)
        self.next.clicked.connect(self._on_next_clicked)

    @Slot()
    def _on_search_wanted(self) -> None:
        self.barrier.forget()
        self.search.show()
        self.area.controls.search.setEnabled(False)
        self.search_toggled.emit(True)
        self.search.field.setFocus()
        self._on_query_changed("")

    @Slot(str)
    def _on_query_changed(self, query: str) -> None:
        if self.search.isHidden():
            return
        found = find_cards(self._cards, query)
        self.heading.setText(text("kiosk.list.heading_search", count=len(found)))
        self.area.show_options(found)

    @Slot()
    def _on_search_closed(self) -> None:
        self.search.hide()
        self.search.wipe()
        self.area.controls.search.setEnabled(True)
        self.search_toggled.emit(False)
        self.show_step(self._step)
        self.area.cards.setFocus()

    @Slot()
    def _on_back_clicked(self) -> None:
        if not self.search.isHidden():
            self._on_search_closed()
        elif self._step:
            self.show_step(self._step - 1)
        else:
            self.left.emit()

    @Slot()
    def _on_next_clicked(self) -> None:
        steps = max(1, len(self._marking.question.groups)) if self._marking else 1
        if not self.search.isHidden():
            self._on_search_closed()
        elif self._step + 1 < steps:
            self.show_step(self._step + 1)
            self.area.cards.setFocus()
        else:
            self.finished.emit()

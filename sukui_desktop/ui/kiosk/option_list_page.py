"""후보 목록: the page of cards with its steps, page buttons, search and running count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.ballot_cards import BallotListModel, Card, CardList, find_card_indexes
from sukui_desktop.ui.kiosk.fields_without_clipboard import TypedLine
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking, VoterMarking
from sukui_desktop.ui.kiosk.page_base import AskPage, KioskButton, RefusalLine
from sukui_desktop.ui.kiosk.screen_keyboard import LEADS, KeyPad
from sukui_desktop.ui.kiosk.sentences import (
    list_step_heading,
    marks_still_possible_words,
    may_be_left_blank,
    may_mark_more,
    running_count_words,
    words_that_keep_voter_in_step,
)
from sukui_desktop.ui.widgets.basic_widgets import with_screen_reader_name
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.list_page_turn import rows_in_view
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems


class ListControls(QWidget):
    """이전 쪽 · where we are · 다음 쪽 · 찾기."""

    page_turned = Signal(int)
    """1 forward, -1 back."""
    search_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_up = KioskButton("kiosk.list.page_up", self, is_struck_twice=True, on_click=self._turn_page_back)
        self.page_down = KioskButton(
            "kiosk.list.page_down", self, is_struck_twice=True, on_click=self._turn_page_forward
        )
        self.search = KioskButton("kiosk.list.search", self, on_click=self.search_wanted)
        self.place = role_label(self, "small")
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setObjectName("listControls")
        column = column_of(self.page_up, self.place, self.page_down, grow(), self.search, into=self)
        with_spacing_in_ems(column, 0.5, (0.35, 0.35, 0.35, 0.35))

    def show_rows_in_view(self, rows: tuple[int, int], count: int) -> None:
        """Show which of `count` cards are in view; a button that leads nowhere is off."""
        first, last = rows
        if count:
            self.place.setText(text("kiosk.list.place", first=first + 1, last=last + 1, count=count))
        else:
            self.place.setText(text("kiosk.list.place_none"))
        self.page_up.setEnabled(first > 0)
        self.page_down.setEnabled(last + 1 < count)

    @Slot()
    def _turn_page_back(self) -> None:
        self.page_turned.emit(-1)

    @Slot()
    def _turn_page_forward(self) -> None:
        self.page_turned.emit(1)


class CardArea(QWidget):
    """A list of options that may be picked, a word when it is empty, and its page buttons."""

    rows_shown = Signal()
    """Other cards are in view, or others could be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = BallotListModel(self)
        self.cards = CardList(self.model, self)
        self.controls = ListControls(self)
        self.nothing = role_label(self, "body", "kiosk.list.nothing")
        column = column_of(self.nothing, grow(self.cards))
        with_spacing_in_ems(row_of(grow(column), self.controls, into=self), 0.3, (0.75, 0, 0.75, 0))
        self.setFocusProxy(self.cards)
        self.controls.page_turned.connect(self.cards.turn_page)
        self.cards.place_changed.connect(self._show_rows_in_view)

    def set_ballot(self, cards: tuple[Card, ...], marking: ListMarking) -> None:
        """Use this ballot from now on, no card shown yet."""
        self.model.set_ballot(cards, marking)
        self.cards.lay_out_new_cards()
        self.cards.setAccessibleName(text(f"ballot_kinds.keys.{marking.question.method}"))

    def show_options(self, indexes: Sequence[int]) -> None:
        """Show these options from the top."""
        self.model.show_options(indexes)
        self.nothing.setVisible(not indexes)
        self.cards.verticalScrollBar().setValue(0)
        self.cards.go_to_row(0)
        self._show_rows_in_view()

    @Slot()
    def _show_rows_in_view(self) -> None:
        self.controls.show_rows_in_view(rows_in_view(self.cards), self.model.rowCount())
        self.rows_shown.emit()


class SearchStrip(QFrame):
    """A field and the 14 초성 keys."""

    query_changed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.field = with_screen_reader_name(TypedLine(self), text("kiosk.search.name"))
        self.field.setObjectName("searchField")
        self.field.setPlaceholderText(text("kiosk.search.hint"))
        self.keypad = KeyPad(LEADS, 14, "kiosk.search.key", self)
        self.erase = KioskButton("kiosk.search.erase", self, is_struck_twice=True)
        self.close_search = KioskButton("kiosk.search.close", self, on_click=self.closed)
        row = with_spacing_in_ems(row_of(grow(self.field), self.erase, self.close_search), 0.6, (0, 0.2, 0, 0))
        with_spacing_in_ems(column_of(row, self.keypad, into=self), 0.2, (1.1, 0.2, 1.1, 0.2))
        self.field.textChanged.connect(self.query_changed)
        self.keypad.letter_pressed.connect(self._add_letter_to_search)
        self.erase.clicked.connect(self.field.backspace)

    def wipe_search_words(self) -> None:
        """Forget what was searched for, its undo steps too."""
        self.field.setText("")
        self.field.setModified(False)

    @Slot(str)
    def _add_letter_to_search(self, letter: str) -> None:
        self.field.setText(self.field.text() + letter)


class ListPage(AskPage):
    """Cards of one group, or what was found; the marks live in the voter's `ListMarking`.

    The blue button shows the next cards until the last one was seen or nothing more may be marked; who is done before
    says so by another button.
    """

    details_wanted = Signal(int)
    step_shown = Signal()
    """Another group of the ballot is shown."""
    search_toggled = Signal(bool)
    """True while letters belong to the search field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self._marking: ListMarking | None = None
        self._step = 0
        self._last_row_seen = -1
        """The furthest card of this step that was seen whole."""
        self.area = CardArea(self)
        self.search = SearchStrip(self)
        self.search.hide()
        self.refusal = RefusalLine(self)
        self.counters = role_label(self, "counter", name="counters")
        self.rest = role_label(self, "small")
        self.back = KioskButton("kiosk.list.back", self)
        self.done = KioskButton("kiosk.list.done", self)
        self.next = KioskButton("kiosk.list.next", self, is_primary=True)
        self._arrange()
        self._connect_signals()

    def set_ballot(self, cards: tuple[Card, ...], marking: VoterMarking) -> None:
        """Show this ballot from now on."""
        assert isinstance(marking, ListMarking)
        self._cards, self._marking = cards, marking
        self.area.set_ballot(cards, marking)
        self.show_group_step(0)

    def reset(self) -> None:
        """Forget the search and the place; the marks are wiped by the marking."""
        self._step = 0
        self._close_search()

    def first_focus(self) -> QWidget:
        """The first card."""
        return self.area.cards

    def accepts_keyboard_letters(self) -> bool:
        """Letters belong to the search field while it is open."""
        return not self.search.isHidden()

    def show_group_step(self, step: int) -> None:
        """Show the cards of one group (0 for the first; the only step of a ballot without groups)."""
        self._step, self._last_row_seen = step, -1
        self.refusal.hide_refusal()
        if self._marking is None:
            return
        groups = self._marking.question.groups
        name = groups[step].name if groups else ""
        self.area.show_options([card.index for card in self._cards if not groups or card.group == name])
        self.refresh_counts_and_marks()
        self.step_shown.emit()

    @Slot()
    def refresh_counts_and_marks(self) -> None:
        """Show the count and the marks again."""
        if self._marking is None:
            return
        self.area.model.refresh_marks()
        self.counters.setText(running_count_words(self._marking, self._step))
        self.rest.setText(marks_still_possible_words(self._marking, self._step))
        self._name_buttons_that_go_on()
        if self.search.isHidden():
            self.heading.setText(list_step_heading(self._marking, self._step))

    @property
    def _is_last_step(self) -> bool:
        return self._marking is None or self._step + 1 >= len(self._marking.question.groups)

    def _number_of_next_cards(self) -> int:
        """Return how many cards the blue button shows next; 0 where it goes on."""
        if self._marking is None or not self.search.isHidden() or not may_mark_more(self._marking, self._step):
            return 0
        count, (first, last) = self.area.model.rowCount(), rows_in_view(self.area.cards)
        if self._last_row_seen + 1 >= count or last + 1 >= count:
            return 0
        return max(1, min(last - first + 1, count - last - 1))

    @Slot()
    def _note_rows_seen(self) -> None:
        if self.isVisible() and self.search.isHidden():
            self._last_row_seen = max(self._last_row_seen, rows_in_view(self.area.cards)[1])
            self._name_buttons_that_go_on()

    def _name_buttons_that_go_on(self) -> None:
        """Let each button say what it does: show more cards, go on, cast a blank ballot, or leave the search."""
        if self._marking is None:
            return
        more, is_searching = self._number_of_next_cards(), not self.search.isHidden()
        is_blank = self._is_last_step and may_be_left_blank(self._marking)
        self.done.setVisible(more > 0)
        self.done.setText(text("kiosk.choice.blank" if is_blank else "kiosk.list.done"))
        if is_searching:
            self.next.setText(text("kiosk.search.close"))
        elif more:
            self.next.setText(text("kiosk.list.next_cards", count=more))
        else:
            self.next.setText(text("kiosk.choice.blank" if is_blank else "kiosk.list.next"))

    def _arrange(self) -> None:
        with_spacing_in_ems(self.body, 0.2)
        fill(self.body, self.search, grow(self.area), self.refusal)
        words = with_spacing_in_ems(column_of(self.counters, self.rest), 0.1, (0, 0, 0.5, 0))
        fill(self.foot_row, grow(words), self.back, self.done, self.next)

    def _connect_signals(self) -> None:
        self.area.model.marks_changed.connect(self.refusal.hide_refusal)
        self.area.model.marks_changed.connect(self.refresh_counts_and_marks)
        self.area.model.mark_refused.connect(self.refusal.show_refusal)
        self.area.cards.details_wanted.connect(self.details_wanted)
        self.area.controls.search_wanted.connect(self._open_search)
        self.search.query_changed.connect(self._show_found_options)
        self.search.closed.connect(self._close_search)
        self.back.clicked.connect(self._go_to_previous_step)
        self.next.clicked.connect(self._show_next_cards_or_go_on)
        self.done.clicked.connect(self._go_to_next_step)
        self.area.rows_shown.connect(self._note_rows_seen)

    @Slot()
    def _open_search(self) -> None:
        self.refusal.hide_refusal()
        self.search.show()
        self.area.controls.search.setEnabled(False)
        self._name_buttons_that_go_on()
        self.search_toggled.emit(True)
        self.search.field.setFocus()
        self._show_found_options("")

    @Slot(str)
    def _show_found_options(self, query: str) -> None:
        if self.search.isHidden():
            return
        found = find_card_indexes(self._cards, query)
        self.heading.setText(text("kiosk.list.heading_search", count=len(found)))
        self.area.show_options(found)

    @Slot()
    def _close_search(self) -> None:
        self.search.hide()
        self.search.wipe_search_words()
        self.area.controls.search.setEnabled(True)
        self.search_toggled.emit(False)
        self.show_group_step(self._step)
        self.area.cards.setFocus()

    @Slot()
    def _go_to_previous_step(self) -> None:
        if not self.search.isHidden():
            self._close_search()
        elif self._step:
            self.show_group_step(self._step - 1)
        else:
            self.left.emit()

    @Slot()
    def _show_next_cards_or_go_on(self) -> None:
        if not self._number_of_next_cards() or not self.area.cards.turn_page(1):
            self._go_to_next_step()

    @Slot()
    def _go_to_next_step(self) -> None:
        if not self.search.isHidden():
            self._close_search()
        elif self._marking is not None and (missing := words_that_keep_voter_in_step(self._marking, self._step)):
            self.refusal.show_refusal(missing)
        elif not self._is_last_step:
            self.show_group_step(self._step + 1)
            self.area.cards.setFocus()
        else:
            self.finished.emit()

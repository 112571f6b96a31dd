"""The 접수 tab: one search box, the people it finds, the person chosen and the desk's actions."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QModelIndex, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QTableView, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import PersonId
from sukui_desktop.services.checkin.people_search import PersonView, find_only_person_named
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.checkin.admission_actions import AdmissionActions
from sukui_desktop.ui.checkin.attendance_cards import AttendanceCards
from sukui_desktop.ui.checkin.people_table import (
    COLUMNS,
    GIVEN_UP,
    NAME_PX,
    STATE_COLUMN,
    PeopleTableModel,
    SearchBox,
    StateDelegate,
)
from sukui_desktop.ui.checkin.person_card import PersonCard
from sukui_desktop.ui.checkin.slip_actions import SlipActions
from sukui_desktop.ui.checkin.snapshot import CheckinSnapshot, read_checkin_snapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import ConsolePage
from sukui_desktop.ui.theme import style_table
from sukui_desktop.ui.widgets.basic_widgets import styled
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.plain_words import PlainLabel
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE
from sukui_desktop.wording.times import local_datetime

CARD_PX, NARROW_CARD_PX = 470, 380
NARROW_PX = 1200
"""Width of the page below which the card of the person leaves room to the roster."""


class CheckinPage(ConsolePage):
    """One search box, the people it finds, the person chosen, and the acts of the desk."""

    slip_handed = Signal(str, str)
    """(token, poll id) for the kiosk window of this machine (programs/ connects it)."""
    help_key = "checkin.help"
    SHOWN_TABLES = ("meeting", "person", "attendance", "slip", "poll")

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._wanted: PersonId | None = None
        self._latest: tuple[str, str, str] | None = None
        """(person id, key of `checkin.latest`, clock) of the last act."""
        self._is_next_typed = False
        """Something was typed since the last act began: the keys belong to the next person already."""
        self.model = PeopleTableModel()
        self.search = SearchBox(self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.count_label = styled(PlainLabel(self), "hint", "true")
        self.cards = AttendanceCards(self)
        self.card = PersonCard(self)
        self.admission = AdmissionActions(operations, self.card)
        self.slips = SlipActions(operations, self.card)
        self._style_table()
        self._lay_out()
        self.search.typed.connect(self._filter_people)
        self.search.textEdited.connect(self._note_next_person_typed)
        self.search.stepped.connect(self._move_choice_in_list)
        self.search.entered.connect(self._act_for_person_on_card)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen_person)
        self.admission.slip_due.connect(self.slips.give_slip_to)
        self.slips.slip_handed.connect(self.slip_handed)
        for acts in (self.admission, self.slips):
            acts.act_done.connect(self._show_done_act_and_clear_search)
            acts.question_closed.connect(self.search.setFocus)
        for act in self.card.findChildren(QPushButton):
            act.clicked.connect(self._let_next_key_replace_search)

    def switch_to_meeting(self, room: Room) -> None:
        """Show a meeting from its beginning: nobody typed, nobody chosen."""
        self.search.clear()
        self.card.show_person(None)
        self._latest = None
        self.card.show_last_act("", may_take_back=False)
        super().switch_to_meeting(room)

    @Slot(bool)
    def set_kiosk_open(self, is_open: bool) -> None:
        """Note whether a kiosk window of this machine is open; one is opened for a slip where none is."""
        self.slips.is_kiosk_open = is_open

    def first_focus(self) -> QWidget:
        """Return the search box."""
        return self.search

    def load(self) -> None:
        """Ask for everything the desk shows."""
        self.operations.run(self, read_checkin_snapshot, self.room, on_done=self._show_snapshot)

    def _show_snapshot(self, snapshot: CheckinSnapshot) -> None:
        kept = self._wanted or (self.card.person.person.person_id if self.card.person is not None else None)
        self._wanted = None
        self.model.show_people(snapshot.people)
        self._fit_columns()
        self.cards.show_attendance(snapshot.meeting, snapshot.attendance)
        self.card.show_polls(snapshot.polls, snapshot.voters)
        for acts in (self.admission, self.slips):
            acts.show_snapshot(self.room, snapshot)
        view = next((view for view in snapshot.people if view.person.person_id == kept), None)
        if view is not None and self.model.row_of(view.person.person_id) < 0:
            self._show_everybody()  # the list and the card are of one person, or Enter would serve another
        if view is not None:
            self._select_person(view.person.person_id)
        self.card.show_person(view)
        if kept is None:
            self._choose_only_person_found(self.search.text())  # typed before the roster came
        self._show_last_act()
        self._show_number_of_people_found()

    @Slot(str)
    def _note_next_person_typed(self, _words: str) -> None:
        """Note that the next person is being typed, also where the words are the same as before."""
        self._is_next_typed = True

    @Slot(str)
    def _filter_people(self, words: str) -> None:
        self._is_next_typed = True
        self._wanted = None  # the next person is here: the reading under way must not bring the last one back
        self.card.show_message("")
        self.model.filter_by(words)
        self.table.setCurrentIndex(QModelIndex())
        self.card.show_person(None)
        self._choose_only_person_found(words)
        self._show_number_of_people_found()

    def _choose_only_person_found(self, words: str) -> None:
        """Choose whom the words name alone; among several, people choose."""
        meant = find_only_person_named(self.model.everybody, words)
        if meant is not None:
            self.table.selectRow(self.model.row_of(meant.person.person_id))

    @Slot()
    def _act_for_person_on_card(self) -> None:
        """Act for the person on the card; who was named by several, or is in already, is told and nothing is done.

        Whatever comes of it, the next key begins the next search: never are two numbers joined to a third.
        """
        if self.card.person is not None and self.card.main_button.isEnabled():
            self.card.main_button.click()
        elif self.card.person is not None:
            self.card.show_message(text("checkin.search.already", name=self.card.person.name))
        elif self.search.text().strip() and self.model.rows:
            self.card.show_message(text("checkin.search.several", count=len(self.model.rows)))
        self._let_next_key_replace_search()

    @Slot()
    def _let_next_key_replace_search(self) -> None:
        """Let the next key replace what was typed, also while the act that was just asked for is being written."""
        self._is_next_typed = False
        self.search.selectAll()
        self.search.setFocus()

    @Slot(int)
    def _move_choice_in_list(self, step: int) -> None:
        last = len(self.model.rows) - 1
        if last < 0:
            return
        current = self.table.currentIndex()
        row = current.row() + step if current.isValid() else 0
        self.table.selectRow(min(max(row, 0), last))

    @Slot(QModelIndex, QModelIndex)
    def _show_chosen_person(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            view: PersonView = current.data(ROW_ROLE)
            if self.card.person is None or self.card.person.person.person_id != view.person.person_id:
                self.card.show_message("")  # it was about the choice before
            self.card.show_person(view)
        self.search.setFocus()

    @Slot(str, str)
    def _show_done_act_and_clear_search(self, person_id: str, key: str) -> None:
        """Show what was done and be ready for the next person."""
        self._latest = (person_id, key, f"{local_datetime(QDateTime.currentMSecsSinceEpoch()):%H:%M:%S}")
        self._show_last_act()
        shown = self.card.person.person.person_id if self.card.person is not None else ""
        if person_id and key != "walk_in" and (self._is_next_typed or shown not in ("", person_id)):
            return  # the next person was typed while this one's act ran: the card and the words typed stay
        if person_id and key == "walk_in":
            self._show_everybody()  # what was typed before is another's
            self.card.show_person(None)
        if person_id:
            self._wanted = PersonId(person_id)
            self._select_person(self._wanted)
        self.search.selectAll()
        self.search.setFocus()

    def _show_everybody(self) -> None:
        """Empty the search; the person on the card stays until another is shown."""
        with QSignalBlocker(self.search):
            self.search.clear()
        self.search.mark_words_as_sent()
        self.model.filter_by("")
        self._show_number_of_people_found()

    def _select_person(self, person_id: PersonId) -> None:
        """Mark somebody in the list where they are in it already."""
        row = self.model.row_of(person_id)
        if row >= 0:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _show_last_act(self) -> None:
        """Show what was done last; again after each reading, which brings the name of a walk-in."""
        if self._latest is None:
            return
        person_id, key, clock = self._latest
        name = next((view.name for view in self.model.everybody if view.person.person_id == person_id), "")
        words = text(f"checkin.latest.{key}", name=name, clock=clock, count=len(self.admission.admitted))
        self.card.show_last_act(words, may_take_back=key in ("admitted", "paper"))

    def _show_number_of_people_found(self) -> None:
        shown, everybody = len(self.model.rows), len(self.model.everybody)
        if not everybody:
            self.count_label.setText(text("checkin.search.no_roster"))
        elif not shown:
            self.count_label.setText(text("checkin.search.nobody"))
        else:
            key = "all" if shown == everybody else "count"
            self.count_label.setText(text(f"checkin.search.{key}", shown=f"{shown:,}", everybody=f"{everybody:,}"))

    def _style_table(self) -> None:
        table = self.table
        style_table(table)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setAccessibleName(text("checkin.search.table"))
        table.setItemDelegateForColumn(STATE_COLUMN, StateDelegate(table))
        table.setSortingEnabled(True)
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.horizontalHeader().setSortIndicatorClearable(True)

        for column, width in enumerate(COLUMNS.values()):
            if width:
                table.setColumnWidth(column, width)
            else:
                table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up columns and width of the card on a narrow screen, never the state of a person."""
        super().resizeEvent(event)
        self.card.setFixedWidth(NARROW_CARD_PX if self.width() < NARROW_PX else CARD_PX)
        QTimer.singleShot(0, self, self._fit_columns)

    @Slot()
    def _fit_columns(self) -> None:
        """Hide what nobody of the roster has, then what there is no room for."""
        is_empty = {key: not any(getattr(view.person, key) for view in self.model.everybody) for key in GIVEN_UP}
        hidden = {key for key in GIVEN_UP if is_empty[key] and self.model.everybody}
        room = self.table.viewport().width() - NAME_PX
        for key in GIVEN_UP:
            if sum(width for name, width in COLUMNS.items() if name not in hidden) > room:
                hidden.add(key)
        for place, key in enumerate(COLUMNS):
            self.table.setColumnHidden(place, key in hidden)

    def _lay_out(self) -> None:
        left = column_of(
            self.search, self.count_label, grow(self.table), self.cards, spacing=12, margins=(24, 20, 24, 20)
        )
        self.card.setFixedWidth(CARD_PX)
        row_of(grow(left), self.card, spacing=0, margins=0, into=self)

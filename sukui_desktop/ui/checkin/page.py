"""The 접수 tab: one search box, the people it finds, the person chosen and the desk's actions."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QModelIndex, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QPushButton, QTableView, QWidget

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.domain.initial_ranges import InitialRange, count_initials, split_by_initials
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.meeting import MeetingStage
from sukui_desktop.services.checkin.desk_snapshot import CheckinSnapshot, holds_slip_of_poll, read_checkin_snapshot
from sukui_desktop.services.checkin.people_search import PersonView, find_people
from sukui_desktop.services.checkin.slips import is_like_damaged_slip_number, typed_text_as_slip_number
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
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import ConsolePage
from sukui_desktop.ui.theme import style_table
from sukui_desktop.ui.widgets.basic_widgets import button, with_screen_reader_name, with_style_property
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.times import local_datetime

CARD_PX, NARROW_CARD_PX = 470, 380
NARROW_PX = 1200
_MOST_DESKS = 4
"""Into so many parts the roster is offered to be shared."""
_BESIDE_WORDS_PX = 26
"""Left and right of the words of a cell."""
"""Width of the page below which the card of the person leaves room to the roster."""


class CheckinPage(ConsolePage):
    """One search box, the people it finds, the person chosen, and the acts of the desk."""

    served_range_changed = Signal(str)
    """The consonants of the names that this desk serves, such as ㄱ–ㅂ; '' for everybody."""
    slip_handed = Signal(str, str)
    """(token, poll id) for the kiosk window of this machine (programs/ connects it)."""
    turn_wanted = Signal(str, str)
    """(person id, '' for who is next; poll id): let them vote at this screen (programs/ connects it)."""
    help_key = "checkin.help"
    SHOWN_TABLES = ("meeting", "person", "attendance", "slip", "poll")

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._wanted: PersonId | None = None
        self._latest: tuple[str, str, str] | None = None
        """(person id, key of `checkin.latest`, clock) of the last act."""
        self._latest_name = ""
        self._is_next_typed = False
        """Something was typed since the last act began: the keys belong to the next person already."""
        self.model = PeopleTableModel()
        self._words_of_columns: dict[str, frozenset[str]] = {}
        """What the roster has in each column that can be given up; nothing before there is a roster."""
        self.search = SearchBox(self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.count_label = with_style_property(WrappedLabel("", self, name="peopleFound"), "hint", "true")
        self.due_button = button("", scale="small")
        self.due_button.setCheckable(True)
        self.due_button.hide()
        self.range_choice = with_screen_reader_name(DropDown(self), text("checkin.range.name"))
        self._ranges: tuple[InitialRange | None, ...] = ()
        self.places_button = button(text("places.button"), scale="small", on_click=self._open_places)
        self.number_words = with_style_property(WrappedLabel(text("checkin.brought.words"), self), "state", "warning")
        self.forget_button = button(text("checkin.brought.forget"), scale="small")
        self.number_bar = with_style_property(QFrame(self), "card", "subtle")
        self.number_bar.hide()
        self._card_before: PersonId | None = None
        """Who was on the card when the words in the search began to change."""
        self._is_chosen_by_words = False
        """The words being typed put the person on the card: the first figure of a slip is somebody's number, too."""
        self.cards = AttendanceCards(self)
        self.card = PersonCard(self)
        self.admission = AdmissionActions(operations, self.card)
        self.slips = SlipActions(operations, self.card)
        self._style_table()
        self._lay_out()
        self.range_choice.activated.connect(self._serve_chosen_range)
        self.search.typed.connect(self._filter_people)
        self.search.textEdited.connect(self._note_next_person_typed)
        self.search.stepped.connect(self._move_choice_in_list)
        self.search.entered.connect(self._press_main_button_of_card)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen_person)
        self.admission.slip_due.connect(self.slips.give_slip_to)
        self.admission.turn_due.connect(self._announce_turn_of_person)
        self.card.turn_button.clicked.connect(self._begin_turn_of_person_or_next)
        self.slips.slip_handed.connect(self.slip_handed)
        self.slips.number_kept.connect(self._show_whether_number_is_kept)
        self.forget_button.clicked.connect(self.slips.forget_brought_number)
        self.forget_button.clicked.connect(self.search.setFocus)
        self.due_button.toggled.connect(self._show_due_only)
        self.card.poll_choice.currentIndexChanged.connect(self._show_who_has_slip)
        for acts in (self.admission, self.slips):
            acts.act_done.connect(self._show_done_act_and_clear_search)
            acts.act_done.connect(self.slips.forget_brought_number)
            acts.question_closed.connect(self.search.setFocus)
        for act in self.card.findChildren(QPushButton):
            act.clicked.connect(self._let_next_key_replace_search)

    def switch_to_meeting(self, room: Room) -> None:
        """Show a meeting from its beginning: nobody typed, nobody chosen."""
        self.search.clear()
        self.card.show_person(None)
        self._latest = None
        self.slips.forget_brought_number()
        self.due_button.setChecked(False)
        self.card.show_last_act("", may_take_back=False)
        super().switch_to_meeting(room)

    @Slot(bool)
    def set_kiosk_open(self, is_open: bool) -> None:
        """Note whether a kiosk window of this machine is open; one is opened for a slip where none is."""
        self.slips.is_kiosk_open = is_open

    def work_without_kiosk(self) -> None:
        """Hand no slip to a kiosk of this machine: this desk is a station of its own."""
        self.slips.is_kiosk_open = None
        self.card.has_screen = False

    @Slot()
    def _begin_turn_of_person_or_next(self) -> None:
        if self.card.may_vote_here:
            self.admission.begin_turn_of_person()
        else:
            self._announce_turn_of_person("")

    @Slot(str)
    def _announce_turn_of_person(self, person_id: str) -> None:
        if self.card.chosen_poll_id is not None:
            self.turn_wanted.emit(person_id, self.card.chosen_poll_id)

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
        self._words_of_columns = {
            key: frozenset([str(getattr(view.person, key)) for view in snapshot.people])
            for key in GIVEN_UP
            if snapshot.people
        }
        self._offer_ranges_of_initials()
        self._hide_columns_without_room()
        self.cards.show_attendance(snapshot.meeting, snapshot.attendance)
        self.card.offer_polls(snapshot.polls, snapshot.voters)
        self.card.set_meeting_closed(is_closed=snapshot.meeting.stage == MeetingStage.CLOSED)
        self._show_who_has_slip()
        for acts in (self.admission, self.slips):
            acts.use_snapshot(self.room, snapshot)
        view = next((view for view in snapshot.people if view.person.person_id == kept), None)
        if view is not None and self.model.row_of_person(view.person.person_id) < 0:
            self._show_everybody()  # the list and the card are of one person, or Enter would serve another
        if view is not None:
            self._select_person(view.person.person_id)
        self.card.show_person(view)
        if kept is None:
            self._choose_only_person_found(self.search.text())  # typed before the roster came
        self._show_latest_act_on_card()
        self._show_number_of_people_found()

    def _offer_ranges_of_initials(self) -> None:
        """Offer to share the roster among two to four desks; a range that was chosen stays, whoever comes."""
        counts = count_initials(view.person.name for view in self.model.everybody)
        chosen = self._ranges[self.range_choice.currentIndex()] if self._ranges else None
        offered: dict[str, InitialRange | None] = {text("checkin.range.all"): None}
        for desks in range(2, _MOST_DESKS + 1):
            for place, of_desk in enumerate(split_by_initials(counts, desks), start=1):
                initials = _initials_words(of_desk)
                offered[text("checkin.range.of", desks=desks, place=place, initials=initials)] = of_desk
        if chosen is not None and chosen not in offered.values():
            offered[text("checkin.range.kept", initials=_initials_words(chosen))] = chosen
        if tuple(offered.values()) != self._ranges:
            self._ranges = tuple(offered.values())
            self.range_choice.clear()
            self.range_choice.addItems(list(offered))
            self.range_choice.setCurrentIndex(self._ranges.index(chosen))

    def serve_range_of_before(self, initials: str) -> None:
        """Serve those whom this desk served before it was started again, as `served_range_changed` said it."""
        of_desk = InitialRange(initials[0], initials[-1])
        self._ranges = (None, of_desk)
        self.range_choice.clear()
        self.range_choice.addItems([text("checkin.range.all"), text("checkin.range.kept", initials=initials)])
        self.range_choice.setCurrentIndex(1)
        self._serve_chosen_range(1)

    @Slot(int)
    def _serve_chosen_range(self, place: int) -> None:
        """Show those whom this desk serves; everybody else is still found by what is typed."""
        of_desk = self._ranges[place]
        self._show_everybody()
        self.card.show_person(None)
        self.model.show_initials_only(of_desk)
        self._show_number_of_people_found()
        self.served_range_changed.emit(_initials_words(of_desk) if of_desk is not None else "")
        self.search.setFocus()

    @Slot()
    def _open_places(self) -> None:
        """Show the lists of the other places for the poll that gives slips now."""
        from sukui_desktop.ui.checkin.places_dialog import PlacesDialog

        dialog = PlacesDialog(self, self.operations, self.room, self.card.chosen_poll_id)
        dialog.finished.connect(self.search.setFocus)
        dialog.open()

    @Slot(str)
    def _note_next_person_typed(self, _words: str) -> None:
        """Note that the next person is being typed, also where the words are the same as before."""
        self._is_next_typed = True

    @Slot()
    def _show_who_has_slip(self) -> None:
        """Show in the list who has a slip of the poll on the card, and how many are still to receive one."""
        poll_id = self.card.chosen_poll_id
        self.model.show_slips_of(poll_id, self.card.voters_of(poll_id))
        due = self.model.count_of_people_due_slip
        if not due:
            self.due_button.setChecked(False)
        self.due_button.setVisible(due > 0)
        key = "all" if self.due_button.isChecked() else "only"
        self.due_button.setText(text(f"checkin.due.{key}", count=f"{due:,}"))
        if self.card.person is not None:
            self._select_person(self.card.person.person.person_id)
        self._show_number_of_people_found()

    @Slot(bool)
    def _show_due_only(self, is_due_only: bool) -> None:
        """Show those who are still to receive a slip, until a name is typed."""
        self.card.show_message("")
        if is_due_only:
            self._show_everybody()
            self.card.show_person(None)
        self.model.show_only_people_due_slip(is_due_only=is_due_only)
        self._show_who_has_slip()
        self.search.setFocus()

    @Slot(bool)
    def _show_whether_number_is_kept(self, is_kept: bool) -> None:
        """Show that the number of a slip waits; what was said of it goes with it."""
        self.number_bar.setVisible(is_kept)
        self.card.show_message("")

    def _take_brought_slip(self, number: str) -> None:
        """Keep the number of a slip for the return or the replacement; who was on the card may be who brought it."""
        before, self._card_before = self._card_before, None
        QGuiApplication.inputMethod().reset()  # a scanner's last letter may still be being composed
        self._show_everybody()
        self.table.setCurrentIndex(QModelIndex())
        self.card.show_person(None)
        if self.card.chosen_poll_id is None:
            self.card.show_message(text("checkin.brought.no_poll"))
            return
        self.card.show_message("")
        self.slips.keep_brought_number(number)
        view = next((view for view in self.model.everybody if view.person.person_id == before), None)
        if view is not None and holds_slip_of_poll(view, self.card.chosen_poll_id):
            self._select_person(view.person.person_id)

    @Slot(str)
    def _filter_people(self, words: str) -> None:
        self._is_next_typed = True
        if self.card.person is not None and not (self._is_chosen_by_words and len(words) > 1):
            self._card_before = self.card.person.person.person_id
        if (number := typed_text_as_slip_number(words)) and not find_people(self.model.everybody, words):
            self._take_brought_slip(number)
            return
        self._wanted = None  # the next person is here: the reading under way must not bring the last one back
        self.card.show_message("")
        self.model.filter_by(words)
        self.table.setCurrentIndex(QModelIndex())
        self.card.show_person(None)
        self._choose_only_person_found(words)
        self._show_number_of_people_found()

    def _choose_only_person_found(self, words: str) -> None:
        """Choose whom the words name alone; among several, people choose."""
        meant = self.model.find_only_person_named(words)
        if meant is not None:
            self.table.selectRow(self.model.row_of_person(meant.person.person_id))
        self._is_chosen_by_words = meant is not None

    @Slot()
    def _press_main_button_of_card(self) -> None:
        """Act for the person on the card; who was named by several, or is in already, is told and nothing is done.

        Whatever comes of it, the next key begins the next search: never are two numbers joined to a third.
        """
        if self.card.person is not None and self.card.main_button.isEnabled():
            self.card.main_button.click()
        elif self.card.person is not None and self.slips.has_brought_number:
            self.card.show_message(text("checkin.brought.choose"))  # a scan ends with Enter
        elif self.card.person is not None and self.card.is_closed:
            self.card.show_message(error_text("meeting_closed"))
        elif self.card.person is not None:
            self.card.show_message(text("checkin.search.already", name=self.card.person.name))
        elif self.search.text().strip() and self.model.rows:
            self.card.show_message(text("checkin.search.several", count=len(self.model.rows)))
        self._let_next_key_replace_search()

    @Slot()
    def _let_next_key_replace_search(self) -> None:
        """Let the next key replace what was typed, also while the act that was just asked for is being written."""
        self._is_next_typed = False
        self._is_chosen_by_words = False
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
        self._is_chosen_by_words = False
        if current.isValid():
            view: PersonView = current.data(ROW_ROLE)
            if self.card.person is None or self.card.person.person.person_id != view.person.person_id:
                self.card.show_message("")  # it was about the choice before
            self.card.show_person(view)
        self.search.setFocus()

    @Slot(str, str)
    def _show_done_act_and_clear_search(self, person_id: str, key: str) -> None:
        """Show what was done and be ready for the next person."""
        self._latest_name = ""
        self._latest = (person_id, key, f"{local_datetime(QDateTime.currentMSecsSinceEpoch()):%H:%M:%S}")
        self._show_latest_act_on_card()
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
        row = self.model.row_of_person(person_id)
        if row >= 0:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _show_latest_act_on_card(self) -> None:
        """Show what was done last; again after each reading, which brings the name of a walk-in."""
        if self._latest is None:
            return
        person_id, key, clock = self._latest
        name = next((view.name for view in self.model.everybody if view.person.person_id == person_id), "")
        self._latest_name = name = name or self._latest_name  # a walk-in who was taken back is in no list any more
        words = text(f"checkin.latest.{key}", name=name, clock=clock, count=len(self.admission.admitted))
        self.card.show_last_act(words, may_take_back=key in ("admitted", "paper", "walk_in"))

    def _show_number_of_people_found(self) -> None:
        shown, everybody = len(self.model.rows), len(self.model.everybody)
        if not everybody:
            self.count_label.setText(text("checkin.search.no_roster"))
        elif not shown and is_like_damaged_slip_number(self.search.text()):
            self.count_label.setText(text("checkin.search.like_slip"))
        elif not shown:
            self.count_label.setText(text("checkin.search.nobody"))
        elif self.model.is_due_only_shown:
            self.count_label.setText(text("checkin.search.due", shown=f"{shown:,}"))
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

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no number of a slip where nobody sees that it waits."""
        super().hideEvent(event)
        self.slips.forget_brought_number()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up columns and width of the card on a narrow screen, never the state of a person."""
        super().resizeEvent(event)
        self.card.setFixedWidth(NARROW_CARD_PX if self.width() < NARROW_PX else CARD_PX)
        QTimer.singleShot(0, self, self._hide_columns_without_room)

    @Slot()
    def _hide_columns_without_room(self) -> None:
        """Hide what nobody of the roster has, then what there is no room for."""
        hidden = {key for key, words in self._words_of_columns.items() if not any(words)}
        room = self.table.viewport().width() - NAME_PX
        for key in GIVEN_UP:
            if sum(width for name, width in COLUMNS.items() if name not in hidden) > room:
                hidden.add(key)
        spare = room - sum(width for name, width in COLUMNS.items() if name not in hidden)
        for place, (key, width) in enumerate(COLUMNS.items()):
            self.table.setColumnHidden(place, key in hidden)
            if key in GIVEN_UP and key not in hidden:
                wider = min(max(0, self._longest_words_px(key) - width), max(0, spare))
                self.table.setColumnWidth(place, width + wider)
                spare -= wider

    def _longest_words_px(self, key: str) -> int:
        """Return the width of the longest words of a column, with the room beside them."""
        metrics = self.table.fontMetrics()
        return max(map(metrics.horizontalAdvance, self._words_of_columns.get(key, ())), default=0) + _BESIDE_WORDS_PX

    def _lay_out(self) -> None:
        row_of(grow(self.number_words), self.forget_button, margins=(14, 10, 14, 10), into=self.number_bar)
        found = row_of(grow(self.count_label), self.due_button, self.range_choice, self.places_button, spacing=12)
        left = column_of(
            self.search, found, self.number_bar, grow(self.table), self.cards, spacing=12, margins=(24, 20, 24, 20)
        )
        self.card.setFixedWidth(CARD_PX)
        row_of(grow(left), self.card, spacing=0, margins=0, into=self)


def _initials_words(of_desk: InitialRange) -> str:
    return of_desk.first if of_desk.first == of_desk.last else f"{of_desk.first}–{of_desk.last}"

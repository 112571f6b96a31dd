"""The roster at the desk: the search box, the table that follows every key, the badge of a person's state."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.initial_ranges import InitialRange
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.services.checkin.desk_snapshot import holds_slip_of_poll
from sukui_desktop.services.checkin.people_search import PeopleFound, PersonView, search_people
from sukui_desktop.services.checkin.slips import PollVoters
from sukui_desktop.ui.theme import BODY_PX, font
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE, Index
from sukui_desktop.ui.widgets.rows_table import Column, RowsTableModel
from sukui_desktop.ui.widgets.side_list import paint_badge

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}
COLUMNS = {
    "number": 72,
    "name": 0,
    "affiliation": 130,
    "subcommittee": 120,
    "channel": 104,
    "district": 92,
    "state": 116,
}
"""Column key → its first width in px, 0 for the one that takes the room left; `checkin.column.<key>` is its heading."""
KEYS = tuple(COLUMNS)
NAME_PX = 130
"""Least width of a name."""
GIVEN_UP = ("district", "channel", "subcommittee", "affiliation")
"""Columns that a narrow roster does without, the first one first: the card of the person shows them all."""
STATE_COLUMN = KEYS.index("state")
STATE_ROLE = ROW_ROLE + 1
"""The state of a row's person, as `PeopleTableModel.desk_state_of_person` has it."""
WAITING = "waiting"
PRESENT = "present"
LEFT = "left"
SLIP_GIVEN = "slip_given"
SLIP_DUE = "slip_due"
BADGES = {
    PRESENT: ("success-tint", "success-text"),
    SLIP_GIVEN: ("success-tint", "success-text"),
    SLIP_DUE: ("primary-tint", "primary-text"),
    LEFT: ("warning-tint", "warning-text"),
    WAITING: ("surface-sunken", "grey-text"),
}
"""State → colour names of ground and word."""


class SearchBox(QLineEdit):
    """Sends its words at every key, of a half-composed syllable too; arrow keys go to the list, Enter to the button."""

    typed = Signal(str)
    stepped = Signal(int)
    """Rows to move in the list, negative for up."""
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sent = ""
        self.setProperty("scale", "large")
        self.setPlaceholderText(text("checkin.search.hint"))
        self.setAccessibleName(text("checkin.search.name"))
        self.textChanged.connect(self._announce_changed_words)

    def mark_words_as_sent(self) -> None:
        """Take what is in the box now as sent, after it was changed silently."""
        self._sent = self.text()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Emit the text with the syllable that is being composed."""
        super().inputMethodEvent(event)
        before, after = self.text()[: self.cursorPosition()], self.text()[self.cursorPosition() :]
        self._announce_changed_words(before + event.preeditString() + after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the keys of the list and of the big button on; Escape empties the box."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what was typed before, so that the next name replaces it."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason):
            self.selectAll()

    def _announce_changed_words(self, words: str) -> None:
        if words != self._sent:
            self._sent = words
            self.typed.emit(words)


def presence_state_of(view: PersonView) -> str:
    """Return waiting | present | left: what a person is to the desk now."""
    if view.attendance.is_present:
        return PRESENT
    return LEFT if view.attendance.was_present else WAITING


def desk_state_of(view: PersonView, poll_id: PollId | None, voters: PollVoters | None) -> str:
    """Return what a person is to the desk now; of those here who may vote in the poll, whether they have its slip."""
    state = presence_state_of(view)
    if state != PRESENT or poll_id is None:
        return state
    if holds_slip_of_poll(view, poll_id):
        return SLIP_GIVEN
    return SLIP_DUE if voters is None or view.person.person_id in voters.people else state


class PeopleTableModel(RowsTableModel[PersonView]):
    """Those of the meeting who match what was typed, in the order of the roster or of a chosen column."""

    def __init__(self) -> None:
        super().__init__([Column(f"checkin.column.{key}", partial(self._cell_words, key)) for key in COLUMNS])
        self.everybody: tuple[PersonView, ...] = ()
        """All people of the meeting, in the order of the roster."""
        self._query = ""
        self._found: tuple[str, PeopleFound] | None = None
        """What was searched last, and whom it named."""
        self._poll_id: PollId | None = None
        self._voters: PollVoters | None = None
        self._is_due_only = False
        self._range: InitialRange | None = None
        self._sorted_by: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    def show_people(self, everybody: tuple[PersonView, ...]) -> None:
        """Replace the people; what was typed and the order stay."""
        self.everybody = everybody
        self._found = None
        self._refill_rows()

    def filter_by(self, query: str) -> None:
        """Show only those who match: name, 초성, number or last four digits."""
        self._query = query
        self._refill_rows()

    def show_slips_of(self, poll_id: PollId | None, voters: PollVoters | None) -> None:
        """Show who has a slip of this poll and who is still to receive one; None while no poll gives slips."""
        if (poll_id, voters) != (self._poll_id, self._voters):
            self._poll_id, self._voters = poll_id, voters
            self._refill_rows()

    def show_only_people_due_slip(self, *, is_due_only: bool) -> None:
        """Show only those who are here and are still to receive a slip, or everybody again; who is typed is found
        among everybody."""
        self._is_due_only = is_due_only
        self._refill_rows()

    def show_initials_only(self, of_desk: InitialRange | None) -> None:
        """Show only those whom this desk serves, None for everybody; who is typed is found among everybody."""
        self._range = of_desk
        self._refill_rows()

    def desk_state_of_person(self, view: PersonView) -> str:
        """Return what a person is to the desk now: waiting, left, present, slip_given or slip_due."""
        return desk_state_of(view, self._poll_id, self._voters)

    @property
    def is_due_only_shown(self) -> bool:
        """Whether the list is of those who are still to receive a slip."""
        return self._is_due_only and not self._query.strip()

    @property
    def count_of_people_due_slip(self) -> int:
        """How many of everybody are here and are still to receive a slip."""
        if self._poll_id is None:
            return 0
        return sum(self.desk_state_of_person(view) == SLIP_DUE for view in self.everybody)

    def row_of_person(self, person_id: PersonId) -> int:
        """Return the row of a person, -1 when they are not shown."""
        return next((row for row, view in enumerate(self.rows) if view.person.person_id == person_id), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name in bold and the state, beside what every table shows."""
        if role == STATE_ROLE and index.isValid():
            return self.desk_state_of_person(index.data(ROW_ROLE))
        if role == Qt.ItemDataRole.FontRole and index.isValid() and KEYS[index.column()] == "name":
            return font(BODY_PX, is_bold=True)
        return super().data(index, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; -1 is the order of the roster."""
        self._sorted_by = (column, order)
        self._refill_rows()

    def find_only_person_named(self, query: str) -> PersonView | None:
        """Return the one person of everybody whom a query names, None where it names nobody or several."""
        return self._find_people(query).only

    def _find_people(self, query: str) -> PeopleFound:
        """Search everybody, once for each query: the list and the choice of who is meant ask for the same."""
        if self._found is None or self._found[0] != query:
            self._found = (query, search_people(self.everybody, query))
        return self._found[1]

    def _refill_rows(self) -> None:
        found = self._find_people(self._query).people
        if self._range is not None and not self._query.strip():
            found = tuple(view for view in found if self._range.holds(view.person.name))
        if self.is_due_only_shown:
            found = tuple(view for view in found if self.desk_state_of_person(view) == SLIP_DUE)
        column, order = self._sorted_by
        if column >= 0:
            key = partial(self._cell_words, KEYS[column])
            found = tuple(sorted(found, key=key, reverse=order == Qt.SortOrder.DescendingOrder))
        self.show_rows(found)

    def _cell_words(self, column: str, view: PersonView) -> str:
        """Return the words of one column for one person; namesakes have behind the name what tells them apart."""
        if column == "state":
            return text(f"checkin.state.{self.desk_state_of_person(view)}")
        return view.name if column == "name" else str(getattr(view.person, column))


class StateDelegate(QStyledItemDelegate):
    """Paints the last column of the roster."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint no word here: the badge has it."""
        super().initStyleOption(option, index)
        option.text = ""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        """Paint the ground of the row, then the badge."""
        super().paint(painter, option, index)
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        width = QFontMetrics(font(14, is_bold=True)).horizontalAdvance(words) + 16
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect.x() + 10, option.rect.center().y() - 11, width, 24)
        paint_badge(painter, area, words, BADGES[index.data(STATE_ROLE)])
        painter.restore()

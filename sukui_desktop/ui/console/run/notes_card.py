"""The notes of an item: who spoke and what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.roster_matching import find_distinguishing_fields
from sukui_desktop.models.agenda import NoteRow
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.checkin.people_search import PersonView, find_people
from sukui_desktop.ui.console.undo_steps import UndoSteps
from sukui_desktop.ui.widgets.basic_widgets import button, heading, hint, named, styled
from sukui_desktop.ui.widgets.drop_down import Completions
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.wording.people_names import names_on_papers, words_that_distinguish_person
from sukui_desktop.wording.times import time_of_day_words

_MOST_SHOWN = 8
_TABLE_PX = 150


class SpeakerField(QLineEdit):
    """Completes from the roster; any other name may be typed too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[PersonView, ...] = ()
        self._apart: dict[PersonId, tuple[str, ...]] = {}
        self._written: dict[PersonId, str] = {}
        """Names as a note bears them."""
        self._here: Counter[str] = Counter()
        """How many of a name are here."""
        self.setPlaceholderText(text("run.notes.speaker_hint"))
        self.setAccessibleName(text("run.notes.speaker"))
        self._found = QStandardItemModel(self)
        self._completer = Completions(self._found, self)
        self._completer.setCompletionMode(Completions.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        self.setCompleter(self._completer)
        self.textEdited.connect(self._refill_offered_names)

    def offer_people(self, people: Sequence[PersonView]) -> None:
        """Complete from these people, those who are here first."""
        self._people = tuple(sorted(people, key=_is_away))
        self._apart = find_distinguishing_fields(view.person for view in people)
        self._written = names_on_papers(view.person for view in people)
        self._here = Counter(view.person.name for view in people if view.attendance.is_present)

    def offered_names(self) -> list[str]:
        """Return what is offered for the text so far, best first."""
        return [self._found.item(row).text() for row in range(self._found.rowCount())]

    @Slot(str)
    def _refill_offered_names(self, typed: str) -> None:
        self._found.clear()
        if not typed.strip():
            return
        found = find_people(self._people, typed)[:_MOST_SHOWN]
        labels = Counter(_name_and_channel_words(view.person) for view in found)
        for view in found:
            words = _name_and_channel_words(view.person)
            mark = words_that_distinguish_person(view.person, self._apart.get(view.person.person_id, ()))
            if labels[words] > 1:
                words = text("run.notes.namesake", person=words, mark=mark)
            if not view.attendance.is_present:
                key = "gone" if view.attendance.was_present else "not_come"
                words = text(f"run.notes.{key}", person=words)
            item = QStandardItem(words)
            item.setData(self._written[view.person.person_id], Qt.ItemDataRole.UserRole)
            self._found.appendRow(item)

    def complete_initials_to_name(self) -> bool:
        """Put the name for 초성 that fit one name only; where they fit several, or none, keep them, return False.

        A bare name that two who are here bear is kept too, and returns False: which of them spoke is chosen. Of
        namesakes the one who is here is named as papers name them: the others may come later.
        Several are offered. Anything else that was typed stays as it is.
        """
        typed = self.text().strip()
        if all("ㄱ" <= letter <= "ㅎ" for letter in typed):
            names = {view.person.name for view in find_people(self._people, typed)} if typed else {typed}
            if len(names) == 1:
                typed = names.pop()
                self.setText(typed)
            else:
                self._open_list_of_matching_people(typed)
                return False
        if self._here[typed] > 1:
            self._open_list_of_matching_people(typed)
            return False
        meant = next((v.person for v in self._people if v.person.name == typed and v.attendance.is_present), None)
        if meant is not None:
            self.setText(self._written[meant.person_id])
        return True

    def _open_list_of_matching_people(self, typed: str) -> None:
        """Offer those who are meant, with what was typed selected."""
        self._refill_offered_names(typed)
        self.setFocus()
        self.selectAll()
        QTimer.singleShot(0, self, self._completer.complete)  # the completer closes its list after Enter


def _name_and_channel_words(person: PersonRow) -> str:
    """Return the name and the 구분, or the role where there is none; the bare name of somebody who has neither."""
    channel = person.channel or person.role
    return text("run.notes.person", name=person.name, channel=channel) if channel else person.name


def _is_away(view: PersonView) -> bool:
    return not view.attendance.is_present


class NotesCard(QFrame):
    """Speaker and gist in one line, Enter writes them down; the notes of the item below."""

    note_recorded = Signal(str, str)
    """(speaker, gist) of a new note."""
    note_edited = Signal(str, str, str)
    """(note id, speaker, gist)."""
    note_removed = Signal(str)
    typed = Signal()
    """Somebody writes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._editing = ""
        self.speaker = SpeakerField(self)
        self.no_name = styled(hint(text("run.notes.no_name")), "state", "danger")
        self.no_name.hide()
        self.gist = named(QLineEdit(self, placeholderText=text("run.notes.gist_hint")), text("run.notes.gist"))
        self.write = button(text("run.notes.write"), "primary")
        self.cancel = button(text("run.notes.cancel"))
        self.edit = button(text("run.notes.edit"), scale="small", icon_name="edit")
        self.remove = button(text("run.notes.remove"), scale="small", icon_name="remove")
        self.table: RowsTable[NoteRow] = RowsTable(
            (
                Column("run.notes.at", _time_words_of_note, _speaking_order_key),
                Column("run.notes.speaker", "speaker"),
                Column("run.notes.gist", "gist"),
            ),
            _searchable_texts_of_note,
            name=text("run.notes.name"),
            empty=text("run.notes.empty"),
            widths=(84, 120, 0),
            search_hint="search_words",
            wraps=True,
        )
        self._lay_out()
        self._connect_signals()
        self.show_unfinished_note("", "", "")

    def show_notes(self, notes: Sequence[NoteRow]) -> None:
        """Show the notes of the item at hand, in the order of speaking."""
        self.table.show_rows(notes)
        self._enable_buttons_of_note()

    def place_undo_button(self, steps: UndoSteps) -> None:
        """Put the button that takes back above the notes, left of the others: its width follows its words."""
        self.table.tools.insertWidget(0, steps.said)
        self.table.tools.insertWidget(1, steps.button)

    @property
    def unfinished_note(self) -> tuple[str, str, str]:
        """(speaker, gist, id of the note that is corrected) as they are typed now."""
        return self.speaker.text(), self.gist.text(), self._editing

    def show_unfinished_note(self, speaker: str, gist: str, note_id: str) -> None:
        """Put what was typed of an item back into the fields."""
        self._editing = note_id
        for field, words in ((self.speaker, speaker), (self.gist, gist)):
            if field.text() != words:
                with QSignalBlocker(field):
                    field.setText(words)
        self.no_name.hide()
        self.write.setText(text("run.notes.correct" if note_id else "run.notes.write"))
        self.cancel.setVisible(bool(note_id))

    @Slot()
    def clear_note_fields(self) -> None:
        """Be ready for the next speech."""
        self.show_unfinished_note("", "", "")
        self.typed.emit()
        self.speaker.setFocus()

    def _lay_out(self) -> None:
        self.speaker.setFixedWidth(140)
        fields = row_of(
            heading(text("run.notes.heading"), 3),
            self.speaker,
            grow(self.gist),
            self.write,
            self.cancel,
            spacing=8,
        )
        fill(self.table.tools, self.edit, self.remove)
        # It takes what is left and asks for no more: the decision below stays in sight on a small screen.
        self.table.setMinimumHeight(_TABLE_PX)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column_of(fields, self.no_name, grow(self.table), spacing=8, margins=(18, 8, 18, 8), into=self)

    def _connect_signals(self) -> None:
        self.speaker.textChanged.connect(self.typed)
        self.gist.textChanged.connect(self.typed)
        self.write.clicked.connect(self._announce_note_to_write)
        self.gist.returnPressed.connect(self._announce_note_to_write)
        self.speaker.returnPressed.connect(self._go_to_gist_if_named)
        self.cancel.clicked.connect(self.clear_note_fields)
        self.edit.clicked.connect(self._begin_editing_note)
        self.remove.clicked.connect(self._announce_note_to_remove)
        self.table.row_chosen.connect(self._begin_editing_note)
        self.table.view.selectionModel().currentChanged.connect(self._enable_buttons_of_note)

    @Slot()
    def _enable_buttons_of_note(self) -> None:
        has_choice = self.table.chosen is not None
        self.edit.setEnabled(has_choice)
        self.remove.setEnabled(has_choice)

    def _is_speaker_one_name_or_nobody(self) -> bool:
        """Return whether the speaker is one name, or nobody; 초성 or a name of two who are here are never written."""
        is_named = self.speaker.complete_initials_to_name()
        self.no_name.setVisible(not is_named and not self.speaker.offered_names())
        return is_named

    @Slot()
    def _go_to_gist_if_named(self) -> None:
        if self._is_speaker_one_name_or_nobody():
            self.gist.setFocus()

    @Slot()
    def _announce_note_to_write(self) -> None:
        if not self._is_speaker_one_name_or_nobody():
            return
        speaker, gist = self.speaker.text(), self.gist.text()
        if self._editing:
            self.note_edited.emit(self._editing, speaker, gist)
        else:
            self.note_recorded.emit(speaker, gist)

    @Slot()
    def _begin_editing_note(self) -> None:
        note = self.table.chosen
        if note is None:
            return
        self.show_unfinished_note(note.speaker, note.gist, str(note.note_id))
        self.typed.emit()
        self.gist.setFocus()

    @Slot()
    def _announce_note_to_remove(self) -> None:
        note = self.table.chosen
        if note is not None:
            self.note_removed.emit(str(note.note_id))


def _time_words_of_note(note: NoteRow) -> str:
    return time_of_day_words(note.at_ms)


def _speaking_order_key(note: NoteRow) -> tuple[int, str]:
    return (note.at_ms, str(note.note_id))


def _searchable_texts_of_note(note: NoteRow) -> tuple[str, str]:
    return (f"{note.speaker} {note.gist}", "")

"""The notes of an item: who spoke and what was said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.notes_and_decisions_as_seen import SeenNote
from sukui_desktop.models.agenda import NoteRow
from sukui_desktop.ui.console.roster_name_field import RosterNameField
from sukui_desktop.ui.console.undo_steps import UndoSteps
from sukui_desktop.ui.widgets.basic_widgets import button, heading, hint, with_screen_reader_name, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.wording.times import time_of_day_words

_TABLE_PX = 150


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
        self.seen_note: SeenNote | None = None
        """The note that is corrected as it was when that began."""
        self.speaker = RosterNameField(text("run.notes.speaker"), self)
        self.no_name = with_style_property(hint(text("run.notes.no_name")), "state", "danger")
        self.no_name.hide()
        self.gist = with_screen_reader_name(
            QLineEdit(self, placeholderText=text("run.notes.gist_hint")), text("run.notes.gist")
        )
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

    def show_unfinished_note(self, speaker: str, gist: str, note_id: str, seen: SeenNote | None = None) -> None:
        """Put what was typed of an item back into the fields."""
        self._editing, self.seen_note = note_id, seen
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
        self.speaker.textEdited.connect(self.no_name.hide)
        self.gist.textChanged.connect(self.typed)
        self.write.clicked.connect(self._announce_note_to_write)
        self.gist.returnPressed.connect(self._announce_note_to_write)
        self.speaker.returnPressed.connect(self._go_to_gist_unless_name_is_unclear)
        self.cancel.clicked.connect(self.clear_note_fields)
        self.edit.clicked.connect(self._begin_editing_note)
        self.remove.clicked.connect(self._announce_note_to_remove)
        self.table.row_chosen.connect(self._begin_editing_note)
        self.table.view.selectionModel().currentChanged.connect(self._enable_buttons_of_note)

    @Slot()
    def _enable_buttons_of_note(self) -> None:
        has_choice = self.table.chosen_row is not None
        self.edit.setEnabled(has_choice)
        self.remove.setEnabled(has_choice)

    def _is_speaker_one_name_or_nobody(self) -> bool:
        """Return whether the speaker is one name, or nobody; 초성 or a name of two who are here are never written."""
        is_named = self.speaker.complete_initials_to_name()
        self.no_name.setVisible(not is_named and not self.speaker.offered_names())
        return is_named

    @Slot()
    def _go_to_gist_unless_name_is_unclear(self) -> None:
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
        note = self.table.chosen_row
        if note is None:
            return
        seen = SeenNote(note.speaker, note.gist)
        self.show_unfinished_note(note.speaker, note.gist, str(note.note_id), seen)
        self.typed.emit()
        self.gist.setFocus()

    @Slot()
    def _announce_note_to_remove(self) -> None:
        note = self.table.chosen_row
        if note is not None:
            self.note_removed.emit(str(note.note_id))


def _time_words_of_note(note: NoteRow) -> str:
    return time_of_day_words(note.at_ms)


def _speaking_order_key(note: NoteRow) -> tuple[int, str]:
    return (note.at_ms, str(note.note_id))


def _searchable_texts_of_note(note: NoteRow) -> tuple[str, str]:
    return (f"{note.speaker} {note.gist}", "")

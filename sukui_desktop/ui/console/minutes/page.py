"""The 회의록 tab: the headings of the minutes, the chosen one, what was corrected after 폐회, and the PDF."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QSizePolicy, QStackedWidget, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.papers.minutes_content import HEADINGS, Minutes, section_text_from_record
from sukui_desktop.services.agenda.corrections import list_named_corrections
from sukui_desktop.services.agenda.speech_notes import names_of_absent_speakers
from sukui_desktop.services.minutes.minutes import (
    ShownMinutes,
    compose_complete_minutes,
    compose_minutes_so_far,
    put_minutes_into_words,
    write_under_heading,
)
from sukui_desktop.services.opened_meeting import Room, meeting_path
from sukui_desktop.services.signing.signers import names_of_unadmitted_signers
from sukui_desktop.ui.console.free_document_paths import free_document_path
from sukui_desktop.ui.console.handover.file_cards import MINUTES, MINUTES_INCOMPLETE, FileActions
from sukui_desktop.ui.console.handover.unprintable_letters_warning import UnprintableLettersWarning
from sukui_desktop.ui.console.minutes.correction_list import CorrectionList
from sukui_desktop.ui.console.minutes.heading_card import HeadingCard
from sukui_desktop.ui.console.minutes.heading_list_and_signing import MinutesSide, heading_states
from sukui_desktop.ui.console.minutes.signing_dialog import MinutesSigningDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import ConsolePage
from sukui_desktop.ui.widgets.basic_widgets import vertical_rule, with_screen_reader_name
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.refusal_bar import show_refusal_of_service
from sukui_desktop.ui.widgets.vertical_scroll import VerticalScroll


class MinutesPage(ConsolePage):
    """What the record knows is filled in; the recorder adds the rest."""

    help_key: ClassVar[str] = "minutes.help"
    SHOWN_TABLES: ClassVar[tuple[str, ...]] = (
        "meeting",
        "person",
        "attendance",
        "item",
        "note",
        "poll",
        "minutes",
        "correction",
    )

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._minutes: Minutes | None = None
        self._known: tuple[str, ...] | None = None
        """Of each heading what the meeting says; None until it was put into words."""
        self.side = MinutesSide(self)
        self.card = HeadingCard(self)
        self.whole = with_screen_reader_name(
            QPlainTextEdit(self, readOnly=True, tabChangesFocus=True), text("minutes.whole")
        )
        self.file_actions = FileActions(operations, self)
        self.letters = UnprintableLettersWarning(operations, self)
        self.letters.setContentsMargins(24, 12, 24, 0)
        self._stack = QStackedWidget(self)
        self.corrections = CorrectionList(self)
        self._lay_out()
        self.side.heading_chosen.connect(self._leave_whole_text_for_heading)
        self.side.whole_toggled.connect(self._show_whole_text_or_heading)
        self.side.pdf_wanted.connect(self._ask_where_to_save_pdf)
        self.side.sign_wanted.connect(self._ask_to_sign_minutes)
        self.card.written.connect(self._store_heading_text)
        self.file_actions.made.connect(self.side.show_path_of_pdf)
        self.file_actions.refused.connect(self.side.show_pdf_refusal)

    def switch_to_meeting(self, room: Room) -> None:
        """Show the minutes of another meeting, of which nothing was put into words yet."""
        self._known = None
        super().switch_to_meeting(room)

    def load(self) -> None:
        """Put the minutes together anew."""
        self.operations.run(self, compose_minutes_so_far, self.room, on_done=self._show_minutes)
        self.operations.run(self, names_of_unadmitted_signers, self.room, on_done=self.side.show_unadmitted_signers)
        self.operations.run(self, names_of_absent_speakers, self.room, on_done=self.side.show_absent_speakers)
        self.operations.run(self, list_named_corrections, self.room, on_done=self.corrections.show_corrections)

    def first_focus(self) -> QWidget:
        """The headings."""
        return self.side.list

    def go_to_place_on_page(self, target: str) -> None:
        """Show one heading, by its key."""
        self.side.choose_heading(target)

    def make_pdf(self, path: Path) -> None:
        """Make the PDF at `path`; what was typed is kept first."""
        if self._room is None:
            return
        self.card.announce_changed_text()
        self.side.show_pdf_is_being_made()
        self.file_actions.make_file(self._room, MINUTES, path)

    def _lay_out(self) -> None:
        self.whole.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for shown in (self.card, self.whole):
            holder = QWidget(self)
            column_of(shown, margins=(24, 18, 24, 18), into=holder)
            self._stack.addWidget(holder)
        inside = QWidget(self)
        column_of(self.letters, grow(self._stack), self.corrections, spacing=0, margins=0, into=inside)
        right = VerticalScroll(inside, self)
        row_of(self.side, vertical_rule(), grow(right), spacing=0, margins=0, into=self)
        self.setAccessibleName(text("minutes.heading"))

    def _show_minutes(self, minutes: Minutes) -> None:
        self._minutes = minutes
        self.letters.look_for_unprintable_letters(self.room)
        self.side.show_heading_states(heading_states(minutes))
        self.side.show_signing_state(minutes)
        self.card.asks_before_writing = minutes.minutes_signed_at_ms > 0
        self._show_chosen_heading()
        self.operations.run(self, put_minutes_into_words, minutes, queue="making", on_done=self._show_text_of_minutes)

    def _show_text_of_minutes(self, shown: ShownMinutes) -> None:
        self._known = tuple(map(section_text_from_record, shown.sections))
        place = self.whole.verticalScrollBar().value()
        self.whole.setPlainText(shown.text)
        self.whole.verticalScrollBar().setValue(place)
        self._show_chosen_heading()

    def _show_chosen_heading(self) -> None:
        state = self.side.chosen_heading_state
        if state is not None:
            known = self._known[HEADINGS.index(state.heading)] if self._known is not None else None
            self.card.show_heading(state, known)

    @Slot()
    def _ask_to_sign_minutes(self) -> None:
        """Ask two people to sign; what was typed is kept first."""
        self.card.announce_changed_text()
        MinutesSigningDialog(self, self.operations, self.room).open()

    @Slot(str)
    def _leave_whole_text_for_heading(self, heading: str) -> None:
        self.side.whole.setChecked(False)
        self._show_chosen_heading()

    @Slot(bool)
    def _show_whole_text_or_heading(self, is_whole: bool) -> None:
        if is_whole:
            self.card.announce_changed_text()
        self._stack.setCurrentIndex(1 if is_whole else 0)

    @Slot(str, str, bool)
    def _store_heading_text(self, heading: str, wording: str, is_none: bool) -> None:
        self.operations.run(self, write_under_heading, self._room, heading, wording, is_none=is_none)

    @Slot()
    def _ask_where_to_save_pdf(self) -> None:
        """Ask only once nothing is lacking; else say what, and show the first heading that lacks something.

        What was typed is kept first.
        """
        if self._room is None:
            return
        self.card.announce_changed_text()
        self.operations.run(
            self,
            compose_complete_minutes,
            self._room,
            on_done=self._ask_where_to_save_complete_minutes,
            on_refused=self._show_what_minutes_lack,
        )

    def _show_what_minutes_lack(self, error: SukuiError) -> None:
        self.side.show_pdf_refusal(error)
        show_refusal_of_service(self, compose_complete_minutes, error)
        if error.code in MINUTES_INCOMPLETE:
            self.side.whole.setChecked(False)
            self.side.choose_first_missing_heading()

    def _ask_where_to_save_complete_minutes(self, minutes: Minutes) -> None:
        if self._room is None:
            return
        start = free_document_path(meeting_path(self._room).parent, minutes, text("minutes.pdf.kind"), ".pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, text("minutes.pdf.where"), str(start), text("minutes.pdf.filter"))
        if chosen:
            self.make_pdf(Path(chosen))

"""The 보내기 tab: the files that can be made of a meeting."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.agenda.speech_notes import names_of_absent_speakers
from sukui_desktop.services.handover.made_files import MadeFiles, list_made_files
from sukui_desktop.services.handover.meeting_file_copies import read_document_folder, set_document_folder
from sukui_desktop.services.handover.poll_reports import IssuedReportKind, list_issued_report_kinds
from sukui_desktop.services.handover.unprintable_letters import LETTER_TABLES
from sukui_desktop.services.minutes.minutes import is_chair_line_empty
from sukui_desktop.services.opened_meeting import Room, meeting_path
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.console_snapshot import ConsoleSnapshot, read_console_snapshot
from sukui_desktop.ui.console.free_document_paths import free_document_path
from sukui_desktop.ui.console.handover.backup_folder_card import BackupFolderCard
from sukui_desktop.ui.console.handover.file_cards import (
    MINUTES,
    NEEDS_CHOICE,
    PUBLISHING_BALLOTS,
    FileOfferCard,
    list_file_offers,
)
from sukui_desktop.ui.console.handover.unprintable_letters_warning import UnprintableLettersWarning
from sukui_desktop.ui.console.handover.verification_card import VerificationCard
from sukui_desktop.ui.console.next_step import HAND_OVER
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import ConsolePage
from sukui_desktop.ui.widgets.basic_widgets import (
    button,
    heading,
    hint,
    scrolled,
    show_words_or_hide,
    with_style_property,
)
from sukui_desktop.ui.widgets.elided_label import ElidedLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.path_dialog import ask_for_folder
from sukui_desktop.wording.people_names import absent_speakers_sentence

CARD_WIDTH_PX = 1400
"""On a very wide screen the buttons of a card stay near its words."""


class HandoverPage(ConsolePage):
    """A folder on top, a card for each file below."""

    help_key: ClassVar[str] = "handover.help"
    SHOWN_TABLES: ClassVar[tuple[str, ...]] = (*LETTER_TABLES, "issued_sheet")

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._meeting: MeetingRow | None = None
        self._reports: tuple[IssuedReportKind, ...] = ()
        self._is_chair_line_empty = False
        self.folder = Path.home()
        self.cards: dict[tuple[str, str], FileOfferCard] = {}
        self.folder_label = ElidedLabel(self)
        self.folder_button = button(
            text("handover.choose_folder"), icon_name="folder", on_click=self._ask_for_document_folder
        )
        self.all_button = button(text("handover.make_all"), "primary", on_click=self._make_all_files_without_ballots)
        self.said = with_style_property(hint(), "state", "warning")
        self.said.hide()
        self.second = BackupFolderCard(operations)
        self.verification = VerificationCard(operations)
        self.letters = UnprintableLettersWarning(operations, self)
        self._list = column_of(spacing=10)
        self._lay_out()

    def switch_to_meeting(self, room: Room) -> None:
        """Show what can be made of another meeting."""
        self._clear_cards()
        self.use_document_folder(meeting_path(room).parent)
        self.operations.run(self, read_document_folder, room, on_done=self.use_document_folder)
        self.second.switch_to_meeting(room)
        self.verification.switch_to_meeting(room)
        super().switch_to_meeting(room)

    def go_to_place_on_page(self, target: str) -> None:
        """Go to [모두 만들기] and say what is done here, where the next step led here."""
        if target == HAND_OVER:
            self._show_page_message(text("handover.next"))
            self.all_button.setFocus()

    def first_focus(self) -> QWidget:
        """Start with the first file."""
        first = next(iter(self.cards.values()), None)
        return first.make_button if first is not None else self.folder_button

    def use_document_folder(self, folder: Path) -> None:
        """Write the next files there."""
        self.folder = folder
        self.folder_label.set_words(str(folder))

    def _lay_out(self) -> None:
        folder_row = row_of(
            hint(text("handover.folder"), may_wrap=False),
            self.folder_label,
            self.folder_button,
            grow(),
            self.all_button,
            spacing=12,
        )
        holder = QWidget(self)
        holder.setMaximumWidth(CARD_WIDTH_PX)
        column_of(self.second, self._list, self.verification, grow(), spacing=10, margins=(0, 0, 12, 0), into=holder)
        column_of(
            heading(text("handover.heading")),
            folder_row,
            self.letters,
            self.said,
            grow(scrolled(holder, self)),
            spacing=12,
            margins=(24, 20, 24, 20),
            into=self,
        )

    def load(self) -> None:
        """Ask for the meeting and its polls, and for letters that no paper can print."""
        self.letters.look_for_unprintable_letters(self.room)
        self.operations.run(self, list_issued_report_kinds, self.room, on_done=self._remember_issued_reports)
        self.operations.run(self, read_console_snapshot, self.room, on_done=self._add_cards_of_new_offers)

    def _remember_issued_reports(self, reports: tuple[IssuedReportKind, ...]) -> None:
        """Keep what was issued; the snapshot that follows makes a card for each."""
        self._reports = reports

    @Slot(object)
    def load_if_shown_tables_changed(self, changes: Changes) -> None:
        """Read again; a file that was made before the meeting changed says so."""
        super().load_if_shown_tables_changed(changes)
        if changes.touches("attendance", "person", "meeting") and self._room is not None:
            self._read_doubts_about_minutes()
        if changes:
            for card in self.cards.values():
                card.mark_as_older_than_meeting()

    def _clear_cards(self) -> None:
        for card in self.cards.values():
            self._list.removeWidget(card)
            card.deleteLater()
        self.cards.clear()

    def _add_cards_of_new_offers(self, now: ConsoleSnapshot) -> None:
        """Show a card for each offer that has none yet; those made before stay as they are."""
        self._meeting = now.meeting
        for place, offer in enumerate(list_file_offers(now.polls, self._reports)):
            key = (offer.kind, offer.poll_id)
            if key in self.cards:
                continue
            card = self.cards[key] = FileOfferCard(offer, self.operations)
            card.make_asked.connect(self._make_file_or_ask_first)
            card.said.connect(self._show_page_message)
            card.fix_asked.connect(self._go_to_minutes)
            self._list.insertWidget(place, card)
        self._read_doubts_about_minutes()
        self.operations.run(self, list_made_files, self.room, on_done=self._show_files_made_before)

    def _read_doubts_about_minutes(self) -> None:
        self.operations.run(self, is_chair_line_empty, self.room, on_done=self._remember_chair_line)
        self.operations.run(self, names_of_absent_speakers, self.room, on_done=self._warn_of_doubts_about_minutes)

    def _remember_chair_line(self, is_empty: bool) -> None:
        """Keep whether the chair's line is empty; the absent speakers that follow are said with it."""
        self._is_chair_line_empty = is_empty

    def _warn_of_doubts_about_minutes(self, names: tuple[str, ...]) -> None:
        """Say on the card of the minutes, before they are made and after, where somebody absent speaks in them and
        where nobody's name stands on the chair's line."""
        doubts = (absent_speakers_sentence(names), text("minutes.chairless") if self._is_chair_line_empty else "")
        for card in self.cards.values():
            if card.offer.kind == MINUTES.kind:
                show_words_or_hide(card.warning, "\n".join(filter(None, doubts)))

    def _show_files_made_before(self, now: MadeFiles) -> None:
        """Show on the cards what was made before the program was closed, or on another tab."""
        for made in now.files:
            card = self.cards.get((made.kind, made.poll_id))
            if card is not None and card.path != Path(made.path) and card.make_button.isEnabled():
                card.show_path_of_file(Path(made.path))
                if made.head != now.head:
                    card.mark_as_older_than_meeting()

    @Slot(object)
    def _make_file_or_ask_first(self, card: FileOfferCard) -> None:
        if card.offer.kind not in NEEDS_CHOICE:
            self._make_file_in_document_folder(card)
            return
        key = f"handover.{card.offer.kind}"
        words, accept = text(f"{key}.reveals"), text(f"{key}.accept")
        dialog = AskDialog(self, title=card.name, words=words, accept=accept, is_dangerous=True)
        dialog.answered.connect(partial(self._make_file_in_document_folder, card))
        dialog.open()

    def _make_file_in_document_folder(self, card: FileOfferCard) -> None:
        if self._room is None or self._meeting is None:
            return
        about = card.offer.poll_title
        path = free_document_path(self.folder, self._meeting, card.kind_words, card.offer.suffix, about=about)
        card.make_file_at(self._room, path)

    @Slot()
    def _make_all_files_without_ballots(self) -> None:
        """Have every file made, one after another, but those that publish ballots; each card says what came of its
        own."""
        for card in self.cards.values():
            if card.make_button.isEnabled() and card.offer.kind not in PUBLISHING_BALLOTS:
                self._make_file_or_ask_first(card)

    @Slot(str)
    def _show_page_message(self, words: str) -> None:
        show_words_or_hide(self.said, words)

    @Slot()
    def _go_to_minutes(self) -> None:
        self.page_wanted.emit("minutes", "")

    @Slot()
    def _ask_for_document_folder(self) -> None:
        ask_for_folder(self, text("handover.choose_folder"), self.folder, self._use_and_store_document_folder)

    @Slot(object)
    def _use_and_store_document_folder(self, folder: Path) -> None:
        self.use_document_folder(folder)
        self.operations.run(self, set_document_folder, self.room, folder)

"""The files that can be made of a meeting: what each is, its card, and the making of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QProgressBar,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.poll_steps import ANNOUNCED, SHOWS_RESULT
from sukui_desktop.services.file_reading_and_saving import make_and_save_document
from sukui_desktop.services.handover.anchor_sheets import compose_anchor_sheet_list, make_anchor_sheet_comparison_page
from sukui_desktop.services.handover.made_files import read_newest_entry_hash, remember_path_of_made_file
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.handover.poll_reports import IssuedReportKind, compose_reports_of_kind, make_reports_pdf
from sukui_desktop.services.handover.recount_page import compose_result_for_recount, make_recount_page
from sukui_desktop.services.handover.result_and_attendance_papers import (
    compose_attendance_sheet,
    compose_result_sheet,
    make_attendance_pdf,
    make_public_result_file,
    make_result_pdf,
    make_study_pdf,
)
from sukui_desktop.services.handover.table_and_ballot_exports import (
    compose_ballots_for_export,
    make_attendance_table,
    make_pabulib_ballot_file,
    make_result_table,
)
from sukui_desktop.services.minutes.minutes import compose_complete_minutes, make_minutes_pdf
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.poll_heads import PollHead, ResultKind
from sukui_desktop.ui.console.handover.open_and_print import open_made_file, print_or_open_made_file
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, heading, hint, set_style_property, with_style_property
from sukui_desktop.ui.widgets.elided_label import ElidedLabel
from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.wording.refusal_sentences import refusal_sentence

TOOL_PX = 132
MINUTES_INCOMPLETE = ("minutes_incomplete", "minutes_facts_missing")


class FileOffer(NamedTuple):
    """One file people can have made."""

    kind: str
    """minutes | result | result_table | study | public | ballots | all_ballots | attendance | attendance_table | copy |
    report_<paper> | sheets | recount; its texts are `handover.<kind>`."""
    suffix: str
    compose: Callable[[Room], Any] | None = None
    """On the store queue: the frozen content; None for a copy of the meeting file."""
    make: Callable[[Any], bytes] | None = None
    """On the making queue: the file of what was composed."""
    poll_id: str = ""
    poll_title: str = ""
    """The poll whose result it is; '' for a file of the meeting."""
    result_kind: ResultKind = ResultKind.LIST
    """Of that poll: what its files hold is said in its words."""

    @property
    def explanation(self) -> str:
        """What the file holds, in one or two sentences."""
        is_told_by_kind = self.kind in ("result", "result_table", "study")
        return text(f"handover.{self.kind}.hint{f'_{self.result_kind}' if is_told_by_kind else ''}")


PUBLISHING_BALLOTS = frozenset({"ballots", "all_ballots", "recount"})
"""Files with ballots one by one: whether they are given out the meeting decides, so each is made by itself."""

NEEDS_CHOICE = frozenset({"all_ballots"})
"""Files that are made only after a question that says what they reveal."""

MINUTES = FileOffer("minutes", ".pdf", compose_complete_minutes, make_minutes_pdf)


def list_file_offers(polls: Iterable[PollHead], reports: Iterable[IssuedReportKind] = ()) -> tuple[FileOffer, ...]:
    """Return what can be made of a meeting with these polls and the papers that were issued of them, in the order of
    the cards."""
    polls = tuple(polls)
    published = [poll for poll in polls if poll.state in SHOWS_RESULT]
    announced = [poll for poll in polls if poll.state in ANNOUNCED]
    results = (
        ("result", ".pdf", compose_result_sheet, make_result_pdf),
        ("result_table", ".xlsx", compose_result_sheet, make_result_table),
        ("study", ".pdf", compose_result_sheet, make_study_pdf),
        ("public", ".json", compose_result_sheet, make_public_result_file),
        ("ballots", ".pb", compose_ballots_for_export, make_pabulib_ballot_file),
        ("all_ballots", ".pb", partial(compose_ballots_for_export, is_complete=True), make_pabulib_ballot_file),
    )
    return (
        MINUTES,
        *(
            FileOffer(
                kind, suffix, partial(compose, poll_id=poll.poll_id), make, poll.poll_id, poll.title, poll.result_kind
            )
            for kind, suffix, compose, make in results
            for poll in published
        ),
        *(
            FileOffer(
                "recount",
                ".html",
                partial(compose_result_for_recount, poll_id=poll.poll_id),
                make_recount_page,
                poll.poll_id,
                poll.title,
            )
            for poll in announced
        ),
        FileOffer("attendance", ".pdf", compose_attendance_sheet, make_attendance_pdf),
        FileOffer("attendance_table", ".xlsx", compose_attendance_sheet, make_attendance_table),
        *(
            FileOffer(
                f"report_{key.paper}",
                ".pdf",
                partial(compose_reports_of_kind, poll_id=key.poll_id, paper=key.paper),
                make_reports_pdf,
                key.poll_id,
                key.poll_title,
            )
            for key in reports
        ),
        FileOffer("sheets", ".html", compose_anchor_sheet_list, make_anchor_sheet_comparison_page),
        FileOffer("copy", ".sukui"),
    )


class FileOfferCard(QFrame):
    """Asks its page to make the file; shows what came of it in its own place."""

    make_asked = Signal(object)
    """This card."""
    said = Signal(str)
    """What came of opening or printing the file, in one sentence; '' when it needs no word."""
    fix_asked = Signal()
    """People want to go where what is missing can be written."""

    def __init__(self, offer: FileOffer, operations: Operations) -> None:
        super().__init__()
        self.offer = offer
        self._actions = FileActions(operations, self)
        self._actions.made.connect(self.show_path_of_file)
        self._actions.refused.connect(self._show_refusal)
        self.path: Path | None = None
        """Where the file was written; None before."""
        self.setProperty("card", "true")
        self.kind_words = text(f"handover.{offer.kind}.title")
        """What kind of document it is, as its file is named."""
        self.name = f"{self.kind_words} · {offer.poll_title}" if offer.poll_title else self.kind_words
        self.setAccessibleName(self.name)
        self.explanation = hint(offer.explanation)
        # Of a long name the middle is cut: what tells the files of one meeting apart stands at its end.
        self.outcome = ElidedLabel(self, cut=Qt.TextElideMode.ElideMiddle)
        self.refusal = with_style_property(hint(), "state", "danger")
        self.warning = with_style_property(hint(), "state", "warning")
        """What is doubtful in the file, before it is made."""
        self.warning.hide()
        self.make_button = button(text("handover.make"), icon_name="document", on_click=self._ask_page_to_make_file)
        self.make_button.setAccessibleName(text("handover.make_named", name=self.name))
        self.make_button.setMinimumWidth(TOOL_PX)
        self.open_button = button(text("handover.open"), on_click=self._open_made_file)
        self.print_button = button(text("handover.print"), icon_name="print", on_click=self._print_or_open_made_file)
        self.folder_button = button(
            text("handover.open_folder"), icon_name="folder", on_click=self._open_folder_of_file
        )
        self.fix_button = button(text("handover.fix"), on_click=self.fix_asked)
        self.busy = QProgressBar(self, minimum=0, maximum=0, textVisible=False)
        # What came of it takes the place of the explanation: the next card stays where it is.
        self._lines = (self.explanation, self.outcome, self.refusal, self.busy)
        self._tools = (self.open_button, self.print_button, self.folder_button, self.fix_button)
        words = column_of(heading(self.name, 3), self.warning, *self._lines, spacing=4)
        row_of(grow(words), *self._tools, self.make_button, spacing=8, margins=(18, 12, 18, 12), into=self)
        self._show_only_these_widgets(self.explanation)

    def make_file_at(self, room: Room, path: Path) -> None:
        """Have the file made; the card is busy until it is there or a refusal is shown."""
        self._show_only_these_widgets(self.busy)
        self._actions.make_file(room, self.offer, path)

    @Slot(object)
    def show_path_of_file(self, path: Path) -> None:
        """Show the path of the file."""
        self.path = path
        self.outcome.set_words(text("handover.written", name=path.name))
        self.outcome.setToolTip(tool_tip_words(str(path)))
        set_style_property(self.outcome, "state", "success")
        self.make_button.setText(text("handover.make_again"))
        is_printed = (self.print_button,) if path.suffix == ".pdf" else ()
        is_opened = (self.open_button,) if path.suffix != ".sukui" else ()
        self._show_only_these_widgets(self.outcome, *is_opened, *is_printed, self.folder_button)

    def mark_as_older_than_meeting(self) -> None:
        """Say that the meeting has gone on since the file was made: what was sent out is not what it is now."""
        if self.path is not None and not self.outcome.isHidden():
            self.outcome.set_words(text("handover.older"))
            set_style_property(self.outcome, "state", "warning")

    def _show_only_these_widgets(self, *parts: QWidget) -> None:
        for part in (*self._lines, *self._tools):
            part.setVisible(part in parts)
        self.make_button.setEnabled(self.busy not in parts)

    @Slot(object)
    def _show_refusal(self, error: SukuiError) -> None:
        self.refusal.setText(refusal_sentence(error))
        self._show_only_these_widgets(self.refusal, *((self.fix_button,) if error.code in MINUTES_INCOMPLETE else ()))

    @Slot()
    def _ask_page_to_make_file(self) -> None:
        self.make_asked.emit(self)

    @Slot()
    def _open_made_file(self) -> None:
        if self.path is not None:
            is_open = open_made_file(self.path)
            self.said.emit("" if is_open else text("handover.no_program", name=self.path.name))

    @Slot()
    def _print_or_open_made_file(self) -> None:
        """Print the file; where the machine has no command for that, open it, and say which of them was done."""
        if self.path is not None:
            self.said.emit(text(f"handover.{print_or_open_made_file(self.path)}", name=self.path.name))

    @Slot()
    def _open_folder_of_file(self) -> None:
        if self.path is not None:
            open_made_file(self.path.parent)


class FileActions(QObject):
    """Makes one file at a time; lives as long as what shows it."""

    made = Signal(object)
    """The `Path` of the finished file."""
    refused = Signal(object)
    """The `SukuiError` that says why there is none."""

    def __init__(self, operations: Operations, owner: QObject) -> None:
        super().__init__(owner)
        self._operations = operations
        self._offer = MINUTES
        self._path = Path()
        self._room: Room | None = None
        self._head = ""
        """The newest entry before the file was put together."""

    def make_file(self, room: Room, offer: FileOffer, path: Path) -> None:
        """Begin; `made` or `refused` follows. What was made is noted for the next time the program runs."""
        self._room, self._offer, self._path = room, offer, path
        self._operations.run(
            self, read_newest_entry_hash, room, on_done=self._copy_meeting_or_compose_file, on_refused=self.refused.emit
        )

    def _copy_meeting_or_compose_file(self, head: str) -> None:
        self._head = head
        run, refuse = self._operations.run, self.refused.emit
        if self._offer.compose is None:
            run(
                self, copy_meeting, self._room, self._path, on_done=self._note_and_announce_made_file, on_refused=refuse
            )
        else:
            run(self, self._offer.compose, self._room, on_done=self._make_file_from_content, on_refused=refuse)

    def _note_and_announce_made_file(self, path: Path) -> None:
        """Note the file before it is shown: what is read of the notes meanwhile is older than this one."""
        about = (self._room, self._offer.kind, self._offer.poll_id, path, self._head)
        self._operations.run(
            self,
            remember_path_of_made_file,
            *about,
            on_done=self.made.emit,
            on_refused=self._announce_file_without_note,
        )

    def _announce_file_without_note(self, _error: SukuiError) -> None:
        """Show the file all the same: it is there, and only the next start of the program will not know of it."""
        self.made.emit(self._path)

    def _make_file_from_content(self, content: object) -> None:
        self._operations.run(
            self,
            make_and_save_document,
            self._offer.make,
            self._path,
            content,
            queue="making",
            on_done=self._note_and_announce_made_file,
            on_refused=self.refused.emit,
        )

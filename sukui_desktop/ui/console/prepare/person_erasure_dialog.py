"""개인정보 지우기: what would be erased of a person is shown, and two people erase it for a reason."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.handover.made_files import list_made_files
from sukui_desktop.services.handover.meeting_file_copies import read_stage_copy_folder
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.prepare.person_erasure import ErasurePlan, ErasureResult, NamingPassage, erase_person
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.signer_proof_fields import ChosenProofsAsk
from sukui_desktop.ui.widgets.basic_widgets import heading, with_screen_reader_name
from sukui_desktop.ui.widgets.layouts import fill
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.times import moment_words

_LIST_PX = 170


_LINE_PX = 26
_LINES_SHOWN = 6
_HAS_NAMES = frozenset({"minutes", "result", "attendance", "attendance_table", "copy"})
"""Kinds of documents in which people are named (`FileOffer.kind`); the others stay good."""


class RemainingCopies(NamedTuple):
    """Where data of somebody who was erased may still be, as far as this machine knows."""

    copy_folder: Path | None
    files: tuple[str, ...]
    """Documents with names of people that were made of the meeting here and lie where they were made, but for these:"""
    signed_minutes: tuple[str, ...]
    """Minutes that are signed: they are kept by law."""


def find_remaining_copies(room: Room) -> RemainingCopies:
    """Read where copies and documents of the meeting lie, on the store queue."""
    files = [made for made in list_made_files(room).files if made.kind in _HAS_NAMES]
    kept = [made for made in files if made.kind == "minutes" and read_meeting(room).minutes_signed_at_ms]
    names, kept_names = (
        tuple(Path(made.path).name for made in some) for some in ([one for one in files if one not in kept], kept)
    )
    return RemainingCopies(read_stage_copy_folder(room), names, kept_names)


class ErasureOutcomeDialog(AskDialog):
    """Says that somebody was erased, and where people have to do the rest."""

    def __init__(self, parent: QWidget, erased: ErasureResult, remains: RemainingCopies) -> None:
        words = text("prepare.erased.words", count=erased.passages)
        super().__init__(parent, title=text("prepare.erased.title"), words=words, accept=text("prepare.erased.accept"))
        self.cancel_button.hide()
        self._first_field = self.accept_button
        left = [text("prepare.erased.papers_but_minutes" if erased.is_signed else "prepare.erased.papers")]
        folder = remains.copy_folder
        left.append(text("prepare.erased.folder", folder=folder) if folder else text("prepare.erased.copies"))
        if erased.unsealed:
            left.append(text("prepare.erase.unsealed", count=erased.unsealed))
        self.left = WrappedLabel("\n".join(f"· {line}" for line in left), self, name="remains")
        fill(self.body, heading(text("prepare.erased.left"), 3), self.left)
        self.files = self._add_file_list("prepare.erased.files", remains.files)
        self.signed_minutes = self._add_file_list("prepare.erased.signed_minutes", remains.signed_minutes)
        self.setMinimumWidth(640)

    def _add_file_list(self, key: str, files: tuple[str, ...]) -> QListWidget:
        """Add the names of files, a line each, under what is to be done with them; nothing where there are none."""
        label = text(key, count=len(files))
        shown = with_screen_reader_name(_list_without_sideways_scrolling(self), label)
        shown.addItems(files)
        shown.setFixedHeight(_LINE_PX * min(len(files), _LINES_SHOWN) + 16)
        if files:
            self.add_field(label, shown)
        else:
            shown.hide()
        return shown


def _list_without_sideways_scrolling(parent: QWidget) -> QListWidget:
    """Return a list whose long lines go on in the next line."""
    made = QListWidget(parent)
    made.setWordWrap(True)
    made.setTextElideMode(Qt.TextElideMode.ElideNone)
    made.setResizeMode(QListWidget.ResizeMode.Adjust)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
    return made


def _naming_passage_words(passage: NamingPassage) -> str:
    """Return where a text stands (what was done, of what, when), and below it the text."""
    kind, _, act = passage.kind.partition(".")
    where = (text(f"verification.kind.{kind}.{act}"), passage.about, moment_words(passage.at_ms))
    return f"{' · '.join(filter(None, where))}\n{' · '.join(passage.before)}"


class PersonErasureDialog(ChosenProofsAsk):
    """Shows every passage that names the person, ticked; one that speaks of a namesake is left out by its tick."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, person: PersonRow, plan: ErasurePlan
    ) -> None:
        super().__init__(
            parent,
            operations,
            erase_person,
            room,
            person.person_id,
            key="prepare.erase",
            is_dangerous=True,
            name=person.name,
            number=person.number or text("prepare.import.nothing"),
        )
        self.setMinimumWidth(640)
        self.body.removeWidget(self.proofs)
        limits = [text("prepare.erase.copies")]
        if plan.is_signed:
            limits.append(text("prepare.erase.signed"))
        if plan.unsealed:
            limits.append(text("prepare.erase.unsealed", count=plan.unsealed))
        self.limits = WrappedLabel("\n".join(limits), self)
        self.body.addWidget(self.limits)
        label = text("prepare.erase.passages", count=len(plan.passages))
        self.passages = with_screen_reader_name(_list_without_sideways_scrolling(self), label)
        self.passages.setFixedHeight(_LIST_PX)
        for passage in plan.passages:
            item = QListWidgetItem(_naming_passage_words(passage))
            item.setData(Qt.ItemDataRole.UserRole, passage.passage_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.passages.addItem(item)
        if plan.passages:
            self.add_field(label, self.passages)
        else:
            self.passages.hide()
        self.reason = self.add_line_edit(text("prepare.erase.reason"), hint=text("prepare.erase.reason_hint"))
        self.body.addWidget(self.proofs)

    def problem(self) -> str:
        """Return what is missing."""
        return super().problem() if self.reason.text().strip() else text("prepare.erase.reason_missing")

    def answer(self) -> tuple[object, ...]:
        """Return the reason and the proofs."""
        return self.reason.text(), self.proofs.proofs

    def act_on_answer(self) -> None:
        """Erase, but for the passages whose tick was taken away."""
        items = [self.passages.item(place) for place in range(self.passages.count())]
        kept = tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() != Qt.CheckState.Checked
        )
        self.service = partial(erase_person, kept=kept)
        super().act_on_answer()

"""The files that can be made of a meeting: each as an offer with its services, its card and its making."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QProgressBar,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.files import save_made
from sukui_desktop.services.handover.copies import copy_meeting
from sukui_desktop.services.handover.documents import (
    compose_attendance,
    compose_result,
    make_attendance_pdf,
    make_public_result,
    make_result_pdf,
)
from sukui_desktop.services.handover.exports import make_attendance_table, make_result_table
from sukui_desktop.services.minutes.minutes import compose_minutes, make_minutes_pdf
from sukui_desktop.services.room import Room
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.cut_label import CutLabel
from sukui_desktop.ui.widgets.parts import button, heading, hint, icon, set_look, styled
from sukui_desktop.ui.widgets.refusal import sentence

TOOL_PX = 132
MINUTES_INCOMPLETE = "minutes_incomplete"


class FileOffer(NamedTuple):
    """One file people can have made."""

    kind: str
    """minutes | result | result_table | public | attendance | attendance_table | copy; its texts: `handover.<kind>`."""
    suffix: str
    compose: Callable[[Room], Any] | None
    """On the store queue: the frozen content; None for a copy of the meeting file."""
    make: Callable[[Any], bytes] | None
    """On the making queue: the file of what was composed."""


def minutes_offer() -> FileOffer:
    """Return the offer of the minutes as PDF."""
    return FileOffer("minutes", ".pdf", compose_minutes, make_minutes_pdf)


def attendance_offer() -> FileOffer:
    """Return the offer of the attendance sheet as PDF."""
    return FileOffer("attendance", ".pdf", compose_attendance, make_attendance_pdf)


def copy_offer() -> FileOffer:
    """Return the offer of a safe copy of the meeting file."""
    return FileOffer("copy", ".sukui", None, None)


def result_offer(poll_id: PollId) -> FileOffer:
    """Return the offer of one poll's result as PDF."""
    return FileOffer("result", ".pdf", partial(compose_result, poll_id=poll_id), make_result_pdf)


def public_offer(poll_id: PollId) -> FileOffer:
    """Return the offer of one poll's public result file."""
    return FileOffer("public", ".json", partial(compose_result, poll_id=poll_id), make_public_result)


def result_table_offer(poll_id: PollId) -> FileOffer:
    """Return the offer of one poll's ranking as a spreadsheet."""
    return FileOffer("result_table", ".xlsx", partial(compose_result, poll_id=poll_id), make_result_table)


def attendance_table_offer() -> FileOffer:
    """Return the offer of the attendance as a spreadsheet."""
    return FileOffer("attendance_table", ".xlsx", compose_attendance, make_attendance_table)


class OfferCard(QFrame):
    """Asks its page to make the file; shows what came of it in its own place."""

    make_asked = Signal(object)
    """This card."""
    folder_asked = Signal(object)
    """The `Path` that was written."""
    fix_asked = Signal(object)
    """This card: people want to go where what is missing can be written."""

    def __init__(self, offer: FileOffer, subject: str = "") -> None:
        super().__init__()
        self.offer = offer
        self._path: Path | None = None
        self.setProperty("card", "true")
        title = text(f"handover.{offer.kind}.title")
        self.name = f"{title} · {subject}" if subject else title
        self.setAccessibleName(self.name)
        explanation = hint(text(f"handover.{offer.kind}.hint"))
        self.outcome = CutLabel(self, cut=Qt.TextElideMode.ElideMiddle)
        self.refusal = styled(hint(), "state", "danger")
        self.make_button = button(text("handover.make"), on_click=self._on_make_clicked)
        self.make_button.setAccessibleName(text("handover.make_named", name=self.name))
        self.folder_button = button(
            text("handover.open_folder"), scale="small", icon_name="folder", on_click=self._on_folder_clicked
        )
        self.fix_button = button(text("handover.fix"), scale="small", on_click=self._on_fix_clicked)
        self.busy = QProgressBar(self)
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        layout = QGridLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setHorizontalSpacing(12)
        layout.addWidget(heading(self.name, 3), 0, 0, 1, 2)
        layout.addWidget(explanation, 1, 0, 1, 2)
        layout.addWidget(self.make_button, 0, 2, 2, 1)
        layout.addWidget(self.busy, 2, 0, 1, 3)
        layout.addWidget(self.outcome, 3, 0)
        layout.addWidget(self.folder_button, 3, 1, 1, 2)
        layout.addWidget(self.refusal, 4, 0)
        layout.addWidget(self.fix_button, 4, 1, 1, 2)
        layout.setColumnStretch(0, 1)
        for tool in (self.make_button, self.folder_button, self.fix_button):
            tool.setMinimumWidth(TOOL_PX)
        self._show_only(None)

    @property
    def path(self) -> Path | None:
        """Where the file was written; None before."""
        return self._path

    def show_busy(self) -> None:
        """Show that the file is being made."""
        self.make_button.setEnabled(False)
        self._show_only(self.busy)

    def show_written(self, path: Path) -> None:
        """Show the path of the file."""
        self._path = path
        self.outcome.set_words(text("handover.written", path=path))
        set_look(self.outcome, "state", "success")
        self.make_button.setText(text("handover.make_again"))
        self._show_only(self.outcome, self.folder_button)

    def show_refused(self, sentence: str, *, may_fix: bool = False) -> None:
        """Show in one sentence why not."""
        self.refusal.setText(sentence)
        self._show_only(self.refusal, *((self.fix_button,) if may_fix else ()))

    def _show_only(self, *parts: QWidget | None) -> None:
        for part in (self.busy, self.outcome, self.folder_button, self.refusal, self.fix_button):
            part.setVisible(part in parts)
        self.make_button.setEnabled(self.busy not in parts)
        self.make_button.setIcon(icon("document"))

    @Slot()
    def _on_make_clicked(self) -> None:
        self.make_asked.emit(self)

    @Slot()
    def _on_folder_clicked(self) -> None:
        self.folder_asked.emit(self._path)

    @Slot()
    def _on_fix_clicked(self) -> None:
        self.fix_asked.emit(self)


class FileActions(QObject):
    """One order of one card; lives as long as its card."""

    def __init__(self, card: OfferCard, operations: Operations, room: Room, path: Path) -> None:
        super().__init__(card)
        self._card = card
        self._operations = operations
        self._room = room
        self._path = path

    def start(self) -> None:
        """Begin; the card is busy until the file is made or a refusal is shown."""
        offer = self._card.offer
        self._card.show_busy()
        if offer.compose is None:
            self._operations.run(
                self, copy_meeting, self._room, self._path, on_done=self._on_written, on_refused=self._on_refused
            )
        else:
            self._operations.run(
                self, offer.compose, self._room, on_done=self._on_composed, on_refused=self._on_refused
            )

    def _on_composed(self, content: Any) -> None:
        make = self._card.offer.make
        assert make is not None
        self._operations.run(
            self,
            save_made,
            make,
            self._path,
            content,
            queue="making",
            on_done=self._on_written,
            on_refused=self._on_refused,
        )

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._card.show_written(path)

    def _on_refused(self, error: SukuiError) -> None:
        self._card.show_refused(sentence(error), may_fix=error.code == MINUTES_INCOMPLETE)

"""Admission: what the buttons of the person card do to attendance."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PersonId
from sukui_desktop.services.checkin.attendance import admit_person, mark_left
from sukui_desktop.services.checkin.people import PersonView
from sukui_desktop.services.room import Room
from sukui_desktop.ui.checkin.dialogs import DeskDialog, PaperDialog, UndoDialog, WalkInDialog
from sukui_desktop.ui.checkin.person_card import PersonCard
from sukui_desktop.ui.checkin.snapshot import CheckinSnapshot
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.refusal import sentence


class AdmissionActions(QObject):
    """Who is in the room. One act at a time, so that Enter twice admits nobody twice."""

    act_done = Signal(str, str)
    """(person id, key of `checkin.latest`)."""
    slip_due = Signal(str)
    """Somebody was admitted who is to get a slip."""

    def __init__(self, operations: Operations, card: PersonCard) -> None:
        super().__init__(card)
        self._operations = operations
        self._card = card
        self._room: Room | None = None
        self._snapshot: CheckinSnapshot | None = None
        self._acting_on: PersonId | None = None
        self._latest: PersonView | None = None
        self._is_slip_due = False
        card.main_button.clicked.connect(self._on_main_clicked)
        card.plain_button.clicked.connect(self._on_plain_clicked)
        card.leave_button.clicked.connect(self._on_leave_clicked)
        card.undo_button.clicked.connect(self._on_undo_clicked)
        card.latest_button.clicked.connect(self._on_latest_clicked)
        card.walk_in_button.clicked.connect(self._on_walk_in_clicked)
        card.paper_button.clicked.connect(self._on_paper_clicked)

    def use_snapshot(self, room: Room, snapshot: CheckinSnapshot) -> None:
        """Work on this meeting as it was just read."""
        self._room, self._snapshot = room, snapshot

    @Slot()
    def _on_main_clicked(self) -> None:
        view = self._card.person
        if view is None or self._acting_on is not None:
            return
        if view.attendance.is_present:
            self.slip_due.emit(view.person.person_id)
        else:
            self._admit(view, is_slip_due=self._card.gives_slip)

    @Slot()
    def _on_plain_clicked(self) -> None:
        view = self._card.person
        if view is not None and self._acting_on is None:
            self._admit(view, is_slip_due=False)

    def _admit(self, view: PersonView, *, is_slip_due: bool) -> None:
        self._acting_on, self._latest, self._is_slip_due = view.person.person_id, view, is_slip_due
        self._card.show_message("")
        self._operations.run(
            self,
            admit_person,
            self._room,
            view.person.person_id,
            on_done=self._on_person_admitted,
            on_refused=self._on_act_refused,
        )

    def _on_person_admitted(self, changes: Changes) -> None:
        person_id, self._acting_on = self._acting_on, None
        self.act_done.emit(person_id, "admitted")
        if self._is_slip_due:
            self.slip_due.emit(person_id)

    def _on_act_refused(self, error: SukuiError) -> None:
        self._acting_on = None
        self._card.show_message(sentence(error))

    @Slot()
    def _on_leave_clicked(self) -> None:
        view = self._card.person
        if view is None or self._acting_on is not None:
            return
        self._acting_on = view.person.person_id
        self._operations.run(
            self,
            mark_left,
            self._room,
            view.person.person_id,
            on_done=self._on_person_left,
            on_refused=self._on_act_refused,
        )

    def _on_person_left(self, changes: Changes) -> None:
        person_id, self._acting_on = self._acting_on, None
        self.act_done.emit(person_id, "left")

    @Slot()
    def _on_undo_clicked(self) -> None:
        if self._card.person is not None:
            self._ask_undo(self._card.person)

    @Slot()
    def _on_latest_clicked(self) -> None:
        if self._latest is not None:
            self._ask_undo(self._latest)

    def _ask_undo(self, view: PersonView) -> None:
        if self._room is not None:
            self._open(UndoDialog(self._card, self._operations, self._room, view))

    @Slot()
    def _on_walk_in_clicked(self) -> None:
        if self._room is not None and self._snapshot is not None:
            self._open(WalkInDialog(self._card, self._operations, self._room, self._snapshot.meeting.channels))

    @Slot()
    def _on_paper_clicked(self) -> None:
        if self._room is not None and self._snapshot is not None:
            self._open(PaperDialog(self._card, self._operations, self._room, self._snapshot.people))

    def _open(self, dialog: DeskDialog) -> None:
        dialog.act_done.connect(self.act_done)
        dialog.open()

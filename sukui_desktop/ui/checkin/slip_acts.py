"""Giving slips out and taking them back: without it nobody at the desk would get a vote."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.admit.people import PersonView
from sukui_desktop.services.admit.slips import GivenSlip, give_slip
from sukui_desktop.services.room import Room
from sukui_desktop.ui.checkin.dialogs import TokenDialog
from sukui_desktop.ui.checkin.person_card import PersonCard
from sukui_desktop.ui.checkin.reading import Desk
from sukui_desktop.ui.checkin.slip_dialog import SlipDialog
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.refusal import sentence


class SlipActs(QObject):
    """Slips of the poll chosen on the card. The token passes from the service to the dialog and stays nowhere."""

    act_done = Signal(str, str, bool)
    """(person id, key of `checkin.latest`, whether it may be taken back)."""
    slip_handed = Signal(str)
    """A token for the kiosk window of this machine."""

    def __init__(self, operations: Operations, card: PersonCard) -> None:
        super().__init__(card)
        self._operations = operations
        self._card = card
        self._room: Room | None = None
        self._desk: Desk | None = None
        self.is_kiosk_open = False
        self._giving: tuple[str, PollId] | None = None
        """(person id, poll) while a slip is being drawn."""
        card.return_button.clicked.connect(self._on_return_clicked)
        card.spoil_button.clicked.connect(self._on_spoil_clicked)

    def take_desk(self, room: Room, desk: Desk) -> None:
        """Work on this meeting as it was just read."""
        self._room, self._desk = room, desk

    @Slot(str)
    def give_to(self, person_id: str) -> None:
        """Draw a slip for this person in the poll chosen on the card; does nothing while one is being drawn."""
        poll_id = self._card.poll_id
        if poll_id is None or self._giving is not None:
            return
        self._giving = (person_id, poll_id)
        self._card.tell("")
        self._operations.run(
            self,
            give_slip,
            self._room,
            person_id,
            poll_id,
            on_done=self._on_slip_given,
            on_refused=self._on_slip_refused,
        )

    @Slot(object)
    def _on_slip_given(self, given: GivenSlip) -> None:
        assert self._giving is not None
        (person_id, poll_id), self._giving = self._giving, None
        view = self._find(person_id)
        title = next((poll.title for poll in self._desk.polls if poll.poll_id == poll_id), "") if self._desk else ""
        name = view.person.name if view is not None else ""
        dialog = SlipDialog(
            self._card, name=name, poll_title=title, token=given.token, is_kiosk_open=self.is_kiosk_open
        )
        dialog.slip_handed.connect(self.slip_handed)
        self.act_done.emit(person_id, "slip", False)
        dialog.open()

    @Slot(object)
    def _on_slip_refused(self, error: SukuiError) -> None:
        self._giving = None
        self._card.tell(sentence(error))

    @Slot()
    def _on_return_clicked(self) -> None:
        self._ask_token("return")

    @Slot()
    def _on_spoil_clicked(self) -> None:
        self._ask_token("spoil")

    def _ask_token(self, act: str) -> None:
        view, poll_id = self._card.person, self._card.poll_id
        if view is None or poll_id is None or self._room is None:
            return
        dialog = TokenDialog(self._card, self._operations, self._room, view, poll_id, act)
        dialog.act_done.connect(self._on_token_taken)
        dialog.open()

    @Slot(str, str, bool)
    def _on_token_taken(self, person_id: str, key: str, may_take_back: bool) -> None:
        """A spoiled slip is replaced at once."""
        self.act_done.emit(person_id, key, may_take_back)
        if key == "spoiled":
            self.give_to(person_id)

    def _find(self, person_id: str) -> PersonView | None:
        people = self._desk.people if self._desk is not None else ()
        return next((view for view in people if view.person.person_id == person_id), None)

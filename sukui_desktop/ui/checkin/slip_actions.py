"""Slips at a desk: giving them out and taking them back; the dialogs are loaded with the first slip that needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Signal, Slot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.checkin.desk_snapshot import CheckinSnapshot
from sukui_desktop.services.checkin.slips import GivenSlip, give_slip, return_slip
from sukui_desktop.services.checkin.voter_turns import give_back_turn
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.joint_votes import DoubleGiving, list_slips_elsewhere
from sukui_desktop.ui.checkin.desk_actions_base import DeskActions
from sukui_desktop.ui.checkin.person_card import PersonCard
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.wording.refusal_sentences import refusal_sentence

if TYPE_CHECKING:
    from sukui_desktop.ui.checkin.slip_dialog import SlipDialog

_ELSEWHERE = ("voted_elsewhere", "voted_in_other_system")


class SlipActions(DeskActions):
    """Slips of the poll chosen on the card. The token passes from the service to the dialog and stays nowhere."""

    slip_handed = Signal(str, str)
    """(token, poll id) for the kiosk window of this machine."""
    number_kept = Signal(bool)
    """Whether a number that was scanned at the desk waits for the person who brought it."""

    def __init__(self, operations: Operations, card: PersonCard) -> None:
        super().__init__(operations, card)
        self._brought = ""
        """The number of a slip that somebody brought, until it is taken back, replaced or forgotten."""
        self.is_kiosk_open: bool | None = False
        """Whether the kiosk of this machine is open; None where this desk has none."""
        self._giving: tuple[str, PollId] | None = None
        """(person id, poll) while a slip is being drawn."""
        self._returning = ""
        """Id of the person whose slip is being taken back, if the program holds it."""
        self._dialog: SlipDialog | None = None
        self._whose: tuple[str, str, str] = ("", "", "")
        """Name, title and id of the poll of the slip shown last, without its number."""
        self._shown_to = PersonId("")
        card.return_button.clicked.connect(self._ask_to_return_slip)
        card.spoil_button.clicked.connect(self._ask_to_spoil_slip)
        self._refused: tuple[str, PollId] | None = None
        """(person id, poll) of whom a slip was refused last, as they have one elsewhere."""
        card.other_person_button.clicked.connect(self._find_slips_of_other_person)

    def keep_brought_number(self, number: str) -> None:
        """Keep the number of a slip that was brought back, for the question that comes next."""
        self._brought = number
        self.number_kept.emit(True)

    @property
    def has_brought_number(self) -> bool:
        """Whether a number that was scanned at the desk waits for the person who brought it."""
        return bool(self._brought)

    @Slot()
    def forget_brought_number(self) -> None:
        """Keep no number of a slip any more."""
        if self._brought:
            self._brought = ""
            self.number_kept.emit(False)

    @Slot(str)
    def give_slip_to(self, person_id: str) -> None:
        """Draw a slip for this person in the poll chosen on the card; one at a time, who is next is told so."""
        if self.card.chosen_poll_id is not None:
            self._give_slip_of_poll_to(person_id, self.card.chosen_poll_id)

    @Slot(str, str)
    def _give_slip_of_poll_to(self, person_id: str, poll_id: str) -> None:
        if self._giving is not None or self._is_slip_shown():
            view = self.find_person(person_id)
            if view is not None and (self._giving is None or self._giving[0] != person_id):
                self.card.show_message(text("checkin.slip.waits", name=view.name))
            return
        self._giving = (person_id, PollId(poll_id))
        self.card.show_message("")
        self.operations.run(
            self, give_slip, self.room, *self._giving, on_done=self._show_given_slip, on_refused=self._show_slip_refusal
        )

    def _show_given_slip(self, given: GivenSlip) -> None:
        assert self._giving is not None
        (person_id, poll_id), self._giving = self._giving, None
        view, polls = self.find_person(person_id), self.snapshot.polls if self.snapshot is not None else ()
        name = view.name if view is not None else ""
        title = next((poll.title for poll in polls if poll.poll_id == poll_id), "")
        self._whose, self._shown_to = (name, title, poll_id), PersonId(person_id)
        self.act_done.emit(person_id, "slip")
        self._show_slip(given.token)

    def _is_slip_shown(self) -> bool:
        return self._dialog is not None and shiboken6.isValid(self._dialog) and bool(self._dialog.shown_token)

    @Slot(str)
    def show_kiosk_answer(self, answer: str) -> None:
        """Show in the open slip what the kiosk said to it."""
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.show_kiosk_answer(answer)

    @Slot(str)
    def show_number_given_back_by_kiosk(self, token: str) -> None:
        """Show a slip that a kiosk gave back: somebody left without voting, and the number is still good."""
        self._show_slip(token)
        self.show_kiosk_answer("came_back")
        if self._dialog is not None:
            self._dialog.ignore_keyboard_until_clicked()

    def _show_slip(self, token: str) -> None:
        from sukui_desktop.ui.checkin.slip_dialog import SlipDialog

        name, title, poll_id = self._whose
        facts = {"name": name, "poll_title": title, "poll_id": poll_id}
        self._dialog = SlipDialog(
            self.card, token=token, is_kiosk_open=self.is_kiosk_open, is_voting=self._takes_ballots(poll_id), **facts
        )
        self._dialog.slip_handed.connect(self._hand_slip_of_open_poll)
        self._dialog.taken_back.connect(self._take_back_slip_shown)
        self._dialog.open()

    def use_snapshot(self, room: Room, snapshot: CheckinSnapshot) -> None:
        """Work on this meeting as it was just read; a slip that is shown can be voted with once its poll is open."""
        super().use_snapshot(room, snapshot)
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.show_whether_poll_takes_ballots(is_voting=self._takes_ballots(self._whose[2]))

    def _takes_ballots(self, poll_id: str) -> bool:
        polls = self.snapshot.polls if self.snapshot is not None else ()
        return any(poll.poll_id == poll_id and poll.state == PollState.OPEN for poll in polls)

    @Slot(str, str)
    def _hand_slip_of_open_poll(self, token: str, poll_id: str) -> None:
        """Hand a slip to the kiosk; not while the poll takes no ballots: the screen would be locked for nothing."""
        if self._takes_ballots(poll_id):
            self.slip_handed.emit(token, poll_id)
        else:
            self.show_kiosk_answer("not_open")

    @Slot(str)
    def _take_back_slip_shown(self, token: str) -> None:
        """Return a slip that nobody took along: it can be given again when the vote begins."""
        person_id, poll_id = self._shown_to, PollId(self._whose[2])
        self.operations.run(
            self,
            return_slip,
            self.room,
            person_id,
            poll_id,
            token,
            on_done=self._close_slip_taken_back,
            on_refused=self._show_why_slip_stays,
        )

    def _close_slip_taken_back(self, changes: Changes) -> None:
        del changes
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.accept()
        self.act_done.emit(self._shown_to, "returned")

    def _show_why_slip_stays(self, error: SukuiError) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.show_refusal(refusal_sentence(error))

    def _show_slip_refusal(self, error: SukuiError) -> None:
        giving, self._giving = self._giving, None
        person_id = giving[0] if giving is not None else ""
        self.show_refusal_on_card(error, self.find_person(person_id))
        shown = self.card.person
        if error.code in _ELSEWHERE and giving is not None and shown is not None:
            self._refused = giving
            self.card.other_person_button.setVisible(shown.person.person_id == person_id)

    @Slot()
    def _find_slips_of_other_person(self) -> None:
        """Find where the other slips were given, for the question whether it is another person."""
        if self._refused is not None:
            person_id, poll_id = self._refused
            self.operations.run(
                self,
                list_slips_elsewhere,
                self.room,
                poll_id,
                PersonId(person_id),
                on_done=self._ask_about_other_person,
            )

    def _ask_about_other_person(self, slips: tuple[DoubleGiving, ...]) -> None:
        if self._refused is None or self.room is None or not slips:
            return
        from sukui_desktop.ui.checkin.doubles_dialog import OtherPersonDialog

        person_id, poll_id = self._refused
        view = self.find_person(person_id)
        name = view.name if view is not None else ""
        dialog = OtherPersonDialog(self.card, self.operations, self.room, poll_id, person_id, name, slips)
        dialog.service_done.connect(self._give_slip_to_other_person)
        dialog.finished.connect(self.question_closed)
        dialog.open()

    @Slot(object)
    def _give_slip_to_other_person(self, changes: object) -> None:
        """Give the slip that was refused: people found that it is another person."""
        del changes
        if self._refused is not None:
            (person_id, poll_id), self._refused = self._refused, None
            self._give_slip_of_poll_to(person_id, poll_id)

    @Slot()
    def _ask_to_return_slip(self) -> None:
        """Take back what the program itself holds for the person; for any other slip its number is asked for."""
        view, poll_id = self.card.person, self.card.chosen_poll_id
        if self.is_kiosk_open is None or view is None or poll_id is None or self._brought:
            self._open_slip_number_dialog("return")
            return
        self._returning = view.person.person_id
        person_id, done, refused = self._returning, self._show_returned_turn_or_ask, self._show_slip_refusal
        self.operations.run(self, give_back_turn, self.room, person_id, poll_id, on_done=done, on_refused=refused)

    def _show_returned_turn_or_ask(self, changes: Changes) -> None:
        person_id, self._returning = self._returning, ""
        shown = self.card.person
        if changes:
            self.act_done.emit(person_id, "returned")
        elif shown is not None and shown.person.person_id == person_id:
            self._open_slip_number_dialog("return")

    @Slot()
    def _ask_to_spoil_slip(self) -> None:
        self._open_slip_number_dialog("spoil")

    def _open_slip_number_dialog(self, act: str) -> None:
        view, poll_id = self.card.person, self.card.chosen_poll_id
        if view is None or poll_id is None or self.room is None:
            return
        from sukui_desktop.ui.checkin.desk_dialogs import TokenDialog

        dialog = TokenDialog(self.card, self.operations, self.room, view, poll_id, act)
        dialog.token.setText(self._brought)
        dialog.finished.connect(self.forget_brought_number)
        dialog.slip_spoiled.connect(
            self._give_slip_of_poll_to
        )  # in the poll it was of, whichever the card shows by now
        self.open_desk_dialog(dialog)

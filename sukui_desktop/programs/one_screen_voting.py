"""[다음 분 투표]: one person after another votes at the screen of the console, and nobody reads or types a number.

The turn is begun (`services/checkin/voter_turns.py`), the kiosk covers the screen with that person's slip, and between
two people it is locked by the staff's number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.refusal_bar import show_refusal, show_sentence_in_bar

if TYPE_CHECKING:
    from sukui_desktop.services.checkin.voter_turns import BegunTurn, EndedTurn, TurnSnapshot
    from sukui_desktop.services.opened_meeting import Room
    from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow


class KioskOfMachine(Protocol):
    """The kiosk of this machine, as the windows of the program have it."""

    room: Room | None
    kiosk: KioskWindow | None
    pin: str

    def open_kiosk_for_turn(self, poll_id: str, token: str) -> None:
        """Open the kiosk with a slip, on a screen that people choose where there are several."""


class OneScreenVoting(QObject):
    """Begins turns, and shows staff between two of them who may be next."""

    def __init__(
        self, operations: Operations, console: ConsoleWindow, windows: KioskOfMachine, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._console = console
        self._windows = windows
        self._wanted = ("", "")
        """Person ('' for who is next) and poll, while the staff's number is being chosen."""
        self._ended = ""
        """How the last turn ended, in a sentence."""

    @Slot(str, str)
    def begin_turn(self, person_id: str, poll_id: str) -> None:
        """Begin the turn of a person, '' for who is next; the staff's number is chosen first, once."""
        kiosk = self._windows.kiosk
        if kiosk is not None and (not kiosk.is_at_rest or str(kiosk.poll_id) != poll_id):
            show_sentence_in_bar(self._console, text("vote.turn.busy"))
            return
        self._wanted = (person_id, poll_id)
        if self._windows.pin:
            self._begin_wanted_turn()
            return
        from sukui_desktop.ui.console.vote.step_dialogs import KioskPinDialog

        dialog = KioskPinDialog(QApplication.activeModalWidget() or self._console, "vote.turn_pin")
        dialog.pin_chosen.connect(self._keep_pin_and_begin)
        dialog.open()

    def follow_kiosk(self, kiosk: KioskWindow) -> None:
        """Follow a kiosk that was just opened."""
        kiosk.turn_ended.connect(self._settle_turn)
        kiosk.staff_came.connect(self._show_staff_who_is_next)
        kiosk.next_voter_wanted.connect(self._begin_turn_in_kiosk)
        if not kiosk.is_for_one_voter:
            kiosk.journey.ended.connect(self._settle_turn)

    def settle_turns_of_program_before(self) -> None:
        """Say at the console what became of somebody who voted when a program before this one ended."""
        from sukui_desktop.services.checkin.voter_turns import end_turns_of_program_before

        self._run(end_turns_of_program_before, on_done=self._tell_interrupted_turns_that_voted)

    def _run(self, verb: Callable[..., Any], *about: object, on_done: Callable[[Any], None]) -> None:
        if self._windows.room is not None:
            self._operations.run(self, verb, self._windows.room, *about, on_done=on_done, on_refused=self._show_refusal)

    @Slot(str)
    def _keep_pin_and_begin(self, pin: str) -> None:
        self._windows.pin = pin
        self._begin_wanted_turn()

    def _begin_wanted_turn(self) -> None:
        from sukui_desktop.services.checkin import voter_turns

        person_id, poll_id = self._wanted
        if person_id:
            self._run(voter_turns.begin_turn, PersonId(person_id), PollId(poll_id), on_done=self._hand_turn_to_kiosk)
        else:
            self._run(voter_turns.begin_turn_of_next, PollId(poll_id), on_done=self._hand_turn_to_kiosk)

    @Slot(str)
    def _begin_turn_in_kiosk(self, person_id: str) -> None:
        self._wanted = (person_id, self._wanted[1])
        self._begin_wanted_turn()

    def _hand_turn_to_kiosk(self, turn: BegunTurn) -> None:
        kiosk, poll_id = self._windows.kiosk, self._wanted[1]
        if kiosk is None:
            self._windows.open_kiosk_for_turn(poll_id, turn.token)
        else:
            kiosk.begin_turn(turn.token)

    @Slot(bool)
    def _settle_turn(self, is_cast: bool) -> None:
        """Let nothing be kept of a turn that ended with a ballot."""
        from sukui_desktop.services.checkin.voter_turns import end_turn

        self._ended = text("kiosk.next.voted" if is_cast else "kiosk.next.unused")
        self._run(end_turn, PollId(self._windows_poll()), on_done=self._ignore_end_of_turn)

    def _windows_poll(self) -> str:
        kiosk = self._windows.kiosk
        return str(kiosk.poll_id) if kiosk is not None else self._wanted[1]

    def _ignore_end_of_turn(self, ended: EndedTurn) -> None:
        """What it changed is announced as every change is."""

    @Slot()
    def _show_staff_who_is_next(self) -> None:
        from sukui_desktop.services.checkin.voter_turns import read_turn_snapshot

        self._wanted = ("", self._windows_poll())
        self._run(read_turn_snapshot, PollId(self._wanted[1]), on_done=self._show_next_voters)

    def _show_next_voters(self, snapshot: TurnSnapshot) -> None:
        kiosk = self._windows.kiosk
        if kiosk is not None:
            kiosk.show_next_voters(snapshot, self._ended)

    def _tell_interrupted_turns_that_voted(self, ended: tuple[EndedTurn, ...]) -> None:
        from sukui_desktop.services.checkin.voter_turns import TurnEnd

        for turn in ended:
            if turn.end is TurnEnd.VOTED:  # who did not vote is the next one, and the vote tab says why
                show_sentence_in_bar(self._console, text("vote.turn.cut_voted", name=turn.name, title=turn.title))

    def _show_refusal(self, error: SukuiError) -> None:
        """Say why no turn began: at the console where staff are here, else once they come."""
        kiosk = self._windows.kiosk
        if kiosk is not None and kiosk.is_for_one_voter and kiosk.is_staff_here:
            kiosk.leave_to_console()
        show_refusal(self._console, error)

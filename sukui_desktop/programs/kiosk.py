"""`sukui kiosk`: a kiosk as a program of its own, against the hub of a room on this machine or another."""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence

from PySide6.QtCore import Slot

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.cli.korean_argparse import KoreanParser
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import NotFound, RuleBroken, SukuiError
from sukui_desktop.hub.keeping_caster import KeepingCaster, KioskCopies
from sukui_desktop.hub.messages import PulseAnswer
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow, RollbackRow
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.kept_pin_tries import KeptPinTries
from sukui_desktop.programs.machine_context import wall_clock_ms
from sukui_desktop.programs.station_program import StationProgram, add_screen_option, run_station, station_folder
from sukui_desktop.services.remote_room import as_room
from sukui_desktop.services.vote.staff_number_guesses import record_staff_number_guesses
from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from sukui_desktop.ui.service_queues import Operations


class KioskProgram(StationProgram):
    """Shows the kiosk of the poll that the hub names; between polls it waits."""

    def __init__(self, operations: Operations, name: str = "", screen_number: int = 0) -> None:
        super().__init__(operations, StationRole.KIOSK, station_folder(StationRole.KIOSK, name), screen_number)
        self.kiosk: KioskWindow | None = None
        self.pace: Pace | None = None
        """Other waiting times than the usual ones, for trials."""
        self._poll: PollId | None = None
        self._line_of_kiosk: StationLine | None = None
        """The line that the kiosk's window votes over: one that was let in anew has another."""
        self._is_closed_by_staff = False
        self._copies: KioskCopies | None = None
        self._settled_for: PollId | None = None
        self._occasions = 1
        """How often there was a reason to hold the kiosk's own copies against the box: a start, a lost hub, a poll."""
        self._settled = self._handed_over = 0
        """The newest occasion for which it was done, at rest and amid a voter."""
        self._settling: int | None = None
        """The occasion for which it is being done."""
        self._pin_tries: KeptPinTries | None = None
        self._guesses_being_told = 0
        self.lost.connect(self._tell_kiosk_that_hub_is_lost)

    def hang_up(self) -> None:
        """Have nothing more to do with the hub; the kiosk's own copies are then files alone."""
        super().hang_up()
        if self._copies is not None:
            self.operations.run(self, self._copies.close)
            self._copies = None

    def follow_answer(self, answer: PulseAnswer) -> None:
        """Open the kiosk of the poll, or of another one once nobody votes here; wait where there is none."""
        if answer.poll_id != self._settled_for or answer.changes.touches(PollRow.TABLE, RollbackRow.TABLE):
            self._settled_for = answer.poll_id
            self._occasions += 1
        self._settle_copies()
        # Where a vote ended and no other began the screen stays covered: only staff, by their number, uncover it.
        is_of_other_poll = answer.poll_id not in (None, self._poll)
        if is_of_other_poll or self._line_of_kiosk is not self.line:
            self._close_kiosk()
        if self.kiosk is None and answer.poll_id is not None and not self._is_closed_by_staff and self.line is not None:
            screen = self.screen_to_cover()
            if screen is None:
                return
            self._poll, self._line_of_kiosk = answer.poll_id, self.line
            caster = KeepingCaster(self._copies_of(self.line), answer.poll_id)
            self._pin_tries = self._pin_tries or KeptPinTries(self.folder, wall_clock_ms)
            self.kiosk = KioskWindow(
                self.operations,
                self.line,
                answer.poll_id,
                answer.pin,
                self.pace,
                caster=caster,
                pin_memory=self._pin_tries,
            )
            self.kiosk.pin_used_up.connect(self._tell_hub_of_guesses)
            self.kiosk.left.connect(self._close_kiosk_for_staff_and_wait)
            self.kiosk.strip.help.called.connect(self._send_kiosk_state)
            self.kiosk.offer_help()
            self.kiosk.show_on(screen)
            self.waiting.hide()
        if self.kiosk is None:
            is_left = self._is_closed_by_staff and answer.poll_id is not None
            why = "paused" if answer.is_paused else "closed_by_staff" if is_left else "no_poll"
            self.waiting.show_why_it_waits(why, can_resume=is_left)
            self.waiting.show()
        else:
            self.kiosk.set_staff_number(answer.pin)
            self.kiosk.set_hub_reached(is_reached=True, is_paused=answer.is_paused)
            self.kiosk.set_shown_in_hall(answer.shows_audits)
            if answer.is_help_coming:
                self.kiosk.strip.help.show_that_staff_come()
            self._send_kiosk_state()
            self._tell_hub_of_guesses()

    @Slot()
    def _tell_hub_of_guesses(self) -> None:
        """Tell of those that the hub does not know of; where it does not answer, once it does."""
        if self._pin_tries is None or not self._pin_tries.untold or self._guesses_being_told:
            return
        if self.line is not None and self._poll is not None:
            self._guesses_being_told = self._pin_tries.untold
            self.operations.run(
                self,
                record_staff_number_guesses,
                as_room(self.line),
                self._poll,
                self._guesses_being_told,
                on_done=self._note_guesses_told,
                on_refused=self._note_guesses_not_told,
            )

    def _note_guesses_told(self, changes: Changes) -> None:
        del changes
        self._forget_told_guesses()

    def _note_guesses_not_told(self, error: SukuiError) -> None:
        """It is told at another answer of the hub, rather twice than never; of a vote that is over it is not."""
        if isinstance(error, (RuleBroken, NotFound)) and error.code != "station_paused":
            self._forget_told_guesses()
        self._guesses_being_told = 0

    def _forget_told_guesses(self) -> None:
        if self._pin_tries is not None:
            self._pin_tries.forget_told(self._guesses_being_told)
        self._guesses_being_told = 0

    @Slot()
    def _send_kiosk_state(self) -> None:
        if self.pulse is not None:
            is_voting = self.kiosk is not None and self.kiosk.has_voter
            is_calling = self.kiosk is not None and self.kiosk.strip.help.is_calling
            kept = self._copies.kept.get(self._poll, 0) if self._copies and self._poll else 0
            self.pulse.send_state_from_now_on(is_voting=is_voting, needs_help=is_calling, kept=kept)

    def hide_work(self) -> None:
        """Close the kiosk where nobody votes; else it takes nothing more."""
        if self.kiosk is not None:
            self.kiosk.set_hub_reached(is_reached=False)
            self._close_kiosk()

    @Slot()
    def resume_work(self) -> None:
        """Open the kiosk again that staff closed."""
        self._is_closed_by_staff = False
        if self.answer is not None:
            self.follow_answer(self.answer)

    def _copies_of(self, line: StationLine) -> KioskCopies:
        """Return the copies of what this kiosk sent to this room: another meeting neither sees nor destroys them."""
        if self._copies is None:
            folder = self.folder / "copies" / line.enrolment.meeting_id
            self._copies = KioskCopies(folder, line, random.SystemRandom())
        return self._copies

    def _settle_copies(self) -> None:
        is_at_rest = self.kiosk is None or self.kiosk.is_at_rest
        # Amid a voter once: what is doubtful is looked at when they have left.
        done_for = self._settled if is_at_rest else max(self._settled, self._handed_over)
        if self._settling is not None or done_for == self._occasions or self.line is None:
            return
        self._settling = self._occasions
        settle, done = self._copies_of(self.line).settle, self._note_settled if is_at_rest else self._note_handed_over
        self.operations.run(
            self,
            settle,
            self._settled_for,
            is_at_rest=is_at_rest,
            on_done=done,
            on_refused=self._note_not_settled,
        )

    def _note_handed_over(self, nothing: None) -> None:
        del nothing
        assert self._settling is not None
        self._handed_over, self._settling = self._settling, None

    def _note_settled(self, nothing: None) -> None:
        del nothing
        assert self._settling is not None
        self._settled, self._settling = self._settling, None

    def _note_not_settled(self, error: SukuiError) -> None:
        """Nobody at a kiosk can do anything about it: it is tried at another pulse, the console shows the numbers."""
        del error
        self._settling = None

    def _close_kiosk(self) -> None:
        """Close it where nobody votes, without the staff's number."""
        if self.kiosk is not None and self.kiosk.is_at_rest:
            self.kiosk.left.disconnect(self._close_kiosk_for_staff_and_wait)
            self.kiosk.close_for_another_poll()
            self._delete_kiosk_window()

    @Slot()
    def _close_kiosk_for_staff_and_wait(self) -> None:
        self._is_closed_by_staff = True
        self.covered.release()
        self._delete_kiosk_window()
        if self.answer is not None:
            self.follow_answer(self.answer)

    @Slot()
    def _tell_kiosk_that_hub_is_lost(self) -> None:
        self._occasions += 1
        if self.kiosk is not None:
            self.kiosk.set_hub_reached(is_reached=False)

    def _delete_kiosk_window(self) -> None:
        if self.kiosk is not None:
            self.kiosk.deleteLater()
            self.kiosk = None
            self._send_kiosk_state()


def main(argv: Sequence[str] | None = None) -> int:
    """Run a kiosk until staff close it (`run_station`); `--screen` says by its number which screen it covers."""
    parser = KoreanParser(prog=f"{program_command()} kiosk", description=text("cli.help.kiosk"))
    add_screen_option(parser)
    return run_station(argv, parser, _make_kiosk)


def _make_kiosk(operations: Operations, options: argparse.Namespace) -> KioskProgram:
    return KioskProgram(operations, options.name, options.screen)


if __name__ == "__main__":
    raise SystemExit(main())

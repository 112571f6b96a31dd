"""The kiosk's side of a vote at a hub: what it sends it keeps a copy of, takes back what was surely refused, and
destroys the copy once the vote is closed and the box has all of it.

Everything here belongs on one queue, that of the kiosk's verbs. Source:
docs/decisions/0017-a-kiosk-keeps-what-it-sent.md.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sukui_desktop.domain.errors import Conflict, DeviceFault, RuleBroken, StorageFault, SukuiError
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.ids import PollId
from sukui_desktop.record.ballot_encryption import Sealer
from sukui_desktop.record.slip_token import token_from_text
from sukui_desktop.services.promotion.kiosk_copies import CopySetup, SettledCopy, read_copy_setup, settle_kiosk_copy
from sukui_desktop.services.promotion.promotion import hand_over_kiosk_copy
from sukui_desktop.services.vote.ballot_sealing import Receipt, SealedBallot
from sukui_desktop.services.vote.room_caster import RoomCaster
from sukui_desktop.services.vote.standby import purpose_of_used_slips
from sukui_desktop.storage.durable_files import make_folder_durably
from sukui_desktop.storage.kiosk_copy import KioskCopy, destroy_kiosk_copy, open_or_make_kiosk_copy

_ENDING = ".copy"
_COPY_NAME = re.compile(rf"(.+)-((?:[0-9a-f]{{2}})+){re.escape(_ENDING)}")
_MOST_ASKED_BYTES = 500_000
"""Of ballots in one question to the hub, which is to be answered before the line counts as silent."""
_BOX_LOOKED = frozenset(
    {
        "slip_used",
        "slip_returned",
        "slip_spoiled",
        "slip_unknown",
        "slip_malformed",
        "ballot_length",
        "ballot_audited",
        "paper_of_another_poll",
        "box_full",
        "box_slot_taken",
    }
)
"""Refusals of a cast before which the box was asked for this very ballot, or for which it could never have taken it: it
is surely not there, however often it was sent."""


class _HeldCopy(msgspec.Struct):
    setup: CopySetup
    copy: KioskCopy
    sealer: Sealer


class _Sent(msgspec.Struct):
    """The ballot that was sent last, until it is known what became of it."""

    poll_id: PollId
    ballot: bytes
    used_slip: bytes
    is_doubtful: bool = False


class KioskCopies:
    """The copies of one kiosk, one for each box that it sent to."""

    def __init__(self, folder: Path, line: StationLine, shuffler: random.Random) -> None:
        self.line = line
        self._folder, self._shuffler = folder, shuffler
        self._held: dict[PollId, _HeldCopy] = {}
        self.sent: _Sent | None = None
        self.kept: dict[PollId, int] = {}
        """How many ballots are kept for each poll: for the pulse, read on any thread."""
        self.writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sukui-copy")

    def close(self) -> None:
        """Close every copy; each is then one file alone."""
        self.writer.shutdown(wait=True)
        for held in self._held.values():
            held.copy.close()
        self._held.clear()

    def open_copy(self, poll_id: PollId) -> _HeldCopy | None:
        """Return the copy of a poll's box, made at the first call; None where the box is of before 0.6.0.

        Raises StorageFault kiosk_copy_failed, and what the line raises.
        """
        held = self._held.get(poll_id)
        if held is None:
            setup = self.line.call_verb(read_copy_setup, poll_id)
            if setup is None:
                return None
            held = self._open_file(poll_id, setup)
        return held

    def _open_file(self, poll_id: PollId, setup: CopySetup) -> _HeldCopy:
        with copy_faults_told():
            make_folder_durably(self._folder)
            copy = open_or_make_kiosk_copy(
                self._folder / f"{poll_id}-{setup.box_id.hex()}{_ENDING}",
                setup.copy_key,
                self._shuffler,
                slots=setup.slots,
                ballot_length=setup.ballot_length,
                used_slip_length=setup.used_slip_length,
            )
            before = self._held.pop(poll_id, None)
            if before is not None:  # of a box of this poll that was withdrawn
                before.copy.close()
            sealer = Sealer(setup.promotion_key, purpose_of_used_slips(poll_id, setup.box_id))
            held = self._held[poll_id] = _HeldCopy(setup, copy, sealer)
            self.note_kept(poll_id)
        return held

    def note_kept(self, poll_id: PollId) -> None:
        """Count what is kept, after it changed."""
        self.kept[poll_id] = self._held[poll_id].copy.count_kept()

    def settle(self, poll_id: PollId | None = None, *, is_at_rest: bool = True) -> None:
        """Hold every copy against the box at the hub; that of `poll_id` is made before.

        While nobody votes here, a ballot of which nobody knew is taken back where the box surely lacks it, and kept
        where the box has it and the copy could not take it. A copy that is no longer needed is destroyed. A machine
        that took the place of the hub is given what is kept.
        Raises StorageFault kiosk_copy_failed, and what the line raises; then it is done at the next call.
        """
        if poll_id is not None:
            self.open_copy(poll_id)
        for path in sorted(self._folder.glob(f"*{_ENDING}")):
            if named := _COPY_NAME.fullmatch(path.name):  # what people or backup programs put beside is no copy
                self._settle_one(PollId(named[1]), bytes.fromhex(named[2]), path, is_at_rest=is_at_rest)

    def _settle_one(self, poll_id: PollId, box_id: bytes, path: Path, *, is_at_rest: bool) -> None:
        held = self._held.get(poll_id)
        if held is None or held.setup.box_id != box_id:
            setup = self.line.call_verb(read_copy_setup, poll_id, box_id)
            held = self._open_file(poll_id, setup) if setup is not None else None
        with copy_faults_told():
            ballots = held.copy.read_contents().ballots if held is not None else ()
        doubtful = self._doubtful_ballot_of(poll_id) if held is not None and is_at_rest else None
        asked = ballots if doubtful is None or doubtful.ballot in ballots else (*ballots, doubtful.ballot)
        try:
            settled = self._hold_against_box(poll_id, box_id, asked)
        except RuleBroken as refusal:
            if refusal.code != "promotion_gathering":
                raise
            if held is not None:
                self._hand_over(poll_id, held)
            return
        if held is not None and doubtful is not None:
            self._keep_or_take_back_doubtful(held, doubtful, is_in_box=doubtful.ballot not in settled.missing)
        if settled.is_over:
            with copy_faults_told():
                if held is not None:
                    held.copy.close()
                    del self._held[poll_id]
                destroy_kiosk_copy(path)
            self.kept.pop(poll_id, None)

    def _hand_over(self, poll_id: PollId, held: _HeldCopy) -> None:
        """Give both sets, each sorted by its own random bytes."""
        with copy_faults_told():
            contents = held.copy.read_contents()
        station_id, box_id = self.line.enrolment.station_id, held.setup.box_id
        self.line.call_verb(hand_over_kiosk_copy, poll_id, station_id, box_id, contents.used_slips, contents.ballots)

    def _hold_against_box(self, poll_id: PollId, box_id: bytes, ballots: tuple[bytes, ...]) -> SettledCopy:
        """Ask of so many ballots at a time as one question may hold: of a whole day they are more."""
        at_once = max(1, _MOST_ASKED_BYTES // max(map(len, ballots), default=1))
        parts = [ballots[start : start + at_once] for start in range(0, len(ballots), at_once)] or [()]
        settled = [self.line.call_verb(settle_kiosk_copy, poll_id, box_id, part) for part in parts]
        return SettledCopy(
            missing=tuple(ballot for part in settled for ballot in part.missing),
            is_over=all(part.is_over for part in settled),
        )

    def _doubtful_ballot_of(self, poll_id: PollId) -> _Sent | None:
        """Return what was sent for a poll without anybody knowing what became of it; what was never sent is over."""
        sent = self.sent
        if sent is None or sent.poll_id != poll_id:
            return None
        if not sent.is_doubtful:
            self.sent = None
        return self.sent

    def _keep_or_take_back_doubtful(self, held: _HeldCopy, sent: _Sent, *, is_in_box: bool) -> None:
        """Let the copy have what the box has; where its disk refuses, it is done at the next call."""
        with copy_faults_told():
            if is_in_box:
                held.copy.keep(sent.ballot, sent.used_slip)
            else:
                held.copy.take_back(sent.ballot, sent.used_slip)
            self.sent = None
            self.note_kept(sent.poll_id)


class KeepingCaster(RoomCaster):
    """The `BallotCaster` of a kiosk: a receipt comes once the hub's box and the kiosk's own copy have the ballot."""

    def __init__(self, copies: KioskCopies, poll_id: PollId) -> None:
        super().__init__(copies.line, poll_id)
        self._copies, self._of_poll = copies, poll_id

    def check_token(self, token: str) -> None:
        """Check that a slip may vote (`BallotCaster.check_token`), and that what comes of it can be kept.

        Raises StorageFault kiosk_copy_failed, kiosk_copy_full.
        """
        held = self._copies.open_copy(self._of_poll)
        if held is not None:
            sent = self._copies.sent
            if sent is not None and sent.is_doubtful:
                self._copies.settle()
            with copy_faults_told():
                is_full = held.copy.is_full
            if is_full:
                raise StorageFault("kiosk_copy_full")
        super().check_token(token)

    def cast_ballot(self, token: str, ballot: SealedBallot) -> Receipt:
        """Put a sealed ballot in the box (`BallotCaster.cast_ballot`) and, at the same time, in the copy.

        Raises DeviceFault hub_unreachable also for a refusal that came after a try without an answer, unless the box
        was asked for this very ballot; StorageFault kiosk_copy_failed where only the box is known to have it.
        """
        held = self._copies.open_copy(self._of_poll)
        if held is None:
            return super().cast_ballot(token, ballot)
        sent = self._copies.sent
        if sent is None or sent.ballot != ballot.sealed:
            used_slip = held.sealer.seal_plaintext(token_from_text(token))
            with copy_faults_told():
                was_kept = held.copy.holds_ballot(ballot.sealed)  # sent before this program was started
            sent = self._copies.sent = _Sent(self._of_poll, ballot.sealed, used_slip, was_kept)
        kept = self._copies.writer.submit(held.copy.keep, sent.ballot, sent.used_slip)
        try:
            receipt = super().cast_ballot(token, ballot)
        except SukuiError as refusal:
            self._settle_refusal(held, sent, kept, refusal)
            raise
        self._wait_until_kept(sent, kept)
        self._copies.sent = None
        return receipt

    def _settle_refusal(self, held: _HeldCopy, sent: _Sent, kept: Future[None], refusal: SukuiError) -> None:
        is_doubtful = sent.is_doubtful or self._copies.line.was_tried_in_vain
        is_sure = not isinstance(refusal, StorageFault | DeviceFault | Conflict) and not is_doubtful
        is_sure = is_sure or refusal.code in _BOX_LOOKED
        self._wait_until_kept(sent, kept)
        if not is_sure:
            sent.is_doubtful = True
            if isinstance(refusal, StorageFault | DeviceFault):
                return
            raise DeviceFault("hub_unreachable") from refusal
        sent.is_doubtful = True  # until it is taken back, with the very number that it was kept with
        with copy_faults_told():
            held.copy.take_back(sent.ballot, sent.used_slip)
            self._copies.sent = None
            self._copies.note_kept(self._of_poll)

    def _wait_until_kept(self, sent: _Sent, kept: Future[None]) -> None:
        try:
            with copy_faults_told():
                kept.result()
        except StorageFault:
            sent.is_doubtful = True
            raise
        self._copies.note_kept(self._of_poll)


@contextmanager
def copy_faults_told() -> Iterator[None]:
    """Say of whatever fails at the copy that it is the kiosk's disk: no fault of the box, and no refusal of a ballot.

    Raises StorageFault kiosk_copy_failed.
    """
    try:
        yield
    except SukuiError as fault:
        raise StorageFault("kiosk_copy_failed", why=fault.code) from fault

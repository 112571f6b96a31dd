"""An open meeting on this machine, and what a running program brings to it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from sukui_desktop.domain.ballot_accounting import SlipCounts
from sukui_desktop.domain.errors import NotFound, StorageFault
from sukui_desktop.domain.promotion import CopyFigures
from sukui_desktop.domain.rollback_detection import ThreeCounts
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.meeting import KnownMeeting, MeetingRow
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.person_keys import Reason, SignedReason, open_keys_with_proofs, reason_text
from sukui_desktop.storage.ballot_box import BallotBox
from sukui_desktop.storage.meeting_file import MeetingFile
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.station_folder import BoxKeys, StationFolder
from sukui_desktop.wording.times import set_meeting_zone


class Uptime(msgspec.Struct, frozen=True):
    """How long a machine has been running: no change of its clock moves that."""

    boot: str
    """Names this start of the machine."""
    ms: int
    """Milliseconds since then, sleep included."""


def unknown_uptime() -> Uptime | None:
    """Return None: of a machine that does not say how long it has been running."""
    return None


class Context(msgspec.Struct, frozen=True):
    """Station folder, clocks and randomness; made once in `programs/`."""

    station: StationFolder
    now: Callable[[], int]
    """Milliseconds since 1970 UTC."""
    random: random.Random
    """Drawing lots, slips and slots: a `SystemRandom` in the program."""
    uptime: Callable[[], Uptime | None] = unknown_uptime


class Gathering(msgspec.Struct, kw_only=True):
    """A box at a machine that took the place of the hub, until every kiosk handed over what it kept."""

    title: str
    """Of the poll."""
    promotion_key: bytes
    """Private, in memory alone."""
    handed: dict[str, CopyFigures] = msgspec.field(default_factory=dict)
    """Station id of a kiosk → what it handed over."""


class PollBox(msgspec.Struct, kw_only=True):
    """The box of a poll, opened, and what this program keeps in memory from ready to closed."""

    poll_id: PollId
    box: BallotBox
    keys: BoxKeys
    """In memory alone where the lock of the poll is strict."""
    unissued: list[bytes]
    """Tokens of slips not yet given out: in memory alone, so that nothing records which were drawn; after a power cut
    `replace_lost_slips` makes new ones."""
    is_open: bool
    slips_before: SlipCounts
    """Slips that the poll had given and taken back before this box was made, out of a box that was withdrawn."""
    paper: bytes
    """Fingerprint of the ballot paper (`fingerprint_paper`)."""
    sealed_length: int
    """Bytes of every sealed ballot."""
    audited: set[bytes] = msgspec.field(default_factory=set)
    """Sealed ballots that were opened instead of cast (시험 개봉), as in the record: none of them may be cast."""
    turn_token: bytes = b""
    """Token of the slip that the program holds for whose turn it is at the only screen: in memory alone."""
    voted_at_screen: set[PersonId] = msgspec.field(default_factory=set)
    """Whose turn at the only screen ended with a ballot in the box, in no order: in memory alone. They never held a
    slip that somebody could ask them for."""
    has_lost_slips: bool = False
    """Whether slips that were not given yet were lost as the program ended, and no new ones were made so far."""
    audits_of_slip: dict[bytes, int] = msgspec.field(default_factory=dict)
    """Tag of a slip → how many ballots its voter had opened: in memory alone, so that nothing records who did."""
    gathering: Gathering | None = None
    """While this is there no slip is given and no ballot taken."""


class Room:
    """A meeting file held open, with the boxes of its polls. One thread at a time."""

    def __init__(self, file: MeetingFile, context: Context) -> None:
        self.file = file
        """For services alone."""
        self.context = context
        self.boxes: dict[PollId, PollBox] = {}
        self.rollbacks: dict[PollId, ThreeCounts] = {}
        """What was found of boxes that may not be opened until two people decide."""
        self.path = file.path
        self.reading = file.reading
        """A transaction for reading."""
        self._noted: KnownMeeting | None = None

    @contextmanager
    def writing(self, reason: Reason | None = None) -> Iterator[Transaction]:
        """Give a transaction that is committed when its block ends; the list of meetings is kept true with it.

        `reason` is why a closed meeting is corrected, None where the act takes none
        (`require_allowed_after_closing`); a proof in it says who corrects, and is refused as by
        `open_keys_with_proofs`.
        """
        with self.file.transaction(None if reason is None else reason_text(reason)) as tx:
            if isinstance(reason, SignedReason):
                for signer_id, keys in open_keys_with_proofs(tx, (reason.proof,)).items():
                    tx.set_signer_of_corrections(signer_id, keys.sign)
            yield tx
            known = self._known_meeting_row(tx) if tx.touched & {MeetingRow.TABLE, PollRow.TABLE} else None
        self._write_on_machine_list(known)

    def add_to_machine_list_and_use_zone(self) -> None:
        """Put the meeting on the list of this machine, and show times in its zone from here on."""
        with self.reading() as tx:
            set_meeting_zone(tx.list_rows(MeetingRow)[0].zone)
            known = self._known_meeting_row(tx)
        self._write_on_machine_list(known)

    def _known_meeting_row(self, tx: Transaction) -> KnownMeeting:
        meeting = tx.list_rows(MeetingRow)[0]
        is_voting = any(poll.state in (PollState.OPEN, PollState.PAUSED) for poll in tx.list_rows(PollRow))
        stage = "voting" if is_voting else str(meeting.stage)
        return copy_fields(KnownMeeting, meeting, path=str(self.path), stage=stage)

    def _write_on_machine_list(self, known: KnownMeeting | None) -> None:
        """The list can be rebuilt: what was done is not undone because it could not be written."""
        if known is None or known == self._noted:
            return
        with suppress(StorageFault):
            self.context.station.note_known_meeting(known)
            self._noted = known


def now_ms(room: Room) -> int:
    """Return the time of the meeting's clock in milliseconds since 1970 UTC; may be called in any thread."""
    return room.context.now()


def meeting_path(room: Room) -> Path:
    """Return where the meeting file is, so that new files are offered beside it; may be called in any thread."""
    return room.path


def close_meeting_and_boxes(room: Room) -> None:
    """Close the boxes and the file; tokens that were not issued are gone with them."""
    for opened in room.boxes.values():
        opened.box.close()
    room.boxes.clear()
    set_meeting_zone("")
    room.file.close()


def read_meeting(room: Room) -> MeetingRow:
    """Return the meeting itself.

    Raises NotFound meeting_unknown when its first entry was never written.
    """
    with room.reading() as tx:
        for meeting in tx.list_rows(MeetingRow):
            return meeting
    raise NotFound("meeting_unknown")

"""An open meeting on this machine, and what a running program brings to it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import msgspec

from sukui_desktop.domain.ballot_accounting import SlipCounts
from sukui_desktop.domain.errors import NotFound
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.storage.ballot_box import BallotBox
from sukui_desktop.storage.meeting_file import MeetingFile
from sukui_desktop.storage.station import StationFolder


class Context(msgspec.Struct, frozen=True):
    """Station folder, clock and randomness; made once in `programs/`."""

    station: StationFolder
    now: Callable[[], int]
    """Milliseconds since 1970 UTC."""
    random: random.Random
    """Drawing lots, slips and slots: a `SystemRandom` in the program."""


class PollBox(msgspec.Struct, kw_only=True):
    """The box of a poll, opened, and what this program keeps in memory from ready to closed."""

    poll_id: PollId
    box: BallotBox
    token_key: bytes
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


class Room:
    """A meeting file held open, with the boxes of its polls. One thread at a time."""

    def __init__(self, file: MeetingFile, context: Context) -> None:
        self.file = file
        """For services alone."""
        self.context = context
        self.boxes: dict[PollId, PollBox] = {}
        self.path = file.path
        self.writing = file.transaction
        """A transaction that is committed when its block ends."""
        self.reading = file.reading
        """A transaction for reading."""


def now_ms(room: Room) -> int:
    """Return the time of the meeting's clock in milliseconds since 1970 UTC; may be called in any thread."""
    return room.context.now()


def meeting_path(room: Room) -> Path:
    """Return where the meeting file is, so that new files are offered beside it; may be called in any thread."""
    return room.path


def close_room(room: Room) -> None:
    """Close the boxes and the file; tokens that were not issued are gone with them."""
    for opened in room.boxes.values():
        opened.box.close()
    room.boxes.clear()
    room.file.close()


def read_meeting(room: Room) -> MeetingRow:
    """Return the meeting itself.

    Raises NotFound meeting_unknown when its first entry was never written.
    """
    with room.reading() as tx:
        for meeting in tx.all(MeetingRow):
            return meeting
    raise NotFound("meeting_unknown")

"""개표·집계: opening the box with the second person's passphrase, and counting what is in it.

Opening many ballots takes time, so it is parted in three: fetch (store queue), open (making queue, on frozen bytes
alone) and record (store queue); `count_poll` does all three for a program without a window.
"""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.count import Tally
from sukui_desktop.domain.definition import decode_definition
from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.facts.poll import PollContested, PollCounted
from sukui_desktop.domain.ids import PollId
from sukui_desktop.domain.poll import next_state
from sukui_desktop.domain.rows import PollRow
from sukui_desktop.domain.tally import count_ballots
from sukui_desktop.record.sealing import Opener
from sukui_desktop.services.room import Room
from sukui_desktop.storage.ballot_box import box_path, box_root, open_box
from sukui_desktop.storage.station import open_tally_key


class ClosedBox(msgspec.Struct, frozen=True):
    """Everything that opening a box needs, without the box."""

    poll_id: PollId
    sealed: tuple[bytes, ...]
    sealed_tally_key: bytes
    tally_public_key: bytes
    definition: bytes
    definition_hash: bytes


class OpenedBox(msgspec.Struct, frozen=True):
    """The opened ballots, sorted, and their count."""

    poll_id: PollId
    ballots: bytes
    tally: Tally


def count_poll(room: Room, poll_id: PollId, tally_passphrase: str) -> Changes:
    """Open the box and count it.

    Raises RuleBroken poll_step; StorageFault wrong_tally_passphrase; VerifyFailed box_changed when the box is not what
    the closing wrote down; NotFound.
    """
    return record_count(room, open_ballots(fetch_box(room, poll_id), tally_passphrase))


def fetch_box(room: Room, poll_id: PollId) -> ClosedBox:
    """Read the sealed ballots of a closed poll.

    Raises RuleBroken poll_step, VerifyFailed box_changed, NotFound.
    """
    with room.reading() as tx:
        poll = tx.one(PollRow, poll_id)
    next_state(poll.state, "count")
    station = room.context.station
    box = open_box(box_path(room.path, poll_id), station.box_keys(poll_id).box, room.context.random)
    try:
        sealed = box.sealed_ballots()
    finally:
        box.close()
    if len(sealed) != poll.cast or box_root(sealed) != poll.box_root:
        raise VerifyFailed("box_changed", poll=poll.title)
    return ClosedBox(
        poll_id,
        sealed,
        station.sealed_tally_key(poll_id),
        poll.tally_public_key,
        poll.definition,
        poll.definition_hash,
    )


def open_ballots(box: ClosedBox, tally_passphrase: str) -> OpenedBox:
    """Open every ballot and count it; the order in which they lay in the box is gone with the sorting.

    Raises StorageFault wrong_tally_passphrase; VerifyFailed tally_key_changed, ballot_not_of_this_poll.
    """
    private = open_tally_key(box.sealed_tally_key, box.poll_id, tally_passphrase)
    opener = Opener(private, box.definition_hash)
    if opener.public_key != box.tally_public_key:
        raise VerifyFailed("tally_key_changed")
    plaintexts = sorted(opener.open(sealed) for sealed in box.sealed)
    tally = count_ballots(decode_definition(box.definition).question, plaintexts)
    return OpenedBox(box.poll_id, b"".join(plaintexts), tally)


def record_count(room: Room, opened: OpenedBox) -> Changes:
    """Write the count down, with every ballot.

    Raises RuleBroken poll_step, NotFound.
    """
    with room.writing() as tx:
        next_state(tx.one(PollRow, opened.poll_id).state, "count")
        fact = PollCounted(ballots=opened.ballots, tally=opened.tally)
        return tx.append(opened.poll_id, fact).changes


def start_contest(room: Room, poll_id: PollId) -> Changes:
    """개표 이의: give the room time to contest the count.

    Raises RuleBroken poll_step, NotFound.
    """
    with room.writing() as tx:
        next_state(tx.one(PollRow, poll_id).state, "contest")
        return tx.append(poll_id, PollContested()).changes

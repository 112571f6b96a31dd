"""Counting (개표·집계): open the box with the second person's passphrase and count its ballots twice.

Opening many ballots takes time, so it is done in three parts: fetch (store queue), open (making queue, on frozen bytes
alone) and record (store queue); `count_poll` does all three for a program without a window. Two counters that share no
line go over the same bytes; where they differ nothing is certified until a recount finds them agreed.
"""

from __future__ import annotations

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import RuleBroken, VerifyFailed
from sukui_desktop.domain.facts.poll import PollChallenged, PollCounted, PollRecounted
from sukui_desktop.domain.methods.registry import split_ballots
from sukui_desktop.domain.question.definition import Question, decode_definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.record.ballot_encryption import Opener
from sukui_desktop.services.room import Room
from sukui_desktop.services.tally.counter_crosscheck import CounterComparison, count_with_both_counters
from sukui_desktop.services.vote.poll_box import read_sealed_ballots
from sukui_desktop.services.vote.steps import poll_for_step, record_step
from sukui_desktop.storage.ballot_box import box_root
from sukui_desktop.storage.station import open_tally_key


class ClosedBox(msgspec.Struct, frozen=True):
    """Everything that opening a box needs, without the box."""

    poll_id: PollId
    sealed: tuple[bytes, ...]
    sealed_tally_key: bytes
    tally_public_key: bytes
    definition: bytes
    definition_hash: bytes


class Counted(msgspec.Struct, frozen=True):
    """What both counters found in the same ballots."""

    poll_id: PollId
    ballots: bytes
    """Opened, sorted, one after the other."""
    tally: Tally
    second: Tally


class OpenedBallots(msgspec.Struct, frozen=True):
    """Ballots that a count recorded, to be counted again."""

    poll_id: PollId
    question: Question
    ballots: bytes


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
        poll = poll_for_step(tx, poll_id, "count")
    sealed = read_sealed_ballots(room.path, poll_id, room.context)
    if len(sealed) != poll.cast or box_root(sealed) != poll.box_root:
        raise VerifyFailed("box_changed", poll=poll.title)
    return copy_fields(ClosedBox, poll, sealed=sealed, sealed_tally_key=room.context.station.sealed_tally_key(poll_id))


def open_ballots(box: ClosedBox, tally_passphrase: str) -> Counted:
    """Open every ballot and count it; sorting removes the order in which they were in the box.

    Raises StorageFault wrong_tally_passphrase; VerifyFailed tally_key_changed, ballot_not_of_this_poll.
    """
    private = open_tally_key(box.sealed_tally_key, box.poll_id, tally_passphrase)
    opener = Opener(private, box.definition_hash)
    if opener.public_key != box.tally_public_key:
        raise VerifyFailed("tally_key_changed")
    plaintexts = sorted(opener.open_sealed(sealed) for sealed in box.sealed)
    return count_opened(OpenedBallots(box.poll_id, decode_definition(box.definition).question, b"".join(plaintexts)))


def count_opened(opened: OpenedBallots) -> Counted:
    """Count opened ballots by both counters."""
    counts = count_with_both_counters(opened.question, split_ballots(opened.question, opened.ballots))
    return Counted(opened.poll_id, opened.ballots, counts.first, counts.second)


def record_count(room: Room, counted: Counted) -> Changes:
    """Record the count: every ballot and what each counter found.

    Raises RuleBroken poll_step, NotFound.
    """
    fact = PollCounted(ballots=counted.ballots, tally=counted.tally, second=counted.second)
    return record_step(room, counted.poll_id, "count", fact)


def fetch_ballots(room: Room, poll_id: PollId) -> OpenedBallots:
    """Read the ballots that the count recorded.

    Raises RuleBroken poll_step, NotFound.
    """
    with room.reading() as tx:
        poll = poll_for_step(tx, poll_id, "recount")
        count = tx.require_row(PollCountRow, poll_id)
    return OpenedBallots(poll_id, decode_definition(poll.definition).question, count.ballots)


def record_recount(room: Room, counted: Counted) -> Changes:
    """Record a recount.

    Raises RuleBroken poll_step, NotFound.
    """
    return record_step(room, counted.poll_id, "recount", PollRecounted(tally=counted.tally, second=counted.second))


def read_recount_time(room: Room, poll_id: PollId) -> int:
    """Return when the poll was last counted again; 0 where it never was.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        return (
            tx.require_row(PollRow, poll_id).counted_at_ms
            if poll_id in tx.list_subjects_with_fact(PollRecounted)
            else 0
        )


def require_agreement(poll: PollRow, count: PollCountRow) -> None:
    """Refuse a count on which the two counters do not agree.

    Raises RuleBroken counts_differ with the first figure they differ on, count_single where only one counter ran.
    """
    if not count.second_tally:
        raise RuleBroken("count_single", title=poll.title)
    differences = CounterComparison(
        canonical_bytes.decode(count.tally, Tally), canonical_bytes.decode(count.second_tally, Tally)
    ).differences
    if differences:
        found = differences[0]
        options = decode_definition(poll.definition).question.options
        where = options[found.option].title if 0 <= found.option < len(options) else found.text
        raise RuleBroken(
            "counts_differ",
            title=poll.title,
            what=found.what,
            option=where,
            first=-1 if found.first is None else found.first,
            second=-1 if found.second is None else found.second,
            count=len(differences),
        )


def start_challenge(room: Room, poll_id: PollId) -> Changes:
    """개표 이의: begin the time in which the count may be challenged.

    Raises RuleBroken poll_step, NotFound.
    """
    return record_step(room, poll_id, "challenge", PollChallenged())

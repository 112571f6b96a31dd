"""A kiosk's own copy of what it sent, as the hub sees it: what a kiosk needs to keep one, and when it is no longer
needed."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from sukui_desktop.domain.errors import NotFound
from sukui_desktop.domain.facts.poll import PollMadeReady
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.poll_box import find_or_open_box, read_sealed_ballots, sealed_ballot_length
from sukui_desktop.services.vote.standby import SEALED_SLIP_LENGTH, find_standby
from sukui_desktop.storage.meeting_transaction import Transaction


class CopySetup(msgspec.Struct, frozen=True, kw_only=True):
    """What a kiosk needs to keep a copy of what it sends to one box."""

    box_id: bytes
    slots: int
    ballot_length: int
    """Bytes of every sealed ballot."""
    used_slip_length: int
    """Bytes of the number of a used slip, sealed."""
    promotion_key: bytes
    """Public: the numbers of used slips are sealed to it."""
    copy_key: bytes
    """Of the copy's file; never kept on the kiosk."""


class SettledCopy(msgspec.Struct, frozen=True, kw_only=True):
    """What the box says of the ballots that a kiosk kept."""

    missing: tuple[bytes, ...] = ()
    """Ballots that are surely not in the box now."""
    is_over: bool = False
    """Whether the copy is no longer needed."""


def read_copy_setup(room: Room, poll_id: PollId, box_id: bytes = b"") -> CopySetup | None:
    """Return what a kiosk needs to keep a copy of what it sends to the box of a poll.

    None for a box made before 0.6.0, which nothing is kept of, and for another one than `box_id` where that is given.
    Raises NotFound poll_unknown, StorageFault.
    """
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        standby = find_standby(tx.poll_secrets, poll_id)
    if standby is None or not poll.definition or (box_id and box_id != poll.box_id):
        return None
    return CopySetup(
        box_id=poll.box_id,
        slots=poll.slots,
        ballot_length=sealed_ballot_length(poll.definition),
        used_slip_length=SEALED_SLIP_LENGTH,
        promotion_key=standby.promotion_key,
        copy_key=standby.copy_key,
    )


def settle_kiosk_copy(room: Room, poll_id: PollId, box_id: bytes, ballots: tuple[bytes, ...]) -> SettledCopy:
    """Hold the ballots that a kiosk kept against the box, open or closed.

    The copy is over once the vote is closed and the box has every one of them, once the poll ended, and where the
    record says that its box was withdrawn. A ballot that the closed box lacks keeps the copy until the poll ends:
    people may look. A record that never heard of the box may be older than the copy, which then has the only ballots
    that are left.
    Raises StorageFault, and as `find_or_open_box` while the box is open.
    """
    with room.reading() as tx:
        poll = tx.find_row(PollRow, poll_id)
        if poll is None or poll.box_id != box_id:
            return SettledCopy(is_over=_was_box_of_poll(tx, poll_id, box_id))
        if poll.state in (PollState.SEALED, PollState.VOID):
            return SettledCopy(is_over=True)
        if poll.state not in HAS_BOX:
            there: tuple[bytes, ...] = ()
            with suppress(NotFound):
                there = read_sealed_ballots(tx.poll_secrets, room.path, poll, room.context)
            missing = _ballots_not_among(ballots, there)
            return SettledCopy(missing=missing, is_over=not missing)
    return SettledCopy(missing=_ballots_not_among(ballots, find_or_open_box(room, poll_id).box.list_sealed_ballots()))


def _ballots_not_among(ballots: tuple[bytes, ...], there: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Compare at once: to look for each in the box reads the whole box each time, while votes wait."""
    known = frozenset(there)
    return tuple(ballot for ballot in ballots if ballot not in known)


def _was_box_of_poll(tx: Transaction, poll_id: PollId, box_id: bytes) -> bool:
    entries = tx.read_entries([f"poll/{poll_id}"])
    return any(isinstance(entry.fact, PollMadeReady) and entry.fact.box_id == box_id for entry in entries)

"""Whose turn it is at the only screen of a room, kept so that a power cut leaves nobody out and lets nobody vote twice.

The program holds the slip: its token is in memory alone (`PollBox.turn_token`). The meeting file keeps the person and
the slip's tag, from the giving until the ballot is in the box: a tag votes with nothing, and tells after a power cut
whether this person's slip was spent. Source: docs/decisions/0015-a-turn-at-the-only-screen.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import NotFound, RuleBroken, StorageFault
from sukui_desktop.domain.facts.person import SlipReturned, SlipSpoiled
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.people import SlipRow, SlipState
from sukui_desktop.models.poll import PollRow
from sukui_desktop.record.slip_token import token_tag
from sukui_desktop.services.opened_meeting import PollBox, Room
from sukui_desktop.services.vote.poll_box import find_or_open_box
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.poll_secrets import SecretName


class KeptTurn(msgspec.Struct, frozen=True, kw_only=True):
    """Whose turn it is, and by what the box knows the slip that the program holds for them."""

    person_id: PersonId
    tag: bytes
    """As in the box: no number of a slip can be found from it."""


class TurnSlip(StrEnum):
    """What the box says of the slip of a turn."""

    UNUSED = "unused"
    VOTED = "voted"
    """Its ballot is in the box; so is a slip of which the box knows nothing taken to be, as it casts none."""
    RETURNED = "returned"
    """It was taken back in the box, and the record does not say so yet; so with the next."""
    SPOILED = "spoiled"


_STOPPED = {"slip_returned": TurnSlip.RETURNED, "slip_spoiled": TurnSlip.SPOILED}


def find_kept_turn(tx: Transaction, poll_id: PollId) -> KeptTurn | None:
    """Return whose turn is kept in a poll, or None."""
    kept = tx.poll_secrets.find(poll_id, SecretName.TURN)
    return None if kept is None else canonical_bytes.decode(kept, KeptTurn)


def keep_turn(tx: Transaction, poll_id: PollId, person_id: PersonId, opened: PollBox, token: bytes) -> None:
    """Keep whose turn it is, in the transaction that records their slip."""
    turn = KeptTurn(person_id=person_id, tag=token_tag(opened.keys.token, token))
    tx.poll_secrets.keep(poll_id, SecretName.TURN, canonical_bytes.encode(turn))


def read_slip_state_of_turn(opened: PollBox, turn: KeptTurn) -> TurnSlip:
    """Return what became of the slip of a turn. Raises StorageFault."""
    try:
        opened.box.require_unspent_slip(turn.tag)
    except NotFound:
        return TurnSlip.VOTED
    except RuleBroken as spent:
        return _STOPPED.get(spent.code, TurnSlip.VOTED)
    return TurnSlip.UNUSED


def stop_unused_slip(
    room: Room, opened: PollBox, turn: KeptTurn, *, is_spoiled: bool
) -> tuple[SlipReturned | SlipSpoiled, ...]:
    """Stop the slip of a turn that has no ballot in the box, and return what the record has to say of it.

    What the box says already was stopped by a program that ended before it could record it: the record says the same.
    () where the record has it. Raises StorageFault.
    """
    state = read_slip_state_of_turn(opened, turn)
    if state is TurnSlip.UNUSED:
        opened.box.stop_slip(turn.tag, is_spoiled=is_spoiled)
        state = TurnSlip.SPOILED if is_spoiled else TurnSlip.RETURNED
    with room.reading() as tx:
        slip = tx.find_row(SlipRow, turn.person_id, opened.poll_id)
    if slip is None or slip.state != SlipState.ISSUED:
        return ()
    fact = SlipSpoiled if state is TurnSlip.SPOILED else SlipReturned
    return (fact(poll_id=opened.poll_id),)


def forget_turn(room: Room, opened: PollBox) -> None:
    """Forget whose turn it was, for good."""
    with room.writing() as tx:
        tx.poll_secrets.destroy(opened.poll_id, SecretName.TURN)
    _forget_on_disk_and_in_memory(room, opened)


def _forget_on_disk_and_in_memory(room: Room, opened: PollBox) -> None:
    """Forget a turn that was destroyed in what the disk keeps beside the meeting file too."""
    opened.turn_token = b""
    with suppress(StorageFault):
        room.file.checkpoint_wal()


def give_back_kept_turn(room: Room, poll_id: PollId, people: Iterable[PersonId] | None = None) -> Changes:
    """Take the slip of the turn in a poll back unless its ballot is in the box; the person may be given another.

    `people`: only where it is the turn of one of them. The box first, as with every slip that comes back.
    Raises as `find_or_open_box`, and StorageFault.
    """
    with room.reading() as tx:
        turn = find_kept_turn(tx, poll_id)
    if turn is None or (people is not None and turn.person_id not in people):
        return NOTHING
    opened = find_or_open_box(room, poll_id)
    if read_slip_state_of_turn(opened, turn) is TurnSlip.VOTED:
        forget_turn(room, opened)
        return NOTHING
    stopped = stop_unused_slip(room, opened, turn, is_spoiled=False)
    with room.writing() as tx:
        changes = tx.append_facts([(turn.person_id, fact) for fact in stopped]).changes
        tx.poll_secrets.destroy(poll_id, SecretName.TURN)
    _forget_on_disk_and_in_memory(room, opened)
    return changes


def give_back_turns_of_people(room: Room, people: Iterable[PersonId]) -> Changes:
    """Take back the slips that the program holds for these people in any poll: they do not vote now.

    Raises as `give_back_kept_turn`.
    """
    meant = frozenset(people)
    with room.reading() as tx:
        polls = [poll.poll_id for poll in tx.list_rows(PollRow) if poll.state in HAS_BOX]
        due = [each for each in polls if (turn := find_kept_turn(tx, each)) is not None and turn.person_id in meant]
    changes = NOTHING
    for poll_id in due:
        changes |= give_back_kept_turn(room, poll_id, meant)
    return changes

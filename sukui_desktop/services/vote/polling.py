"""Opening, pausing and closing a poll, and the turnout that may be shown meanwhile."""

from __future__ import annotations

import secrets

import msgspec

from sukui_desktop.domain.ballot_accounting import close_equation, turnout_in_steps
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.poll import PollClosed, PollOpened, PollPaused, PollResumed, SlipsDealt
from sukui_desktop.domain.poll import OPEN, PAUSED, READY, next_state
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.record.sealing import TOKEN_SIZE, token_tag
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.boxes import booth_of, close_booth
from sukui_desktop.storage.ballot_box import box_root
from sukui_desktop.storage.transaction import Transaction


class Turnout(msgspec.Struct, frozen=True):
    """What may be said of an open poll."""

    issued: int
    """Slips given and not taken back."""
    cast_in_steps: int
    """Ballots in the box, rounded down to steps of five."""
    base: int
    """Slips laid: the most that could vote."""


class SlipCounts(msgspec.Struct, frozen=True):
    """How the slips of a poll stand, by the journal."""

    issued: int
    spoiled: int
    returned: int


def open_poll(room: Room, poll_id: PollId) -> Changes:
    """Begin the vote. Raises RuleBroken poll_step, NotFound."""
    return _step(room, poll_id, "open", PollOpened(), is_open=True)


def pause_poll(room: Room, poll_id: PollId) -> Changes:
    """Stop taking ballots for a while. Raises RuleBroken poll_step, NotFound."""
    return _step(room, poll_id, "pause", PollPaused(), is_open=False)


def resume_poll(room: Room, poll_id: PollId) -> Changes:
    """Go on taking ballots. Raises RuleBroken poll_step, NotFound."""
    return _step(room, poll_id, "resume", PollResumed(), is_open=True)


def _step(room: Room, poll_id: PollId, verb: str, fact: Fact, *, is_open: bool) -> Changes:
    with room.reading() as tx:
        next_state(tx.one(PollRow, poll_id).state, verb)
    booth = booth_of(room, poll_id)
    with room.writing() as tx:
        next_state(tx.one(PollRow, poll_id).state, verb)
        changes = tx.append(poll_id, fact).changes
    booth.is_open = is_open
    return changes


def close_poll(room: Room, poll_id: PollId) -> Changes:
    """End the vote: no more ballots, slips reconciled, the box's root written down.

    Raises RuleBroken poll_step, equation_impossible; NotFound.
    """
    with room.reading() as tx:
        next_state(tx.one(PollRow, poll_id).state, "close")
    booth = booth_of(room, poll_id)
    root, cast = box_root(booth.box.sealed_ballots()), booth.box.count()
    with room.writing() as tx:
        slips = count_slips(tx, poll_id)
        equation = close_equation(issued=slips.issued, cast=cast, spoiled=slips.spoiled, returned=slips.returned)
        booth.is_open = False  # from here on, whatever the disk answers: no ballot may miss the root
        changes = tx.append(poll_id, PollClosed(equation=equation, box_root=root)).changes
    close_booth(room, poll_id)
    return changes


def count_slips(tx: Transaction, poll_id: PollId) -> SlipCounts:
    """Count a poll's slips: every one that was ever given, and what became of those that came back."""
    slips = tx.all(SlipRow, poll_id=poll_id)
    return SlipCounts(
        issued=sum(slip.issued for slip in slips),
        spoiled=sum(slip.spoiled for slip in slips),
        returned=sum(slip.returned for slip in slips),
    )


def needs_dealing(room: Room, poll_id: PollId) -> bool:
    """Say whether the slips in hand were lost with the power while the poll still needs them."""
    with room.reading() as tx:
        poll = tx.one(PollRow, poll_id)
        if poll.state not in (READY, OPEN, PAUSED):
            return False
        given = count_slips(tx, poll_id).issued
    return not booth_of(room, poll_id).in_hand and given < poll.laid


def deal_slips(room: Room, poll_id: PollId) -> Changes:
    """Make fresh slips in the place of those lost with the power; nobody has the lost ones, so they never vote.

    Raises RuleBroken slips_in_hand when none were lost, poll_not_open; NotFound.
    """
    if not needs_dealing(room, poll_id):
        raise RuleBroken("slips_in_hand")
    booth = booth_of(room, poll_id)
    with room.writing() as tx:
        count = tx.one(PollRow, poll_id).laid - count_slips(tx, poll_id).issued
        tokens = [secrets.token_bytes(TOKEN_SIZE) for _ in range(count)]
        booth.box.add_slips(token_tag(booth.token_key, token) for token in tokens)
        changes = tx.append(poll_id, SlipsDealt(count=count)).changes
    booth.in_hand = tokens
    return changes


def read_turnout(room: Room, poll_id: PollId) -> Turnout:
    """Return issued slips and turnout in steps, while a poll is ready, open or paused.

    Raises RuleBroken poll_not_open.
    """
    booth = booth_of(room, poll_id)
    with room.reading() as tx:
        slips = count_slips(tx, poll_id)
        laid = tx.one(PollRow, poll_id).laid
    return Turnout(slips.issued - slips.spoiled - slips.returned, turnout_in_steps(booth.box.count()), laid)

"""One screen for the whole room: who votes next, a turn begun for exactly one person, and how it ended.

Nobody reads or types a number: the program holds the slip of whose turn it is (`services/vote/kept_turn.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.person import SlipGiven
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.people import SlipRow, SlipState
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.record.slip_token import token_as_text
from sukui_desktop.services.checkin.people_search import PersonView, list_people
from sukui_desktop.services.checkin.slips import (
    draw_slips,
    list_voters_of_polls,
    require_present_and_entitled,
    require_slip_may_be_given,
)
from sukui_desktop.services.opened_meeting import PollBox, Room
from sukui_desktop.services.vote.joint_votes import find_people_with_slip_elsewhere, require_no_slip_elsewhere
from sukui_desktop.services.vote.kept_turn import (
    KeptTurn,
    TurnSlip,
    find_kept_turn,
    forget_turn,
    give_back_kept_turn,
    keep_turn,
    read_slip_state_of_turn,
    stop_unused_slip,
)
from sukui_desktop.services.vote.lost_slips import has_lost_unissued_slips, replace_lost_slips
from sukui_desktop.services.vote.poll_box import find_or_open_box


class WaitingVoter(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is here and may still vote at the screen."""

    person_id: PersonId
    name: str
    """As screens show it alone: a namesake's with what tells them apart."""


class TurnSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Who may vote next in a poll, of one moment."""

    poll_id: PollId
    title: str
    is_open: bool
    """Ballots are taken now."""
    waiting: tuple[WaitingVoter, ...] = ()
    """Whose turn was begun and ended without a ballot first, then by when they came in."""
    unfinished: PersonId | None = None
    """Whose turn was begun and has no ballot."""
    was_cut: bool = False
    """That turn was begun by a program that did not live to its end."""


class TurnEnd(StrEnum):
    """How the last turn at the screen ended."""

    NONE = "none"
    """No turn is kept."""
    VOTED = "voted"
    UNUSED = "unused"
    """There is no ballot: the turn can be gone on with."""


class EndedTurn(msgspec.Struct, frozen=True, kw_only=True):
    """How a turn ended, and whose it was ('' where none was)."""

    end: TurnEnd
    name: str = ""
    title: str = ""
    """Of the poll."""
    changes: Changes = NOTHING
    """Whoever shows who is next reads it again."""


class BegunTurn(msgspec.Struct, frozen=True, kw_only=True):
    """A turn: the slip is for the kiosk of this machine alone and is shown to nobody."""

    person_id: PersonId
    token: str
    changes: Changes


def read_turn_snapshot(room: Room, poll_id: PollId) -> TurnSnapshot:
    """Return who may vote next in a poll whose definition is frozen. Raises NotFound poll_unknown, StorageFault."""
    voters = list_voters_of_polls(room, [poll_id])[0]
    with room.reading() as tx:
        poll, turn = tx.require_row(PollRow, poll_id), find_kept_turn(tx, poll_id)
    opened = room.boxes.get(poll_id)
    people = [view for view in list_people(room) if view.person.person_id in voters.people]
    has_voted = turn is not None and opened is not None and read_slip_state_of_turn(opened, turn) is TurnSlip.VOTED
    kept = turn.person_id if turn is not None and not has_voted else None  # its end is not recorded yet
    waiting = [view for view in people if view.attendance.is_present and _may_begin(view, poll_id, kept)]
    with room.reading() as tx:
        elsewhere = find_people_with_slip_elsewhere(tx, poll_id, [view.person.person_id for view in waiting])
    waiting = [view for view in waiting if view.person.person_id not in elsewhere]
    waiting.sort(key=lambda view: (view.person.person_id != kept, view.attendance.admitted_at_ms))
    unfinished = next((view.person.person_id for view in waiting if view.person.person_id == kept), None)
    return TurnSnapshot(
        poll_id=poll_id,
        title=poll.title,
        is_open=poll.state == PollState.OPEN,
        waiting=tuple(WaitingVoter(person_id=view.person.person_id, name=view.name) for view in waiting),
        unfinished=unfinished,
        was_cut=unfinished is not None and not (opened is not None and opened.turn_token),
    )


def _holds_slip(view: PersonView, poll_id: PollId) -> bool:
    return any(slip.poll_id == poll_id and slip.state == SlipState.ISSUED for slip in view.slips)


def _may_begin(view: PersonView, poll_id: PollId, kept: PersonId | None) -> bool:
    return view.person.person_id == kept or not _holds_slip(view, poll_id)


def begin_turn(room: Room, person_id: PersonId, poll_id: PollId) -> BegunTurn:
    """Begin the turn of one person, and end every other: its unused slip is taken back.

    The same person again gets the very slip that was not used; after a power cut it is stopped and another one given,
    as its number is nowhere. Slips that were not yet given and are gone with the power are made anew first.
    Raises RuleBroken poll_not_open, not_present, not_entitled, slip_already_given, voted_elsewhere, slips_short;
    NotFound; StorageFault; and as `find_or_open_box`.
    """
    opened = find_or_open_box(room, poll_id)
    if not opened.is_open:
        raise RuleBroken("poll_not_open", state="paused")
    with room.reading() as tx:
        turn = find_kept_turn(tx, poll_id)
        if turn is not None and turn.person_id == person_id:
            require_present_and_entitled(tx, person_id, poll_id)
            require_no_slip_elsewhere(tx, poll_id, [person_id])
        else:
            require_slip_may_be_given(tx, person_id, poll_id)
    if turn is not None and turn.person_id == person_id:
        return _begin_same_turn_again(room, opened, turn)
    given_back = give_back_kept_turn(room, poll_id)
    begun = _give_slip_and_keep_turn(room, opened, person_id, ())
    return msgspec.structs.replace(begun, changes=given_back | begun.changes)


def begin_turn_of_next(room: Room, poll_id: PollId) -> BegunTurn:
    """Begin the turn of who is next (`read_turn_snapshot`). Raises RuleBroken nobody_waits, and as `begin_turn`."""
    snapshot = read_turn_snapshot(room, poll_id)
    if not snapshot.waiting:
        raise RuleBroken("nobody_waits", title=snapshot.title)
    return begin_turn(room, snapshot.waiting[0].person_id, poll_id)


def _begin_same_turn_again(room: Room, opened: PollBox, turn: KeptTurn) -> BegunTurn:
    state = read_slip_state_of_turn(opened, turn)
    if state is TurnSlip.VOTED:
        opened.voted_at_screen.add(turn.person_id)
        forget_turn(room, opened)
        raise RuleBroken("slip_already_given")
    if state is TurnSlip.UNUSED and opened.turn_token:
        return BegunTurn(person_id=turn.person_id, token=token_as_text(opened.turn_token), changes=NOTHING)
    stopped = stop_unused_slip(room, opened, turn, is_spoiled=True)
    return _give_slip_and_keep_turn(room, opened, turn.person_id, stopped)


def _give_slip_and_keep_turn(room: Room, opened: PollBox, person_id: PersonId, before: Sequence[Fact]) -> BegunTurn:
    """Record a slip as given and keep the turn, in one transaction; `before` is what is recorded of the slip before."""
    poll_id = opened.poll_id
    if has_lost_unissued_slips(room, poll_id):
        replace_lost_slips(room, poll_id)
    slips = draw_slips(room, poll_id, 1)
    (token,) = slips.tokens
    with room.writing() as tx:
        facts: list[Fact] = [*before, SlipGiven(poll_id=poll_id)]
        changes = tx.append_facts([(person_id, fact) for fact in facts]).changes
        keep_turn(tx, poll_id, person_id, opened, token)
    (text,) = slips.mark_issued_and_list_tokens()
    opened.turn_token = token
    return BegunTurn(person_id=person_id, token=text, changes=changes)


def end_turn(room: Room, poll_id: PollId) -> EndedTurn:
    """Return how the last turn ended; of one whose ballot is in the box nothing is kept any more.

    Raises as `find_or_open_box`, and StorageFault.
    """
    with room.reading() as tx:
        turn, title = find_kept_turn(tx, poll_id), tx.require_row(PollRow, poll_id).title
    if turn is None:
        return EndedTurn(end=TurnEnd.NONE, title=title)
    opened = find_or_open_box(room, poll_id)
    name = next((view.name for view in list_people(room) if view.person.person_id == turn.person_id), "")
    if read_slip_state_of_turn(opened, turn) is not TurnSlip.VOTED:
        return EndedTurn(end=TurnEnd.UNUSED, name=name, title=title)
    opened.voted_at_screen.add(turn.person_id)
    forget_turn(room, opened)
    settled = Changes(frozenset({SlipRow.TABLE}), frozenset({turn.person_id}))
    return EndedTurn(end=TurnEnd.VOTED, name=name, title=title, changes=settled)


def end_turns_of_program_before(room: Room) -> tuple[EndedTurn, ...]:
    """Return how each turn ended that a program before this one had begun, of polls whose box can be opened now."""
    with room.reading() as tx:
        polls = [poll.poll_id for poll in tx.list_rows(PollRow) if poll.state in HAS_BOX]
        kept = [poll_id for poll_id in polls if find_kept_turn(tx, poll_id) is not None]
    ended = []
    for poll_id in kept:
        try:
            ended.append(end_turn(room, poll_id))
        except RuleBroken:
            continue  # its box waits for its holders, or for two people: whoever votes next there is told then
    return tuple(turn for turn in ended if turn.end is not TurnEnd.NONE)


def give_back_turn(room: Room, person_id: PersonId, poll_id: PollId) -> Changes:
    """Take the slip back that the program holds for a person whose turn ended without a ballot; they may be given
    another later. Nothing changes where it holds none for them.

    Raises as `find_or_open_box`, and StorageFault.
    """
    return give_back_kept_turn(room, poll_id, (person_id,))

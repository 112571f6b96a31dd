"""Slips (투표권): give, return, spoil. The journal notes that a slip was given, never which one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.electorate import PollElectorate, entitled_roles, may_vote
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.facts.person import SlipGiven, SlipReturned, SlipSpoiled
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.text_cleaning_and_search import latin_letters_of_keys
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import AttendanceRow, SlipRow, SlipState
from sukui_desktop.models.poll import PollRow
from sukui_desktop.record.slip_token import token_as_text, token_from_text, token_tag
from sukui_desktop.services.opened_meeting import PollBox, Room
from sukui_desktop.services.vote.joint_votes import require_no_slip_elsewhere
from sukui_desktop.services.vote.poll_box import find_or_open_box
from sukui_desktop.storage.meeting_transaction import Transaction


class GivenSlip(msgspec.Struct, frozen=True):
    """A slip to be shown once: its token as text, and what changed."""

    token: str
    changes: Changes


class DrawnSlips:
    """Drawn slips; they count as issued once the record of it is committed (`mark_issued_and_list_tokens`)."""

    def __init__(self, opened: PollBox, tokens: list[bytes]) -> None:
        self._opened = opened
        self.tokens = tuple(tokens)

    def mark_issued_and_list_tokens(self) -> tuple[str, ...]:
        """Mark the drawn slips as issued and return their tokens."""
        drawn = set(self.tokens)
        self._opened.unissued = [token for token in self._opened.unissued if token not in drawn]
        return tuple(token_as_text(token) for token in self.tokens)


def draw_slips(room: Room, poll_id: PollId, count: int) -> DrawnSlips:
    """Draw unissued slips at random.

    Raises RuleBroken slips_lost where they were lost as the program ended, slips_short, poll_not_open; NotFound.
    """
    opened = find_or_open_box(room, poll_id)
    if count and opened.has_lost_slips:
        raise RuleBroken("slips_lost")
    if count > len(opened.unissued):
        raise RuleBroken("slips_short", wanted=count, left=len(opened.unissued))
    return DrawnSlips(opened, room.context.random.sample(opened.unissued, count))


def require_entitled_to_vote(tx: Transaction, poll_id: PollId, attendance: AttendanceRow) -> None:
    """Check that a person may vote in a poll whose definition is frozen.

    Raises RuleBroken not_entitled with the person's role and the roles that may; NotFound poll_unknown.
    """
    meeting, voters = tx.list_rows(MeetingRow)[0], _electorate_of_poll(tx, poll_id)
    if not may_vote(meeting, voters, attendance.role, attendance.channel):
        raise RuleBroken(
            "not_entitled",
            role=attendance.role or attendance.channel,
            voters=tuple(filter(None, entitled_roles(meeting, voters, tx.list_rows(AttendanceRow)))),
        )


def find_voters_without_slip(tx: Transaction, poll_id: PollId, person_ids: Iterable[PersonId]) -> frozenset[PersonId]:
    """Return those of these people who may vote in a poll and hold no slip of it."""
    meeting, voters = tx.list_rows(MeetingRow)[0], _electorate_of_poll(tx, poll_id)
    held = {slip.person_id for slip in tx.list_rows(SlipRow, poll_id=poll_id) if slip.state == SlipState.ISSUED}
    rows = (tx.require_row(AttendanceRow, person_id) for person_id in person_ids if person_id not in held)
    return frozenset(row.person_id for row in rows if may_vote(meeting, voters, row.role, row.channel))


def find_polls_all_have_slips_of(room: Room, poll_ids: Sequence[PollId]) -> frozenset[PollId]:
    """Return those of these polls in which everybody in the room who may vote was given a slip; none where nobody is
    there to vote."""
    found = set[PollId]()
    with room.reading() as tx:
        here = [row.person_id for row in tx.list_rows(AttendanceRow) if row.is_present]
        for poll_id in poll_ids:
            held = {slip.person_id for slip in tx.list_rows(SlipRow, poll_id=poll_id) if slip.state == SlipState.ISSUED}
            if held.intersection(here) and not find_voters_without_slip(tx, poll_id, here):
                found.add(poll_id)
    return frozenset(found)


def _electorate_of_poll(tx: Transaction, poll_id: PollId) -> PollElectorate:
    return decode_definition(tx.require_row(PollRow, poll_id).definition).poll_electorate


class PollVoters(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be given a slip for a poll."""

    poll_id: PollId
    roles: tuple[str, ...]
    """Their roles in words, "" for such as have none."""
    people: frozenset[PersonId]


def list_voters_of_polls(room: Room, poll_ids: Sequence[PollId]) -> tuple[PollVoters, ...]:
    """Return who may vote in each of these polls, whose definitions are frozen.

    Raises NotFound poll_unknown.
    """
    if not poll_ids:
        return ()
    with room.reading() as tx:
        meeting, rows = tx.list_rows(MeetingRow)[0], tx.list_rows(AttendanceRow)
        electorates = [(poll_id, _electorate_of_poll(tx, poll_id)) for poll_id in poll_ids]
    return tuple(
        PollVoters(
            poll_id=poll_id,
            roles=entitled_roles(meeting, voters, rows),
            people=frozenset(row.person_id for row in rows if may_vote(meeting, voters, row.role, row.channel)),
        )
        for poll_id, voters in electorates
    )


def give_slip(room: Room, person_id: PersonId, poll_id: PollId) -> GivenSlip:
    """Give a present person a slip drawn at random; which one is recorded nowhere.

    Raises RuleBroken not_present, not_entitled, slip_already_given, voted_elsewhere with place and moment, slips_short,
    slips_lost, poll_not_open; NotFound.
    """
    slips = draw_slips(room, poll_id, 1)
    with room.writing() as tx:
        require_slip_may_be_given(tx, person_id, poll_id)
        changes = tx.append_fact(person_id, SlipGiven(poll_id=poll_id)).changes
    return GivenSlip(slips.mark_issued_and_list_tokens()[0], changes)


def require_slip_may_be_given(tx: Transaction, person_id: PersonId, poll_id: PollId) -> None:
    """Check that a person is here, may vote in the poll and holds no slip of it, here or elsewhere.

    Raises RuleBroken not_present, not_entitled, slip_already_given, voted_elsewhere with place and moment; NotFound.
    """
    require_present_and_entitled(tx, person_id, poll_id)
    slip = tx.find_row(SlipRow, person_id, poll_id)
    if slip is not None and slip.state == SlipState.ISSUED:
        raise RuleBroken("slip_already_given")
    require_no_slip_elsewhere(tx, poll_id, [person_id])


def require_present_and_entitled(tx: Transaction, person_id: PersonId, poll_id: PollId) -> None:
    """Check that a person is here and may vote in the poll.

    Raises RuleBroken not_present, not_entitled; NotFound.
    """
    attendance = tx.require_row(AttendanceRow, person_id)
    if not attendance.is_present:
        raise RuleBroken("not_present")
    require_entitled_to_vote(tx, poll_id, attendance)


_LEAST_PART = 8


def typed_text_as_slip_number(typed: str) -> str:
    """Return the slip number that was typed or scanned, with the Hangul keyboard on or off; '' for other words."""
    try:
        return token_as_text(token_from_text(latin_letters_of_keys(typed)))
    except BadInput:
        return ""


def is_like_damaged_slip_number(typed: str) -> bool:
    """Return whether this is likely a slip number that is not whole, or has a wrong letter: letters and figures mixed,
    eight at least."""
    letters = latin_letters_of_keys(typed).replace("-", "")
    is_mixed = any(letter.isdigit() for letter in letters) and any(letter.isalpha() for letter in letters)
    return len(letters) >= _LEAST_PART and letters.isascii() and letters.isalnum() and is_mixed


def return_slip(room: Room, person_id: PersonId, poll_id: PollId, token: str) -> Changes:
    """반납: take an unused slip back; it can no longer vote.

    Raises BadInput slip_malformed; NotFound slip_unknown; RuleBroken slip_used, slip_returned, slip_spoiled,
    slip_not_given, poll_not_open.
    """
    return _stop_and_record_slip(room, person_id, poll_id, token, SlipReturned(poll_id=poll_id))


def spoil_slip(room: Room, person_id: PersonId, poll_id: PollId, token: str) -> Changes:
    """훼손: stop a damaged slip, so that the person may be given another.

    Raises as `return_slip`.
    """
    return _stop_and_record_slip(room, person_id, poll_id, token, SlipSpoiled(poll_id=poll_id))


def _stop_and_record_slip(
    room: Room, person_id: PersonId, poll_id: PollId, token: str, fact: SlipReturned | SlipSpoiled
) -> Changes:
    opened = find_or_open_box(room, poll_id)
    tag = token_tag(opened.keys.token, token_from_text(token))
    with room.writing() as tx:
        slip = tx.find_row(SlipRow, person_id, poll_id)
        if slip is None or slip.state != SlipState.ISSUED:
            raise RuleBroken("slip_not_given")
        # The box first: a slip that is stopped but not yet noted is missing at the closing; the other way round it
        # could vote beside its replacement.
        opened.box.stop_slip(tag, is_spoiled=isinstance(fact, SlipSpoiled))
        return tx.append_fact(person_id, fact).changes


def count_unissued_slips(room: Room, poll_id: PollId) -> int:
    """Return how many slips were not issued yet.

    Raises RuleBroken poll_not_open, NotFound.
    """
    return len(find_or_open_box(room, poll_id).unissued)

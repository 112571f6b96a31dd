"""Ballot audits (시험 개봉): open a sealed ballot before everybody instead of casting it, and what came of it."""

from __future__ import annotations

from operator import attrgetter

import msgspec

from sukui_desktop.domain.ballot_audit import MOST_AUDITS, AuditScore, judge_audit, score_audits
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.poll import AuditDisputed, BallotAudited
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import decode_answer
from sukui_desktop.domain.poll_steps import TAKES_AUDIT_DISPUTES
from sukui_desktop.domain.question.definition import Definition, decode_definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import BallotAuditRow, PollRow
from sukui_desktop.record.ballot_encryption import receipt_code
from sukui_desktop.record.ballot_opening import open_ballot_with_randomness
from sukui_desktop.record.slip_token import token_from_text, token_tag
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.ballot_sealing import AuditedBallot, OpenableBallot
from sukui_desktop.services.vote.poll_box import check_token, find_or_open_box, require_castable_ballot
from sukui_desktop.storage.meeting_transaction import Transaction


class AuditView(msgspec.Struct, frozen=True, kw_only=True):
    """One audit as the hall screen shows it."""

    number: int
    code: str
    definition: Definition
    found: Answer | None
    """None where the ballot did not open."""
    shown: Answer | None
    """What the kiosk had shown; None where that is no ballot."""
    row: BallotAuditRow
    score: AuditScore
    """Of the poll so far."""


def audit_ballot(room: Room, poll_id: PollId, token: str, openable: OpenableBallot) -> AuditedBallot:
    """Open a sealed ballot instead of casting it, and record it: from then on it can never be cast.

    The record has it before anybody is shown what was in it. The same ballot again gives the same answer, so a kiosk
    may ask again after a power cut. The slip stays unspent and nothing records which one it was.
    Raises BadInput slip_malformed, ballot_length; NotFound slip_unknown; RuleBroken slip_used, slip_returned,
    slip_spoiled, poll_not_open, paper_of_another_poll, audits_not_offered, audits_used_up after `MOST_AUDITS` of one
    slip, ballot_in_box for a ballot that was cast; StorageFault.
    """
    check_token(room, poll_id, token)
    opened = find_or_open_box(room, poll_id)
    require_castable_ballot(opened, openable.ballot)
    tag, sealed = token_tag(opened.keys.token, token_from_text(token)), openable.ballot.sealed
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        definition = decode_definition(poll.definition)
        before = next((row for row in tx.list_rows(BallotAuditRow, poll_id=poll_id) if row.sealed == sealed), None)
        if before is not None:
            return _make_audited_ballot(poll, definition, before, NOTHING)
        if not definition.has_audits:
            raise RuleBroken("audits_not_offered", title=poll.title)
        if opened.audits_of_slip.get(tag, 0) >= MOST_AUDITS:
            raise RuleBroken("audits_used_up", most=MOST_AUDITS)
        if opened.box.holds_ballot(sealed):
            raise RuleBroken("ballot_in_box")
        found = open_ballot_with_randomness(sealed, openable.opening, poll.tally_public_key, poll.definition_hash)
        verdict = judge_audit(openable.shown, found)
        # Before it is written: a ballot that may be in the record must not get into the box, whatever the disk answers.
        opened.audited.add(sealed)
        fact = BallotAudited(sealed=sealed, opening=openable.opening, shown=openable.shown, verdict=verdict)
        changes = tx.append_fact(poll_id, fact).changes
        row = next(row for row in tx.list_rows(BallotAuditRow, poll_id=poll_id) if row.sealed == sealed)
    opened.audits_of_slip[tag] = opened.audits_of_slip.get(tag, 0) + 1
    return _make_audited_ballot(poll, definition, row, changes)


def dispute_audit(room: Room, poll_id: PollId, number: int) -> Changes:
    """Record that the voter says of an opened ballot that it is not what they had chosen.

    Raises NotFound poll_unknown, audit_unknown; RuleBroken audit_not_now once the poll is counted; StorageFault.
    """
    with room.writing() as tx:
        row = tx.require_row(BallotAuditRow, poll_id, f"{number:04}")
        if tx.require_row(PollRow, poll_id).state not in TAKES_AUDIT_DISPUTES:
            raise RuleBroken("audit_not_now")
        return NOTHING if row.is_disputed else tx.append_fact(poll_id, AuditDisputed(number=number)).changes


def find_newest_audit(room: Room, poll_id: PollId, since_ms: int) -> AuditView | None:
    """Return the newest audit of a poll, None where there is none as late as that. Raises NotFound poll_unknown."""
    with room.reading() as tx:
        poll, rows = tx.require_row(PollRow, poll_id), list_audits(tx, poll_id)
    if not rows or rows[-1].at_ms < since_ms:
        return None
    row, definition = rows[-1], decode_definition(poll.definition)
    return AuditView(
        number=int(row.number),
        code=receipt_code(row.sealed),
        definition=definition,
        found=_decode_answer_if_any(definition, _open_audited_ballot(poll, row)),
        shown=_decode_answer_if_any(definition, row.shown),
        row=row,
        score=score_audits(rows),
    )


def list_audit_times(room: Room, poll_id: PollId) -> tuple[int, ...]:
    """Return when the ballots of a poll were opened (ms since 1970 UTC), in the order of recording."""
    with room.reading() as tx:
        return tuple(row.at_ms for row in list_audits(tx, poll_id))


def read_audit_score(room: Room, poll_id: PollId) -> AuditScore:
    """Return how the audits of a poll came out so far."""
    with room.reading() as tx:
        return score_audits(list_audits(tx, poll_id))


def list_audits(tx: Transaction, poll_id: PollId) -> tuple[BallotAuditRow, ...]:
    """Return the audits of a poll in the order in which they were recorded."""
    return tuple(sorted(tx.list_rows(BallotAuditRow, poll_id=poll_id), key=attrgetter("number")))


def _open_audited_ballot(poll: PollRow, row: BallotAuditRow) -> bytes | None:
    return open_ballot_with_randomness(row.sealed, row.opening, poll.tally_public_key, poll.definition_hash)


def _decode_answer_if_any(definition: Definition, plaintext: bytes | None) -> Answer | None:
    """Return the answer that a ballot holds; None for no ballot, whoever wrote it."""
    if plaintext is None:
        return None
    try:
        answer = decode_answer(definition.question, plaintext)
    except RuleBroken:
        return None
    return answer if all(mark < len(definition.question.options) for mark in answer.marks) else None


def _make_audited_ballot(poll: PollRow, definition: Definition, row: BallotAuditRow, changes: Changes) -> AuditedBallot:
    return AuditedBallot(
        number=int(row.number),
        code=receipt_code(row.sealed),
        verdict=row.verdict,
        found=_decode_answer_if_any(definition, _open_audited_ballot(poll, row)),
        shown=_decode_answer_if_any(definition, row.shown),
        changes=changes,
    )

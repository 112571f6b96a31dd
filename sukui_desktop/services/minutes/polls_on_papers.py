"""A poll as minutes and result sheets show it: figures only in a state that may show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from operator import attrgetter

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.assets.seal_word_list import seal_word_list
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import accounting_of_closed_poll
from sukui_desktop.domain.ballot_audit import score_audits
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.electorate import is_member
from sukui_desktop.domain.facts.person import AdmissionUndone, PersonAdmitted, PersonLeft
from sukui_desktop.domain.facts.poll import (
    CountConfirmed,
    PollClosed,
    PollCounted,
    PollDrafted,
    PollMadeReady,
    PollOpened,
    PollPaused,
    PollRecounted,
    PollReopened,
    PollResumed,
    PollVoided,
    PollWithdrawn,
)
from sukui_desktop.domain.joint_vote import count_standing_decisions
from sukui_desktop.domain.papers.minutes_content import ChallengeRecord, PollRecord
from sukui_desktop.domain.papers.poll_closing_decisions import (
    ClosingDecisions,
    DoublesRecord,
    MissingSlipsRecord,
    ReopeningRecord,
)
from sukui_desktop.domain.papers.poll_course import BoxOpening, OpeningKind, PauseRecord, PollCourse, QuorumGap
from sukui_desktop.domain.papers.rollback_record import RollbackRecord
from sukui_desktop.domain.poll_steps import SHOWS_RESULT
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.quorum import people_needed_for_quorum, quorum_rule_of_meeting
from sukui_desktop.domain.seal_words import seal_words
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.ids import PollId, SignerId, StationId
from sukui_desktop.models.joint_vote import DoubleDecision, DoubleDecisionRow, JointVoteRow
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import AttendanceRow
from sukui_desktop.models.poll import (
    BallotAuditRow,
    ChallengeRow,
    PollCountRow,
    PollLock,
    PollRow,
    PollState,
    ReopeningRow,
    RollbackRow,
)
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.models.station import StationRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import name_of_signer_on_papers, names_of_certifiers, names_of_voiders
from sukui_desktop.storage.meeting_transaction import Transaction


def gather_poll_records(tx: Transaction, item_numbers: Mapping[str, str]) -> tuple[PollRecord, ...]:
    """Return every poll that was more than a draft, in the order in which the record opened, else made them.

    That order does not suffer from a clock that was set back in between.
    """
    places = {
        poll_id: place
        for place, poll_id in enumerate(tx.list_subjects_with_fact(PollDrafted, PollMadeReady, PollOpened))
    }
    polls = [poll for poll in tx.list_rows(PollRow) if poll.state != PollState.DRAFTED]
    polls.sort(key=lambda poll: places[poll.poll_id])
    counts = {count.poll_id: count for count in tx.list_rows(PollCountRow)}
    return tuple(
        replace(
            _compose_poll_record(poll, counts.get(poll.poll_id), item_numbers.get(poll.item_id, "")),
            course=gather_pauses_and_openings(tx, poll),
            challenges=gather_challenge_records(tx, poll),
            audits=score_audits(tx.list_rows(BallotAuditRow, poll_id=poll.poll_id)),
            rollbacks=gather_rollback_records(tx, poll),
            closing=gather_closing_decisions(tx, poll),
            certified_by=names_of_certifiers(tx, poll),
            void_by=names_of_voiders(tx, poll),
        )
        for poll in polls
    )


def gather_rollback_records(tx: Transaction, poll: PollRow) -> tuple[RollbackRecord, ...]:
    """Return what two people decided when the poll's box or the record had been put back, with their names."""
    rows = sorted(tx.list_rows(RollbackRow, poll_id=poll.poll_id), key=attrgetter("number"))
    names = {station.station_id: station.name for station in tx.list_rows(StationRow)} if rows else {}
    return tuple(
        RollbackRecord(
            decided=row,
            names=_signer_names_on_papers(tx, row.signer_ids),
            station=names.get(StationId(row.station_id), ""),
        )
        for row in rows
    )


def read_closing_decisions(room: Room, poll_id: PollId) -> ClosingDecisions:
    """Return what two people decided about the closing of a poll so far.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        return gather_closing_decisions(tx, tx.require_row(PollRow, poll_id))


def gather_closing_decisions(tx: Transaction, poll: PollRow) -> ClosingDecisions:
    """Return what two people decided about the closing of a poll, with their names."""
    rows = sorted(tx.list_rows(ReopeningRow, poll_id=poll.poll_id), key=attrgetter("number"))
    reopenings = tuple(ReopeningRecord(decided=row, names=_signer_names_on_papers(tx, row.signer_ids)) for row in rows)
    doubles = gather_doubles_record(tx, poll.poll_id)
    if not poll.closed_with:
        return ClosingDecisions(reopenings=reopenings, doubles=doubles)
    missing = MissingSlipsRecord(
        not_returned=poll.not_returned,
        reason=poll.difference_reason,
        names=_signer_names_on_papers(tx, poll.closed_with),
        at_ms=poll.closed_at_ms,
    )
    return ClosingDecisions(reopenings=reopenings, missing_slips=missing, doubles=doubles)


def gather_doubles_record(
    tx: Transaction, poll_id: PollId, entry_ids: Collection[str] | None = None
) -> DoublesRecord | UnsetType:
    """Return what people found of those with slips of two places, by the decisions of these entries (None: by all);
    absent where the vote is held here alone."""
    if tx.find_row(JointVoteRow, poll_id) is None:
        return UNSET
    rows = tx.list_rows(DoubleDecisionRow, poll_id=poll_id)
    counts = count_standing_decisions(row for row in rows if entry_ids is None or row.decision_id in entry_ids)
    return DoublesRecord(twice=counts[DoubleDecision.TWICE], two_people=counts[DoubleDecision.TWO_PEOPLE])


def read_poll_course(room: Room, poll_id: PollId) -> PollCourse:
    """Return when a poll stood still or went on without a quorum, and who opened its box when.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        return gather_pauses_and_openings(tx, tx.require_row(PollRow, poll_id))


def gather_pauses_and_openings(tx: Transaction, poll: PollRow) -> PollCourse:
    """Return when the vote stood still and who opened its box when, with their names.

    A closing that was taken back leaves the vote standing still, too. Before 0.5.0 the record does not say whose keys
    opened the box; where it takes all of its holders, it was they.
    """
    lock = canonical_bytes.decode(poll.lock, PollLock) if poll.lock else None
    all_holders = lock.holders if lock is not None and lock.threshold == len(lock.holders) else ()
    pauses: list[PauseRecord] = []
    openings: list[BoxOpening] = []
    counted_by: tuple[str, ...] = ()
    for entry in tx.read_entries((f"poll/{poll.poll_id}",)):
        fact = entry.fact
        if isinstance(fact, (PollPaused, PollReopened)):
            pauses.append(PauseRecord(from_ms=entry.at_ms))
        elif isinstance(fact, (PollResumed, PollClosed)) and pauses and not pauses[-1].until_ms:
            pauses[-1] = replace(pauses[-1], until_ms=entry.at_ms)
        elif isinstance(fact, (PollCounted, PollRecounted)):
            counted_by = fact.opened_by or all_holders
            kind = OpeningKind.COUNT if isinstance(fact, PollCounted) else OpeningKind.RECOUNT
            openings.append(BoxOpening(kind=kind, at_ms=entry.at_ms, opened_by=_signer_names_on_papers(tx, counted_by)))
        elif isinstance(fact, CountConfirmed):
            opened_by = fact.opened_by or all_holders
            openings.append(
                BoxOpening(
                    kind=OpeningKind.CONFIRM,
                    at_ms=entry.at_ms,
                    opened_by=_signer_names_on_papers(tx, opened_by),
                    confirmed_by=_signer_names_on_papers(tx, (fact.signer_id,))[0],
                    is_by_another_person=bool(counted_by) and fact.signer_id not in counted_by,
                    is_by_same_person=fact.signer_id in counted_by,
                )
            )
    return PollCourse(
        pauses=tuple(pauses),
        openings=tuple(openings),
        quorum_gaps=_find_quorum_gaps(tx, poll) if poll.opened_at_ms else (),
    )


def _find_quorum_gaps(tx: Transaction, poll: PollRow) -> tuple[QuorumGap, ...]:
    """Return when a vote went on with too few people in the room, by who came and went while it did.

    Roster and roles are those of now: a correction of the roster corrects this, too; 재적 grows as walk-ins come.
    """
    meeting, rows = tx.list_rows(MeetingRow)[0], tx.list_rows(AttendanceRow)
    members = {str(row.person_id): row for row in rows if is_member(meeting, row.role, row.channel)}
    listed = {person_id for person_id, row in members.items() if row.is_enrolled}
    rule = quorum_rule_of_meeting(meeting)
    here, came = set[str](), set[str]()
    gaps: list[QuorumGap] = []
    is_voting = False
    for entry in tx.read_entries((f"poll/{poll.poll_id}", *(f"person/{row.person_id}" for row in rows))):
        fact = entry.fact
        if isinstance(fact, PersonAdmitted):
            here.add(entry.subject_id)
            came.add(entry.subject_id)
        elif isinstance(fact, (PersonLeft, AdmissionUndone)):
            here.discard(entry.subject_id)
            if isinstance(fact, AdmissionUndone):
                came.discard(entry.subject_id)
        is_start = isinstance(fact, (PollOpened, PollReopened))
        is_voting = is_start or (is_voting and not isinstance(fact, (PollClosed, PollWithdrawn, PollVoided)))
        present = len(here & members.keys())
        needed = people_needed_for_quorum(rule, len(listed | (came & members.keys())))
        is_open = bool(gaps) and not gaps[-1].until_ms
        if is_open and (not is_voting or present >= needed):
            gaps[-1] = replace(gaps[-1], until_ms=entry.at_ms, is_until_end=present < needed)
        elif is_open:
            gaps[-1] = replace(gaps[-1], fewest=min(gaps[-1].fewest, present))
        elif is_voting and present < needed:
            gaps.append(QuorumGap(from_ms=entry.at_ms, is_from_start=is_start, fewest=present, needed=needed))
    return tuple(gaps)


def _signer_names_on_papers(tx: Transaction, signer_ids: tuple[str, ...]) -> tuple[str, ...]:
    names = {row.signer_id: name_of_signer_on_papers(tx, row) for row in tx.list_rows(SignerRow)}
    return tuple(names.get(SignerId(one), "") for one in signer_ids)


def gather_challenge_records(tx: Transaction, poll: PollRow) -> tuple[ChallengeRecord, ...]:
    """Return the challenges of a poll in the order in which they were recorded."""
    rows = sorted(tx.list_rows(ChallengeRow, poll_id=poll.poll_id), key=attrgetter("number"))
    return tuple(copy_fields(ChallengeRecord, row) for row in rows)


def _compose_poll_record(poll: PollRow, count: PollCountRow | None, item_number: str) -> PollRecord:
    may_show = poll.state in SHOWS_RESULT
    return copy_fields(
        PollRecord,
        poll,
        item_number=item_number,
        definition=decode_definition(poll.definition) if poll.definition else None,
        definition_hash=poll.definition_hash.hex(),
        words=seal_words(poll.definition_hash, seal_word_list()) if poll.definition_hash else (),
        accounting=accounting_of_closed_poll(poll) if poll.closed_at_ms else None,
        tally=canonical_bytes.decode(count.tally, Tally) if count is not None and may_show else None,
        outcome=canonical_bytes.decode(count.outcome, Outcome) if count is not None and may_show else None,
    )

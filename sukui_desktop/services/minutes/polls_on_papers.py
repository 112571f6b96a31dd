"""A poll as minutes and result sheets show it: figures only in a state that may show them."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from msgspec.structs import replace

from sukui_desktop.assets.seal_word_list import seal_word_list
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import accounting_of_closed_poll
from sukui_desktop.domain.ballot_audit import score_audits
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.facts.poll import PollDrafted, PollMadeReady, PollOpened, PollRecounted
from sukui_desktop.domain.papers.closing_decisions import ClosingDecisions, MissingSlipsRecord, ReopeningRecord
from sukui_desktop.domain.papers.minutes_content import ChallengeRecord, PollRecord
from sukui_desktop.domain.papers.rollback_record import RollbackRecord
from sukui_desktop.domain.poll_steps import SHOWS_RESULT
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.seal_words import seal_words
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.ids import PollId, SignerId
from sukui_desktop.models.poll import (
    BallotAuditRow,
    ChallengeRow,
    PollCountRow,
    PollRow,
    PollState,
    ReopeningRow,
    RollbackRow,
)
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import name_of_signer_on_papers, names_of_certifiers, names_of_voiders
from sukui_desktop.storage.transaction import Transaction


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
    recounted = set(tx.list_subjects_with_fact(PollRecounted))
    return tuple(
        replace(
            _compose_poll_record(poll, counts.get(poll.poll_id), item_numbers.get(poll.item_id, "")),
            recounted_at_ms=poll.counted_at_ms if poll.poll_id in recounted else 0,
            challenges=_gather_challenge_records(tx, poll),
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
    return tuple(RollbackRecord(decided=row, names=_signer_names_on_papers(tx, row.signer_ids)) for row in rows)


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
    if not poll.closed_with:
        return ClosingDecisions(reopenings=reopenings)
    missing = MissingSlipsRecord(
        not_returned=poll.not_returned,
        reason=poll.difference_reason,
        names=_signer_names_on_papers(tx, poll.closed_with),
        at_ms=poll.closed_at_ms,
    )
    return ClosingDecisions(reopenings=reopenings, missing_slips=missing)


def _signer_names_on_papers(tx: Transaction, signer_ids: tuple[str, ...]) -> tuple[str, ...]:
    names = {row.signer_id: name_of_signer_on_papers(tx, row) for row in tx.list_rows(SignerRow)}
    return tuple(names.get(SignerId(one), "") for one in signer_ids)


def _gather_challenge_records(tx: Transaction, poll: PollRow) -> tuple[ChallengeRecord, ...]:
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

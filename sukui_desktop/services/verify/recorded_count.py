"""Whether one poll's question, accounting, count and list are those that its record gives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import UnsetType

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import SlipCounts, accounting_of_closed_poll, closing_needs_two_people
from sukui_desktop.domain.ballot_audit import judge_audit
from sukui_desktop.domain.channel.channel_result_file import ChannelResult
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import compare_counts, count_ballots_by_columns
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken, VerifyFailed
from sukui_desktop.domain.facts.poll import PollClosed, PollMadeReady, PollWithdrawn
from sukui_desktop.domain.methods.registry import ballot_kind_of, plaintext_ballot_length, split_ballots
from sukui_desktop.domain.question.channels import ChannelSource, LedgerLine
from sukui_desktop.domain.question.definition import decode_definition, hash_definition
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.outcome_of_case import case_of_outcome, decide_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.domain.verification_findings import Unchecked
from sukui_desktop.models.poll import ChannelRow, PollCountRow, PollRow, PollState
from sukui_desktop.record.ballot_opening import open_ballot_with_randomness
from sukui_desktop.services.verify.deciders_and_signatures import require_two_names
from sukui_desktop.services.verify.poll_evidence import CLOSED, COUNTED, SELECTED, PollEvidence


def check_recorded_figures(evidence: PollEvidence) -> Iterator[Unchecked]:
    """Check what was asked, given out, opened, counted and listed in one poll; yield what an older version lacks.

    Raises VerifyFailed definition_changed, definition_differs, withdrawal_unsigned, audit_differs, accounting_differs,
    slips_differ, closing_undecided, reopening_lost_ballots, ballots_missing, recount_differs, second_counter_missing,
    second_counter_differs, selection_missing, selection_differs, channel_differs.
    """
    _check_definition(evidence)
    _check_ballot_audits(evidence)
    if evidence.poll.state in CLOSED:
        _check_accounting(evidence)
    if evidence.poll.state in COUNTED:
        yield from _check_count(evidence)
    if evidence.poll.state in SELECTED:
        _check_selection(evidence)


def _check_definition(evidence: PollEvidence) -> None:
    """The question is that of the first 준비 since the last one that two people withdrew."""
    poll, frozen, is_locked = evidence.poll, b"", False
    for fact in evidence.history.facts:
        if isinstance(fact, PollWithdrawn):
            if not (is_locked and fact.signer_ids):  # else both signed it (`check_deciders`)
                require_two_names(() if is_locked else fact.names, "withdrawal_unsigned", poll.title)
            frozen, is_locked = b"", False
        elif isinstance(fact, PollMadeReady):
            frozen, is_locked = frozen or fact.definition, not isinstance(fact.lock, UnsetType)
    is_same = poll.definition == frozen and (not frozen or poll.definition_hash == hash_definition(frozen))
    if poll.state != PollState.VOID and not is_same:
        raise VerifyFailed("definition_changed", poll=poll.title)
    if not frozen:
        return
    definition = decode_definition(frozen)
    if not ballot_kind_of(definition.question).makes_list:
        return
    for option in definition.question.options:
        project = evidence.history.projects_at_ready.get(option.code)
        if project is None or (project.title, project.cost) != (option.title, option.cost):
            raise VerifyFailed("definition_differs", poll=poll.title, option=option.title)


def _check_ballot_audits(evidence: PollEvidence) -> None:
    """Open again whatever was opened instead of cast, and compare it with what was written of it."""
    poll = evidence.poll
    is_offered = bool(poll.definition) and decode_definition(poll.definition).has_audits
    for row in evidence.audits:
        found = open_ballot_with_randomness(row.sealed, row.opening, poll.tally_public_key, poll.definition_hash)
        if not is_offered or judge_audit(row.shown, found) != row.verdict:
            raise VerifyFailed("audit_differs", poll=poll.title, number=int(row.number))


def _check_accounting(evidence: PollEvidence) -> None:
    poll, accounting = evidence.poll, accounting_of_closed_poll(evidence.poll)
    parts = (accounting.cast, accounting.spoiled, accounting.returned, accounting.not_returned)
    if min(parts) < 0 or accounting.issued != sum(parts):
        raise VerifyFailed("accounting_differs", poll=poll.title, issued=accounting.issued, parts=sum(parts))
    recorded = evidence.history.slips_at_closing.counts_added_since(evidence.history.slips_at_ready)
    if recorded != SlipCounts(accounting.issued, accounting.spoiled, accounting.returned):
        raise VerifyFailed("slips_differ", poll=poll.title, recorded=recorded.issued, issued=accounting.issued)
    closings = [fact for fact in evidence.history.facts if isinstance(fact, PollClosed)]
    for closed in closings:
        if closing_needs_two_people(closed.accounting, poll) and isinstance(closed.difference, UnsetType):
            raise VerifyFailed("closing_undecided", poll=poll.title, count=closed.accounting.not_returned)
    for before, after in pairwise(closed.accounting.cast for closed in closings):
        if after < before:
            raise VerifyFailed("reopening_lost_ballots", poll=poll.title, before=before, after=after)


def _check_count(evidence: PollEvidence) -> Iterator[Unchecked]:
    """Count the opened ballots again by both counters, and hold it against what was written of each."""
    poll, count = evidence.poll, evidence.count
    if count is None or (poll.cast and not count.ballots):
        raise VerifyFailed("ballots_missing", poll=poll.title, cast=poll.cast)
    question = decode_definition(poll.definition).question
    ballots = split_ballots(question, count.ballots)
    tally = canonical_bytes.decode(count.tally, Tally)
    is_whole = len(count.ballots) == poll.cast * plaintext_ballot_length(question)
    if not is_whole or count_ballots(question, ballots) != tally:
        raise VerifyFailed("recount_differs", poll=poll.title)
    columns = count_ballots_by_columns(question, count.ballots)
    if compare_counts(tally, columns):
        raise VerifyFailed("recount_differs", poll=poll.title)
    if not count.second_tally:
        if poll.lock or poll.is_base_frozen:
            raise VerifyFailed("second_counter_missing", poll=poll.title)
        yield Unchecked("one_counter", poll.title)
    elif compare_counts(canonical_bytes.decode(count.second_tally, Tally), columns):
        raise VerifyFailed("second_counter_differs", poll=poll.title)


def _check_selection(evidence: PollEvidence) -> None:
    """Make the list again: from the count, the channels that were taken in, who had taken part, what was withdrawn."""
    poll, count = evidence.poll, evidence.count
    if count is None or not count.outcome:
        raise VerifyFailed("selection_missing", poll=poll.title)
    definition, outcome = decode_definition(poll.definition), canonical_bytes.decode(count.outcome, Outcome)
    tally = canonical_bytes.decode(count.tally, Tally)
    codes = {option.code for option in definition.question.options}
    gone = {ranked.code for ranked in outcome.ranking if ranked.outcome == OutcomeKind.WITHDRAWN}
    is_as_recorded = gone == evidence.history.withdrawn_at_selection & codes
    if not isinstance(outcome.motion_result, UnsetType):
        turnout = outcome.motion_result.turnout
        is_as_recorded &= (turnout.cast, turnout.valid) == (tally.ballots_cast, tally.ballots_valid)
        if poll.is_base_frozen:
            is_as_recorded &= (turnout.enrolled, turnout.present) == (poll.base_enrolled, poll.base_present)
    try:
        is_as_recorded &= decide_case(case_of_outcome(definition, tally, outcome)) == outcome
    except RuleBroken:  # the list needs something that it does not have, such as a lot
        is_as_recorded = False
    if not is_as_recorded:
        raise VerifyFailed("selection_differs", poll=poll.title)
    check_channel_results(poll, count, evidence.channels)


def check_channel_results(poll: PollRow, count: PollCountRow | None, rows: tuple[ChannelRow, ...]) -> None:
    """Check that every file channel of a poll's ledger has the numbers that were accepted for it.

    `rows` are those of this poll. A poll without a list or without channels has nothing to check.
    Raises VerifyFailed channel_differs.
    """
    if count is None or not count.outcome:
        return
    definition, outcome = decode_definition(poll.definition), canonical_bytes.decode(count.outcome, Outcome)
    lines = () if isinstance(outcome.ledger, UnsetType) else outcome.ledger.lines
    counted = {line.key: line for line in lines}
    accepted = {row.key: canonical_bytes.decode(row.result, ChannelResult) for row in rows}
    for channel in definition.channel_list:
        if channel.source == ChannelSource.FILE and not _matches_channel_result(
            counted.get(channel.key), accepted.get(channel.key)
        ):
            raise VerifyFailed("channel_differs", poll=poll.title, channel=channel.name)


def _matches_channel_result(line: LedgerLine | None, result: ChannelResult | None) -> bool:
    if line is None or result is None:
        return False
    return (line.marks, line.ballots_valid) == (result.points_or_votes, result.ballots_valid)

"""Verification of one poll's rows against each other, against the record's history, and against people's signatures.

Nothing here reads a box: `verification.py` does. Each check refuses with the first thing that is wrong; what an older
version honestly could not write is not refused but returned as not checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import SlipCounts, accounting_of
from sukui_desktop.domain.channel.channel_result_file import ChannelResult
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import compare_counts, count_columns
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import RuleBroken, VerifyFailed
from sukui_desktop.domain.facts.poll import PollCertified, PollMadeReady, PollVoided, PollWithdrawn
from sukui_desktop.domain.methods.registry import kind_of, plaintext_length, split_ballots
from sukui_desktop.domain.poll_statement import state_poll
from sukui_desktop.domain.poll_steps import check_two_people, states_between
from sukui_desktop.domain.question.channels import ChannelSource, LedgerLine
from sukui_desktop.domain.question.definition import decode_definition, hash_definition
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.outcome_of_case import decide_case, reopen_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.domain.verification import Unchecked
from sukui_desktop.models.poll import ChannelRow, ConfirmationRow, PollCountRow, PollLock, PollRow, PollState
from sukui_desktop.models.signer import SignatureRow, SignedStep, SignerRow
from sukui_desktop.services.handover.poll_history import PollHistory
from sukui_desktop.services.signing.signatures import is_signed

WITH_ROOT = states_between(PollState.CLOSED, PollState.PUBLISHED)
_CLOSED = states_between(PollState.CLOSED, PollState.SEALED)
_COUNTED = states_between(PollState.COUNTED, PollState.SEALED)
_SELECTED = states_between(PollState.SELECTED, PollState.SEALED)
_CERTIFIED = states_between(PollState.CERTIFIED, PollState.SEALED)
_FINGERPRINT_LETTERS = 16


class PollEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the file says of one poll."""

    meeting_id: str
    poll: PollRow
    count: PollCountRow | None
    channels: tuple[ChannelRow, ...]
    confirmations: tuple[ConfirmationRow, ...]
    signatures: tuple[SignatureRow, ...]
    signers: Mapping[str, SignerRow]
    names: Mapping[str, str]
    """Signer id → name on the roster, '' once erased."""
    history: PollHistory
    slips_now: SlipCounts
    """Slips that the poll's box gave out, as the record has it today."""
    sealed_shares: bytes | None
    """Of the tally key as the file keeps them, None where there are none."""

    @property
    def lock(self) -> PollLock | None:
        """Who opens the box; None in polls made ready before 0.5.0."""
        return canonical_bytes.decode(self.poll.lock, PollLock) if self.poll.lock else None


def check_poll(evidence: PollEvidence) -> tuple[Unchecked, ...]:
    """Check one poll; return what could not be checked of it.

    Raises VerifyFailed definition_changed, definition_differs, accounting_differs, slips_differ, ballots_missing,
    recount_differs, second_counter_missing, second_counter_differs, selection_missing, selection_differs,
    channel_differs, certifiers_missing, certifier_twice, withdrawal_unsigned, voiding_unsigned, lock_missing,
    shares_changed,
    roots_differ, confirmation_missing, confirmation_unlike, signer_not_enrolled, signature_missing, signature_wrong.
    """
    poll, unchecked = evidence.poll, list[Unchecked]()
    _check_definition(evidence)
    if poll.state in _CLOSED:
        _check_accounting(evidence)
    if poll.state in _COUNTED:
        unchecked += _check_count(evidence)
    if poll.state in _SELECTED:
        _check_selection(evidence)
    if poll.state in _CERTIFIED:
        _check_certifiers(evidence)
    if poll.state == PollState.VOID:
        _check_voiding(evidence)
    return (*unchecked, *_check_lock(evidence))


def _check_definition(evidence: PollEvidence) -> None:
    """The question is that of the first 준비 since the last one that two people withdrew."""
    poll, frozen = evidence.poll, b""
    for fact in evidence.history.facts:
        if isinstance(fact, PollWithdrawn):
            _require_two_people(fact.names, "withdrawal_unsigned", poll.title)
            frozen = b""
        elif isinstance(fact, PollMadeReady):
            frozen = frozen or fact.definition
    is_same = poll.definition == frozen and (not frozen or poll.definition_hash == hash_definition(frozen))
    if poll.state != PollState.VOID and not is_same:
        raise VerifyFailed("definition_changed", poll=poll.title)
    if not frozen:
        return
    definition = decode_definition(frozen)
    if not kind_of(definition.question).makes_list:
        return
    for option in definition.question.options:
        project = evidence.history.projects_at_ready.get(option.code)
        if project is None or (project.title, project.cost) != (option.title, option.cost):
            raise VerifyFailed("definition_differs", poll=poll.title, option=option.title)


def _check_accounting(evidence: PollEvidence) -> None:
    poll, accounting = evidence.poll, accounting_of(evidence.poll)
    parts = (accounting.cast, accounting.spoiled, accounting.returned, accounting.not_returned)
    if min(parts) < 0 or accounting.issued != sum(parts):
        raise VerifyFailed("accounting_differs", poll=poll.title, issued=accounting.issued, parts=sum(parts))
    recorded = evidence.history.slips_at_closing.since(evidence.history.slips_at_ready)
    if recorded != SlipCounts(accounting.issued, accounting.spoiled, accounting.returned):
        raise VerifyFailed("slips_differ", poll=poll.title, recorded=recorded.issued, issued=accounting.issued)


def _check_count(evidence: PollEvidence) -> Iterator[Unchecked]:
    """Count the opened ballots again by both counters, and hold it against what was written of each."""
    poll, count = evidence.poll, evidence.count
    if count is None or (poll.cast and not count.ballots):
        raise VerifyFailed("ballots_missing", poll=poll.title, cast=poll.cast)
    question = decode_definition(poll.definition).question
    ballots = split_ballots(question, count.ballots)
    tally = canonical_bytes.decode(count.tally, Tally)
    is_whole = len(count.ballots) == poll.cast * plaintext_length(question)
    if not is_whole or count_ballots(question, ballots) != tally:
        raise VerifyFailed("recount_differs", poll=poll.title)
    columns = count_columns(question, count.ballots)
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
        is_as_recorded &= decide_case(reopen_case(definition, tally, outcome)) == outcome
    except RuleBroken:  # the list needs something that it does not have, such as a lot
        is_as_recorded = False
    if not is_as_recorded:
        raise VerifyFailed("selection_differs", poll=poll.title)
    check_channel_results(poll, count, evidence.channels)


def _check_certifiers(evidence: PollEvidence) -> None:
    title, certified = evidence.poll.title, _last_certification(evidence)
    if evidence.lock is None and not _certifiers_of(certified):
        # Made ready and certified before 0.5.0; what was made ready then and certified later has keys under it.
        _require_two_people(certified.names, "certifiers_missing", title)
        return
    names = [evidence.names.get(signer_id, "") for signer_id in _certifiers_of(certified)]
    people = {evidence.signers[one].person_id for one in _certifiers_of(certified) if one in evidence.signers}
    if len(names) != 2:
        raise VerifyFailed("certifiers_missing", poll=title)
    if len(people) != 2:
        raise VerifyFailed("certifier_twice", poll=title)
    if all(names):
        _require_two_people(names, "certifiers_missing", title)


def _certifiers_of(certified: PollCertified) -> tuple[str, ...]:
    return () if isinstance(certified.signer_ids, UnsetType) else certified.signer_ids


def _last_certification(evidence: PollEvidence) -> PollCertified:
    found = [fact for fact in evidence.history.facts if isinstance(fact, PollCertified)]
    if not found:
        raise VerifyFailed("certifiers_missing", poll=evidence.poll.title)
    return found[-1]


def _check_voiding(evidence: PollEvidence) -> None:
    for fact in evidence.history.facts:
        if isinstance(fact, PollVoided):
            _require_two_people(fact.names, "voiding_unsigned", evidence.poll.title)


def _require_two_people(names: Sequence[str], missing: str, title: str) -> None:
    try:
        check_two_people(names)
    except RuleBroken as broken:
        code = "certifier_twice" if broken.code == "two_people_alike" else missing
        raise VerifyFailed(code, poll=title, **broken.facts) from broken


def _check_lock(evidence: PollEvidence) -> Iterator[Unchecked]:
    """Hold a poll against what people signed of it with keys of their own, and its count against the second opening."""
    poll, lock = evidence.poll, evidence.lock
    if not poll.definition:
        return
    if lock is None:
        if _is_of_today(evidence):
            raise VerifyFailed("lock_missing", poll=poll.title)
        _check_signatures(evidence)
        yield Unchecked("older_version", poll.title)
        return
    shares = evidence.sealed_shares
    if shares is not None and hashlib.sha256(shares).digest() != lock.shares_digest:
        raise VerifyFailed("shares_changed", poll=poll.title)
    if not set(lock.holders) <= set(evidence.signers):
        raise VerifyFailed("signer_not_enrolled", poll=poll.title)
    signed = _check_signatures(evidence)
    if poll.state in _COUNTED:
        yield from _check_confirmations(evidence, signed)


def _check_signatures(evidence: PollEvidence) -> set[tuple[SignedStep, str]]:
    """Check every signature under a poll, and that who certified it with keys signed it; return who signed what."""
    poll = evidence.poll
    signed = {(row.step, str(row.signer_id)) for row in evidence.signatures}
    for row in evidence.signatures:
        _check_signature(evidence, row)
    if poll.state in _CERTIFIED:
        for signer_id in _certifiers_of(_last_certification(evidence)):
            if (SignedStep.CERTIFIED, signer_id) not in signed:
                name = evidence.names.get(signer_id, "")
                raise VerifyFailed("signature_missing", poll=poll.title, name=name)
    return signed


def _is_of_today(evidence: PollEvidence) -> bool:
    """Return whether a poll without a lock was made ready by a version that always writes one.

    Such a version alone gives the box an id, and knows people who sign with keys of their own; it writes all three.
    """
    return bool(evidence.poll.box_id) or evidence.history.signers_at_ready > 0


def _check_signature(evidence: PollEvidence, row: SignatureRow) -> None:
    poll, signer = evidence.poll, evidence.signers.get(row.signer_id)
    if signer is None:
        raise VerifyFailed("signer_not_enrolled", poll=poll.title)
    name = evidence.names.get(row.signer_id, "")
    try:
        statement = state_poll(row.step, evidence.meeting_id, poll, evidence.count)
    except ValueError as error:
        raise VerifyFailed("signature_wrong", poll=poll.title, name=name) from error
    if hashlib.sha256(statement).digest() != row.statement or not is_signed(statement, signer, row):
        raise VerifyFailed("signature_wrong", poll=poll.title, name=name)


def _check_confirmations(evidence: PollEvidence, signed: set[tuple[SignedStep, str]]) -> Iterator[Unchecked]:
    poll, count = evidence.poll, evidence.count
    if count is None:
        raise VerifyFailed("ballots_missing", poll=poll.title, cast=poll.cast)
    if (count.sealed_root, count.opened_root) != (poll.box_root, hashlib.sha256(count.ballots).digest()):
        raise VerifyFailed("roots_differ", poll=poll.title)
    for row in evidence.confirmations:
        found = (row.sealed_root, row.opened_root, row.tally, row.second_tally)
        if found != (count.sealed_root, count.opened_root, count.tally, count.second_tally):
            raise VerifyFailed("confirmation_unlike", poll=poll.title)
        if row.signer_id not in evidence.signers:
            raise VerifyFailed("signer_not_enrolled", poll=poll.title)
        if (SignedStep.COUNTED, row.signer_id) not in signed:
            raise VerifyFailed("signature_missing", poll=poll.title, name=evidence.names.get(row.signer_id, ""))
    if not evidence.confirmations:
        if poll.state in _CERTIFIED:
            raise VerifyFailed("confirmation_missing", poll=poll.title)
        yield Unchecked("unconfirmed", poll.title)


def key_fingerprint(sign_key: bytes) -> str:
    """Return the 지문 of a person's key as verify shows it: 16 digits in fours."""
    digits = hashlib.sha256(sign_key).hexdigest()[:_FINGERPRINT_LETTERS]
    return "-".join(digits[start : start + 4] for start in range(0, _FINGERPRINT_LETTERS, 4))


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
    return (line.marks, line.ballots_valid) == (result.scored, result.ballots_valid)

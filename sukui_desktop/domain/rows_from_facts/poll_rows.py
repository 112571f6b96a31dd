"""What facts about a poll and its channels do to their rows: its state moves only as `poll.STEPS` allows."""

from __future__ import annotations

from typing import Any

import cbor2
from msgspec import UnsetType
from msgspec.structs import asdict, fields, replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.domain.electorate import VoteBase
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts import poll as facts
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.poll_steps import (
    TAKES_AUDIT_DISPUTES,
    TAKES_CHALLENGES,
    TAKES_CHANNELS,
    TAKES_CONFIRMATION,
    next_poll_state,
)
from sukui_desktop.domain.question.definition import decode_definition, hash_definition
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import (
    BallotAuditRow,
    ChallengeRow,
    ChannelRow,
    ConfirmationRow,
    IssuedPaperRow,
    PaperKind,
    PollCountRow,
    PollRow,
    PollState,
    ReopeningRow,
    RollbackRow,
)
from sukui_desktop.models.row import Key, Row, key_of_row
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import AnchoredStep, SignatureRow

VERB_OF: dict[type[Fact], str] = {
    facts.PollMadeReady: "make_ready",
    facts.PollWithdrawn: "withdraw",
    facts.PollOpened: "open",
    facts.PollPaused: "pause",
    facts.PollResumed: "resume",
    facts.PollClosed: "close",
    facts.PollReopened: "reopen",
    facts.PollCounted: "count",
    facts.PollRecounted: "recount",
    facts.PollChallenged: "challenge",
    facts.PollSelected: "select",
    facts.PollCertified: "certify",
    facts.PollPublished: "publish",
    facts.PollSealed: "seal",
    facts.PollVoided: "void",
}


def effect_on_poll(state: State, entry: Entry) -> Effect | None:
    """Return the row that an entry about a poll leads to; None when it no longer applies."""
    fact, poll_id = entry.fact, PollId(entry.subject_id)
    poll = state.row(PollRow, poll_id)
    if isinstance(fact, facts.PollDrafted):
        return Effect((_drafted_row(poll_id, fact, entry),)) if poll is None else None
    if poll is None:
        return None
    if isinstance(fact, facts.PollEdited):
        if poll.state != PollState.DRAFTED:
            return None
        return Effect((replace(poll, title=fact.title, draft=canonical_bytes.encode(fact.draft)),))
    if isinstance(fact, facts.PollItemChosen):
        return Effect((replace(poll, item_id=fact.item_id),)) if poll.state == PollState.DRAFTED else None
    if isinstance(fact, (facts.ChallengeRecorded, facts.ChallengeAnswered)):
        return _effect_on_challenge(state, poll, entry)
    if isinstance(fact, facts.CountConfirmed):
        return _effect_of_count_confirmation(poll, entry.at_ms, fact)
    if isinstance(fact, facts.PaperIssued):
        number = f"{len(state.rows(IssuedPaperRow)) + 1:04}"
        paper = PaperKind.ANCHOR if isinstance(fact.paper, UnsetType) else fact.paper
        content = b"" if isinstance(fact.content, UnsetType) else canonical_bytes.encode(fact.content)
        row = copy_fields(IssuedPaperRow, fact, poll_id=poll_id, number=number, paper=paper, content=content)
        return Effect((row,))
    if isinstance(fact, (facts.BallotAudited, facts.AuditDisputed)):
        return _effect_on_audit(state, poll, entry)
    if isinstance(fact, facts.RollbackDecided):
        return _effect_of_rollback(state, poll, entry.at_ms, fact)
    if isinstance(fact, facts.PollSigned):
        return _effect_of_step_signature(state, poll, entry.at_ms, fact)
    if isinstance(fact, facts.TokensMade):
        return Effect((replace(poll, tokens_made=poll.tokens_made + fact.count),))
    if isinstance(fact, facts.StaffNumberGuessed):
        return Effect(())
    if isinstance(fact, (facts.ChannelAccepted, facts.ChannelRemoved)):
        return _effect_on_channel(state, poll, entry)
    verb = VERB_OF.get(type(fact))
    if verb is None:
        return None
    try:
        after = next_poll_state(poll.state, verb)
    except RuleBroken:
        return None
    if isinstance(fact, facts.PollMadeReady) and not _is_readable_definition(fact.definition):
        return None
    head = replace(poll, state=after, **_poll_columns_of_step(poll, fact, entry.at_ms))
    gone = _channels_to_remove(state) if isinstance(fact, facts.PollWithdrawn) else ()
    counts = _count_and_outcome_rows(state, poll_id, fact)
    reopened = (_reopening_row(state, poll, entry.at_ms, fact),) if isinstance(fact, facts.PollReopened) else ()
    return Effect((head, *counts, *reopened), (*gone, *_signatures_to_remove(state, poll_id, fact, counts)))


def _signatures_to_remove(
    state: State, poll_id: PollId, fact: Fact, counts: tuple[PollCountRow, ...]
) -> tuple[tuple[type[Row], Key], ...]:
    """Return the signatures and confirmations that a step takes the ground from, for removing: people sign anew.

    The journal keeps them. A recount that found the very same leaves what was signed of the count.
    """
    if isinstance(fact, facts.PollWithdrawn):
        steps = tuple(AnchoredStep)
    elif isinstance(fact, facts.PollReopened):
        steps = (AnchoredStep.CLOSED,)
    elif isinstance(fact, facts.PollRecounted) and counts != (state.row(PollCountRow, poll_id),):
        steps = (AnchoredStep.COUNTED,)
    else:
        return ()
    signed = [(SignatureRow, key_of_row(row)) for row in state.rows(SignatureRow) if row.step in steps]
    confirmed = [(ConfirmationRow, key_of_row(row)) for row in state.rows(ConfirmationRow)]
    return (*signed, *(confirmed if AnchoredStep.COUNTED in steps else ()))


def _count_and_outcome_rows(state: State, poll_id: PollId, fact: Fact) -> tuple[PollCountRow, ...]:
    """Return the poll's ballots and results as a count, a recount or a selection leaves them, () for other facts."""
    if isinstance(fact, facts.PollCounted):
        return (
            PollCountRow(
                poll_id=poll_id, ballots=fact.ballots, **_both_tallies(fact), **_box_roots_and_opener_of_count(fact)
            ),
        )
    count = state.row(PollCountRow, poll_id)
    if count is not None and isinstance(fact, facts.PollRecounted):
        return (replace(count, **_both_tallies(fact), **_box_roots_and_opener_of_count(fact)),)
    if count is not None and isinstance(fact, facts.PollSelected):
        return (replace(count, outcome=canonical_bytes.encode(replace(fact.outcome, draw=fact.draw))),)
    return ()


def _poll_columns_of_step(poll: PollRow, fact: Fact, at_ms: int) -> dict[str, Any]:
    """Return the columns of the head that a step writes besides the state."""
    if isinstance(fact, facts.PollMadeReady):
        return {
            "ready_at_ms": at_ms,
            "definition_hash": hash_definition(fact.definition),
            "definition": fact.definition,
            "tally_public_key": fact.tally_public_key,
            "slots": fact.slots,
            "tokens_made": fact.slots,
            "box_id": b"" if isinstance(fact.box_id, UnsetType) else fact.box_id,
            "lock": b"" if isinstance(fact.lock, UnsetType) else canonical_bytes.encode(fact.lock),
        }
    if isinstance(fact, facts.PollWithdrawn):
        nothing = {"definition": b"", "definition_hash": b"", "tally_public_key": b"", "box_id": b"", "lock": b""}
        return {**nothing, "ready_at_ms": 0, "slots": 0, "tokens_made": 0}
    if isinstance(fact, facts.PollOpened):
        return {"opened_at_ms": at_ms}
    if isinstance(fact, facts.PollClosed):
        base = {} if isinstance(fact.base, UnsetType) else asdict(fact.base)
        frozen = {"is_base_frozen": bool(base), **{f"base_{name}": people for name, people in base.items()}}
        differs = {} if isinstance(fact.difference, UnsetType) else asdict(fact.difference)
        decided = {"closed_with": differs.get("signer_ids", ()), "difference_reason": differs.get("reason", "")}
        roots = {"box_root": fact.box_root, "slips_root": fact.slips_root}
        return {"closed_at_ms": at_ms, **roots, **asdict(fact.accounting), **frozen, **decided}
    if isinstance(fact, facts.PollReopened):
        return _columns_before_closing(poll)
    if isinstance(fact, (facts.PollCounted, facts.PollRecounted)):
        return {"counted_at_ms": at_ms}
    if isinstance(fact, facts.PollCertified):
        return {
            "certified_at_ms": at_ms,
            "certified_by": fact.names,
            "certifiers": () if isinstance(fact.signer_ids, UnsetType) else fact.signer_ids,
            "objection_until_ms": fact.objection_until_ms,
        }
    if isinstance(fact, facts.PollSealed):
        return {"sealed_root": fact.box_root}
    if isinstance(fact, facts.PollVoided):
        return {"void_reason": fact.reason, "void_by": fact.names, "void_signers": fact.signer_ids}
    return {}


def _columns_before_closing(poll: PollRow) -> dict[str, Any]:
    """Return the columns that the closing wrote, as they were before it."""
    written = (
        "closed_at_ms",
        "box_root",
        "slips_root",
        "closed_with",
        "difference_reason",
        *BallotAccounting.__struct_fields__,
    )
    written += ("is_base_frozen", *(f"base_{name}" for name in VoteBase.__struct_fields__))
    unclosed = {field.name: field.default for field in fields(PollRow)}
    return {name: unclosed[name] for name in written} | {"reopened": poll.reopened + 1}


def _box_roots_and_opener_of_count(fact: facts.PollCounted | facts.PollRecounted) -> dict[str, Any]:
    if isinstance(fact.sealed_root, UnsetType) or isinstance(fact.opened_root, UnsetType):
        return {}
    return {"sealed_root": fact.sealed_root, "opened_root": fact.opened_root, "opened_by": fact.opened_by}


def _effect_of_count_confirmation(poll: PollRow, at_ms: int, fact: facts.CountConfirmed) -> Effect | None:
    if poll.state not in TAKES_CONFIRMATION:
        return None
    row = copy_fields(
        ConfirmationRow,
        fact,
        poll_id=poll.poll_id,
        tally=canonical_bytes.encode(fact.tally),
        second_tally=canonical_bytes.encode(fact.second),
        at_ms=at_ms,
    )
    return Effect((row,))


def _effect_of_rollback(state: State, poll: PollRow, at_ms: int, fact: facts.RollbackDecided) -> Effect:
    box, witness = (None if isinstance(counts, UnsetType) else counts for counts in (fact.box, fact.witness))
    row = RollbackRow(
        poll_id=poll.poll_id,
        number=f"{len(state.rows(RollbackRow)) + 1:04}",
        kind=fact.kind,
        reason=fact.reason,
        signer_ids=fact.signer_ids,
        box_id=fact.box_id,
        spent=box.spent if box else -1,
        filled=box.filled if box else -1,
        witness_spent=witness.spent if witness else -1,
        witness_filled=witness.filled if witness else -1,
        **asdict(fact.record),
        at_ms=at_ms,
        station_id="" if isinstance(fact.station_id, UnsetType) else fact.station_id,
    )
    return Effect((row,))


def _reopening_row(state: State, poll: PollRow, at_ms: int, fact: facts.PollReopened) -> ReopeningRow:
    number = f"{len(state.rows(ReopeningRow)) + 1:04}"
    return copy_fields(ReopeningRow, poll, fact, number=number, at_ms=at_ms)


def _effect_of_step_signature(state: State, poll: PollRow, at_ms: int, fact: facts.PollSigned) -> Effect | None:
    if state.row(SignatureRow, poll.poll_id, fact.step, fact.signer_id) is not None:
        return None
    return Effect((copy_fields(SignatureRow, fact, poll_id=poll.poll_id, at_ms=at_ms),))


def _is_readable_definition(data: bytes) -> bool:
    """Return whether every reader of the poll can read its definition."""
    try:
        decode_definition(data)
    except (cbor2.CBORDecodeError, ValueError, TypeError, OverflowError):
        return False
    return True


def _both_tallies(fact: facts.PollCounted | facts.PollRecounted) -> dict[str, Any]:
    second = b"" if isinstance(fact.second, UnsetType) else canonical_bytes.encode(fact.second)
    return {"tally": canonical_bytes.encode(fact.tally), "second_tally": second}


def _drafted_row(poll_id: PollId, fact: facts.PollDrafted, entry: Entry) -> PollRow:
    return PollRow(
        poll_id=poll_id,
        item_id=fact.item_id,
        title=fact.title,
        drafted_clock_ms=entry.clock_ms,
        drafted_clock_counter=entry.clock_counter,
        draft=canonical_bytes.encode(fact.draft),
    )


def _effect_on_channel(state: State, poll: PollRow, entry: Entry) -> Effect | None:
    """Return the row of a channel taken in, or its removal; None when the list is made already, when the channel is
    there already, or when there is none to take back."""
    fact = entry.fact
    if poll.state not in TAKES_CHANNELS:
        return None
    if isinstance(fact, facts.ChannelAccepted) and state.row(ChannelRow, poll.poll_id, fact.key) is None:
        columns = asdict(fact) | {"result": canonical_bytes.encode(fact.result)}
        return Effect((ChannelRow(poll_id=poll.poll_id, at_ms=entry.at_ms, **columns),))
    if isinstance(fact, facts.ChannelRemoved) and state.row(ChannelRow, poll.poll_id, fact.key) is not None:
        return Effect((), ((ChannelRow, (poll.poll_id, fact.key)),))
    return None


def _effect_on_challenge(state: State, poll: PollRow, entry: Entry) -> Effect | None:
    """Return the row of a challenge, or of its answer; None where no count may be challenged or none has the number."""
    fact = entry.fact
    if poll.state not in TAKES_CHALLENGES:
        return None
    if isinstance(fact, facts.ChallengeRecorded):
        number = f"{len(state.rows(ChallengeRow)) + 1:04}"
        answered = entry.at_ms if fact.answer else 0
        row = ChallengeRow(
            poll_id=poll.poll_id, number=number, at_ms=entry.at_ms, answered_at_ms=answered, **asdict(fact)
        )
        return Effect((row,))
    if isinstance(fact, facts.ChallengeAnswered):
        found = state.row(ChallengeRow, poll.poll_id, f"{fact.number:04}")
        return Effect((replace(found, answer=fact.answer, answered_at_ms=entry.at_ms),)) if found is not None else None
    return None


def _effect_on_audit(state: State, poll: PollRow, entry: Entry) -> Effect | None:
    """Return the row of a ballot that was opened instead of cast, or of the voter's answer to it.

    None where no ballots are taken, where this very ballot was opened before, or where none has the number.
    """
    fact, audits = entry.fact, state.rows(BallotAuditRow)
    if isinstance(fact, facts.BallotAudited):
        if poll.state != PollState.OPEN or any(row.sealed == fact.sealed for row in audits):
            return None
        number = f"{len(audits) + 1:04}"
        return Effect((BallotAuditRow(poll_id=poll.poll_id, number=number, at_ms=entry.at_ms, **asdict(fact)),))
    if isinstance(fact, facts.AuditDisputed) and poll.state in TAKES_AUDIT_DISPUTES:
        found = state.row(BallotAuditRow, poll.poll_id, f"{fact.number:04}")
        return Effect((replace(found, is_disputed=True),)) if found is not None else None
    return None


def _channels_to_remove(state: State) -> tuple[tuple[type[Row], Key], ...]:
    """Return every channel of the poll for removing: their numbers are in the order of a definition that is gone."""
    return tuple((ChannelRow, (row.poll_id, row.key)) for row in state.rows(ChannelRow))

"""Counting (개표·집계): open the box from the disk by those who hold its key, and count its ballots twice.

Each act of counting opens the box itself: nobody hands ballots in. Two counters that share no line go over the same
bytes; where they differ nothing is certified until a recount finds them agreed. Somebody opens the box again by an
act of their own (`confirm_count`), and both must have found the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken, VerifyFailed
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.poll import CountConfirmed, PollChallenged, PollCounted, PollRecounted
from sukui_desktop.domain.methods.registry import split_ballots
from sukui_desktop.domain.poll_steps import TAKES_CONFIRMATION
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.models.ids import PollId, SignerId
from sukui_desktop.models.poll import BallotAuditRow, PollCountRow, PollRow
from sukui_desktop.models.signer import AnchoredStep, SignatureRow, SignerRow
from sukui_desktop.record.ballot_encryption import Opener
from sukui_desktop.record.key_card import PersonKeys
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import (
    BoxProof,
    OldPassphrase,
    SignerProof,
    name_of_signer,
    open_keys_with_proofs,
)
from sukui_desktop.services.signing.poll_step_signatures import make_statement_of_step, sign_statement
from sukui_desktop.services.tally.counter_crosscheck import CounterComparison, count_with_both_counters
from sukui_desktop.services.vote.box_keys import find_holders_of_box_key
from sukui_desktop.services.vote.poll_box import read_sealed_ballots
from sukui_desktop.services.vote.rollback import require_no_missing_entries
from sukui_desktop.services.vote.step_recording import read_poll_for_step, record_step
from sukui_desktop.services.vote.tally_key import recover_tally_key
from sukui_desktop.storage.ballot_box import box_root
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.poll_secrets import SecretName


class OpenedBox(msgspec.Struct, frozen=True):
    """What was in a box: found once, by both counters."""

    ballots: bytes
    """Opened, sorted, one after the other."""
    tally: Tally
    second: Tally
    sealed_root: bytes
    opened_root: bytes
    opened_by: tuple[str, ...]
    """Signer ids of the holders whose keys were given, in their order."""


def count_poll(room: Room, poll_id: PollId, proofs: Sequence[BoxProof]) -> Changes:
    """Open the box and count it; whoever holds its key gives a proof.

    A poll that was made ready before 0.5.0 opens by the passphrase of then.
    Raises RuleBroken poll_step, shares_missing; StorageFault share_damaged, wrong_tally_passphrase; VerifyFailed
    box_changed when the box is not what the closing wrote down, audited_in_box when a ballot is in it that was opened
    instead of cast, tally_key_changed; NotFound; and as `open_keys_with_proofs`.
    """
    with room.writing() as tx:
        poll = read_poll_for_step(tx, poll_id, "count")
        require_no_missing_entries(room, tx, poll)
        found = _open_and_count_by_proofs(tx, room, poll, proofs)
        return tx.append_fact(poll_id, msgspec.convert(found, PollCounted, from_attributes=True)).changes


def recount_poll(room: Room, poll_id: PollId, proofs: Sequence[BoxProof]) -> Changes:
    """다시 집계: open the box again from the disk and count it again.

    Raises as `count_poll`, and VerifyFailed recount_differs when other ballots are in it than were counted.
    """
    with room.writing() as tx:
        poll = read_poll_for_step(tx, poll_id, "recount")
        require_no_missing_entries(room, tx, poll)
        found = _open_and_count_by_proofs(tx, room, poll, proofs)
        _require_ballots_of_first_count(tx, poll_id, found)
        return tx.append_fact(poll_id, msgspec.convert(found, PollRecounted, from_attributes=True)).changes


def confirm_count(room: Room, poll_id: PollId, proofs: Sequence[SignerProof], by: SignerId) -> Changes:
    """Open the box again from the disk by somebody's own act, record what was in it, and sign the count.

    `by` is one of those who gave a proof.
    Raises RuleBroken poll_step, confirmer_missing; VerifyFailed recount_differs; and as `count_poll`.
    """
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        if poll.state not in TAKES_CONFIRMATION:
            raise RuleBroken("poll_step", state=poll.state, verb="confirm")
        require_no_missing_entries(room, tx, poll)
        keys = open_keys_with_proofs(tx, proofs, holders=find_holders_of_box_key(poll))
        if by not in keys:
            raise RuleBroken("confirmer_missing")
        signer = tx.require_row(SignerRow, by)
        if signer.is_withdrawn:
            raise RuleBroken("signer_withdrawn", name=name_of_signer(tx, signer))
        found = open_and_count_box(tx, room, poll_id, keys, "")
        _require_ballots_of_first_count(tx, poll_id, found)
        confirmed = CountConfirmed(
            signer_id=by,
            sealed_root=found.sealed_root,
            opened_root=found.opened_root,
            tally=found.tally,
            second=found.second,
            opened_by=found.opened_by,
        )
        facts: list[tuple[str | None, Fact]] = [(poll_id, confirmed)]
        if tx.find_row(SignatureRow, poll_id, AnchoredStep.COUNTED, by) is None:
            statement = make_statement_of_step(tx, poll_id, AnchoredStep.COUNTED)
            facts.append((poll_id, sign_statement(statement, AnchoredStep.COUNTED, by, keys[by])))
        return tx.append_facts(facts).changes


def _open_and_count_by_proofs(tx: Transaction, room: Room, poll: PollRow, proofs: Sequence[BoxProof]) -> OpenedBox:
    """Open a box by those who hold its key; by the passphrase of then where nobody does (before 0.5.0)."""
    own = [proof for proof in proofs if isinstance(proof, SignerProof)]
    old_passphrase = next((proof.secret for proof in proofs if isinstance(proof, OldPassphrase)), "")
    keys = open_keys_with_proofs(tx, own, holders=find_holders_of_box_key(poll))
    return open_and_count_box(tx, room, poll.poll_id, keys, old_passphrase)


def _require_ballots_of_first_count(tx: Transaction, poll_id: PollId, found: OpenedBox) -> None:
    count = tx.require_row(PollCountRow, poll_id)
    if found.ballots != count.ballots:
        raise VerifyFailed("recount_differs", poll=tx.require_row(PollRow, poll_id).title)


def open_and_count_box(
    tx: Transaction, room: Room, poll_id: PollId, keys: Mapping[str, PersonKeys], old_passphrase: str
) -> OpenedBox:
    """Read the box of a closed poll from the disk, open every ballot and count it twice; nothing is recorded.

    Raises as `count_poll`.
    """
    poll = tx.require_row(PollRow, poll_id)
    sealed = read_sealed_ballots(tx.poll_secrets, room.path, poll, room.context)
    if len(sealed) != poll.cast or box_root(sealed) != poll.box_root:
        raise VerifyFailed("box_changed", poll=poll.title)
    if set(sealed) & {row.sealed for row in tx.list_rows(BallotAuditRow, poll_id=poll_id)}:
        raise VerifyFailed("audited_in_box", poll=poll.title)
    shares = tx.poll_secrets.find(poll_id, SecretName.TALLY_SHARES)
    opener = Opener(recover_tally_key(room.context, poll, shares, keys, old_passphrase), poll.definition_hash)
    if opener.public_key != poll.tally_public_key:
        raise VerifyFailed("tally_key_changed")
    # Sorting removes the order in which they were in the box.
    ballots = b"".join(sorted(opener.open_sealed(one) for one in sealed))
    question = decode_definition(poll.definition).question
    counts = count_with_both_counters(question, split_ballots(question, ballots))
    opened_by = tuple(holder for holder in find_holders_of_box_key(poll) if holder in keys)
    opened_root = hashlib.sha256(ballots).digest()
    return OpenedBox(ballots, counts.first, counts.second, poll.box_root, opened_root, opened_by)


def read_recount_time(room: Room, poll_id: PollId) -> int:
    """Return when the poll was last counted again; 0 where it never was.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        return (
            tx.require_row(PollRow, poll_id).counted_at_ms
            if poll_id in tx.list_subjects_with_fact(PollRecounted)
            else 0
        )


def require_counters_agree(poll: PollRow, count: PollCountRow) -> None:
    """Refuse a count on which the two counters do not agree.

    Raises RuleBroken counts_differ with the first figure they differ on, count_single where only one counter ran.
    """
    if not count.second_tally:
        raise RuleBroken("count_single", title=poll.title)
    differences = CounterComparison(
        canonical_bytes.decode(count.tally, Tally), canonical_bytes.decode(count.second_tally, Tally)
    ).differences
    if differences:
        found = differences[0]
        options = decode_definition(poll.definition).question.options
        where = options[found.option].title if 0 <= found.option < len(options) else found.text
        raise RuleBroken(
            "counts_differ",
            title=poll.title,
            what=found.what,
            option=where,
            first=-1 if found.first is None else found.first,
            second=-1 if found.second is None else found.second,
            count=len(differences),
        )


def start_challenge_period(room: Room, poll_id: PollId) -> Changes:
    """개표 이의: begin the time in which the count may be challenged.

    Raises RuleBroken poll_step, NotFound.
    """
    return record_step(room, poll_id, "challenge", PollChallenged())

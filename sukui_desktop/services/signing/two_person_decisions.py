"""Decisions that two people take together, signed with keys of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec.structs import replace

from sukui_desktop.domain.decision_statement import (
    Decision,
    deciders_of,
    decision_statement_bytes,
    with_decider_signatures,
    with_newest_head,
)
from sukui_desktop.domain.facts.poll import PollVoided, PollWithdrawn
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.domain.two_people import require_two_different_names
from sukui_desktop.models.poll import PollRow
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.record.entry_signature import Verifier
from sukui_desktop.record.key_card import PersonKeys
from sukui_desktop.services.person_keys import SignerProof, open_keys_of_two_people
from sukui_desktop.storage.meeting_transaction import Transaction

D = TypeVar("D", bound=Decision)


def sign_decision(tx: Transaction, subject: str, fact: D, keys: Mapping[str, PersonKeys]) -> D:
    """Return a decision about `subject` (`type/id`) with the signatures of both people; `keys` are theirs."""
    placed = with_newest_head(fact, tx.writer.head.hash)
    decided = deciders_of(placed)
    if decided is None:
        return fact
    statement = decision_statement_bytes(tx.journal.scope.meeting, subject, placed)
    return with_decider_signatures(placed, tuple(keys[signer_id].sign(statement) for signer_id in decided.signer_ids))


E = TypeVar("E", PollWithdrawn, PollVoided)


def add_deciders_to_poll_end(
    tx: Transaction, poll: PollRow, fact: E, proofs: Sequence[SignerProof], names: Sequence[str]
) -> E:
    """Return the end of a poll with the two people who decide it: signed by them where the poll has a lock, else by
    the names that were typed.

    Raises RuleBroken two_people_needed, two_people_alike, and as `open_keys_of_two_people`.
    """
    if not poll.lock:
        typed = require_two_different_names([clean_text(name) for name in names])
        return replace(fact, names=typed)
    keys = open_keys_of_two_people(tx, proofs)
    decided = replace(fact, signer_ids=tuple(sorted(keys)), box_id=poll.box_id)
    return sign_decision(tx, f"poll/{poll.poll_id}", decided, keys)


def is_decision_signed(meeting_id: str, subject: str, fact: Decision, signers: Mapping[str, SignerRow]) -> bool:
    """Return whether everybody who decided something, each of `signers`, signed this very decision."""
    decided = deciders_of(fact)
    if decided is None or len(decided.signatures) != len(decided.signer_ids):
        return False
    statement = decision_statement_bytes(meeting_id, subject, fact)
    return all(
        Verifier().is_signature_valid(signers[signer_id].sign_key, statement, signature)
        for signer_id, signature in zip(decided.signer_ids, decided.signatures, strict=True)
    )

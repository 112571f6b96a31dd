"""Signatures of people under the steps of a poll."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.poll import PollSigned
from sukui_desktop.domain.poll_statement import poll_statement_bytes
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.models.signer import AnchoredStep, SignatureRow, SignerRow
from sukui_desktop.record.entry_signature import Verifier
from sukui_desktop.record.key_card import PersonKeys
from sukui_desktop.storage.meeting_transaction import Transaction


def make_signature_facts_of_step(
    tx: Transaction, poll_id: PollId, step: AnchoredStep, keys: Mapping[str, PersonKeys]
) -> tuple[Fact, ...]:
    """Return the signatures to append for people who sign a step; `keys` are theirs (signer id → keys).

    Raises RuleBroken step_not_reached; NotFound poll_unknown.
    """
    statement = make_statement_of_step(tx, poll_id, step)
    return tuple(
        sign_statement(statement, step, signer_id, own)
        for signer_id, own in keys.items()
        if tx.find_row(SignatureRow, poll_id, step, signer_id) is None
    )


def sign_statement(statement: bytes, step: AnchoredStep, signer_id: str, keys: PersonKeys) -> PollSigned:
    """Return one person's signature under a statement."""
    digest = hashlib.sha256(statement).digest()
    return PollSigned(step=step, signer_id=signer_id, statement=digest, signature=keys.sign(statement))


def make_statement_of_step(tx: Transaction, poll_id: PollId, step: AnchoredStep) -> bytes:
    """Return what is signed of a poll at a step, as it stands now.

    Raises RuleBroken step_not_reached, NotFound poll_unknown.
    """
    poll = tx.require_row(PollRow, poll_id)
    try:
        return poll_statement_bytes(
            step, tx.list_rows(MeetingRow)[0].meeting_id, poll, tx.find_row(PollCountRow, poll_id)
        )
    except ValueError as error:
        raise RuleBroken("step_not_reached", title=poll.title) from error


def is_statement_signed(statement: bytes, signer: SignerRow, signature: SignatureRow) -> bool:
    """Return whether a person's signature stands under this very statement."""
    return Verifier().is_signature_valid(signer.sign_key, statement, signature.signature)

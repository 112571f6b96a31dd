"""What two people sign when they decide something together: the same bytes on every machine, without any words of
theirs, so that the signatures outlive the erasing of a person.

Source: docs/sources.md, "Signed statements".
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.person import PersonErased
from sukui_desktop.domain.facts.poll import (
    ClosingDifference,
    PollClosed,
    PollReopened,
    PollVoided,
    PollWithdrawn,
    RollbackDecided,
)

Decision = RollbackDecided | PollReopened | PollClosed | PollWithdrawn | PollVoided | PersonErased
"""A fact that two people decide: a closing where slips did not come back, the end of a poll where it has a lock."""
Decided = ClosingDifference | RollbackDecided | PollReopened | PollWithdrawn | PollVoided | PersonErased
"""Where a decision holds who decided it."""
D = TypeVar("D", bound=Decision)

_SIGNED: dict[type[Fact], tuple[str, ...]] = {
    RollbackDecided: ("kind", "box_id", "box", "witness", "record", "station_id"),
    PollReopened: ("box_root",),
    PollClosed: ("equation", "box_root", "slips_root", "base"),
    PollWithdrawn: ("box_id",),
    PollVoided: ("box_id",),
    PersonErased: ("unsealed", "rewritten"),
}
"""Fields that are signed, by their names on the wire: for ever these, whatever a later version of the fact adds."""


class DecisionStatement(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of two people."""

    meeting_id: str
    subject: str
    """`type/id` of what it is about."""
    kind: str
    signer_ids: tuple[str, ...]
    after: bytes
    """Hash of the newest entry of the record when they decided."""
    decided: dict[str, Any]
    """Fields of the fact by their names on the wire, none of its words; one that is absent is absent here."""


def deciders_of(fact: Decision) -> Decided | None:
    """Return where a fact holds who decided it; None where nobody had to sign it."""
    if isinstance(fact, PollClosed):
        return fact.difference if isinstance(fact.difference, ClosingDifference) else None
    return None if isinstance(fact, (PollWithdrawn, PollVoided)) and not fact.signer_ids else fact


def decision_statement_bytes(meeting_id: str, subject: str, fact: Decision) -> bytes:
    """Return the bytes of the statement (canonical CBOR) that both people sign.

    Raises ValueError for a fact that nobody had to sign.
    """
    decided = deciders_of(fact)
    if decided is None:
        raise ValueError(f"{fact.KIND} of {subject} has nobody who decided it")
    fields = msgspec.to_builtins(fact, builtin_types=(bytes,))
    statement = DecisionStatement(
        meeting_id=meeting_id,
        subject=subject,
        kind=fact.KIND,
        signer_ids=decided.signer_ids,
        after=decided.after,
        decided={name: fields[name] for name in _SIGNED[type(fact)] if name in fields},
    )
    return canonical_bytes.encode(statement)


def with_newest_head(fact: D, head: bytes) -> D:
    """Return a decision that is taken when `head` is the newest entry of the record, not signed yet."""
    if isinstance(fact, PollClosed):
        decided = deciders_of(fact)
        return fact if decided is None else replace(fact, difference=replace(decided, after=head))
    return replace(fact, after=head)


def with_decider_signatures(fact: D, signatures: tuple[bytes, ...]) -> D:
    """Return the fact with the signatures of its deciders, in their order."""
    if isinstance(fact, PollClosed):
        decided = deciders_of(fact)
        return fact if decided is None else replace(fact, difference=replace(decided, signatures=signatures))
    return replace(fact, signatures=signatures)

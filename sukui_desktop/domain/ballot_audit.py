"""Ballot audit (시험 개봉): what may be opened instead of cast, how often, and what came of it.

A ballot is sealed and its 확인번호 shown first; only then does the voter choose to cast it or to have it opened. What
was opened is never counted. Source: docs/sources.md, "Cast or audit".
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import BALLOT_KINDS
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.models.poll import AuditVerdict, BallotAuditRow

MOST_AUDITS = 3
"""Ballots that one slip may have opened before its ballot is cast: others are waiting."""


class AuditScore(msgspec.Struct, frozen=True, kw_only=True):
    """How the audits of a poll came out; `audits` is the sum of the others."""

    audits: int = 0
    agreed: int = 0
    """The ballot held what the kiosk showed, and the voter did not deny it."""
    disputed: int = 0
    """The ballot held what the kiosk showed, and the voter said that it was something else."""
    differing: int = 0
    """The ballot held something else than the kiosk showed, or was not made as the kiosk said."""

    @property
    def are_all_agreed(self) -> bool:
        """Return whether all agreed."""
        return self.agreed == self.audits


def may_offer_audits(method: Method, *, has_receipts: bool) -> bool:
    """Return whether voters may have a ballot opened.

    Without receipts the box cannot be held against what a kiosk showed before it knew what the voter would choose; the
    words of an opinion would stand in the record for good.
    """
    return has_receipts and BALLOT_KINDS[method].has_options


def require_audits_allowed(definition: Definition) -> None:
    """Check that a definition which offers audits may. Raises RuleBroken audits_misplaced."""
    if isinstance(definition.offers_audits, UnsetType) or not definition.offers_audits:
        return
    if not may_offer_audits(definition.question.method, has_receipts=definition.has_receipts):
        raise RuleBroken("audits_misplaced", title=definition.title)


def judge_audit(shown: bytes, found: bytes | None) -> AuditVerdict:
    """Compare the ballot as the kiosk showed it with what was in the sealed one, None where it did not open."""
    if found is None:
        return AuditVerdict.UNREADABLE
    return AuditVerdict.AGREED if found == shown else AuditVerdict.DIFFERS


def score_audits(rows: Iterable[BallotAuditRow]) -> AuditScore:
    """Add the audits of one poll up."""
    audits = tuple(rows)
    agreeing = [row for row in audits if row.verdict == AuditVerdict.AGREED]
    disputed = sum(row.is_disputed for row in agreeing)
    return AuditScore(
        audits=len(audits),
        agreed=len(agreeing) - disputed,
        disputed=disputed,
        differing=len(audits) - len(agreeing),
    )

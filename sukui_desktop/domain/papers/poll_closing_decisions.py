"""What people decided about the closing of a vote and of its doubles, as every later paper of the poll says it."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.models.poll import ReopeningRow


class ReopeningRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A closing that two people took back."""

    decided: ReopeningRow
    names: tuple[str, ...]
    """Of the two who decided; `ERASED` for somebody who was erased since."""


class MissingSlipsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """That the vote was closed although slips did not come back."""

    not_returned: int
    reason: str
    names: tuple[str, ...]
    """As in `ReopeningRecord`."""
    at_ms: int


class DoublesRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What people found, in a vote held at several places, of those who seemed to have two slips. Nothing is taken off
    the count for it: ballots name nobody."""

    twice: int
    """People who have slips of two places."""
    two_people: int
    """Who turned out to be different people."""


class ClosingDecisions(msgspec.Struct, frozen=True, kw_only=True):
    """All of them for one poll."""

    reopenings: tuple[ReopeningRecord, ...] = ()
    """In the order in which they were decided."""
    missing_slips: MissingSlipsRecord | None = None
    """None where every slip came back, and before the closing."""
    doubles: DoublesRecord | UnsetType = UNSET
    """Absent where the vote was held here alone, so that what was signed before there was such a thing stays the
    same."""

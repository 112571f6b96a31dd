"""That a box or the record was put back and two people let the vote go on, as every later paper of the poll says it."""

from __future__ import annotations

import msgspec

from sukui_desktop.models.poll import RollbackKind


class RollbackRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of two people; the numbers are -1 where there was none."""

    kind: RollbackKind
    reason: str
    names: tuple[str, ...]
    """Of the two who decided; `ERASED` for somebody who was erased since."""
    spent: int
    """Slips spent in the box, and ballots in it."""
    filled: int
    witness_spent: int
    """The same as this machine had noted outside of the box."""
    witness_filled: int
    given: int
    """Slips given, and slips that came back, by the record."""
    stopped: int
    missing: int
    """Entries that were missing."""
    at_ms: int

"""What a ballot box, the witness outside of it and the record say of a vote, and which of them is behind."""

from __future__ import annotations

import msgspec

from sukui_desktop.models.poll import RollbackKind, RollbackRow


class BoxCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How full a box is. Neither number ever falls."""

    spent: int = 0
    """Slips that voted, were given back or were spoiled."""
    filled: int = 0
    """Ballots."""

    def is_behind(self, other: BoxCounts) -> bool:
        """Return whether this was counted before `other`, however the other may have gone on."""
        return self.spent < other.spent or self.filled < other.filled


class RecordCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What the record says of the slips of one box, and whether the record itself is whole."""

    given: int = 0
    """Slips given since the box was made."""
    stopped: int = 0
    """Slips that came back unused or spoiled."""
    missing: int = 0
    """Entries that this machine wrote and that are not in the file any more."""


class ThreeCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Box, witness and record of one poll, at one moment."""

    box: BoxCounts | None
    """None where there is no box that could be looked at."""
    witness: BoxCounts | None
    """None where this machine has no note of its own of the box."""
    record: RecordCounts

    @property
    def never_given(self) -> int:
        """How many slips are spent in the box that the record never gave."""
        return max(0, self.box.spent - self.record.given) if self.box else 0

    @property
    def unknown_returns(self) -> int:
        """How many slips came back by the record that the box holds for unused."""
        return max(0, self.record.stopped - (self.box.spent - self.box.filled)) if self.box else 0


def counts_of_decision(row: RollbackRow) -> ThreeCounts:
    """Return what two people saw and accepted."""
    record = RecordCounts(given=row.given, stopped=row.stopped, missing=row.missing)
    box = BoxCounts(spent=row.spent, filled=row.filled) if row.spent >= 0 else None
    witness = BoxCounts(spent=row.witness_spent, filled=row.witness_filled) if row.witness_spent >= 0 else None
    return ThreeCounts(box=box, witness=witness, record=record)


def find_rollback(found: ThreeCounts, accepted: ThreeCounts | None, *, has_witness: bool) -> RollbackKind | None:
    """Return which of the three is behind, None where none is or two people have decided to go on with it.

    `accepted` is what the newest decision on this box accepted: more than that is not. `has_witness` says whether a box
    of this age has a witness at all (since 0.5.0). The box is written before its witness and before what the record
    says of slips that come back, and after what it says of slips that were given: a crash makes none of them behind.
    Source: docs/sources.md, "Layout of the ballot box".
    """
    if found.record.missing:
        return RollbackKind.RECORD_BEHIND
    if found.never_given > (accepted.never_given if accepted else 0):
        return RollbackKind.RECORD_LACKS_SLIPS
    if found.unknown_returns > (accepted.unknown_returns if accepted else 0):
        return RollbackKind.BOX_LACKS_SLIPS
    if found.box is None or not has_witness:
        return None
    if found.witness is None:
        return RollbackKind.BOX_MOVED
    return RollbackKind.BOX_BEHIND if found.box.is_behind(found.witness) else None

"""What a ballot box, the witness outside of it and the record say of a vote, and which of them is behind."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sukui_desktop.domain.errors import RuleBroken
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

    def is_more_than_one_act_ahead(self, other: BoxCounts) -> bool:
        """Return whether more than one act (a ballot cast, a slip stopped) came in since `other` was counted."""
        return self.spent > other.spent + 1 or self.filled > other.filled + 1


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
    def slips_never_given(self) -> int:
        """How many slips are spent in the box that the record never gave."""
        return max(0, self.box.spent - self.record.given) if self.box else 0

    @property
    def returns_unknown_to_box(self) -> int:
        """How many slips came back by the record that the box holds for unused."""
        return max(0, self.record.stopped - (self.box.spent - self.box.filled)) if self.box else 0


def find_newest_rollback_decision(rows: Iterable[RollbackRow], box_id: bytes) -> RollbackRow | None:
    """Return the newest decision on this very box; None where there is none."""
    return max((row for row in rows if row.box_id == box_id), key=_rollback_number, default=None)


def _rollback_number(row: RollbackRow) -> str:
    return row.number


def counts_of_rollback_decision(row: RollbackRow) -> ThreeCounts:
    """Return what two people saw and accepted."""
    record = RecordCounts(given=row.given, stopped=row.stopped, missing=row.missing)
    box = BoxCounts(spent=row.spent, filled=row.filled) if row.spent >= 0 else None
    witness = BoxCounts(spent=row.witness_spent, filled=row.witness_filled) if row.witness_spent >= 0 else None
    return ThreeCounts(box=box, witness=witness, record=record)


def accepted_range_of_missing_stops(accepted: RollbackRow | None) -> tuple[int, int]:
    """Return by how many slips that came back a box may know fewer than the record, and by how many more it may know
    (at least, as a number below zero), after the newest decision on it.

    Nothing that is done after a decision changes the difference that people saw; only a power cut between box and
    record leaves one slip more stopped in the box. Where the box was not looked at, the lost entries may have been of
    slips that came back.
    """
    if accepted is None:
        return 0, -1
    if accepted.spent < 0:
        return 0, -accepted.missing - 1
    seen = accepted.stopped - (accepted.spent - accepted.filled)
    return seen, seen - 1


def find_rollback_kinds(
    found: ThreeCounts, accepted: ThreeCounts | None, *, has_witness: bool
) -> tuple[RollbackKind, ...]:
    """Return everything that is behind; () where nothing is or two people have decided to go on with it.

    `accepted` is what the newest decision on this box accepted: more than that is not. `has_witness` says whether a box
    of this age has a witness at all (since 0.5.0). The box is written before its witness and before what the record
    says of slips that come back, and after what it says of slips that were given: a crash makes none of them behind,
    and leaves the box one act ahead of its witness at most.
    Source: docs/sources.md, "Layout of the ballot box".
    """
    kinds = []
    if found.record.missing:
        kinds.append(RollbackKind.RECORD_BEHIND)
    if found.slips_never_given > (accepted.slips_never_given if accepted else 0):
        kinds.append(RollbackKind.RECORD_LACKS_SLIPS)
    if found.returns_unknown_to_box > (accepted.returns_unknown_to_box if accepted else 0):
        kinds.append(RollbackKind.BOX_LACKS_SLIPS)
    if found.box is not None and has_witness:
        if found.witness is None:
            kinds.append(RollbackKind.BOX_MOVED)
        elif found.box.is_behind(found.witness):
            kinds.append(RollbackKind.BOX_BEHIND)
        elif found.box.is_more_than_one_act_ahead(found.witness):
            kinds.append(RollbackKind.BOX_AHEAD)
    return tuple(kinds)


class Rollback(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found of one poll, for two people to decide on."""

    title: str
    """Of the poll."""
    kinds: tuple[RollbackKind, ...]
    counts: ThreeCounts


def refusal_of_rollback(kind: RollbackKind, title: str, found: ThreeCounts) -> RuleBroken:
    """Return why nothing is given out and no ballot taken: meeting_file_behind, record_lacks_slips, box_lacks_slips,
    box_moved, box_ahead or box_put_back, with the numbers that people decide on."""
    if kind == RollbackKind.RECORD_BEHIND:
        return RuleBroken("meeting_file_behind", title=title, count=found.record.missing)
    if kind == RollbackKind.RECORD_LACKS_SLIPS:
        return RuleBroken("record_lacks_slips", title=title, count=found.slips_never_given)
    if kind == RollbackKind.BOX_LACKS_SLIPS:
        return RuleBroken("box_lacks_slips", title=title, count=found.returns_unknown_to_box)
    if kind == RollbackKind.BOX_MOVED:
        return RuleBroken("box_moved", title=title)
    had, has = (counts.filled if counts else 0 for counts in (found.witness, found.box))
    if kind == RollbackKind.BOX_AHEAD:
        spent_had, spent = (counts.spent if counts else 0 for counts in (found.witness, found.box))
        return RuleBroken("box_ahead", title=title, had=had, has=has, spent_had=spent_had, spent=spent)
    return RuleBroken("box_put_back", title=title, had=had, has=has)

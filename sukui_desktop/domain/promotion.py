"""Another machine in the place of the hub: what the record says of it, and when the kiosks' copies may go into the
box."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

import msgspec

from sukui_desktop.models.poll import RollbackKind, RollbackRow


class PromotionUnderWay(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion after which the vote does not go on yet."""

    since_ms: int
    written_off: frozenset[str]
    """Station ids of kiosks that nobody waits for any more."""


class CopyFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What a kiosk's copy adds to a box."""

    kept: int
    """Ballots in the copy."""
    new_slips: int
    """Slips of it that the box holds for unused."""
    new_ballots: int
    """Ballots of it that the box lacks."""
    unreadable: int = 0
    """Numbers of slips that do not open, that the box does not know, or ballots that are none of this poll."""

    @property
    def agrees(self) -> bool:
        """Whether it may go into the box: as many new ballots as new slips, and nothing else."""
        return self.new_slips == self.new_ballots and not self.unreadable


def find_promotion_under_way(rows: Iterable[RollbackRow], box_id: bytes) -> PromotionUnderWay | None:
    """Return the newest promotion of a box, while people did not decide that the vote goes on; None for none."""
    since, written_off = None, set[str]()
    for row in sorted((row for row in rows if row.box_id == box_id), key=attrgetter("number")):
        if row.kind == RollbackKind.HUB_PROMOTED:
            since, written_off = row.at_ms, set()
        elif row.kind == RollbackKind.HUB_GATHERED:
            since = None
        elif row.kind == RollbackKind.KIOSK_WRITTEN_OFF:
            written_off.add(row.station_id)
    return None if since is None else PromotionUnderWay(since_ms=since, written_off=frozenset(written_off))


def count_promotions(rows: Iterable[RollbackRow]) -> int:
    """Return how often another machine took the place of the hub in a meeting: a hub that knows of fewer is behind."""
    return sum(row.kind == RollbackKind.HUB_PROMOTED for row in rows)

"""Whether the order can matter at all: with money for everybody, or for nobody, no vote has to be weighed.

Without it the plainest cases would be the slowest: every place of every project would be tried for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain.selection.purses import CEILING
from sukui_desktop.domain.selection.walking import Path


def is_order_free(path: Path, indexes: Sequence[int]) -> bool:
    """Tell whether any of these projects in any order give the same list, whichever of them are in the running.

    It may say False where that is so, never True where it is not; elimination is not looked at.
    """
    if any(path.excludes[index] for index in indexes):
        return False
    purses = path.purses.purses
    paid = [index for index in indexes if path.purses.draws[index]]
    unable = [index for index in paid if any(path.costs[index] > purses[p].amount for p in path.purses.draws[index])]
    if unable and (path.is_stop or path.is_reach):
        return False
    if path.is_pool and unable and _most_pooled(path) >= min(path.costs[index] for index in unable):
        return False
    totals = [0] * len(purses)
    for index in set(paid) - set(unable):
        for purse in path.purses.draws[index]:
            totals[purse] += path.costs[index]
    return all(total <= purse.amount for total, purse in zip(totals, purses, strict=True))


def _most_pooled(path: Path) -> int:
    """Return the most that can be left for the pool: all allocations, when nobody was paid."""
    return sum(purse.amount for purse in path.purses.purses if purse.kind != CEILING)

"""Dropping the lowest projects by what they cost together: the step between vote and list that Seoul's votes have."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sukui_desktop.domain.question.selecting import REACH, Further


def count_eliminated(costs: Sequence[int], steps: Further) -> int:
    """Return how many drop out from the end of `costs` (best place first; only projects still in the running).

    Walking up from the last place, projects drop out while together they cost no more than the share of all the money
    here (within); with `reach` the one that crosses the share drops out too, and none once the share is reached.
    Source: domain.md §2, the lowest projects by votes amounting to 5–30 % of the money.
    """
    if not steps.eliminate:
        return 0
    share = eliminated_money(costs, steps)
    dropped = money = 0
    for cost in reversed(costs):
        if money >= share if steps.eliminate_boundary == REACH else money + cost > share:
            break
        money += cost
        dropped += 1
    return dropped


def eliminated_money(costs: Sequence[int], steps: Further) -> Fraction:
    """Return how much money is to drop out: exact, so that a project on the very line is on no wrong side of it."""
    return Fraction(steps.eliminate or 0) * sum(costs)

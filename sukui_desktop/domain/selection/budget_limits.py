"""Budget limits of a list: one ceiling, an allocation for each field or district, or both; and which hold for whom.

A short list has more money than the list itself, by the share that the rule gives it.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import msgspec

from sukui_desktop.domain.question.definition import Definition, Option


class LimitKind(StrEnum):
    """What a budget limit is of."""

    CEILING = "ceiling"
    ALLOCATION = "allocation"
    LEFTOVER = "leftover"
    """What all allocations left, put together."""


class BudgetLimit(msgspec.Struct, frozen=True):
    """One limit on what some projects may cost together."""

    kind: LimitKind
    name: str
    """The allocation's field, district or group; '' otherwise."""
    amount: int


class BudgetLimits(msgspec.Struct, frozen=True):
    """All limits of a rule, and which of them each option draws on."""

    limits: tuple[BudgetLimit, ...]
    draws: tuple[tuple[int, ...], ...]
    """Beside the options: indexes into `limits`, the allocation before the ceiling; () when nothing pays for it."""

    @property
    def most_to_spend(self) -> int:
        """Return what the list may cost at most: the ceiling, or all allocations together where there is none."""
        ceilings = [limit.amount for limit in self.limits if limit.kind == LimitKind.CEILING]
        return min(ceilings) if ceilings else sum(limit.amount for limit in self.limits)


def budget_limits(definition: Definition) -> BudgetLimits:
    """Return the limits of a definition's rule, times the short list's share, rounded down to the smallest unit.

    A ceiling beside allocations holds for all of them together; one that is no less than their sum adds nothing.
    """
    rule, steps = definition.rule, definition.rule.steps
    share = Fraction(steps.shortlist or 1)
    limits = [BudgetLimit(LimitKind.ALLOCATION, each.name, int(share * each.amount)) for each in steps.allocations]
    place = {limit.name: (index,) for index, limit in enumerate(limits)}
    every: tuple[int, ...] = ()
    if not limits or 0 < rule.ceiling < sum(allocation.amount for allocation in steps.allocations):
        every = (len(limits),)
        limits.append(BudgetLimit(LimitKind.CEILING, "", int(share * rule.ceiling)))
    if not steps.allocations:
        return BudgetLimits(tuple(limits), (every,) * len(definition.question.options))
    names = [allocation_name_of_option(option, steps.allocate_by) for option in definition.question.options]
    return BudgetLimits(tuple(limits), tuple(place[name] + every if name in place else () for name in names))


def allocation_name_of_option(option: Option, allocate_by: str) -> str:
    """Return what an option's allocation is looked up by: its field, district or group; '' where it names none."""
    if allocate_by == "district":
        return option.district if isinstance(option.district, str) else ""
    return option.group if allocate_by == "group" else option.field

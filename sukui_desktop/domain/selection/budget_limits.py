"""The money a list may spend: one ceiling, an allocation each for fields or districts, or both; a short list has more.

Without it every step would have to ask anew which limit holds for which project.
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


class Purse(msgspec.Struct, frozen=True):
    """One limit on what some projects may cost together."""

    kind: LimitKind
    name: str
    """The allocation's field, district or group; '' otherwise."""
    amount: int


class Purses(msgspec.Struct, frozen=True):
    """All limits of a rule, and which of them each option draws on."""

    purses: tuple[Purse, ...]
    draws: tuple[tuple[int, ...], ...]
    """Beside the options: indexes into `purses`, the allocation before the ceiling; () when nothing pays for it."""

    @property
    def most(self) -> int:
        """Return what the list may cost at most: the ceiling, or all allocations together where there is none."""
        ceilings = [purse.amount for purse in self.purses if purse.kind == LimitKind.CEILING]
        return min(ceilings) if ceilings else sum(purse.amount for purse in self.purses)


def open_purses(definition: Definition) -> Purses:
    """Return the limits of a definition's rule, times the short list's share, rounded down to the smallest unit.

    A ceiling beside allocations holds for all of them together; one that is no less than their sum adds nothing.
    """
    rule, steps = definition.rule, definition.rule.steps
    share = Fraction(steps.shortlist or 1)
    purses = [Purse(LimitKind.ALLOCATION, each.name, int(share * each.amount)) for each in steps.allocations]
    place = {purse.name: (index,) for index, purse in enumerate(purses)}
    every: tuple[int, ...] = ()
    if not purses or 0 < rule.ceiling < sum(allocation.amount for allocation in steps.allocations):
        every = (len(purses),)
        purses.append(Purse(LimitKind.CEILING, "", int(share * rule.ceiling)))
    if not steps.allocations:
        return Purses(tuple(purses), (every,) * len(definition.question.options))
    names = [allocated_name(option, steps.allocate_by) for option in definition.question.options]
    return Purses(tuple(purses), tuple(place[name] + every if name in place else () for name in names))


def allocated_name(option: Option, allocate_by: str) -> str:
    """Return what an option's allocation is looked up by: its field, district or group; '' where it names none."""
    if allocate_by == "district":
        return option.district if isinstance(option.district, str) else ""
    return option.group if allocate_by == "group" else option.field

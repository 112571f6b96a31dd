"""Sequential Phragmén: a second opinion on a list, by how long its supporters would have to save for each project.

Every voter earns at the same pace. As soon as the supporters of a project together have its cost, it is bought and all
they have is gone. Advisory: computed beside the rule of a poll, never in its place.
Source: Los, Christoff, Grossi, Proportional Budget Allocations (IJCAI 2022); Brill, Freeman, Janson, Lackner,
Phragmén's Voting Methods and Justified Representation (AAAI 2017) for unit costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

import msgspec

from sukui_desktop.domain.advice.ballot_profile import Profile, tie_order_by_votes
from sukui_desktop.domain.advice.voter_classes import Electorate

STOP = "stop"
SKIP = "skip"


def sequential_phragmen(
    profile: Profile, *, when_unaffordable: str = STOP, tie_order: Sequence[int] | None = None
) -> tuple[int, ...]:
    """Return what is bought, option indexes in order of purchase.

    `stop`: it ends when one of those whose turn it is does not fit under the budget (a project that costs more than
    the whole budget never has a turn); `skip`: what does not fit is passed over. Ties go to the first in `tie_order`,
    which names every option; without one to more votes, then lower cost, then ballot order. Options that nobody marked
    are never bought. Exact integers.
    """
    order = tuple(tie_order) if tie_order is not None else tie_order_by_votes(profile)
    return continue_phragmen(profile, (), [0] * len(profile.ballots), 1, order, when_unaffordable)


def continue_phragmen(
    profile: Profile,
    bought: Sequence[int],
    savings: Sequence[int],
    unit: int,
    order: Sequence[int],
    when_unaffordable: str = STOP,
) -> tuple[int, ...]:
    """Return `bought` and what is bought after it, when a voter of each kind of ballot has savings/unit to begin with.

    Nobody's savings may pay for an open option at once: that is so after Equal Shares.
    """
    saving = _Saving(profile, bought, savings, unit)
    chosen = list(bought)
    left = profile.budget - profile.cost_of(bought)
    while saving.open:
        tied = saving.options_paid_next()
        if when_unaffordable == STOP and any(profile.costs[option] > left for option in tied):
            break
        option = min(tied, key=order.index)
        if profile.costs[option] > left:
            saving.open.discard(option)
            continue
        saving.buy(option)
        chosen.append(option)
        left -= profile.costs[option]
    return tuple(chosen)


class _Turn(msgspec.Struct, frozen=True):
    """When the supporters of an option have its cost: at/votes parts of the unit after the start."""

    option: int
    at: int
    votes: int


class _Saving:
    """Voters saving; each is known by when its pocket was last empty."""

    def __init__(self, profile: Profile, bought: Sequence[int], savings: Sequence[int], unit: int) -> None:
        self._costs = profile.costs
        self._electorate = Electorate(profile)
        self._unit = unit
        self._empty_at = [-saved for saved in savings]
        """Of each kind of ballot, in 1/unit; below 0 who begins with savings."""
        votes = self._electorate.votes_by_option
        self.open = {
            p for p, cost in enumerate(profile.costs) if votes[p] and p not in bought and cost <= profile.budget
        }
        self._sums = [self._sum_of_empty_times(option) for option in range(len(votes))]
        """Of each option the sum over its supporters of `_empty_at`."""

    def options_paid_next(self) -> list[int]:
        """Return the open options that are paid first."""
        turns = [self._turn_of_option(option) for option in self.open]
        first = turns[0]
        for turn in turns:
            if turn.at * first.votes < first.at * turn.votes:
                first = turn
        return [turn.option for turn in turns if turn.at * first.votes == first.at * turn.votes]

    def buy(self, option: int) -> None:
        """Empty the pockets of the supporters of `option` at its turn."""
        turn = self._turn_of_option(option)
        common = gcd(turn.at, turn.votes)
        self._refine_unit(turn.votes // common)
        now, counts, marks = turn.at // common, self._electorate.counts, self._electorate.marks
        for place in self._electorate.supporters[option]:
            gone = (now - self._empty_at[place]) * counts[place]
            self._empty_at[place] = now
            for other in marks[place]:
                self._sums[other] += gone
        self.open.discard(option)

    def _refine_unit(self, finer: int) -> None:
        if finer > 1:
            self._unit *= finer
            self._empty_at = [at * finer for at in self._empty_at]
            self._sums = [total * finer for total in self._sums]

    def _turn_of_option(self, option: int) -> _Turn:
        at = self._costs[option] * self._unit + self._sums[option]
        return _Turn(option, at, self._electorate.votes_by_option[option])

    def _sum_of_empty_times(self, option: int) -> int:
        counts = self._electorate.counts
        return sum(self._empty_at[place] * counts[place] for place in self._electorate.supporters[option])

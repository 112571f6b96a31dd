"""Profile: how often each set of marks was cast, for rules that look at whole ballots and not at sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Costs, money and how often each set of marks was cast."""

    costs: tuple[int, ...]
    """One an option, in the currency's smallest unit, 0 or more."""
    budget: int
    ballots: tuple[tuple[tuple[int, ...], int], ...]
    """(marks ascending, how many ballots hold exactly these); no two entries with the same marks; blank ones too, as
    their voters have a share of the money."""

    @property
    def voter_count(self) -> int:
        """Return how many ballots there are, blank ones too."""
        return sum(count for _, count in self.ballots)

    def votes_by_option(self) -> tuple[int, ...]:
        """Return how many ballots mark each option, in the order of the ballot."""
        votes = [0] * len(self.costs)
        for marks, count in self.ballots:
            for option in marks:
                votes[option] += count
        return tuple(votes)

    def cost_of(self, options: Iterable[int]) -> int:
        """Return what `options` cost together."""
        return sum(self.costs[option] for option in options)


def make_ballot_profile(costs: Sequence[int], budget: int, ballots: Iterable[tuple[int, ...]]) -> Profile:
    """Return the profile of `ballots`, each the option indexes that count, in any order.

    A ballot that ranks or gives points is taken as approving everything it names; an option named twice counts once.
    The order of the ballots leaves no trace.
    """
    kinds: Counter[tuple[int, ...]] = Counter()
    for marks, count in Counter(ballots).items():
        kinds[tuple(sorted(set(marks)))] += count
    return Profile(costs=tuple(costs), budget=budget, ballots=tuple(sorted(kinds.items())))


def choose_what_fits_budget(
    profile: Profile, order: Iterable[int], bought: Sequence[int] = (), *, is_skipping: bool = True
) -> tuple[int, ...]:
    """Return `bought` and, down `order`, every further option that fits into what is left of the budget.

    Unless `is_skipping` it ends at the first that does not fit.
    """
    chosen, left = list(bought), profile.budget - profile.cost_of(bought)
    for option in order:
        if option not in bought and profile.costs[option] <= left:
            chosen.append(option)
            left -= profile.costs[option]
        elif not is_skipping:
            break
    return tuple(chosen)


def tie_order_by_votes(profile: Profile) -> tuple[int, ...]:
    """Return all options as ties are broken where nobody says another order: more votes, lower cost, ballot order."""
    votes = profile.votes_by_option()
    return tuple(sorted(range(len(votes)), key=lambda option: (-votes[option], profile.costs[option], option)))

"""What other rules would have chosen from the same ballots: advice for people who weigh a list, never the list.

It shows whether a result depends on the ballots or on the rule that was applied to them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec

from sukui_desktop.domain.advice.ballot_profile import Profile, order_of_ties
from sukui_desktop.domain.advice.equal_shares import equal_shares, step_for
from sukui_desktop.domain.advice.phragmen import sequential_phragmen

GREEDY = "greedy"
"""By votes, passing over what does not fit."""
GREEDY_NO_SKIP = "greedy-no-skip"
"""By votes, ending at the first that does not fit."""
MES_ADD1 = "mes-add1"
"""Method of Equal Shares with add-one, not completed."""
PHRAGMEN = "phragmen"
"""Sequential Phragmén, ending at the first that does not fit."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule would have chosen, compared with the official list."""

    rule: str
    """greedy | greedy-no-skip | mes-add1 | phragmen."""
    selected: tuple[str, ...]
    """Codes in the order this rule takes them."""
    in_common: tuple[str, ...]
    """Codes in both lists; this and the next two in ballot order."""
    only_here: tuple[str, ...]
    """Codes that only this rule takes."""
    only_there: tuple[str, ...]
    """Codes that only the official list has."""
    cost: int
    """Of `selected`, in the currency's smallest unit."""

    @property
    def is_same(self) -> bool:
        """Return whether this rule takes exactly the official list."""
        return not self.only_here and not self.only_there


def compare_rules(
    codes: Sequence[str], selected: Collection[str], profile: Profile, *, step: int = 1
) -> tuple[Comparison, ...]:
    """Return what greedy, greedy-no-skip, mes-add1 and phragmen choose, in this order.

    `codes` name the options of `profile`; `selected` is the official list. `step` is the least step of add-one, the
    currency's whole unit; `step_for` makes it coarser where shares are large. Ties go to more votes, then lower cost,
    then ballot order. None of the rules knows of minimums, allocations or withdrawals: leave such projects out of the
    profile first.
    """
    coarse = step_for(profile.budget, profile.voters, step)
    rules: tuple[tuple[str, Callable[[], Sequence[int]]], ...] = (
        (GREEDY, lambda: choose_by_votes(profile, is_skipping=True)),
        (GREEDY_NO_SKIP, lambda: choose_by_votes(profile, is_skipping=False)),
        (MES_ADD1, lambda: equal_shares(profile, step=coarse)),
        (PHRAGMEN, lambda: sequential_phragmen(profile)),
    )
    return tuple(_compare(rule, choose(), codes, frozenset(selected), profile) for rule, choose in rules)


def choose_by_votes(profile: Profile, *, is_skipping: bool) -> tuple[int, ...]:
    """Return the options taken by votes under the budget; what nobody marked is not taken."""
    votes, left, chosen = profile.votes(), profile.budget, []
    for option in order_of_ties(profile):
        if votes[option] and profile.costs[option] <= left:
            chosen.append(option)
            left -= profile.costs[option]
        elif not is_skipping:
            break
    return tuple(chosen)


def _compare(
    rule: str, chosen: Sequence[int], codes: Sequence[str], official: frozenset[str], profile: Profile
) -> Comparison:
    here = {codes[option] for option in chosen}
    return Comparison(
        rule=rule,
        selected=tuple(codes[option] for option in chosen),
        in_common=tuple(code for code in codes if code in here and code in official),
        only_here=tuple(code for code in codes if code in here - official),
        only_there=tuple(code for code in codes if code in official - here),
        cost=profile.cost_of(chosen),
    )

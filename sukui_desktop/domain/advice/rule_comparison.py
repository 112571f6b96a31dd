"""What other rules would have chosen from the same ballots: advice for people who weigh a list, never the list.

It shows whether a result depends on the ballots or on the rule that was applied to them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec

from sukui_desktop.domain.advice.ballot_profile import Profile, choose_what_fits_budget, tie_order_by_votes
from sukui_desktop.domain.advice.equal_shares import budget_raise_step, equal_shares
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
    def is_same_list(self) -> bool:
        """Return whether this rule takes exactly the official list."""
        return not self.only_here and not self.only_there


def compare_rules(
    codes: Sequence[str],
    selected: Collection[str],
    profile: Profile,
    *,
    step: int = 1,
    tie_order: Sequence[int] | None = None,
    is_unmarked_eligible: bool = False,
) -> tuple[Comparison, ...]:
    """Return what greedy, greedy-no-skip, mes-add1 and phragmen choose, in this order.

    `codes` name the options of `profile`; `selected` is the official list. `step` is the least step of add-one, the
    currency's whole unit; `budget_raise_step` makes it coarser where shares are large. Ties go to more votes, then to
    the first in `tie_order`, which names every option; without one to lower cost, then ballot order. By votes, options
    that nobody marked are taken only with `is_unmarked_eligible`. None of the rules knows of minimums, allocations or
    withdrawals: leave such projects out of the profile first.
    """
    coarse = budget_raise_step(profile.budget, profile.voter_count, step)
    order = order_by_votes(profile, tie_order)
    rules: tuple[tuple[str, Callable[[], Sequence[int]]], ...] = (
        (GREEDY, lambda: choose_by_votes(profile, order, is_skipping=True, is_unmarked_eligible=is_unmarked_eligible)),
        (
            GREEDY_NO_SKIP,
            lambda: choose_by_votes(profile, order, is_skipping=False, is_unmarked_eligible=is_unmarked_eligible),
        ),
        (MES_ADD1, lambda: equal_shares(profile, step=coarse, tie_order=order)),
        (PHRAGMEN, lambda: sequential_phragmen(profile, tie_order=order)),
    )
    return tuple(_comparison_with(rule, choose(), codes, frozenset(selected), profile) for rule, choose in rules)


def order_by_votes(profile: Profile, tie_order: Sequence[int] | None = None) -> tuple[int, ...]:
    """Return all options by votes, equals as in `tie_order`; without one lower cost first, then ballot order."""
    if tie_order is None:
        return tie_order_by_votes(profile)
    votes = profile.votes_by_option()
    return tuple(sorted(tie_order, key=lambda option: -votes[option]))


def choose_by_votes(
    profile: Profile, order: Sequence[int] | None = None, *, is_skipping: bool, is_unmarked_eligible: bool = False
) -> tuple[int, ...]:
    """Return the options taken down `order` (that of `order_by_votes`) under the budget.

    What nobody marked is not taken unless `is_unmarked_eligible`.
    """
    votes = profile.votes_by_option()
    in_order = order_by_votes(profile) if order is None else order
    eligible = (option for option in in_order if votes[option] or is_unmarked_eligible)
    return choose_what_fits_budget(profile, eligible, is_skipping=is_skipping)


def _comparison_with(
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

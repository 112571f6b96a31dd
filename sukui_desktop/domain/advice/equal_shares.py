"""Method of Equal Shares: the list that gives every voter the same share of the money.

Every voter gets the same share of the money and pays only for projects the ballot marks. Bought is, again and again,
the project whose supporters pay least for each won of it: all pay the same, those who have not that much all they have.
Advisory: computed beside the rule of a poll, never in its place.
Source: Peters, Pierczyński, Skowron, Proportional Participatory Budgeting with Additive Utilities (NeurIPS 2021), with
the cost of a project as its worth to each who marks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from sukui_desktop.domain.advice.ballot_profile import Profile, choose_what_fits_budget, tie_order_by_votes
from sukui_desktop.domain.advice.equal_shares_market import Market
from sukui_desktop.domain.advice.phragmen import continue_phragmen

NOTHING: Final = "nothing"
"""Leave what the shares do not buy."""
BY_VOTES: Final = "by_votes"
"""Then walk down by votes and take what fits."""
BY_PHRAGMEN: Final = "by_phragmen"
"""Then go on by sequential Phragmén with what each voter has left."""
ADD_ONE: Final = "add_one"
"""Give each voter more until the cost would pass the budget."""
ADD_ONE_BY_VOTES: Final = "add_one_by_votes"
"""The same, then by votes."""
Completion = Literal["nothing", "by_votes", "by_phragmen", "add_one", "add_one_by_votes"]


def equal_shares(
    profile: Profile,
    completion: Completion = ADD_ONE,
    *,
    step: int = 1,
    tie_order: Sequence[int] | None = None,
    until_exhaustive: bool = False,
    tied: set[int] | None = None,
) -> tuple[int, ...]:
    """Return what is bought, option indexes in order of purchase.

    `step` is what add-one adds to each voter's money at a time, in the currency's smallest unit; files in złoty or euro
    mean 100. It starts at the budget over the voters, rounded down to whole steps. With `until_exhaustive` it also ends
    once nothing left would fit. Ties (also those of votes) go to the first in `tie_order`, which names every option;
    without one to more votes, then lower cost, then ballot order; `tied` takes up the options that met one, of the
    shares alone. Options that nobody marked or that cost more than
    the whole budget are never bought by the shares. Exact: integers over one common denominator that grows when a
    payment does not come out even.
    """
    if not profile.voter_count:
        return ()
    order = tuple(tie_order) if tie_order is not None else tie_order_by_votes(profile)
    market = Market(profile, order)
    if tied is not None:
        market.tied = tied
    if completion in (ADD_ONE, ADD_ONE_BY_VOTES):
        bought = _raise_budget_step_by_step(profile, market, step, until_exhaustive)
        return bought if completion == ADD_ONE else _complete_by_votes(profile, bought, order)
    sale = market.sell(profile.budget, profile.voter_count)
    if completion == BY_PHRAGMEN:
        return continue_phragmen(profile, sale.bought, sale.money_left(), sale.unit, order)
    return _complete_by_votes(profile, sale.bought, order) if completion == BY_VOTES else tuple(sale.bought)


def budget_raise_step(budget: int, voters: int, unit: int = 1) -> int:
    """Return the step of add-one: `unit`, the whole unit of the currency in smallest units, as cities do it.

    Where a voter's share of the budget is above 10,000 units (won, forint), the largest power of ten of them that
    still parts the share into 100 steps, as in the cities whose results are known (392 to 1,190 steps): one won at a
    time would be millions of sales for a list no better.
    """
    share, step = budget // max(voters, 1), unit
    if share > 10_000 * unit:
        while step * 10 * 100 <= share:
            step *= 10
    return step


def _raise_budget_step_by_step(profile: Profile, market: Market, step: int, until_exhaustive: bool) -> tuple[int, ...]:
    each = profile.budget // (profile.voter_count * step) * step
    if profile.cost_of(market.open) <= profile.budget and not until_exhaustive:
        # No sale could pass the budget, and in the end everybody could pay for everything alone.
        return tuple(market.sell(max(each, profile.budget), 1).bought)
    bought = market.sell(each, 1).bought
    while len(bought) < len(market.open) and not (until_exhaustive and _is_exhaustive(profile, market, bought)):
        following = max(each + step, _steps_until_something_is_sold(market, bought, step))
        more = market.sell(following, 1).bought
        if profile.cost_of(more) > profile.budget:
            # Between the two sales less may be bought than in the first; what counts is the one just before.
            return tuple(bought if following == each + step else market.sell(following - step, 1).bought)
        each, bought = following, more
    return tuple(bought)


def _steps_until_something_is_sold(market: Market, bought: Sequence[int], step: int) -> int:
    """Return the least whole steps with which a sale may buy anything that is not in `bought`.

    With less, what is missing could not be paid by all its supporters together, even with untouched purses; so no sale
    in between costs more than `bought`, nor leaves room for less, and the loop would walk through them all.
    """
    missing = (option for option in market.open if option not in bought)
    return min(-(-market.costs[option] // (market.votes_by_option[option] * step)) for option in missing) * step


def _is_exhaustive(profile: Profile, market: Market, bought: Sequence[int]) -> bool:
    left = profile.budget - profile.cost_of(bought)
    return all(option in bought or profile.costs[option] > left for option in market.open)


def _complete_by_votes(profile: Profile, bought: Sequence[int], order: Sequence[int]) -> tuple[int, ...]:
    votes = profile.votes_by_option()
    return choose_what_fits_budget(profile, sorted(order, key=lambda option: -votes[option]), bought)

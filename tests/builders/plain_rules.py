"""Equal Shares and Phragmén straight from their papers, voter by voter in Fractions: slow, short and easy to check.

Every function returns paths, tuples of options in order of purchase: all there are over ties, or, with an order of
ties, the one. They share nothing with the product.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Ballots = Sequence[tuple[int, ...]]
Path = tuple[int, ...]
Order = Sequence[int] | None


def pick(tied: Sequence[int], order: Order) -> list[int]:
    """Return all that are tied, or with an order only the first of them."""
    return list(tied) if order is None else [min(tied, key=list(order).index)]


def rate_of(cost: int, limits: Sequence[Fraction]) -> Fraction | None:
    """Return what the purses pay for each part of `cost`: everybody the same or all they have; None: not enough."""
    if not cost or sum(limits) < cost:
        return None if cost else Fraction(0)
    rest, rich = Fraction(cost), sorted(limits)
    while rich[0] * len(rich) < rest:
        rest -= rich.pop(0)
    return rest / len(rich) / cost


def shares_paths(
    costs: Sequence[int], ballots: Ballots, each: Fraction, order: Order = None
) -> dict[Path, list[Fraction]]:
    """Return what Equal Shares buys when everybody begins with `each`, and what everybody has left then."""
    found: dict[Path, list[Fraction]] = {}
    _go_on_buying((), [each] * len(ballots), costs, ballots, order, found)
    return found


def _go_on_buying(
    path: Path,
    limits: list[Fraction],
    costs: Sequence[int],
    ballots: Ballots,
    order: Order,
    found: dict[Path, list[Fraction]],
) -> None:
    rates = {}
    for option in set(range(len(costs))) - set(path):
        fans = [limit for limit, marks in zip(limits, ballots, strict=True) if option in marks]
        if fans and (rate := rate_of(costs[option], fans)) is not None:
            rates[option] = rate
    if not rates:
        found[path] = limits
        return
    least = min(rates.values())
    for option in pick(sorted(p for p in rates if rates[p] == least), order):
        price = least * costs[option]
        after = [
            limit - min(limit, price) if option in marks else limit
            for limit, marks in zip(limits, ballots, strict=True)
        ]
        _go_on_buying((*path, option), after, costs, ballots, order, found)


def add_one_path(
    costs: Sequence[int],
    budget: int,
    ballots: Ballots,
    order: Sequence[int],
    step: int = 1,
    until_exhaustive: bool = False,
) -> Path:
    """Return the path of the add-one loop, one step after another and none left out.

    What costs more than the whole budget is not for sale. Ends when everything is bought, or when nothing left fits.
    """
    ballots = [tuple(option for option in marks if costs[option] <= budget) for marks in ballots]
    each, everything = budget // (len(ballots) * step) * step, {option for marks in ballots for option in marks}
    best: Path = ()
    while True:
        (path,) = shares_paths(costs, ballots, Fraction(each), order)
        left = budget - sum(costs[option] for option in path)
        if left < 0:
            return best
        if len(path) == len(everything):
            return path
        if until_exhaustive and all(costs[option] > left for option in everything - set(path)):
            return path
        best = path
        each += step


def by_votes_paths(path: Path, costs: Sequence[int], budget: int, ballots: Ballots, order: Order = None) -> set[Path]:
    """Return every way to go on from `path` by most votes, passing over what does not fit."""
    left = budget - sum(costs[option] for option in path)
    fitting = [option for option in range(len(costs)) if option not in path and costs[option] <= left]
    if not fitting:
        return {path}
    votes = {option: sum(option in marks for marks in ballots) for option in fitting}
    tied = [option for option in fitting if votes[option] == max(votes.values())]
    ways = (by_votes_paths((*path, option), costs, budget, ballots, order) for option in pick(tied, order))
    return set().union(*ways)


def phragmen_paths(
    costs: Sequence[int],
    budget: int,
    ballots: Ballots,
    order: Order = None,
    start: tuple[Path, Sequence[Fraction]] | None = None,
    skips: bool = False,
    gone: frozenset[int] = frozenset(),
) -> set[Path]:
    """Return what is bought while everybody saves at the same pace, from `start` (a path and the purses after it)."""
    path, limits = start or ((), [Fraction(0)] * len(ballots))
    left = budget - sum(costs[option] for option in path)
    waits: dict[int, Fraction] = {}
    for option in set(range(len(costs))) - set(path) - gone:
        fans = [limit for limit, marks in zip(limits, ballots, strict=True) if option in marks]
        if fans and costs[option] <= budget:
            waits[option] = (costs[option] - sum(fans, Fraction(0))) / len(fans)
    if not waits:
        return {path}
    wait = min(waits.values())
    tied = sorted(option for option in waits if waits[option] == wait)
    if not skips and any(costs[option] > left for option in tied):
        return {path}
    found: set[Path] = set()
    for option in pick(tied, order):
        if costs[option] > left:
            found |= phragmen_paths(costs, budget, ballots, order, (path, limits), skips, gone | {option})
            continue
        after = [Fraction(0) if option in marks else limit + wait for limit, marks in zip(limits, ballots, strict=True)]
        found |= phragmen_paths(costs, budget, ballots, order, ((*path, option), after), skips, gone)
    return found

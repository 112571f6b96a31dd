"""The market of Equal Shares: one sale of projects to voters with equal money, which add-one repeats many times."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from math import gcd

import msgspec

from sukui_desktop.domain.advice.ballot_profile import Profile
from sukui_desktop.domain.advice.voter_classes import Division, Electorate, undivided_voters

_SHIFT = 96
"""Rates are sorted in the queue by their whole 2^-96 parts; where these are the same, the exact fractions decide."""


class Offer(msgspec.Struct, frozen=True):
    """What the supporters of an option would pay; its rate, rest / (rich × cost), decides what is bought next."""

    option: int
    rest: int
    """In 1/unit of the currency's smallest unit: what those pay together who can pay the full price."""
    rich: int
    """How many they are; the price of each is rest / rich."""
    cost: int
    """In 1/unit too."""

    def rate_rounded_down(self) -> int:
        """Return the whole 2^-96 parts of the rate: never more than it."""
        return (self.rest << _SHIFT) // (self.rich * self.cost)

    def has_lower_rate_than(self, other: Offer) -> bool:
        """Return whether this rate is lower, exactly."""
        return self.rest * other.rich * other.cost < other.rest * self.rich * self.cost


class Market:
    """Sells the options of a profile; keeps the classes of the last sale, as the next one buys nearly the same."""

    def __init__(self, profile: Profile, order: Sequence[int]) -> None:
        self.costs = profile.costs
        self.rank = {option: place for place, option in enumerate(order)}
        self._electorate = Electorate(profile)
        self.votes_by_option = self._electorate.votes_by_option
        self.open = [p for p, votes in enumerate(self.votes_by_option) if votes and self.costs[p] <= profile.budget]
        """What anybody marked and the budget could pay: no sale buys more."""
        self.tied: set[int] = set()
        """Options that were offered at the rate of another when it was the best so far: there the order decided."""
        self._path: list[int] = []
        self._divisions = [undivided_voters(self._electorate)]

    def sell(self, each: int, unit: int) -> Sale:
        """Sell to voters who begin with each/unit of the currency's smallest unit; the sale is over."""
        return Sale(self, each, unit)

    def first_rate_bounds(self) -> list[tuple[int, int]]:
        """Return (whole rate, option) of all that is open, as if every supporter could pay the same."""
        return [
            ((1 << _SHIFT) // self.votes_by_option[option] if self.costs[option] else 0, option) for option in self.open
        ]

    def division_after_purchases(self, bought: Sequence[int]) -> Division:
        """Return the classes after `bought`; all but its last were asked for just before."""
        depth = len(bought)
        if depth and (len(self._path) < depth or self._path[depth - 1] != bought[-1]):
            del self._path[depth - 1 :], self._divisions[depth:]
            self._path.append(bought[-1])
            self._divisions.append(self._divisions[-1].divide(bought[-1]))
        return self._divisions[depth]


class Sale:
    """What was bought, in order of purchase, and what is left."""

    def __init__(self, market: Market, each: int, unit: int) -> None:
        self.bought: list[int] = []
        self.unit = unit
        self._market = market
        self._division = market.division_after_purchases(())
        self._money = [each]
        """What a voter of each class has left, one a class, in the unit of when the class was made."""
        self._finer = [1]
        """How many of the unit of now make one of the unit after 0, 1, 2 ... purchases."""
        self._queue = market.first_rate_bounds()
        """(lower bound of the whole rate, option): a rate never falls while money is spent, so a bound stays one."""
        heapify(self._queue)
        self._floors: dict[int, tuple[int, int]] = {}
        """Of each option the last price (numerator, denominator in smallest units): no later one is lower."""
        while (best := self._take_best_offer()) is not None:
            self._buy_option(best)

    def money_left(self) -> list[int]:
        """Return what is left to a voter of each kind of ballot, in 1/unit of the currency's smallest unit."""
        left = self._money_held(range(len(self._money)))
        return [left[place] for place in self._division.class_of]

    def _money_held(self, classes: Sequence[int]) -> list[int]:
        """Return what a voter of each of `classes` has left, in the unit of now."""
        money, finer, made_at = self._money, self._finer, self._division.made_at
        return [money[place] * finer[made_at[place]] for place in classes]

    def _take_best_offer(self) -> Offer | None:
        """Take the best offer out of the queue, what nobody can pay too; the others return with their new bounds."""
        best, best_rate, looked_at = None, 0, []
        while self._queue and (best is None or self._queue[0][0] <= best_rate):
            offer = self._offer_for(heappop(self._queue)[1])
            if offer is not None:
                rate = offer.rate_rounded_down()
                looked_at.append((rate, offer.option))
                if best is None or self._comes_before(offer, best):
                    best, best_rate = offer, rate
        for rate, option in looked_at:
            if best is not None and option != best.option:
                heappush(self._queue, (rate, option))
        return best

    def _comes_before(self, offer: Offer, best: Offer) -> bool:
        if offer.has_lower_rate_than(best):
            return True
        if best.has_lower_rate_than(offer):
            return False
        self._market.tied |= {offer.option, best.option}
        rank = self._market.rank
        return rank[offer.option] < rank[best.option]

    def _offer_for(self, option: int) -> Offer | None:
        """Return what the supporters would pay now; None when together they have not enough."""
        cost = self._market.costs[option] * self.unit
        share = self._division.supporter_classes(option)
        if not cost:
            return Offer(option, 0, sum(share[1]), 1)
        numerator, denominator = self._floors.get(option, (0, 1))
        least = -(-numerator * self.unit // denominator)
        found = split_payment(self._money_held(share[0]), share[1], cost, least)
        if found is None:
            return None
        rest, rich = found
        self._floors[option] = (rest, rich * self.unit)
        return Offer(option, rest, rich, cost)

    def _buy_option(self, offer: Offer) -> None:
        common = gcd(offer.rest, offer.rich)
        finer, price = offer.rich // common, offer.rest // common
        self.unit *= finer
        self._finer = [*(factor * finer for factor in self._finer), 1]
        self.bought.append(offer.option)
        self._division = self._market.division_after_purchases(self.bought)
        before = self._money_held(self._division.made_from)
        self._money.extend([left - price if left > price else 0 for left in before])


def split_payment(money: Sequence[int], counts: Sequence[int], cost: int, least: int) -> tuple[int, int] | None:
    """Return (what the rich pay together, how many they are), or None when all supporters together have not `cost`.

    `counts` supporters have `money` each. The rich all pay the same; everybody else has less than that and pays it
    all. `least` is a bound known from before: who has less is not rich.
    """
    held, rest, rich = list(zip(money, counts, strict=True)), cost, sum(counts)
    limit = max(least, -(-rest // rich))
    while poor := [pair for pair in held if pair[0] < limit]:
        rest -= sum([left * count for left, count in poor])
        rich -= sum([count for _, count in poor])
        if not rich:
            return None
        held = [pair for pair in held if pair[0] >= limit]
        limit = -(-rest // rich)
    return rest, rich

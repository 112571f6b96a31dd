"""One sale to voters with equal money, followed coin by coin."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sukui_desktop.domain.advice.ballot_profile import make_ballot_profile
from sukui_desktop.domain.advice.equal_shares_market import Market, Offer, split_payment

BALLOTS = [(0, 1), (0, 1), (0, 2), (2,)]


def market(
    costs: list[int], ballots: list[tuple[int, ...]] | None = None, order: tuple[int, ...] = (0, 1, 2)
) -> Market:
    return Market(make_ballot_profile(costs, 100, BALLOTS if ballots is None else ballots), order)


def test_the_rich_share_what_the_poor_cannot_pay() -> None:
    assert split_payment([1, 10, 10], [1, 1, 1], 15, 0) == (14, 2)
    assert split_payment([1, 3, 10], [1, 1, 2], 18, 0) == (14, 2)


def test_who_has_exactly_the_price_counts_among_the_rich() -> None:
    assert split_payment([5, 5, 5], [1, 1, 1], 15, 0) == (15, 3)
    assert split_payment([0, 5, 5], [4, 1, 1], 10, 0) == (10, 2)


def test_too_little_together_buys_nothing() -> None:
    assert split_payment([1, 2, 3], [1, 1, 1], 7, 0) is None
    assert split_payment([0], [9], 1, 0) is None


@pytest.mark.parametrize("least", [0, 1, 4, 6])
def test_a_bound_that_holds_changes_nothing(least: int) -> None:
    assert split_payment([1, 3, 10], [1, 1, 2], 16, least) == (12, 2)


def test_rates_are_compared_exactly_where_their_whole_parts_are_the_same() -> None:
    near = Offer(0, 10**60, 10**30, 10**31)
    nearer = Offer(1, 10**60 - 1, 10**30, 10**31)
    assert near.rate_rounded_down() - nearer.rate_rounded_down() in (0, 1)
    assert nearer.has_lower_rate_than(near)
    assert not near.has_lower_rate_than(nearer)
    assert not near.has_lower_rate_than(near)


def test_a_sale_ends_with_exact_fractions_left() -> None:
    sale = market([9, 6, 6]).sell(6, 1)
    assert sale.bought == [0, 1, 2]
    left = dict(zip([(0, 1), (0, 2), (2,)], [Fraction(coins, sale.unit) for coins in sale.money_left()], strict=True))
    assert left == {(0, 1): 0, (0, 2): 0, (2,): 3}


def test_a_price_that_does_not_come_out_even_loses_nothing() -> None:
    sale = market([10, 5, 100]).sell(20, 3)
    left = [Fraction(coins, sale.unit) for coins in sale.money_left()]
    spent = 4 * Fraction(20, 3) - sum(coins * count for coins, count in zip(left, (2, 1, 1), strict=True))
    assert sale.bought == [0, 1]
    assert spent == 15


def test_most_votes_come_first_while_everybody_can_pay() -> None:
    assert market([3, 4, 50], [(0, 1), (0, 2), (0, 2)]).sell(30, 1).bought == [0, 2, 1]


def test_ties_go_to_the_first_in_the_order() -> None:
    assert market([3, 4, 4], order=(2, 1, 0)).sell(1000, 1).bought == [0, 2, 1]
    assert market([3, 4, 4], order=(0, 1, 2)).sell(1000, 1).bought == [0, 1, 2]


def test_what_costs_nothing_is_bought_at_once_if_anybody_marks_it() -> None:
    assert market([9, 6, 0]).sell(0, 1).bought == [2]
    assert market([0, 6, 0], [(0,)]).sell(0, 1).bought == [0]


def test_what_nobody_marked_is_not_open() -> None:
    assert market([1, 1, 1], [(1,), (2,)]).open == [1, 2]


def test_a_market_that_sold_before_sells_like_a_new_one() -> None:
    used = market([9, 6, 7])
    for each in (1, 3, 9, 2, 40, 6, 5, 0, 7):
        fresh = market([9, 6, 7]).sell(each, 1)
        again = used.sell(each, 1)
        assert (again.bought, again.money_left(), again.unit) == (fresh.bought, fresh.money_left(), fresh.unit)

"""Ties: a lot is asked for exactly where some order of equal projects makes another list, found by trying them all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.selection.case import Case
from sukui_desktop.domain.selection.open_ties import find_open_tie
from sukui_desktop.domain.selection.outcome_of_case import decide, scores_of
from sukui_desktop.domain.selection.ties import find_ties
from tests.builders.cases import box_case, cases, define

thorough = settings(max_examples=400, deadline=None)


def equals_of(case: Case) -> tuple[tuple[str, ...], ...]:
    return find_ties(case.definition, scores_of(case), case.withdrawn)


def all_orders(case: Case) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Every way to put every tie of a case in order, whether or not it matters."""
    return product(*(permutations(tied) for tied in equals_of(case)))


def list_of(case: Case, orders: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(decide(replace(case, tie_order=sum(orders, ()))).selected)


def open_tie(case: Case, order: tuple[str, ...] = ()) -> tuple[str, ...]:
    return find_open_tie(case.definition, scores_of(case), case.withdrawn, order)


def count_orders(case: Case) -> int:
    return sum(1 for _ in all_orders(case))


def check(case: Case) -> None:
    lists = {orders: list_of(case, orders) for orders in all_orders(case)}
    tied = open_tie(case)
    if not tied:
        assert len(set(lists.values())) == 1, "an order was not asked for and matters"
        assert set(decide(case).selected) == next(iter(lists.values()))
        return
    place = next(place for place, group in enumerate(equals_of(case)) if set(tied) <= set(group))
    others = {(*orders[:place], *orders[place + 1 :]) for orders in lists}
    assert any(
        len({chosen for orders, chosen in lists.items() if (*orders[:place], *orders[place + 1 :]) == rest}) > 1
        for rest in others
    ), "an order was asked for that changes nothing"
    with pytest.raises(RuleBroken, match="tie_needs"):
        decide(case)


@thorough
@given(cases(most_options=5, most_marks=1).map(lambda case: replace(case, tie_order=())))
def test_a_lot_is_asked_for_where_some_order_makes_another_list(case: Case) -> None:
    """Fails where an order is asked for that changes nothing (0.3.0 asked for every tie), or not where it does."""
    check(case)


@thorough
@given(cases(most_options=5, most_marks=1), st.randoms())
def test_asking_tie_by_tie_ends_and_never_asks_in_vain(case: Case, random: Random) -> None:
    order: tuple[str, ...] = ()
    while tied := open_tie(case, order):
        assert not set(tied) & set(order)
        before = {list_of(case, orders) for orders in all_orders(case) if is_begun(orders, order)}
        assert len(before) > 1
        order += tuple(random.sample(tied, len(tied)))
    assert {list_of(case, orders) for orders in all_orders(case) if is_begun(orders, order)} == {
        frozenset(decide(replace(case, tie_order=order)).selected)
    }


def is_begun(orders: tuple[tuple[str, ...], ...], order: tuple[str, ...]) -> bool:
    """Whether these orders keep what was decided so far."""
    return all([code for code in tied if code in order] == [code for code in order if code in tied] for tied in orders)


LARGE = 40


@pytest.mark.parametrize(
    ("costs", "votes", "more", "asks"),
    [
        ([1] * LARGE, [3] * LARGE, {"ceiling": LARGE}, False),
        ([1] * LARGE, [3] * LARGE, {"ceiling": LARGE - 1}, True),
        ([10, *[1] * LARGE], [9, *[3] * LARGE], {"ceiling": 10}, False),
        ([10, *[1] * LARGE], [9, *[3] * LARGE], {"ceiling": 11}, True),
        ([10, *[1] * LARGE], [9, *[3] * LARGE], {"ceiling": 99, "least": 4}, False),
        ([10, *range(5, 5 + LARGE)], [9, *[3] * LARGE], {"ceiling": 14}, False),
        ([10, *range(5, 5 + LARGE)], [9, *[3] * LARGE], {"ceiling": 15}, False),
        ([10, *range(5, 5 + LARGE)], [9, *[3] * LARGE], {"ceiling": 16}, True),
        ([10, *[1] * LARGE], [9, *[0] * LARGE], {"ceiling": 11, "number": 2}, False),
        ([10, *[1] * LARGE], [9, *[0] * LARGE], {"ceiling": 11, "number": 2, "takes_unvoted": True}, True),
    ],
    ids=[
        "all fit",
        "one too many",
        "winners spend all",
        "one fits",
        "below the least votes",
        "none fits",
        "only the cheapest fits",
        "either of two fits",
        "without a vote",
        "without a vote, which the rule takes",
    ],
)
def test_many_equal_projects(costs: list[int], votes: list[int], more: dict[str, Any], asks: bool) -> None:
    case = box_case(define(costs, ties=("lot",), **more), votes)
    assert bool(open_tie(case)) is asks

"""Ties: a lot is asked for exactly where some order of equal projects makes another list, found by trying them all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, permutations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.selection.deciding_ties import deciding_ties
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind
from sukui_desktop.domain.selection.eligibility import reasons_out_before_ranking
from sukui_desktop.domain.selection.open_ties import find_open_tie
from sukui_desktop.domain.selection.outcome_of_case import decide_case, draw_open_ties, scores_of_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.domain.selection.ranking_walk import selection_path_of, turns_of_all_options
from sukui_desktop.domain.selection.ties import find_ties
from tests.builders.cases import box_case, cases, define

thorough = settings(max_examples=400, deadline=None)


def equals_of(case: Case) -> tuple[tuple[str, ...], ...]:
    return find_ties(case.definition, scores_of_case(case), case.withdrawn)


def all_orders(case: Case) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Every way to put every tie of a case in order, whether or not it matters."""
    return product(*(permutations(tied) for tied in equals_of(case)))


def list_of(case: Case, orders: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(decide_case(replace(case, tie_order=sum(orders, ()))).selected)


def open_tie(case: Case, order: tuple[str, ...] = ()) -> tuple[str, ...]:
    return find_open_tie(case.definition, scores_of_case(case), case.withdrawn, order)


def count_orders(case: Case) -> int:
    return sum(1 for _ in all_orders(case))


def check(case: Case) -> None:
    lists = {orders: list_of(case, orders) for orders in all_orders(case)}
    tied = open_tie(case)
    if not tied:
        assert len(set(lists.values())) == 1, "an order was not asked for and matters"
        assert set(decide_case(case).selected) == next(iter(lists.values()))
        return
    place = next(place for place, group in enumerate(equals_of(case)) if set(tied) <= set(group))
    others = {(*orders[:place], *orders[place + 1 :]) for orders in lists}
    assert any(
        len({chosen for orders, chosen in lists.items() if (*orders[:place], *orders[place + 1 :]) == rest}) > 1
        for rest in others
    ), "an order was asked for that changes nothing"
    with pytest.raises(RuleBroken, match="tie_needs"):
        decide_case(case)


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
        frozenset(decide_case(replace(case, tie_order=order)).selected)
    }


def is_begun(orders: tuple[tuple[str, ...], ...], order: tuple[str, ...]) -> bool:
    """Whether these orders keep what was decided so far."""
    return all([code for code in tied if code in order] == [code for code in order if code in tied] for tied in orders)


def lists_with_one_first(case: Case, outcome: Outcome, codes: tuple[str, ...]) -> set[frozenset[str]]:
    """Every list that is made with one of these equal projects before the others, by the whole walk."""
    options, definition = case.definition.question.options, case.definition
    place = {option.code: index for index, option in enumerate(options)}
    order = [ranked.code for ranked in outcome.ranking]
    begin = min(map(order.index, codes))
    bars = reasons_out_before_ranking(definition, scores_of_case(case), case.withdrawn)
    found = set()
    for first in codes:
        if bars[place[first]]:
            continue
        others = [code for code in order[begin:] if code != first]
        turns = turns_of_all_options(
            definition, selection_path_of(definition), [place[code] for code in (*order[:begin], first, *others)], bars
        )
        found.add(frozenset(options[turn.index].code for turn in turns if turn.outcome == OutcomeKind.CHOSEN))
    return found


@thorough
@given(cases(most_options=6, most_marks=2), st.randoms())
def test_the_ties_that_decided_are_those_of_which_another_order_makes_another_list(case: Case, random: Random) -> None:
    """Fails where a walk that is taken up in the middle is not the whole walk: an end, a crossing, an exclusion."""
    drawn = draw_open_ties(replace(case, tie_order=()), random)
    outcome = decide_case(drawn)
    scores = dict(
        zip((option.code for option in case.definition.question.options), scores_of_case(drawn).scores, strict=True)
    )
    deciding = {tie.codes[0] for tie in deciding_ties(drawn, outcome)}
    for _, run in groupby((ranked.code for ranked in outcome.ranking), scores.__getitem__):
        codes = tuple(run)
        makes_another = any(found != set(outcome.selected) for found in lists_with_one_first(drawn, outcome, codes))
        assert (len(codes) > 1 and makes_another) is not deciding.isdisjoint(codes)


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

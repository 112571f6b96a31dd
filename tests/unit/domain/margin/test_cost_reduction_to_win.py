"""The largest cost at which a project would have been in, where the money, a tie or the elimination decides."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.margin.cost_reduction_to_win import CostReduction, least_share_needed, votes_short_of_minimum
from sukui_desktop.domain.margin.margin import MarginSearch
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.selection_steps import Allocation, CostLimit
from sukui_desktop.domain.selection.outcome_of_case import scores_of_case
from sukui_desktop.domain.selection.ranking_walk import turns_of_all_options
from tests.builders.cases import box_case, channel_case, define, make_channels


def price(costs: list[int], votes: tuple[int, ...], index: int, **rule: Any) -> int:
    """Return the answer for one project; equal scores stand in the order of the ballot."""
    case = box_case(define(costs, **rule), votes, valid=99)
    order = tuple(sorted(range(len(costs)), key=lambda each: (-votes[each], costs[each], each)))
    search = MarginSearch(case, scores_of_case(case), order)
    turns = turns_of_all_options(case.definition, search.path, order, search.bars)
    return CostReduction(search, {turn.index: turn for turn in turns}).largest_winning_cost(index)


@pytest.mark.parametrize(
    ("costs", "votes", "index", "rule", "cost"),
    [
        ([60, 50], (9, 8), 1, {"ceiling": 100}, 40),
        ([100, 50], (9, 8), 1, {"ceiling": 100}, 0),
        ([60, 50], (9, 9), 0, {"ceiling": 100}, 50),
        ([40, 40, 40], (9, 9, 9), 2, {"ceiling": 60}, 39),
        ([60, 50, 10], (9, 8, 7), 2, {"ceiling": 100, "unaffordable": "stop"}, 0),
        ([60, 50], (9, 2), 1, {"ceiling": 100, "least": 3}, 0),
        ([60, 50], (9, 8), 1, {"ceiling": 100, "exclusive": (("A", "B"),)}, 0),
        ([60, 50], (9, 8), 1, {"ceiling": 100, "cost_limits": (CostLimit(below=30),)}, 29),
        ([70, 30], (9, 8), 1, {"ceiling": 100, "eliminate": "3/10", "eliminate_boundary": "reach"}, 0),
    ],
)
def test_the_largest_cost(
    costs: list[int], votes: tuple[int, ...], index: int, rule: dict[str, Any], cost: int
) -> None:
    assert price(costs, votes, index, **rule) == cost


def test_where_the_crossing_one_drops_out_a_lower_cost_can_save_it() -> None:
    # 30 % of 100 is 30: C's 25 alone do not reach it, so B goes too. At B 13 all is 83 and the share 24.9.
    costs, votes = [45, 30, 25], (9, 8, 7)
    assert price(costs, votes, 1, ceiling=200, eliminate="3/10", eliminate_boundary="reach") == 13


def test_the_larger_of_its_allocation_and_the_pool_is_named() -> None:
    allocations = (Allocation(name="복지", amount=50), Allocation(name="환경", amount=70))
    rule: dict[str, Any] = {
        "fields": ["복지", "환경", "복지"],
        "allocate_by": "field",
        "allocations": allocations,
        "leftover": "pool",
    }
    # 복지 has 10 left, 환경 20: the pool is 30.
    assert price([40, 50, 45], (9, 8, 7), 2, **rule) == 30


def test_the_money_to_eliminate_is_rounded_down() -> None:
    case = box_case(define([45, 30, 26], ceiling=200, eliminate="3/10"), (9, 8, 7))
    search = MarginSearch(case, scores_of_case(case), (0, 1, 2))
    assert CostReduction(search, {}).money_to_eliminate == 30


def test_votes_and_points_below_the_least() -> None:
    asked = define([1, 1], ceiling=9, least=10)
    scores = scores_of_case(box_case(asked, (4, 10)))
    assert [votes_short_of_minimum(asked, scores, index) for index in (0, 1)] == [6, 0]
    points = define([1, 1], ceiling=9, least=10, method=Method.SCORE, marks=Marking(high=9))
    scores = scores_of_case(replace(box_case(points, (4, 30)), votes=(20, 20)))
    assert [votes_short_of_minimum(points, scores, index) for index in (0, 1)] == [6, 0]


def test_a_share_is_rounded_up_to_whole_votes() -> None:
    asked = define([1], ceiling=9, min_share="1/10")
    needed = [
        least_share_needed(asked, scores_of_case(box_case(asked, (1,), valid=valid))) for valid in (380, 381, 390)
    ]
    assert needed == [38, 39, 39]


def test_without_a_share_or_with_channels_no_votes_are_named() -> None:
    plain = define([1], ceiling=9)
    assert least_share_needed(plain, scores_of_case(box_case(plain, (1,)))) == 0
    asked = define([1], ceiling=9, min_share="1/10", channels=make_channels({"a": "1"}))
    assert least_share_needed(asked, scores_of_case(channel_case(asked, {"a": (5, (1,))}))) == 0

"""Worked examples of every way to make a list, each done by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sukui_desktop.domain.question.selection_steps import Allocation
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from sukui_desktop.domain.selection.project_list import Outcome
from tests.builders.cases import box_case, define

FIELDS = ["복지", "환경", "복지", "환경", "교통", "복지"]
COSTS = [40, 50, 30, 20, 10, 20]
VOTES = (60, 50, 40, 30, 20, 10)
ALLOCATIONS = (Allocation(name="복지", amount=60), Allocation(name="환경", amount=60))


def by_field(**more: Any) -> Outcome:
    more = {"allocations": ALLOCATIONS} | more
    return decide_case(box_case(define(COSTS, fields=FIELDS, allocate_by="field", **more), VOTES, valid=100))


def plain(costs: list[int], votes: tuple[int, ...], **more: Any) -> Outcome:
    return decide_case(box_case(define(costs, **more), votes, valid=100))


def words(outcome: Outcome) -> list[str]:
    return [ranked.outcome for ranked in outcome.ranking]


def test_each_field_spends_its_own_allocation() -> None:
    outcome = by_field()
    # 복지 60: A 40, C 30 does not fit in 20, F 20 does. 환경 60: B 50, D 20 does not fit in 10. 교통 has nothing.
    assert outcome.selected == ("A", "B", "F")
    assert words(outcome) == ["chosen", "chosen", "over_allocation", "over_allocation", "no_allocation", "chosen"]
    assert [ranked.left_before for ranked in outcome.ranking] == [60, 60, 20, 10, 0, 20]
    assert (outcome.total_cost, outcome.ceiling) == (110, 120)


def test_stop_ends_the_list_of_that_field_alone() -> None:
    outcome = by_field(unaffordable="stop")
    assert outcome.selected == ("A", "B")
    assert words(outcome)[5] == "after_stop"
    roomy = by_field(unaffordable="stop", allocations=(ALLOCATIONS[0], Allocation(name="환경", amount=70)))
    assert roomy.selected == ("A", "B", "D")


def test_the_whole_allocation_is_reached_where_the_rule_says_so() -> None:
    outcome = by_field(boundary="reach")
    # 복지: A 40 and C 30 cross 60, the list ends. 환경: B 50 and D 20 cross 60.
    assert outcome.selected == ("A", "B", "C", "D")
    assert words(outcome)[5] == "after_stop"
    assert outcome.total_cost == 140


def test_what_is_left_is_pooled_and_goes_to_the_best_of_the_rest() -> None:
    outcome = by_field(leftover="pool", allocations=(ALLOCATIONS[0], Allocation(name="환경", amount=70)))
    # Left: 복지 0 after A and F, 환경 0 after B and D.
    assert outcome.selected == ("A", "B", "D", "F")
    wider = by_field(
        leftover="pool", allocations=(Allocation(name="복지", amount=65), Allocation(name="환경", amount=65))
    )
    # Left: 복지 65 - 40 - 20 = 5, 환경 65 - 50 = 15, together 20: C at 30 does not fit, D at 20 does.
    assert wider.selected == ("A", "B", "F", "D")
    assert [(ranked.outcome, ranked.left_before) for ranked in wider.ranking] == [
        ("chosen", 65),
        ("chosen", 65),
        ("unaffordable", 20),
        ("chosen", 20),
        ("no_allocation", 0),
        ("chosen", 25),
    ]


def test_a_ceiling_holds_for_all_fields_together() -> None:
    outcome = by_field(ceiling=95)
    # A 40 and B 50 leave 5 of 95; F would fit its field but not the ceiling.
    assert outcome.selected == ("A", "B")
    assert words(outcome)[5] == "unaffordable"
    assert outcome.ranking[5].left_before == 5
    assert by_field(ceiling=95, leftover="pool").total_cost <= 95


def test_a_short_list_of_130_percent() -> None:
    # 130 % of 100 is 130: A 60, B 50, then C 40 does not fit in 20, D 20 does.
    outcome = plain([60, 50, 40, 20], (9, 8, 7, 6), ceiling=100, shortlist="13/10")
    assert outcome.selected == ("A", "B", "D")
    assert (outcome.total_cost, outcome.ceiling) == (130, 130)
    reach = plain([60, 50, 40, 20], (9, 8, 7, 6), ceiling=100, shortlist="13/10", boundary="reach")
    assert reach.selected == ("A", "B", "C")
    assert words(reach)[3] == "after_stop"


def test_a_short_list_of_each_allocation() -> None:
    outcome = by_field(shortlist="13/10")
    # 복지 78: A 40, C 30; 8 left. 환경 78: B 50, D 20; 8 left.
    assert outcome.selected == ("A", "B", "C", "D")
    assert outcome.ceiling == 156


def test_reach_takes_none_once_the_ceiling_is_reached_to_the_unit() -> None:
    outcome = plain([60, 40, 10, 0], (9, 8, 7, 6), ceiling=100, boundary="reach")
    assert outcome.selected == ("A", "B", "D")
    assert words(outcome) == ["chosen", "chosen", "after_stop", "chosen"]


@pytest.mark.parametrize(
    ("share", "border", "out"),
    [("1/20", "within", []), ("1/20", "reach", ["D"]), ("3/10", "within", ["D", "C"]), ("3/10", "reach", ["D", "C"])],
)
def test_the_lowest_drop_out_before_the_walk(share: str, border: str, out: list[str]) -> None:
    # 200 in all: 5 % is 10, the last costs 20; 30 % is 60, the last two cost exactly 60.
    outcome = plain([80, 60, 40, 20], (9, 8, 7, 6), ceiling=200, eliminate=share, eliminate_boundary=border)
    assert [ranked.code for ranked in outcome.ranking[::-1] if ranked.outcome == "eliminated"] == out
    assert set(outcome.selected) == set("ABCD") - set(out)


def test_who_is_out_already_is_no_part_of_the_money_to_eliminate() -> None:
    case = box_case(
        define([80, 60, 40, 20], ceiling=200, eliminate="1/5", least=7), (9, 8, 7, 6), valid=9, withdrawn=frozenset("A")
    )
    # B 60 and C 40 stand; 20 % of 100 is 20, C costs 40 and stays.
    assert words(decide_case(case)) == ["withdrawn", "chosen", "chosen", "below_minimum"]


def test_of_projects_that_exclude_each_other_the_first_that_fits_is_taken() -> None:
    outcome = plain([60, 50, 40], (9, 8, 7), ceiling=100, exclusive=(("A", "C"), ("B", "C")))
    assert words(outcome) == ["chosen", "unaffordable", "excluded"]
    too_dear = plain([160, 50, 40], (9, 8, 7), ceiling=100, exclusive=(("A", "B"),))
    assert too_dear.selected == ("B", "C")


def test_an_excluded_project_does_not_end_a_list() -> None:
    outcome = plain([60, 50, 40], (9, 8, 7), ceiling=100, exclusive=(("A", "B"),), unaffordable="stop")
    assert outcome.selected == ("A", "C")


def test_an_excluded_project_gets_nothing_of_the_leftover() -> None:
    outcome = by_field(
        leftover="pool",
        allocations=(Allocation(name="복지", amount=65), Allocation(name="환경", amount=65)),
        exclusive=(("A", "D"),),
    )
    assert outcome.selected == ("A", "B", "F")
    assert words(outcome)[3] == "excluded"


def test_a_withdrawn_project_takes_no_money_and_keeps_its_place() -> None:
    outcome = decide_case(box_case(define([60, 50, 40], ceiling=100), (9, 8, 7), valid=9, withdrawn=frozenset("A")))
    assert outcome.selected == ("B", "C")
    assert [ranked.place for ranked in outcome.ranking] == [1, 2, 3]
    assert outcome.ranking[0].left_before == 100

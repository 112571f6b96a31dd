"""A walk that lets neighbours change places ends where a walk from the beginning ends."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sukui_desktop.domain.margin.ranking_walk_trace import TracedList
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selection_steps import Allocation
from sukui_desktop.domain.selection.ranking_walk import selection_path_of
from tests.builders.cases import define

FIELDS = ["복지", "환경", "교통"]
ALLOCATED: dict[str, Any] = {
    "allocate_by": "field",
    "allocations": (Allocation(name="복지", amount=35), Allocation(name="환경", amount=40)),
}
RULES: list[dict[str, Any]] = [
    {"ceiling": 60},
    {"ceiling": 60, "unaffordable": "stop"},
    {"ceiling": 60, "boundary": "reach"},
    {"ceiling": 100, "eliminate": "3/10"},
    {"ceiling": 100, "eliminate": "3/10", "eliminate_boundary": "reach"},
    {"ceiling": 70, "exclusive": (("A", "B", "C"), ("D", "E"))},
    ALLOCATED,
    ALLOCATED | {"leftover": "pool"},
    ALLOCATED | {"leftover": "pool", "unaffordable": "stop", "ceiling": 60},
    ALLOCATED | {"boundary": "reach", "eliminate": "1/5"},
]


def defined(chance: random.Random, rule: dict[str, Any]) -> Definition:
    costs = [chance.randint(0, 30) for _ in range(9)]
    return define(costs, fields=[chance.choice(FIELDS) for _ in costs], **rule)


@pytest.mark.parametrize("rule", RULES)
def test_after_every_change_of_places_the_list_is_that_of_a_new_walk(rule: dict[str, Any]) -> None:
    chance = random.Random(7)
    for _ in range(12):
        definition = defined(chance, rule)
        path, steps = selection_path_of(definition), definition.rule.steps
        traced = TracedList(path, steps, range(9))
        for _ in range(30):
            traced.swap_with_neighbours_below([chance.randrange(8) for _ in range(chance.choice((1, 1, 2)))])
            fresh = TracedList(path, steps, traced.order)
            assert (traced.chosen, traced.chosen_before_pooling) == (fresh.chosen, fresh.chosen_before_pooling)
            assert traced.states_before_projects == fresh.states_before_projects


def test_a_copy_goes_its_own_way() -> None:
    definition = define([10, 20, 30], ceiling=30)
    traced = TracedList(selection_path_of(definition), definition.rule.steps, (0, 1, 2))
    other = traced.copy_trace()
    other.swap_with_neighbours_below([1, 0])
    assert (traced.order, other.order) == ([0, 1, 2], [2, 0, 1])
    assert traced.chosen == {0, 1}
    assert other.chosen == {2}


def test_projects_come_in_and_go_out() -> None:
    definition = define([10, 20, 30], ceiling=30)
    traced = TracedList(selection_path_of(definition), definition.rule.steps, (0, 1))
    assert traced.chosen == {0, 1}
    traced.insert_project(0, 2)
    assert traced.order == [2, 0, 1]
    assert traced.chosen == {2}
    traced.remove_project(2)
    assert traced.chosen == {0, 1}

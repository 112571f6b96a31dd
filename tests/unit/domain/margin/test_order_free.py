"""When no order can change a list, and when it may: never told of a case where it does."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from sukui_desktop.domain.margin.margin import is_order_irrelevant
from sukui_desktop.domain.question.selection_steps import Allocation
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.ranking_walk import selection_path_of, walk_all_projects
from tests.builders.cases import define

FIELDS = ["복지", "환경", "복지", "환경"]


def allocated(welfare: int, green: int, leftover: str = "unspent") -> dict[str, Any]:
    return {
        "fields": FIELDS,
        "allocate_by": "field",
        "allocations": (Allocation(name="복지", amount=welfare), Allocation(name="환경", amount=green)),
        "leftover": leftover,
    }


@pytest.mark.parametrize(
    ("is_free", "rule"),
    [
        (True, {"ceiling": 100}),
        (False, {"ceiling": 99}),
        (True, {"ceiling": 9}),
        (True, {"ceiling": 10}),
        (False, {"ceiling": 9, "unaffordable": "stop"}),
        (True, {"ceiling": 100, "boundary": "reach"}),
        (False, {"ceiling": 9, "boundary": "reach"}),
        (False, {"ceiling": 100, "exclusive": (("A", "B"),)}),
        (True, allocated(40, 60)),
        (False, allocated(39, 60)),
        (True, allocated(4, 5, "pool")),
        (False, allocated(9, 5, "pool")),
    ],
)
def test_an_order_is_free_only_where_every_order_gives_the_same_list(is_free: bool, rule: dict[str, Any]) -> None:
    path = selection_path_of(define([10, 20, 30, 40], **rule))
    assert is_order_irrelevant(path, range(4)) == is_free
    lists = {
        frozenset(turn.index for turn in walk_all_projects(path, order) if turn.outcome == OutcomeKind.CHOSEN)
        for order in itertools.permutations(range(4))
    }
    assert len(lists) == 1 or not is_free

"""Equal scores: what the rule settles itself, what it leaves to a lot or to the chair."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.marking import Method
from sukui_desktop.domain.selection.case import Scores
from sukui_desktop.domain.selection.open_ties import check_ties, find_open_tie
from sukui_desktop.domain.selection.ties import find_ties, name_tie_ways, put_in_order
from tests.builders.cases import define

VOTES = (5, 5, 5, 9, 1)
COSTS = [30, 20, 30, 10, 10]


def standing(*votes: int) -> Scores:
    return Scores(scores=tuple(map(Fraction, votes)), votes=votes, ballots_valid=sum(votes))


def ways_of(definition: Definition, withdrawn: str = "") -> tuple[str, ...]:
    found = find_ties(definition, standing(*VOTES), withdrawn)
    return name_tie_ways(definition, standing(*VOTES), withdrawn, found, found)


@pytest.mark.parametrize(
    ("ties", "tied", "ways", "code"),
    [
        (("cost", "lot"), (("A", "C"),), ("lot", "cost", "lot", "", ""), "tie_needs_lot"),
        (("lot",), (("A", "B", "C"),), ("lot", "lot", "lot", "", ""), "tie_needs_lot"),
        (("cost", "chair"), (("A", "C"),), ("chair", "cost", "chair", "", ""), "tie_needs_chair"),
        (("chair",), (("A", "B", "C"),), ("chair", "chair", "chair", "", ""), "tie_needs_chair"),
    ],
)
def test_each_way_of_breaking_ties(ties: tuple[str, ...], tied: object, ways: object, code: str) -> None:
    asked = define(COSTS, ceiling=60, ties=ties)
    assert find_ties(asked, standing(*VOTES)) == tied
    assert ways_of(asked) == ways
    with pytest.raises(RuleBroken) as refused:
        check_ties(asked, standing(*VOTES), (), ("A", "B"))
    assert refused.value.code == code
    assert put_in_order(asked, standing(*VOTES), (), ("C", "B", "A"))[0] == 3


def test_the_order_that_was_drawn_holds() -> None:
    asked = define(COSTS, ceiling=99, ties=("lot",))
    assert put_in_order(asked, standing(*VOTES), (), ("C", "A", "B")) == (3, 2, 0, 1, 4)
    by_cost = define(COSTS, ceiling=99)
    assert put_in_order(by_cost, standing(*VOTES), (), ("C", "A", "B")) == (3, 1, 2, 0, 4)


def test_nobody_draws_for_a_withdrawn_project() -> None:
    asked = define(COSTS, ceiling=99)
    assert find_ties(asked, standing(*VOTES), {"A"}) == ()
    assert put_in_order(asked, standing(*VOTES), {"A"}, ()) == (3, 1, 2, 0, 4)
    assert ways_of(asked, "A") == ("", "cost", "cost", "", "")
    assert ways_of(asked, "AB") == ("", "", "", "", "")


def test_choices_are_not_a_list_and_need_no_lot() -> None:
    asked = define([0, 0], method=Method.CHOICE)
    assert find_ties(asked, standing(4, 4)) == ()
    assert find_open_tie(asked, standing(4, 4), ()) == ()


def test_exact_shares_are_no_tie_when_they_differ_by_a_hair() -> None:
    asked = define([10, 10], ceiling=99)
    third = Scores(scores=(Fraction(1, 3), Fraction(333333333, 10**9)), votes=(1, 1), ballots_valid=3)
    assert find_ties(asked, third) == ()
    assert put_in_order(asked, third, (), ()) == (0, 1)

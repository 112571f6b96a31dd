"""How many of the lowest drop out, done by hand for the shares that Seoul has used."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sukui_desktop.domain.question.selection_steps import Boundary, SelectionSteps
from sukui_desktop.domain.selection.eligibility import count_eliminated, money_to_eliminate

COSTS = (30, 20, 20, 10, 10, 5, 5)
"""Best first, 100 in all."""


@pytest.mark.parametrize(
    ("share", "within", "reach"),
    [
        ("", 0, 0),
        ("1/20", 1, 1),
        ("1/10", 2, 2),
        ("7/100", 1, 2),
        ("3/10", 4, 4),
        ("29/100", 3, 4),
        ("31/100", 4, 5),
        ("1/100", 0, 1),
        ("1", 7, 7),
    ],
)
def test_the_lowest_drop_out_up_to_the_share(share: str, within: int, reach: int) -> None:
    assert count_eliminated(COSTS, SelectionSteps(eliminate=share)) == within
    assert count_eliminated(COSTS, SelectionSteps(eliminate=share, eliminate_boundary=Boundary.REACH)) == reach


def test_five_percent_of_three_unequal_projects() -> None:
    # 5 % of 81 is 4.05: the 4 at the end stays below it, the 5 above makes 9 and crosses it.
    assert count_eliminated((72, 5, 4), SelectionSteps(eliminate="1/20")) == 1
    assert count_eliminated((72, 5, 4), SelectionSteps(eliminate="1/20", eliminate_boundary=Boundary.REACH)) == 2
    assert money_to_eliminate((72, 5, 4), SelectionSteps(eliminate="1/20")) == Fraction(81, 20)


def test_a_dear_project_in_the_last_place_shields_those_above_it() -> None:
    assert count_eliminated((5, 5, 90), SelectionSteps(eliminate="3/10")) == 0
    assert count_eliminated((5, 5, 90), SelectionSteps(eliminate="3/10", eliminate_boundary=Boundary.REACH)) == 1


def test_a_share_reached_to_the_unit_takes_no_more() -> None:
    assert count_eliminated((50, 25, 25), SelectionSteps(eliminate="1/4", eliminate_boundary=Boundary.REACH)) == 1
    assert count_eliminated((50, 0, 50), SelectionSteps(eliminate="1/2")) == 2
    assert count_eliminated((50, 0, 50), SelectionSteps(eliminate="1/2", eliminate_boundary=Boundary.REACH)) == 1


def test_nobody_drops_out_of_nothing() -> None:
    assert count_eliminated((), SelectionSteps(eliminate="1/2")) == 0
    assert count_eliminated((), SelectionSteps(eliminate="1/2", eliminate_boundary=Boundary.REACH)) == 0

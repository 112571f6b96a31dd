"""Ballots beyond the limits a file states are found, and only those."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from sukui_desktop.domain.pabulib.ballot_limits import is_beyond_limits, parse_pabulib_number, read_ballot_limits
from tests.builders.pabulib_text import election_of

CATEGORIES = {"columns": "project_id;cost;category", "projects": ("A;400;green", "B;600;green", "C;50;youth")}


def test_a_silent_file_sets_no_limit_but_its_projects(tmp_path: Path) -> None:
    limits = read_ballot_limits(election_of(tmp_path, ["A"]))
    assert (limits.least_marks, limits.most_marks, limits.most_cost) == (0, 3, None)
    assert not limits.category_costs
    assert (limits.least_points, limits.most_points, limits.least_sum, limits.most_sum) == (None, None, None, None)


@pytest.mark.parametrize(
    ("meta", "marks", "expected"),
    [
        ({"max_length": 2}, (0, 1), False),
        ({"max_length": 2}, (0, 1, 2), True),
        ({"min_length": 2}, (0,), True),
        ({"min_length": 2}, (0, 1), False),
        ({}, (0, 0), True),
        ({}, (0, 1, 2), False),
        ({"max_sum_cost": "650"}, (1, 2), False),
        ({"max_sum_cost": "649.99"}, (1, 2), True),
        ({"max_sum_cost": "much"}, (0, 1, 2), False),
    ],
)
def test_limits_of_marks_and_money(
    tmp_path: Path, meta: dict[str, object], marks: tuple[int, ...], expected: bool
) -> None:
    election = election_of(tmp_path, ["A"], **meta)
    assert is_beyond_limits(election, read_ballot_limits(election), marks, ()) is expected


def test_a_limit_of_cost_for_each_category(tmp_path: Path) -> None:
    limited = {"categories": "green,youth", "max_sum_cost_per_category": "900,50"}
    election = election_of(tmp_path, ["A"], **CATEGORIES, **limited)
    limits = read_ballot_limits(election)
    assert limits.category_costs == {"green": 90_000, "youth": 5_000}
    assert is_beyond_limits(election, limits, (0, 1), ())
    assert not is_beyond_limits(election, limits, (0, 2), ())


@pytest.mark.parametrize(
    ("meta", "points", "expected"),
    [
        ({"max_points": 3}, (3, 1), False),
        ({"max_points": 3}, (4, 1), True),
        ({"min_points": 1}, (1, 0), True),
        ({"max_sum_points": 5}, (3, 2), False),
        ({"max_sum_points": 5}, (3, 3), True),
        ({"min_sum_points": 5}, (3, 1), True),
        ({"min_sum_points": 5}, (3, 2), False),
    ],
)
def test_limits_of_points(tmp_path: Path, meta: dict[str, object], points: tuple[int, ...], expected: bool) -> None:
    election = election_of(tmp_path, ["A;1"], vote_type="cumulative", vote_columns="voter_id;vote;points", **meta)
    assert is_beyond_limits(election, read_ballot_limits(election), (0, 1), points) is expected


def test_limits_of_points_say_nothing_where_no_points_are_given(tmp_path: Path) -> None:
    limits = read_ballot_limits(election_of(tmp_path, ["A"], max_sum_points=1, min_sum_points=1))
    assert (limits.most_sum, limits.least_sum) == (None, None)


@pytest.mark.parametrize(
    ("written", "number"),
    [("12", Fraction(12)), ("12.50", Fraction(25, 2)), ("", None), (None, None), ("a", None), ("1/0", None)],
)
def test_a_number_is_exact_or_none(written: str | None, number: Fraction | None) -> None:
    assert parse_pabulib_number(written) == number

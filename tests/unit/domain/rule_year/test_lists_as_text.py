"""Lists that a rule leaves open are written as text and read back, and nothing else is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.question.definition import Group
from sukui_desktop.domain.rule_year.lists_as_text import (
    MOST_PLACES,
    choice_words_text,
    group_limits_text,
    parse_choice_words,
    parse_group_limits,
    parse_place_points,
    place_points_text,
)

limits = st.integers(0, 4096)
names = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12).map(str.strip)
groups = st.lists(st.builds(Group, name=names, min_picks=limits, max_picks=limits), max_size=6).map(tuple)


@given(groups)
def test_limits_of_groups_are_read_back(made: tuple[Group, ...]) -> None:
    assert parse_group_limits(group_limits_text(made)) == made


@given(st.lists(st.integers(0, 9999), min_size=1, max_size=MOST_PLACES).map(tuple))
def test_points_are_read_back(made: tuple[int, ...]) -> None:
    assert parse_place_points(place_points_text(made)) == made


@pytest.mark.parametrize("typed", ["", "abc", "5,,x", "-1", "1.5", "12345", ",".join("1" * 51)])
def test_points_that_cannot_be_read(typed: str) -> None:
    assert parse_place_points(typed) == ()


@pytest.mark.parametrize("typed", ["복지", "0-", "-1 복지", "0-7 복지\n", "0-7 복지\n환경"])
def test_limits_that_cannot_be_read(typed: str) -> None:
    assert parse_group_limits(typed) is None


def test_a_group_may_be_that_of_the_projects_without_one() -> None:
    assert parse_group_limits("0-3 ") == parse_group_limits("0-3") == (Group(name="", min_picks=0, max_picks=3),)


def test_words_of_a_choice() -> None:
    assert parse_choice_words(choice_words_text(("찬성", "반대"))) == ("찬성", "반대")

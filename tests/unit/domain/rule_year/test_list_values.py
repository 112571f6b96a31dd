"""Lists that a rule leaves open are written as text and read back, and nothing else is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.question.definition import Group
from sukui_desktop.domain.rule_year.list_values import (
    MOST_PLACES,
    read_groups,
    read_points,
    read_words,
    write_groups,
    write_points,
    write_words,
)

limits = st.integers(0, 4096)
names = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12).map(str.strip)
groups = st.lists(st.builds(Group, name=names, min_picks=limits, max_picks=limits), max_size=6).map(tuple)


@given(groups)
def test_limits_of_groups_are_read_back(made: tuple[Group, ...]) -> None:
    assert read_groups(write_groups(made)) == made


@given(st.lists(st.integers(0, 9999), min_size=1, max_size=MOST_PLACES).map(tuple))
def test_points_are_read_back(made: tuple[int, ...]) -> None:
    assert read_points(write_points(made)) == made


@pytest.mark.parametrize("typed", ["", "abc", "5,,x", "-1", "1.5", "12345", ",".join("1" * 51)])
def test_points_that_cannot_be_read(typed: str) -> None:
    assert read_points(typed) == ()


@pytest.mark.parametrize("typed", ["복지", "0-", "-1 복지", "0-7 복지\n", "0-7 복지\n환경"])
def test_limits_that_cannot_be_read(typed: str) -> None:
    assert read_groups(typed) is None


def test_a_group_may_be_that_of_the_projects_without_one() -> None:
    assert read_groups("0-3 ") == read_groups("0-3") == (Group(name="", min_picks=0, max_picks=3),)


def test_words_of_a_choice() -> None:
    assert read_words(write_words(("찬성", "반대"))) == ("찬성", "반대")

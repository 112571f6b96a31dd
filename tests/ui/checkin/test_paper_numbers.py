"""A typed paper list: ranges, leading zeros, numbers that are no numbers, slips of the pen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.ui.checkin.desk_dialogs import LONGEST_RANGE, parse_roster_numbers

ROSTER = {**{str(number): False for number in range(1, 41)}, "007": True, "가-3": False}


@pytest.mark.parametrize(
    ("typed", "to_admit"),
    [
        ("", ()),
        ("3", ("3",)),
        ("3, 4 5\n6;8", ("3", "4", "5", "6", "8")),
        ("1-4", ("1", "2", "3", "4")),
        ("1 ~ 3", ("1", "2", "3")),
        ("1–3", ("1", "2", "3")),
        ("9-9", ("9",)),
        ("3 3 3", ("3",)),
        ("2-4, 3-5", ("2", "3", "4", "5")),
        ("012", ("12",)),
        ("가-3", ("가-3",)),
    ],
)
def test_numbers_and_ranges(typed: str, to_admit: tuple[str, ...]) -> None:
    reading = parse_roster_numbers(typed, ROSTER)
    assert reading.to_admit == to_admit
    assert reading.unknown == ()


def test_those_in_the_room_are_distinguished() -> None:
    reading = parse_roster_numbers("1, 2, 3", {"1": True, "2": False, "3": True})
    assert reading.to_admit == ("2",)
    assert reading.already == ("1", "3")


def test_a_number_is_known_without_its_zeros() -> None:
    assert parse_roster_numbers("7", {"007": False}).to_admit == ("007",)
    assert parse_roster_numbers("0007", {"007": False}).to_admit == ("007",)


def test_anybody_who_is_not_on_the_roster_is_named() -> None:
    reading = parse_roster_numbers("39-42, 홍길동, 77", ROSTER)
    assert reading.to_admit == ("39", "40")
    assert reading.unknown == ("41", "42", "홍길동", "77")


@pytest.mark.parametrize("typed", ["5-3", f"1-{LONGEST_RANGE + 1}", "1-", "-3", "1-2-3"])
def test_a_range_that_is_none_is_shown_as_typed(typed: str) -> None:
    reading = parse_roster_numbers(typed, ROSTER)
    assert reading.unknown == (typed,)
    assert reading.to_admit == ()


def test_a_line_break_is_no_range() -> None:
    assert parse_roster_numbers("1\n-3", ROSTER).to_admit == ("1",)


@given(st.lists(st.integers(1, 40), max_size=20), st.sampled_from([", ", " ", "\n", ";", " / "]))
def test_every_known_number_is_found_once_in_any_writing(wanted: list[int], between: str) -> None:
    reading = parse_roster_numbers(between.join(map(str, wanted)), {str(number): False for number in range(1, 41)})
    assert reading.to_admit == tuple(dict.fromkeys(map(str, wanted)))
    assert reading.unknown == ()


@given(st.text(max_size=40))
def test_anything_may_be_typed(typed: str) -> None:
    reading = parse_roster_numbers(typed, ROSTER)
    assert set(reading.to_admit) <= ROSTER.keys()
    assert not set(reading.to_admit) & set(reading.already)

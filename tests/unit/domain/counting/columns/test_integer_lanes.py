"""Arithmetic on many ballots at once gives what arithmetic on each gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukui_desktop.domain.counting.columns.integer_lanes import lane_bytes_for_number, make_lanes, subtract_column

widths = st.integers(1, 4)


def _number_of(lane: int, whole: int, width: int) -> int:
    return whole >> 8 * width * lane & (1 << 8 * width) - 1


def _whole(numbers: list[int], width: int) -> int:
    return sum(number << 8 * width * lane for lane, number in enumerate(numbers))


def _lanes_set(column: int, width: int) -> set[int]:
    found = {lane for lane in range(column.bit_length()) if column >> 8 * width * lane & 1}
    assert column == sum(1 << 8 * width * lane for lane in found), "a column has nothing but ones"
    return found


@given(st.binary(min_size=1, max_size=40), widths)
@settings(max_examples=50)
def test_each_byte_gets_a_lane_of_its_own(values: bytes, width: int) -> None:
    whole = make_lanes(len(values), width).put_bytes_into_lanes(values)
    assert [_number_of(lane, whole, width) for lane in range(len(values))] == list(values)


@given(st.data(), widths)
@settings(max_examples=100)
def test_a_limit_is_met_in_the_lanes_that_meet_it(data: st.DataObject, width: int) -> None:
    half = 1 << 8 * width - 1
    near = st.one_of(st.integers(0, 2 * half - 1), st.integers(half - 3, half + 3), st.integers(0, 3))
    numbers = data.draw(st.lists(near, min_size=1, max_size=12))
    limit = data.draw(
        st.one_of(st.integers(-2, 2 * half + 2), st.integers(half - 2, half + 2), st.sampled_from(numbers))
    )
    column = make_lanes(len(numbers), width).ballots_with_at_least(_whole(numbers, width), limit)
    assert _lanes_set(column, width) == {lane for lane, number in enumerate(numbers) if number >= limit}


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20), st.integers(0, 101), st.integers(0, 200))
@settings(max_examples=50)
def test_outside_is_under_the_least_or_over_the_most(numbers: list[int], least: int, most: int) -> None:
    column = make_lanes(len(numbers), 1).ballots_outside(_whole(numbers, 1), least, most)
    assert _lanes_set(column, 1) == {lane for lane, number in enumerate(numbers) if number < least or number > most}


@given(st.lists(st.tuples(st.integers(0, 1023), st.booleans()), min_size=1, max_size=20))
@settings(max_examples=50)
def test_a_total_is_that_of_the_ballots_asked_for(ballots: list[tuple[int, bool]]) -> None:
    lanes = make_lanes(len(ballots), 2)
    among = _whole([int(is_in) for _, is_in in ballots], 2)
    total = lanes.sum_of_numbers(_whole([number for number, _ in ballots], 2), among, 10)
    assert total == sum(number for number, is_in in ballots if is_in)


def test_a_limit_of_one_byte_is_met_by_every_number_from_it_on() -> None:
    lanes = make_lanes(256, 1)
    numbers = lanes.put_bytes_into_lanes(bytes(range(256)))
    for limit in range(-1, 258):
        assert _lanes_set(lanes.ballots_with_at_least(numbers, limit), 1) == set(range(max(0, limit), 256))


@pytest.mark.parametrize(("largest", "width"), [(1, 1), (127, 1), (128, 1), (255, 1), (256, 2), (65535, 2), (65536, 3)])
def test_a_lane_holds_the_largest_number(largest: int, width: int) -> None:
    assert lane_bytes_for_number(largest) == width
    assert largest < 1 << 8 * width


def test_subtracting_a_column_takes_away_what_both_have() -> None:
    assert subtract_column(0b1101, 0b0111) == 0b1000
    assert subtract_column(0b1101, 0) == 0b1101
    assert subtract_column(0, 0b11) == 0


def test_all_ballots_are_a_one_in_each_lane() -> None:
    assert make_lanes(3, 2).ones == 0x0000_0001_0001_0001

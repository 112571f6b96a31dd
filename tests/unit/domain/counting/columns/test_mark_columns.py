"""The bytes of each method as columns: which ballot holds which mark, and which cannot be read."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.counting.columns.integer_lanes import make_lanes
from sukui_desktop.domain.counting.columns.mark_columns import (
    MarkSheet,
    ballot_length,
    bytes_per_number,
    lane_bytes_for_question,
    read_marks_of_block,
)
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from tests.builders.questions import make_question


def _read(question: Question, *ballots: bytes) -> MarkSheet:
    assert {len(ballot) for ballot in ballots} == {ballot_length(question)}
    return read_marks_of_block(question, make_lanes(len(ballots), lane_bytes_for_question(question)), b"".join(ballots))


def _ballots(question: Question, column: int) -> list[int]:
    step = 8 * lane_bytes_for_question(question)
    return [ballot for ballot in range(column.bit_length() // step + 1) if column >> step * ballot & 1]


def _marks(question: Question, sheet: MarkSheet) -> dict[int, list[int]]:
    return {column.option: _ballots(question, column.cast) for column in sheet.columns if column.cast}


@pytest.mark.parametrize(("size", "length"), [(1, 1), (7, 1), (8, 1), (9, 2), (100, 13), (128, 16)])
def test_marks_take_one_bit_each(size: int, length: int) -> None:
    assert ballot_length(make_question(Method.APPROVAL, size, (0, 1))) == length
    assert ballot_length(make_question(Method.CHOICE, size, (1, 1))) == length


@pytest.mark.parametrize(
    ("marks", "width"),
    [
        (Marking(low=0, high=10), 1),
        (Marking(low=0, high=254), 1),
        (Marking(low=0, high=255), 2),
        (Marking(low=-2, high=252), 1),
        (Marking(low=-2, high=253), 2),
        (Marking(low=1, high=255), 1),
    ],
)
def test_a_score_takes_two_bytes_where_one_is_too_small(marks: Marking, width: int) -> None:
    question = make_question(Method.SCORE, 5, (0, 5), marks=marks)
    assert bytes_per_number(question) == width
    assert ballot_length(question) == 5 * width


@pytest.mark.parametrize(
    ("marks", "width"),
    [
        (Marking(high=255), 1),
        (Marking(high=256), 2),
        (Marking(most_points=255), 1),
        (Marking(most_points=256), 2),
        (Marking(), 2),
        (Marking(high=3, most_points=1000), 1),
        (Marking(high=300, most_points=10), 2),
    ],
)
def test_points_take_two_bytes_where_one_is_too_small(marks: Marking, width: int) -> None:
    question = make_question(Method.CUMULATIVE, 3, (0, 3), marks=marks)
    assert bytes_per_number(question) == width
    assert ballot_length(question) == 3 * width


def test_a_ranking_has_two_bytes_a_place_and_an_opinion_two_before_its_text() -> None:
    assert ballot_length(make_question(Method.RANKING, 9, (0, 4), marks=Marking(place_points=(4, 3, 2, 1)))) == 8
    assert ballot_length(make_question(Method.OPINION, 0, (0, 1), marks=Marking(text_bytes=300))) == 302


def test_option_0_is_the_highest_bit_and_spare_bits_spoil() -> None:
    question = make_question(Method.APPROVAL, 10, (0, 10))
    sheet = _read(question, b"\x80\x00", b"\x01\x40", b"\x40\x80", b"\x80\x20", b"\x00\x01", b"\x00\x00")
    assert _marks(question, sheet) == {0: [0, 3], 1: [2], 7: [1], 8: [2], 9: [1]}
    assert _ballots(question, sheet.malformed) == [3, 4]


def test_a_score_is_one_more_than_its_distance_from_the_lowest() -> None:
    question = make_question(Method.SCORE, 2, (0, 2), marks=Marking(low=-2, high=2))
    sheet = _read(question, b"\x00\x01", b"\x05\x00", b"\x06\xff")
    assert _marks(question, sheet) == {0: [1, 2], 1: [0, 2]}
    assert [_ballots(question, column.faulty) for column in sheet.columns] == [[2], [2]]
    assert [column.fixed for column in sheet.columns] == [-3, -3]


def test_two_bytes_are_read_high_byte_first() -> None:
    question = make_question(Method.CUMULATIVE, 2, (0, 2), marks=Marking(high=300))
    sheet = _read(question, b"\x01\x2c\x00\x00", b"\x01\x2d\x00\x01")
    assert [column.numbers & 0xFFFF for column in sheet.columns] == [300, 0]
    assert [_ballots(question, column.faulty) for column in sheet.columns] == [[1], []]


def test_points_without_a_limit_of_their_own_are_never_faulty() -> None:
    question = make_question(Method.CUMULATIVE, 1, (0, 1), marks=Marking(most_points=10))
    assert _read(question, b"\xff").columns[0].faulty == 0


def test_a_ranking_names_options_by_place() -> None:
    question = make_question(Method.RANKING, 3, (0, 3), marks=Marking(place_points=(5, 3, 1)))
    sheet = _read(question, b"\0\1\0\3\0\2", b"\0\3\0\0\0\0", b"\0\2\0\2\0\0")
    by_points = {(column.option, column.fixed): _ballots(question, column.cast) for column in sheet.columns}
    assert by_points == {(0, 5): [0], (2, 3): [0], (1, 1): [0], (2, 5): [1], (1, 5): [2], (1, 3): [2]}
    assert [(column.option, column.fixed) for column in sheet.columns if column.faulty] == [(1, 3)]
    assert sheet.malformed == 0


@pytest.mark.parametrize(
    "ballot",
    [b"\0\1\0\0\0\2", b"\0\0\0\1\0\0", b"\0\0\0\0\0\1", b"\0\4\0\0\0\0", b"\1\1\0\0\0\0", b"\xff\xff\0\0\0\0"],
    ids=["gap", "first left out", "two left out", "one too far", "high byte", "as far as can be"],
)
def test_a_ranking_with_a_gap_or_an_unknown_option_cannot_be_read(ballot: bytes) -> None:
    question = make_question(Method.RANKING, 3, (0, 3), marks=Marking(place_points=(5, 3, 1)))
    assert _ballots(question, _read(question, b"\0\1\0\2\0\3", ballot, bytes(6)).malformed) == [1]


@pytest.mark.parametrize(
    ("question", "width"),
    [
        (make_question(Method.APPROVAL, 255, (0, 1)), 1),
        (make_question(Method.APPROVAL, 256, (0, 1)), 2),
        (make_question(Method.APPROVAL, 3, (0, 3), costs=(10**9,) * 3, marks=Marking(cost_limit=5)), 4),
        (make_question(Method.SCORE, 3, (0, 3), marks=Marking(high=10)), 1),
        (make_question(Method.RANKING, 3, (0, 3)), 2),
        (make_question(Method.CUMULATIVE, 257, (0, 3), marks=Marking(high=10)), 2),
        (make_question(Method.CUMULATIVE, 258, (0, 3), marks=Marking(high=10)), 3),
        (make_question(Method.CUMULATIVE, 258, (0, 3), marks=Marking(high=300)), 4),
    ],
)
def test_no_sum_over_a_ballot_runs_over_its_lane(question: Question, width: int) -> None:
    assert lane_bytes_for_question(question) == width

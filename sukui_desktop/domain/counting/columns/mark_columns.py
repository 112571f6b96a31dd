"""Mark columns: the bytes of many ballots as one column an option, for every method.

Written from docs/formats/ballot.md alone. It uses nothing of what writes, reads or judges single ballots: an error
there must not be repeated here.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sukui_desktop.domain.counting.columns.integer_lanes import Lanes, lane_bytes_for_number
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Method

_BYTE = 0xFF
_TWO_BYTES = 0xFFFF
_NUMBERED = frozenset({Method.SCORE, Method.CUMULATIVE})
"""Kinds in which every option has a number of its own."""
_POINTED = _NUMBERED | {Method.RANKING}
"""Kinds whose marks are worth points."""


class MarkColumn(msgspec.Struct, frozen=True):
    """The marks that one option got in one way: by one bit, one number, or one place of a ranking."""

    option: int
    cast: int
    """The column of ballots that hold this mark."""
    faulty: int = 0
    """Of those, the ones where this mark breaks a limit of single marks."""
    numbers: int = 0
    """One number a ballot, points beside `fixed`; 0 where marks have no number."""
    fixed: int = 0
    """Points of every such mark."""


class MarkSheet(msgspec.Struct, frozen=True):
    """One block of ballots, read."""

    columns: tuple[MarkColumn, ...]
    """One for each option; of a ranking one for each place and each option named there."""
    malformed: int
    """The column of ballots that cannot be read."""


def has_points(question: Question) -> bool:
    """Return whether options get points beside the number of ballots that name them."""
    return question.method in _POINTED


def ballot_length(question: Question) -> int:
    """Return the bytes of one ballot."""
    if question.method == Method.OPINION:
        return 2 + question.marking.text_bytes
    if question.method == Method.RANKING:
        return 2 * question.max_picks
    if question.method in _NUMBERED:
        return bytes_per_number(question) * len(question.options)
    return -(-len(question.options) // 8)


def bytes_per_number(question: Question) -> int:
    """Return how many bytes the number of an option takes (score, cumulative): 1 or 2."""
    marking = question.marking
    if question.method == Method.SCORE:
        return 1 if marking.high - marking.low < _BYTE else 2
    return 1 if 0 < (marking.high or marking.most_points) <= _BYTE else 2


def lane_bytes_for_question(question: Question) -> int:
    """Return the bytes of a lane in which no sum over one ballot of this question runs over."""
    options, largest = question.options, 1
    marks = question.max_picks if question.method == Method.RANKING else len(options)
    if question.method == Method.RANKING:
        largest = _TWO_BYTES
    elif question.method in _NUMBERED:
        largest = _BYTE if bytes_per_number(question) == 1 else _TWO_BYTES
    if question.method == Method.CUMULATIVE:
        largest *= len(options)
    cost = max(option.cost for option in options) if question.marking.cost_limit else 0
    return lane_bytes_for_number(max(largest, marks, marks * cost))


def read_marks_of_block(question: Question, lanes: Lanes, ballots: bytes) -> MarkSheet:
    """Read one block of ballots; `ballots` are `lanes.count` of them end to end."""
    if question.method == Method.RANKING:
        return _read_marks_from_places(question, lanes, ballots)
    if question.method in _NUMBERED:
        return _read_marks_from_numbers(question, lanes, ballots)
    return _read_marks_from_bits(question, lanes, ballots)


def _read_marks_from_bits(question: Question, lanes: Lanes, ballots: bytes) -> MarkSheet:
    size, length = len(question.options), ballot_length(question)
    bits = [
        lanes.put_bytes_into_lanes(ballots[place::length]) >> shift & lanes.ones
        for place in range(length)
        for shift in range(7, -1, -1)
    ]
    spare = 0
    for column in bits[size:]:
        spare |= column
    return MarkSheet(tuple(MarkColumn(option, column) for option, column in enumerate(bits[:size])), spare)


def _read_marks_from_numbers(question: Question, lanes: Lanes, ballots: bytes) -> MarkSheet:
    marking, is_score = question.marking, question.method == Method.SCORE
    largest = marking.high - marking.low + 1 if is_score else marking.high
    columns = []
    for option, numbers in enumerate(
        _number_columns(lanes, ballots, bytes_per_number(question), len(question.options))
    ):
        cast = lanes.ballots_with_at_least(numbers, 1)
        faulty = lanes.ballots_with_at_least(numbers, largest + 1) if largest else 0
        columns.append(MarkColumn(option, cast, faulty, numbers, marking.low - 1 if is_score else 0))
    return MarkSheet(tuple(columns), 0)


def _read_marks_from_places(question: Question, lanes: Lanes, ballots: bytes) -> MarkSheet:
    size, points = len(question.options), question.marking.place_points
    named, columns = [0] * size, []
    malformed, was_filled = 0, lanes.ones
    for place, numbers in enumerate(_number_columns(lanes, ballots, 2, question.max_picks)):
        is_filled = lanes.ballots_with_at_least(numbers, 1)
        malformed |= (is_filled & (is_filled ^ was_filled)) | lanes.ballots_with_at_least(numbers, size + 1)
        was_filled = is_filled
        for option in _options_named_at_place(place, ballots, question):
            cast = lanes.ones ^ lanes.ballots_with_at_least(numbers ^ lanes.ones * (option + 1), 1)
            columns.append(MarkColumn(option, cast, cast & named[option], 0, points[place] if points else 0))
            named[option] |= cast
    return MarkSheet(tuple(columns), malformed)


def _options_named_at_place(place: int, ballots: bytes, question: Question) -> Iterator[int]:
    """Yield the options that any ballot of the block names at this place: of many options most are named by none."""
    length = ballot_length(question)
    for high, low in set(zip(ballots[2 * place :: length], ballots[2 * place + 1 :: length], strict=True)):
        option = (high << 8 | low) - 1
        if 0 <= option < len(question.options):
            yield option


def _number_columns(lanes: Lanes, ballots: bytes, width: int, count: int) -> Iterator[int]:
    """Yield, for each of the `count` numbers of a ballot, that number of every ballot; high byte first."""
    length = width * count
    for place in range(0, length, width):
        numbers = 0
        for byte in range(place, place + width):
            numbers = numbers << 8 | lanes.put_bytes_into_lanes(ballots[byte::length])
        yield numbers

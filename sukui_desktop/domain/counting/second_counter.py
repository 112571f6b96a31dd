"""The second counter: counts the opened bytes by columns, and compares two counts.

It works by columns (one big integer of bits for each project) on the opened bytes and shares no line with the first
counter: only the nouns of `definition`, `marking` and `count` are common to both, and a test holds it so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.counting.columns.ballot_validity import Verdicts, judge_ballots_of_block
from sukui_desktop.domain.counting.columns.integer_lanes import Lanes, make_lanes
from sukui_desktop.domain.counting.columns.mark_columns import (
    MarkSheet,
    ballot_length,
    bytes_per_number,
    has_points,
    lane_bytes_for_question,
    read_marks_of_block,
)
from sukui_desktop.domain.counting.columns.opinion_ballots import rank_opinions, read_opinions_with_counts
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Method

_BLOCK_BALLOTS = 8192
_BLOCK_BYTES = 1 << 21
"""About what the columns of one block may take, so that long ballots and many options need no more memory."""


class Difference(msgspec.Struct, frozen=True):
    """One figure on which two counts disagree."""

    what: str
    """votes | points | cast | valid | blank | invalid | partial | opinion."""
    option: int
    """Index into the options for votes and points, else -1."""
    first: int | None
    """None where that count has no such figure; for an opinion that both hold equally often, its place in the order."""
    second: int | None
    text: str = ""
    """Of an opinion."""


def count_ballots_by_columns(question: Question, ballots: bytes) -> Tally:
    """Judge and count opened ballots that follow one another; a last one that is cut short is invalid."""
    length = ballot_length(question)
    whole, rest = divmod(len(ballots), length)
    cut = 1 if rest else 0
    if question.method == Method.OPINION:
        return _count_opinions(question, ballots[: whole * length], cut)
    return _count_marked_ballots(question, ballots, whole, cut)


def compare_counts(first: Tally, second: Tally) -> tuple[Difference, ...]:
    """Return every figure on which two counts disagree; none exactly when they are equal."""
    single = (
        ("cast", first.ballots_cast, second.ballots_cast),
        ("valid", first.ballots_valid, second.ballots_valid),
        ("blank", first.ballots_blank, second.ballots_blank),
        ("invalid", first.ballots_invalid, second.ballots_invalid),
        ("partial", _none_if_unset(first.ballots_partial), _none_if_unset(second.ballots_partial)),
    )
    found = [Difference(what, -1, ours, theirs) for what, ours, theirs in single if ours != theirs]
    found += _compare_figures_of_options("votes", first.votes, second.votes)
    found += _compare_figures_of_options("points", first.points, second.points)
    return (*found, *_compare_opinions(first, second))


def _count_marked_ballots(question: Question, ballots: bytes, whole: int, cut: int) -> Tally:
    votes, points = [0] * len(question.options), [0] * len(question.options)
    valid = blank = partial = 0
    bits = 8 * bytes_per_number(question)
    for lanes, block in _ballot_blocks(question, ballots, whole):
        sheet = read_marks_of_block(question, lanes, block)
        verdicts = judge_ballots_of_block(question, lanes, sheet)
        valid += verdicts.valid.bit_count()
        blank += verdicts.empty.bit_count()
        partial += verdicts.partial.bit_count()
        _add_block_to_sums(lanes, sheet, verdicts, bits, votes, points)
    blank = blank if question.allows_blank else 0
    return Tally(
        votes=tuple(votes),
        ballots_cast=whole + cut,
        ballots_valid=valid,
        ballots_blank=blank,
        ballots_invalid=whole + cut - valid - blank,
        points=tuple(points) if has_points(question) else UNSET,
        ballots_partial=_partly_valid_or_unset(question, partial),
    )


def _ballot_blocks(question: Question, ballots: bytes, whole: int) -> Iterator[tuple[Lanes, bytes]]:
    """Part the ballots into blocks: a ballot costs the same among ten thousand and among a million."""
    length, width = ballot_length(question), lane_bytes_for_question(question)
    columns = len(question.options) * (question.max_picks if question.method == Method.RANKING else 1)
    size = max(64, min(_BLOCK_BALLOTS, _BLOCK_BYTES // (columns * width + length)))
    for start in range(0, whole, size):
        count = min(size, whole - start)
        yield make_lanes(count, width), ballots[start * length : (start + count) * length]


def _add_block_to_sums(
    lanes: Lanes, sheet: MarkSheet, verdicts: Verdicts, bits: int, votes: list[int], points: list[int]
) -> None:
    for column, counted in zip(sheet.columns, verdicts.counted, strict=True):
        holders = counted.bit_count()
        votes[column.option] += holders
        points[column.option] += column.fixed * holders
        if column.numbers:
            points[column.option] += lanes.sum_of_numbers(column.numbers, counted, bits)


def _count_opinions(question: Question, ballots: bytes, cut: int) -> Tally:
    length = ballot_length(question)
    held: dict[str, int] = {}
    blank, invalid, step = 0, cut, length * _BLOCK_BALLOTS
    for start in range(0, len(ballots), step):
        for text, count in read_opinions_with_counts(ballots[start : start + step], length):
            if text:
                held[text] = held.get(text, 0) + count
            elif text is None or not question.allows_blank:
                invalid += count
            else:
                blank += count
    valid = sum(held.values())
    return Tally(
        votes=(0,) * len(question.options),
        ballots_cast=valid + blank + invalid,
        ballots_valid=valid,
        ballots_blank=blank,
        ballots_invalid=invalid,
        opinions=rank_opinions(held),
        ballots_partial=_partly_valid_or_unset(question, 0),
    )


def _partly_valid_or_unset(question: Question, ballots: int) -> int | UnsetType:
    return UNSET if question.marking.invalidity == Invalidity.BALLOT else ballots


def _none_if_unset(value: int | UnsetType) -> int | None:
    return None if isinstance(value, UnsetType) else value


def _compare_figures_of_options(
    what: str, first: tuple[int, ...] | UnsetType, second: tuple[int, ...] | UnsetType
) -> list[Difference]:
    if isinstance(first, UnsetType) or isinstance(second, UnsetType):
        return [] if first is second else [Difference(what, -1, _sum_if_set(first), _sum_if_set(second))]
    pairs = enumerate(zip_longest(first, second))
    return [Difference(what, option, ours, theirs) for option, (ours, theirs) in pairs if ours != theirs]


def _sum_if_set(figures: tuple[int, ...] | UnsetType) -> int | None:
    return None if isinstance(figures, UnsetType) else sum(figures)


def _compare_opinions(first: Tally, second: Tally) -> list[Difference]:
    if first.opinions == second.opinions:
        return []
    ours, theirs = _opinion_counts_in_tally(first), _opinion_counts_in_tally(second)
    texts = dict.fromkeys((*ours, *theirs))
    found = [
        Difference("opinion", -1, ours.get(text), theirs.get(text), text)
        for text in texts
        if ours.get(text) != theirs.get(text)
    ]
    return (
        found
        or _compare_orders_of_opinions(list(ours), list(theirs))
        or [_difference_of_absent_opinions(first, second)]
    )


def _compare_orders_of_opinions(first: Sequence[str], second: Sequence[str]) -> list[Difference]:
    places = {text: place for place, text in enumerate(second)}
    return [
        Difference("opinion", -1, place, places[text], text)
        for place, text in enumerate(first)
        if places[text] != place
    ]


def _difference_of_absent_opinions(first: Tally, second: Tally) -> Difference:
    """Return the difference between a question that asks for no opinion and one that got none."""
    ours, theirs = (None if isinstance(tally.opinions, UnsetType) else len(tally.opinions) for tally in (first, second))
    return Difference("opinion", -1, ours, theirs)


def _opinion_counts_in_tally(tally: Tally) -> dict[str, int]:
    if isinstance(tally.opinions, UnsetType):
        return {}
    return {opinion.text: opinion.count for opinion in tally.opinions}

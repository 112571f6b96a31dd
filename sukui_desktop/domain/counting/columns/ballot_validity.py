"""Verdicts on a block of ballots, in columns: which are valid and which of their marks count.

Source: the limits of the question and `Marking.invalidity`. In order: single marks, groups (over the marks that still
count), the whole ballot (over the marks as cast). A broken limit voids the larger of its own unit and `invalidity`.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sukui_desktop.domain.counting.columns.integer_lanes import Lanes, subtract_column
from sukui_desktop.domain.counting.columns.mark_columns import MarkColumn, MarkSheet
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Method


class Verdicts(msgspec.Struct, frozen=True):
    """What became of one block of ballots; a ballot that is neither valid nor empty is invalid."""

    valid: int
    empty: int
    """The column of ballots without any mark."""
    partial: int
    """Of the valid ones, those of which a mark does not count."""
    counted: tuple[int, ...]
    """Beside `MarkSheet.columns`: the marks that count."""


def judge_ballots_of_block(question: Question, lanes: Lanes, sheet: MarkSheet) -> Verdicts:
    """Judge every ballot of a block."""
    picks = sum(column.cast for column in sheet.columns)
    marked = lanes.ballots_with_at_least(picks, 1)
    broken = sheet.malformed | lanes.ballots_outside(picks, question.min_picks, question.max_picks)
    broken |= _ballots_over_cost(question, lanes, sheet.columns) | _ballots_with_wrong_points(
        question, lanes, sheet.columns
    )
    void = dict.fromkeys((group.name for group in question.groups), 0)
    broken |= _void_groups_of_faulty_marks(question, sheet.columns, void) | _void_groups_with_broken_limits(
        question, lanes, sheet.columns, void
    )
    empty = subtract_column(lanes.ones ^ marked, sheet.malformed)
    if question.marking.invalidity == Invalidity.BALLOT:
        valid = subtract_column(marked, broken)
        return Verdicts(valid, empty, 0, tuple(column.cast & valid for column in sheet.columns))
    return _judge_partly_valid_ballots(question, sheet.columns, void, broken, empty)


def _judge_partly_valid_ballots(
    question: Question, columns: Sequence[MarkColumn], void: dict[str, int], broken: int, empty: int
) -> Verdicts:
    """Finish where a ballot may count in part: a ballot with no mark left is invalid."""
    standing = [
        subtract_column(subtract_column(column.cast, column.faulty), void.get(_group_of_column(question, column), 0))
        for column in columns
    ]
    some, lost = 0, 0
    for column, stands in zip(columns, standing, strict=True):
        some |= stands
        lost |= column.cast ^ stands
    valid = subtract_column(some, broken)
    return Verdicts(valid, empty, valid & lost, tuple(stands & valid for stands in standing))


def _void_groups_of_faulty_marks(question: Question, columns: Sequence[MarkColumn], void: dict[str, int]) -> int:
    """Add to `void` the groups that a faulty mark takes along; return the ballots that it takes along whole."""
    least, broken = question.marking.invalidity, 0
    for column in columns:
        if not column.faulty or least == Invalidity.MARK:
            continue
        group = _group_of_column(question, column)
        if least == Invalidity.GROUP and group in void:
            void[group] |= column.faulty
        else:
            broken |= column.faulty
    return broken


def _void_groups_with_broken_limits(
    question: Question, lanes: Lanes, columns: Sequence[MarkColumn], void: dict[str, int]
) -> int:
    """Add to `void` the groups whose own limits are broken; return the ballots that they take along whole."""
    broken = 0
    for group in question.groups:
        members = [column for column in columns if _group_of_column(question, column) == group.name]
        picks = sum(
            subtract_column(subtract_column(column.cast, column.faulty), void[group.name]) for column in members
        )
        out = lanes.ballots_outside(picks, group.min_picks, group.max_picks)
        if question.marking.invalidity == Invalidity.BALLOT:
            broken |= out
        else:
            void[group.name] |= out
    return broken


def _ballots_over_cost(question: Question, lanes: Lanes, columns: Sequence[MarkColumn]) -> int:
    limit = question.marking.cost_limit
    if not limit:
        return 0
    return lanes.ballots_with_at_least(
        sum(column.cast * question.options[column.option].cost for column in columns), limit + 1
    )


def _ballots_with_wrong_points(question: Question, lanes: Lanes, columns: Sequence[MarkColumn]) -> int:
    if question.method != Method.CUMULATIVE:
        return 0
    given = sum(column.numbers for column in columns)
    few = lanes.ones ^ lanes.ballots_with_at_least(given, question.marking.least_points)
    most = question.marking.most_points
    return few | lanes.ballots_with_at_least(given, most + 1) if most else few


def _group_of_column(question: Question, column: MarkColumn) -> str:
    return question.options[column.option].group

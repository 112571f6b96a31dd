"""Limits of a channel's figures: how many marks and points so many ballots can hold."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import Group, Question
from sukui_desktop.domain.question.method_and_marking import Invalidity


def require_figures_within_limits(
    question: Question, valid: int, votes: Sequence[int], points: Sequence[int], file: str
) -> None:
    """Check that `valid` ballots within the question's limits can add up to these numbers; either may be ().

    What is voided by mark or group leaves fewer marks, so least numbers are compared with a file only where a broken
    limit voids the whole ballot.
    Raises BadInput: channel_votes_below_zero, channel_votes_over_ballots, channel_marks_over_picks,
    channel_marks_under_picks, channel_group_over_picks, channel_group_under_picks, channel_cost_over_limit,
    channel_points_out_of_range, channel_points_over_limit, channel_points_under_limit.
    """
    if votes:
        _require_possible_votes(question, valid, votes, file)
        _require_possible_group_votes(question, valid, votes, file)
        _require_possible_costs(question, valid, votes, file)
    if points:
        _require_possible_points(question, valid, points, file)


def _require_possible_votes(question: Question, valid: int, votes: Sequence[int], file: str) -> None:
    for option, count in zip(question.options, votes, strict=True):
        if count < 0:
            raise BadInput("channel_votes_below_zero", file=file, title=option.title, value=count)
        if count > valid:
            raise BadInput("channel_votes_over_ballots", file=file, title=option.title, value=count, valid=valid)
    _require_possible_picks(
        question, valid, sum(votes), voids_whole_ballot=_invalidates_whole_ballot(question), file=file
    )


def _require_possible_group_votes(question: Question, valid: int, votes: Sequence[int], file: str) -> None:
    for group in question.groups:
        marks = sum(count for option, count in zip(question.options, votes, strict=True) if option.group == group.name)
        _require_possible_picks(
            group, valid, marks, voids_whole_ballot=_invalidates_whole_ballot(question), file=file, group=group.name
        )


def _require_possible_picks(
    limits: Question | Group, valid: int, marks: int, *, voids_whole_ballot: bool, **facts: str
) -> None:
    is_group = isinstance(limits, Group)
    most, least = valid * limits.max_picks, valid * limits.min_picks
    if marks > most:
        code = "channel_group_over_picks" if is_group else "channel_marks_over_picks"
        raise BadInput(code, marks=marks, valid=valid, picks=limits.max_picks, most=most, **facts)
    if voids_whole_ballot and marks < least:
        code = "channel_group_under_picks" if is_group else "channel_marks_under_picks"
        raise BadInput(code, marks=marks, valid=valid, picks=limits.min_picks, least=least, **facts)


def _require_possible_costs(question: Question, valid: int, votes: Sequence[int], file: str) -> None:
    limit = question.marking.cost_limit
    spent = sum(option.cost * count for option, count in zip(question.options, votes, strict=True))
    if limit and spent > valid * limit:
        raise BadInput("channel_cost_over_limit", file=file, spent=spent, valid=valid, most=valid * limit)


def _require_possible_points(question: Question, valid: int, points: Sequence[int], file: str) -> None:
    kind = ballot_kind_of(question)
    least, most = kind.points_range_of_option(question)
    for option, count in zip(question.options, points, strict=True):
        if count < valid * least or (most is not None and count > valid * most):
            raise BadInput("channel_points_out_of_range", file=file, title=option.title, value=count, valid=valid)
    total, (fewest, whole) = sum(points), kind.points_range_of_ballot(question)
    if whole is not None and total > valid * whole:
        raise BadInput("channel_points_over_limit", file=file, points=total, valid=valid, most=valid * whole)
    if fewest is not None and _invalidates_whole_ballot(question) and total < valid * fewest:
        raise BadInput("channel_points_under_limit", file=file, points=total, valid=valid, least=valid * fewest)


def _invalidates_whole_ballot(question: Question) -> bool:
    return question.marking.invalidity == Invalidity.BALLOT

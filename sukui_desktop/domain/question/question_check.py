"""Whether a question can be answered at all: without it a poll could open that makes every ballot invalid."""

from __future__ import annotations

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import MAX_OPTIONS, Question
from sukui_desktop.domain.question.marking import CHOICE, CUMULATIVE, INVALIDITIES, METHODS, OPINION, RANKING, SCORE

MAX_POINTS = 65_534
"""Most steps a number may have: two bytes an option, of which 0 says nothing was given."""
MAX_TEXT_BYTES = 4096
"""Longest opinion: every ballot of the question is as long."""


def check_question(question: Question) -> None:
    """See that a question can be answered at all, by a ballot that breaks no limit.

    Raises RuleBroken: method_unknown, invalidity_unknown, no_options, too_many_options, option_twice, limits_crossed,
    too_few_options, group_twice, group_unknown, group_limits, groups_do_not_fit, choice_is_one, score_range,
    points_range, place_points, cost_limit_low, opinion_length, opinion_with_options.
    """
    if question.method not in METHODS:
        raise RuleBroken("method_unknown", method=question.method)
    if question.marking.invalidity not in INVALIDITIES:
        raise RuleBroken("invalidity_unknown", word=question.marking.invalidity)
    if not 0 <= question.min_picks <= question.max_picks or question.max_picks < 1:
        raise RuleBroken("limits_crossed", least=question.min_picks, most=question.max_picks)
    if question.method == OPINION:
        _check_opinion(question)
        return
    _check_options(question)
    if question.groups:
        _check_groups(question)
    _check_marking(question)
    _check_cost_limit(question)


def _check_opinion(question: Question) -> None:
    if question.options or question.groups:
        raise RuleBroken("opinion_with_options", count=len(question.options))
    if not 1 <= question.marking.text_bytes <= MAX_TEXT_BYTES:
        raise RuleBroken("opinion_length", length=question.marking.text_bytes, most=MAX_TEXT_BYTES)


def _check_options(question: Question) -> None:
    size = len(question.options)
    if not size:
        raise RuleBroken("no_options", title=question.title)
    if size > MAX_OPTIONS:
        raise RuleBroken("too_many_options", count=size, most=MAX_OPTIONS)
    if question.min_picks > size:
        raise RuleBroken("too_few_options", count=size, least=question.min_picks)
    seen: set[str] = set()
    for option in question.options:
        if option.code in seen:
            raise RuleBroken("option_twice", option=option.code)
        seen.add(option.code)


def _check_groups(question: Question) -> None:
    sizes: dict[str, int] = {}
    for group in question.groups:
        if group.name in sizes:
            raise RuleBroken("group_twice", group=group.name)
        sizes[group.name] = 0
    for option in question.options:
        if option.group not in sizes:
            raise RuleBroken("group_unknown", option=option.title, group=option.group)
        sizes[option.group] += 1
    least, most = 0, 0
    for group in question.groups:
        size = sizes[group.name]
        if not 0 <= group.min_picks <= group.max_picks or group.min_picks > size:
            raise RuleBroken("group_limits", group=group.name, least=group.min_picks, most=group.max_picks, size=size)
        least, most = least + group.min_picks, most + min(group.max_picks, size)
    if least > question.max_picks or most < question.min_picks:
        raise RuleBroken(
            "groups_do_not_fit", least=least, most=most, min_picks=question.min_picks, max_picks=question.max_picks
        )


def _check_marking(question: Question) -> None:
    marking = question.marking
    if question.method == CHOICE and question.max_picks != 1:
        raise RuleBroken("choice_is_one", most=question.max_picks)
    if question.method == SCORE and not 0 <= marking.high - marking.low <= MAX_POINTS:
        raise RuleBroken("score_range", low=marking.low, high=marking.high)
    if question.method == RANKING and (
        len(marking.place_points) != question.max_picks or min(marking.place_points) < 0
    ):
        raise RuleBroken("place_points", points=len(marking.place_points), places=question.max_picks)
    if question.method == CUMULATIVE:
        _check_cumulative(question)


def _check_cumulative(question: Question) -> None:
    marking = question.marking
    reach = marking.high * min(question.max_picks, len(question.options)) if marking.high else marking.least_points
    most = marking.most_points or MAX_POINTS
    if not (
        0 <= marking.high <= MAX_POINTS
        and 0 <= marking.least_points <= min(most, reach)
        and 0 < most <= MAX_POINTS
        and question.min_picks <= most
    ):
        raise RuleBroken("points_range", high=marking.high, least=marking.least_points, most=marking.most_points)


def _check_cost_limit(question: Question) -> None:
    limit = question.marking.cost_limit
    if not limit:
        return
    cheapest = sum(sorted(option.cost for option in question.options)[: max(1, question.min_picks)])
    if limit < cheapest:
        raise RuleBroken("cost_limit_low", limit=limit, needed=cheapest)

"""The check of a question: whether a ballot can be filled in that breaks none of its limits."""

from __future__ import annotations

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import MAX_OPTIONS, Question


def require_answerable_question(question: Question) -> None:
    """Check that a question can be answered at all, by a ballot that breaks no limit.

    Raises RuleBroken: no_options, too_many_options, option_twice, limits_crossed,
    too_few_options, group_twice, group_unknown, group_limits, groups_do_not_fit, choice_is_one, score_range,
    points_range, place_points, cost_limit_low, opinion_length, opinion_with_options.
    """
    if not 0 <= question.min_picks <= question.max_picks or question.max_picks < 1:
        raise RuleBroken("limits_crossed", least=question.min_picks, most=question.max_picks)
    kind = ballot_kind_of(question)
    if not kind.has_options:
        kind.require_valid_marking(question)
        return
    _check_options(question)
    if question.groups:
        _check_groups(question)
    kind.require_valid_marking(question)
    _check_cost_limit(question)


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


def _check_cost_limit(question: Question) -> None:
    limit = question.marking.cost_limit
    if not limit:
        return
    cheapest = _cost_of_cheapest_ballot(question)
    if limit < cheapest:
        raise RuleBroken("cost_limit_low", limit=limit, needed=cheapest)


def _cost_of_cheapest_ballot(question: Question) -> int:
    """Return what the cheapest ballot costs that marks something and meets the least of the question and its groups."""
    room = {group.name: group.max_picks for group in question.groups}
    lacking = {group.name: group.min_picks for group in question.groups}
    needed: list[int] = []
    others: list[int] = []
    for option in sorted(question.options, key=lambda option: option.cost):
        if room.get(option.group, 1) < 1:
            continue
        is_needed = lacking.get(option.group, 0) > 0
        (needed if is_needed else others).append(option.cost)
        if question.groups:
            room[option.group] -= 1
            lacking[option.group] -= 1
    return sum(needed) + sum(others[: max(0, max(1, question.min_picks) - len(needed))])

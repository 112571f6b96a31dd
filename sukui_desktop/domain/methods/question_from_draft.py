"""The question and the rule that a draft makes, once the projects are known."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import BALLOT_KINDS
from sukui_desktop.domain.question.definition import Draft, EachGroup, Group, Option, Question, SelectionRule
from sukui_desktop.domain.question.method_and_marking import Marking
from sukui_desktop.models.shared_fields import copy_fields


def question_from_draft(draft: Draft, title: str, options: Sequence[Option]) -> Question:
    """Return the question that `draft` asks of these projects (all their fields set), in the order of the ballot.

    Picks follow the number of options where the draft sizes them; limits for each field, district or group become
    groups in the order in which the projects name them; a choice offers its own words and an opinion nothing; a limit
    above the number of options says "all". District and kind stay only where the selection rule goes by them.

    Raises RuleBroken rule_size_missing, rule_group_missing.
    """
    if not BALLOT_KINDS[draft.method].makes_list:
        return _make_question(draft, title, _choice_options(draft), (), draft.min_picks, draft.max_picks)
    least, most = _least_and_most_picks(draft, len(options))
    if isinstance(draft.each_group, EachGroup):
        options, groups = _group_options(draft.each_group, options)
    else:
        groups = draft.groups
    order = {group.name: place for place, group in enumerate(groups)}
    kept = [_option_without_unused_fields(draft, option) for option in options]
    if groups:
        kept.sort(key=lambda option: order.get(option.group, len(order)))
    return _make_question(draft, title, tuple(kept), groups, least, most)


def _make_question(
    draft: Draft, title: str, options: tuple[Option, ...], groups: tuple[Group, ...], least: int, most: int
) -> Question:
    if options:
        most = min(most, len(options))
    return Question(
        title=title,
        method=draft.method,
        options=options,
        groups=groups,
        min_picks=least,
        max_picks=most,
        allows_blank=draft.allows_blank,
        marks=_marking_of_draft(draft, most),
    )


def _marking_of_draft(draft: Draft, most: int) -> Marking | UnsetType:
    """Return the marking; of places there are as many as can be filled."""
    if isinstance(draft.marks, UnsetType) or not BALLOT_KINDS[draft.method].is_ordered:
        return draft.marks
    return msgspec.structs.replace(draft.marks, place_points=draft.marks.place_points[:most])


def _choice_options(draft: Draft) -> tuple[Option, ...]:
    if not BALLOT_KINDS[draft.method].offers_choices or isinstance(draft.choices, UnsetType):
        return ()
    return tuple(Option(code=str(place), title=word, cost=0) for place, word in enumerate(draft.choices, start=1))


def _least_and_most_picks(draft: Draft, count: int) -> tuple[int, int]:
    if isinstance(draft.sizing, UnsetType):
        return draft.min_picks, draft.max_picks
    for sizing in draft.sizing:
        if sizing.up_to == 0 or count <= sizing.up_to:
            return sizing.min_picks, sizing.max_picks
    raise RuleBroken("rule_size_missing", count=count)


def _group_options(each: EachGroup, options: Sequence[Option]) -> tuple[list[Option], tuple[Group, ...]]:
    grouped = []
    for option in options:
        name = getattr(option, each.by)
        if not name or isinstance(name, UnsetType):
            raise RuleBroken("rule_group_missing", option=option.title, by=each.by)
        grouped.append(msgspec.structs.replace(option, group=name))
    names = dict.fromkeys(option.group for option in grouped)
    return grouped, tuple(Group(name=name, min_picks=each.min_picks, max_picks=each.max_picks) for name in names)


def _option_without_unused_fields(draft: Draft, option: Option) -> Option:
    has_kinds = any(limit.kind for limit in draft.steps.cost_limits)
    return msgspec.structs.replace(
        option,
        district=option.district if draft.steps.allocate_by == "district" else UNSET,
        kind=option.kind if has_kinds else UNSET,
    )


def selection_rule_from_draft(draft: Draft) -> SelectionRule:
    """Return how the list is made; a ceiling of 0 beside allocations leaves the limits to them."""
    return copy_fields(SelectionRule, draft)

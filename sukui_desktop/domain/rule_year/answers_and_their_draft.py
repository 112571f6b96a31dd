"""Answers to a rule's parameters: the draft they make, and reading them back from a draft to edit it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.method_and_marking import PLAIN, Marking, Method
from sukui_desktop.domain.question.selection_steps import NO_EXTRA_STEPS, Allocation, SelectionSteps
from sukui_desktop.domain.rule_year.field_paths import read_value_at_path
from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, Value, fits_parameter_bounds
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import GENERAL, RuleYear, draft_from_rule

ALLOCATIONS = "selection.allocations."
WEIGHTS = "channels.channels."


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """The answers to a rule's parameters, and the allocations that the meeting's own list needs beside them."""

    answers: Mapping[str, Value]
    """By `RuleParameter.field`; what still must be written is absent."""
    extra: tuple[Allocation, ...] = ()
    """Of fields (districts, groups) that the rule does not name; only where it leaves allocations open."""


def does_rule_leave_allocations_open(rule: RuleYear) -> bool:
    """Return whether the rule leaves the amounts of its allocations to the meeting."""
    return any(parameter.field.startswith(ALLOCATIONS) for parameter in rule.open)


def draft_from_answers(rule: RuleYear, answered: Answered) -> Draft:
    """Return the draft of a rule with these answers and the allocations beside them.

    Raises RuleBroken of `draft_from_rule`.
    """
    draft = draft_from_rule(rule, answered.answers)
    if not answered.extra or isinstance(draft.extra_steps, UnsetType):
        return draft
    return replace(
        draft, extra_steps=replace(draft.extra_steps, allocations=(*draft.extra_steps.allocations, *answered.extra))
    )


def find_answers_of_draft(rule: RuleYear, draft: Draft) -> Answered | None:
    """Return what makes `draft` from `rule`; None when the rule cannot make it (another year, a changed file)."""
    if draft.rule_key != rule.key:
        return None
    answers = {
        parameter.field: value for parameter in rule.open if (value := _answer_in_draft(parameter, draft)) is not None
    }
    answered = Answered(answers=answers, extra=_allocations_beside_rule(rule, draft))
    try:
        return answered if draft_from_answers(rule, answered) == draft else None
    except RuleBroken:
        return None


def find_general_rule_of_draft(rules: Sequence[RuleYear], draft: Draft) -> tuple[RuleYear, Answered] | None:
    """Return the general rule, with its answers, that means the same as a draft of no rule; None where there is none.

    Releases before 0.3 could draft a poll without a rule. Fewest picks and points of 0 are read as 1: a ballot without
    any mark is judged before them.
    """
    if draft.rule_key is not UNSET:
        return None
    asked = replace(draft, min_picks=max(1, draft.min_picks))
    if draft.method == Method.CUMULATIVE and isinstance(draft.marks, Marking):
        asked = replace(asked, marks=replace(draft.marks, least_points=max(1, draft.marks.least_points)))
    # Of two rules that both can say it, the narrower one: exactly three before up to three.
    for rule in sorted(rules, key=lambda rule: len(rule.open)):
        answered = find_answers_of_draft(rule, replace(asked, rule_key=rule.key)) if rule.city == GENERAL else None
        if answered is not None:
            return rule, answered
    return None


def answers_that_people_gave(rule: RuleYear, answered: Answered) -> dict[str, Value]:
    """Return the answers that are not what the rule has anyway: those that people gave."""
    defaults = {parameter.field: parameter.default for parameter in rule.open}
    return {field: value for field, value in answered.answers.items() if value != defaults.get(field)}


def carry_answers_over(rule: RuleYear, typed: Mapping[str, Value], before: Answered) -> Answered:
    """Return what a rule that is chosen anew starts with: its answers `before`, and over them what was typed since.

    Of `typed` (by field, given to any rule) those are taken that this rule leaves open too and that fit there; an
    answer that contradicts the others is left out.
    """
    taken = {
        o.field: typed[o.field] for o in rule.open if o.field in typed and fits_parameter_bounds(o, typed[o.field])
    }
    if _can_rule_make_draft(rule, {**before.answers, **taken}):
        return replace(before, answers={**before.answers, **taken})
    answers = dict(before.answers)
    for field, value in taken.items():
        if _can_rule_make_draft(rule, {**answers, field: value}):
            answers[field] = value
    return replace(before, answers=answers)


def _can_rule_make_draft(rule: RuleYear, answers: Mapping[str, Value]) -> bool:
    try:
        draft_from_rule(rule, answers)
    except RuleBroken:
        return False
    return True


def _answer_in_draft(parameter: RuleParameter, draft: Draft) -> Value | None:
    part, _, rest = parameter.field.partition(".")
    try:
        value = read_value_at_path(_draft_part_of_table(draft, part, rest.partition(".")[0]), rest)
    except KeyError:
        return None
    return value if isinstance(value, int | str) and fits_parameter_bounds(parameter, value) else None


def _draft_part_of_table(draft: Draft, part: str, name: str) -> Any:
    """Return the part of a draft in which a table of the rule file is kept."""
    if part in ("channels", "motion"):
        return getattr(draft, part)
    if name == "picks" or name in Draft.__struct_fields__:
        return draft
    held, silent = (draft.marks, PLAIN) if part == "question" else (draft.extra_steps, NO_EXTRA_STEPS)
    return silent if held is UNSET else held


def _allocations_beside_rule(rule: RuleYear, draft: Draft) -> tuple[Allocation, ...]:
    if not does_rule_leave_allocations_open(rule) or not isinstance(draft.extra_steps, SelectionSteps):
        return ()
    named = names_of_allocations(rule.selection.allocations)
    return tuple(each for each in draft.extra_steps.allocations if each.name not in named)


def names_of_allocations(allocations: Sequence[Allocation]) -> tuple[str, ...]:
    """Return whom the allocations are for."""
    return tuple(allocation.name for allocation in allocations)

"""The check of channels, motion and selection rule of a definition: whether it can be decided by them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.domain.channel.combined_scores import require_valid_channels_and_weights
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import Definition, SelectionRule
from sukui_desktop.domain.question.exact_fractions import parse_exact_fraction
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import TIE_WAYS, Leftover, SelectionSteps


def require_decidable_definition(definition: Definition) -> None:
    """Check that channels, motion or selection rule of a definition can decide it.

    A choice and an opinion select nothing, so nothing is asked of their selection rule.
    Raises RuleBroken: exclusive_unknown, motion_misplaced, motion_channels and those of
    `require_usable_selection_rule`, `require_decidable_motion`,
    `channel.combined_scores.require_valid_channels_and_weights`.
    """
    channels, motion, question = definition.channels, definition.motion, definition.question
    if not isinstance(channels, UnsetType):
        require_valid_channels_and_weights(channels)
    if not isinstance(motion, UnsetType):
        if not ballot_kind_of(question).offers_choices or len(question.options) < 2:
            raise RuleBroken("motion_misplaced", title=question.title)
        if len(definition.channel_list) > 1:
            raise RuleBroken("motion_channels", count=len(definition.channel_list))
        require_decidable_motion(motion)
    if ballot_kind_of(question).makes_list:
        require_usable_selection_rule(definition.rule)
        _require_known_exclusive_options(definition)


def require_usable_selection_rule(rule: SelectionRule) -> None:
    """Check that a selection rule can select something and that its steps fit together.

    Raises RuleBroken: ceiling_missing, min_votes_negative, and of its further steps
    selection_word (field, word), selection_share (field, value), cost_limit_missing, exclusive_alone,
    allocation_missing, allocation_twice, allocation_amount, leftover_misplaced.
    """
    if rule.ceiling < 0 or not (rule.ceiling or any(each.amount for each in rule.steps.allocations)):
        raise RuleBroken("ceiling_missing")
    if rule.min_votes < 0:
        raise RuleBroken("min_votes_negative", votes=rule.min_votes)
    if rule.steps.ties not in TIE_WAYS:
        raise RuleBroken("selection_word", field="ties", word=", ".join(rule.steps.ties))
    for field, value, most in _shares_to_check(rule.steps):
        share = parse_exact_fraction(value)
        if share is None or share <= 0 or (most and share > most):
            raise RuleBroken("selection_share", field=field, value=value)
    for limit in rule.steps.cost_limits:
        if limit.below < 1:
            raise RuleBroken("cost_limit_missing", kind=limit.kind)
    for codes in rule.steps.exclusive:
        if len(set(codes)) < 2:
            raise RuleBroken("exclusive_alone", codes=codes)
    _require_usable_allocations(rule.steps)


def _shares_to_check(steps: SelectionSteps) -> Iterator[tuple[str, str, Fraction | None]]:
    """Yield the shares that are set: name, as written, and the most it may be (a short list may be any share)."""
    for field, value, most in (
        ("min_share", steps.min_share, Fraction(1)),
        ("eliminate", steps.eliminate, Fraction(1)),
        ("shortlist", steps.shortlist, None),
    ):
        if value:
            yield field, value, most


def _require_usable_allocations(steps: SelectionSteps) -> None:
    if bool(steps.allocate_by) != bool(steps.allocations):
        raise RuleBroken("allocation_missing", by=steps.allocate_by)
    if steps.leftover == Leftover.POOL and not steps.allocations:
        raise RuleBroken("leftover_misplaced")
    seen: set[str] = set()
    for allocation in steps.allocations:
        if allocation.name in seen:
            raise RuleBroken("allocation_twice", name=allocation.name)
        if allocation.amount < 0:
            raise RuleBroken("allocation_amount", name=allocation.name)
        seen.add(allocation.name)


def _require_known_exclusive_options(definition: Definition) -> None:
    known = {option.code for option in definition.question.options}
    for codes in definition.rule.steps.exclusive:
        for code in codes:
            if code not in known:
                raise RuleBroken("exclusive_unknown", option=code)


def require_decidable_motion(motion: Motion) -> None:
    """Check that a motion can pass and can fail.

    Raises RuleBroken: motion_share, motion_least.
    """
    # More than all can never be reached, and 0 or more always is.
    most = motion.denominator - motion.is_more_than
    if motion.denominator < 1 or not (0 if motion.is_more_than else 1) <= motion.numerator <= most:
        raise RuleBroken("motion_share", numerator=motion.numerator, denominator=motion.denominator)
    share = parse_exact_fraction(motion.least_share) if motion.least_share else Fraction(1)
    if motion.least_cast < 0 or share is None or share > 1:
        raise RuleBroken("motion_least", votes=motion.least_cast, share=motion.least_share)

"""A rule that cannot be followed is refused by name before anybody votes by it."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import SelectionRule, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import (
    TIE_WAYS,
    AllocateBy,
    Allocation,
    CostLimit,
    Leftover,
    SelectionSteps,
)
from sukui_desktop.domain.selection.definition_validation import (
    require_decidable_definition,
    require_decidable_motion,
    require_usable_selection_rule,
)
from tests.builders.cases import define, make_channels

RULE = SelectionRule(when_unaffordable=WhenUnaffordable.SKIP, min_votes=0, ceiling=10_000)
FIELDS = (Allocation(name="복지", amount=5), Allocation(name="환경", amount=0))


def refused(call: Any, *arguments: Any) -> str:
    with pytest.raises(RuleBroken) as raised:
        call(*arguments)
    return raised.value.code


def test_sound_rules_pass() -> None:
    require_usable_selection_rule(RULE)
    require_usable_selection_rule(
        replace(
            RULE,
            ceiling=0,
            extra_steps=SelectionSteps(allocate_by=AllocateBy.FIELD, allocations=FIELDS, leftover=Leftover.POOL),
        )
    )
    for ties in TIE_WAYS:
        require_usable_selection_rule(
            replace(RULE, extra_steps=SelectionSteps(ties=ties, shortlist="13/10", eliminate="3/10", min_share="1/10"))
        )


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("ceiling_missing", {"ceiling": 0}),
        ("ceiling_missing", {"ceiling": -1}),
        ("min_votes_negative", {"min_votes": -1}),
    ],
)
def test_a_rule_that_says_nothing_is_refused(code: str, change: dict[str, Any]) -> None:
    assert refused(require_usable_selection_rule, replace(RULE, **change)) == code


@pytest.mark.parametrize(
    ("code", "extra_steps"),
    [
        ("selection_word", {"ties": ("lot", "cost")}),
        ("selection_share", {"min_share": "0.1"}),
        ("selection_share", {"min_share": "11/10"}),
        ("selection_share", {"eliminate": "5%"}),
        ("selection_share", {"eliminate": "3/2"}),
        ("selection_share", {"shortlist": "0"}),
        ("cost_limit_missing", {"cost_limits": (CostLimit(below=0),)}),
        ("exclusive_alone", {"exclusive": (("A",),)}),
        ("exclusive_alone", {"exclusive": (("A", "A"),)}),
        ("allocation_missing", {"allocate_by": "field"}),
        ("allocation_missing", {"allocations": FIELDS}),
        ("allocation_twice", {"allocate_by": "field", "allocations": FIELDS + FIELDS}),
        ("allocation_amount", {"allocate_by": "field", "allocations": (Allocation(name="복지", amount=-1),)}),
        ("leftover_misplaced", {"leftover": "pool"}),
    ],
)
def test_a_step_that_cannot_be_done_is_refused(code: str, extra_steps: dict[str, Any]) -> None:
    assert refused(require_usable_selection_rule, replace(RULE, extra_steps=SelectionSteps(**extra_steps))) == code


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("motion_share", {"numerator": 1, "denominator": 0}),
        ("motion_share", {"numerator": 3, "denominator": 2}),
        ("motion_share", {"numerator": 1, "denominator": 1}),
        ("motion_share", {"numerator": 0, "is_more_than": False}),
        ("motion_share", {"numerator": -1}),
        ("motion_least", {"least_cast": -1}),
        ("motion_least", {"least_share": "half"}),
        ("motion_least", {"least_share": "3/2"}),
    ],
)
def test_a_motion_that_can_never_pass_or_never_fail_is_refused(code: str, change: dict[str, Any]) -> None:
    assert refused(require_decidable_motion, replace(Motion(), **change)) == code


def test_unanimity_and_any_vote_at_all_are_motions() -> None:
    require_decidable_motion(Motion(numerator=1, denominator=1, is_more_than=False))
    require_decidable_motion(Motion(numerator=0, denominator=1))


def test_a_definition_is_checked_as_a_whole() -> None:
    channels = make_channels({"a": "1/2", "b": "1/2"})
    require_decidable_definition(define([1, 2], ceiling=5, channels=channels, exclusive=(("A", "B"),)))
    require_decidable_definition(define([0, 0, 0], method=Method.CHOICE, motion=Motion()))
    require_decidable_definition(define([], method=Method.OPINION, marks=Marking(text_bytes=90)))
    assert (
        refused(require_decidable_definition, define([1, 2], ceiling=5, exclusive=(("A", "Z"),))) == "exclusive_unknown"
    )
    assert refused(require_decidable_definition, define([1, 2], ceiling=5, motion=Motion())) == "motion_misplaced"
    assert (
        refused(require_decidable_definition, define([0], method=Method.CHOICE, motion=Motion())) == "motion_misplaced"
    )
    assert refused(
        require_decidable_definition, define([0, 0], method=Method.CHOICE, motion=Motion(), channels=channels)
    ) == ("motion_channels")
    assert refused(require_decidable_definition, define([1], ceiling=0)) == "ceiling_missing"
    uneven = make_channels({"a": "1/2", "b": "1/3"})
    assert refused(require_decidable_definition, define([1], ceiling=5, channels=uneven)) == "channel_weights_sum"
    assert define([1], ceiling=1).channels is UNSET

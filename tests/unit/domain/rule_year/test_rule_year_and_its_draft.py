"""A rule makes a draft; parameters are answered within bounds, everything else stays as written."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.channels import Channel, Channels, ChannelSource
from sukui_desktop.domain.question.definition import EachGroup, Group, Sizing
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase
from sukui_desktop.domain.question.selection_steps import AllocateBy, Allocation, SelectionSteps
from sukui_desktop.domain.rule_year.rule_tables import QuestionPart, RuleParameter, RuleParameterKind, SelectionPart
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import (
    RuleYear,
    draft_from_rule,
    fill_rule_parameters,
    money_parameters_without_value,
    require_answer_within_bounds,
    require_usable_rule_year,
)
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year

CHANNELS = Channels(
    channels=(
        Channel(key="hall", name="현장", weight="2/5", source=ChannelSource.BOX),
        Channel(key="online", name="온라인", weight="3/5"),
    )
)
RULE = RuleYear(
    key="test-2030",
    title="시험",
    city="test",
    year=2030,
    track="",
    source="시험 조례",
    summary="시험 삼아 만든 규칙.",
    question=QuestionPart(
        method=Method.APPROVAL,
        min_picks=1,
        max_picks=5,
        invalidity=Invalidity.GROUP,
        groups=(Group(name="가", min_picks=0, max_picks=3), Group(name="나", min_picks=0, max_picks=2)),
    ),
    selection=SelectionPart(
        min_votes=2,
        eliminate="1/5",
        allocate_by=AllocateBy.GROUP,
        allocations=(Allocation(name="가", amount=0), Allocation(name="나", amount=7)),
    ),
    channels=CHANNELS,
    open=(
        RuleParameter(
            field="question.max_picks", title="많아야", kind=RuleParameterKind.WHOLE, least=1, most=9, default=5
        ),
        RuleParameter(
            field="question.groups.가.max_picks", title="가는 많아야", kind=RuleParameterKind.WHOLE, least=1, default=3
        ),
        RuleParameter(
            field="selection.allocations.가.amount", title="가의 돈", kind=RuleParameterKind.MONEY, least=1, default=0
        ),
        RuleParameter(
            field="selection.eliminate",
            title="탈락",
            kind=RuleParameterKind.SHARE,
            least="1/20",
            most="3/10",
            default="1/5",
        ),
        RuleParameter(
            field="channels.basis",
            title="바탕",
            kind=RuleParameterKind.WORD,
            choices=("ballots", "marks"),
            default="ballots",
        ),
    ),
)


def test_a_draft_holds_everything_a_rule_says_with_the_defaults_of_what_is_open() -> None:
    draft = draft_from_rule(RULE)
    assert (draft.method, draft.min_picks, draft.max_picks, draft.rule_key) == ("approval", 1, 5, "test-2030")
    assert draft.groups == RULE.question.groups
    assert draft.marks == Marking(invalidity=Invalidity.GROUP)
    assert (draft.when_unaffordable, draft.min_votes, draft.ceiling) == ("skip", 2, 0)
    assert draft.extra_steps == SelectionSteps(
        eliminate="1/5",
        allocate_by=AllocateBy.GROUP,
        allocations=(Allocation(name="가", amount=0), Allocation(name="나", amount=7)),
    )
    assert draft.channels == CHANNELS
    assert (draft.motion, draft.choices, draft.sizing, draft.each_group) == (UNSET, UNSET, UNSET, UNSET)


def test_answers_stand_in_place_of_the_defaults() -> None:
    draft = draft_from_rule(
        RULE,
        {
            "question.max_picks": 9,
            "question.groups.가.max_picks": 6,
            "selection.allocations.가.amount": 50,
            "selection.eliminate": "3/10",
            "channels.basis": "marks",
        },
    )
    assert (draft.max_picks, draft.groups[0].max_picks, draft.groups[1].max_picks) == (9, 6, 2)
    assert isinstance(draft.extra_steps, SelectionSteps)
    assert [allocation.amount for allocation in draft.extra_steps.allocations] == [50, 7]
    assert draft.extra_steps.eliminate == "3/10"
    assert isinstance(draft.channels, Channels)
    assert (draft.channels.basis, draft.channels.channels) == ("marks", CHANNELS.channels)


def test_the_rule_itself_never_changes() -> None:
    before = replace(RULE)
    draft_from_rule(RULE, {"question.max_picks": 9})
    assert before == RULE
    assert draft_from_rule(RULE).max_picks == 5


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"question.max_picks": 10}, "1..9"),
        ({"question.max_picks": "5"}, "1..9"),
        ({"selection.allocations.가.amount": 0}, "1.."),
        ({"selection.eliminate": "0.1"}, "1/20..3/10"),
        ({"channels.basis": "people"}, "ballots | marks"),
    ],
)
def test_an_answer_outside_its_bounds_is_refused(answers: dict[str, Any], expected: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        draft_from_rule(RULE, answers)
    ((field, value),) = answers.items()
    assert refused.value.code == "rule_answer"
    assert refused.value.facts == {"rule": "test-2030", "field": field, "value": value, "expected": expected}


def test_what_is_not_open_cannot_be_answered() -> None:
    with pytest.raises(RuleBroken) as refused:
        draft_from_rule(RULE, {"question.min_picks": 2})
    assert (refused.value.code, refused.value.facts["field"]) == ("rule_answer", "question.min_picks")
    assert "selection.eliminate" in str(refused.value.facts["expected"])
    with pytest.raises(RuleBroken) as closed:
        fill_rule_parameters(replace(RULE, open=()), {"question.max_picks": 2})
    assert closed.value.facts["expected"] == "-"


def test_answers_that_cannot_stand_together_are_refused() -> None:
    parameter = RuleParameter(field="question.min_picks", title="적어도", kind=RuleParameterKind.WHOLE, default=1)
    rule = replace(RULE, open=(*RULE.open, parameter))
    with pytest.raises(RuleBroken) as refused:
        draft_from_rule(rule, {"question.min_picks": 6})
    assert (refused.value.code, refused.value.facts["field"]) == ("rule_value", "question.max_picks")


def test_picks_are_fewest_and_most_at_once() -> None:
    parameter = RuleParameter(field="question.picks", title="고를 수", kind=RuleParameterKind.WHOLE, least=1, default=3)
    draft = draft_from_rule(replace(RULE, open=(parameter,)), {"question.picks": 2})
    assert (draft.min_picks, draft.max_picks) == (2, 2)


def test_money_that_was_not_written_in_is_reported() -> None:
    assert [parameter.field for parameter in money_parameters_without_value(RULE, {})] == [
        "selection.allocations.가.amount"
    ]
    assert money_parameters_without_value(RULE, {"selection.allocations.가.amount": 5}) == ()


def test_one_answer_can_be_checked_by_itself() -> None:
    require_answer_within_bounds(RULE, RULE.open[0], 9)
    with pytest.raises(RuleBroken, match="rule_answer"):
        require_answer_within_bounds(RULE, RULE.open[0], 10)


def test_sizes_limits_of_each_field_choices_and_a_motion_come_along() -> None:
    sized = QuestionPart(
        method=Method.APPROVAL,
        sizing=(Sizing(up_to=0, min_picks=1, max_picks=2),),
        each_group=EachGroup(by=AllocateBy.FIELD, min_picks=0, max_picks=1),
    )
    draft = draft_from_rule(replace(RULE, question=sized, open=()))
    assert (draft.sizing, draft.each_group, draft.max_picks) == (sized.sizing, sized.each_group, 1)
    motion = Motion(base=MotionBase.PRESENT)
    asked = QuestionPart(method=Method.CHOICE, min_picks=1, max_picks=1, choices=("찬성", "반대"))
    choice = draft_from_rule(
        replace(RULE, question=asked, motion=motion, channels=UNSET, selection=SelectionPart(), open=())
    )
    assert (choice.choices, choice.motion, choice.extra_steps) == (("찬성", "반대"), motion, UNSET)


def test_a_sound_rule_passes() -> None:
    require_usable_rule_year(RULE)


def _opened(**changes: Any) -> dict[str, Any]:
    return {"open": (replace(RULE.open[0], **changes),)}


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"key": "Seoul 2015"}, "key", "Seoul 2015"),
        ({"key": ""}, "key", ""),
        ({"title": " "}, "title", ""),
        ({"source": ""}, "source", ""),
        (_opened(kind="number"), "open.0.kind", "number"),
        (_opened(field="question.max_pick"), "open.0.field", "question.max_pick"),
        (_opened(field="title"), "open.0.field", "title"),
        (_opened(field="motion.base"), "open.0.field", "motion.base"),
        (_opened(field="selection.eliminate"), "open.0.field", "selection.eliminate"),
        (_opened(default=4), "open.0.default", 4),
        (_opened(default=10), "open.0.default", 10),
        (_opened(default=0), "open.0.default", 0),
        (_opened(title=""), "open.0.title", ""),
        (_opened(least="1"), "open.0.least", "1"),
        (_opened(most=-1), "open.0.most", -1),
        (_opened(least=6, most=5), "open.0.most", 5),
        (_opened(choices=("5",)), "open.0.choices", "5"),
        (_opened(kind="choice", field="question.method", default="approval"), "open.0.choices", ""),
        ({"question": QuestionPart(method="vote", max_picks=1), "open": ()}, "question.method", "vote"),  # type: ignore[arg-type]
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_the_place(changes: dict[str, Any], field: str, value: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        require_usable_rule_year(replace(RULE, **changes))
    assert (refused.value.code, refused.value.facts["field"]) == ("rule_value", field)
    assert refused.value.facts["value"] == value
    assert refused.value.facts["expected"]


def test_the_share_of_a_motion_may_not_be_empty() -> None:
    with pytest.raises(RuleBroken) as refusal:
        draft_from_rule(find_shipped_rule_year("general-yes-no"), {"motion.share": ""})
    assert (refusal.value.code, refusal.value.facts["field"]) == ("rule_answer", "motion.share")
    draft = draft_from_rule(find_shipped_rule_year("general-yes-no"), {"motion.least_share": ""})
    assert isinstance(draft.motion, Motion)
    assert draft.motion.least_share == ""


def test_a_field_is_opened_once_only() -> None:
    rule = find_shipped_rule_year("general-yes-no")
    with pytest.raises(RuleBroken) as refusal:
        require_usable_rule_year(replace(rule, open=(*rule.open, rule.open[0])))
    assert refusal.value.facts["field"] == f"open.{len(rule.open)}.field"


@pytest.mark.parametrize("mark", ["\0", "\x1b", "\x7f", "\u202e", "\u2066"])
def test_titles_hold_no_control_marks(mark: str) -> None:
    rule = find_shipped_rule_year("general-yes-no")
    opened = (replace(rule.open[0], title=f"가{mark}"), *rule.open[1:])
    for wrong, field in ((replace(rule, title=f"가{mark}나"), "title"), (replace(rule, open=opened), "open.0.title")):
        with pytest.raises(RuleBroken) as refusal:
            require_usable_rule_year(wrong)
        assert refusal.value.facts["field"] == field

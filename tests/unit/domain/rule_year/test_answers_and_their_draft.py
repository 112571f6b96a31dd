"""What was answered to a rule is read back from its draft, for every shipped rule and whatever was answered."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.method_and_marking import Marking
from sukui_desktop.domain.question.selection_steps import Allocation, SelectionSteps
from sukui_desktop.domain.rule_year.answers_and_their_draft import (
    Answered,
    answers_that_people_gave,
    carry_answers_over,
    does_rule_leave_allocations_open,
    draft_from_answers,
    find_answers_of_draft,
    find_general_rule_of_draft,
    names_of_allocations,
)
from sukui_desktop.domain.rule_year.lists_as_text import place_points_text
from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, RuleParameterKind, Value
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import (
    RuleYear,
    draft_from_rule,
    money_parameters_without_value,
)
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, list_shipped_rule_years
from tests.builders.ruleless_drafts import RULELESS

RULES = list_shipped_rule_years()
NOTHING = Answered(answers={})
RULE_OF = {
    "approval": "general-approval",
    "exactly": "general-exactly",
    "knapsack": "general-knapsack",
    "score": "general-score",
    "ranking": "general-ranking",
    "cumulative": "general-cumulative",
    "choice": "general-yes-no",
    "opinion": "general-opinion",
}
"""Way to ask of the old form → the general rule that says the same."""


def values_of(parameter: RuleParameter) -> st.SearchStrategy[Value]:
    """Return answers that may stand there."""
    if parameter.kind == RuleParameterKind.WORD:
        return st.sampled_from(parameter.choices)
    if parameter.kind == RuleParameterKind.POINTS:
        return st.lists(st.integers(0, 99), min_size=1, max_size=9).map(place_points_text)
    if parameter.kind == RuleParameterKind.GROUPS:
        return st.sampled_from(("", "0-1 복지", "0-4 복지\n1-2 환경", "0-1 "))
    if parameter.kind == RuleParameterKind.SHARE:
        low, high = Fraction(str(parameter.least or "0")), Fraction(str(parameter.most or "1"))
        return st.integers(0, 20).map(lambda step: str(low + (high - low) * Fraction(step, 20)))
    least = int(parameter.least or 0)
    most = (
        int(parameter.most)
        if parameter.most is not None
        else 10**12
        if parameter.kind == RuleParameterKind.MONEY
        else 4096
    )
    return st.integers(least, most)


@st.composite
def answered(draw: st.DrawFn) -> tuple[RuleYear, Answered]:
    rule = draw(st.sampled_from(RULES))
    answers = {
        parameter.field: draw(values_of(parameter))
        for parameter in rule.open
        if draw(st.booleans()) or parameter.kind == RuleParameterKind.WORD
    }
    names = names_of_allocations(rule.selection.allocations)
    extra = [Allocation(name=name, amount=7) for name in ("나눔", "돌봄") if name not in names]
    return rule, Answered(
        answers=answers, extra=tuple(extra) if does_rule_leave_allocations_open(rule) and draw(st.booleans()) else ()
    )


@settings(max_examples=150, deadline=None)
@given(answered())
def test_what_was_answered_is_read_back(made: tuple[RuleYear, Answered]) -> None:
    rule, given_ = made
    try:
        draft = draft_from_answers(rule, given_)
    except RuleBroken:
        return  # fewest above most, weights that make no whole
    told = find_answers_of_draft(rule, draft)
    assert told is not None
    assert draft_from_answers(rule, told) == draft
    assert told.extra == given_.extra
    assert all(told.answers[field] == value for field, value in given_.answers.items())


@pytest.mark.parametrize("rule", RULES, ids=[rule.key for rule in RULES])
def test_a_draft_with_nothing_answered_lacks_what_must_be_written(rule: RuleYear) -> None:
    told = find_answers_of_draft(rule, draft_from_rule(rule))
    assert told is not None
    must = {parameter.field for parameter in money_parameters_without_value(rule, {})}
    assert must == {parameter.field for parameter in rule.open} - told.answers.keys()


def test_a_draft_of_another_rule_or_of_none_is_not_read() -> None:
    rule, other = find_shipped_rule_year("seoul-2015"), find_shipped_rule_year("seoul-2017")
    assert find_answers_of_draft(rule, draft_from_rule(other)) is None
    assert find_answers_of_draft(rule, Draft()) is None


def test_a_rule_whose_file_was_changed_does_not_claim_the_draft() -> None:
    rule = find_shipped_rule_year("seoul-proposal")
    draft = draft_from_rule(rule)
    changed = replace(rule, question=replace(rule.question, invalidity="mark"))
    assert find_answers_of_draft(changed, draft) is None
    assert find_answers_of_draft(rule, replace(draft, allows_blank=False)) is None
    assert find_answers_of_draft(rule, replace(draft, extra_steps=UNSET)) is None


def test_an_answer_out_of_bounds_is_no_answer() -> None:
    rule = find_shipped_rule_year("seoul-proposal")
    draft = draft_from_rule(rule)
    assert isinstance(draft.extra_steps, SelectionSteps)
    assert find_answers_of_draft(rule, replace(draft, extra_steps=replace(draft.extra_steps, eliminate="1/2"))) is None


def test_fields_of_the_meeting_get_amounts_beside_those_of_the_rule() -> None:
    rule = find_shipped_rule_year("seoul-2020-deliberation")
    extra = (Allocation(name="나눔", amount=5),)
    draft = draft_from_answers(rule, Answered(answers={"selection.allocations.복지.amount": 3}, extra=extra))
    assert isinstance(draft.extra_steps, SelectionSteps)
    amounts = {each.name: each.amount for each in draft.extra_steps.allocations}
    assert amounts["복지"] == 3
    assert amounts["나눔"] == 5
    assert draft.extra_steps.allocations[-1].name == "나눔"


def test_only_rules_that_leave_allocations_open_take_fields_of_the_meeting() -> None:
    assert does_rule_leave_allocations_open(find_shipped_rule_year("seoul-2020"))
    rule = find_shipped_rule_year("seoul-proposal")
    assert not does_rule_leave_allocations_open(rule)
    draft = draft_from_rule(rule)
    assert isinstance(draft.extra_steps, SelectionSteps)
    foreign = replace(draft, extra_steps=replace(draft.extra_steps, allocations=(Allocation(name="나눔", amount=5),)))
    assert find_answers_of_draft(rule, foreign) is None


def test_a_rule_without_further_steps_has_nowhere_to_put_them() -> None:
    rule = find_shipped_rule_year("general-approval")
    extra = (Allocation(name="나눔", amount=5),)
    assert draft_from_answers(rule, Answered(answers={}, extra=extra)) == draft_from_answers(rule, NOTHING)


@pytest.mark.parametrize(("kind", "key"), RULE_OF.items())
def test_a_draft_of_no_rule_is_said_by_a_general_one(kind: str, key: str) -> None:
    """Releases up to 0.2 drafted polls field by field."""
    draft = RULELESS[kind]
    found = find_general_rule_of_draft(RULES, draft)
    assert found is not None
    rule, answered_ = found
    assert rule.key == key
    made = draft_from_answers(rule, answered_)
    assert replace(made, rule_key=UNSET, min_picks=draft.min_picks, marks=draft.marks) == draft
    assert made.min_picks == max(1, draft.min_picks)


def test_a_draft_that_no_general_rule_can_say_is_left_alone() -> None:
    assert (
        find_general_rule_of_draft(RULES, replace(RULELESS["approval"], extra_steps=SelectionSteps(min_share="1/10")))
        is None
    )
    assert find_general_rule_of_draft(RULES, replace(RULELESS["opinion"], marks=Marking(text_bytes=301))) is None
    assert find_general_rule_of_draft(RULES, draft_from_rule(find_shipped_rule_year("general-approval"))) is None


def test_what_was_typed_is_carried_to_a_rule_that_leaves_it_open_too() -> None:
    approval, ranking = find_shipped_rule_year("general-approval"), find_shipped_rule_year("general-ranking")
    answered = Answered(answers={"selection.ceiling": 7, "question.max_picks": 9, "question.min_picks": 1})
    typed = answers_that_people_gave(approval, answered)
    assert typed == {"selection.ceiling": 7, "question.max_picks": 9}
    assert carry_answers_over(ranking, typed, NOTHING).answers == {"selection.ceiling": 7}
    again = carry_answers_over(approval, {**typed, "selection.ceiling": 8}, answered)
    assert again.answers == {"selection.ceiling": 8, "question.max_picks": 9, "question.min_picks": 1}


def test_what_contradicts_or_does_not_fit_is_not_carried() -> None:
    approval = find_shipped_rule_year("general-approval")
    assert carry_answers_over(approval, {"question.max_picks": 0}, NOTHING) == NOTHING
    typed: dict[str, Value] = {"question.min_picks": 9, "selection.ceiling": 7}
    assert carry_answers_over(approval, typed, NOTHING).answers == {"selection.ceiling": 7}

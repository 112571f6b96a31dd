"""What an explanation states is true when the case is decided again with that one thing changed."""

from __future__ import annotations

from hypothesis import given, settings
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain.margin.explanations import Explanation, explain_projects
from sukui_desktop.domain.margin.margin import case_with_changed_marks
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from tests.builders.cases import cases


def at_cost(case: Case, index: int, cost: int) -> Case:
    """Return the case with another cost of one project."""
    question = case.definition.question
    options = tuple(replace(o, cost=cost) if place == index else o for place, o in enumerate(question.options))
    return replace(case, definition=replace(case.definition, question=replace(question, options=options)))


def is_in(case: Case, code: str) -> bool:
    """Decide again."""
    return code in decide_case(case).selected


def fixed(case: Case) -> tuple[Case, tuple[tuple[int, Explanation], ...]]:
    """Return the case with its order settled, and every explanation beside its place on the ballot."""
    outcome = decide_case(case)
    place = {option.code: index for index, option in enumerate(case.definition.question.options)}
    told = explain_projects(case, outcome)
    assert [each.code for each in told] == [ranked.code for ranked in outcome.ranking]
    settled = replace(case, tie_order=tuple(ranked.code for ranked in outcome.ranking))
    return settled, tuple((place[each.code], each) for each in told)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_at_the_cost_that_is_named_it_is_in_and_at_none_above(case: Case) -> None:
    settled, told = fixed(case)
    for index, each in told:
        if each.reason == "chosen":
            assert each.in_at_cost == each.cost
            continue
        if each.in_at_cost:
            assert is_in(at_cost(settled, index, each.in_at_cost), each.code)
        steps = case.definition.rule.steps
        is_pool = steps.leftover == "pool"
        if is_pool and (steps.eliminate or each.reason in ("over_cost_limit", "eliminated")):
            continue  # what the pool had paid is not said of those it was not offered to
        for cost in range(each.in_at_cost + 1, each.cost):
            assert not is_in(at_cost(settled, index, cost), each.code)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_marks_that_are_named_are_the_fewest(case: Case) -> None:
    settled, told = fixed(case)
    for index, each in told:
        if case.definition.channels is not UNSET:
            assert (each.short_by, each.out_by) == (0, 0)
            continue
        sign, marks = (-1, each.out_by) if each.reason == "chosen" else (1, each.short_by)
        was_in = each.reason == "chosen"
        room = 30 if sign > 0 else case.counts[0].marks[index]
        for change in range(1, marks or min(room, 8)):
            if sign < 0 or case.counts[0].marks[index] + change <= case.counts[0].ballots_valid:
                assert is_in(case_with_changed_marks(settled, 0, index, sign * change), each.code) == was_in
        if marks:
            assert is_in(case_with_changed_marks(settled, 0, index, sign * marks), each.code) != was_in


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_money_of_those_that_displaced_it_would_have_been_enough(case: Case) -> None:
    _, told = fixed(case)
    cost = {each.code: each.cost for _, each in told}
    chosen = {each.code for _, each in told if each.reason == "chosen"}
    for _, each in told:
        if each.reason in ("unaffordable", "over_allocation"):
            assert each.lacks == each.cost - each.left_before > 0
            assert set(each.displaced_by) <= chosen
            if each.displaced_by:
                assert sum(cost[code] for code in each.displaced_by) >= each.lacks
                assert sum(cost[code] for code in each.displaced_by[1:]) < each.lacks
        if each.reason in ("withdrawn", "below_minimum", "eliminated", "over_cost_limit", "no_allocation"):
            assert each.displaced_by == ()

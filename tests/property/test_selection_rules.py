"""What every list keeps, whatever its rule: money, order, eligibility and elimination."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain.margin.margin import case_with_changed_marks
from sukui_desktop.domain.question.channels import ChannelCount
from sukui_desktop.domain.question.selection_steps import Boundary
from sukui_desktop.domain.selection.budget_limits import LimitKind, budget_limits
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from tests.builders.cases import box_case, cases, code_of, define

modest = settings(max_examples=80, deadline=None)


@modest
@given(cases())
def test_a_list_within_its_limits_never_exceeds_one(case: Case) -> None:
    rule, outcome = case.definition.rule, decide_case(case)
    if rule.steps.boundary != Boundary.WITHIN:
        return
    assert outcome.total_cost <= outcome.ceiling
    if rule.steps.leftover == "pool":
        return
    options = {option.code: option for option in case.definition.question.options}
    for limit in budget_limits(case.definition).limits:
        spent = [
            options[c].cost
            for c in outcome.selected
            if limit.kind != LimitKind.ALLOCATION or options[c].field == limit.name
        ]
        assert sum(spent) <= limit.amount


@modest
@given(cases())
def test_a_list_that_may_reach_goes_over_by_its_last_project_only(case: Case) -> None:
    steps, outcome = case.definition.rule.steps, decide_case(case)
    if steps.boundary == Boundary.WITHIN or steps.allocations or not outcome.selected:
        return
    cost = {option.code: option.cost for option in case.definition.question.options}
    assert sum(cost[code] for code in outcome.selected[:-1]) <= outcome.ceiling


@modest
@given(cases())
def test_eliminated_money_stays_within_its_share_and_the_lowest_go_first(case: Case) -> None:
    steps, outcome = case.definition.rule.steps, decide_case(case)
    if not steps.eliminate:
        assert all(ranked.outcome != "eliminated" for ranked in outcome.ranking)
        return
    standing = [r for r in outcome.ranking if r.outcome not in ("withdrawn", "over_cost_limit", "below_minimum")]
    out = [ranked for ranked in standing if ranked.outcome == "eliminated"]
    assert standing[len(standing) - len(out) :] == out
    share = Fraction(steps.eliminate) * sum(ranked.cost for ranked in standing)
    if steps.eliminate_boundary == Boundary.WITHIN:
        assert sum(ranked.cost for ranked in out) <= share
    else:
        assert sum(ranked.cost for ranked in out[1:]) <= share
        assert sum(ranked.cost for ranked in out) >= share or len(out) == len(standing)


@modest
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_on_the_ballot_never_matters(case: Case, chance: Random) -> None:
    outcome = decide_case(case)
    question = case.definition.question
    shuffled = list(range(len(question.options)))
    chance.shuffle(shuffled)
    again = decide_case(
        replace(
            case,
            definition=replace(
                case.definition,
                question=replace(question, options=tuple(question.options[index] for index in shuffled)),
            ),
            counts=tuple(
                ChannelCount(
                    key=count.key,
                    marks=tuple(count.marks[index] for index in shuffled),
                    ballots_valid=count.ballots_valid,
                )
                for count in case.counts
            ),
            votes=tuple(case.votes[index] for index in shuffled),
        )
    )
    assert again.selected == outcome.selected
    assert {r.code: r.outcome for r in again.ranking} == {r.code: r.outcome for r in outcome.ranking}


@modest
@given(cases())
def test_every_project_is_reported_once_and_in_order_of_its_score(case: Case) -> None:
    outcome = decide_case(case)
    assert sorted(ranked.code for ranked in outcome.ranking) == sorted(
        option.code for option in case.definition.question.options
    )
    scores = [Fraction(r.votes if r.score is UNSET else str(r.score)) for r in outcome.ranking]
    assert scores == sorted(scores, reverse=True)
    assert [r.code for r in outcome.ranking if r.outcome == "chosen"] == sorted(
        outcome.selected, key=[r.code for r in outcome.ranking].index
    )
    assert all(ranked.left_before >= 0 for ranked in outcome.ranking)


@modest
@given(st.data())
def test_more_votes_keep_a_chosen_project_chosen(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 7))
    costs = [data.draw(st.integers(0, 15)) for _ in range(size)]
    votes = tuple(data.draw(st.integers(0, 9)) for _ in range(size))
    asked = define(costs, ceiling=data.draw(st.integers(1, 40)), least=data.draw(st.integers(0, 3)))
    case = box_case(asked, votes, valid=99, tie_order=tuple(map(code_of, range(size))))
    for code in decide_case(case).selected:
        index = [option.code for option in asked.question.options].index(code)
        more = case_with_changed_marks(case, 0, index, data.draw(st.integers(1, 9)))
        assert code in decide_case(more).selected

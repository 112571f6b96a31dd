"""Equal scores: what the rule settles itself, what it leaves to a lot or to the chair."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.deciding_ties import deciding_ties
from sukui_desktop.domain.selection.decision_inputs import Scores
from sukui_desktop.domain.selection.open_ties import find_open_tie, require_ties_resolved
from sukui_desktop.domain.selection.outcome_of_case import case_of_outcome, decide_case, draw_open_ties
from sukui_desktop.domain.selection.ranking_walk import turns_of_all_options
from sukui_desktop.domain.selection.ties import find_tie_breakers, find_ties, rank_options
from tests.builders import papers
from tests.builders.cases import box_case, define

VOTES = (5, 5, 5, 9, 1)
COSTS = [30, 20, 30, 10, 10]


def standing(*votes: int) -> Scores:
    return Scores(scores=tuple(map(Fraction, votes)), votes=votes, ballots_valid=sum(votes))


def ways_of(definition: Definition, withdrawn: str = "") -> tuple[str, ...]:
    found = find_ties(definition, standing(*VOTES), withdrawn)
    return find_tie_breakers(definition, standing(*VOTES), withdrawn, found, found)


@pytest.mark.parametrize(
    ("ties", "tied", "ways", "code"),
    [
        (("cost", "lot"), (("A", "C"),), ("lot", "cost", "lot", "", ""), "tie_needs_lot"),
        (("lot",), (("A", "B", "C"),), ("lot", "lot", "lot", "", ""), "tie_needs_lot"),
        (("cost", "chair"), (("A", "C"),), ("chair", "cost", "chair", "", ""), "tie_needs_chair"),
        (("chair",), (("A", "B", "C"),), ("chair", "chair", "chair", "", ""), "tie_needs_chair"),
    ],
)
def test_each_way_of_breaking_ties(ties: tuple[str, ...], tied: object, ways: object, code: str) -> None:
    asked = define(COSTS, ceiling=60, ties=ties)
    assert find_ties(asked, standing(*VOTES)) == tied
    assert ways_of(asked) == ways
    with pytest.raises(RuleBroken) as refused:
        require_ties_resolved(asked, standing(*VOTES), (), ("A", "B"))
    assert refused.value.code == code
    assert rank_options(asked, standing(*VOTES), (), ("C", "B", "A"))[0] == 3


def test_the_order_that_was_drawn_holds() -> None:
    asked = define(COSTS, ceiling=99, ties=("lot",))
    assert rank_options(asked, standing(*VOTES), (), ("C", "A", "B")) == (3, 2, 0, 1, 4)
    by_cost = define(COSTS, ceiling=99)
    assert rank_options(by_cost, standing(*VOTES), (), ("C", "A", "B")) == (3, 1, 2, 0, 4)


def test_nobody_draws_for_a_withdrawn_project() -> None:
    asked = define(COSTS, ceiling=99)
    assert find_ties(asked, standing(*VOTES), {"A"}) == ()
    assert rank_options(asked, standing(*VOTES), {"A"}, ()) == (3, 1, 2, 0, 4)
    assert ways_of(asked, "A") == ("", "cost", "cost", "", "")
    assert ways_of(asked, "AB") == ("", "", "", "", "")


def test_choices_are_not_a_list_and_need_no_lot() -> None:
    asked = define([0, 0], method=Method.CHOICE)
    assert find_ties(asked, standing(4, 4)) == ()
    assert find_open_tie(asked, standing(4, 4), ()) == ()


def test_exact_shares_are_no_tie_when_they_differ_by_a_hair() -> None:
    asked = define([10, 10], ceiling=99)
    third = Scores(scores=(Fraction(1, 3), Fraction(333333333, 10**9)), votes=(1, 1), ballots_valid=3)
    assert find_ties(asked, third) == ()
    assert rank_options(asked, third, (), ()) == (0, 1)


def test_ties_of_a_long_list_are_judged_without_making_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails on 0.3.0, which walked the whole list once for every project of every tie: seconds at 600 projects."""
    walks: list[object] = []

    def counted(*args: Any) -> object:
        walks.append(args)
        return turns_of_all_options(*args)

    monkeypatch.setattr("sukui_desktop.domain.selection.deciding_ties.turns_of_all_options", counted)
    costs, votes = [10 + n % 3 for n in range(120)], [9 - n // 20 for n in range(120)]
    case = draw_open_ties(box_case(define(costs, ties=("lot",), ceiling=700), votes), Random(1))
    outcome = decide_case(case)
    (tie,) = deciding_ties(case, outcome)
    assert (len(tie.codes), {ranked.votes for ranked in outcome.ranking if ranked.code in tie.codes}) == (20, {6})
    assert walks == []


def test_what_decided_a_tie_is_told_in_the_order_of_the_rule() -> None:
    """Fails where the ways stand as they are met in the ranking: 추첨, 그다음은 사업비."""
    asked = papers.definition(["가", "나", "다", "라", "마"], [20, 20, 50, 50, 90], ceiling=90)
    tally, outcome = papers.outcome_of(asked, (5, 5, 5, 5, 5), 5)
    (tie,) = deciding_ties(case_of_outcome(asked, tally, outcome), outcome)
    assert tie.ways == (TieWay.COST, TieWay.LOT)

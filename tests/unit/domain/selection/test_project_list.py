"""The list under the ceiling on elections small enough to do by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Definition, Option, Question, SelectionRule, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case, scores_of_case
from sukui_desktop.domain.selection.ties import find_ties


def definition(
    costs: Sequence[int], *, ceiling: int, unaffordable: WhenUnaffordable = WhenUnaffordable.SKIP, least: int = 0
) -> Definition:
    options = tuple(Option(code="ABCDEFGH"[n], title=f"사업 {n}", cost=cost) for n, cost in enumerate(costs))
    question = Question(
        title="", method=Method.APPROVAL, options=options, groups=(), min_picks=0, max_picks=len(options)
    )
    rule = SelectionRule(when_unaffordable=unaffordable, min_votes=least, ceiling=ceiling)
    return Definition(
        format=1,
        city="seoul",
        meeting_id="m",
        poll_id="p",
        is_practice=False,
        title="",
        currency="KRW",
        question=question,
        rule=rule,
    )


def tally(*votes: int) -> Tally:
    return Tally(votes=votes, ballots_cast=sum(votes), ballots_valid=sum(votes), ballots_blank=0, ballots_invalid=0)


def test_skip_passes_over_what_does_not_fit() -> None:
    outcome = decide_case(make_case(definition([60, 50, 40], ceiling=100), tally(9, 8, 7)))
    assert outcome.selected == ("A", "C")
    assert outcome.total_cost == 100
    assert [r.outcome for r in outcome.ranking] == ["chosen", "unaffordable", "chosen"]
    assert [r.left_before for r in outcome.ranking] == [100, 40, 40]


def test_stop_ends_at_the_first_that_does_not_fit() -> None:
    outcome = decide_case(
        make_case(definition([60, 50, 40], ceiling=100, unaffordable=WhenUnaffordable.STOP), tally(9, 8, 7))
    )
    assert outcome.selected == ("A",)
    assert [r.outcome for r in outcome.ranking] == ["chosen", "unaffordable", "after_stop"]


def test_what_costs_exactly_what_is_left_fits() -> None:
    assert decide_case(make_case(definition([60, 40], ceiling=100), tally(2, 1))).selected == ("A", "B")
    assert decide_case(make_case(definition([60, 41], ceiling=100), tally(2, 1))).selected == ("A",)


def test_as_many_votes_as_the_minimum_are_enough() -> None:
    outcome = decide_case(make_case(definition([10, 10, 10], ceiling=100, least=5), tally(6, 5, 4)))
    assert outcome.selected == ("A", "B")
    assert outcome.ranking[2].outcome == "below_minimum"


def test_a_project_below_the_minimum_does_not_stop_the_list() -> None:
    outcome = decide_case(
        make_case(definition([10, 999], ceiling=100, unaffordable=WhenUnaffordable.STOP, least=3), tally(5, 2))
    )
    assert [r.outcome for r in outcome.ranking] == ["chosen", "below_minimum"]


def test_equal_votes_go_to_the_lower_cost() -> None:
    outcome = decide_case(make_case(definition([70, 60, 10], ceiling=100), tally(5, 5, 9)))
    assert [r.code for r in outcome.ranking] == ["C", "B", "A"]
    assert [r.tie for r in outcome.ranking] == ["", "cost", "cost"]
    assert outcome.lot == ()


def test_equal_votes_and_cost_wait_for_the_lot() -> None:
    asked = definition([50, 50, 50, 20], ceiling=100)
    counted = tally(5, 5, 1, 9)
    assert find_ties(asked, scores_of_case(make_case(asked, counted))) == (("A", "B"),)
    with pytest.raises(RuleBroken) as refused:
        decide_case(make_case(asked, counted))
    assert refused.value.code == "tie_needs_lot"
    assert refused.value.facts == {"titles": ("사업 0", "사업 1")}
    assert decide_case(make_case(asked, counted, ("B", "A"))).selected == ("D", "B")
    assert decide_case(make_case(asked, counted, ("A", "B"))).selected == ("D", "A")
    assert decide_case(make_case(asked, counted, ("B", "A"))).lot == ("B", "A")


def test_a_lot_names_nobody_who_was_not_tied() -> None:
    outcome = decide_case(make_case(definition([50, 50, 20], ceiling=100), tally(5, 5, 9), ("C", "B", "A")))
    assert outcome.lot == ("B", "A")
    assert [r.tie for r in outcome.ranking] == ["", "lot", "lot"]


def test_every_project_has_a_place_of_its_own() -> None:
    outcome = decide_case(make_case(definition([50, 50, 20], ceiling=10), tally(0, 0, 0), ("B", "A")))
    assert [r.place for r in outcome.ranking] == [1, 2, 3]
    assert outcome.selected == ()
    assert outcome.total_cost == 0

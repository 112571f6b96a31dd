"""What is said of a project, number by number, on lists done by hand."""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain.margin.explanations import Explanation, explain_projects
from sukui_desktop.domain.question.definition import WhenUnaffordable
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import Allocation, CostLimit
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from tests.builders.cases import box_case, channel_case, define, drawn, make_channels, motion_case


def told(case: Case) -> dict[str, Explanation]:
    case = replace(case, tie_order=drawn(case))
    return {each.code: each for each in explain_projects(case, decide_case(case))}


def test_a_project_that_does_not_fit_learns_what_it_lacks_and_who_had_the_money() -> None:
    all_told = told(box_case(define([30, 40, 50, 25], ceiling=100), (9, 8, 7, 6), valid=20))
    assert all_told["C"] == Explanation(
        code="C",
        reason=OutcomeKind.UNAFFORDABLE,
        place=3,
        votes=7,
        limit="ceiling",
        limit_name="",
        limit_amount=100,
        left_before=30,
        cost=50,
        displaced_by=("B",),
        in_at_cost=30,
        short_by=2,
        out_by=0,
        lacks=20,
    )
    assert [each.code for each in all_told.values()] == ["A", "B", "C", "D"]


def test_as_many_are_named_as_had_the_money_it_lacked() -> None:
    assert told(box_case(define([30, 40, 20, 50], ceiling=100), (9, 8, 7, 6), valid=20))["D"].displaced_by == ("B", "C")
    too_dear = told(box_case(define([30, 140], ceiling=100), (9, 8), valid=20))["B"]
    assert (too_dear.displaced_by, too_dear.in_at_cost, too_dear.short_by) == ((), 70, 0)


def test_a_chosen_one_learns_what_it_could_lose() -> None:
    all_told = told(box_case(define([60, 50, 30], ceiling=100), (9, 8, 3), valid=20))
    assert (all_told["A"].out_by, all_told["A"].in_at_cost, all_told["A"].short_by) == (1, 60, 0)
    # C fits beside A whatever it loses.
    assert all_told["C"].out_by == 0


def test_after_the_end_of_a_list_the_project_is_named_at_which_it_ended() -> None:
    all_told = told(
        box_case(define([60, 50, 30], ceiling=100, unaffordable=WhenUnaffordable.STOP), (9, 8, 7), valid=20)
    )
    assert (all_told["B"].displaced_by, all_told["B"].lacks) == (("A",), 10)
    assert (all_told["C"].reason, all_told["C"].displaced_by, all_told["C"].in_at_cost) == ("after_stop", ("B",), 0)
    reached = told(box_case(define([60, 50, 30], ceiling=100, boundary="reach"), (9, 8, 7), valid=20))
    assert (reached["C"].displaced_by, reached["C"].in_at_cost) == (("B",), 0)


def test_below_a_minimum_the_votes_that_are_missing_are_reported() -> None:
    low = told(box_case(define([1, 1], ceiling=9, least=5), (8, 3), valid=20))["B"]
    assert (low.reason, low.limit, low.limit_amount, low.lacks, low.short_by) == ("below_minimum", "threshold", 5, 2, 2)
    low = told(box_case(define([1, 1], ceiling=9, min_share="1/10"), (80, 38), valid=388))["B"]
    assert (low.limit, low.limit_name, low.limit_amount, low.lacks, low.short_by) == ("share", "1/10", 39, 1, 1)


def test_each_allocation_is_named() -> None:
    allocations = (Allocation(name="복지", amount=50), Allocation(name="환경", amount=50))
    asked = define(
        [40, 45, 20, 5], fields=["복지", "환경", "복지", "교통"], allocate_by="field", allocations=allocations
    )
    all_told = told(box_case(asked, (9, 8, 7, 6), valid=20))
    low = all_told["C"]
    assert (low.reason, low.limit, low.limit_name, low.limit_amount) == ("over_allocation", "allocation", "복지", 50)
    assert (low.displaced_by, low.in_at_cost) == (("A",), 10)
    assert (all_told["D"].reason, all_told["D"].limit, all_told["D"].in_at_cost) == ("no_allocation", "", 0)


def test_the_leftover_is_a_limit_of_its_own() -> None:
    allocations = (Allocation(name="복지", amount=50), Allocation(name="환경", amount=50))
    asked = define(
        [40, 45, 20], fields=["복지", "환경", "복지"], allocate_by="field", allocations=allocations, leftover="pool"
    )
    low = told(box_case(asked, (9, 8, 7), valid=20))["C"]
    assert (low.reason, low.limit, low.limit_amount, low.in_at_cost) == ("unaffordable", "leftover", 15, 15)


def test_an_excluded_project_is_reported_by_whom() -> None:
    low = told(box_case(define([40, 50, 10], ceiling=100, exclusive=(("A", "C"),)), (9, 8, 7), valid=20))["C"]
    assert (low.reason, low.displaced_by, low.in_at_cost, low.short_by) == ("excluded", ("A",), 0, 2)


def test_an_eliminated_project_is_reported_the_money() -> None:
    low = told(box_case(define([50, 30, 20], ceiling=100, eliminate="3/10"), (9, 8, 7), valid=20))["C"]
    assert (low.reason, low.limit, low.limit_name, low.limit_amount) == ("eliminated", "share", "3/10", 30)
    # A dearer one would have crossed the share and stayed, but at no lower cost than its own does it.
    assert low.in_at_cost == 0


def test_a_limit_of_cost_is_reported_and_the_cost_below_it() -> None:
    asked = define([50, 30], ceiling=60, groups=["광역", "광역"], cost_limits=(CostLimit(below=40, kind="광역"),))
    low = told(box_case(asked, (9, 8), valid=20))["A"]
    assert (low.reason, low.limit, low.limit_name, low.limit_amount) == ("over_cost_limit", "cost_limit", "광역", 40)
    assert low.in_at_cost == 39


def test_a_lower_cost_also_wins_a_tie() -> None:
    all_told = told(box_case(define([40, 40], ceiling=60), (9, 9), valid=20))
    # Second by lot: 20 is left at its place, but at 39 it would have come first.
    assert all_told["B"].in_at_cost == 39
    lot_only = told(box_case(define([40, 40], ceiling=60, ties=("lot",)), (9, 9), valid=20))
    assert lot_only["B"].in_at_cost == 20


def test_a_withdrawn_project_could_have_had_any_votes() -> None:
    low = told(box_case(define([40, 40], ceiling=60), (9, 8), valid=20, withdrawn=frozenset("A")))["A"]
    assert (low.reason, low.in_at_cost, low.short_by, low.displaced_by) == ("withdrawn", 0, 0, ())


def test_channels_are_reported_by_their_score() -> None:
    asked = define([50, 50], ceiling=50, channels=make_channels({"a": "1/2", "b": "1/2"}))
    low = told(channel_case(asked, {"a": (4, (3, 2)), "b": (10, (4, 8))}))["A"]
    assert (low.score, low.votes, low.short_by) == ("23/40", 7, 0)
    assert told(box_case(define([5], ceiling=5), (1,)))["A"].score is UNSET


def test_nothing_is_explained_of_a_motion() -> None:
    assert told(motion_case(Motion(), (5, 4, 0))) == {}

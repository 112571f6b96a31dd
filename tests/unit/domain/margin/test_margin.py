"""How few marks would have made another list: small cases by hand, and the list without a channel."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.margin.margin import (
    NO_MARGIN,
    Margin,
    case_with_changed_marks,
    measure_margin,
    outcome_without_channel,
)
from sukui_desktop.domain.question.channels import Basis
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from tests.builders.cases import box_case, channel_case, define, drawn, make_channels, motion_case

COUNTS = {"committee": (4, (3, 2)), "citizens": (10, (4, 8))}
WEIGHTS = {"committee": "9/20", "citizens": "11/20"}


def weighed(case: Case) -> Margin:
    return measure_margin(case, decide_case(case))


def test_one_vote_more_than_the_next_is_one_mark_from_another_list() -> None:
    # B is dearer, so it must pass A, not only draw level.
    told = weighed(box_case(define([50, 60], ceiling=60), (10, 9), valid=20))
    assert (abs(told.change), told.comes_in, told.goes_out, told.selected) == (2, ("B",), ("A",), ("B",))


def test_a_cheaper_project_needs_only_to_draw_level() -> None:
    told = weighed(box_case(define([60, 50], ceiling=60), (10, 8), valid=20))
    assert abs(told.change) == 2


def test_a_new_tie_that_only_a_lot_could_break_changes_nothing_yet() -> None:
    told = weighed(box_case(define([60, 60], ceiling=60), (10, 8), valid=20))
    assert abs(told.change) == 3


def test_an_existing_tie_is_one_mark_from_its_other_end() -> None:
    case = box_case(define([60, 60], ceiling=60), (8, 8), valid=20)
    assert abs(weighed(replace(case, tie_order=("B", "A"))).change) == 1


def test_the_minimum_is_an_edge_too() -> None:
    told = weighed(box_case(define([10, 10], ceiling=60, least=5), (30, 3), valid=50))
    assert (told.code, told.change, told.comes_in) == ("B", 2, ("B",))
    told = weighed(box_case(define([10, 10], ceiling=60, least=5), (30, 5), valid=50))
    assert (told.code, told.change, told.goes_out) == ("B", -1, ("B",))


def test_nothing_changes_where_there_is_money_for_all() -> None:
    assert weighed(box_case(define([10, 20], ceiling=60), (9, 8), valid=20)) == NO_MARGIN


def test_no_more_marks_are_added_than_there_are_ballots() -> None:
    told = weighed(box_case(define([60, 60], ceiling=60), (10, 7), valid=10))
    assert (told.code, told.change) == ("A", -4)
    assert weighed(box_case(define([60, 70], ceiling=60), (10, 7), valid=10)) == NO_MARGIN


def test_points_are_weighed_as_points() -> None:
    asked = define([60, 60], ceiling=60, method=Method.SCORE, marks=Marking(high=10))
    told = weighed(replace(box_case(asked, (55, 20), valid=10), votes=(9, 3)))
    assert abs(told.change) == 36


def test_in_channels_the_change_is_in_the_channel_where_it_is_smallest() -> None:
    case = channel_case(define([50, 50], ceiling=50, channels=make_channels(WEIGHTS)), COUNTS)
    # B 266/400 leads A 223/400 by 43: one committee mark is worth 45.
    told = weighed(case)
    assert (told.channel, abs(told.change)) == ("committee", 1)
    place = [count.key for count in case.counts].index(told.channel)
    index = ["A", "B"].index(told.code)
    assert decide_case(case_with_changed_marks(case, place, index, told.change)).selected == told.selected


def test_the_last_mark_of_a_channel_makes_it_empty_and_is_weighed_so() -> None:
    counts = {"committee": (1, (1, 0)), "citizens": (10, (4, 5))}
    channels = make_channels(WEIGHTS, Basis.MARKS)
    # B never fits. A has 9/20 + 11/20 × 4/9; without the committee's only mark 4/9, which is below 9/20.
    told = weighed(channel_case(define([50, 60], ceiling=50, channels=channels, min_share="9/20"), counts))
    assert (told.code, told.channel, told.change, told.goes_out) == ("A", "committee", -1, ("A",))


@pytest.mark.parametrize(
    ("motion", "votes", "code", "change"),
    [
        (Motion(), (51, 49, 0), "A", -1),
        (Motion(), (50, 50, 0), "A", 1),
        (Motion(base=MotionBase.DECIDING), (50, 45, 5), "B", 5),
        (Motion(base=MotionBase.DECIDING), (40, 50, 10), "B", -11),
    ],
)
def test_a_motion_is_turned_by_so_many(motion: Motion, votes: tuple[int, ...], code: str, change: int) -> None:
    case = motion_case(motion, votes)
    told = weighed(case)
    assert (told.code, abs(told.change)) in ((code, abs(change)), ("A", abs(change)))
    index = ["A", "B"].index(told.code)
    assert decide_case(case_with_changed_marks(case, 0, index, told.change)).motion_result.is_passed == told.is_passed  # type: ignore[union-attr]


def test_what_no_mark_can_turn_is_reported_so() -> None:
    assert weighed(motion_case(Motion(least_cast=5000), (600, 62, 0))) == NO_MARGIN
    choice = box_case(define([0, 0], method=Method.CHOICE), (3, 4))
    assert weighed(choice) == NO_MARGIN


def test_the_list_without_a_channel() -> None:
    asked = define([50, 50], ceiling=50, channels=make_channels(WEIGHTS))
    case = channel_case(asked, COUNTS)
    assert decide_case(case).selected == ("B",)
    assert outcome_without_channel(case, "citizens").selected == ("A",)
    without = outcome_without_channel(case, "committee")
    assert [(ranked.code, ranked.score, ranked.votes) for ranked in without.ranking] == [
        ("B", "4/5", 8),
        ("A", "2/5", 4),
    ]


def test_three_channels_keep_their_proportion_without_the_third() -> None:
    channels = make_channels({"a": "1/2", "b": "2/5", "c": "1/10"})
    counts = {"a": (10, (9, 0)), "b": (10, (0, 9)), "c": (10, (1, 1))}
    without = outcome_without_channel(channel_case(define([5, 5], ceiling=5, channels=channels), counts), "c")
    assert [ranked.score for ranked in without.ranking] == ["1/2", "2/5"]


def test_a_channel_that_is_not_there_cannot_be_left_out() -> None:
    case = channel_case(define([5, 5], ceiling=5, channels=make_channels({"a": "1"})), {"a": (3, (2, 1))})
    for key, code in (("b", "channel_unknown"), ("a", "channels_missing")):
        with pytest.raises(RuleBroken) as refused:
            outcome_without_channel(case, key)
        assert refused.value.code == code
    plain = box_case(define([5, 5], ceiling=5), (2, 1))
    assert drawn(plain) == ()
    with pytest.raises(RuleBroken, match="channel_unknown"):
        outcome_without_channel(plain, "a")

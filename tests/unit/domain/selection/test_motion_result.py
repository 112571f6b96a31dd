"""과반수와 정족수 with numbers that were real, and at the very line."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.motion import Motion, MotionBase, Participation
from sukui_desktop.domain.selection.outcome_of_case import (
    judge_motion,
    people_needed_to_take_part,
    votes_needed_to_pass,
)

FORUM = Motion(least_cast=5000)
"""민주주의서울: 5,000 take part and a majority is in favour."""


def all_cast(count: int) -> Participation:
    return Participation(cast=count, valid=count)


@pytest.mark.parametrize(("in_favour", "against", "cast"), [(5115, 139, 5259), (5097, 134, 5250)])
def test_the_two_forums_of_seoul_passed(in_favour: int, against: int, cast: int) -> None:
    motion_result = judge_motion(FORUM, in_favour, against, all_cast(cast))
    assert (motion_result.is_passed, motion_result.code) == (True, "passed")
    assert motion_result.needed == cast // 2 + 1
    assert (motion_result.took_part, motion_result.needed_to_take_part, motion_result.base_count) == (cast, 5000, cast)


def test_662_people_are_too_few_however_they_voted() -> None:
    motion_result = judge_motion(FORUM, 662, 0, all_cast(662))
    assert (motion_result.is_passed, motion_result.code) == (False, "too_few_took_part")


def test_five_thousand_are_enough_and_one_fewer_is_not() -> None:
    assert judge_motion(FORUM, 5000, 0, all_cast(5000)).is_passed
    assert judge_motion(FORUM, 4999, 0, all_cast(4999)).code == "too_few_took_part"


def test_half_is_no_majority() -> None:
    assert not judge_motion(Motion(), 50, 50, all_cast(100)).is_passed
    assert judge_motion(Motion(), 51, 49, all_cast(100)).is_passed
    assert judge_motion(Motion(is_more_than=False), 50, 50, all_cast(100)).is_passed


@pytest.mark.parametrize(
    ("base", "needed"), [("enrolled", 151), ("present", 101), ("cast", 91), ("valid", 86), ("deciding", 76)]
)
def test_every_base_has_its_own_majority(base: MotionBase, needed: int) -> None:
    turnout = Participation(enrolled=300, present=200, cast=180, valid=170)
    motion_result = judge_motion(Motion(base=base), 90, 60, turnout)
    assert motion_result.needed == needed
    assert motion_result.is_passed == (needed <= 90)
    assert motion_result.turnout == turnout
    assert base in tuple(MotionBase)


def test_two_thirds_are_exact() -> None:
    two_thirds = Motion(numerator=2, denominator=3, is_more_than=False)
    assert [votes_needed_to_pass(two_thirds, count) for count in (3, 4, 100, 300)] == [2, 3, 67, 200]
    assert votes_needed_to_pass(Motion(numerator=2, denominator=3), 300) == 201


def test_nothing_passes_without_a_vote_for_it() -> None:
    assert not judge_motion(Motion(is_more_than=False), 0, 0, all_cast(0)).is_passed
    assert not judge_motion(Motion(base=MotionBase.DECIDING), 0, 0, all_cast(10)).is_passed


def test_a_share_of_the_enrolled_must_take_part() -> None:
    half = Motion(least_share="1/2", least_cast=20)
    assert people_needed_to_take_part(half, Participation(enrolled=101, cast=0, valid=0)) == 51
    assert people_needed_to_take_part(half, Participation(enrolled=30, cast=0, valid=0)) == 20
    turnout = Participation(enrolled=101, cast=50, valid=50)
    assert judge_motion(half, 50, 0, turnout).code == "too_few_took_part"


@pytest.mark.parametrize(
    "motion", [Motion(base=MotionBase.ENROLLED), Motion(base=MotionBase.PRESENT), Motion(least_share="1/2")]
)
def test_a_base_that_nobody_counted_is_reported(motion: Motion) -> None:
    with pytest.raises(RuleBroken, match="turnout_missing"):
        judge_motion(motion, 5, 1, all_cast(6))

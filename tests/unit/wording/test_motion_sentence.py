"""A motion in one sentence: the base is named, and too few people come before too few votes."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.question.motion import Motion, MotionBase, Participation
from sukui_desktop.domain.selection.outcome_of_case import judge_motion
from sukui_desktop.wording.result import motion_needed_and_got_sentence
from tests.builders import kinds

ASKED = kinds.passed().definition


@pytest.mark.parametrize("base", tuple(MotionBase))
def test_the_base_is_named(base: MotionBase) -> None:
    turnout = Participation(enrolled=56, present=41, cast=40, valid=38)
    sentence = motion_needed_and_got_sentence(ASKED, judge_motion(Motion(base=base), 30, 6, turnout))
    named = {"enrolled": "재적 56명", "present": "출석 41명", "cast": "투표 40표", "valid": "유효 38표"}
    assert sentence.startswith(named.get(base, "찬성과 반대 36표"))
    few = judge_motion(Motion(base=base, least_cast=50), 30, 6, turnout)
    assert (
        motion_needed_and_got_sentence(ASKED, few) == "50명 이상이 참여해야 하는데 40명이 참여하여 10명이 모자랍니다."
    )


@pytest.mark.parametrize(("in_favour", "words"), [(20, "‘찬성’ 표가 20표입니다."), (19, "1표가 모자랍니다.")])
def test_enough_and_not_enough(in_favour: int, words: str) -> None:
    motion_result = judge_motion(Motion(base=MotionBase.VALID), in_favour, 10, Participation(cast=40, valid=38))
    assert motion_needed_and_got_sentence(ASKED, motion_result).endswith(words)

"""A motion in one sentence: the base is named, and too few people come before too few votes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.question.motion import Motion, MotionBase, Participation
from sukui_desktop.domain.selection.outcome_of_case import judge_motion
from sukui_desktop.wording.result import decision_sentence_for_minutes, motion_needed_and_got_sentence
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


@pytest.mark.parametrize(("name", "verb"), [("passed", "가결"), ("failed", "부결"), ("too_few", "부결")])
def test_a_motion_is_decided_by_the_name_of_its_item_and_not_by_a_question(name: str, verb: str) -> None:
    """Fails on "‘…동의안에 찬성하십니까?’를 부결하였습니다" (F24)."""
    sheet = kinds.every_result()[name]
    asked = replace(
        sheet.definition,
        title="운영세칙 개정 동의안에 찬성하십니까?",
    )
    told = decision_sentence_for_minutes(asked, sheet.outcome, 0, "운영세칙 개정 동의안")
    assert told.startswith(f"표결 결과 ‘운영세칙 개정 동의안’을 {verb}하였습니다.")
    alone = decision_sentence_for_minutes(asked, sheet.outcome, 0)
    assert alone.startswith(f"‘운영세칙 개정 동의안에 찬성하십니까?’라고 물은 표결이 {verb}되었습니다.")
    assert "물은 것은 ‘운영세칙 개정 동의안에 찬성하십니까?’입니다." in told
    # Fails on 0.6.0, where an item of another name was carried: nobody had voted on "운영세칙의 건" in these words.
    named = replace(asked, title="운영세칙 개정 동의안")
    for item_title in ("", "운영세칙의 건", "운영세칙을 고칠까요?"):
        told = decision_sentence_for_minutes(named, sheet.outcome, 0, item_title)
        assert told.startswith(f"표결 결과 ‘운영세칙 개정 동의안’을 {verb}하였습니다.")
    alone = decision_sentence_for_minutes(asked, sheet.outcome, 0, "운영세칙을 고칠까요?")
    assert alone.startswith("‘운영세칙 개정 동의안에 찬성하십니까?’라고 물은")

"""How close it was, in words: each kind of change has its sentence, and the number is the one that was found."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.margin.margin import NO_MARGIN, Margin
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.wording.result_study import closeness_sentence
from tests.builders import kinds


def definition(name: str) -> Definition:
    return kinds.every_result()[name].definition


def said(name: str, **found: object) -> str:
    return closeness_sentence(definition(name), replace(NO_MARGIN, code="P001", **found))


def test_a_vote_more_that_swaps_two_projects() -> None:
    told = said("approval", change=2, comes_in=("P001",), goes_out=("P003",))
    titles = {option.code: option.title for option in definition("approval").question.options}
    assert told == (
        f"목록이 바뀌는 가장 작은 차이: ‘{titles['P001']}’ 사업이 2표를 더 얻었다면 "
        f"‘{titles['P001']}’ 사업이 선정되고 ‘{titles['P003']}’ 사업이 빠졌을 것입니다."
    )


def test_points_are_not_called_votes() -> None:
    assert "3점을 덜 얻었다면" in said("score", change=-3, goes_out=("P001",))
    assert "1,200점을 더 얻었다면" in said("cumulative", change=1200, comes_in=("P001",))


def test_only_in_and_only_out_have_sentences_of_their_own() -> None:
    assert said("approval", change=1, comes_in=("P001",)).endswith("사업이 선정되었을 것입니다.")
    assert said("approval", change=-1, goes_out=("P001",)).endswith("사업이 빠졌을 것입니다.")


def test_the_channel_is_named_where_there_are_some() -> None:
    assert ": 엠보팅(온라인 시민투표)에서 ‘" in said("channels", channel="online", change=4, comes_in=("P001",))
    assert "에서 ‘" not in said("approval", change=4, comes_in=("P001",))


def test_many_projects_are_counted_after_three() -> None:
    told = said("approval", change=1, comes_in=("P001",), goes_out=("P002", "P003", "P004", "P005", "P006"))
    assert "외 2건 사업이 빠졌을 것입니다" in told
    titles = {option.code: option.title for option in definition("approval").question.options}
    assert titles["P004"] in told
    assert titles["P005"] not in told


@pytest.mark.parametrize(
    ("change", "is_passed", "told"),
    [(2, True, "2표 더 많았다면 가결되었을"), (-1, False, "1표 적었다면 부결되었을")],
)
def test_a_motion_is_turned(change: int, is_passed: bool, told: str) -> None:
    sentence = closeness_sentence(definition("passed"), Margin(code="1", change=change, is_passed=is_passed))
    assert sentence == f"결과가 바뀌는 가장 작은 차이: ‘찬성’ 표가 {told} 것입니다."


def test_nothing_that_changes_is_said_too() -> None:
    assert closeness_sentence(definition("approval"), NO_MARGIN).endswith("선정 목록은 바뀌지 않습니다.")
    assert closeness_sentence(definition("passed"), NO_MARGIN).startswith("찬성이나 반대 하나만")


@pytest.mark.parametrize("name", ["choice", "opinions"])
def test_where_nothing_was_decided_nothing_is_said(name: str) -> None:
    assert closeness_sentence(definition(name), NO_MARGIN) == ""


@pytest.mark.parametrize("name", list(kinds.every_result()))
def test_every_study_carries_the_sentence_of_its_own_finding(name: str) -> None:
    sheet = kinds.every_result()[name]
    assert sheet.study
    assert sheet.study.closeness == closeness_sentence(sheet.definition, sheet.study.margin)
    assert bool(sheet.study.closeness) == (name not in ("choice", "opinions", "rare_opinions"))

"""The sentence of every outcome as people read it, with nothing left unfilled."""

from __future__ import annotations

import re

from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import Allocation, CostLimit
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from sukui_desktop.wording.result_study import explanation_sentences
from tests.builders.cases import box_case, channel_case, define, drawn, make_channels, motion_case

WON = 100_000_000


def sentences(case: Case, currency: str = "KRW") -> dict[str, str]:
    case = replace(case, tie_order=drawn(case))
    return {
        code: sentence.replace("\u00a0", " ")
        for code, sentence in explanation_sentences(case, decide_case(case), currency).items()
    }


def test_every_outcome_has_its_sentence() -> None:
    facts = dict.fromkeys(("standing", "limit", "left", "lacks", "cost", "displaced", "unless"), "…")
    for word in tuple(OutcomeKind):
        assert "…" in text(f"explaining.{word}", **facts)


def test_a_list_of_four_in_words() -> None:
    said = sentences(
        box_case(define([60 * WON, 50 * WON, 40 * WON, 5 * WON], ceiling=100 * WON, least=10), (90, 80, 70, 3))
    )
    assert said["A"] == (
        "90표로 1위이며, 한도액 100억원 중 남아 있던 100억원에서 사업비 60억원을 써서 선정되었습니다. "
        "10표를 덜 얻었다면 빠졌을 것입니다."
    )
    assert said["B"] == (
        "80표로 2위이며, 한도액 100억원 중 40억원만 남아 사업비 50억원에 10억원이 모자라 선정되지 않았습니다"
        "(같은 돈에서 먼저 선정: ‘사업 A’). 다른 것이 그대로라면 사업비가 40억원 이하였거나 10표를 더 얻었을 때 "
        "선정되었을 것입니다."
    )
    assert said["D"] == (
        "3표로 4위이며, 최소 득표 10표에 7표 못 미쳐 사업비 5억원인 이 사업은 선정 대상에 들지 못했습니다. "
        "다른 것이 그대로라면 67표를 더 얻었을 때 선정되었을 것입니다."
    )


def test_many_that_had_the_money_are_counted() -> None:
    said = sentences(box_case(define([10, 10, 10, 10, 10, 50], ceiling=50), (9, 8, 7, 6, 5, 4), valid=9))["F"]
    assert "‘사업 C’, ‘사업 D’, ‘사업 E’ 외 2건" in said


def test_every_kind_of_limit_is_said() -> None:
    fields = ["복지", "환경", "복지", "교통"]
    allocations = (Allocation(name="복지", amount=50), Allocation(name="환경", amount=50))
    by_field = define([40, 45, 20, 5], fields=fields, allocate_by="field", allocations=allocations)
    said = sentences(box_case(by_field, (9, 8, 7, 6), valid=20))
    assert "‘복지’ 배분액 50원 중 10원만 남아" in said["C"]
    assert "배분된 돈이 없어" in said["D"]
    pooled = define([40, 45, 20, 5], fields=fields, allocate_by="field", allocations=allocations, leftover="pool")
    assert "배분 뒤 모은 남은 돈 15원 중 15원만" in sentences(box_case(pooled, (9, 8, 7, 6), valid=20))["C"]
    excluded = define([40, 45], ceiling=90, exclusive=(("A", "B"),))
    assert "(먼저 선정: ‘사업 A’)" in sentences(box_case(excluded, (9, 8), valid=20))["B"]
    eliminated = define([50, 30, 20], ceiling=100, eliminate="3/10")
    assert "전체 사업비의 3/10(30원)까지" in sentences(box_case(eliminated, (9, 8, 7), valid=20))["C"]
    dear = define([50, 30], ceiling=90, cost_limits=(CostLimit(below=40),))
    assert "사업 하나의 제한 금액 40원 이상" in sentences(box_case(dear, (9, 8), valid=20))["A"]
    stopped = define([60, 50, 30], ceiling=100, unaffordable=WhenUnaffordable.STOP)
    assert "(목록이 끝난 곳: ‘사업 B’)" in sentences(box_case(stopped, (9, 8, 7), valid=20))["C"]
    share = define([1, 1], ceiling=9, min_share="1/10")
    assert "유효표의 1/10인 39표에 1표 못 미쳐" in sentences(box_case(share, (80, 38), valid=388))["B"]
    gone = box_case(define([1, 1], ceiling=9), (8, 3), withdrawn=frozenset("A"))
    assert "투표 뒤 철회되어" in sentences(gone)["A"]


def test_points_and_shares_are_called_so() -> None:
    asked = define([60, 60], ceiling=60, method=Method.SCORE, marks=Marking(high=10), least=25)
    said = sentences(replace(box_case(asked, (55, 20), valid=10), votes=(9, 3)))
    assert said["A"].startswith("55점(9명이 고름)으로 1위이며")
    assert "최소 점수 25점에 5점 못 미쳐" in said["B"]
    channels = make_channels({"a": "1/2", "b": "1/2"})
    asked = define([50, 50], ceiling=50, channels=channels, min_share="3/5")
    said = sentences(channel_case(asked, {"a": (4, (3, 2)), "b": (10, (4, 8))}))
    assert said["B"].startswith("합산 65%(13/20, 모두 10표)로 1위이며")
    assert "최소 합산 점수 3/5에 못 미쳐" in said["A"]


def test_each_is_one_sentence_and_other_money_is_in_figures() -> None:
    asked = define([60, 50, 40], ceiling=100)
    for sentence in sentences(box_case(asked, (9, 8, 7), valid=20), "PLN").values():
        assert sentence.count("니다") <= 2
        assert sentence.endswith(".")
        assert "PLN" in sentence
        assert not re.search(r"[{}]", sentence)


def test_a_motion_needs_no_sentence_for_a_list() -> None:
    assert sentences(motion_case(Motion(), (5, 4, 0))) == {}


def test_points_of_channels_are_shares_not_points() -> None:
    channels = make_channels({"a": "1/2", "b": "1/2"})
    asked = define([50, 50], ceiling=50, channels=channels, method=Method.SCORE, marks=Marking(high=10))
    said = sentences(channel_case(asked, {"a": (4, (12, 20)), "b": (10, (40, 80))}))
    assert said["B"].startswith("합산 평균 13/2점(")

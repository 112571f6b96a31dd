"""Limits, rules and money in words."""

from __future__ import annotations

import msgspec
import pytest

from sukui_desktop.documents.write.wording import (
    MoneyColumn,
    first_out,
    last_in,
    limits_words,
    money_both,
    money_words,
    rule_words,
)
from tests.builders import papers


def test_limits_of_seven_and_three() -> None:
    question = papers.small_result().definition.question
    assert limits_words(question) == (
        "한 사람이 10건까지 고릅니다.",
        "광역제안형 묶음에서 7건까지 고릅니다.",
        "광역협치형 묶음에서 3건까지 고릅니다.",
        "아무것도 고르지 않은 투표지는 백지으로 셉니다.",
    )


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(168, 168, "정확히 168건을"), (2, 5, "2건부터 5건까지"), (0, 3, "3건까지")],
)
def test_limits_as_numbers(least: int, most: int, words: str) -> None:
    question = papers.small_result().definition.question
    asked = msgspec.structs.replace(question, groups=(), min_picks=least, max_picks=most, allows_blank=False)
    assert limits_words(asked) == (f"한 사람이 {words} 고릅니다.", "아무것도 고르지 않은 투표지는 무효로 합니다.")


def test_rules() -> None:
    rule = papers.small_result().definition.rule
    assert rule_words(rule, "KRW")[0] == "득표가 많은 순서로 한도액 410억원(41,000,000,000원) 안에서 선정합니다."
    assert "건너뛰고" in rule_words(rule, "KRW")[1]
    strict = msgspec.structs.replace(rule, when_unaffordable="stop", min_votes=1500)
    assert "멈춥니다" in rule_words(strict, "KRW")[1]
    assert rule_words(strict, "KRW")[2] == "1,500표 이상을 얻은 사업만 선정합니다."


def test_money() -> None:
    assert money_words(46_280_000_000, "KRW").replace("\u00a0", " ") == "462억 8천만원"
    assert money_both(900, "KRW") == "900원"
    assert money_both(12_345, "PLN") == "123.45 PLN"


@pytest.mark.parametrize(
    ("amounts", "currency", "unit", "cells"),
    [
        ([5_000_000, 1_200_000_000], "KRW", "(단위: 백만원)", ["5", "1,200"]),
        ([5_000_001, 1_000_000], "KRW", "(단위: 원)", ["5,000,001", "1,000,000"]),
        ([12_345, 100_000_000], "PLN", "(단위: PLN)", ["123.45", "1,000,000.00"]),
    ],
)
def test_a_money_column_has_one_unit(amounts: list[int], currency: str, unit: str, cells: list[str]) -> None:
    column = MoneyColumn(amounts, currency)
    assert column.unit == unit
    assert [column.cell(amount) for amount in amounts] == cells


def test_last_in_and_first_out() -> None:
    sheet = papers.small_result()
    told = last_in(sheet.outcome.ranking, "KRW").replace("\u00a0", " ")
    assert told.startswith("마지막 선정: 제8위 ‘")
    assert told.endswith("사업(5표, 19억원)이 남은 20억원 안에 들어 선정되었고, 1억원이 남았습니다.")
    told = first_out(sheet.outcome.ranking, sheet.definition).replace("\u00a0", " ")
    assert told.startswith("첫 미선정: 제7위 ‘")
    assert told.endswith("사업(6표, 48억원)은 남은 20억원보다 28억원이 많아 선정되지 못했습니다.")


def test_why_the_first_one_out_is_out() -> None:
    asked = papers.definition(["가", "나", "다"], [10, 20, 30], ceiling=100, min_votes=5)
    _, outcome = papers.outcome_of(asked, (9, 3, 1), 12)
    assert "최소 득표 5표에 2표가 모자라" in first_out(outcome.ranking, asked)
    _, outcome = papers.outcome_of(asked, (9, 8, 7), 12)
    assert "모든 사업이 선정되었습니다" in first_out(outcome.ranking, asked)
    _, outcome = papers.outcome_of(asked, (0, 0, 0), 12)
    assert "선정된 사업이 없습니다" in last_in(outcome.ranking, "KRW")

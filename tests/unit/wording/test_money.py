"""Money and shares in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import parse_money
from sukui_desktop.domain.question.exact_fractions import percent_words
from sukui_desktop.wording.money import MoneyColumn, money_words, money_words_and_figures, share_words
from sukui_desktop.wording.refusal_sentences import refusal_sentence


def test_money() -> None:
    assert money_words(46_280_000_000, "KRW").replace("\u00a0", " ") == "462억 8천만원"
    assert money_words_and_figures(900, "KRW") == "900원"
    assert money_words_and_figures(320_000_000, "KRW") == "3억\u00a02천만원(320,000,000원)"
    assert money_words_and_figures(12_345, "PLN") == "123.45\u00a0PLN"


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
    assert column.unit_words == unit
    assert [column.amount_words(amount) for amount in amounts] == cells


@pytest.mark.parametrize(
    ("share", "told"), [("9/20", "45%"), ("1/3", "1/3"), ("13/10", "130%"), ("1", "100%"), ("1/200", "1/200")]
)
def test_a_share_is_a_percentage_only_where_it_is_one(share: str, told: str) -> None:
    assert share_words(share) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [
        ("223/400", "55.75%"),
        ("34/75", "45.33%"),
        ("1/20000", "0.01%"),
        ("49/1000000", "0.00%"),
        ("1/1", "100%"),
        ("0/1", "0%"),
        (Fraction(2, 3), "66.67%"),
        ("-1/8", "-12.50%"),
    ],
)
def test_a_percentage_rounds_half_up(share: str | Fraction, told: str) -> None:
    assert percent_words(share) == told


@given(st.fractions(min_value=0, max_value=2, max_denominator=10**9))
def test_a_percentage_is_never_further_than_half_a_hundredth(share: Fraction) -> None:
    told = Fraction(percent_words(share).removesuffix("%"))
    assert -Fraction(1, 200) <= share * 100 - told < Fraction(1, 200)


def test_a_fraction_that_money_cannot_have_is_told_in_plain_words() -> None:
    """It spoke of the smallest unit of KRW to people who had typed 1.5."""
    with pytest.raises(BadInput) as refused:
        parse_money("1.5", "KRW")
    words = refusal_sentence(refused.value)
    assert "1.5" in words
    assert "소수점" in words
    assert "KRW" not in words

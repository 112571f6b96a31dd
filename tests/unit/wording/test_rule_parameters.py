"""A parameter of a rule in words: its bounds and its default."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, RuleParameterKind
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year
from sukui_desktop.wording.money import money_words, share_words
from sukui_desktop.wording.rules import parameter_choice_words, rule_parameter_heading_and_sentences

RULE = find_shipped_rule_year("seoul-proposal")


def words(parameter: RuleParameter, currency: str = "KRW") -> str:
    heading, sentence = rule_parameter_heading_and_sentences(replace(RULE, open=(parameter,)), currency)
    assert heading == "조례와 계획이 열어 둔 것:"
    return sentence.replace("\u00a0", " ")


def test_a_rule_that_leaves_nothing_open_says_nothing_of_it() -> None:
    assert rule_parameter_heading_and_sentences(replace(RULE, open=())) == ()


@pytest.mark.parametrize(
    ("least", "most", "told"),
    [
        (1, 9, "고를 수: 1 이상 9 이하 (정하지 않으면 5)"),
        (1, None, "고를 수: 1 이상 (정하지 않으면 5)"),
        (None, 9, "고를 수: 9 이하 (정하지 않으면 5)"),
        (None, None, "고를 수 (정하지 않으면 5)"),
    ],
)
def test_a_number_has_its_bounds(least: int | None, most: int | None, told: str) -> None:
    parameter = RuleParameter(
        field="question.max_picks", title="고를 수", kind=RuleParameterKind.WHOLE, least=least, most=most, default=5
    )
    assert words(parameter) == told


def test_a_share_is_said_in_percent() -> None:
    parameter = RuleParameter(
        field="selection.eliminate",
        title="비율",
        kind=RuleParameterKind.SHARE,
        least="1/20",
        most="1/3",
        default="1/10",
    )
    assert words(parameter) == "비율: 5% 이상 1/3 이하 (정하지 않으면 10%)"


def test_money_is_said_aloud_or_must_be_written_in() -> None:
    money = RuleParameter(
        field="selection.ceiling", title="한도액", kind=RuleParameterKind.MONEY, least=1, default=250_000_000
    )
    assert words(money) == "한도액: 1원 이상 (정하지 않으면 2억 5천만원)"
    assert words(replace(money, least=100), "PLN").startswith("한도액: 1.00 PLN 이상")
    assert words(replace(money, default=0)) == "한도액: 투표를 준비할 때 적어야 합니다"


def test_choices_are_reported_in_korean_and_by_where_they_stand() -> None:
    boundary = RuleParameter(
        field="selection.boundary",
        title="경계",
        kind=RuleParameterKind.WORD,
        choices=("within", "reach"),
        default="within",
    )
    assert words(boundary) == "경계: 뽑지 않음 · 뽑고 거기서 끝냄 가운데 하나 (정하지 않으면 뽑지 않음)"
    dropping = replace(boundary, field="selection.eliminate_boundary")
    assert parameter_choice_words(dropping, "reach") == "그 사업도 뺌"
    assert parameter_choice_words(replace(boundary, field="question.method"), "approval") == "approval"


@pytest.mark.parametrize(
    ("share", "told"), [("9/20", "45%"), ("1", "100%"), ("13/10", "130%"), ("1/3", "1/3"), ("1/200", "1/200")]
)
def test_shares(share: str, told: str) -> None:
    assert share_words(share) == told


def test_money() -> None:
    assert money_words(0) == "0원"
    assert money_words(150, "EUR") == "1.50 EUR"

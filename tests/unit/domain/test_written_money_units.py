"""Units of money as offices write them: more than a hundred spellings, and none that is taken for 1 won unread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.written_money_units import (
    UnitKind,
    parse_money_unit,
    parse_unit_in_heading,
    parse_unit_in_line,
    split_brackets,
)

THOUSAND, MILLION, EOK = 1_000, 1_000_000, 100_000_000
HEADINGS: dict[int, tuple[str, ...]] = {
    THOUSAND: (
        "사업비(천원)",
        "사업비(국비 포함, 천원)",
        "사업비(A)(천원)",
        "사업비(천)",
        "사업비(시비)(천원)",
        "사업비 (단위 : 천 원)",
        "사업비[千원]",
        "사업비<천원>",
        "사업비（１,０００원）",
        "사업비(1,000원)",
        "사업비(1000원)",
        "사업비(KRW 1,000)",
        "사업비(₩1,000)",
        "사업비(천₩)",
        "사업비 천원",
        "사업비/천원",
        "사업비:천원",
        "사업비 단위: 천원",
        "사업비 단위 천원",
        "사업비(천원 단위)",
        "사업비(단위 천원)",
        "사업비(단위=천원)",
        "사업비(금액단위: 천원)",
        "사업비(천원/년)",
        "사업비(천원, VAT 포함)",
        "사업비(VAT포함)(천원)",
        "사업비(2026년)(천원)",
        "사업비(천원)(2026)",
        "사업비(천원",
        "사업비 천원)",
        "사업비((천원))",
        "사업비(단위:천원(부가세 포함))",
        "Budget (thousand won)",
        "Budget (in thousands of won)",
        "Budget (KRW thousand)",
        "Cost (K KRW)",
        "Cost (unit: thousand won)",
        "Cost (Unit: KRW 1,000)",
        "사업비(단위: 명, 천원)",
        "사업비(건, 천원)",
        "사업비(천원·%)",
        "사업비(單位: 千원)",
        "사업비(1천원)",
        "사업비(천원임)",
        "사업비(천 KRW)",
        "사업비(천Won)",
        "천원 사업비",
        "(천원) 사업비",
        "사업비 (단위 : 천원 , 부가세 별도)",
        "사업비(부가세 포함 천원)",
        "사업비(총액 천원)",
        "사업비(단위;천원)",
        "사업비(단위.천원)",
        "사업비 〈천원〉",
        "사업비『천원』",
        "사업비(한화 천)",
        "사업비(천원 및 %)",
        "사업비【단위 천원】",
    ),
    MILLION: (
        "사업비(백만)",
        "사업비(안)(백만원)",
        "사업비(단위: 백만 원)",
        "사업비【百萬圓】",
        "사업비〔백만원〕",
        "사업비_백만원",
        "Budget (million KRW)",
        "Budget (KRW million)",
        "사업비 ( 백 만 원 )",
        "사업비(1백만원)",
        "사업비(100만원)",
        "사업비(백만원 기준)",
        "사업비(백만 won)",
        "사업비\n(백만원)",
        "사업비\n백만원",
        "사업비(국비+시비, 백만원)",
        "사업비[단위：백만원]",
        "사업비{백만원}",
        "사업비(百萬원)",
        "사업비(mil. KRW)",
        "사업비(단위:\n백만원)",
    ),
    EOK: (
        "사업비｛억원｝",
        "사업비(억)",
        "사업비(億원)",
        "사업비(단위:억)",
        "사업비(1억원)",
        "사업비 (억 원)",
    ),
    1: (
        "사업비(원)",
        "사업비(KRW)",
        "사업비(₩)",
        "사업비(원, VAT 포함)",
        "사업비(WON)",
        "사업비(원화)",
        "사업비(단위: 원)",
        "사업비 원",
        "사업비(圓)",
    ),
    10_000: (
        "사업비(만원)",
        "사업비(만)",
        "사업비(萬원)",
        "사업비(단위: 만 원)",
    ),
    100_000: (
        "사업비(십만원)",
        "사업비(10만원)",
    ),
    10_000_000: (
        "사업비(천만원)",
        "사업비(千萬원)",
    ),
    1_000_000_000: (
        "사업비(십억원)",
        "사업비(십억)",
        "Budget(bn KRW)",
        "사업비(10억원)",
    ),
    10_000_000_000: (
        "사업비(백억)",
        "사업비(백억원)",
    ),
    1_000_000_000_000: (
        "사업비(조원)",
        "사업비(兆원)",
    ),
}
TIMES = {
    1000: (
        "사업비(×1,000원)",
        "사업비(x 1,000원)",
        "사업비(X1000)",
        "사업비(원×1,000)",
        "사업비(×천원)",
        "사업비(×10³원)",
        "사업비[✕ 1,000]",
    ),
    10**6: ("사업비(×1,000,000원)", "사업비(단위: × 백만원)", "사업비(×10^6원)"),
}
"""Signs of multiplying; in 0.4.0 they were asked about, and (×1,000원) above the table was no unit."""
HEADINGS |= {won: HEADINGS[won] + headings for won, headings in TIMES.items()}
SPELLINGS = [(heading, won) for won, headings in HEADINGS.items() for heading in headings]


def test_more_than_a_hundred_spellings_are_tried() -> None:
    assert len(SPELLINGS) > 100


@pytest.mark.parametrize(("heading", "won"), SPELLINGS)
def test_the_unit_of_a_heading(heading: str, won: int) -> None:
    said = parse_unit_in_heading(heading)
    assert (said.kind, said.won) == (UnitKind.KNOWN, won)


@pytest.mark.parametrize(
    "heading",
    [
        "사업비(안)",
        "사업비(냥)",
        "사업비(단위: 냥)",
        "사업비(천달러)",
        "사업비(USD)",
        "사업비(천불)",
        "사업비(원)(천원)",
        "사업비(단위: 천원, 백만원)",
        "사업비(A)",
        "사업비(국비 포함)",
        "사업비(%)",
        "사업비(단위: 천)(단위: 백만)",
        "사업비(500원)",
        "사업비(단위: 1,000)",
        "사업비(만엔)",
        "사업비(百元)",
        "사업비(단위: 쳔원)",
        "사업비(쳔원)",
        "사업비(단위:)",
        "사업비(단위: 건)",
        "사업비(X)",
        "사업비(KUSD)",
        "사업비(백만위안)",
        "사업비(천유로)",
    ],
)
def test_what_is_not_understood_is_never_one_won(heading: str) -> None:
    """0.2.0 took every one of these for 1 won."""
    assert parse_unit_in_heading(heading).kind in (UnitKind.OTHER, UnitKind.UNKNOWN)


@pytest.mark.parametrize("heading", ["사업비", "총사업비", "사업비(2026년)", "지원 사업비", "소요예산"])
def test_a_heading_without_a_unit_says_nothing(heading: str) -> None:
    assert parse_unit_in_heading(heading).kind == UnitKind.NONE


@pytest.mark.parametrize(
    ("line", "won"),
    [
        ("(단위: 백만 원)", MILLION),
        ("(단위: 건, 천원)", THOUSAND),
        ("(천원)", THOUSAND),
        ("(단 위 : 천원)", THOUSAND),
        ("(단위: 백만)", MILLION),
        ("단위 : 천원", THOUSAND),
        ("천원", THOUSAND),
        ("2026년 목록 (단위: 천원)", THOUSAND),
        ("사업 목록(천원)", THOUSAND),
        ("< 단위 : 백만원 >", MILLION),
        ("[단위:억원]", EOK),
        ("※ 단위: 천원", THOUSAND),
        ("* 금액 단위는 천원입니다", THOUSAND),
        ("(Unit: KRW million)", MILLION),
        ("(單位: 千圓)", THOUSAND),
        ("(단위：천원, %)", THOUSAND),
        ("(단위: 개소/백만원)", MILLION),
        ("단위: 1,000원", THOUSAND),
        ("(1,000원)", THOUSAND),
        ("(금액: 천원)", THOUSAND),
        ("(백만원, 건)", MILLION),
        ("(×1,000원)", THOUSAND),
        ("(단위: x 1,000원)", THOUSAND),
        ("(단위: ×1,000)", THOUSAND),
        ("단위: × 백만원", MILLION),
        ("(단위: 원×1,000)", THOUSAND),
        ("(X 천원)", THOUSAND),
        ("(×10³원)", THOUSAND),
        ("(단위: 10^6원)", MILLION),
    ],
)
def test_the_unit_of_a_line_above_the_table(line: str, won: int) -> None:
    said = parse_unit_in_line(line)
    assert (said.kind, said.won) == (UnitKind.KNOWN, won)


@pytest.mark.parametrize(
    "line",
    ["2027년 사업 목록", "총 100억원", "참여예산(100억원)", "(총사업비 10억원)", "2026. 8. 1.", "회의 (제3차)", "850"],
)
def test_a_title_or_a_sum_is_no_unit(line: str) -> None:
    assert parse_unit_in_line(line).kind == UnitKind.NONE


@pytest.mark.parametrize(
    "line",
    ["(단위: 냥)", "(단위: 천달러)", "(단위: 천원, 달러)", "단위: 천원 / 백만원", "(x1,000)", "(×10원)", "(×500)"],
)
def test_a_line_that_states_another_unit_is_asked_about(line: str) -> None:
    assert parse_unit_in_line(line).kind == UnitKind.UNKNOWN


@given(
    st.sampled_from([1, 1000, 10**4, 10**6, 10**8]),
    st.sampled_from(["()", "[]", "（）", "【】", "〔〕", "<>"]),
    st.data(),
)
def test_blanks_brackets_and_remarks_change_no_unit(won: int, brackets: str, data: st.DataObject) -> None:
    words = {1: "원", 1000: "천원", 10**4: "만원", 10**6: "백만원", 10**8: "억원"}[won]
    spaced = "".join(letter + data.draw(st.sampled_from(["", " ", "\n"])) for letter in words)
    before = data.draw(st.sampled_from(["", "단위: ", "단위 ", "국비 포함, ", "VAT 별도, "]))
    other = data.draw(st.sampled_from(["", "(안)", "(2026년)", "(A)"]))
    said = parse_unit_in_heading(f"사업비{other}{brackets[0]}{before}{spaced}{brackets[1]}")
    assert (said.kind, said.won) == (UnitKind.KNOWN, won)


@given(st.text(max_size=30))
def test_any_text_is_read_without_failing(words: str) -> None:
    assert parse_unit_in_heading(words).kind in UnitKind
    assert parse_unit_in_line(words).kind in UnitKind
    unit = parse_money_unit(words)
    assert unit is None or str(unit).strip("0") == "1"
    split_brackets(words)

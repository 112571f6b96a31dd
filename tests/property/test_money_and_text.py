"""Any typed text: money reads back as written, names are clean, every person is found by a search."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import LARGEST_AMOUNT, format_money, parse_decimal_money, parse_money, words_of_won
from sukui_desktop.domain.text_cleaning_and_search import clean_text, initial_consonants, keystrokes_of, matches_query

AMOUNTS = st.integers(min_value=0, max_value=LARGEST_AMOUNT - 1) | st.integers(0, 10**12).map(
    lambda n: n // 1000 * 1000
)
KOREAN_NAMES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6)


@given(AMOUNTS)
def test_won_in_figures_and_words_are_read_back(amount: int) -> None:
    assert parse_money(format_money(amount, "KRW"), "KRW") == amount
    assert parse_money(words_of_won(amount), "KRW") == amount


@given(AMOUNTS, st.sampled_from(["PLN", "EUR", "JPY", "XXX"]))
def test_other_currencies_are_read_back(amount: int, currency: str) -> None:
    shown = format_money(amount, currency)
    assert parse_money(shown, currency) == amount
    assert parse_decimal_money(shown.split(" ")[0].replace(",", ""), currency) == amount


@given(st.text("0123456789.,억만천백십조원₩ -zł", max_size=20) | st.text(max_size=20), st.sampled_from(["KRW", "PLN"]))
def test_any_text_is_an_amount_or_refused(text: str, currency: str) -> None:
    try:
        amount = parse_money(text, currency)
    except BadInput:
        return
    assert 0 <= amount < LARGEST_AMOUNT
    assert parse_money(format_money(amount, currency), currency) == amount


@given(st.text(max_size=40) | st.text("홍e\u0301\u200d\u200b\u202e 👩🏽\ufe0f\u1112\u1169\u11bc\ue000", max_size=12))
def test_cleaning_twice_changes_nothing_and_leaves_one_line_in_nfc(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean == clean.strip()
    assert not {unicodedata.category(letter) for letter in clean.replace("\u200d", "")} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text(max_size=12))
def test_the_same_name_composed_or_not_is_the_same_name(text: str) -> None:
    assert clean_text(unicodedata.normalize("NFD", text)) == clean_text(unicodedata.normalize("NFC", text))
    assert initial_consonants(unicodedata.normalize("NFD", text)) == initial_consonants(
        unicodedata.normalize("NFC", text)
    )


@given(KOREAN_NAMES, st.data())
def test_somebody_is_found_after_every_key_of_the_name(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    typed = keystrokes_of(name[start:end])
    for query in (
        name[start:end],
        initial_consonants(name)[start:end],
        unicodedata.normalize("NFD", name[start:end]),
        typed[:1],
    ):
        assert matches_query(query, name=name, initials=initial_consonants(name), number="", last4="")

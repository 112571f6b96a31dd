"""Names are kept clean and found while they are still being typed."""

from __future__ import annotations

import unicodedata

import pytest

from sukui_desktop.domain.text_cleaning_and_search import (
    LEADS,
    clean_text,
    clean_text_of_lines,
    initial_consonants,
    keystrokes_of,
    matches_query,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("홍길동", "홍길동"),
        (unicodedata.normalize("NFD", "뷁 홍길동"), "뷁 홍길동"),
        ("  홍\t길\r\n동  ", "홍 길 동"),
        ("홍\u200b길\u200c동\ufeff", "홍길동"),
        ("\u202e동길홍\u202c \u2067x\u2069\u200f", "동길홍 x"),
        ("홍\u00a0\u3000길동", "홍 길동"),
        ("홍\x00길\x07동", "홍 길 동"),
        ("\ud800홍", "홍"),
        ("홍\u3164길", "홍길"),
        ("나무🌳 심기 🇰🇷", "나무🌳 심기 🇰🇷"),
        ("👩‍👩‍👧 가족", "👩‍👩‍👧 가족"),
        ("x\u200dy", "xy"),
        ("❤️", "❤️"),
        ("郞 朗", "郞 朗"),
        ("e\u200b\u0301", "é"),
        ("\ue000홍", "홍"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_what_stays_of_a_text(written: str, kept: str) -> None:
    assert clean_text(written) == kept


def test_an_emoji_family_keeps_its_joiners_so_that_it_stays_one_sign() -> None:
    assert clean_text("👩\u200d👩\u200d👧").count("\u200d") == 2


def test_lines_stay_lines_and_each_is_tidied() -> None:
    assert clean_text_of_lines("\n 첫째  줄\r\n둘째\u200b줄\u2028\n끝 \n") == "첫째 줄\n둘째줄\n\n끝"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("홍길동", "ㅎㄱㄷ"),
        ("까치 빵", "ㄲㅊㅃ"),
        ("Kim 철수", "kimㅊㅅ"),
        (unicodedata.normalize("NFD", "홍길동"), "ㅎㄱㄷ"),
        ("李길동", "李ㄱㄷ"),
        ("", ""),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initial_consonants(name) == expected


def test_initials_of_every_syllable_are_one_of_the_19_leads() -> None:
    syllables = "".join(map(chr, range(0xAC00, 0xD7A4)))
    assert initial_consonants(syllables) == "".join(lead for lead in LEADS for _ in range(588))


def _finds(query: str, name: str = "홍길동", number: str = "A-012", last4: str = "5678") -> bool:
    return matches_query(query, name=name, initials=initial_consonants(name), number=number, last4=last4)


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "홍",
        "홍길동",
        "길동",
        " 홍 길",
        "ㅎㄱㄷ",
        "ㄱㄷ",
        "홍ㄱ",
        "홍기",
        "홍길ㄷ",
        "홍길도",
        "호",
        "012",
        "a-0",
        "5678",
        "56",
    ],
)
def test_somebody_is_found_by(query: str) -> None:
    assert _finds(query)


@pytest.mark.parametrize("query", ["김", "ㄱㅎ", "홍동", "678", "99", "홍길동이", "홍갈"])
def test_somebody_is_not_found_by(query: str) -> None:
    assert not _finds(query)


@pytest.mark.parametrize(
    "query",
    [
        unicodedata.normalize("NFD", "홍길"),
        "\u1112\u1100\u1103",
        "ﾾﾡﾧ",
        unicodedata.normalize("NFD", "홍ㄱ"),
    ],
)
def test_decomposed_conjoining_and_half_width_letters_find_too(query: str) -> None:
    assert _finds(query)


@pytest.mark.parametrize(("query", "name"), [("밗", "박수진"), ("한", "하나"), ("고", "과천댁")])
def test_a_syllable_that_is_still_being_composed_finds_what_it_may_become(query: str, name: str) -> None:
    assert _finds(query, name=name)


def test_a_two_stroke_jamo_is_its_two_keys() -> None:
    assert keystrokes_of("ㄳㅘ밗") == "ㄱㅅㅗㅏㅂㅏㄱㅅ"


def test_latin_names_are_found_in_any_case_and_spacing() -> None:
    assert _finds("JOHN s", name="John Smith")
    assert _finds("smith", name="John Smith")

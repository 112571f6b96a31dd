"""Every syllable there is can be written on the screen, stroke by stroke, as on the keyboards people know."""

from __future__ import annotations

import unicodedata

import pytest

from sukui_desktop.ui.kiosk.screen_keyboard import SHIFTED, compose_hangul

_TWO = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip


def strokes_of(syllable: str) -> str:
    """What a hand presses for a syllable, from its parts in Unicode."""
    found = []
    for part in unicodedata.normalize("NFD", syllable):
        name = unicodedata.name(part).rpartition(" ")[2]
        letter = unicodedata.lookup(f"HANGUL LETTER {name}")
        found.append(_TWO.get(letter, letter))
    return "".join(found)


def test_all_11172_syllables_are_written() -> None:
    for code in range(0xAC00, 0xD7A4):
        assert compose_hangul(strokes_of(chr(code))) == chr(code)


def test_a_consonant_goes_to_the_vowel_that_follows() -> None:
    assert compose_hangul("ㄱㅏㄴㅏ") == "가나"
    assert compose_hangul("ㄱㅏㄴ") == "간"
    assert compose_hangul("ㄷㅏㄹㄱㅇㅣ") == "닭이"
    assert compose_hangul("ㄷㅏㄹㄱㅣ") == "달기"
    assert compose_hangul("ㅇㅓㅂㅅㄷㅏ") == "없다"
    assert compose_hangul("ㅇㅓㅂㅅㅇㅓㅇㅛ") == "없어요"
    assert compose_hangul("ㄱㅗㅏㅇㅓ") == "과어"


@pytest.mark.parametrize("stroke", sorted(set(SHIFTED.values())))
def test_doubled_letters_stand_in_syllables(stroke: str) -> None:
    strokes = f"ㅇ{stroke}" if stroke in "ㅒㅖ" else f"{stroke}ㅏ"
    assert unicodedata.name(compose_hangul(strokes)).startswith("HANGUL SYLLABLE")


def test_what_is_no_syllable_stands_as_it_was_pressed() -> None:
    assert compose_hangul("") == ""
    assert compose_hangul("ㄱ") == "ㄱ"
    assert compose_hangul("ㅋㅋㅋ") == "ㅋㅋㅋ"
    assert compose_hangul("ㅏㅜㅣ") == "ㅏㅟ"
    assert compose_hangul("3ㅂㅓㄴ.") == "3번."
    assert compose_hangul("ㄱㅏ ㄴㅏ") == "가 나"
    assert compose_hangul("ㄱㅏㄸㅏ") == "가따", "no syllable ends in ㄸ"

"""Korean particles (조사) chosen by the last sound of the word before: 은/는, 이/가, 을/를, 과/와, 으로/로, 이라/라.

The sound is read as people read the text aloud: figures as numbers (391 일, P001 일, 3 삼, 1조), a fraction 1/2 by its
upper number (이분의 일), Latin capitals by the names of the letters (KRW 더블유, PLN 엔), and a word before brackets
without them (시민숲(2차) 숲). A text whose sound cannot be known (empty, an emoji, a Chinese letter) gets both forms,
such as 은(는).
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache


class Ending(Enum):
    """The last sound of a word, as far as a particle asks for it."""

    VOWEL = "vowel"
    RIEUL = "rieul"
    """ㄹ: a closed syllable for every particle but 으로/로."""
    CONSONANT = "consonant"
    UNKNOWN = "unknown"


_PAIRS = {
    "은": ("은", "는", "은(는)"),
    "이": ("이", "가", "이(가)"),
    "을": ("을", "를", "을(를)"),
    "과": ("과", "와", "과(와)"),
    "으로": ("으로", "로", "(으)로"),
    "이라": ("이라", "라", "(이)라"),
}
"""Particle → (after a consonant, after a vowel, where the sound is unknown)."""

_NAMES = {name: pair for pair in _PAIRS.values() for name in pair[:2]}
PARTICLES: tuple[str, ...] = tuple(sorted(_NAMES, key=len, reverse=True))
"""Every name a sentence may call a particle by, the longest first; either form of a pair means the pair."""

_FIRST_SYLLABLE, _LAST_SYLLABLE, _TAILS, _RIEUL_TAIL = 0xAC00, 0xD7A3, 28, 8
_SILENT = " \t\n\u00a0'\"’”‘“`.,!?…·:;-_/~)]}〉》」』】〕>*"
_READ_LETTERS = 200
"""So much of the end of a text is read: long enough for a title in brackets, and bounded however long the text is."""
_BRACKETED = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|（[^（）]*）)\Z")
_FRACTION = re.compile(r"([0-9][0-9,]*)/[0-9][0-9,]*\Z")
_NUMBER = re.compile(r"[0-9][0-9,]*\Z")
_LATIN_WORD = re.compile(r"[A-Za-z]+\Z")
_DIGITS = dict(zip("0123456789", (2, 1, 0, 2, 0, 0, 2, 1, 1, 0), strict=True))
"""영 일 이 삼 사 오 육 칠 팔 구: 0 ends in a vowel, 1 in ㄹ, 2 in another consonant."""
_SIGNS = {"%": Ending.VOWEL, "℃": Ending.VOWEL, "㎡": Ending.VOWEL, "+": Ending.VOWEL, "&": Ending.VOWEL}
_BY_NUMBER = (Ending.VOWEL, Ending.RIEUL, Ending.CONSONANT)
_TRILLION_ZEROS = range(12, 16)
"""1조, 10조, 100조, 1000조: the only round numbers that end in a vowel."""


def particle_of(word: str, particle: str) -> str:
    """Return the form of `particle` that follows the last sound of `word`.

    Raises KeyError for what is not one of PARTICLES.
    """
    after_consonant, after_vowel, unknown = _NAMES[particle]
    match ending_of_word(word):
        case Ending.UNKNOWN:
            return unknown
        case Ending.VOWEL:
            return after_vowel
        case Ending.RIEUL if after_vowel == "로":
            return after_vowel
        case _:
            return after_consonant


@cache
def _ending_of_syllable(letter: str) -> Ending:
    tail = (ord(letter) - _FIRST_SYLLABLE) % _TAILS
    return Ending.VOWEL if not tail else Ending.RIEUL if tail == _RIEUL_TAIL else Ending.CONSONANT


def ending_of_word(word: str) -> Ending:
    """Return the last sound of a text; quotation marks and a bracket behind a word are not read."""
    said = _part_read_aloud_last(word)
    if not said:
        return Ending.UNKNOWN
    last = said[-1]
    if _FIRST_SYLLABLE <= ord(last) <= _LAST_SYLLABLE:
        return _ending_of_syllable(last)
    if last in _DIGITS:
        return _ending_of_number(said)
    if found := _LATIN_WORD.search(said):
        return _ending_of_latin_word(found.group())
    if "ㄱ" <= last <= "ㅎ":  # 기역, 니은: the name of a consonant ends in that consonant
        return Ending.RIEUL if last == "ㄹ" else Ending.CONSONANT
    if "ㅏ" <= last <= "ㅣ":
        return Ending.VOWEL
    return _SIGNS.get(last, Ending.UNKNOWN)


def _part_read_aloud_last(word: str) -> str:
    """Return the part of a text that is read last: without marks, and without a bracket that follows a word."""
    text = word[-_READ_LETTERS:].rstrip()
    while (bare := _BRACKETED.sub("", text).rstrip()) and bare != text:
        text = bare
    return text.rstrip(_SILENT)


def _ending_of_number(said: str) -> Ending:
    if fraction := _FRACTION.search(said):
        return _ending_of_number(fraction.group(1))
    found = _NUMBER.search(said)
    digits = found.group().replace(",", "") if found else said[-1]
    zeros = len(digits) - len(digits.rstrip("0"))
    is_code_or_decimal = found is not None and found.start() > 0 and said[found.start() - 1] == "."
    if zeros in _TRILLION_ZEROS and not is_code_or_decimal and not digits.startswith("0"):
        return Ending.VOWEL
    return _BY_NUMBER[_DIGITS[digits[-1]]]


def _ending_of_latin_word(word: str) -> Ending:
    """Read capitals and single letters by their names, other words roughly as they sound: online, meeting, server."""
    last = word[-1].lower()
    if last == "l":
        return Ending.RIEUL
    if last in "mn" or (word.endswith("ng") and len(word) > 2):
        return Ending.CONSONANT
    if last == "r":
        return Ending.RIEUL if word.isupper() or len(word) == 1 else Ending.VOWEL
    return Ending.VOWEL

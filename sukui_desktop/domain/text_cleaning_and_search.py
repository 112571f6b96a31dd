"""Names and texts: cleaning what was typed, and searching names by letters, 초성 or unfinished syllables."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

LEADS: tuple[str, ...] = tuple("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
"""The 19 leading consonants of Hangul syllables, in the order of Unicode. Source: Unicode 15, chapter 3.12."""

_VOWELS: tuple[str, ...] = (
    *"ㅏㅐㅑㅒㅓㅔㅕㅖㅗ",
    "ㅗㅏ",
    "ㅗㅐ",
    "ㅗㅣ",
    *"ㅛㅜ",
    "ㅜㅓ",
    "ㅜㅔ",
    "ㅜㅣ",
    *"ㅠㅡ",
    "ㅡㅣ",
    "ㅣ",
)
_CLUSTERS = ("ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ")
_TAILS: tuple[str, ...] = (
    "",
    "ㄱ",
    "ㄲ",
    "ㄱㅅ",
    "ㄴ",
    "ㄴㅈ",
    "ㄴㅎ",
    "ㄷ",
    "ㄹ",
    *_CLUSTERS,
    "ㅁ",
    "ㅂ",
    "ㅂㅅ",
    *"ㅅㅆㅇㅈㅊㅋㅌㅍㅎ",
)
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_COMPATIBILITY_CLUSTERS = dict(
    zip("ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ", (_TAILS[i] for i in (3, 5, 6, 9, 10, 11, 12, 13, 14, 15, 18)), strict=True)
) | dict(zip("ㅘㅙㅚㅝㅞㅟㅢ", (_VOWELS[i] for i in (9, 10, 11, 14, 15, 16, 19)), strict=True))
"""The keys of a jamo that takes two strokes."""

_HANGUL_FILLERS = "\u115f\u1160\u3164\uffa0"
_EMOJI = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINED_EMOJI = re.compile(f"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])")
_KEPT_JOINER = "\ue000"
"""Stands for a joiner inside an emoji while the other invisible marks go; the same private letter in the input goes."""
_NEEDS_CLEANING = re.compile(r"[^ -~가-힣一-鿿]| {2}|^ | $")
_NEEDS_FOLDING = re.compile(r"[^0-9a-z가-힣]")


def clean_text(value: str) -> str:
    """Return `value` as one tidy line: NFC, no control or invisible marks, single spaces, nothing at the ends.

    Bidirectional marks, zero-width marks and lone surrogates go; emoji stay, with the joiners that hold them together.
    """
    if not _NEEDS_CLEANING.search(value):
        return value
    value = _JOINED_EMOJI.sub(_KEPT_JOINER, value.replace(_KEPT_JOINER, ""))
    kept = "".join(map(_visible_letter, value)).replace(_KEPT_JOINER, "\u200d")
    tidy = unicodedata.normalize("NFC", " ".join(kept.split(" ")).strip())
    return re.sub(" {2,}", " ", tidy)


def clean_given_fields(**fields: object) -> dict[str, Any]:
    """Return the fields that were given (not None), texts among them cleaned: what an edit lays over what was there."""
    return {
        name: clean_text(value) if isinstance(value, str) else value
        for name, value in fields.items()
        if value is not None
    }


def clean_text_of_lines(value: str) -> str:
    """Return text of several lines, each tidied by `clean_text`, joined by newlines, no empty ones at the ends."""
    return "\n".join(map(clean_text, re.split(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", value))).strip("\n")


@lru_cache(maxsize=4096)
def _visible_letter(letter: str) -> str:
    """Return what stays of one code point: itself, a space, or nothing."""
    if letter == "\u00ad":  # a hyphen in KS X 1001: 3\u00ad5월 must never become 35월
        return "-"
    category = unicodedata.category(letter)
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if category in {"Cf", "Cs"} or letter in _HANGUL_FILLERS:
        return ""
    return letter


def initial_consonants(name: str) -> str:
    """Return the 초성 of a name for searching: 홍길동 gives ㅎㄱㄷ; other letters stay, in lower case; spaces go."""
    return "".join(_initial_of_letter(letter) for letter in _folded_for_comparing(name))


def matches_query(query: str, *, name: str, initials: str, number: str, last4: str) -> bool:
    """Return whether somebody is meant by what was typed so far.

    True when the query is empty or is part of the name (also while its last syllable is still being composed: 홍길ㄷ,
    홍길도), in the 초성, in the roster number, or begins the last four digits of the telephone. Case, spaces, NFD
    and the kind of jamo do not matter. `initials` is what `initial_consonants(name)` gave. 3,000 calls take
    a few milliseconds.
    """
    wanted, typed_keys = _folded_query_and_keystrokes(query)
    if not wanted:
        return True
    if wanted in initials or wanted in number.lower():
        return True
    return last4.startswith(wanted) or typed_keys in keystrokes_of(name)


@lru_cache(maxsize=256)
def _folded_query_and_keystrokes(query: str) -> tuple[str, str]:
    return _folded_for_comparing(query), keystrokes_of(query)


@lru_cache(maxsize=16384)
def keystrokes_of(text: str) -> str:
    """Return the keys of a two-set Korean keyboard that type `text`: 박수 gives ㅂㅏㄱㅅㅜ, so every half-typed name
    is a part of the whole one."""
    return "".join(map(_keys_of_letter, _folded_for_comparing(text)))


_LATIN_KEYS = str.maketrans(
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ", "qwertyuiopasdfghjklzxcvbnmqwertop"
)
"""Key of a two-set Korean keyboard, with and without Shift → the Latin letter on it (KS X 5002)."""


def latin_letters_of_keys(text: str) -> str:
    """Return what the same keys write with the Hangul keyboard off, lower case, without spaces.

    A scanner presses keys: with the Hangul keyboard on its letters arrive as 한글.
    """
    return keystrokes_of(text).translate(_LATIN_KEYS)


def _folded_for_comparing(text: str) -> str:
    """Return text for comparing: clean, lower case, no spaces, stray conjoining and half-width jamo made plain."""
    if not _NEEDS_FOLDING.search(text):
        return text
    clean = clean_text(text).replace(" ", "").lower()
    return clean if clean.isascii() else "".join(map(_plain_jamo, clean))


@lru_cache(maxsize=4096)
def _plain_jamo(letter: str) -> str:
    code = ord(letter)
    if 0x1100 <= code <= 0x1112:
        return LEADS[code - 0x1100]
    if 0x1161 <= code <= 0x1175:
        return _VOWELS[code - 0x1161]
    if 0x11A8 <= code <= 0x11C2:
        return _TAILS[code - 0x11A7]
    if 0xFFA1 <= code <= 0xFFDC:
        # NFKC turns a half-width jamo into a conjoining one, which the lines above make plain.
        conjoining = unicodedata.normalize("NFKC", letter)
        return letter if conjoining == letter else _plain_jamo(conjoining)
    return letter


def lead_of_syllable(letter: str) -> str:
    """Return the leading consonant of a whole Hangul syllable, '' for every other letter and for no letter."""
    return LEADS[(ord(letter) - _FIRST_SYLLABLE) // 588] if "가" <= letter <= "힣" else ""


@lru_cache(maxsize=16384)
def _initial_of_letter(letter: str) -> str:
    return lead_of_syllable(letter) or letter


@lru_cache(maxsize=16384)
def _keys_of_letter(letter: str) -> str:
    code = ord(letter) - _FIRST_SYLLABLE
    if not 0 <= code <= _LAST_SYLLABLE - _FIRST_SYLLABLE:
        return _COMPATIBILITY_CLUSTERS.get(letter, letter)
    return LEADS[code // 588] + _VOWELS[code % 588 // 28] + _TAILS[code % 28]

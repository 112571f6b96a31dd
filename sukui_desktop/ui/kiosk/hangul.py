"""Syllables from the strokes of a two-set keyboard: without it a citizen at a touch screen could write no opinion."""

from __future__ import annotations

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_JOINED = {
    **dict(zip(("ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅡㅣ"), "ㅘㅙㅚㅝㅞㅟㅢ", strict=True)),
    **dict(zip(("ㄱㅅ", "ㄴㅈ", "ㄴㅎ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ"), "ㄳㄵㄶㄺㄻㄼ", strict=True)),
    **dict(zip(("ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ", "ㅂㅅ"), "ㄽㄾㄿㅀㅄ", strict=True)),
}
"""Two strokes that stand as one vowel or one final sound."""
_FIRST_SYLLABLE = 0xAC00
SHIFTED = dict(zip("ㅂㅈㄷㄱㅅㅐㅔ", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True))
"""What a key writes after 쌍자음. Source: KS X 5002."""


def compose(strokes: str) -> str:
    """Return what these strokes (ㄱㅏㄴㅏ, figures, signs) write: 가나.

    A consonant closes a syllable unless a vowel follows, as on every Korean keyboard.
    """
    written: list[str] = []
    place = 0
    while place < len(strokes):
        if strokes[place] in _LEADS and _is_vowel(strokes, place + 1):
            syllable, place = _syllable(strokes, place)
            written.append(syllable)
        elif _is_vowel(strokes, place):
            vowel, place = _vowel(strokes, place)
            written.append(vowel)
        else:
            written.append(strokes[place])
            place += 1
    return "".join(written)


def _is_vowel(strokes: str, place: int) -> bool:
    return place < len(strokes) and strokes[place] in _VOWELS


def _syllable(strokes: str, place: int) -> tuple[str, int]:
    lead = _LEADS.index(strokes[place])
    vowel, place = _vowel(strokes, place + 1)
    tail = ""
    while place < len(strokes) and not _is_vowel(strokes, place + 1):
        longer = _JOINED.get(tail + strokes[place], "") if tail else strokes[place]
        if not longer or longer not in _TAILS:
            break
        tail, place = longer, place + 1
    number = (lead * len(_VOWELS) + _VOWELS.index(vowel)) * (len(_TAILS) + 1)
    return chr(_FIRST_SYLLABLE + number + (_TAILS.index(tail) + 1 if tail else 0)), place


def _vowel(strokes: str, place: int) -> tuple[str, int]:
    joined = _JOINED.get(strokes[place : place + 2], "")
    return (joined, place + 2) if joined else (strokes[place], place + 1)

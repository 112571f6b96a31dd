"""Marks of numbered items as Korean official papers write them: 1., 가., 1), 가), (1), (가).

Source: 행정업무의 운영 및 혁신에 관한 규정 시행규칙 제2조.
"""

from __future__ import annotations

_FIRST, _PER_LEAD, _PER_VOWEL = 0xAC00, 588, 28
_LEADS = (0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18)
"""가 나 다 … 하: the plain leading consonants, as places in Unicode's order."""
_VOWELS = (0, 4, 8, 13, 18, 20)
"""After 하 comes 거, then 고, 구, 그, 기: the simple vowels in order."""


def item_mark(level: int, number: int) -> str:
    """Return the mark of the `number`-th item (from 1) of a level: 0 gives 1., 1 gives 가., 2 gives 1), 3 gives 가)."""
    body = str(number) if level % 2 == 0 else syllable(number)
    if level < 2:
        return f"{body}."
    return f"{body})" if level < 4 else f"({body})"


def syllable(number: int) -> str:
    """Return the `number`-th syllable of 가, 나, 다 … 하, 거, 너 …; after 히 two syllables, 가가, 가나 …"""
    rounds, place = divmod(number - 1, len(_LEADS) * len(_VOWELS))
    vowel, lead = divmod(place, len(_LEADS))
    letter = chr(_FIRST + _LEADS[lead] * _PER_LEAD + _VOWELS[vowel] * _PER_VOWEL)
    return syllable(rounds) + letter if rounds else letter

"""Desks that share the roster by the first consonant (초성) of the name: everybody belongs to exactly one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from sukui_desktop.domain.text_cleaning_and_search import initial_consonants, lead_of_syllable

INITIALS = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_TENSE = {"ㄲ": "ㄱ", "ㄸ": "ㄷ", "ㅃ": "ㅂ", "ㅆ": "ㅅ", "ㅉ": "ㅈ"}


class InitialRange(msgspec.Struct, frozen=True):
    """From the first to the last consonant, both among them."""

    first: str
    last: str

    def holds(self, name: str) -> bool:
        """Return whether somebody of this name belongs here."""
        return INITIALS.index(self.first) <= place_of_initial(name) <= INITIALS.index(self.last)


def place_of_initial(name: str) -> int:
    """Return the place in `INITIALS` of a name: ㄲ is with ㄱ, and names in other letters are with the last."""
    initial = lead_of_syllable(name[:1]) or initial_consonants(name)[:1]
    initial = _TENSE.get(initial, initial)
    return INITIALS.index(initial) if initial and initial in INITIALS else len(INITIALS) - 1


def count_initials(names: Iterable[str]) -> tuple[int, ...]:
    """Return how many names begin with each consonant, in the order of `INITIALS`."""
    counts = [0] * len(INITIALS)
    for name in names:
        counts[place_of_initial(name)] += 1
    return tuple(counts)


def split_by_initials(counts: Sequence[int], desks: int) -> tuple[InitialRange, ...]:
    """Return the ranges of so many desks, 1 to 14, that share names as evenly as consonants allow; `counts` is what
    `count_initials` gave of them."""
    total, so_far, first, ranges = sum(counts), 0, 0, list[InitialRange]()
    for place, count in enumerate(counts):
        so_far += count
        left = desks - len(ranges)
        is_due = so_far * desks >= total * (len(ranges) + 1) or len(INITIALS) - place - 1 < left
        if left > 1 and is_due and len(INITIALS) - place - 1 >= left - 1:
            ranges.append(InitialRange(INITIALS[first], INITIALS[place]))
            first = place + 1
    return (*ranges, InitialRange(INITIALS[first], INITIALS[-1]))

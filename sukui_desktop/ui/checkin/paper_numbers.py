"""A paper list as typed numbers: without it forty signatures would be forty searches."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

LONGEST_RANGE = 10_000
"""A range of more numbers is a slip of the pen (domain.md §6: 3,000 voters at most)."""

_SPLIT = re.compile(r"[\s,;·/]+")
_RANGE = re.compile(r"(\d+)[-~–∼〜](\d+)\Z")
_AROUND_DASH = re.compile(r"(?<=\d)[ \t]*([-~–∼〜])[ \t]*(?=\d)")


class PaperReading(msgspec.Struct, frozen=True, kw_only=True):
    """What a typed list of roster numbers says, each number once, in the order typed."""

    to_admit: tuple[str, ...]
    already: tuple[str, ...]
    """On the roster and in the room."""
    unknown: tuple[str, ...]
    """Not on the roster, or not readable as a number."""


def read_numbers(typed: str, roster: Mapping[str, bool]) -> PaperReading:
    """Read numbers and ranges (1-40, 1~40) divided by commas, spaces or lines.

    `roster` is roster number → is in the room. A number is known as it stands or without leading zeros.
    """
    plain = {_stripped(number): number for number in roster}
    to_admit: dict[str, None] = {}
    already: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for word in _words(typed, roster):
        number = word if word in roster else plain.get(_stripped(word), "")
        if not number:
            unknown[word] = None
        elif roster[number]:
            already[number] = None
        else:
            to_admit[number] = None
    return PaperReading(to_admit=tuple(to_admit), already=tuple(already), unknown=tuple(unknown))


def _words(typed: str, roster: Mapping[str, bool]) -> list[str]:
    words: list[str] = []
    for word in _SPLIT.split(_AROUND_DASH.sub(r"\1", typed)):
        found = _RANGE.match(word)
        if not word:
            continue
        if found is None or word in roster:
            words.append(word)
            continue
        first, last = int(found.group(1)), int(found.group(2))
        if not first <= last < first + LONGEST_RANGE:
            words.append(word)
        else:
            words += map(str, range(first, last + 1))
    return words


def _stripped(number: str) -> str:
    return number.lstrip("0") or number

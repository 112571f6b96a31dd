"""Numbers of people and votes as offices write them, such as 1,234표."""

from __future__ import annotations

import re
import unicodedata

from sukui_desktop.domain.channel.channel_result_file import MOST_NUMBER
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import NOTE_DIGIT
from sukui_desktop.domain.text_cleaning_and_search import clean_text

_UNIT = re.compile(r"\s*(?:표|명|점|매|장|건|인|개|votes?|points?)\Z")
_MINUS = re.compile(r"[-−–△▲]\s*(?=[0-9])")
_IN_BRACKETS = re.compile(r"\(\s*([0-9][0-9,]*)\s*\)\Z")
_NUMBER = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?\Z")
_LONGEST = 40
"""Longer texts are no number, and reading their digits would take long."""


def parse_whole_number(text: str, *, may_be_negative: bool = False) -> int:
    """Return the whole number that a cell or a field says: thousands commas, 표 or 명 behind it, 12.0 for 12.

    A minus is -, −, △, ▲ before the number or brackets around it, as Korean tables write it.
    Raises BadInput (facts: value): number_empty, number_unreadable, number_fraction, number_negative,
    number_too_large.
    """
    tidy = unicodedata.normalize("NFKC", clean_text(text))
    if not tidy:
        raise BadInput("number_empty", value="")
    bare = _UNIT.sub("", tidy)
    bracketed = _IN_BRACKETS.match(bare)
    is_negative = bracketed is not None or _MINUS.match(bare) is not None
    found = _NUMBER.match(bracketed.group(1) if bracketed else _MINUS.sub("", bare, count=1))
    if found is None or len(tidy) > _LONGEST or NOTE_DIGIT.search(text):
        raise BadInput("number_unreadable", value=tidy[:_LONGEST])
    if (found.group("part") or "0").strip("0"):
        raise BadInput("number_fraction", value=tidy)
    number = int(found.group("whole").replace(",", ""))
    if number > MOST_NUMBER:
        raise BadInput("number_too_large", value=tidy)
    if is_negative and number and not may_be_negative:
        raise BadInput("number_negative", value=tidy)
    return -number if is_negative else number

"""투표자 수, 유효, 무효 and 백지, found above, below or inside a result table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sukui_desktop.documents.read.column_headings import comparable_heading, known_headings_by_field
from sukui_desktop.documents.read.text_sheet import SheetRow
from sukui_desktop.domain.channel.channel_result_file import ChannelTotals
from sukui_desktop.domain.channel.whole_number_parser import parse_whole_number
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.text_cleaning_and_search import clean_text

_SUMS = ("votes", "points")
_LONGEST = 400
"""A longer cell is prose and no statement of numbers."""


class Totals:
    """Collects what the rows of a sheet say of the whole channel."""

    def __init__(self) -> None:
        self._found: dict[str, list[int]] = {}

    def note_total_of_field(self, field: str, number: int | None) -> None:
        """Take a number of a field down; None is nothing."""
        if number is not None:
            self._found.setdefault(field, []).append(number)

    def collected_totals(self) -> ChannelTotals:
        """Return what was found: of a sum the first, of people only what is said without contradiction."""
        fields = {name: numbers[0] for name, numbers in self._found.items() if name in _SUMS or len(set(numbers)) == 1}
        return ChannelTotals(**fields)

    def note_labelled_totals(
        self, cells: Sequence[str], below: Sequence[SheetRow], votes_cell: str | None = None
    ) -> bool:
        """Take down the labelled numbers of a row; say whether the row is one of labels and no option.

        A label's number is in the votes column, in the next written cell, in the cell below or in its own cell.
        `votes_cell` is None for a row above the header, which is no option whatever is in it.
        """
        written = [(place, tidy) for place, cell in enumerate(cells) if (tidy := clean_text(cell))]
        alone = [(field, place) for place, tidy in written if (field := _field_of_label(tidy))]
        found = [(field, _number_beside_label(cells, place, below, votes_cell or "")) for field, place in alone]
        numbers_within = [_totals_in_sentence(tidy) for _, tidy in written]
        is_labels = any(number is not None for _, number in found) or (bool(numbers_within) and all(numbers_within))
        if is_labels or votes_cell is None:
            for field, number in [*found, *(pair for pairs in numbers_within for pair in pairs)]:
                self.note_total_of_field(field, number)
        return is_labels


def _field_of_label(cell: str) -> str | None:
    return _fields_by_label().get(comparable_heading(cell).strip(":："))


def _number_beside_label(cells: Sequence[str], place: int, below: Sequence[SheetRow], votes_cell: str) -> int | None:
    number = _whole_number_or_none(votes_cell)
    if number is None:
        number = _whole_number_or_none(next((cell for cell in cells[place + 1 :] if cell.strip()), ""))
    if number is None and below and place < len(below[0].cells):
        number = _whole_number_or_none(below[0].cells[place])
    return number


def _whole_number_or_none(cell: str) -> int | None:
    try:
        return parse_whole_number(cell)
    except BadInput:
        return None


@cache
def _fields_by_label() -> dict[str, str]:
    """Return label → field, for labels that are alone in a cell."""
    return {
        comparable_heading(name): field
        for field, names in known_headings_by_field("channel_totals").items()
        for name in names
    }


@cache
def _totals_pattern() -> re.Pattern[str]:
    names = sorted(_fields_by_label(), key=len, reverse=True)
    return re.compile(rf"(?<![가-힣a-z])({'|'.join(map(re.escape, names))})(?:\([^()]*\))?[:：=]?([0-9][0-9,]*)")


def _totals_in_sentence(cell: str) -> list[tuple[str, int]]:
    """Return the fields and numbers that one cell says in words, as in 투표자 수: 1,234명 / 무효 12."""
    if len(cell) > _LONGEST:
        return []
    found = []
    for label, digits in _totals_pattern().findall(cell.replace(" ", "").lower()):
        number = _whole_number_or_none(digits.rstrip(","))
        if number is not None:
            found.append((_fields_by_label()[label], number))
    return found

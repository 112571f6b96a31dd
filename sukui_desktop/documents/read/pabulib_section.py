"""One section of a `.pb` file: its rows by column name, with the line of a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from sukui_desktop.domain.errors import BadInput

TITLES = ("META", "PROJECTS", "VOTES")
"""The sections of a file, in their order."""
WHOLE_DECIMAL = re.compile(r"(?<=[0-9])\.0+\Z")
"""What a spreadsheet puts behind a whole number."""
_LONGEST_SHOWN = 80


class Record(msgspec.Struct, frozen=True):
    """The cells of one record and the line it begins in."""

    line: int
    cells: list[str]


def refusal_at_place(code: str, file: str, line: int, column: int, value: str, expected: str) -> BadInput:
    """Return the error of a place in a file: line and column count from 1, a long value is cut."""
    return BadInput(code, file=file, line=line, column=column, value=value[:_LONGEST_SHOWN], expected=expected)


class Section:
    """A header and the records under it, taken one after the other."""

    def __init__(self, file: str, title: str, header: Record, records: Iterator[Record]) -> None:
        """Take the header; raises BadInput: pb_column_twice."""
        self.file = file
        self.records = records
        self._header = header
        names = [cell.strip().lower() for cell in header.cells]
        while names and not names[-1]:
            names.pop()
        self.width = len(names)
        self._places = {name: place for place, name in enumerate(names)}
        if len(self._places) != self.width:
            twice = next(name for name in names if names.count(name) > 1)
            raise refusal_at_place("pb_column_twice", file, header.line, names.index(twice) + 1, twice, title)

    def has_column(self, name: str) -> bool:
        """Return whether the section has the column."""
        return name in self._places

    def require_columns(self, *names: str) -> None:
        """Raise BadInput `pb_column_missing` unless the section has all these columns."""
        for name in names:
            if name not in self._places:
                raise refusal_at_place(
                    "pb_column_missing", self.file, self._header.line, 1, ";".join(self._header.cells), name
                )

    def column_index(self, name: str) -> int:
        """Return the column's index from 0; the column must be there."""
        return self._places[name]

    def rows(self) -> Iterator[Record]:
        """Yield the records, each as wide as the header.

        Raises BadInput: pb_columns.
        """
        for record in self.records:
            if len(record.cells) != self.width:
                self.refuse_record_of_other_width(record)
            yield record

    def refuse_record_of_other_width(self, record: Record) -> None:
        """Raise BadInput `pb_columns` unless what is too much is empty, as spreadsheets save it."""
        if len(record.cells) < self.width or any(record.cells[self.width :]):
            value, expected = str(len(record.cells)), str(self.width)
            raise refusal_at_place("pb_columns", self.file, record.line, len(record.cells), value, expected)

    def read_cell(self, record: Record, name: str) -> str:
        """Return what is in the column, '' where the section has no such column."""
        place = self._places.get(name)
        return "" if place is None else record.cells[place]

    def read_whole_number(self, record: Record, name: str) -> int | None:
        """Return a whole number from 0 (12 or 12.0), None where there is no column or nothing in it.

        Raises BadInput: pb_number.
        """
        written = WHOLE_DECIMAL.sub("", self.read_cell(record, name).strip())
        if not written:
            return None
        if not (written.isascii() and written.isdigit() and len(written) <= 18):
            raise self.refusal_at_cell("pb_number", record, name, "0..")
        return int(written)

    def refusal_at_cell(self, code: str, record: Record, name: str, expected: str = "") -> BadInput:
        """Return the error of one cell."""
        return refusal_at_place(
            code, self.file, record.line, self.column_index(name) + 1, self.read_cell(record, name), expected or name
        )

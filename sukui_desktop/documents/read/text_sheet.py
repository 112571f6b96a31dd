"""A sheet as rows of text, whatever file it came from, with what its looks say: hidden, merged, scaled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from sukui_desktop.domain.text_cleaning_and_search import clean_text

MAX_ROWS = 50_000
"""More rows are refused: the largest list we know has 3,000."""
MAX_COLUMNS = 300
_MOST_COVERED = 500_000


class SheetRow(msgspec.Struct, frozen=True):
    """One row: its number as a spreadsheet shows it (from 1) and its cells as written."""

    number: int
    cells: tuple[str, ...]

    def is_blank(self) -> bool:
        """Return whether nothing is written in it that people see."""
        return not any(map(clean_text, self.cells))

    def cell(self, column: int) -> str:
        """Return a cell as written, '' where the row has none."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


class Merged(msgspec.Struct, frozen=True):
    """Cells merged into one: rows by their numbers, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class TextSheet(msgspec.Struct, frozen=True):
    """The rows of one sheet, blank ones too, and how its text was encoded."""

    file_name: str
    sha256: bytes
    encoding: str
    rows: Sequence[SheetRow]
    name: str = ""
    """'' for a file that has no sheets."""
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    """Numbers of rows that a filter or a person hid."""
    hidden_columns: frozenset[int] = frozenset()
    """Columns from 0."""
    merged: tuple[Merged, ...] = ()
    scaled: Mapping[tuple[int, int], int] = {}
    """(row's number, column) → 1000 where the format shows a thousandth of what the cell holds, as `rows` do too."""
    unsaved: frozenset[tuple[int, int]] = frozenset()
    """Formulas whose result the file does not hold; the cell reads ''."""
    struck: frozenset[tuple[int, int]] = frozenset()
    """(row's number, column) of cells whose letters are struck through."""
    beside: tuple[str, ...] = ()
    """Lines that are written beside the cells: page headers and footers, remarks on cells, boxes of text."""

    def row(self, number: int) -> SheetRow:
        """Return the row of this number; an empty one where the sheet has none."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else SheetRow(number, ())


def fill_cells_merged_down(sheet: TextSheet) -> TextSheet:
    """Return a sheet whose cells merged downwards have their value in each row they cover, as people read them.

    Cells merged sideways are headings and totals: filling them would make lines of the list out of them.
    """
    filled = {row.number: list(row.cells) for row in sheet.rows}
    for merged in sheet.merged:
        value = sheet.row(merged.top).cell(merged.left)
        for number in range(merged.top + 1, merged.bottom + 1) if merged.left == merged.right and value else ():
            if number in filled:
                cells = filled[number]
                cells += [""] * (merged.left + 1 - len(cells))
                cells[merged.left] = cells[merged.left] or value
    return msgspec.structs.replace(sheet, rows=[SheetRow(number, tuple(cells)) for number, cells in filled.items()])


def sheet_with_held_numbers(sheet: TextSheet) -> TextSheet:
    """Return a sheet whose numbers are what the cells hold, whatever thousandth of them a format shows."""
    held = {number: list(sheet.row(number).cells) for number, _ in sheet.scaled}
    for (number, column), scale in sheet.scaled.items():
        text = f"{Decimal(held[number][column]) * scale:f}"
        held[number][column] = text.rstrip("0").rstrip(".") if "." in text else text
    rows = [SheetRow(row.number, tuple(held.get(row.number, row.cells))) for row in sheet.rows]
    return msgspec.structs.replace(sheet, rows=rows, scaled={})


def cells_merged_down_by_row(sheet: TextSheet) -> dict[int, list[Merged]]:
    """Return for each row the cells that are merged over it and another one; more than `_MOST_COVERED` are not told."""
    found: dict[int, list[Merged]] = {}
    covered = 0
    for merged in sheet.merged:
        covered += merged.bottom - merged.top
        if merged.bottom > merged.top and covered <= _MOST_COVERED:
            for number in range(merged.top, min(merged.bottom, len(sheet.rows)) + 1):
                found.setdefault(number, []).append(merged)
    return found

"""A sheet as rows of text, whatever file it came from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

MAX_ROWS = 50_000
"""More rows are refused: the largest list we know has 3,000."""
MAX_COLUMNS = 300
"""Together with the rows this bounds what a sheet may take of memory, about half a gigabyte."""


class SheetRow(msgspec.Struct, frozen=True):
    """One row: its number as a spreadsheet shows it (from 1) and its cells as written."""

    number: int
    cells: tuple[str, ...]

    def is_blank(self) -> bool:
        """Return whether nothing is written in it."""
        return not any(cell.strip() for cell in self.cells)


class TextSheet(msgspec.Struct, frozen=True):
    """The rows of one sheet, blank ones too, and how its text was encoded."""

    file_name: str
    sha256: bytes
    encoding: str
    rows: Sequence[SheetRow]

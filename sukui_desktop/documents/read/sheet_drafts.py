"""Rows of a sheet into drafts of projects and people, with every fault noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic

import msgspec

from sukui_desktop.documents.read.columns import Columns, Subject, find_columns, total_words
from sukui_desktop.documents.read.delimited import read_delimited
from sukui_desktop.documents.read.source_file import open_source
from sukui_desktop.documents.read.text_sheet import SheetRow, TextSheet
from sukui_desktop.domain.files import SourceFile
from sukui_desktop.domain.imports import DraftT, Problem, Reading
from sukui_desktop.domain.text import clean_text

_LONGEST_SHOWN = 80


class RowFault(Exception):
    """A field of a row that cannot be taken: the field and the reason's code."""

    def __init__(self, field: str, reason_code: str) -> None:
        super().__init__(field, reason_code)
        self.field = field
        self.reason_code = reason_code


class Fields(msgspec.Struct, frozen=True):
    """One row by our field names."""

    columns: Columns
    row: SheetRow

    def raw(self, field: str) -> str:
        """Return the cell as written, '' where the file has no such column."""
        place = self.columns.places.get(field)
        return "" if place is None or place >= len(self.row.cells) else self.row.cells[place]

    def text(self, field: str, longest: int) -> str:
        """Return the cell tidied.

        Raises RowFault: text_too_long.
        """
        text = clean_text(self.raw(field))
        if len(text) > longest:
            raise RowFault(field, "text_too_long")
        return text

    def needed(self, field: str, longest: int) -> str:
        """Return the cell tidied.

        Raises RowFault: <field>_empty, text_too_long.
        """
        text = self.text(field, longest)
        if not text:
            raise RowFault(field, f"{field}_empty")
        return text


def open_sheet(file: SourceFile) -> TextSheet:
    """Read a CSV or XLSX, recognised by its content and not by its name.

    Raises BadInput: as `open_source`, `read_workbook` and `read_delimited`.
    """
    source = open_source(file)
    if not source.is_workbook():
        return read_delimited(source)
    from sukui_desktop.documents.read.workbook import read_workbook  # the sheet reader is big, and CSV needs none of it

    return read_workbook(source)


class SheetDraftReader(Generic[DraftT]):
    """Collects drafts and problems of one sheet."""

    def __init__(self, sheet: TextSheet, subject: Subject) -> None:
        self._sheet = sheet
        self.columns = find_columns(sheet, subject)
        self._drafts: dict[str, DraftT] = {}
        self._problems: list[Problem] = []

    def read(self, draft_of: Callable[[Fields], DraftT], key: str) -> Reading[DraftT]:
        """Return the whole sheet as drafts, each `key` once, and the problems of the rows that were left out."""
        if self.columns.missing:
            self._note_missing()
        else:
            for row in self._rows():
                self._take(Fields(self.columns, row), draft_of, key)
        return Reading(
            file_name=self._sheet.file_name,
            sha256=self._sheet.sha256,
            encoding=self._sheet.encoding,
            columns=self.columns.headers,
            drafts=tuple(self._drafts.values()),
            problems=tuple(self._problems),
        )

    def _rows(self) -> Iterator[SheetRow]:
        for row in self._sheet.rows[self.columns.header_row :]:
            if row.is_blank():
                continue
            if self._is_ragged(row):
                self._note(row, "", str(len(row.cells)), "cells_too_many" if self._is_long(row) else "cells_too_few")
            else:
                yield row

    def _is_long(self, row: SheetRow) -> bool:
        return any(cell.strip() for cell in row.cells[self.columns.width :])

    def _is_ragged(self, row: SheetRow) -> bool:
        """Return whether cells are missing or left over; a workbook has a grid, so only its surplus says something."""
        return len(row.cells) < self.columns.width or self._is_long(row)

    def _take(self, fields: Fields, draft_of: Callable[[Fields], DraftT], key: str) -> None:
        first = next((clean_text(cell) for cell in fields.row.cells if cell.strip()), "")
        if first.replace(" ", "").lower() in total_words():
            self._note(fields.row, "", first, "row_of_sums")
            return
        try:
            draft = draft_of(fields)
        except RowFault as fault:
            header = self.columns.headers.get(fault.field, "")
            self._note(fields.row, header, fields.raw(fault.field), fault.reason_code)
            return
        value = str(getattr(draft, key))
        if value in self._drafts:
            self._note(fields.row, self.columns.headers[key], value, f"{key}_twice")
        else:
            self._drafts[value] = draft

    def _note_missing(self) -> None:
        """Note the required fields without a column; without any header at all one note says so."""
        header = next((row for row in self._sheet.rows if row.number == self.columns.header_row), None)
        if header is None:
            first = next((row for row in self._sheet.rows if not row.is_blank()), SheetRow(1, ()))
            self._note(first, "", " ".join(first.cells), "header_missing")
            return
        for field in self.columns.missing:
            self._note(header, "", " ".join(header.cells), f"column_missing_{field}")

    def _note(self, row: SheetRow, column: str, value: str, reason_code: str) -> None:
        shown = clean_text(value)[:_LONGEST_SHOWN]
        self._problems.append(
            Problem(file=self._sheet.file_name, row=row.number, column=column, value=shown, reason_code=reason_code)
        )

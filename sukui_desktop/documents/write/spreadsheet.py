"""Result and attendance as tables for a spreadsheet, in which no name can run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.attendance_pdf import state_word
from sukui_desktop.documents.write.csv_cells import safe_cell
from sukui_desktop.documents.write.numbering import time_text
from sukui_desktop.documents.write.saving import save_whole
from sukui_desktop.documents.write.wording import outcome_word
from sukui_desktop.domain.sheets import AttendanceSheet, ResultSheet

Cell = str | int
Rows = tuple[tuple[Cell, ...], ...]


def result_rows(sheet: ResultSheet) -> Rows:
    """Return titles and every project in order of rank; amounts are whole numbers of the smallest unit."""
    names = ("place", "code", "title", "group", "votes", "cost", "outcome")
    head = tuple(text(f"documents.poll.column_{name}") for name in names)
    rows = (
        (ranked.place, ranked.code, ranked.title, ranked.group, ranked.votes, ranked.cost, outcome_word(ranked))
        for ranked in sheet.outcome.ranking
    )
    return (head, *rows)


def attendance_rows(sheet: AttendanceSheet) -> Rows:
    """Return titles and everybody in the order of the sheet."""
    names = ("number", "name", "channel", "subcommittee", "role", "admitted", "state")
    head = tuple(text(f"documents.attendance.column_{name}") for name in names)
    rows = (
        (
            line.number,
            line.name,
            line.channel,
            line.subcommittee,
            line.role,
            time_text(line.admitted_at_ms) if line.admitted_at_ms else "",
            state_word(line),
        )
        for line in sheet.lines
    )
    return (head, *rows)


def write_csv(rows: Rows, path: Path) -> None:
    """Write rows as CSV (UTF-8 with BOM, CRLF), whole or not at all.

    Raises StorageFault as `save_whole` does.
    """
    target = StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(_safe(rows))
    save_whole(target.getvalue().encode("utf-8-sig"), path)


def write_xlsx(rows: Rows, path: Path) -> None:
    """Write rows as the one sheet of an XLSX file, the titles fixed above, whole or not at all.

    Raises StorageFault as `save_whole` does.
    """
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    for row in _safe(rows):
        page.append([_readable(cell) for cell in row])
    page.freeze_panes = "A2"
    target = BytesIO()
    book.save(target)
    save_whole(target.getvalue(), path)


def _safe(rows: Rows) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield [safe_cell(cell) if isinstance(cell, str) else cell for cell in row]


def _readable(cell: Cell) -> Cell:
    """XLSX cannot hold control characters; they carry nothing a reader would miss."""
    return "".join(letter for letter in cell if letter >= " ") if isinstance(cell, str) else cell

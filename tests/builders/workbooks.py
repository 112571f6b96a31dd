"""Small Excel files as offices keep them, made in memory."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

from sukui_desktop.domain.chosen_file import SourceFile

Rows = Sequence[Sequence[object]]


def workbook(
    rows: Rows,
    *others: Rows,
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
    hidden_sheets: Sequence[int] = (),
    name: str = "목록.xlsx",
    struck_rows: Sequence[int] = (),
    page_header: str = "",
    remarks: Mapping[str, str] | None = None,
) -> SourceFile:
    """Return a file of one sheet, or of several; everything but `others` and `hidden_sheets` is about the first."""
    book = openpyxl.Workbook()
    sheets = [book.worksheets[0], *(book.create_sheet() for _ in others)]
    for number, (sheet, lines) in enumerate(zip(sheets, (rows, *others), strict=True), 1):
        sheet.title = f"시트{number}"
        for line in lines:
            sheet.append(list(line))
    first = sheets[0]
    for place in merged:
        first.merge_cells(place)
    for row in hidden_rows:
        first.row_dimensions[row].hidden = True
    for letters in hidden_columns:
        first.column_dimensions[letters].hidden = True
    for place, code in (formats or {}).items():
        first[place].number_format = code
    for cell in (one for row in struck_rows for one in first[row]):
        cell.font = Font(strike=True)
    if page_header:
        first.oddHeader.right.text = page_header
    for place, words in (remarks or {}).items():
        first[place].comment = Comment(words, "담당자")
    for number in hidden_sheets:
        sheets[number].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return SourceFile(name, out.getvalue())

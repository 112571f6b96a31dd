"""Excel reader: sheets of a workbook as rows of text."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import python_calamine as calamine

from sukui_desktop.documents.read.source_file import OLE_MARK, Source
from sukui_desktop.documents.read.text_sheet import MAX_COLUMNS, MAX_ROWS, SheetRow, TextSheet
from sukui_desktop.domain.errors import BadInput

MAX_UNPACKED = 512 * 1024 * 1024
"""A workbook that unpacks to more is refused: a small file can be made to fill any memory."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PLACED = re.compile(rb"""<(?:[\w.-]+:)?(?:c|row)\s((?:[^<>"']|"[^"]*"|'[^']*')*)""")
_PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([^"']*)["']""")
_KNOWN_PLACE = re.compile(rb"([A-Z]{0,3})([0-9]{1,7})\Z")
_CHUNK = 1024 * 1024
_OVERLAP = 4096

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Ranges = list[tuple[tuple[int, int], tuple[int, int]]]


def read_workbook(source: Source) -> TextSheet:
    """Read the first sheet of an `.xlsx` that has anything written in it, formulas as their last result.

    Raises BadInput: xlsx_encrypted, xlsx_old, xlsx_broken, xlsx_empty, input_kind_unknown, file_too_large,
    too_many_rows, too_many_columns (facts: file, ...).
    """
    if source.beginning.startswith(OLE_MARK):
        is_encrypted = _ENCRYPTED in source.content
        raise BadInput("xlsx_encrypted" if is_encrypted else "xlsx_old", file=source.name, expected=".xlsx")
    _look_inside(source)
    try:
        with io.BytesIO(source.content) as stream, calamine.load_workbook(stream) as book:
            rows = next((rows for rows in map(_rows, _visible_sheets(book)) if rows), [])
    except calamine.PasswordError as fault:
        raise BadInput("xlsx_encrypted", file=source.name) from fault
    except (calamine.CalamineError, OSError, ValueError) as fault:
        raise BadInput("xlsx_broken", file=source.name) from fault
    except BaseException as fault:
        # The Rust reader panics on some torn files, and a panic is no Exception.
        if type(fault).__name__ != "PanicException":
            raise
        raise BadInput("xlsx_broken", file=source.name) from fault
    if not rows:
        raise BadInput("xlsx_empty", file=source.name)
    return TextSheet(source.name, source.sha256, "xlsx", rows)


def _visible_sheets(book: calamine.CalamineWorkbook) -> Iterator[calamine.CalamineSheet]:
    for about in book.sheets_metadata:
        is_sheet = about.typ == calamine.SheetTypeEnum.WorkSheet
        if is_sheet and about.visible == calamine.SheetVisibleEnum.Visible:
            yield book.get_sheet_by_name(about.name)


def _rows(sheet: calamine.CalamineSheet) -> list[SheetRow]:
    """Return the sheet's rows from its row 1, cells from its first used column; [] when nothing is written."""
    if sheet.start is None:
        return []
    left = sheet.start[1]
    grid = [[cell_text(cell) for cell in cells] for cells in sheet.iter_rows()]
    _fill_merged(grid, left, sheet.merged_cell_ranges or [])
    rows = [SheetRow(number, tuple(cells)) for number, cells in enumerate(grid, 1)]
    return rows if any(not row.is_blank() for row in rows) else []


def _fill_merged(grid: list[list[str]], left: int, ranges: Ranges) -> None:
    """Write the value of cells merged downwards into each row they cover, as people read them.

    Cells merged sideways are headings and totals: filling them would make projects out of them.
    """
    for (top, first), (bottom, last) in ranges:
        column = first - left
        if first != last or top >= len(grid) or not 0 <= column < len(grid[top]):
            continue
        for cells in grid[top + 1 : bottom + 1]:
            cells[column] = cells[column] or grid[top][column]


def cell_text(cell: Cell) -> str:
    """Return a cell as the sheet shows it: whole numbers without a point, days as 2026-08-31.

    Excel keeps numbers as floats of 15 digits; more digits than those are noise of its formulas.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def _number_text(cell: float) -> str:
    rounded = f"{cell:.15g}"
    if cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(int(float(rounded))) if float(rounded).is_integer() else rounded


def _look_inside(source: Source) -> None:
    """Unpack everything once, counting: the sizes a packed file states about itself may be false.

    Raises BadInput: input_kind_unknown, xlsx_broken, file_too_large, too_many_rows, too_many_columns.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as packed:
            names = packed.namelist()
            if "xl/workbook.xml" not in names:
                raise BadInput("input_kind_unknown", file=source.name, expected=".xlsx .csv .pb")
            if any(member.flag_bits & 1 for member in packed.infolist()):
                raise BadInput("xlsx_encrypted", file=source.name)
            stated = sum(member.file_size for member in packed.infolist())
            if stated > MAX_UNPACKED:
                raise BadInput(
                    "file_too_large", file=source.name, value=stated // 1024**2, expected=MAX_UNPACKED // 1024**2
                )
            for member in packed.infolist():
                _look_at(packed, member, source.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as fault:
        raise BadInput("xlsx_broken", file=source.name) from fault


def _look_at(packed: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> None:
    """Read one part to its end, which checks its sum, and refuse cells placed absurdly far out.

    The sheet reader lays out a full grid up to the last cell, so two cells could take all memory and end the program.
    Every part is looked at, because a workbook may keep its sheets under any name.
    """
    tail = b""
    with packed.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            for attributes in _PLACED.findall(tail + chunk):
                for place in _PLACE.findall(attributes):
                    _refuse_far_place(place, file)
            tail = chunk[-_OVERLAP:]


def _refuse_far_place(place: bytes, file: str) -> None:
    known = _KNOWN_PLACE.match(place)
    if known is None:
        raise BadInput("xlsx_broken", file=file)
    if int(known.group(2)) > MAX_ROWS:
        raise BadInput("too_many_rows", file=file, line=int(known.group(2)), expected=MAX_ROWS)
    if _column_number(known.group(1)) > MAX_COLUMNS:
        value = known.group(1).decode("ascii")
        raise BadInput("too_many_columns", file=file, line=int(known.group(2)), value=value, expected=MAX_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

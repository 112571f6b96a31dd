"""Lists that this program wrote itself: read back whole, because every line of them is a project or a person.

A list of a meeting may have a project called 합계 or titles that begin with a dash. In an office's file those are
doubtful; in our own they are known. A file is ours when writing its rows anew gives its very bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.read.column_headings import Subject, known_headings_by_field
from sukui_desktop.documents.read.text_sheet import TextSheet
from sukui_desktop.domain.money import parse_decimal_money

_MOST_ROWS = 10_000
"""Longer lists are not written anew to be compared."""
_OURS = {"cost": "prepare.projects.cost_won", "phone_last4": "prepare.roster.phone_heading"}
"""Texts of headings that say more than the screen: the unit, and that a whole number may be written."""
ExportedRow = Mapping[str, str]
"""Field → cell, of one line."""


def exported_list_headings(subject: Subject) -> dict[str, str]:
    """Return field → heading of the lists that we write, in our order: the needed fields first. They are the words of
    the tables on the screen."""
    known = known_headings_by_field(subject)
    needed = known_headings_by_field("required")[subject]
    fields = [*needed, *(field for field in known if field not in needed)]
    return {field: text(_OURS.get(field, f"prepare.import.field.{field}")) for field in fields}


def _headings_of_older_exports(subject: Subject) -> dict[str, str]:
    """Return as `exported_list_headings` what lists had that were written before 0.6.1."""
    known = known_headings_by_field(subject)
    ours = exported_list_headings(subject)
    return {field: heading if field in _OURS else known[field][0] for field, heading in ours.items()}


def read_rows_of_exported_list(sheet: TextSheet, content: bytes, subject: Subject) -> list[ExportedRow] | None:
    """Return the lines of a file that our export wrote, None for any other file: one that was changed since, too."""
    fields = _fields_of_our_headings(sheet.row(1).cells, exported_list_headings(subject), subject)
    fields = fields or _fields_of_our_headings(sheet.row(1).cells, _headings_of_older_exports(subject), subject)
    if not fields or len(sheet.rows) > _MOST_ROWS:
        return None
    width = len(sheet.row(1).cells)
    rows = [(*row.cells, *[""] * (width - len(row.cells))) for row in sheet.rows[1:]]
    table = tuple(
        tuple(_cell_as_exported(cell, field, row, fields) for cell, field in zip_longest(row, fields)) for row in rows
    )
    if content != _bytes_if_exported_anew((tuple(sheet.row(1).cells), *table), sheet):
        return None
    return [dict(zip(fields, row, strict=False)) for row in rows]


def _cell_as_exported(cell: str, field: str | None, row: Sequence[str], fields: Sequence[str]) -> str | int:
    """Return a cell as the export had it: an amount of won as a number, everything else as text."""
    is_won = field == "cost" and ("currency" not in fields or not row[fields.index("currency")])
    return int(cell) if is_won and cell.isascii() and cell.isdigit() else cell


def cost_in_exported_list(row: ExportedRow, currency: str) -> int:
    """Return the cost of a line. Raises BadInput as `parse_decimal_money`."""
    return parse_decimal_money(row["cost"], currency)


def _fields_of_our_headings(cells: Sequence[str], headings: Mapping[str, str], subject: Subject) -> list[str]:
    """Return the fields of a row of our headings, [] for other headings; what is no field may stand last."""
    known = list(cells)
    if known and known[-1] == text("prepare.projects.state") and subject == "projects":
        known.pop()
    field_of = {heading: field for field, heading in headings.items()}
    fields = [field_of.get(cell, "") for cell in known]
    in_order = [field for field in headings if field in fields]
    return fields if fields == in_order and set(known_headings_by_field("required")[subject]) <= set(fields) else []


def _bytes_if_exported_anew(table: tuple[tuple[str | int, ...], ...], sheet: TextSheet) -> bytes:
    from sukui_desktop.documents.write.spreadsheet import csv_bytes, xlsx_bytes  # only our own lists need it

    return xlsx_bytes(table, sheet.name) if sheet.encoding == "xlsx" else csv_bytes(table)

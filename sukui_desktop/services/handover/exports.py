"""Rows of a table as a file: without it what stands on a screen would have to be typed into a spreadsheet again."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.papers.sheets import AttendanceSheet, ResultSheet

ExportRows = tuple[tuple[str | int, ...], ...]
"""The headings, then the rows as they are shown; amounts and counts as whole numbers."""


def export_rows(rows: ExportRows, path: Path) -> Path:
    """Write rows as CSV (UTF-8 with BOM) or XLSX, as the ending of `path` says. For the making queue.

    No cell can run as a formula; the file is there whole or not at all. Raises BadInput export_kind_unknown for
    another ending, StorageFault disk_full, read_only, folder_missing, write_failed.
    """
    from sukui_desktop.documents.write.spreadsheet import write_csv, write_xlsx  # the desk needs no spreadsheet

    writers = {".csv": write_csv, ".xlsx": write_xlsx}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise BadInput("export_kind_unknown", file=path.name)
    write(rows, path)
    return path


def make_result_table(sheet: ResultSheet, path: Path) -> Path:
    """Write the ranking of a certified poll as a spreadsheet. For the making queue. Raises as `export_rows`."""
    from sukui_desktop.documents.write.spreadsheet import result_rows
    from sukui_desktop.services.handover.documents import complete_result

    return export_rows(result_rows(complete_result(sheet)), path)


def make_attendance_table(sheet: AttendanceSheet, path: Path) -> Path:
    """Write who came as a spreadsheet. For the making queue. Raises as `export_rows`."""
    from sukui_desktop.documents.write.spreadsheet import attendance_rows

    return export_rows(attendance_rows(sheet), path)

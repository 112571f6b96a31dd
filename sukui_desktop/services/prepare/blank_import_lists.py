"""Blank lists to fill in: the headings that an import knows, as CSV or XLSX."""

from __future__ import annotations

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.models.meeting import ImportSubject

_LEFT_OUT = ("currency",)
"""Fields that a list of one country's money does not need."""


def make_blank_import_list(subject: ImportSubject, name: str) -> bytes:
    """Return a file with the headings of a list of projects or of a roster, to be filled in and imported.

    It is a CSV or an XLSX as the ending of the file's `name` says. For the making queue.
    Raises BadInput export_kind_unknown for another ending.
    """
    from sukui_desktop.documents.read.exported_list import exported_list_headings  # the desk needs no reader of files
    from sukui_desktop.documents.write.spreadsheet import csv_bytes, xlsx_bytes

    known = exported_list_headings("projects" if subject == ImportSubject.PROJECTS else "people")
    rows = (tuple(heading for field, heading in known.items() if field not in _LEFT_OUT),)
    if name.lower().endswith(".csv"):
        return csv_bytes(rows)
    if name.lower().endswith(".xlsx"):
        return xlsx_bytes(rows, name[: -len(".xlsx")])
    raise BadInput("export_kind_unknown", file=name)

"""Exports: the ballots of a poll as `.pb`, tables of a screen or sheet as CSV or XLSX."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.documents.write.pabulib import write_pabulib
from sukui_desktop.domain import canonical
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.pabulib.export import export_election
from sukui_desktop.domain.papers.sheets import AttendanceSheet, ResultSheet
from sukui_desktop.domain.poll import SHOWS_RESULT
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.services.room import Room

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


def write_ballots(room: Room, poll_id: PollId, path: Path) -> Path:
    """Write the ballots of a certified poll as `.pb`, in no voter's order. For the making queue.

    Raises RuleBroken result_not_certified, opinions_not_exported; NotFound poll_unknown; BadInput pb_unwritable;
    StorageFault disk_full, read_only, folder_missing, write_failed.
    """
    with room.reading() as tx:
        poll, count = tx.one(PollRow, poll_id), tx.find(PollCountRow, poll_id)
    if count is None or poll.state not in SHOWS_RESULT:
        raise RuleBroken("result_not_certified", title=poll.title)
    election = export_election(
        decode_definition(poll.definition),
        count.ballots,
        canonical.decode(count.tally, Tally),
        canonical.decode(count.outcome, Outcome),
    )
    write_pabulib(election, path)
    return path

"""Exports: the ballots of a poll as `.pb`, tables of a screen or sheet as CSV or XLSX."""

from __future__ import annotations

from sukui_desktop.documents.write.pabulib import pabulib_bytes
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.pabulib.election import Election
from sukui_desktop.domain.pabulib.export import export_election
from sukui_desktop.domain.papers.attendance import AttendanceSheet
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.poll_steps import SHOWS_RESULT
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.services.room import Room
from sukui_desktop.wording.times import clock_of

ExportRows = tuple[tuple[str | int, ...], ...]
"""The headings, then the rows as they are shown; amounts and counts as whole numbers."""


def make_table(rows: ExportRows, name: str) -> bytes:
    """Return rows as CSV (UTF-8 with BOM) or XLSX, as the ending of the file's `name` says. For the making queue.

    No cell can run as a formula. Raises BadInput export_kind_unknown for another ending.
    """
    from sukui_desktop.documents.write.spreadsheet import csv_bytes, xlsx_bytes  # the desk needs no spreadsheet

    if name.lower().endswith(".csv"):
        return csv_bytes(rows)
    if name.lower().endswith(".xlsx"):
        return xlsx_bytes(rows)
    raise BadInput("export_kind_unknown", file=name)


def make_result_table(sheet: ResultSheet) -> bytes:
    """Return the ranking of a certified poll as XLSX. For the making queue."""
    from sukui_desktop.documents.write.spreadsheet import result_rows, xlsx_bytes
    from sukui_desktop.services.handover.documents import complete_result

    return xlsx_bytes(result_rows(complete_result(sheet)))


def make_attendance_table(sheet: AttendanceSheet) -> bytes:
    """Return who came as XLSX. For the making queue."""
    from sukui_desktop.documents.write.spreadsheet import attendance_rows, xlsx_bytes

    return xlsx_bytes(attendance_rows(sheet))


def compose_ballots(room: Room, poll_id: PollId) -> Election:
    """Return the ballots of a certified poll as an election, in no voter's order.

    Raises RuleBroken result_not_certified, opinions_not_exported; NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll, count = tx.one(PollRow, poll_id), tx.find(PollCountRow, poll_id)
    if count is None or poll.state not in SHOWS_RESULT:
        raise RuleBroken("result_not_certified", title=poll.title)
    return export_election(
        decode_definition(poll.definition),
        count.ballots,
        canonical_bytes.decode(count.tally, Tally),
        canonical_bytes.decode(count.outcome, Outcome),
        (clock_of(poll.opened_at_ms).date(), clock_of(poll.closed_at_ms).date()),
    )


def make_ballot_file(election: Election) -> bytes:
    """Return composed ballots as `.pb`. For the making queue. Raises BadInput pb_unwritable."""
    return pabulib_bytes(election)

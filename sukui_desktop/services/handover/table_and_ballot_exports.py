"""Exports: the ballots of a poll as `.pb`, tables of a screen or sheet as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.read.column_headings import Subject, known_headings_by_field
from sukui_desktop.documents.read.exported_list import exported_list_headings
from sukui_desktop.documents.write.pabulib import pabulib_bytes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import ballot_kind_of, split_ballots
from sukui_desktop.domain.money import money_as_decimal_text
from sukui_desktop.domain.pabulib.election_of_counted_poll import election_of_counted_poll
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.papers.attendance_sheet import AttendanceSheet
from sukui_desktop.domain.papers.published_and_withheld_ballots import least_alike_to_publish, publishable_ballots
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.place_names import place_words_of_names
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.result_study import read_certified_poll
from sukui_desktop.wording.times import local_datetime

ExportRows = tuple[tuple[str | int, ...], ...]
"""The headings, then the rows as they are shown; amounts and counts as whole numbers."""


def make_table_file(rows: ExportRows, name: str, sheet: str = "") -> bytes:
    """Return rows as CSV (UTF-8 with BOM) or XLSX, as the ending of the file's `name` says. For the making queue.

    `sheet` names the sheet of a workbook; without it the file does. No cell can run as a formula.
    Raises BadInput export_kind_unknown for another ending.
    """
    from sukui_desktop.documents.write.spreadsheet import csv_or_xlsx_bytes  # the desk needs no spreadsheet

    return csv_or_xlsx_bytes(rows, name, sheet)


def project_table_for_reimport(projects: Sequence[ProjectRow]) -> ExportRows:
    """Return every field that any project has, under headings by which the import knows them again.

    Amounts of won are whole numbers; of other currencies text, with the currency in a column of its own. Whether a
    project is on the ballot comes last, where one is withdrawn.
    """
    rows = _exported_list_table(projects, "projects")
    if not any(project.is_withdrawn for project in projects):
        return rows
    states = [text(f"prepare.projects.{'withdrawn' if each.is_withdrawn else 'on_ballot'}") for each in projects]
    return tuple((*row, last) for row, last in zip(rows, [text("prepare.projects.state"), *states], strict=True))


def people_table_for_reimport(people: Sequence[PersonRow]) -> ExportRows:
    """Return every field that anybody has, under headings by which the import knows them again."""
    return _exported_list_table(people, "people")


def _exported_list_table(rows: Sequence[ProjectRow] | Sequence[PersonRow], subject: Subject) -> ExportRows:
    headings = exported_list_headings(subject)
    cells = {field: tuple(_exported_cell(row, field) for row in rows) for field in headings}
    needed = known_headings_by_field("required")[subject]
    fields = [field for field in headings if any(cells[field]) or field in needed]
    return (tuple(headings[field] for field in fields), *zip(*(cells[field] for field in fields), strict=True))


def _exported_cell(row: ProjectRow | PersonRow, field: str) -> str | int:
    value: str | int = getattr(row, field)
    if isinstance(row, ProjectRow) and row.currency == "KRW":
        return "" if field == "currency" else value
    return money_as_decimal_text(int(value), row.currency) if isinstance(row, ProjectRow) and field == "cost" else value


def make_result_table(sheet: ResultSheet, name: str = ".xlsx") -> bytes:
    """Return the ranking of a certified poll, or the choices of a motion, as `make_table_file` does."""
    from sukui_desktop.documents.write.spreadsheet import csv_or_xlsx_bytes, result_rows
    from sukui_desktop.services.handover.result_and_attendance_papers import add_explanations

    return csv_or_xlsx_bytes(result_rows(add_explanations(sheet)), name, text("documents.result.sheet"))


def make_attendance_table(sheet: AttendanceSheet, name: str = ".xlsx") -> bytes:
    """Return who came, as `make_table_file` does."""
    from sukui_desktop.documents.write.spreadsheet import attendance_rows, csv_or_xlsx_bytes

    return csv_or_xlsx_bytes(attendance_rows(sheet), name, text("documents.attendance.sheet"))


def compose_ballots_for_export(room: Room, poll_id: PollId, *, is_complete: bool = False) -> Election:
    """Return the ballots of a certified poll as an election, in no voter's order.

    Those that few people cast alike are withheld, as on every published page (`publishable_ballots`); `is_complete`
    gives them too, by which somebody who watched or paid may know a ballot again: that people must have chosen.

    Raises RuleBroken result_not_certified, opinions_not_exported, ballots_withheld where no ballot may be given out;
    NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll, found = read_certified_poll(tx, poll_id)
        meeting = tx.list_rows(MeetingRow)[0]
    unit = place_words_of_names(meeting.host, meeting.body_name, meeting.place, meeting.title) or meeting.host
    days = (local_datetime(poll.opened_at_ms).date(), local_datetime(poll.closed_at_ms).date())
    question, ballots, withheld = found.definition.question, found.ballots, 0
    if not is_complete and ballot_kind_of(question).vote_type:
        published = publishable_ballots(question, split_ballots(question, ballots))
        ballots, withheld = published.join_ballots(), published.withheld
        if withheld and not ballots:
            raise RuleBroken(
                "ballots_withheld", title=poll.title, cast=withheld, least=least_alike_to_publish(question)
            )
    counted = (found.definition, ballots, found.tally, found.outcome)
    return election_of_counted_poll(*counted, days, withheld=withheld, unit=unit)


def make_pabulib_ballot_file(election: Election) -> bytes:
    """Return composed ballots as `.pb`. For the making queue. Raises BadInput pb_unwritable."""
    return pabulib_bytes(election)

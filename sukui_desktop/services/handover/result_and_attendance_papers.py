"""Result and attendance: the sheets put together from the record, and the files made of them."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from sukui_desktop.assets.seal_word_list import seal_word_list
from sukui_desktop.documents.write.attendance_sheet import attendance_pdf
from sukui_desktop.documents.write.result_and_study import MOST_EXPLAINED, result_pdf, study_pdf
from sukui_desktop.domain.ballot_accounting import accounting_of_closed_poll
from sukui_desktop.domain.ballot_audit import score_audits
from sukui_desktop.domain.electorate import is_member
from sukui_desktop.domain.errors import NotFound, RuleBroken, StorageFault
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.facts.person import PersonLeft
from sukui_desktop.domain.papers.attendance_sheet import (
    AttendanceLine,
    AttendanceSheet,
    ComingAndGoing,
    coming_and_going,
)
from sukui_desktop.domain.papers.public_result import public_result_fields, result_json_bytes
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.seal_words import seal_words
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import AttendanceRow
from sukui_desktop.models.poll import BallotAuditRow, PollRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.checkin.attendance import count_attendance, quorum_at_opening
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.minutes.name_erasures import gather_name_erasures
from sukui_desktop.services.minutes.polls_on_papers import (
    gather_challenge_records,
    gather_closing_decisions,
    gather_pauses_and_openings,
    gather_rollback_records,
)
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.person_keys import names_of_certifiers
from sukui_desktop.services.vote.poll_box import list_receipts
from sukui_desktop.services.vote.result_study import explain_result, make_study, read_certified_poll


def compose_result_sheet(room: Room, poll_id: PollId) -> ResultSheet:
    """Put the result of a certified poll together; its study is left for the making queue (`add_study`).

    Raises RuleBroken result_not_certified, NotFound poll_unknown.
    """
    with room.reading() as tx:
        meeting, (poll, found) = tx.list_rows(MeetingRow)[0], read_certified_poll(tx, poll_id)
        audits = score_audits(tx.list_rows(BallotAuditRow, poll_id=poll_id))
        rollbacks, closing = gather_rollback_records(tx, poll), gather_closing_decisions(tx, poll)
        course, challenges = gather_pauses_and_openings(tx, poll), gather_challenge_records(tx, poll)
        certified_by, erasures = names_of_certifiers(tx, poll), gather_name_erasures(tx)
    try:
        receipts: tuple[str, ...] | None = list_receipts(room, poll_id)
    except (RuleBroken, NotFound, StorageFault):  # none are given, or the box is not here: the result stands without
        receipts = None
    return copy_fields(
        ResultSheet,
        meeting,
        poll,
        found,
        certified_by=certified_by,
        meeting_title=meeting.title,
        poll_title=poll.title,
        sitting_opened_at_ms=meeting.opened_at_ms,
        sitting_closed_at_ms=meeting.closed_at_ms,
        definition_hash=poll.definition_hash.hex(),
        words=seal_words(poll.definition_hash, seal_word_list()),
        accounting=accounting_of_closed_poll(poll),
        audits=audits,
        rollbacks=rollbacks,
        closing=closing,
        course=course,
        challenges=challenges,
        erasures=erasures,
        receipts=receipts,
        to_study=found,
    )


def add_study(sheet: ResultSheet) -> ResultSheet:
    """Return the sheet with its study. For the making queue; one that has it stays as it is."""
    if sheet.to_study is None:
        return sheet
    return replace(sheet, to_study=None, study=make_study(sheet.to_study))


def compose_attendance_sheet(room: Room) -> AttendanceSheet:
    """Put the attendance sheet together."""
    meeting, attendance = read_meeting(room), count_attendance(room)
    people, times = list_people(room), _read_times_of_people_who_left(room)
    lines = tuple(
        copy_fields(
            AttendanceLine,
            view.attendance,
            view.person,
            name=view.name_in_table,
            is_member=is_member(meeting, view.attendance.role, view.attendance.channel),
            **_fields_of_times(times.get(view.person.person_id), view.attendance),
        )
        for view in people
        if view.attendance.is_enrolled or view.attendance.was_present  # others only signed a vote
    )
    with room.reading() as tx:
        head, erasures = tx.writer.head.hash.hex(), gather_name_erasures(tx)
        courses = tuple(
            (poll.title, course)
            for poll in sorted(tx.list_rows(PollRow), key=lambda poll: (poll.opened_at_ms, poll.poll_id))
            if poll.opened_at_ms and (course := gather_pauses_and_openings(tx, poll)).quorum_gaps
        )
    return copy_fields(
        AttendanceSheet,
        meeting,
        attendance,
        quorum=quorum_at_opening(meeting, attendance),
        erasures=erasures,
        courses=courses,
        meeting_title=meeting.title,
        lines=lines,
        journal_head=head,
    )


def _read_times_of_people_who_left(room: Room) -> dict[str, ComingAndGoing]:
    """Return when those who ever left the room came, went and came back: their rows keep the last of it."""
    with room.reading() as tx:
        left = tx.list_subjects_with_fact(PersonLeft)
        entries: dict[str, list[Entry]] = {}
        for entry in tx.read_entries(f"person/{person_id}" for person_id in left):
            entries.setdefault(entry.subject_id, []).append(entry)
    return {person_id: coming_and_going(about) for person_id, about in entries.items()}


def _fields_of_times(times: ComingAndGoing | None, attendance: AttendanceRow) -> dict[str, Any]:
    if times is None or not attendance.was_present:
        return {}
    return {"admitted_at_ms": times.admitted_at_ms, "absences": times.absences}


def add_explanations(sheet: ResultSheet, most: int = 0) -> ResultSheet:
    """Return the sheet with what official papers print of its study (`explain_result`). For the making queue; one that
    has its study stays as it is."""
    return replace(sheet, study=explain_result(sheet.to_study, most)) if sheet.to_study else sheet


def make_result_pdf(sheet: ResultSheet) -> bytes:
    """Return the result as PDF. For the making queue."""
    return result_pdf(add_explanations(sheet, MOST_EXPLAINED))


def make_study_pdf(sheet: ResultSheet) -> bytes:
    """Return the study of a result as PDF: reasons, margin and other rules. For the making queue."""
    return study_pdf(add_study(sheet))


def make_attendance_pdf(sheet: AttendanceSheet) -> bytes:
    """Return the attendance sheet as PDF. For the making queue."""
    return attendance_pdf(sheet)


def make_public_result_file(sheet: ResultSheet) -> bytes:
    """Return the public result file (`docs/formats/result.md`). For the making queue."""
    return result_json_bytes(public_result_fields(add_study(sheet)))

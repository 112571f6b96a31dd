"""The attendance sheet (참석부): who was invited, who came, and where they sign."""

from __future__ import annotations

from collections.abc import Iterator

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.fonts_and_line_breaks import printable_content
from sukui_desktop.documents.write.paper_tables import name_erasure_paragraphs, titled_columns
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.papers.attendance_sheet import AttendanceLine, AttendanceSheet
from sukui_desktop.domain.papers.document_blocks import (
    CENTRE,
    LEFT,
    Block,
    Document,
    Paragraph,
    Signatures,
    Table,
    TableRow,
    Title,
)
from sukui_desktop.wording.poll_course import quorum_gap_words
from sukui_desktop.wording.quorum import quorum_verdict_words
from sukui_desktop.wording.times import planned_and_held_time_words, time_of_day_words

_COLUMNS = (
    ("number", 7, CENTRE),
    ("name", 15, LEFT),
    ("affiliation", 20, LEFT),
    ("position", 11, LEFT),
    ("channel", 12, LEFT),
    ("subcommittee", 12, LEFT),
    ("role", 10, LEFT),
    ("admitted", 10, CENTRE),
    ("state", 16, CENTRE),
    ("signature", 16, CENTRE),
    ("allowance", 16, CENTRE),
)
_ALWAYS = ("number", "name", "signature")
"""Columns that are there however empty; the others only where somebody has something in them."""


def attendance_pdf(sheet: AttendanceSheet) -> bytes:
    """Return the attendance sheet as PDF."""
    return pdf_bytes(attendance_document(sheet))


def attendance_document(sheet: AttendanceSheet) -> Document:
    """Return the attendance sheet as a settled document: counts, one table of everybody, who answers for it.

    Before the sitting opens it is a list to sign: nobody has come or stayed away yet.
    """
    when = planned_and_held_time_words(sheet.starts_at_ms, sheet.opened_at_ms, sheet.closed_at_ms)
    when_place = ", ".join(filter(None, (when, sheet.place)))
    blocks: tuple[Block, ...] = (
        Title(
            text=text("documents.attendance.title"),
            under=tuple(filter(None, (sheet.meeting_title, when_place, sheet.host))),
        ),
        Paragraph(text=_attendance_summary_words(sheet), is_bold=True, level=1),
        *_quorum_paragraph(sheet),
        _attendance_table(sheet),
        *name_erasure_paragraphs(sheet.erasures),
        Signatures(
            declaration=text("documents.attendance.checked"),
            boxes=((text("documents.attendance.checker"), ""),),
            mark=text("documents.sign"),
        ),
    )
    document = Document(
        name=text("documents.attendance.name", title=sheet.meeting_title),
        running=text("documents.attendance.name", title=sheet.meeting_title),
        footer=text("documents.attendance.footer", meeting=sheet.meeting_id, head=sheet.journal_head),
        blocks=blocks,
        stamp=text("documents.practice") if sheet.is_practice else "",
    )
    return printable_content(document)


def attendance_number_words(line: AttendanceLine) -> str:
    """Return somebody's number on the roster; of a walk-in without one, that they were registered at the door."""
    return text("documents.attendance.walk_in") if line.is_walk_in and not line.number else line.number


def attendance_state_words(line: AttendanceLine, sheet: AttendanceSheet) -> str:
    """Return whether somebody is here, was here, or never came; '' of those who may still come.

    Every going and coming back has a line of its own with its time.
    """
    here, between = text("documents.attendance.present"), _lines_of_absences(line)
    if line.is_present:
        return "\n".join((here, *between))
    if line.was_present:
        at = time_of_day_words(line.left_at_ms)
        last = text("documents.attendance.left_at", at=at) if at else text("documents.attendance.left")
        return "\n".join((here, *between, last.removeprefix(f"{here}\n"))) if between else last
    return text("documents.attendance.absent") if sheet.closed_at_ms else ""


def absence_words(line: AttendanceLine) -> str:
    """Return when somebody was out and came back: 13:41~13:42, 14:02~14:05."""
    return ", ".join(
        f"{time_of_day_words(away.left_at_ms)}~{time_of_day_words(away.back_at_ms)}" for away in line.absences
    )


def _lines_of_absences(line: AttendanceLine) -> list[str]:
    return [
        text(f"documents.attendance.{key}", at=time_of_day_words(at_ms))
        for away in line.absences
        for key, at_ms in (("went_at", away.left_at_ms), ("back_at", away.back_at_ms))
    ]


def _attendance_summary_words(sheet: AttendanceSheet) -> str:
    stage = "closed" if sheet.closed_at_ms else "sitting" if sheet.opened_at_ms else "signing"
    members = [line for line in sheet.lines if line.is_member]
    walk_ins = sum(line.is_walk_in and line.was_present for line in members)
    others = sum(line.was_present for line in sheet.lines if not line.is_member)
    words = text(
        f"documents.attendance.summary_{stage}",
        enrolled=f"{sheet.enrolled:,}",
        present=f"{sheet.present:,}",
        was_present=f"{sheet.was_present:,}",
        absent=f"{sum(not line.was_present and not line.is_walk_in for line in members):,}",
    )
    more = [("walk_ins", walk_ins), ("others", others)] if sheet.closed_at_ms else []
    return " · ".join((words, *(text(f"documents.attendance.{key}", count=f"{n:,}") for key, n in more if n)))


def _quorum_paragraph(sheet: AttendanceSheet) -> Iterator[Paragraph]:
    if sheet.quorum and sheet.opened_at_ms:
        yield Paragraph(text=text("documents.attendance.quorum", judged=quorum_verdict_words(sheet.quorum)))
    for title, course in sheet.courses:
        yield Paragraph(text=text("documents.course.of_poll", title=title, words=quorum_gap_words(course)))


def _attendance_table(sheet: AttendanceSheet) -> Table:
    rows = [_attendance_cells(line, sheet) for line in sheet.lines]
    always = (*_ALWAYS, "allowance") if sheet.has_allowance else _ALWAYS
    shown = [column for column in _COLUMNS if column[0] in always or any(row[column[0]] for row in rows)]
    cells = (tuple(row[name] for name, _, _ in shown) for row in rows)
    columns = titled_columns("documents.attendance.column_", *shown)
    return Table(columns=columns, rows=tuple(TableRow(cells=each) for each in cells), least_row_mm=9)


def _attendance_cells(line: AttendanceLine, sheet: AttendanceSheet) -> dict[str, str]:
    is_unpaid = sheet.has_allowance and bool(sheet.closed_at_ms) and not line.was_present
    return {
        "number": attendance_number_words(line),
        "name": line.name,
        "affiliation": line.affiliation,
        "position": line.position,
        "channel": line.channel,
        "subcommittee": line.subcommittee,
        "role": line.role,
        "admitted": time_of_day_words(line.admitted_at_ms) if line.admitted_at_ms else "",
        "state": attendance_state_words(line, sheet),
        "signature": "",
        "allowance": text("documents.attendance.no_allowance") if is_unpaid else "",
    }

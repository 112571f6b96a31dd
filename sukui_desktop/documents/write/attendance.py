"""The attendance sheet (참석부): who was invited, who came, and where they sign."""

from __future__ import annotations

from collections.abc import Iterator

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.paper_tables import titled_columns
from sukui_desktop.documents.write.paper_text import printable_content
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.papers.attendance import AttendanceLine, AttendanceSheet
from sukui_desktop.domain.papers.content import CENTRE, LEFT, Block, Document, Paragraph, Table, TableRow, Title
from sukui_desktop.wording.quorum import quorum_judged
from sukui_desktop.wording.times import hour_words, moment_words

_COLUMNS = (
    ("number", 7, CENTRE),
    ("name", 17, LEFT),
    ("channel", 15, LEFT),
    ("subcommittee", 15, LEFT),
    ("role", 13, LEFT),
    ("admitted", 10, CENTRE),
    ("state", 12, CENTRE),
    ("signature", 14, CENTRE),
)


def attendance_pdf(sheet: AttendanceSheet) -> bytes:
    """Return the attendance sheet as PDF."""
    return pdf_bytes(attendance_document(sheet))


def attendance_document(sheet: AttendanceSheet) -> Document:
    """Return the attendance sheet as a settled document: counts and one table of everybody."""
    under = (sheet.meeting_title, f"{moment_words(sheet.starts_at_ms)}, {sheet.place}")
    blocks: tuple[Block, ...] = (
        Title(text=text("documents.attendance.title"), under=tuple(filter(None, (*under, sheet.host)))),
        Paragraph(text=_summary(sheet), is_bold=True, level=1),
        *_quorum(sheet),
        _table(sheet),
    )
    document = Document(
        name=text("documents.attendance.name", title=sheet.meeting_title),
        running=text("documents.attendance.name", title=sheet.meeting_title),
        footer=text("documents.attendance.footer", meeting=sheet.meeting_id, head=sheet.journal_head),
        blocks=blocks,
        practice=text("documents.practice") if sheet.is_practice else "",
    )
    return printable_content(document)


def state_word(line: AttendanceLine) -> str:
    """Return whether somebody is here, was here, or never came."""
    if line.is_present:
        return text("documents.attendance.present")
    return text("documents.attendance.left" if line.was_present else "documents.attendance.absent")


def _summary(sheet: AttendanceSheet) -> str:
    return text(
        "documents.attendance.summary",
        enrolled=f"{sheet.enrolled:,}",
        present=f"{sheet.present:,}",
        was_present=f"{sheet.was_present:,}",
    )


def _quorum(sheet: AttendanceSheet) -> Iterator[Paragraph]:
    if sheet.quorum:
        yield Paragraph(text=text("documents.attendance.quorum", judged=quorum_judged(sheet.quorum)))


def _table(sheet: AttendanceSheet) -> Table:
    columns = titled_columns("documents.attendance.column_", *_COLUMNS)
    return Table(columns=columns, rows=tuple(_row(line) for line in sheet.lines), least_row_mm=9)


def _row(line: AttendanceLine) -> TableRow:
    number = text("documents.attendance.walk_in") if line.is_walk_in and not line.number else line.number
    admitted = hour_words(line.admitted_at_ms) if line.admitted_at_ms else ""
    cells = (number, line.name, line.channel, line.subcommittee, line.role, admitted, state_word(line), "")
    return TableRow(cells=cells)

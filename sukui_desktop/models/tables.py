"""Which mapped class holds which row type; the order in which projections are dropped, replayed and hashed."""

from __future__ import annotations

from sukui_desktop.domain import rows
from sukui_desktop.models.agenda import Item, Note, Project
from sukui_desktop.models.base import Base
from sukui_desktop.models.journal import FileFact, JournalEntry, PersonKey
from sukui_desktop.models.meeting import ConflictingEntry, ImportedFile, Meeting, MinutesHeading
from sukui_desktop.models.people import Attendance, Person, Slip
from sukui_desktop.models.poll import Poll

PROJECTIONS: dict[type[rows.Row], type[Base]] = {
    rows.MeetingRow: Meeting,
    rows.PersonRow: Person,
    rows.AttendanceRow: Attendance,
    rows.SlipRow: Slip,
    rows.ProjectRow: Project,
    rows.ItemRow: Item,
    rows.NoteRow: Note,
    rows.PollRow: Poll,
    rows.MinutesRow: MinutesHeading,
    rows.ImportRow: ImportedFile,
    rows.ConflictRow: ConflictingEntry,
}

RECORD: tuple[type[Base], ...] = (JournalEntry, PersonKey, FileFact)

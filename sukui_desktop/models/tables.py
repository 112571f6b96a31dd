"""Which mapped class holds which row type; the order in which projections are dropped, replayed and hashed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from sukui_desktop.domain import rows
from sukui_desktop.models.agenda import Item, Note, Project
from sukui_desktop.models.base import Base
from sukui_desktop.models.journal import FileFact, JournalEntry, PersonKey
from sukui_desktop.models.meeting import ConflictingEntry, ImportedFile, Meeting, MinutesHeading
from sukui_desktop.models.people import Attendance, Person, Slip
from sukui_desktop.models.poll import Poll, PollChannel

PROJECTIONS: dict[type[rows.Row], type[Base]] = {
    rows.MeetingRow: Meeting,
    rows.PersonRow: Person,
    rows.AttendanceRow: Attendance,
    rows.SlipRow: Slip,
    rows.ProjectRow: Project,
    rows.ItemRow: Item,
    rows.NoteRow: Note,
    rows.PollRow: Poll,
    rows.ChannelRow: PollChannel,
    rows.MinutesRow: MinutesHeading,
    rows.ImportRow: ImportedFile,
    rows.ConflictRow: ConflictingEntry,
}

RECORD: tuple[type[Base], ...] = (JournalEntry, PersonKey, FileFact)


def creating_statements() -> tuple[str, ...]:
    """Return the SQL that lays every table and index in a new SQLite file, in the order in which it must run."""
    # The record lies in the first pages, which every opening reads.
    return (*_creating(RECORD), *projecting_statements())


def projecting_statements() -> tuple[str, ...]:
    """Return the SQL that lays the tables that can be rebuilt."""
    return tuple(_creating(PROJECTIONS.values()))


def _creating(kinds: Iterable[type[Base]]) -> list[str]:
    dialect, statements = sqlite.dialect(), list[str]()
    for kind in kinds:
        table = kind.__table__
        assert isinstance(table, Table)
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes]
    return statements

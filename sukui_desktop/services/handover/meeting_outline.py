"""A meeting file looked at without opening it for work: its outline, and its tables built anew from the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sukui_desktop.domain.errors import NotFound, StorageFault
from sukui_desktop.domain.facts.kinds import is_known_fact_kind
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.record.entry_header import decode_header
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.storage.file_key_and_recovery_code import derive_file_key
from sukui_desktop.storage.meeting_file import (
    MeetingFile,
    are_tables_current,
    open_meeting_file_without_stream,
    rebuild_projections,
)
from sukui_desktop.storage.meeting_file_check import diagnose_unopenable_file

_DAMAGED = ("corrupt", "entry_unreadable")


class MeetingOutline(msgspec.Struct, frozen=True):
    """What a meeting file holds, without names."""

    meeting: MeetingRow
    polls: tuple[tuple[str, str, str], ...]
    """(poll id, title, state)."""
    entries: tuple[tuple[str, int, str, str, int], ...]
    """(stream, seq, kind, subject, clock in ms), in the order of the record."""
    unknown: tuple[tuple[str, int], ...] = ()
    """(stream, seq) of entries of a kind or version that this program does not know."""


def read_meeting_outline(path: Path, passphrase: str, context: Context) -> MeetingOutline:
    """Return an outline of a meeting file. Raises StorageFault, NotFound meeting_unknown."""
    with meeting_file_for_reading(path, passphrase, context) as opened:
        with opened.database.begin():
            if not are_tables_current(opened.database):
                rebuild_projections(opened)
            meetings = opened.projection.list_rows(MeetingRow)
            polls = tuple((str(poll.poll_id), poll.title, poll.state) for poll in opened.projection.list_rows(PollRow))
            stored = tuple(opened.journal.read_entries())
        if not meetings:
            raise NotFound("meeting_unknown")
    entries = tuple((e.stream, e.seq, e.kind, e.subject, e.clock_ms) for e in stored)
    unknown = tuple(
        (e.stream, e.seq) for e in stored if not is_known_fact_kind(e.kind, decode_header(e.signed).kind_version)
    )
    return MeetingOutline(meetings[0], polls, entries, unknown)


def rebuild_and_hash_tables(path: Path, passphrase: str, context: Context) -> dict[str, str]:
    """Drop what is projected, replay the journal into it, and return the hash of each table.

    Raises StorageFault.
    """
    with meeting_file_for_reading(path, passphrase, context) as opened, opened.database.begin():
        rebuild_projections(opened)
        return opened.projection.hash_tables()


@contextmanager
def meeting_file_for_reading(path: Path, passphrase: str, context: Context) -> Iterator[MeetingFile]:
    """Give a meeting file for reading alone, and close it again.

    Raises StorageFault, VerifyFailed pages_damaged where it cannot be read for that.
    """
    file_key = derive_file_key(path, passphrase)
    try:
        opened = open_meeting_file_without_stream(path, file_key, context.station, context.now)
    except StorageFault as fault:
        if fault.code in _DAMAGED:
            raise diagnose_unopenable_file(path, file_key) from fault
        raise
    try:
        yield opened
    finally:
        opened.close()

"""An open meeting file: the journal and what it projects, on one connection, in one transaction at a time."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.facts.meeting import StreamBegan
from sukui_desktop.models.rows import ROW_TYPES
from sukui_desktop.record.clock import Stamp
from sukui_desktop.record.signing import StreamKey
from sukui_desktop.record.writing import Head, Writer
from sukui_desktop.storage import journal
from sukui_desktop.storage.connection import Database, open_database
from sukui_desktop.storage.durable import sync_folder
from sukui_desktop.storage.faults import translated
from sukui_desktop.storage.file_key import FileKey
from sukui_desktop.storage.projections import Scope, has_meeting
from sukui_desktop.storage.replay import replay_into
from sukui_desktop.storage.station import StationFolder
from sukui_desktop.storage.transaction import Transaction

JOURNAL_SCHEMA = "1"
PROJECTION = "4"
"""Grows with every change of a row type; a file with another number is rebuilt from its journal."""

Now = Callable[[], int]
"""Milliseconds since 1970 UTC."""


class MeetingFile:
    """A meeting file held open by this program alone, with the stream it writes."""

    def __init__(
        self, path: Path, database: Database, file_key: FileKey, scope: Scope, station: StationFolder, now: Now
    ) -> None:
        self.path = path
        self.database = database
        self.file_key = file_key
        self.scope = scope
        self.station = station
        self.now = now
        self.is_usable = True
        self.boot = secrets.token_bytes(16)
        self.writer: Writer | None = None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Give a transaction: everything in it lasts when the block ends, or nothing does.

        Raises StorageFault; reopen_needed after a commit whose outcome is unknown.
        """
        if not self.is_usable or self.writer is None:
            raise StorageFault("reopen_needed", file=self.path.name)
        writer = self.writer
        before = writer.head, writer.stamp
        is_committing = False
        try:
            with translated(self.path), self.database.begin():
                yield Transaction(self.database, self.scope, writer, self.now, monotonic_ms)
                is_committing = True
        except BaseException:
            writer.head, writer.stamp = before
            self.is_usable = not is_committing
            raise
        if writer.head != before[0]:
            self.station.witness(self.scope.meeting, writer.key.stream, writer.head)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a transaction for reading alone; what is appended in it is refused at its end."""
        with self.transaction() as tx:
            head = tx.writer.head
            yield tx
            if tx.writer.head != head:
                raise AssertionError("an entry was appended while only reading")

    def rest(self) -> None:
        """Bring the WAL into the file and cut it, as an idle program should."""
        with translated(self.path):
            self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the file; it is then one file alone."""
        try:
            self.rest()
        finally:
            self.database.close()


def monotonic_ms() -> int:
    """Return milliseconds of this machine's running time, which no change of the clock moves."""
    return time.monotonic_ns() // 1_000_000


def create_file(path: Path, file_key: FileKey, scope: Scope, station: StationFolder, now: Now) -> MeetingFile:
    """Make a new meeting file with empty tables and a stream of its own.

    Raises StorageFault file_exists, read_only, disk_full.
    """
    if path.exists():
        raise StorageFault("file_exists", file=path.name)
    with translated(path):
        path.touch(mode=0o600, exist_ok=False)
        try:
            opened = MeetingFile(path, open_database(path, file_key), file_key, scope, station, now)
            _lay_tables(opened)
        except BaseException:
            for ending in ("", "-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            raise
    return opened


def _lay_tables(opened: MeetingFile) -> None:
    try:
        with opened.database.begin():
            opened.database.lay_tables()
            journal.write_file_fact(opened.database, "journal_schema", JOURNAL_SCHEMA)
            journal.write_file_fact(opened.database, "projection", PROJECTION)
        sync_folder(opened.path.parent)
        _begin_stream(opened, Stamp(0))
    except BaseException:
        opened.database.close()
        raise


def open_file(path: Path, file_key: FileKey, station: StationFolder, now: Now) -> MeetingFile:
    """Open a meeting file for writing, on its own stream or, where that may be another's, on a new one.

    Raises StorageFault corrupt, locked, newer, no_meeting.
    """
    opened = attach_file(path, file_key, station, now)
    try:
        with translated(path), opened.database.begin():
            if not is_current(opened.database) or not has_meeting(opened.database):
                rebuild_projections(opened)
        _resume_stream(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def attach_file(path: Path, file_key: FileKey, station: StationFolder, now: Now) -> MeetingFile:
    """Open a meeting file without taking up a stream: for verifying and showing; it cannot be written then.

    Raises StorageFault corrupt, locked, newer, no_meeting.
    """
    with translated(path):
        opened = MeetingFile(path, open_database(path, file_key), file_key, Scope("", ""), station, now)
        try:
            _recognise(opened)
        except BaseException:
            opened.close()
            raise
    return opened


def _recognise(opened: MeetingFile) -> None:
    database = opened.database
    with database.begin():
        if not journal.has_tables(database):  # the power went while the file was being made
            raise StorageFault("no_meeting", file=opened.path.name)
        facts = journal.read_file_facts(database)
        if int(facts.get("journal_schema", "0")) > int(JOURNAL_SCHEMA):
            raise StorageFault("newer", file=opened.path.name, format=facts["journal_schema"])
        first = journal.first_entry(database)
        if first is None:
            raise StorageFault("no_meeting", file=opened.path.name)
        header, _ = journal.open_entry(first, lambda _: None)
        opened.scope = Scope(header.city, header.meeting)


def is_current(database: Database) -> bool:
    """Say whether the tables that can be rebuilt are those of this version."""
    return journal.read_file_facts(database).get("projection") == PROJECTION


def rebuild_projections(opened: MeetingFile) -> None:
    """Drop what is projected and replay the journal into it: a new version of the program needs no more than this."""
    database = opened.database
    if not is_current(database):
        database.lay_projections(kind.TABLE for kind in ROW_TYPES)
    keys = journal.read_person_keys(database)
    entries = (journal.open_entry(stored, keys.get)[1] for stored in journal.read_entries(database))
    replay_into(database, opened.scope, entries)
    journal.write_file_fact(database, "projection", PROJECTION)


def _begin_stream(opened: MeetingFile, stamp: Stamp) -> None:
    key = StreamKey(secrets.token_bytes(32))
    opened.station.keep_stream(key)
    with translated(opened.path), opened.database.begin():
        journal.write_file_fact(opened.database, "stream", key.stream)
    opened.writer = _writer(opened, key, Head(), stamp)


def _writer(opened: MeetingFile, key: StreamKey, head: Head, stamp: Stamp) -> Writer:
    return Writer(
        key,
        city=opened.scope.city,
        meeting=opened.scope.meeting,
        head=head,
        stamp=stamp,
        boot=opened.boot,
        random_bytes=secrets.token_bytes,
    )


def _resume_stream(opened: MeetingFile) -> None:
    """Go on with the file's stream if it is ours and nobody can have written further on it; else begin a new one."""
    with translated(opened.path), opened.database.begin():
        heads = journal.read_streams(opened.database)
        stamp = journal.newest_stamp(opened.database)
        stream = journal.read_file_facts(opened.database).get("stream", "")
    key = opened.station.find_stream(stream)
    head = heads.get(stream, Head())
    noted = opened.station.witnessed(opened.scope.meeting)
    if key is None or (noted is not None and _is_behind(stream, head, noted, heads)):
        _begin_stream(opened, stamp)
    else:
        opened.writer = _writer(opened, key, head, stamp)
    assert opened.writer is not None
    opened.writer.seen = {s: h.seq for s, h in heads.items() if s != opened.writer.key.stream}
    if opened.writer.key.stream not in heads:
        with opened.transaction() as tx:
            began = StreamBegan(supersedes=stream, seq=head.seq, hash=head.hash)
            tx.append(opened.writer.key.stream, began)


def _is_behind(stream: str, head: Head, noted: tuple[str, Head], heads: dict[str, Head]) -> bool:
    noted_stream, noted_head = noted
    if noted_stream != stream:
        there = heads.get(noted_stream)
        return there is None or there.seq < noted_head.seq
    return head.seq < noted_head.seq or (head.seq == noted_head.seq and head.hash != noted_head.hash)

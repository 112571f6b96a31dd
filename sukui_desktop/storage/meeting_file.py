"""Meeting files: create, open, rebuild, receive; one transaction at a time on the one connection."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.facts.meeting import StreamBegan
from sukui_desktop.domain.file_names import MOST_NAME_BYTES
from sukui_desktop.models.ids import Scope
from sukui_desktop.models.tables import FILE_FACT
from sukui_desktop.record.entry_making import Head, Writer
from sukui_desktop.record.entry_signature import StreamKey
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.storage.database import Database, open_database
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import sync_folder, undone_on_failure
from sukui_desktop.storage.file_key_and_recovery_code import FileKey
from sukui_desktop.storage.journal import Journal, ReceivedEntries, SentEntry, read_scope_of_first_entry
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.projection import Projection
from sukui_desktop.storage.station_folder import StationFolder

JOURNAL_SCHEMA = "1"
PROJECTION = "29"
"""Grows with every change of a row type or of an effect, and with every new kind or version of a fact, so that entries
which an older program kept as unknown come into the rows; a file with another number is rebuilt from its journal."""

_MOST_NAME_BYTES = MOST_NAME_BYTES - len("-journal")
"""SQLite puts an ending of its own behind the name of a file."""

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
    def transaction(self, reason: str | None = None) -> Iterator[Transaction]:
        """Give a transaction: everything in it lasts when the block ends, or nothing does.

        `reason` is why a closed meeting is corrected, None where the act takes none
        (`domain/corrections_after_closing.py`).

        Raises StorageFault; reopen_needed after a commit whose outcome is unknown.
        """
        if not self.is_usable or self.writer is None:
            raise StorageFault("reopen_needed", file=self.path.name)
        writer = self.writer
        before = writer.head, writer.stamp, writer.seen
        is_committing = False
        try:
            with faults_translated(self.path), self.database.begin():
                tx = Transaction(self.database, self.scope, writer, self.now, monotonic_ms, reason)
                yield tx
                is_committing = True
        except BaseException:
            writer.head, writer.stamp, writer.seen = before
            self.is_usable = not is_committing
            raise
        self.writer = tx.writer
        if tx.writer is not writer or writer.head != before[0]:
            self.station.note_newest_head(self.scope.meeting, tx.writer.key.stream, tx.writer.head)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a transaction for reading alone; what is appended in it is refused at its end."""
        with self.transaction() as tx:
            head = tx.writer.head
            yield tx
            if tx.writer.head != head:
                raise AssertionError("an entry was appended while only reading")

    @property
    def journal(self) -> Journal:
        """The entries of the meeting."""
        return Journal(self.database, self.scope)

    @property
    def projection(self) -> Projection:
        """The rows of the meeting."""
        return Projection(self.database, self.scope)

    def count_missing_entries(self) -> int:
        """Return how many entries this machine wrote that are not in the file, of every stream it ever wrote; inside a
        transaction.

        Of a stream with nothing in it but its beginning nothing is missed: that is a copy somebody looked at.
        """
        newest = self.journal.newest_heads()
        noted = self.station.read_noted_heads(self.scope.meeting)
        return sum(max(0, head.seq - newest.get(stream, Head()).seq) for stream, head in noted.items() if head.seq > 0)

    def receive_entries(
        self, entries: Iterable[SentEntry], seal_keys: Mapping[str, bytes] | None = None
    ) -> tuple[ReceivedEntries, Changes]:
        """Add entries of other stations, in any order and as often as they come (`Journal.receive_entries`).

        Where one of them is on our stream and was not written here, a copy of this file writes on it too: we go on
        with a new stream, begun in the same transaction.

        Raises VerifyFailed entry_broken, StorageFault; nothing is kept then.
        """
        with self.transaction() as tx:
            received, changes = tx.receive_entries(entries, seal_keys)
            foreign = {entry.stream for entry in received.added} | {fork.stream for fork in received.forks}
            if tx.writer.key.stream in foreign | {gap.stream for gap in received.gaps}:
                _switch_to_new_stream(self, tx)
        return received, changes

    def checkpoint_wal(self) -> None:
        """Bring the WAL into the file and cut it, as an idle program should."""
        with faults_translated(self.path):
            self.database.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Bring the WAL into the file and close it; the meeting is then one file alone."""
        try:
            self.checkpoint_wal()
        finally:
            self.database.close()


def monotonic_ms() -> int:
    """Return milliseconds of this machine's running time, which no change of the clock moves."""
    return time.monotonic_ns() // 1_000_000


def create_meeting_file(path: Path, file_key: FileKey, scope: Scope, station: StationFolder, now: Now) -> MeetingFile:
    """Make a new meeting file with empty tables and a stream of its own.

    Raises StorageFault file_exists, name_too_long, read_only, disk_full.
    """
    with faults_translated(path):
        if path.exists():
            raise StorageFault("file_exists", file=path.name)
        if len(os.fsencode(path.name)) > _MOST_NAME_BYTES:
            raise StorageFault("name_too_long", file=path.name)
        path.touch(mode=0o600, exist_ok=False)
        parts = [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm")]
        with undone_on_failure(*(partial(part.unlink, missing_ok=True) for part in parts)):
            opened = MeetingFile(path, open_database(path, file_key), file_key, scope, station, now)
            _create_tables(opened)
    return opened


def _create_tables(opened: MeetingFile) -> None:
    with undone_on_failure(opened.database.close):
        with opened.database.begin():
            opened.database.create_tables()
            write_file_note(opened.database, "journal_schema", JOURNAL_SCHEMA)
            write_file_note(opened.database, "projection", PROJECTION)
        sync_folder(opened.path.parent)
        _begin_stream(opened, Stamp(0))


def open_meeting_file(path: Path, file_key: FileKey, station: StationFolder, now: Now) -> MeetingFile:
    """Open a meeting file for writing, on its own stream or, where that may be another's, on a new one.

    Raises StorageFault corrupt, locked, newer, no_meeting.
    """
    opened = open_meeting_file_without_stream(path, file_key, station, now)
    with undone_on_failure(opened.close):
        with faults_translated(path), opened.database.begin():
            if not are_tables_current(opened.database) or not opened.projection.has_meeting():
                rebuild_projections(opened)
        _resume_or_begin_stream(opened)
    return opened


def open_meeting_file_without_stream(path: Path, file_key: FileKey, station: StationFolder, now: Now) -> MeetingFile:
    """Open a meeting file without taking up a stream: for verifying and showing; it cannot be written then.

    Raises StorageFault corrupt, locked, newer, no_meeting.
    """
    with faults_translated(path):
        opened = MeetingFile(path, open_database(path, file_key), file_key, Scope("", ""), station, now)
        with undone_on_failure(opened.close):
            _require_known_format_and_set_scope(opened)
    return opened


def _require_known_format_and_set_scope(opened: MeetingFile) -> None:
    database = opened.database
    with database.begin():
        if not has_tables(database):  # the power went while the file was being made
            raise StorageFault("no_meeting", file=opened.path.name)
        facts = read_file_notes(database)
        if int(facts.get("journal_schema", "0")) > int(JOURNAL_SCHEMA):
            raise StorageFault("newer", file=opened.path.name, format=facts["journal_schema"])
        scope = read_scope_of_first_entry(database)
        if scope is None:
            raise StorageFault("no_meeting", file=opened.path.name)
        opened.scope = scope


def are_tables_current(database: Database) -> bool:
    """Return whether the tables that can be rebuilt are those of this version."""
    return read_file_notes(database).get("projection") == PROJECTION


def rebuild_projections(opened: MeetingFile) -> None:
    """Drop what is projected and replay the journal into it: a new version of the program needs no more than this."""
    database = opened.database
    if not are_tables_current(database):
        database.recreate_projection_tables()
    entries = opened.journal.decode_entries(opened.journal.read_entries())
    opened.projection.replay_entries(entry for _, entry in entries)
    write_file_note(database, "projection", PROJECTION)


def has_tables(database: Database) -> bool:
    """Return whether a file has got its tables; they are created all at once."""
    found = database.raw.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'file_fact'")
    return found.fetchone() is not None


_READ_FILE_FACTS = select(FILE_FACT.c.name, FILE_FACT.c.value)
_WRITE_FILE_FACT = insert(FILE_FACT).on_conflict_do_update(
    index_elements=["name"], set_={"value": insert(FILE_FACT).excluded.value}
)


def read_file_notes(database: Database) -> dict[str, str]:
    """Return what a file notes about itself: journal_schema, projection, stream."""
    return {str(name): str(value) for name, value in database.execute(_READ_FILE_FACTS)}


def write_file_note(database: Database, name: str, value: str) -> None:
    """Note one thing of a file."""
    database.execute(_WRITE_FILE_FACT, {"name": name, "value": value})


def _begin_stream(opened: MeetingFile, stamp: Stamp) -> None:
    key = StreamKey(secrets.token_bytes(32))
    opened.station.keep_stream_key(key)
    with faults_translated(opened.path), opened.database.begin():
        write_file_note(opened.database, "stream", key.stream)
    opened.writer = _make_entry_writer(opened, key, Head(), stamp)


def _make_entry_writer(opened: MeetingFile, key: StreamKey, head: Head, stamp: Stamp) -> Writer:
    return Writer(
        key,
        city=opened.scope.city,
        meeting=opened.scope.meeting,
        head=head,
        stamp=stamp,
        boot=opened.boot,
        random_bytes=secrets.token_bytes,
    )


def _resume_or_begin_stream(opened: MeetingFile) -> None:
    """Go on with the file's stream if it is ours and nobody can have written further on it; else begin a new one."""
    with faults_translated(opened.path), opened.database.begin():
        heads = opened.journal.newest_heads()
        stamp, last_stream = opened.journal.newest_stamp(), opened.journal.newest_stream()
        stream = read_file_notes(opened.database).get("stream", "")
    key = opened.station.find_stream_key(stream)
    head = heads.get(stream, Head())
    noted = opened.station.read_newest_head(opened.scope.meeting)
    is_behind = noted is not None and _is_stream_behind(stream, head, noted, heads)
    if key is None or is_behind:
        _begin_stream(opened, stamp)
    else:
        opened.writer = _make_entry_writer(opened, key, head, stamp)
    assert opened.writer is not None
    opened.writer.seen = {s: h.seq for s, h in heads.items() if s != opened.writer.key.stream}
    if opened.writer.key.stream not in heads:
        followed = stream if stream in heads else last_stream  # one that was begun and got no entry follows nothing
        _record_stream_beginning(opened, followed, heads.get(followed, Head()))


def _switch_to_new_stream(opened: MeetingFile, tx: Transaction) -> None:
    """Go on with a new stream from within a transaction, as another machine writes on the present one too."""
    stream, seen = tx.writer.key.stream, tx.writer.seen
    head = tx.journal.newest_heads().get(stream, Head())
    key = StreamKey(secrets.token_bytes(32))
    opened.station.keep_stream_key(key)
    write_file_note(opened.database, "stream", key.stream)
    tx.writer = _make_entry_writer(opened, key, Head(), max(tx.writer.stamp, tx.journal.newest_stamp()))
    tx.writer.seen = {**seen, stream: head.seq}
    tx.append_fact(key.stream, StreamBegan(supersedes=stream, seq=head.seq, hash=head.hash))


def _record_stream_beginning(opened: MeetingFile, stream: str, head: Head) -> None:
    with opened.transaction() as tx:
        tx.append_fact(tx.writer.key.stream, StreamBegan(supersedes=stream, seq=head.seq, hash=head.hash))


def _is_stream_behind(stream: str, head: Head, noted: tuple[str, Head], heads: dict[str, Head]) -> bool:
    noted_stream, noted_head = noted
    if noted_stream != stream:
        there = heads.get(noted_stream)
        return there is None or there.seq < noted_head.seq
    return head.seq < noted_head.seq or (head.seq == noted_head.seq and head.hash != noted_head.hash)

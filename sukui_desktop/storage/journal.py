"""The table of entries: putting new ones in, reading them in order, asking for heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.record.body import PersonKeyOf, decode_body
from sukui_desktop.record.clock import Stamp
from sukui_desktop.record.header import Header, decode_header
from sukui_desktop.record.writing import Head, Written
from sukui_desktop.storage.connection import Database
from sukui_desktop.storage.projections import Scope


class Stored(msgspec.Struct, frozen=True):
    """An entry as it lies in the file."""

    stream: str
    seq: int
    signed: bytes
    signature: bytes
    salt: bytes
    body: bytes
    hash: bytes
    kind: str
    subject: str
    clock_ms: int
    clock_counter: int


_INSERT = (
    "INSERT INTO entry (city_id, meeting_id, stream, seq, signed, signature, salt, body, hash, clock_ms, clock_counter,"
    " kind, subject) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def insert_entries(database: Database, scope: Scope, stream: str, entries: Sequence[Written]) -> None:
    """Put new entries in, in order."""
    lines = [
        (
            scope.city,
            scope.meeting,
            stream,
            e.header.seq,
            e.signed,
            e.signature,
            e.salt,
            e.body,
            e.hash,
            e.header.clock_ms,
            e.header.clock_counter,
            e.header.kind,
            e.subject,
        )
        for e in entries
    ]
    database.execute_each(_INSERT, lines)


_ORDER = "ORDER BY clock_ms, clock_counter, stream, seq"
_STORED = f"SELECT {', '.join(Stored.__struct_fields__)} FROM entry"  # noqa: S608


def read_entries(database: Database) -> Iterator[Stored]:
    """Yield stored entries in the order of the record: clock, stream, seq.

    The values are SQLite's own, so that a cell of the wrong type is seen by whoever checks and crashes nobody.
    """
    for row in database.execute(f"{_STORED} {_ORDER}"):
        yield Stored(*row)


def first_entry(database: Database) -> Stored | None:
    """Return an entry that began a stream, None in a file without any."""
    found = database.execute(f"{_STORED} WHERE seq = 0 LIMIT 1").fetchall()
    return Stored(*found[0]) if found else None


def read_streams(database: Database) -> dict[str, Head]:
    """Return the newest head of every stream in the file."""
    newest = database.execute("SELECT stream, max(seq) FROM entry GROUP BY stream").fetchall()
    heads = {}
    for stream, seq in newest:
        found = database.execute("SELECT hash FROM entry WHERE stream = ? AND seq = ?", (stream, seq)).fetchall()
        heads[str(stream)] = Head(int(seq), bytes(found[0][0]))
    return heads


def read_subjects_of(database: Database, kind: str) -> tuple[str, ...]:
    """Return the subjects of every entry of a kind, in the order of the record."""
    found = database.execute(f"SELECT subject FROM entry WHERE kind = ? {_ORDER}", (kind,)).fetchall()  # noqa: S608
    return tuple(str(subject) for (subject,) in found)


def newest_stamp(database: Database) -> Stamp:
    """Return the latest clock in the record."""
    newest = "SELECT clock_ms, clock_counter FROM entry ORDER BY clock_ms DESC, clock_counter DESC LIMIT 1"
    found = database.execute(newest).fetchall()
    return Stamp(int(found[0][0]), int(found[0][1])) if found else Stamp(0)


def keep_person_keys(database: Database, scope: Scope, keys: Sequence[tuple[str, bytes]]) -> None:
    """Keep the keys of new people."""
    lines = [(scope.city, scope.meeting, person_id, key) for person_id, key in keys]
    database.execute_each("INSERT INTO person_key (city_id, meeting_id, person_id, key) VALUES (?, ?, ?, ?)", lines)


def read_person_keys(database: Database) -> dict[str, bytes]:
    """Return every person's key, for a replay."""
    found = database.execute("SELECT person_id, key FROM person_key").fetchall()
    return {str(person_id): bytes(key) for person_id, key in found}


def person_key(database: Database, person_id: str) -> bytes | None:
    """Return one person's key, None when it was destroyed."""
    found = database.execute("SELECT key FROM person_key WHERE person_id = ?", (person_id,)).fetchall()
    return bytes(found[0][0]) if found else None


def has_tables(database: Database) -> bool:
    """Say whether the file has come so far as to have tables; they are made all at once."""
    return bool(database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'file_fact'").fetchall())


def read_file_facts(database: Database) -> dict[str, str]:
    """Return what the file says of itself."""
    return {str(name): str(value) for name, value in database.execute("SELECT name, value FROM file_fact").fetchall()}


def write_file_fact(database: Database, name: str, value: str) -> None:
    """Write one thing the file says of itself."""
    database.execute("INSERT OR REPLACE INTO file_fact (name, value) VALUES (?, ?)", (name, value))


def open_entry(stored: Stored, key_of: PersonKeyOf) -> tuple[Header, Entry]:
    """Read a stored entry's header and fact.

    Raises StorageFault entry_unreadable.
    """
    header = decode_header(stored.signed)
    subject, fact = decode_body(header.kind, header.kind_version, stored.body, key_of)
    entry = Entry(stream=header.stream.hex(), seq=header.seq, subject=subject, at_ms=header.clock_ms, fact=fact)
    return header, entry


def raw_columns(stored: Stored) -> dict[str, Any]:
    """Return the columns of a stored entry by name, for showing."""
    return msgspec.structs.asdict(stored)

"""The table of entries: putting new ones in, reading them in order, asking for heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, insert, inspect, select

from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.models.journal import FileFact, JournalEntry, PersonKey
from sukui_desktop.record.body import PersonKeyOf, decode_body
from sukui_desktop.record.clock import Stamp
from sukui_desktop.record.header import Header, decode_header
from sukui_desktop.record.writing import Head, Written
from sukui_desktop.storage.projections import Scope

_ENTRY: Table = JournalEntry.metadata.tables["entry"]
_KEYS: Table = PersonKey.metadata.tables["person_key"]
_FILE: Table = FileFact.metadata.tables["file_fact"]


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


def insert_entries(connection: Connection, scope: Scope, stream: str, entries: Sequence[Written]) -> None:
    """Put new entries in, in order."""
    values = [
        {
            "city_id": scope.city,
            "meeting_id": scope.meeting,
            "stream": stream,
            "seq": e.header.seq,
            "signed": e.signed,
            "signature": e.signature,
            "salt": e.salt,
            "body": e.body,
            "hash": e.hash,
            "clock_ms": e.header.clock_ms,
            "clock_counter": e.header.clock_counter,
            "kind": e.header.kind,
            "subject": e.subject,
        }
        for e in entries
    ]
    connection.execute(insert(_ENTRY), values)


_BEGINNING = f"SELECT {', '.join(Stored.__struct_fields__)} FROM entry WHERE seq = 0"  # noqa: S608
_ORDERED = f"SELECT {', '.join(Stored.__struct_fields__)} FROM entry ORDER BY clock_ms, clock_counter, stream, seq"  # noqa: S608


def read_entries(connection: Connection) -> Iterator[Stored]:
    """Yield stored entries in the order of the record: clock, stream, seq.

    The values are SQLite's own, so that a cell of the wrong type is seen by whoever checks and crashes nobody.
    """
    for row in connection.exec_driver_sql(_ORDERED):
        yield Stored(*row)


def first_entry(connection: Connection) -> Stored | None:
    """Return an entry that began a stream, None in a file without any."""
    for row in connection.exec_driver_sql(f"{_BEGINNING} LIMIT 1"):
        return Stored(*row)
    return None


def read_streams(connection: Connection) -> dict[str, Head]:
    """Return the newest head of every stream in the file."""
    newest = select(_ENTRY.c.stream, func.max(_ENTRY.c.seq)).group_by(_ENTRY.c.stream)
    heads = {}
    for stream, seq in connection.execute(newest).all():
        found = connection.execute(select(_ENTRY.c.hash).where(_ENTRY.c.stream == stream, _ENTRY.c.seq == seq))
        heads[str(stream)] = Head(int(seq), bytes(found.scalar_one()))
    return heads


def read_subjects_of(connection: Connection, kind: str) -> tuple[str, ...]:
    """Return the subjects of every entry of a kind, in the order of the record."""
    order = (_ENTRY.c.clock_ms, _ENTRY.c.clock_counter, _ENTRY.c.stream, _ENTRY.c.seq)
    return tuple(connection.execute(select(_ENTRY.c.subject).where(_ENTRY.c.kind == kind).order_by(*order)).scalars())


def newest_stamp(connection: Connection) -> Stamp:
    """Return the latest clock in the record."""
    statement = (
        select(_ENTRY.c.clock_ms, _ENTRY.c.clock_counter)
        .order_by(_ENTRY.c.clock_ms.desc(), _ENTRY.c.clock_counter.desc())
        .limit(1)
    )
    row = connection.execute(statement).first()
    return Stamp(0) if row is None else Stamp(int(row[0]), int(row[1]))


def keep_person_keys(connection: Connection, scope: Scope, keys: Sequence[tuple[str, bytes]]) -> None:
    """Keep the keys of new people."""
    values = [{"city_id": scope.city, "meeting_id": scope.meeting, "person_id": p, "key": k} for p, k in keys]
    connection.execute(insert(_KEYS), values)


def read_person_keys(connection: Connection) -> dict[str, bytes]:
    """Return every person's key, for a replay."""
    return {str(p): bytes(k) for p, k in connection.execute(select(_KEYS.c.person_id, _KEYS.c.key))}


def person_key(connection: Connection, person_id: str) -> bytes | None:
    """Return one person's key, None when it was destroyed."""
    found = connection.execute(select(_KEYS.c.key).where(_KEYS.c.person_id == person_id)).scalar()
    return None if found is None else bytes(found)


def has_tables(connection: Connection) -> bool:
    """Say whether the file has come so far as to have tables; they are made all at once."""
    return inspect(connection).has_table(_FILE.name)


def read_file_facts(connection: Connection) -> dict[str, str]:
    """Return what the file says of itself."""
    return {str(n): str(v) for n, v in connection.execute(select(_FILE.c.name, _FILE.c.value))}


def write_file_fact(connection: Connection, name: str, value: str) -> None:
    """Write one thing the file says of itself."""
    connection.execute(_FILE.delete().where(_FILE.c.name == name))
    connection.execute(insert(_FILE).values(name=name, value=value))


def open_entry(stored: Stored, key_of: PersonKeyOf) -> tuple[Header, Entry]:
    """Read a stored entry's header and fact.

    Raises StorageFault entry_unreadable.
    """
    header = decode_header(stored.signed)
    subject, fact = decode_body(header.kind, stored.body, key_of)
    entry = Entry(stream=header.stream.hex(), seq=header.seq, subject=subject, at_ms=header.clock_ms, fact=fact)
    return header, entry


def raw_columns(stored: Stored) -> dict[str, Any]:
    """Return the columns of a stored entry by name, for showing."""
    return msgspec.structs.asdict(stored)

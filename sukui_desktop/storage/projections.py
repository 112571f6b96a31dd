"""Reading and writing the tables that readers see; all of them can be dropped and replayed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

import cbor2
import msgspec

from sukui_desktop.domain.applying.effect import Effect
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.row import Key, Row, key_of
from sukui_desktop.models.rows import ROW_TYPES
from sukui_desktop.storage.connection import Database

R = TypeVar("R", bound=Row)


class Scope(msgspec.Struct, frozen=True):
    """City and meeting: what every key begins with."""

    city: str
    meeting: str


@cache
def columns_of(kind: type[Row]) -> tuple[str, ...]:
    """Return the columns of the table of a row type, in order: city and meeting, then the row's own."""
    return tuple(dict.fromkeys(("city_id", "meeting_id", *kind.__struct_fields__)))


@cache
def keys_of(kind: type[Row]) -> tuple[str, ...]:
    """Return the columns of its primary key, in order."""
    return tuple(dict.fromkeys(("city_id", "meeting_id", *kind.KEY)))


@cache
def _put_statement(kind: type[Row]) -> str:
    names, keys = columns_of(kind), keys_of(kind)
    marks = ", ".join("?" * len(names))
    others = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
    return (
        f'INSERT INTO "{kind.TABLE}" ({_listed(names)}) VALUES ({marks}) '  # noqa: S608
        f"ON CONFLICT ({_listed(keys)}) DO UPDATE SET {others}"
    )


def _values(scope: Scope, row: Row) -> tuple[object, ...]:
    held = {"city_id": scope.city, "meeting_id": scope.meeting, **msgspec.structs.asdict(row)}
    return tuple(map(_stored, held.values()))


def _stored(value: object) -> object:
    """Return a value as it lies in a cell: a tuple of texts as compact JSON, all else as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if isinstance(value, tuple) else value


def write_effect(database: Database, scope: Scope, effect: Effect) -> None:
    """Bring the tables up to date with what applying entries amounts to."""
    for kind, key in effect.remove:
        where = " AND ".join(f'"{name}" = ?' for name in keys_of(kind))
        subject = () if kind is MeetingRow else key
        database.execute(f'DELETE FROM "{kind.TABLE}" WHERE {where}', (scope.city, scope.meeting, *subject))  # noqa: S608
    by_kind: dict[type[Row], list[tuple[object, ...]]] = {}
    for row in effect.put:
        by_kind.setdefault(type(row), []).append(_values(scope, row))
    for kind, values in by_kind.items():
        database.execute_each(_put_statement(kind), values)


def read_rows(database: Database, scope: Scope, kind: type[R], **where: str) -> tuple[R, ...]:
    """Return rows of one type in key order, all or those whose columns equal `where`."""
    return _read(database, scope, kind, tuple(where), tuple(where.values()))


def read_subjects(database: Database, scope: Scope, kind: type[R], ids: Sequence[str]) -> tuple[R, ...]:
    """Return the rows of one type that belong to any of these subjects, in key order."""
    first = kind.KEY[0]
    if len(ids) == 1:
        return _read(database, scope, kind, (first,), (ids[0],))
    wanted = set(ids)
    return tuple(row for row in _read(database, scope, kind, (), ()) if key_of(row)[0] in wanted)


class _Reader(msgspec.Struct, frozen=True):
    """How rows of a type are read."""

    select: str
    order: str
    fields: tuple[str, ...]
    turned: tuple[tuple[str, Callable[[Any], Any]], ...]
    """Columns whose stored value is not the row's: bool, states and tuples of text."""


@cache
def _reader(kind: type[Row]) -> _Reader:
    fields = kind.__struct_fields__
    turned: dict[Any, Callable[[Any], Any]] = {bool: bool, tuple[str, ...]: _tuple}
    return _Reader(
        f'SELECT {_listed(fields)} FROM "{kind.TABLE}" WHERE city_id = ? AND meeting_id = ?',  # noqa: S608
        f" ORDER BY {_listed(kind.KEY)}",
        fields,
        tuple(
            (field.name, field.type if _is_state(field.type) else turned[field.type])
            for field in msgspec.structs.fields(kind)
            if _is_state(field.type) or field.type in turned
        ),
    )


def _is_state(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, StrEnum)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _tuple(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


def _read(
    database: Database, scope: Scope, kind: type[R], names: tuple[str, ...], values: tuple[str, ...]
) -> tuple[R, ...]:
    reader = _reader(kind)
    unknown = [name for name in names if name not in reader.fields]
    if unknown:
        raise ValueError(f"{kind.__name__} has no column {unknown}")
    statement = reader.select + "".join(f' AND "{name}" = ?' for name in names) + reader.order
    found = database.execute(statement, (scope.city, scope.meeting, *values))
    return tuple(_row(kind, reader, stored) for stored in found.fetchall())


def _row(kind: type[R], reader: _Reader, stored: Sequence[Any]) -> R:
    fields = dict(zip(reader.fields, stored, strict=True))
    for name, turn in reader.turned:
        fields[name] = turn(fields[name])
    return kind(**fields)


def empty_tables(database: Database) -> None:
    """Remove every projected row, before a replay."""
    for kind in ROW_TYPES:
        database.execute(f'DELETE FROM "{kind.TABLE}"')  # noqa: S608


def hash_tables(database: Database) -> dict[str, str]:
    """Return for each table the SHA-256 over its rows in key order, as deterministic CBOR (docs/sources.md,
    "Journal")."""
    hashes = {}
    for kind in ROW_TYPES:
        total = hashlib.sha256()
        for _, values in dump_table(database, kind):
            total.update(cbor2.dumps(values, canonical=True))
        hashes[kind.TABLE] = total.hexdigest()
    return hashes


def dump_table(database: Database, kind: type[Row]) -> Iterable[tuple[Key, list[Any]]]:
    """Yield (key, all columns) of each row of a table in key order.

    The values are SQLite's own, so that a cell of the wrong type shows as a difference and not as a crash.
    """
    names, order = columns_of(kind), keys_of(kind)
    keys = [names.index(name) for name in order]
    statement = f'SELECT {_listed(names)} FROM "{kind.TABLE}" ORDER BY {_listed(order)}'  # noqa: S608
    for row in database.execute(statement):
        yield tuple(str(row[place]) for place in keys), list(row)


def has_meeting(database: Database) -> bool:
    """Say whether the meeting itself is among the rows."""
    return bool(database.execute("SELECT 1 FROM meeting LIMIT 1").fetchall())

"""Reading and writing the tables that readers see; all of them can be dropped and replayed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

import cbor2
import msgspec
from sqlalchemy import Boolean, Connection, Table, delete
from sqlalchemy.dialects.sqlite import insert

from sukui_desktop.domain.applying.effect import ROW_KEYS, Effect, Key, key_of
from sukui_desktop.domain.rows import Row
from sukui_desktop.models.base import TextTuple
from sukui_desktop.models.tables import PROJECTIONS

R = TypeVar("R", bound=Row)


class Scope(msgspec.Struct, frozen=True):
    """City and meeting: what every key begins with."""

    city: str
    meeting: str


@cache
def table_of(kind: type[Row]) -> Table:
    """Return the table that holds rows of this type."""
    table = PROJECTIONS[kind].__table__
    assert isinstance(table, Table)
    return table


@cache
def _put_statement(kind: type[Row]) -> Any:
    table = table_of(kind)
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    others = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def _values(scope: Scope, row: Row) -> dict[str, Any]:
    return {"city_id": scope.city, "meeting_id": scope.meeting, **msgspec.structs.asdict(row)}


def write_effect(connection: Connection, scope: Scope, effect: Effect) -> None:
    """Bring the tables up to date with what applying entries amounts to."""
    for kind, key in effect.remove:
        table = table_of(kind)
        names = ("city_id", "meeting_id", *(n for n in ROW_KEYS[kind] if n != "meeting_id"))
        where = [table.c[name] == value for name, value in zip(names, (scope.city, scope.meeting, *key), strict=False)]
        connection.execute(delete(table).where(*where))
    by_kind: dict[type[Row], list[dict[str, Any]]] = {}
    for row in effect.put:
        by_kind.setdefault(type(row), []).append(_values(scope, row))
    for kind, values in by_kind.items():
        connection.execute(_put_statement(kind), values)


def read_rows(connection: Connection, scope: Scope, kind: type[R], **where: str) -> tuple[R, ...]:
    """Return rows of one type in key order, all or those whose columns equal `where`."""
    return _read(connection, scope, kind, tuple(where), tuple(where.values()))


def read_subjects(connection: Connection, scope: Scope, kind: type[R], ids: Sequence[str]) -> tuple[R, ...]:
    """Return the rows of one type that belong to any of these subjects, in key order."""
    first = ROW_KEYS[kind][0]
    if len(ids) == 1:
        return _read(connection, scope, kind, (first,), (ids[0],))
    wanted = set(ids)
    return tuple(row for row in _read(connection, scope, kind, (), ()) if key_of(row)[0] in wanted)


class _Reader(msgspec.Struct, frozen=True):
    """How rows of a type are read: SQLite's own values are half as dear as those of the mapped columns."""

    select: str
    order: str
    fields: tuple[str, ...]
    turned: tuple[tuple[str, Callable[[Any], Any]], ...]
    """Columns whose stored value is not the row's: bool and tuples of text."""


@cache
def _reader(kind: type[Row]) -> _Reader:
    table, fields = table_of(kind), kind.__struct_fields__
    turned: dict[type[Any], Callable[[Any], Any]] = {Boolean: bool, TextTuple: _tuple}
    return _Reader(
        f'SELECT {_listed(fields)} FROM "{table.name}" WHERE city_id = ? AND meeting_id = ?',  # noqa: S608
        f" ORDER BY {_listed(ROW_KEYS[kind])}",
        fields,
        tuple(
            (name, turn) for name in fields for type_, turn in turned.items() if isinstance(table.c[name].type, type_)
        ),
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _tuple(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


def _read(
    connection: Connection, scope: Scope, kind: type[R], names: tuple[str, ...], values: tuple[str, ...]
) -> tuple[R, ...]:
    reader = _reader(kind)
    unknown = [name for name in names if name not in reader.fields]
    if unknown:
        raise ValueError(f"{kind.__name__} has no column {unknown}")
    statement = reader.select + "".join(f' AND "{name}" = ?' for name in names) + reader.order
    found = connection.exec_driver_sql(statement, (scope.city, scope.meeting, *values))
    assert found.cursor is not None
    return tuple(_row(kind, reader, stored) for stored in found.cursor.fetchall())


def _row(kind: type[R], reader: _Reader, stored: Sequence[Any]) -> R:
    fields = dict(zip(reader.fields, stored, strict=True))
    for name, turn in reader.turned:
        fields[name] = turn(fields[name])
    return kind(**fields)


def empty_tables(connection: Connection) -> None:
    """Remove every projected row, before a replay."""
    for kind in PROJECTIONS:
        connection.execute(delete(table_of(kind)))


def hash_tables(connection: Connection) -> dict[str, str]:
    """Return for each table the SHA-256 over its rows in key order, as deterministic CBOR (design.md §2)."""
    hashes = {}
    for kind in PROJECTIONS:
        total = hashlib.sha256()
        for _, values in dump_table(connection, kind):
            total.update(cbor2.dumps(values, canonical=True))
        hashes[table_of(kind).name] = total.hexdigest()
    return hashes


def dump_table(connection: Connection, kind: type[Row]) -> Iterable[tuple[Key, list[Any]]]:
    """Yield (key, all columns) of each row of a table in key order.

    The values are SQLite's own, so that a cell of the wrong type shows as a difference and not as a crash.
    """
    table = table_of(kind)
    names = [column.name for column in table.columns]
    keys = [names.index(column.name) for column in table.primary_key]
    order = ", ".join(f'"{names[place]}"' for place in keys)
    columns = ", ".join(f'"{name}"' for name in names)
    for row in connection.exec_driver_sql(f'SELECT {columns} FROM "{table.name}" ORDER BY {order}'):  # noqa: S608
        yield tuple(str(row[place]) for place in keys), list(row)


def has_meeting(connection: Connection) -> bool:
    """Say whether the meeting itself is among the rows."""
    return connection.exec_driver_sql("SELECT 1 FROM meeting").first() is not None

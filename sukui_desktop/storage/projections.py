"""Reading and writing the tables that readers see; all of them can be dropped and replayed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

import cbor2
import msgspec
from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects.sqlite import insert

from sukui_desktop.domain.applying.effect import ROW_KEYS, Effect, Key, key_of
from sukui_desktop.domain.rows import MeetingRow, Row
from sukui_desktop.models.tables import PROJECTIONS

R = TypeVar("R", bound=Row)

_MANY = 400
"""Above so many keys a whole table is read rather than asked key by key (SQLite's parameter limit is far above)."""


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
    table = table_of(kind)
    conditions = [table.c[name] == value for name, value in where.items()]
    return _read(connection, scope, kind, conditions)


def read_subjects(connection: Connection, scope: Scope, kind: type[R], ids: Sequence[str]) -> tuple[R, ...]:
    """Return the rows of one type that belong to any of these subjects, in key order."""
    table = table_of(kind)
    first = table.c[ROW_KEYS[kind][0]]
    if len(ids) > _MANY:
        wanted = set(ids)
        return tuple(row for row in _read(connection, scope, kind, []) if key_of(row)[0] in wanted)
    return _read(connection, scope, kind, [first.in_(ids) if len(ids) > 1 else first == ids[0]])


def _read(connection: Connection, scope: Scope, kind: type[R], conditions: Sequence[Any]) -> tuple[R, ...]:
    table = table_of(kind)
    fields = kind.__struct_fields__
    here = [table.c.city_id == scope.city, table.c.meeting_id == scope.meeting]
    order = [table.c[name] for name in ROW_KEYS[kind]]
    statement = select(*(table.c[name] for name in fields)).where(*here, *conditions).order_by(*order)
    return tuple(kind(**dict(zip(fields, row, strict=True))) for row in connection.execute(statement))


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


def find_meeting(connection: Connection) -> MeetingRow | None:
    """Return the one meeting of the file, whatever its id."""
    table = table_of(MeetingRow)
    row = connection.execute(select(*(table.c[name] for name in MeetingRow.__struct_fields__))).first()
    return None if row is None else MeetingRow(**dict(zip(MeetingRow.__struct_fields__, row, strict=True)))

"""One connection of a database with the tables of meetings: statements of SQLAlchemy Core and transactions."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import ColumnElement, CursorResult, Engine, Executable, Table, bindparam, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable, DropTable

from sukui_desktop.models.ids import Scope
from sukui_desktop.models.tables import RECORD, SCOPE_COLUMNS, tables_of_all_row_types
from sukui_desktop.storage.encrypted_connection import MEETING_PRAGMAS, open_encrypted_connection
from sukui_desktop.storage.file_key_and_recovery_code import FileKey

Values = Mapping[str, object]
"""Name of a bound parameter → value."""
Found: TypeAlias = "CursorResult[*tuple[Any, ...]]"
"""Rows that a statement gave."""


def insert_of_dialect(table: Table, *, is_postgres: bool) -> Any:
    """Return the insert of the database's own dialect, which can say what becomes of a key that is already there."""
    if is_postgres:
        from sqlalchemy.dialects import postgresql  # a station never loads it

        return postgresql.insert(table)
    return sqlite.insert(table)


def scope_conditions(table: Table) -> list[ColumnElement[bool]]:
    """Return the conditions that a row is of the city and the meeting given beside the statement (`scope_values`)."""
    return [table.c[name] == bindparam(name) for name in SCOPE_COLUMNS]


def scope_values(scope: Scope) -> dict[str, object]:
    """Return city and meeting by the names of their columns."""
    return dict(zip(SCOPE_COLUMNS, (scope.city, scope.meeting), strict=True))


class Database:
    """A connection of an engine, SQLite or PostgreSQL. Statements run inside `begin` only."""

    def __init__(self, engine: Engine, raw: Any = None) -> None:
        self.raw = raw
        """SQLCipher's own connection, for what only SQLite has (pragmas, backup); None on PostgreSQL. It is closed with
        this object, also when nobody holds it any more."""
        self.is_postgres = engine.dialect.name == "postgresql"
        self._engine = engine
        self._connection = engine.connect()

    def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> Found:
        """Run a statement once, or once for each of several sets of values.

        A statement that runs often is a constant: SQLAlchemy needs a tenth of a millisecond to compile a new one.
        """
        if not self._connection.in_transaction():
            raise AssertionError("a statement outside a transaction would begin one that nobody ends")
        found = self._connection.execute(statement, values)
        assert isinstance(found, CursorResult)
        return found

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Hold a transaction: everything of the block is kept, or nothing. SQLite has its write lock from the start."""
        with self._connection.begin():
            yield

    def create_tables(self) -> None:
        """Create the tables of an empty database."""
        # The journal is in the first pages, which every opening reads.
        for table in (*RECORD, *tables_of_all_row_types()):
            table.create(self._connection, checkfirst=False)

    def recreate_projection_tables(self) -> None:
        """Drop the tables that can be rebuilt and create them empty, as this version has them; add what the journal
        of an older version lacks."""
        for table in RECORD:
            self._connection.execute(CreateTable(table, if_not_exists=True))
        for table in tables_of_all_row_types():
            self._connection.execute(DropTable(table, if_exists=True))
            table.create(self._connection, checkfirst=False)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        self._engine.dispose()
        if self.raw is not None:
            self.raw.close()


def open_database(path: Path, file_key: FileKey) -> Database:
    """Return the one connection of a meeting file. Raises as `open_encrypted_connection`."""
    return _database_on_connection(
        open_encrypted_connection(path, (file_key.key + file_key.preamble).hex(), MEETING_PRAGMAS)
    )


def open_memory_database() -> Database:
    """Return an empty database in memory with the tables of a meeting file."""
    database = _database_on_connection(sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False))
    with database.begin():
        database.create_tables()
    return database


def _database_on_connection(raw: Any) -> Database:
    """Let SQLAlchemy run its statements on an open connection, which begins no transaction by itself."""
    _handed.raw = raw
    return Database(_engine_of_this_process(), raw)


class _Handed(threading.local):
    """The open connection that the engine takes next in this thread."""

    raw: Any = None


_handed = _Handed()
_MOST_STATEMENTS = 2000


@cache
def _engine_of_this_process() -> Engine:
    """Return one engine for every file: statements are compiled once for an engine, which takes longer than most of
    them run, and verification alone opens a file and replays it into two databases in memory."""
    engine = create_engine(
        "sqlite://",
        creator=_take_handed_connection,
        module=sqlcipher,
        poolclass=NullPool,
        pool_reset_on_return=None,
        hide_parameters=True,
        query_cache_size=_MOST_STATEMENTS,
    )
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _take_handed_connection() -> Any:
    """Return the connection that was handed over, once: a second would be another file's. Raises ProgrammingError."""
    raw, _handed.raw = _handed.raw, None
    if raw is None:
        raise sqlcipher.ProgrammingError("Cannot operate on a closed database.")
    return raw


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: a transaction that reads first could not get it later."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")

"""Opening an encrypted database with settings that are read back, so that none is silently ignored.

Rows and entries are read and written with plain SQL over their own fields, so that a program which opens a meeting does
not wait for SQLAlchemy (a third of a second of processor time); the classes of `models/` say what the tables are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.storage.faults import translated
from sukui_desktop.storage.file_key import FileKey

SQLITE_LEAST = (3, 51, 3)
"""Older ones can corrupt a WAL file on reset (docs/sources.md, "SQLite version")."""

MEETING_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    # 16 MB hold the largest room opened, so that a page is decrypted once and not at every reading.
    ("cache_size", "-16000", -16000),
)
"""Name, value set, value that must be read back. Source: docs/sources.md, "Power cuts"."""

BOX_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "DELETE", "delete"),
    ("synchronous", "EXTRA", 3),
    ("secure_delete", "ON", 1),
)


def connect(path: Path, key_hex: str, pragmas: tuple[tuple[str, str, object], ...]) -> Any:
    """Open the database at `path` with a raw key (64 hex digits, or 96 with the salt) and settings read back.

    Raises StorageFault corrupt, locked, read_only, cannot_open, setting_refused.
    """
    if sqlcipher.sqlite_version_info < SQLITE_LEAST:
        raise StorageFault("sqlite_too_old", version=sqlcipher.sqlite_version)
    with translated(path):
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=0)
        try:
            _settle(connection, key_hex, pragmas)
        except BaseException:
            connection.close()
            raise
        return connection


def _settle(connection: Any, key_hex: str, pragmas: tuple[tuple[str, str, object], ...]) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key_hex}'\"")
    for name, value, _ in pragmas[:1]:
        connection.execute(f"PRAGMA {name} = {value}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for name, value, _ in pragmas[1:]:
        connection.execute(f"PRAGMA {name} = {value}")
    for name, value, expected in pragmas:
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if not found or found[0] != expected:
            raise StorageFault("setting_refused", setting=name, wanted=value, found=str(found and found[0]))
    # The write lock is taken here, so that a second program is told at once and not in the middle of a vote.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")


def engine_version() -> str:
    """Return the version of SQLite that is in use."""
    return sqlcipher.sqlite_version


def read_settings(connection: Any) -> dict[str, object]:
    """Return the settings of an open database as SQLite reports them; the benchmarks print and compare them."""
    names = ("locking_mode", "journal_mode", "synchronous", "secure_delete", "page_size", "cache_size", "temp_store")
    return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in (*names, "cipher_version")}


class Database:
    """The one connection of a database: statements and transactions, and nothing between them and SQLite."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        """`sqlcipher3`'s own connection, which begins and ends no transaction of itself."""

    def execute(self, statement: str, values: Sequence[object] = ()) -> Any:
        """Run one statement and return its cursor; the values of its rows are SQLite's own."""
        return self.raw.execute(statement, values)

    def execute_each(self, statement: str, lines: Sequence[Sequence[object]]) -> None:
        """Run one statement for each line of values, in order."""
        self.raw.executemany(statement, lines)

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Hold a transaction, with the write lock from its beginning: all of the block lasts or nothing of it."""
        self.raw.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.raw.execute("COMMIT")
        except BaseException:
            if self.raw.in_transaction:
                self.raw.execute("ROLLBACK")
            raise

    def lay_tables(self) -> None:
        """Make the tables of a meeting file, all empty."""
        # Imported here, for new files alone: SQLAlchemy would cost every start a third of a second.
        from sukui_desktop.models.tables import creating_statements

        for statement in creating_statements():
            self.raw.execute(statement)

    def lay_projections(self, dropped: Iterable[str]) -> None:
        """Drop these tables and make every table that can be rebuilt, empty and as this version has it."""
        # Imported here, for files of another version alone.
        from sukui_desktop.models.tables import projecting_statements

        for table in dropped:
            self.raw.execute(f'DROP TABLE IF EXISTS "{table}"')
        for statement in projecting_statements():
            self.raw.execute(statement)

    def close(self) -> None:
        """Close the connection."""
        self.raw.close()


def open_database(path: Path, file_key: FileKey) -> Database:
    """Return the one connection of a meeting file. Raises as `connect`."""
    return Database(connect(path, (file_key.key + file_key.preamble).hex(), MEETING_PRAGMAS))


def memory_database() -> Database:
    """Return an empty database in memory with the tables of a meeting file."""
    database = Database(sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False))
    database.lay_tables()
    return database

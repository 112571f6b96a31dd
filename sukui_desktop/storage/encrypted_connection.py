"""Opening an encrypted SQLite database: key, settings read back, write lock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import undone_on_failure

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


def open_encrypted_connection(path: Path, key_hex: str, pragmas: tuple[tuple[str, str, object], ...]) -> Any:
    """Open the database at `path` with a raw key (64 hex digits, or 96 with the salt) and settings read back.

    Raises StorageFault sqlite_too_old, corrupt, locked, read_only, cannot_open, setting_refused.
    """
    if sqlcipher.sqlite_version_info < SQLITE_LEAST:
        raise StorageFault("sqlite_too_old", version=sqlcipher.sqlite_version)
    with faults_translated(path):
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=0)
        with undone_on_failure(connection.close):
            _set_key_and_pragmas(connection, key_hex, pragmas)
        return connection


def _set_key_and_pragmas(connection: Any, key_hex: str, pragmas: tuple[tuple[str, str, object], ...]) -> None:
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
    # The write lock is taken here, so that a second program is refused at once and not in the middle of a vote.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")

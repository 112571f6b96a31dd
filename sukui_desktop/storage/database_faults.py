"""Errors of SQLite and of the disk as `StorageFault` with a code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.storage.durable_files import storage_fault_from_os_error

_BY_NAME = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_READONLY": "read_only",
    "SQLITE_CANTOPEN": "cannot_open",
    "SQLITE_CORRUPT": "corrupt",
    "SQLITE_NOTADB": "corrupt",
    "SQLITE_IOERR": "disk_failed",
}


_BY_WORDS = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "database is locked": "SQLITE_BUSY",
    "unable to open database file": "SQLITE_CANTOPEN",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "file is not a database": "SQLITE_NOTADB",
    "database disk image is malformed": "SQLITE_CORRUPT",
}
"""What SQLite says where an error has no name: those of a backup have none."""


@contextmanager
def faults_translated(path: Path) -> Iterator[None]:
    """Turn database and disk errors of the block into StorageFault with the file's name."""
    try:
        yield
    except DBAPIError as error:
        raise _fault_from_sqlite_error(error.orig or error, path) from error
    except sqlcipher.DatabaseError as error:
        raise _fault_from_sqlite_error(error, path) from error
    except OSError as error:
        raise storage_fault_from_os_error(error, path) from error


def _fault_from_sqlite_error(error: BaseException, path: Path) -> StorageFault:
    name = str(getattr(error, "sqlite_errorname", "") or "") or _BY_WORDS.get(str(error), "")
    for prefix, code in _BY_NAME.items():
        if name.startswith(prefix):
            return StorageFault(_precise_fault_code(code, path), file=path.name)
    raise error


def _precise_fault_code(code: str, path: Path) -> str:
    """SQLite calls a folder that takes no journal an I/O error or one that cannot be opened; people learn why."""
    is_vague = code in ("disk_failed", "cannot_open")
    return "read_only" if is_vague and path.parent.is_dir() and not os.access(path.parent, os.W_OK) else code

"""Copying an open meeting file by SQLite's backup, checked page by page."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.storage.connection import open_encrypted_connection
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import sync_folder
from sukui_desktop.storage.meeting_file import MeetingFile

_COPY_PRAGMAS = (("locking_mode", "NORMAL", "normal"), ("journal_mode", "DELETE", "delete"))
"""An exclusive connection would leave its emptied journal file beside the copy."""


def copy_file(opened: MeetingFile, path: Path, *, may_replace: bool = False) -> None:
    """Copy by SQLite's own backup into a new file under the same key, check every page, then give it its name.

    With `may_replace` an older copy of that name gives way, only once the new one is whole.

    Raises StorageFault file_exists, copy_differs and those of the disk; then there is no new copy.
    """
    fresh = path.with_name(f".sukui-{secrets.token_hex(8)}.copying")
    key_hex = (opened.file_key.key + opened.file_key.preamble).hex()
    with faults_translated(path):
        if path.exists() and not may_replace:
            raise StorageFault("file_exists", file=path.name)
        fresh.unlink(missing_ok=True)
        try:
            fresh.touch(mode=0o600)
            _copy_pages(opened, fresh, key_hex)
            with fresh.open("rb") as stream:
                os.fsync(stream.fileno())
            fresh.replace(path)
            sync_folder(path.parent)
        finally:
            for ending in ("", "-journal", "-wal", "-shm"):
                fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


def _copy_pages(opened: MeetingFile, fresh: Path, key_hex: str) -> None:
    source = opened.database.raw
    target = open_encrypted_connection(fresh, key_hex, _COPY_PRAGMAS)
    try:
        source.backup(target)
        damaged = target.execute("PRAGMA cipher_integrity_check").fetchall()
        counts = [c.execute("SELECT count(*), total(length(signed)) FROM entry").fetchone() for c in (source, target)]
        if damaged or counts[0] != counts[1]:
            raise StorageFault("copy_differs", file=fresh.name)
    finally:
        target.close()

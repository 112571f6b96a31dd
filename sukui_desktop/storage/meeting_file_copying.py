"""Copying an open meeting file by SQLite's backup, checked page by page; reading first what lies in its place."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Any

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import replacing_file_durably
from sukui_desktop.storage.encrypted_connection import open_encrypted_connection
from sukui_desktop.storage.meeting_file import MeetingFile

_COPY_PRAGMAS = (("locking_mode", "NORMAL", "normal"), ("journal_mode", "DELETE", "delete"))
"""An exclusive connection would leave its emptied journal file beside the copy."""
_READING_PRAGMAS = _COPY_PRAGMAS[:1]
"""What lies in the place of a copy is read as it is: its journal mode is not ours to change."""
_NOT_TO_BE_READ = frozenset({"corrupt", "read_only", "cannot_open"})
_IS_HERE = """
SELECT 1 FROM entry WHERE city_id = ? AND meeting_id = ? AND stream = ? AND seq = ? AND hash = ? UNION ALL
SELECT 1 FROM held_entry WHERE city_id = ? AND meeting_id = ? AND stream = ? AND seq = ? AND hash = ?
"""


class Found(StrEnum):
    """What lies where a copy is to be put."""

    NOTHING = "nothing"
    BEHIND = "behind"
    """A copy of this meeting, and every entry in it is in the open file too: it may give way."""
    AHEAD = "ahead"
    """This meeting with an entry that the open file lacks, or in use by another program."""
    OTHER = "other"
    """Another meeting, or a file that the key of this one does not open."""


def compare_with_file_at(opened: MeetingFile, path: Path) -> Found:
    """Read with the meeting's own key what lies at `path`, and compare its entries with those of the open file.

    Raises StorageFault disk_failed.
    """
    with faults_translated(path):
        if not path.exists():
            return Found.NOTHING
        if not path.stat().st_size:
            return Found.OTHER  # opened, an empty file would become a database of ours
    try:
        connection = open_encrypted_connection(path, _key_and_salt_hex(opened), _READING_PRAGMAS)
        with faults_translated(path), closing(connection):
            found = _compare_entries(opened, connection)
    except StorageFault as fault:
        if fault.code == "locked":
            return Found.AHEAD
        if fault.code in _NOT_TO_BE_READ:
            return Found.OTHER
        raise
    if found == Found.BEHIND and any(path.with_name(path.name + part).exists() for part in ("-wal", "-journal")):
        return Found.AHEAD  # somebody works in it: what is beside it would be played into the new copy
    return found


def _compare_entries(opened: MeetingFile, there: Any) -> Found:
    tables = {name for (name,) in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    here, scope = opened.database.raw, (opened.scope.city, opened.scope.meeting)
    if "entry" not in tables:
        return Found.OTHER
    newest = there.execute(
        "SELECT city_id, meeting_id, stream, max(seq), hash FROM entry GROUP BY city_id, meeting_id, stream"
    ).fetchall()
    if {(row[0], row[1]) for row in newest} != {scope}:
        return Found.OTHER
    if "held_entry" in tables:
        newest += there.execute("SELECT city_id, meeting_id, stream, seq, hash FROM held_entry").fetchall()
    for city, meeting, stream, seq, digest in newest:
        if here.execute(_IS_HERE, (city, meeting, stream, seq, digest) * 2).fetchone() is None:
            return Found.AHEAD
    return Found.BEHIND


def _key_and_salt_hex(opened: MeetingFile) -> str:
    return (opened.file_key.key + opened.file_key.preamble).hex()


def copy_meeting_file(opened: MeetingFile, path: Path, *, may_replace: bool = False) -> None:
    """Copy by SQLite's own backup into a new file under the same key, check every page, then give it its name.

    With `may_replace` a copy of that name gives way, only once the new one is whole: `compare_with_file_at` said that
    it may. What a killed program left of an earlier copy of this meeting is removed.

    Raises StorageFault file_exists, copy_differs and those of the disk; then there is no new copy.
    """
    with (
        faults_translated(path),
        replacing_file_durably(path, owner=opened.scope.meeting, may_replace=may_replace) as fresh,
    ):
        _copy_pages(opened, fresh, _key_and_salt_hex(opened))


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

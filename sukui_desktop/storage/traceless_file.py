"""A small encrypted database that is written in secret: nothing beside it, in it or around it tells the order of acts.

The parts that a ballot box and a kiosk's own copy share: the file is, by its name, the one that was opened; the
left-over journal is zeros; times tell nothing. Bare `sqlcipher3`, never the ORM. Source: docs/sources.md, "Layout of
the ballot box" and "Power cuts"; docs/decisions/0013-what-a-box-leaves-behind.md.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from sukui_desktop.domain.errors import NotFound, StorageFault
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import (
    set_fixed_file_times,
    sync_data,
    sync_folder,
    undone_on_failure,
    write_at_without_sync,
)
from sukui_desktop.storage.encrypted_connection import BOX_PRAGMAS, open_encrypted_connection

_HOT_HEAD = bytes.fromhex("d9d505f920a163d7")
"""How a journal begins that SQLite still needs. Source: docs/sources.md, "Layout of the ballot box"."""


class FileOnDisk(NamedTuple):
    """What the disk says of a name. A `chmod` changes the last two, a copy put in its place the first two."""

    device: int
    inode: int
    links: int
    size: int
    changed_ns: int
    """On Windows when it was made; what was written there shows in the next."""
    written_ns: int

    @property
    def identity(self) -> tuple[int, int, int]:
        """Which file it is, and how many names it has."""
        return self.device, self.inode, self.links


def _read_name_on_disk(path: Path) -> FileOnDisk | None:
    """Return what the disk says of a name, None when nothing has it. Never opens: that would drop SQLite's locks."""
    try:
        seen = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return FileOnDisk(seen.st_dev, seen.st_ino, seen.st_nlink, seen.st_size, seen.st_ctime_ns, seen.st_mtime_ns)


class TracelessFile:
    """An open file of that kind. One program, one thread at a time."""

    _TABLES: ClassVar[frozenset[str]] = frozenset()
    """A file without these is none of the kind."""

    def __init__(self, path: Path, key: bytes, *, is_evidence: bool = False) -> None:
        """Open the file. `is_evidence`: nothing beside it is overwritten and no time is set back.

        Raises StorageFault corrupt, locked.
        """
        self.path = path
        self._key = key
        self._is_evidence = is_evidence
        self._is_unsure = True
        """Whether a commit may have been done of which the disk did not say so."""
        self._journal: int | None = None
        self._left: tuple[FileOnDisk, FileOnDisk | None] | None = None
        self._is_shut = False
        self._connection = self._connect()

    def _connect(self) -> Any:
        with faults_translated(self.path):
            if not self.path.stat().st_size:  # opened, an empty file would become a database of ours
                raise StorageFault("corrupt", file=self.path.name)
        connection = open_encrypted_connection(self.path, self._key.hex(), BOX_PRAGMAS)
        with undone_on_failure(connection.close):
            with faults_translated(self.path):
                has = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            if not {name for (name,) in has} >= self._TABLES:
                raise StorageFault("corrupt", file=self.path.name)
        return connection

    def _close_connection(self) -> None:
        """Close what is open: it is then one file alone."""
        self._is_shut, self._is_unsure, self._left = True, True, None
        self._connection.close()
        if self._journal is None or self._is_evidence:
            return
        ours = os.fstat(self._journal)
        os.close(self._journal)
        self._journal = None
        with suppress(OSError):  # one that a killed program left: SQLite knows nothing of it
            there = _read_name_on_disk(self._journal_path)
            if there is not None and (there.device, there.inode) == (ours.st_dev, ours.st_ino):
                self._journal_path.unlink()
        with suppress(OSError):
            set_fixed_file_times(self.path)

    @contextmanager
    def _checked_connection(self) -> Iterator[Any]:
        """Give the connection for reading; a file that was found changed is first checked again."""
        if self._is_shut:
            self._reopen_and_check()
        with faults_translated(self.path):
            yield self._connection

    def _reopen_if_changed_by_others(self) -> None:
        """See that file and journal are as this program left them; else open the file again and check it whole.

        Raises, before anything is written, NotFound box_missing; StorageFault box_has_two_names, corrupt, and of a box
        alone box_behind, box_fuller. The codes say box of a copy too.
        """
        with faults_translated(self.path):
            box, journal = _read_name_on_disk(self.path), _read_name_on_disk(self._journal_path)
        if self._left is not None and (box, journal) == self._left:
            return
        if box is None:
            raise NotFound("box_missing", file=self.path.name)
        if box.links > 1:
            raise StorageFault("box_has_two_names", file=self.path.name)
        self._reopen_and_check()

    def _check_pages(self) -> None:
        damaged = self._connection.execute("PRAGMA cipher_integrity_check").fetchall()
        if damaged or self._connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise StorageFault("corrupt", file=self.path.name)

    @property
    def _journal_path(self) -> Path:
        return self.path.with_name(self.path.name + "-journal")

    def _overwrite_journal(self) -> None:
        """Put zeros over the whole left-over journal and sync them: it holds the pages before the last writing.

        A journal that SQLite still needs is left alone.
        """
        if self._journal is None:
            flags = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
            try:
                self._journal = os.open(self._journal_path, flags)
            except FileNotFoundError:
                return
        os.lseek(self._journal, 0, os.SEEK_SET)
        if os.read(self._journal, len(_HOT_HEAD)) == _HOT_HEAD:
            raise StorageFault("disk_failed", file=self._journal_path.name)
        write_at_without_sync(self._journal, bytes(os.fstat(self._journal).st_size), 0)
        sync_data(self._journal)

    def _reset_file_times(self) -> None:
        for path in (self.path, self._journal_path):
            with suppress(FileNotFoundError):
                set_fixed_file_times(path)

    def _note_names_on_disk(self) -> tuple[FileOnDisk, FileOnDisk | None]:
        """Look at the names of file and journal, and keep what they are.

        Raises NotFound box_missing; StorageFault box_replaced where the journal is not the file that was overwritten.
        """
        box, journal = _read_name_on_disk(self.path), _read_name_on_disk(self._journal_path)
        if box is None:
            raise NotFound("box_missing", file=self.path.name)
        if self._journal is not None:
            ours = os.fstat(self._journal)
            if journal is None or (journal.device, journal.inode) != (ours.st_dev, ours.st_ino):
                raise StorageFault("box_replaced", file=self._journal_path.name)
        self._left = box, journal
        return self._left

    @contextmanager
    def _write_transaction(self) -> Iterator[Any]:
        """Give the connection within a transaction that is committed when the block ends."""
        connection = self._connection
        with faults_translated(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                if connection.in_transaction:
                    connection.execute("COMMIT")
            except BaseException:
                # A commit that failed in its last sync is in the file all the same.
                self._is_unsure, self._left = True, None
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _clean_up_after_commit(self) -> None:
        """After a COMMIT that returned: nothing left over, the witness told, times and names as they should be.

        Raises StorageFault, NotFound box_missing: nothing is acknowledged then, and the next call checks it whole.
        """
        left, self._left = self._left, None
        with faults_translated(self.path):
            self._overwrite_journal()
            self.write_witness()
            self._reset_file_times()
            found = self._note_names_on_disk()
        for before, after in zip(left or (), found, strict=False):
            if before is not None and (after is None or after.identity != before.identity):
                self._left = None
                raise StorageFault("box_replaced", file=self.path.name)

    def _clean_up_after_opening(self) -> None:
        """Leave file and journal as this program will want to find them again. Raises as `_clean_up_after_commit`."""
        with faults_translated(self.path):
            if not self._is_evidence:
                self._overwrite_journal()
                self._reset_file_times()
            self._note_names_on_disk()

    def write_witness(self) -> None:
        """Write what is in the file outside of it, lastingly; nothing where there is no such place."""

    def _reopen_and_check(self) -> None:
        """Open the file anew after others changed it, and refuse it where it is not what it was."""
        raise NotImplementedError


@contextmanager
def writing_new_traceless_file(path: Path, key: bytes) -> Iterator[Any]:
    """Give the connection of a new file within the one transaction that makes it, in the place of what has its name.

    Raises StorageFault; then there is no such file.
    """
    with faults_translated(path):
        for old in (path, path.with_name(path.name + "-journal")):
            old.unlink(missing_ok=True)
        path.touch(mode=0o600, exist_ok=False)
    with undone_on_failure(partial(path.unlink, missing_ok=True)):
        # Without a journal: what is cut off here is nobody's yet, and is written anew from the start.
        no_journal = ((n, "OFF", "off") if n == "journal_mode" else (n, v, r) for n, v, r in BOX_PRAGMAS)
        connection = open_encrypted_connection(path, key.hex(), tuple(no_journal))
        with faults_translated(path), closing(connection):
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
            sync_folder(path.parent)

"""A mark that says which meeting a window has open, so that a second program says so before it asks for anything."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QLockFile


class OpenMark:
    """The mark of one program; that of a program that died counts for nothing."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the station folder."""
        self._folder = folder / "open"
        self._lock: QLockFile | None = None

    def mark_open(self, meeting: Path) -> None:
        """Say that this program has the meeting open."""
        self.mark_closed()
        self._lock = self._lock_file_of_meeting(meeting)
        self._lock.tryLock(0)

    def mark_closed(self) -> None:
        """Say that it has none open."""
        if self._lock is not None:
            self._lock.unlock()
        self._lock = None

    def is_set_elsewhere(self, meeting: Path) -> bool:
        """Return whether another program has the meeting open."""
        lock = self._lock_file_of_meeting(meeting)
        is_free = lock.tryLock(0)
        lock.unlock()
        return not is_free and lock.error() == QLockFile.LockError.LockFailedError

    def _lock_file_of_meeting(self, meeting: Path) -> QLockFile:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hashlib.sha256(os.fsencode(meeting)).hexdigest()[:16]
        lock = QLockFile(str(self._folder / f"{name}.lock"))
        lock.setStaleLockTime(0)  # old is not stale: a meeting is open for a day
        return lock

"""A mark that says which meeting a window has open, so that a second program says so before it asks for anything."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from sukui_desktop.storage.file_lock import FileLock


class OpenMark:
    """The mark of one program; that of a program that died counts for nothing."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the station folder."""
        self._folder = folder / "open"
        self._lock: FileLock | None = None

    def mark_open(self, meeting: Path) -> None:
        """Say that this program has the meeting open."""
        self.mark_closed()
        self._lock = self._lock_file_of_meeting(meeting)
        with suppress(OSError):  # a folder that cannot be written is told of by what must write there
            self._lock.take()

    def mark_closed(self) -> None:
        """Say that it has none open."""
        if self._lock is not None:
            self._lock.release()
        self._lock = None

    def is_set_elsewhere(self, meeting: Path) -> bool:
        """Return whether another program has the meeting open."""
        return self._lock_file_of_meeting(meeting).is_held_elsewhere()

    def _lock_file_of_meeting(self, meeting: Path) -> FileLock:
        name = hashlib.sha256(os.fsencode(meeting)).hexdigest()[:16]
        return FileLock(self._folder / f"{name}.lock")

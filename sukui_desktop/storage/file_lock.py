"""A lock that the operating system holds on a file for one program: it ends with the program, however that ends."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK, getattr(errno, "EDEADLOCK", errno.EDEADLK))
"""What the systems say of a file that another holds; anything else is of a file system that knows no locks."""


class FileLock:
    """The lock on one file, which stays where it is and stays empty.

    A lock is neither copied with its folder nor left behind by a machine that lost its power.
    """

    def __init__(self, path: Path) -> None:
        """Hold nothing yet; folders that are missing are made by `take`."""
        self._path = path
        self._file = -1

    @property
    def is_held(self) -> bool:
        """Whether this object holds it."""
        return self._file >= 0

    def take(self) -> bool:
        """Hold the lock from now on; return False where another holds it, in this program or another one.

        Where the file system knows no locks everybody is given one. Raises OSError where the file cannot be opened.
        """
        if self._file >= 0:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(file)
        except OSError as error:
            if error.errno in _HELD:
                os.close(file)
                return False
        self._file = file
        return True

    def release(self) -> None:
        """Hold it no more."""
        if self._file >= 0:
            os.close(self._file)  # the system ends the lock with it
        self._file = -1

    def is_held_elsewhere(self) -> bool:
        """Return whether somebody else holds it just now."""
        if self._file >= 0:
            return False
        is_free = True
        with suppress(OSError):
            is_free = self.take()
        self.release()
        return not is_free


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""Errors of the operating system about files, as `StorageFault` with a code."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sukui_desktop.domain.errors import StorageFault

_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "file_missing",
    errno.ENOTDIR: "file_missing",
    errno.EISDIR: "foreign",
    errno.EIO: "disk_failed",
}


@contextmanager
def disk_translated(path: Path) -> Iterator[None]:
    """Turn disk errors of the block into StorageFault with the file's name."""
    try:
        yield
    except OSError as error:
        raise from_os(error, path) from error


def from_os(error: OSError, path: Path) -> StorageFault:
    """Return the StorageFault for what the operating system said."""
    return StorageFault(_BY_ERRNO.get(error.errno or 0, "disk_failed"), file=path.name)

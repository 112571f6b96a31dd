"""Writing a file whole or not at all, on the disk before the call returns."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sukui_desktop.domain.errors import StorageFault

_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_missing",
}


def save_whole(content: bytes, path: Path) -> None:
    """Write `content` as `path`, replacing what was there only once everything is on the disk.

    Raises StorageFault (`path`): disk_full, read_only, folder_missing, write_failed. A file that was there before
    is untouched then, and nothing half-written is left.
    """
    with _disk_faults(path):
        handle, name = tempfile.mkstemp(prefix=".sukui-", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            _fill_and_sync(handle, content)
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


@contextmanager
def _disk_faults(path: Path) -> Iterator[None]:
    """Raise what the operating system refuses as StorageFault."""
    try:
        yield
    except OSError as fault:
        code = _CODES.get(fault.errno or 0, "write_failed")
        facts = {"reason": fault.strerror or ""} if code == "write_failed" else {}
        raise StorageFault(code, file=path.name, path=str(path), **facts) from fault


def _fill_and_sync(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        # mkstemp gives 0600; a document is for everybody who may read the folder.
        os.fchmod(file.fileno(), 0o644)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

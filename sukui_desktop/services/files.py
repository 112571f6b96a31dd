"""Files of this machine: read one into a verb, save what a verb made. These run where the person sits."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sukui_desktop.documents.read.source_file import MAX_BYTES
from sukui_desktop.domain.errors import BadInput, StorageFault
from sukui_desktop.domain.files import SourceFile

P = ParamSpec("P")
T = TypeVar("T")
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


def read_file(path: Path) -> SourceFile:
    """Read a file whole, for a verb that takes it in. For the making queue.

    Raises BadInput input_missing, input_unreadable, file_too_large (over 64 MiB, unread).
    """
    name = path.name
    try:
        if not path.is_file():
            raise BadInput("input_unreadable" if path.exists() else "input_missing", file=name)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadInput("file_too_large", file=name, value=size // 1024**2, expected=MAX_BYTES // 1024**2)
        return SourceFile(name, path.read_bytes())
    except (OSError, ValueError) as fault:
        raise BadInput("input_unreadable", file=name) from fault


def save_file(content: bytes, path: Path) -> Path:
    """Save what a verb made, whole or not at all and on the disk, and return where it is. For the making queue.

    Raises StorageFault (`path`) disk_full, read_only, folder_missing, write_failed: a file that was there before is
    untouched then, and nothing half-written is left.
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
    return path


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


def read_into(verb: Callable[Concatenate[SourceFile, P], T], path: Path, /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Read a file and return what `verb` makes of it. For the making queue.

    Raises as `read_file` and as `verb`.
    """
    return verb(read_file(path), *args, **kwargs)


def save_made(verb: Callable[P, bytes], path: Path, /, *args: P.args, **kwargs: P.kwargs) -> Path:
    """Save the document that `verb` makes and return where it is. For the making queue.

    Raises as `verb` and as `save_file`.
    """
    return save_file(verb(*args, **kwargs), path)

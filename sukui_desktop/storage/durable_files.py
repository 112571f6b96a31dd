"""Small files written, synced and destroyed so that a power cut leaves them whole or as before."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterator
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
    errno.ENOENT: "file_missing",
    errno.ENOTDIR: "file_missing",
    errno.EISDIR: "foreign",
    errno.ENAMETOOLONG: "name_too_long",
}


@contextmanager
def disk_faults_translated(path: Path, *, is_writing: bool = False) -> Iterator[None]:
    """Turn disk errors of the block into StorageFault with the file; what misses a file to write is the folder."""
    try:
        yield
    except OSError as error:
        fault = device_fault_from_os(error, path)
        if not is_writing:
            raise fault from error
        code = "folder_missing" if fault.code == "file_missing" else fault.code
        raise StorageFault(code, file=path.name, path=str(path)) from error


@contextmanager
def undone_on_failure(*undo: Callable[[], object]) -> Iterator[None]:
    """Call each of `undo` when the block does not end well; the failure goes on."""
    try:
        yield
    except BaseException:
        for act in undo:
            act()
        raise


def device_fault_from_os(error: OSError, path: Path) -> StorageFault:
    """Return the StorageFault for what the operating system said."""
    return StorageFault(_CODES.get(error.errno or 0, "disk_failed"), file=path.name)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder lasting."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_at(descriptor: int, data: bytes, offset: int) -> None:
    """Write all of `data` at a place of an open file."""
    while data:
        if hasattr(os, "pwrite"):
            written = os.pwrite(descriptor, data, offset)
        else:  # Windows has none
            os.lseek(descriptor, offset, os.SEEK_SET)
            written = os.write(descriptor, data)
        data, offset = data[written:], offset + written


def sync_data(descriptor: int) -> None:
    """Make what was written to an open file lasting."""
    getattr(os, "fdatasync", os.fsync)(descriptor)


def make_lasting_folder(folder: Path, mode: int = 0o700) -> None:
    """Make a folder, and those above it that are missing, so that a power cut does not take what is put in it.

    Raises StorageFault.
    """
    with disk_faults_translated(folder):
        missing = [folder, *folder.parents]
        while missing and missing[-1].exists():
            missing.pop()
        for new in reversed(missing):
            new.mkdir(mode=mode, exist_ok=True)
            sync_folder(new.parent)


def write_lasting(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file under a new name, make it last, and put it in its place.

    Raises StorageFault; then the old file, if any, is untouched.
    """
    fresh = path.with_name(f".sukui-{secrets.token_hex(8)}.part")
    with disk_faults_translated(path, is_writing=True):
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fchmod(stream.fileno(), mode)
                os.fsync(stream.fileno())
            fresh.replace(path)
            sync_folder(path.parent)
        finally:
            fresh.unlink(missing_ok=True)


def destroy_file(path: Path) -> None:
    """Overwrite a small secret file once and remove it; nothing happens when it is not there.

    Overwriting reaches the old bytes on plain disks only; the manual says what flash storage may keep.
    """
    if not path.exists():
        return
    with disk_faults_translated(path):
        with path.open("r+b") as stream:
            stream.write(secrets.token_bytes(path.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink()
        sync_folder(path.parent)

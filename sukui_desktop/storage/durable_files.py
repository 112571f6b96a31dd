"""Small files written, synced and destroyed so that a power cut leaves them whole or as before."""

from __future__ import annotations

import errno
import glob
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
_BOX_TIME_NS = 946_684_800_000_000_000
"""2000-01-01."""
_OF_OPEN_DATABASE = ("-wal", "-shm", "-journal")
"""Endings of what a database has beside its file while somebody has it open."""
_COPYING = ".copying"
"""How the name of a copy ends until it is whole."""


@contextmanager
def disk_faults_translated(path: Path, *, is_writing: bool = False) -> Iterator[None]:
    """Turn disk errors of the block into StorageFault with the file; what misses a file to write is the folder."""
    try:
        yield
    except OSError as error:
        fault = storage_fault_from_os_error(error, path)
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


def storage_fault_from_os_error(error: OSError, path: Path) -> StorageFault:
    """Return the StorageFault for what the operating system said."""
    return StorageFault(_CODES.get(error.errno or 0, "disk_failed"), file=path.name)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder lasting."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_at_without_sync(descriptor: int, data: bytes, offset: int) -> None:
    """Write all of `data` at a place of an open file; it is lasting only after `sync_data`."""
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


def make_folder_durably(folder: Path, mode: int = 0o700) -> None:
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


@contextmanager
def replacing_file_durably(
    path: Path, *, mode: int = 0o600, owner: str = "", may_replace: bool = True
) -> Iterator[Path]:
    """Give an empty file of a new name beside `path`, to be written whole; when the block ends well, it is synced and
    takes the place of `path`, and otherwise it is gone.

    `owner` is whose copy it is (a meeting): what a killed program left of that owner's in this folder is removed first.
    Raises StorageFault file_exists where something has the name that may not give way; OSError.
    """
    if owner:
        for stale in path.parent.glob(f".sukui-{glob.escape(owner)}-*{_COPYING}*"):
            stale.unlink(missing_ok=True)
    name = f".sukui-{owner}-{secrets.token_hex(8)}{_COPYING}" if owner else f".sukui-{secrets.token_hex(8)}.part"
    fresh = path.with_name(name)
    _refuse_name_in_use(path, may_replace=may_replace)
    try:
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
        fresh.chmod(mode)
        yield fresh
        with fresh.open("r+b") as stream:
            os.fsync(stream.fileno())
        _refuse_name_in_use(path, may_replace=may_replace)  # it may have come meanwhile
        fresh.replace(path)
        sync_folder(path.parent)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


def _refuse_name_in_use(path: Path, *, may_replace: bool) -> None:
    if not may_replace and path.exists():
        raise StorageFault("file_exists", file=path.name)


def rename_folder_in_the_way(path: Path) -> None:
    """Give another name to a folder that has the name of a file of ours, which can then be written. Raises OSError."""
    if path.is_dir():
        path.rename(path.with_name(f"{path.name}.folder-{secrets.token_hex(4)}"))


def write_file_durably(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file so that it lasts, in the place of an older one only once it is whole.

    Raises StorageFault; then the old file, if any, is untouched.
    """
    with disk_faults_translated(path, is_writing=True), replacing_file_durably(path, mode=mode) as fresh:
        fresh.write_bytes(data)


def overwrite_and_remove_file(path: Path) -> None:
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


def set_fixed_file_times(path: Path) -> None:
    """Let a file show the time that every file of a ballot box shows: a list of the folder tells no cast."""
    os.utime(path, ns=(_BOX_TIME_NS, _BOX_TIME_NS))


def rename_closed_database(before: Path, after: Path) -> bool:
    """Give a database that nobody has open another name in its folder; return whether it has it now.

    It stays as it is where the name is taken, where another program has it open, and where the folder refuses: the old
    name was true as well.
    """
    beside = (before.with_name(before.name + ending) for ending in _OF_OPEN_DATABASE)
    if after.exists() or any(each.exists() for each in beside):
        return False
    with suppress(OSError):
        before.rename(after)
        sync_folder(before.parent)
        return True
    return False

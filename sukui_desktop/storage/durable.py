"""Small files written, synced and destroyed so that a power cut leaves them whole or as before."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sukui_desktop.storage.database_faults import translated


def sync_folder(folder: Path) -> None:
    """Make the names in a folder lasting."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_lasting_folder(folder: Path, mode: int = 0o700) -> None:
    """Make a folder, and those above it that are missing, so that a power cut does not take what is put in it.

    Raises StorageFault.
    """
    with translated(folder):
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
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with translated(path):
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(path)
            sync_folder(path.parent)
        finally:
            fresh.unlink(missing_ok=True)


def destroy(path: Path) -> None:
    """Overwrite a small secret file once and remove it; nothing happens when it is not there.

    Overwriting reaches the old bytes on plain disks only; the manual says what flash storage may keep.
    """
    if not path.exists():
        return
    with translated(path):
        with path.open("r+b") as stream:
            stream.write(secrets.token_bytes(path.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink()
        sync_folder(path.parent)

"""Safe copies of a meeting file while it is open: one to a place of choice, one in a second folder at each stage."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.backup import copy_file
from sukui_desktop.storage.station import RememberedPath


def copy_meeting(room: Room, path: Path) -> Path:
    """Write a whole copy of the meeting file to `path`, read back before it gets its name.

    Boxes and keys stay on this machine. Raises StorageFault file_exists, read_only, disk_full, copy_differs.
    """
    copy_file(room.file, path)
    return path


def copy_folder(room: Room) -> Path | None:
    """Return the second folder or stick that gets a copy at each stage, None when none is set."""
    return room.context.station.remembered(RememberedPath.COPY_FOLDER)


def set_copy_folder(room: Room, folder: Path | None) -> Path | None:
    """Let a second folder or stick get a copy of each meeting at each stage, this one at once; None to stop it.

    Returns where the copy is, None when there is none. Raises StorageFault folder_missing and as `copy_at_stage`.
    """
    if folder is not None and not folder.is_dir():
        raise StorageFault("folder_missing", path=str(folder))
    room.context.station.remember(RememberedPath.COPY_FOLDER, folder)
    return copy_at_stage(room)


def document_folder(room: Room) -> Path:
    """Return where documents were last made on this machine; beside the meeting where that is gone or was never set."""
    folder = room.context.station.remembered(RememberedPath.DOCUMENT_FOLDER)
    return folder if folder is not None and folder.is_dir() else room.path.parent


def set_document_folder(room: Room, folder: Path) -> None:
    """Let documents be made in this folder from now on, after the program was closed too."""
    room.context.station.remember(RememberedPath.DOCUMENT_FOLDER, folder)


def copy_at_stage(room: Room) -> Path | None:
    """Bring the copy in the second folder up to date; None when no folder is set or it is the meeting's own.

    Raises StorageFault folder_missing when the stick was pulled, disk_full, copy_differs; the older copy stays then.
    """
    folder = copy_folder(room)
    if folder is None or folder.resolve() == room.path.parent.resolve():
        return None
    if not folder.is_dir():
        raise StorageFault("folder_missing", path=str(folder))
    path = folder / room.path.name
    copy_file(room.file, path, may_replace=True)
    return path

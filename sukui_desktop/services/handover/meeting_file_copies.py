"""Safe copies of a meeting file while it is open: one to a place of choice, one in a second folder at each stage."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import msgspec

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.ballot_box import (
    box_path,
    copy_closed_box,
    destroy_box_file,
    is_box_with_id,
    is_same_box_file,
)
from sukui_desktop.storage.box_file_move import find_box_file
from sukui_desktop.storage.meeting_file_copying import Found, compare_with_file_at, copy_meeting_file
from sukui_desktop.storage.poll_secrets import SecretName
from sukui_desktop.storage.station_folder import RememberedPath


class StageCopy(msgspec.Struct, frozen=True):
    """Where the copy of a stage is."""

    path: Path
    left: str = ""
    """Name of the file that was there and was left alone: another's, or with more in it than ours; '' for none."""


def copy_meeting(room: Room, path: Path) -> Path:
    """Write a whole copy of the meeting file to `path`, read back before it gets its name.

    The box of each closed poll is put beside it until the poll is sealed; an open box stays on this machine alone.
    Raises StorageFault file_exists (also for another state of a box, from an earlier copy), read_only, disk_full,
    copy_differs.
    """
    _refuse_folder_with_other_boxes(room, path)
    copy_meeting_file(room.file, path)
    _copy_closed_boxes(room, path)
    return path


def _refuse_folder_with_other_boxes(room: Room, path: Path) -> None:
    """Refuse a folder with another state of a box of ours: the copy would lie beside ballots that are not its own.

    Raises StorageFault file_exists with the box.
    """
    with room.reading() as tx:
        polls = [poll for poll in tx.list_rows(PollRow) if poll.box_id]
        marks = {poll.poll_id: tx.poll_secrets.find(poll.poll_id, SecretName.BOX_FILE) for poll in polls}
    for poll in polls:
        here, there = (box_path(beside, poll.poll_id, poll.box_id) for beside in (room.path, path))
        if here == there or not there.exists():
            continue
        # An open box is not looked into: that would drop SQLite's locks, and no copy of it may be there anyway.
        if poll.state in HAS_BOX or not is_same_box_file(find_box_file(here, marks[poll.poll_id] or b""), there):
            raise StorageFault("file_exists", file=there.name)


def read_stage_copy_folder(room: Room) -> Path | None:
    """Return the second folder or stick that gets a copy at each stage, None when none is set."""
    return room.context.station.find_remembered_path(RememberedPath.COPY_FOLDER)


def set_stage_copy_folder_and_copy(room: Room, folder: Path | None) -> StageCopy | None:
    """Let a second folder or stick get a copy of each meeting at each stage, this one at once; None to stop it.

    Returns where the copy is, None when there is none. Raises StorageFault folder_missing and as `copy_at_stage`.
    """
    if folder is not None and not _is_folder(folder):
        raise StorageFault("folder_missing", path=str(folder))
    room.context.station.remember_path(RememberedPath.COPY_FOLDER, folder)
    return copy_at_stage(room)


def read_document_folder(room: Room) -> Path:
    """Return where documents were last made on this machine; beside the meeting where that is gone or was never set."""
    folder = room.context.station.find_remembered_path(RememberedPath.DOCUMENT_FOLDER)
    return folder if folder is not None and _is_folder(folder) else room.path.parent


def _is_folder(path: Path) -> bool:
    """Return whether a folder is there and may be looked at: a stick may be gone, a share may answer anything."""
    try:
        return path.is_dir()
    except OSError:
        return False


def set_document_folder(room: Room, folder: Path) -> None:
    """Let documents be made in this folder from now on, after the program was closed too."""
    room.context.station.remember_path(RememberedPath.DOCUMENT_FOLDER, folder)


def copy_at_stage(room: Room) -> StageCopy | None:
    """Bring the copy in the second folder up to date; None when no folder is set or it is the meeting's own.

    What lies there is read first. Only a copy of this meeting with nothing in it that is not here gives way; else the
    copy gets the next free name. Boxes as in `copy_meeting`; one that must be there no longer is removed.
    Raises StorageFault folder_missing when the stick was pulled, disk_full, copy_differs; the older copy stays then.
    Raises file_exists, with everything else copied, for a foreign file of the name of a box.
    """
    folder = read_stage_copy_folder(room)
    if folder is None or os.path.realpath(folder) == os.path.realpath(room.path.parent):
        return None
    if not _is_folder(folder):
        raise StorageFault("folder_missing", path=str(folder))
    path, left, is_ours = folder / room.path.name, "", True
    numbers = count(2)
    while (found := compare_with_file_at(room.file, path)) in (Found.AHEAD, Found.OTHER):
        left, is_ours = left or path.name, is_ours and found != Found.AHEAD
        path = path.with_name(f"{room.path.stem} ({next(numbers)}){room.path.suffix}")
    copy_meeting_file(room.file, path, may_replace=found == Found.BEHIND)
    _copy_closed_boxes(room, path, may_replace=is_ours)
    return StageCopy(path, left)


def _copy_closed_boxes(room: Room, copied: Path, *, may_replace: bool = False) -> None:
    """Put the box of each closed poll beside a copy; with `may_replace` those there give way or are removed.

    A file of a box's name that is no copy of it is left as it is. Raises StorageFault file_exists with its name, once
    everything else is done.
    """
    with room.reading() as tx:
        polls = tx.list_rows(PollRow)
        keys = {poll.poll_id: tx.poll_secrets.find(poll.poll_id, SecretName.BOX_KEYS) for poll in polls}
        marks = {poll.poll_id: tx.poll_secrets.find(poll.poll_id, SecretName.BOX_FILE) for poll in polls}
    if os.path.realpath(copied.parent) == os.path.realpath(room.path.parent):
        return
    foreign = list[str]()
    for poll in polls:
        if not poll.box_id:
            continue  # before 0.5.0 its keys were on the machine alone: the box could not be opened elsewhere
        here, there = box_path(room.path, poll.poll_id, poll.box_id), box_path(copied, poll.poll_id, poll.box_id)
        key, is_taken = keys[poll.poll_id], there.exists()
        may_put = not is_taken or (may_replace and _is_own_copy(room, poll, key, there))
        is_over = poll.state in (PollState.SEALED, PollState.VOID)
        if is_over or poll.state in HAS_BOX:
            if is_taken and may_put and (is_over or here.exists()):
                destroy_box_file(there)
        elif poll.box_root and key is not None and here.exists():
            if may_put:
                here = find_box_file(here, marks[poll.poll_id] or b"")
                digest = copy_closed_box(here, there, key[:32], poll.box_root, room.context.random)
                room.context.station.note_copied_box(poll.poll_id, digest)
            elif may_replace:
                foreign.append(there.name)
    if foreign:
        raise StorageFault("file_exists", file=foreign[0])


def _is_own_copy(room: Room, poll: PollRow, key: bytes | None, there: Path) -> bool:
    """Return whether a file is a copy of a poll's box: its key opens it, or this machine noted that it made it."""
    is_open = key is not None and is_box_with_id(there, key[:32], poll.box_id, room.context.random)
    return is_open or room.context.station.is_copied_box(poll.poll_id, there)

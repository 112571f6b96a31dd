"""A safe copy of the meeting while it is open, and the public result file."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.domain.ids import PollId
from sukui_desktop.services.handover.documents import compose_result, make_public_result
from sukui_desktop.services.room import Room
from sukui_desktop.storage.backup import copy_file


def copy_meeting(room: Room, path: Path) -> Path:
    """Write a whole copy of the meeting file to `path`, read back before it gets its name.

    Boxes and keys stay on this machine. Raises StorageFault file_exists, read_only, disk_full, copy_differs.
    """
    copy_file(room.file, path)
    return path


def write_public_result(room: Room, poll_id: PollId, path: Path) -> Path:
    """Write the public result file of a certified poll. Raises RuleBroken result_not_certified, StorageFault."""
    return make_public_result(compose_result(room, poll_id), path)

"""Files that this machine made of a meeting: noted when they are made, listed after the program was closed too."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sukui_desktop.models.meeting import MadeFile
from sukui_desktop.services.opened_meeting import Room, read_meeting


class MadeFiles(msgspec.Struct, frozen=True):
    """What was made of a meeting on this machine, beside what the meeting is now."""

    files: tuple[MadeFile, ...]
    head: str
    """Hash of the newest entry; a file with another is older than the meeting."""


def read_newest_entry_hash(room: Room) -> str:
    """Return the hash of the newest entry, 64 hex digits: what a file is made of is told by it."""
    with room.reading() as tx:
        return tx.writer.head.hash.hex()


def remember_path_of_made_file(room: Room, kind: str, poll_id: str, path: Path, head: str) -> Path:
    """Note where a file was made, in the place of the one of this kind and poll before it, and return where it is.

    `poll_id` is '' for a file of the meeting; `head` is what `read_newest_entry_hash` said before the file was put
    together.
    """
    made = MadeFile(kind=kind, poll_id=poll_id, path=str(path), head=head)
    room.context.station.remember_path_of_made_file(read_meeting(room).meeting_id, made)
    return path


def list_made_files(room: Room) -> MadeFiles:
    """Return the newest file of each kind and poll that was made here and still lies where it was made."""
    noted = room.context.station.list_made_files(read_meeting(room).meeting_id)
    return MadeFiles(tuple(made for made in noted if Path(made.path).is_file()), read_newest_entry_hash(room))

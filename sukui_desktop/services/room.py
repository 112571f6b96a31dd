"""An open meeting on this machine: the first thing every service is given."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from sukui_desktop.domain.errors import NotFound
from sukui_desktop.models.ids import MeetingId, PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.booth import Booth
from sukui_desktop.services.context import Context
from sukui_desktop.storage.meeting_file import MeetingFile
from sukui_desktop.storage.transaction import Transaction


class Room:
    """A meeting file held open, with the boxes of its polls. One thread at a time."""

    def __init__(self, file: MeetingFile, context: Context) -> None:
        self._file = file
        self.context = context
        self.booths: dict[PollId, Booth] = {}

    @property
    def meeting_id(self) -> MeetingId:
        """The meeting's id."""
        return MeetingId(self._file.scope.meeting)

    @property
    def path(self) -> Path:
        """Where the meeting file lies."""
        return self._file.path

    @property
    def file(self) -> MeetingFile:
        """The open file, for services alone."""
        return self._file

    def writing(self) -> AbstractContextManager[Transaction]:
        """Give a transaction that lasts when its block ends."""
        return self._file.transaction()

    def reading(self) -> AbstractContextManager[Transaction]:
        """Give a transaction for reading."""
        return self._file.reading()


def close_room(room: Room) -> None:
    """Close the boxes and the file; what was shown of slips not yet given is gone with them."""
    for booth in room.booths.values():
        booth.box.close()
    room.booths.clear()
    room.file.close()


def read_meeting(room: Room) -> MeetingRow:
    """Return the meeting itself.

    Raises NotFound meeting_unknown when its first entry was never written.
    """
    with room.reading() as tx:
        for meeting in tx.all(MeetingRow):
            return meeting
    raise NotFound("meeting_unknown")


def rest_room(room: Room) -> None:
    """Bring everything into the one file, as when nobody has pressed anything for a while."""
    room.file.rest()

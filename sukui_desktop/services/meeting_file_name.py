"""The name of a meeting file follows the planned day: a postponed meeting's files stay together."""

from __future__ import annotations

from contextlib import suppress

from msgspec.structs import replace

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.file_names import stem_of_planned_day
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.storage.durable_files import rename_closed_database
from sukui_desktop.storage.station_folder import RememberedPath
from sukui_desktop.wording.times import local_datetime


def close_and_name_after_planned_day(room: Room) -> str:
    """Close the meeting and return where its file is: it gets the name of the planned day where that was changed before
    개회, as documents have (`free_document_path`).

    A file whose name begins with no day, one that another program has open, and a name that is taken stay as they are.
    """
    with room.reading() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
    day = f"{local_datetime(meeting.starts_at_ms):%Y-%m-%d}" if meeting.starts_at_ms else ""
    before, context = room.path, room.context
    after = before.with_stem(stem_of_planned_day(before.stem, day))
    known = [each for each in context.station.list_known_meeting_files() if each.path == str(before)]
    close_meeting_and_boxes(room)
    if after == before or meeting.stage != MeetingStage.PREPARING or not rename_closed_database(before, after):
        return str(before)
    with suppress(StorageFault):  # what this machine remembers can be rebuilt
        for each in known:
            context.station.note_known_meeting(replace(each, path=str(after)))
        if context.station.find_remembered_path(RememberedPath.LAST_OPEN) == before:
            context.station.remember_path(RememberedPath.LAST_OPEN, after)
    return str(after)

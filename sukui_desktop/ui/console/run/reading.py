"""What 진행 shows, read in one go, so that clock, list and notes never belong to different moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.models.agenda import NoteRow
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.admit.people import list_people
from sukui_desktop.services.agenda.notes import list_notes
from sukui_desktop.services.prepare.agenda import list_items
from sukui_desktop.services.room import read_meeting

if TYPE_CHECKING:
    from sukui_desktop.services.admit.people import PersonView
    from sukui_desktop.services.room import Room

AGENDA_TABLES = ("meeting", "item", "note")
PEOPLE_TABLES = ("person", "attendance")


class Agenda(msgspec.Struct, frozen=True):
    """Meeting, items in tree order, every note in the order of speaking."""

    meeting: MeetingRow
    items: tuple[ItemView, ...]
    notes: tuple[NoteRow, ...]


def read_agenda(room: Room) -> Agenda:
    """Read the agenda as it stands. On the store queue."""
    return Agenda(read_meeting(room), list_items(room), list_notes(room))


def read_people(room: Room) -> tuple[PersonView, ...]:
    """Read who may speak. On the store queue."""
    return list_people(room)

"""What the 진행 tab shows, read in one go."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.models.agenda import NoteRow
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.agenda.speech_notes import list_notes, names_of_absent_speakers
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.signing.signers import names_of_unadmitted_signers
from sukui_desktop.services.vote.poll_heads import PollHead, list_polls

SHOWN_TABLES = ("meeting", "item", "note", "poll", "signature", "attendance", "person")
SPEAKER_TABLES = ("person", "attendance")


class RunSnapshot(msgspec.Struct, frozen=True):
    """Meeting, items in tree order, every note in the order of speaking, the polls in the order of their making."""

    meeting: MeetingRow
    items: tuple[ItemView, ...]
    notes: tuple[NoteRow, ...]
    polls: tuple[PollHead, ...] = ()
    unadmitted_signers: tuple[str, ...] = ()
    """Members who signed and were not admitted."""
    absent_speakers: tuple[str, ...] = ()
    """Who speaks in the notes, or presented, and was never admitted."""


def read_run_snapshot(room: Room) -> RunSnapshot:
    """Read the agenda. On the store queue."""
    return RunSnapshot(
        read_meeting(room),
        list_items(room),
        list_notes(room),
        list_polls(room),
        names_of_unadmitted_signers(room),
        names_of_absent_speakers(room),
    )

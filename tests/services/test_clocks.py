"""Time: a clock that was wrong and is set right again, and deadlines that no clock shortens."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.models.agenda import ItemRow
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.agenda.items import close_item, list_items, start_item
from sukui_desktop.services.agenda.notes import list_notes, record_note
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.handover.verification import verify_meeting
from sukui_desktop.services.room import close_room
from sukui_desktop.services.vote.polls import close_poll, open_poll
from tests.builders import rooms

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def test_after_a_clock_was_set_right_the_times_are_true_again(tmp_path: Path) -> None:
    """The clock is nine hours ahead when the meeting is made and furnished, and is then set right.

    Seen to fail on 0.2.0: one frozen moment for everything, an item of no length, a vote of no length.
    """
    wall = rooms.Wall()
    true_ms, wall.ms = wall.ms, wall.ms + 9 * HOUR_MS
    room = rooms.make_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    rooms.furnish(room)
    wall.ms = true_ms
    poll_id = rooms.ready_poll(room)
    for person_id in rooms.person_ids(room):
        admit_person(room, person_id)
    opened_ms = wall.ms
    open_sitting(room)
    first, second = [view.row.item_id for view in list_items(room)][:2]
    start_item(room, first)
    notes = [record_note(room, first, "사람", word).note_id for word in ("하나", "둘", "셋")]
    wall.ms += 20 * MINUTE_MS
    close_item(room, first)
    open_poll(room, poll_id)
    wall.ms += 30 * MINUTE_MS
    close_poll(room, poll_id)
    start_item(room, second)
    close_sitting(room)
    meeting, poll = rooms.rows_of(room, MeetingRow)[0], rooms.rows_of(room, PollRow)[0]
    item = next(row for row in rooms.rows_of(room, ItemRow) if row.item_id == first)
    assert 0 <= meeting.opened_at_ms - opened_ms < MINUTE_MS
    assert 50 * MINUTE_MS <= meeting.closed_at_ms - meeting.opened_at_ms < 51 * MINUTE_MS
    assert 20 * MINUTE_MS <= item.spent_ms < 21 * MINUTE_MS
    assert 30 * MINUTE_MS <= poll.closed_at_ms - poll.opened_at_ms < 31 * MINUTE_MS
    assert [note.note_id for note in list_notes(room)] == notes
    path, context = room.path, room.context
    close_room(room)
    assert verify_meeting(path, rooms.PASSPHRASE, context).entries


def test_notes_keep_their_order_when_the_clock_goes_back_between_them(tmp_path: Path) -> None:
    """Seen to fail on notes ordered by the time that they show."""
    wall = rooms.Wall()
    room = rooms.make_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    item_id = list_items(room)[0].row.item_id
    notes = []
    for word in ("하나", "둘", "셋"):
        notes.append(record_note(room, item_id, "사람", word).note_id)
        wall.ms -= HOUR_MS
    found = list_notes(room)
    assert [note.note_id for note in found] == notes
    assert found[0].at_ms > found[1].at_ms > found[2].at_ms
    close_room(room)

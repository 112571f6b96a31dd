"""A meeting that was put off takes its file along to the new day."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.file_names import stem_of_planned_day
from sukui_desktop.services.last_open_meeting import find_last_open_meeting, note_as_last_open_and_find_step
from sukui_desktop.services.meeting_file_name import close_and_name_after_planned_day
from sukui_desktop.services.meeting_opening import open_with_key
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes, read_meeting
from sukui_desktop.services.prepare.meeting_creation_and_details import edit_meeting
from sukui_desktop.services.vote.lost_slips import replace_lost_slips
from sukui_desktop.services.vote.polls import open_poll
from sukui_desktop.wording.times import local_datetime
from tests.builders import rooms

DAY_MS = 24 * 60 * 60 * 1000


def dated_room(folder: Path) -> Room:
    """Return an open meeting whose file is named after its planned day."""
    room = rooms.make_room(folder)
    path, key, context = room.path, room.file.file_key, room.context
    day = day_of(room)
    close_meeting_and_boxes(room)
    return open_with_key(path.rename(path.with_name(f"{day} 주민총회 회의.sukui")), key, context)


def day_of(room: Room) -> str:
    return f"{local_datetime(read_meeting(room).starts_at_ms):%Y-%m-%d}"


def put_off(room: Room, days: int) -> None:
    meeting = read_meeting(room)
    later = {name: getattr(meeting, name) + days * DAY_MS for name in ("starts_at_ms", "ends_at_ms")}
    edit_meeting(room, **later)


def test_the_file_of_a_postponed_meeting_follows_and_is_found(tmp_path: Path) -> None:
    """Fails on 0.6.0: the documents were of the new day, the meeting file beside them of the old one."""
    room = dated_room(tmp_path)
    key, context, before = room.file.file_key, room.context, room.path
    note_as_last_open_and_find_step(room)
    put_off(room, 8)
    day = day_of(room)
    after = Path(close_and_name_after_planned_day(room))
    assert after == before.with_name(f"{day} 주민총회 회의.sukui")
    assert (before.exists(), after.exists()) == (False, True)
    last = find_last_open_meeting(context)
    assert last is not None
    assert Path(last.path) == after
    assert [known.path for known in context.station.list_known_meeting_files()] == [str(after)]
    again = open_with_key(after, key, context)
    assert day_of(again) == day
    assert close_and_name_after_planned_day(again) == str(after)


def test_a_box_that_stands_beside_the_file_is_still_its_own(tmp_path: Path) -> None:
    room = dated_room(tmp_path)
    key, context = room.file.file_key, room.context
    rooms.furnish(room)
    poll_id = rooms.ready_poll(room)
    put_off(room, 1)
    again = open_with_key(Path(close_and_name_after_planned_day(room)), key, context)
    replace_lost_slips(again, poll_id)
    open_poll(again, poll_id)
    rooms.admit_with_slips(again, poll_id, 2)
    close_meeting_and_boxes(again)


def test_what_has_a_name_of_its_own_or_no_room_stays(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path / "own")
    put_off(room, 3)
    assert close_and_name_after_planned_day(room) == str(room.path)
    taken = dated_room(tmp_path / "taken")
    put_off(taken, 3)
    other = taken.path.with_name(f"{day_of(taken)} 주민총회 회의.sukui")
    other.write_bytes(b"another meeting")
    assert close_and_name_after_planned_day(taken) == str(taken.path)
    assert other.read_bytes() == b"another meeting"


@pytest.mark.parametrize(
    ("stem", "day", "name"),
    [
        ("2026-08-29 총회", "2026-09-05", "2026-09-05 총회"),
        ("2026-08-29", "2026-09-05", "2026-08-29"),
        ("총회 2026-08-29 것", "2026-09-05", "총회 2026-08-29 것"),
        ("2026-08-29 총회", "", "2026-08-29 총회"),
    ],
)
def test_only_a_day_at_the_beginning_is_a_day(stem: str, day: str, name: str) -> None:
    assert stem_of_planned_day(stem, day) == name

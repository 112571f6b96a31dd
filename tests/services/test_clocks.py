"""Time: a clock that was wrong and is set right again, and deadlines that no clock shortens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from sukui_desktop.domain.clock_check import DAY_MS, HOUR_MS, MINUTE_MS, ClockStand, compare_clock_with_record
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.agenda import ItemRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.agenda.agenda_items import close_item, list_items, start_item
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.agenda.speech_notes import list_notes, record_note
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.last_open_meeting import note_as_last_open_and_find_step
from sukui_desktop.services.meeting_opening import list_known_meetings, open_with_key
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far, put_minutes_into_words
from sukui_desktop.services.opened_meeting import Room, Uptime, close_meeting_and_boxes
from sukui_desktop.services.person_keys import open_keys_of_two_people
from sukui_desktop.services.prepare.meeting_creation_and_details import create_meeting
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.services.vote import selection_and_certification
from sukui_desktop.services.vote.challenges import answer_challenge, record_challenge
from sukui_desktop.services.vote.poll_endings import OverdueSealing, seal_overdue_polls, seal_poll
from sukui_desktop.services.vote.polls import close_poll, open_poll
from sukui_desktop.services.vote.selection_and_certification import publish_poll
from sukui_desktop.storage.ballot_box import box_path
from sukui_desktop.storage.poll_secrets import SecretName
from sukui_desktop.wording.times import moment_words
from tests.builders import rooms


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
    close_meeting_and_boxes(room)
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
    close_meeting_and_boxes(room)


def test_a_clock_far_from_the_last_entry_is_told_with_both_times(tmp_path: Path) -> None:
    """Seen to fail on 0.2.0, which said nothing at any distance."""
    wall = rooms.Wall()
    room = rooms.make_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    record_note(room, list_items(room)[0].row.item_id, "사람", "말")
    last_ms = wall.ms
    wall.ms -= 9 * HOUR_MS
    found = note_as_last_open_and_find_step(room).clock
    assert found is not None
    assert (found.stand, found.last_ms, found.now_ms) == (ClockStand.BEHIND, last_ms, wall.ms)
    record_note(room, list_items(room)[0].row.item_id, "사람", "다음 말")
    assert note_as_last_open_and_find_step(room).clock is None, (
        "told once: the last entry has the time of today's clock"
    )
    wall.ms += 30 * DAY_MS
    assert note_as_last_open_and_find_step(room).clock is None, "a meeting that is prepared may wait for a month"
    for person_id in rooms.person_ids(room):
        admit_person(room, person_id)
    close_meeting_and_boxes(room)


@pytest.mark.parametrize(
    ("behind_ms", "is_running", "stand"),
    [
        (0, True, None),
        (4 * MINUTE_MS, True, None),
        (6 * MINUTE_MS, False, ClockStand.BEHIND),
        (20 * 366 * DAY_MS, False, ClockStand.BEHIND),
        (-2 * HOUR_MS, True, None),
        (-9 * HOUR_MS, True, ClockStand.AHEAD),
        (-9 * HOUR_MS, False, None),
        (-400 * DAY_MS, False, ClockStand.AHEAD),
    ],
)
def test_what_is_far(behind_ms: int, is_running: bool, stand: ClockStand | None) -> None:
    found = compare_clock_with_record(rooms.START_MS - behind_ms, rooms.START_MS, is_running=is_running)
    assert (found.stand if found else None) == stand
    assert compare_clock_with_record(rooms.START_MS, 0, is_running=is_running) is None


class Machine:
    """The running time of a machine, which no clock moves."""

    def __init__(self) -> None:
        self.ms = 5 * HOUR_MS
        self.boot = "first"

    def __call__(self) -> Uptime:
        return Uptime(self.boot, self.ms)


def certified(folder: Path, wall: rooms.Wall, machine: Callable[[], Uptime]) -> tuple[Room, PollId]:
    context = msgspec.structs.replace(rooms.make_context(folder, wall=wall), uptime=machine)
    room, poll_id = rooms.open_room(folder, context=context)
    rooms.bring_to(room, poll_id, "selected")
    rooms.certify(room, poll_id, 7)
    publish_poll(room, poll_id)
    return room, poll_id


def refused(act: Callable[[], object]) -> tuple[str, object]:
    with pytest.raises(RuleBroken) as seen:
        act()
    return seen.value.code, seen.value.facts.get("days")


def test_a_clock_set_forward_does_not_end_the_objection_period(tmp_path: Path) -> None:
    """Seen to fail on 0.2.0: the keys were destroyed minutes after the certification."""
    wall, machine = rooms.Wall(), Machine()
    room, poll_id = certified(tmp_path, wall, machine)
    assert refused(lambda: seal_poll(room, poll_id)) == ("objection_running", 7)
    wall.ms += 8 * DAY_MS
    machine.ms += HOUR_MS
    assert refused(lambda: seal_poll(room, poll_id)) == ("objection_clock_moved", 7)
    machine.ms += 6 * DAY_MS + 22 * HOUR_MS
    assert refused(lambda: seal_poll(room, poll_id)) == ("objection_clock_moved", 1)
    machine.ms += HOUR_MS
    seal_poll(room, poll_id)
    close_meeting_and_boxes(room)


def test_a_machine_that_was_started_again_goes_by_its_clock(tmp_path: Path) -> None:
    wall, machine = rooms.Wall(), Machine()
    room, poll_id = certified(tmp_path, wall, machine)
    machine.boot, machine.ms = "second", MINUTE_MS
    wall.ms += 6 * DAY_MS
    assert refused(lambda: seal_poll(room, poll_id)) == ("objection_running", 1)
    wall.ms += 1 * DAY_MS
    machine.ms += 1 * DAY_MS  # it is running: a day that the clock alone goes forward is no day
    seal_poll(room, poll_id)
    close_meeting_and_boxes(room)


def test_a_clock_that_fell_back_before_the_certification_does_not_shorten_the_period(tmp_path: Path) -> None:
    """The battery of the clock is empty: it shows a day of years ago, and is set right after the certification."""
    wall = rooms.Wall()
    room, poll_id = rooms.open_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    rooms.bring_to(room, poll_id, "selected")
    true_ms, wall.ms = wall.ms, wall.ms - 3000 * DAY_MS
    rooms.certify(room, poll_id, 7)
    publish_poll(room, poll_id)
    wall.ms = true_ms + 6 * DAY_MS
    assert refused(lambda: seal_poll(room, poll_id)) == ("objection_running", 1)
    close_meeting_and_boxes(room)


def test_a_clock_that_was_years_ahead_and_set_right_makes_no_period_of_years(tmp_path: Path) -> None:
    """Fails on 0.3.0: the papers named a day eight years away, and nothing could be sealed before it."""
    wall = rooms.Wall()
    room, poll_id = rooms.open_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    true_ms, wall.ms = wall.ms, wall.ms + 3000 * DAY_MS
    rooms.bring_to(room, poll_id, "selected")
    wall.ms = true_ms + HOUR_MS
    rooms.certify(room, poll_id, 7)
    publish_poll(room, poll_id)
    wall.ms = true_ms + 6 * DAY_MS
    assert refused(lambda: seal_poll(room, poll_id)) == ("objection_running", 2)
    wall.ms = true_ms + 8 * DAY_MS
    seal_poll(room, poll_id)
    close_meeting_and_boxes(room)


def test_the_zone_is_a_fact_of_the_meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens and papers go by it on any machine; the variable is the default of new meetings alone.

    Seen to fail on 0.3.0, where the same file showed other times once the variable was gone.
    """
    monkeypatch.setenv("SUKUI_ZONE", "Asia/Ho_Chi_Minh")
    context = rooms.make_context(tmp_path)
    details = msgspec.structs.replace(rooms.DETAILS, starts_at_ms=rooms.START_MS, ends_at_ms=0)
    room = create_meeting(tmp_path / "회의.sukui", rooms.PASSPHRASE, details, rooms.TEMPLATE, context)
    key, there = room.file.file_key, moment_words(rooms.START_MS)
    close_meeting_and_boxes(room)
    monkeypatch.delenv("SUKUI_ZONE")
    assert moment_words(rooms.START_MS) != there, "no meeting is open: the zone of new ones"
    room = open_with_key(tmp_path / "회의.sukui", key, context)
    assert rooms.rows_of(room, MeetingRow)[0].zone == "Asia/Ho_Chi_Minh"
    assert moment_words(rooms.START_MS) == there
    assert list_known_meetings(context)[0].zone == "Asia/Ho_Chi_Minh"
    assert there in put_minutes_into_words(compose_minutes_so_far(room)).text
    close_meeting_and_boxes(room)


def test_a_zone_that_does_not_exist_is_not_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUKUI_ZONE", "Asia/Nowhere")
    room = create_meeting(
        tmp_path / "회의.sukui", rooms.PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, rooms.make_context(tmp_path)
    )
    assert rooms.rows_of(room, MeetingRow)[0].zone == "Asia/Seoul"
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("moved_ms", [400 * DAY_MS, 4 * HOUR_MS, -HOUR_MS])
def test_a_result_gets_no_date_of_a_clock_that_nobody_answered_for(tmp_path: Path, moved_ms: int) -> None:
    """Fails where 확정 writes whatever the clock shows: the papers named a day of next year."""
    wall = rooms.Wall()
    room, poll_id = rooms.open_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    rooms.bring_to(room, poll_id, "selected")
    rooms.confirm(room, poll_id)
    true_ms, wall.ms = wall.ms, wall.ms + moved_ms
    before = rooms.snapshot(room)
    with pytest.raises(RuleBroken, match="clock_doubtful") as seen:
        rooms.certify(room, poll_id, is_clock_right=False)
    assert rooms.snapshot(room) == before
    assert seen.value.facts["now"] == moment_words(wall.ms)
    assert seen.value.facts["closed"] == moment_words(true_ms)
    wall.ms = true_ms + MINUTE_MS
    rooms.certify(room, poll_id, is_clock_right=False)
    (poll,) = rooms.rows_of(room, PollRow)
    assert abs(poll.certified_at_ms - true_ms) < 2 * MINUTE_MS
    close_meeting_and_boxes(room)


def test_a_clock_that_went_wrong_between_closing_and_selection_is_told_too(tmp_path: Path) -> None:
    """Fails where only the last entry is asked, which the wrong clock has written itself."""
    wall = rooms.Wall()
    room, poll_id = rooms.open_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    rooms.bring_to(room, poll_id, "counted")
    wall.ms += 400 * DAY_MS
    rooms.bring_one(room, poll_id, "challenged")
    rooms.bring_one(room, poll_id, "selected")
    rooms.confirm(room, poll_id)
    assert refused(lambda: rooms.certify(room, poll_id, is_clock_right=False))[0] == "clock_doubtful"
    rooms.certify(room, poll_id)
    close_meeting_and_boxes(room)


def keys_left(room: Room, poll_id: PollId) -> bool:
    with room.reading() as tx:
        kept = [tx.poll_secrets.find(poll_id, name) for name in SecretName]
    return any(kept) or (room.path.parent / f"{poll_id}.box").exists()


def test_a_poll_is_sealed_by_itself_once_at_the_next_opening_after_the_period(tmp_path: Path) -> None:
    """Fails where the keys stay until somebody presses a button."""
    wall, machine = rooms.Wall(), Machine()
    room, poll_id = certified(tmp_path, wall, machine)
    wall.ms += 6 * DAY_MS
    machine.ms += 6 * DAY_MS
    assert seal_overdue_polls(room) == OverdueSealing()
    assert keys_left(room, poll_id)
    wall.ms += 2 * DAY_MS
    machine.boot, machine.ms = "second", MINUTE_MS
    room = rooms.reopen(room)
    assert seal_overdue_polls(room).sealed == ("우선사업",)
    assert rooms.rows_of(room, PollRow)[0].state == "sealed"
    assert not keys_left(room, poll_id)
    assert seal_overdue_polls(room) == OverdueSealing()
    path, context = room.path, room.context
    close_meeting_and_boxes(room)
    assert verify_meeting(path, rooms.PASSPHRASE, context).entries


@pytest.mark.parametrize("days", [8, 30, 300, 3000])
def test_a_clock_set_forward_seals_nothing_by_itself_also_after_the_next_start(tmp_path: Path, days: int) -> None:
    """Fails where only the clock is asked, and where a start of the machine forgets that it was moved."""
    wall, machine = rooms.Wall(), Machine()
    room, poll_id = certified(tmp_path, wall, machine)
    wall.ms += days * DAY_MS
    machine.ms += HOUR_MS
    assert seal_overdue_polls(room).sealed == ()
    machine.boot, machine.ms = "second", MINUTE_MS
    room = rooms.reopen(room)
    wall.ms += DAY_MS
    assert seal_overdue_polls(room).sealed == ()
    assert refused(lambda: seal_poll(room, poll_id))[0] == "objection_clock_moved"
    wall.ms -= days * DAY_MS  # set right before the next start
    machine.boot, machine.ms = "third", MINUTE_MS
    assert seal_overdue_polls(room).sealed == ()
    assert keys_left(room, poll_id)
    wall.ms += 7 * DAY_MS
    machine.boot = "fourth"
    assert seal_overdue_polls(room).sealed == ("우선사업",)
    close_meeting_and_boxes(room)


def test_a_clock_years_ahead_of_the_record_seals_nothing_by_itself(tmp_path: Path) -> None:
    """Another machine, or a start in between: nothing but the record shows that the clock is wrong."""
    wall, machine = rooms.Wall(), Machine()
    room, poll_id = certified(tmp_path, wall, machine)
    machine.boot, machine.ms = "second", MINUTE_MS
    wall.ms += 400 * DAY_MS
    assert seal_overdue_polls(room) == OverdueSealing()
    assert keys_left(room, poll_id)
    close_meeting_and_boxes(room)


def test_an_unanswered_challenge_and_a_changed_box_hold_the_sealing_up(tmp_path: Path) -> None:
    """Fails where evidence that somebody asks for is destroyed by a timer."""
    wall, machine = rooms.Wall(), Machine()
    room, poll_id = certified(tmp_path, wall, machine)
    record_challenge(room, poll_id, "주민1", "다시 세어 주십시오.")
    wall.ms += 8 * DAY_MS
    machine.boot = "second"
    assert seal_overdue_polls(room) == OverdueSealing(unanswered=("우선사업",))
    answer_challenge(room, poll_id, 1, "다시 세었습니다.")
    with closing(rooms.open_closed_box(room, poll_id)) as box, box._write_transaction() as connection:
        connection.execute("UPDATE slot SET filled = 1 WHERE place = (SELECT min(place) FROM slot WHERE filled = 0)")
    assert seal_overdue_polls(room) == OverdueSealing(box_changed=("우선사업",))
    assert keys_left(room, poll_id)
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_one_box_that_cannot_be_read_keeps_no_other_from_being_sealed(tmp_path: Path, harm: str) -> None:
    """Fails where the first box that raises ends the look, and where a box that was moved away is sealed unseen."""
    wall, machine = rooms.Wall(), Machine()
    room, first = certified(tmp_path, wall, machine)
    second = rooms.ready_poll(room)
    open_poll(room, second)
    rooms.bring_to(room, second, "published")
    wall.ms += 8 * DAY_MS
    machine.boot = "second"
    box = box_path(room.path, first)
    if harm == "gone":
        box.unlink()
    else:
        damaged = bytearray(box.read_bytes())
        damaged[5000] ^= 1
        box.write_bytes(damaged)
    found = seal_overdue_polls(room)
    assert (found.sealed, found.box_changed) == (("우선사업",), ("우선사업",))
    assert keys_left(room, first)
    assert not keys_left(room, second)
    close_meeting_and_boxes(room)


def test_a_period_of_days_begins_with_the_certification(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails on 0.6.0: its end was reckoned before the keys were opened: 확정 02:09, a week later 02:08."""
    wall = rooms.Wall()
    room, poll_id = rooms.open_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    rooms.bring_to(room, poll_id, "selected")

    def open_keys_slowly(*facts: object) -> object:
        wall.ms += 90_000
        return open_keys_of_two_people(*facts)  # type: ignore[arg-type]

    monkeypatch.setattr(selection_and_certification, "open_keys_of_two_people", open_keys_slowly)
    rooms.certify(room, poll_id, 7)
    poll = rooms.rows_of(room, PollRow)[0]
    assert abs(poll.objection_until_ms - poll.certified_at_ms - 7 * DAY_MS) < 3_000
    close_meeting_and_boxes(room)


def test_a_period_of_no_days_is_not_sealed_in_the_minute_of_the_publication(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    rooms.bring_to(room, poll_id, "selected")
    opened_ms = room.context.now()
    rooms.certify(room, poll_id, 0)
    publish_poll(room, poll_id)
    until_ms = rooms.rows_of(room, PollRow)[0].objection_until_ms
    assert seal_overdue_polls(room, since_ms=until_ms) == OverdueSealing()
    assert opened_ms < until_ms
    assert seal_overdue_polls(room).sealed == ("우선사업",)
    close_meeting_and_boxes(room)

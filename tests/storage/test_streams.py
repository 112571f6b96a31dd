"""A copy is whole; two files never go on with one stream; a clock set back keeps the order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.facts.meeting import StreamBegan
from sukui_desktop.models.minutes import MinutesRow
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.minutes.minutes import write_under_heading
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.storage.journal import decode_stored_entry
from sukui_desktop.storage.meeting_file import MeetingFile
from sukui_desktop.storage.meeting_file_check import check_meeting_file
from sukui_desktop.storage.meeting_file_copying import copy_meeting_file
from tests.builders import rooms


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = rooms.make_room(tmp_path)
    yield opened
    close_meeting_and_boxes(opened)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    opened = rooms.make_room(tmp_path)
    close_meeting_and_boxes(opened)
    return opened.path


def test_a_copy_is_whole_and_alone(room: Room, tmp_path: Path) -> None:
    rooms.furnish(room, people_count=40)
    folder = tmp_path / "stick"
    folder.mkdir()
    before = rooms.snapshot(room)
    copy_meeting_file(room.file, folder / "copy.sukui")
    assert rooms.snapshot(room) == before
    assert [p.name for p in folder.iterdir()] == ["copy.sukui"]
    copied = open_meeting(folder / "copy.sukui", rooms.PASSPHRASE, rooms.make_context(tmp_path / "other"))
    assert rooms.snapshot(copied).tables == rooms.snapshot(room).tables
    check_meeting_file(copied.file)
    close_meeting_and_boxes(copied)


def test_a_copy_is_not_made_over_another_file(room: Room, tmp_path: Path) -> None:
    (tmp_path / "there.sukui").write_bytes(b"mine")
    with pytest.raises(SukuiError) as refused:
        copy_meeting_file(room.file, tmp_path / "there.sukui")
    assert refused.value.code == "file_exists"
    assert (tmp_path / "there.sukui").read_bytes() == b"mine"


def test_a_copy_to_nowhere_leaves_nothing(room: Room, tmp_path: Path) -> None:
    with pytest.raises(SukuiError) as refused:
        copy_meeting_file(room.file, tmp_path / "gone" / "copy.sukui")
    assert refused.value.code in ("cannot_open", "file_missing")


def stream_of(opened: MeetingFile) -> str:
    assert opened.writer is not None
    return opened.writer.key.stream


def test_a_file_goes_on_with_its_stream_on_its_own_station(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    stream, head = stream_of(room.file), rooms.snapshot(room).head
    room = rooms.reopen(room)
    assert (stream_of(room.file), rooms.snapshot(room).head) == (stream, head)
    close_meeting_and_boxes(room)


def test_an_older_copy_begins_a_stream_of_its_own(tmp_path: Path) -> None:
    """Two files that both went on with one stream would write two entries with the same number."""
    room = rooms.make_room(tmp_path)
    stream = stream_of(room.file)
    copy_meeting_file(room.file, tmp_path / "copy.sukui")
    write_under_heading(room, "decisions", "원본에서")
    close_meeting_and_boxes(room)
    copied = open_meeting(tmp_path / "copy.sukui", rooms.PASSPHRASE, room.context)
    assert stream_of(copied.file) != stream
    write_under_heading(copied, "decisions", "사본에서")
    assert copied.file.writer is not None
    assert stream in copied.file.writer.seen
    check_meeting_file(copied.file)
    close_meeting_and_boxes(copied)
    again = open_meeting(room.path, rooms.PASSPHRASE, room.context)
    assert stream_of(again.file) not in (stream, stream_of(copied.file))
    write_under_heading(again, "decisions", "다시 원본에서")
    assert rooms.rows_of(again, MinutesRow)[0].text == "다시 원본에서"
    check_meeting_file(again.file)
    close_meeting_and_boxes(again)


def test_a_file_on_another_station_begins_a_stream_of_its_own(closed: Path, tmp_path: Path) -> None:
    room = open_meeting(closed, rooms.PASSPHRASE, rooms.make_context(tmp_path / "other"))
    before = rooms.snapshot(room)
    write_under_heading(room, "votes", "적음")
    check_meeting_file(room.file)
    with room.reading() as tx:
        assert tx.writer.head.seq == 1
        assert tx.writer.stamp > before.stamp
    began, written = rooms.rows_of_journal(room)[-2:]
    assert (began.kind, written.kind) == ("stream.began", "heading.written")
    last_there = rooms.rows_of_journal(room)[-3]
    _, entry = decode_stored_entry(began, lambda _: None)
    assert entry.fact == StreamBegan(supersedes=last_there.stream, seq=last_there.seq, hash=last_there.hash)
    close_meeting_and_boxes(room)


def test_a_clock_set_back_keeps_the_order(tmp_path: Path) -> None:
    wall = rooms.Wall(rooms.START_MS + 10**9)
    room = rooms.make_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    write_under_heading(room, "votes", "먼저")
    wall.ms = rooms.START_MS - 10**9
    write_under_heading(room, "votes", "나중")
    room = rooms.reopen(room)
    write_under_heading(room, "votes", "맨 나중")
    assert check_meeting_file(room.file).entries == len(rooms.rows_of_journal(room))
    assert [e.seq for e in rooms.rows_of_journal(room)] == list(range(len(rooms.rows_of_journal(room))))
    assert rooms.rows_of(room, MinutesRow)[0].text == "맨 나중"
    close_meeting_and_boxes(room)

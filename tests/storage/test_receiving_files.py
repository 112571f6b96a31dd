"""A meeting file receives the entries of another place that wrote on its copy, and stays a file that verifies."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.models.agenda import ItemRow
from sukui_desktop.models.minutes import MinutesRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.handover.meeting_outline import read_meeting_outline
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.minutes.minutes import write_under_heading
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.storage import meeting_file
from sukui_desktop.storage.journal import SentEntry, sendable_entry
from sukui_desktop.storage.meeting_file_check import check_meeting_file
from sukui_desktop.storage.meeting_file_copying import copy_meeting_file
from tests.builders import rooms
from tests.builders.stations import unknown_version


def sent_from(room: Room) -> tuple[SentEntry, ...]:
    return tuple(map(sendable_entry, rooms.rows_of_journal(room)))


def keys_from(room: Room) -> dict[str, bytes]:
    with room.reading() as tx:
        return tx.journal.read_seal_keys()


def copied(room: Room, folder: Path) -> Room:
    """Open a copy of a meeting on another station."""
    folder.mkdir()
    copy_meeting_file(room.file, folder / "copy.sukui")
    return open_meeting(folder / "copy.sukui", rooms.PASSPHRASE, rooms.make_context(folder))


def test_two_places_bring_their_entries_together(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path / "here")
    there = copied(room, tmp_path / "there")
    rooms.furnish(there, people_count=3)
    write_under_heading(there, "decisions", "저쪽")
    write_under_heading(room, "votes", "이쪽")
    received, changes = room.file.receive_entries(sent_from(there), keys_from(there))
    assert received.forks == ()
    assert received.added
    assert {"person", "project", "minutes"} <= changes.tables
    there.file.receive_entries(sent_from(room), keys_from(room))
    assert {row.heading for row in rooms.rows_of(room, MinutesRow)} == {"decisions", "votes"}
    assert len(rooms.rows_of(room, PersonRow)) == 3
    assert check_meeting_file(room.file).tables == check_meeting_file(there.file).tables
    write_under_heading(room, "votes", "그 뒤")
    assert room.file.writer is not None
    assert rooms.rows_of_journal(room)[-1].stream == room.file.writer.key.stream, "the clock goes on after theirs"
    check_meeting_file(room.file)
    room = rooms.reopen(room)
    check_meeting_file(room.file)
    close_meeting_and_boxes(room)
    close_meeting_and_boxes(there)


def test_a_copy_that_writes_on_our_stream_makes_us_leave_it(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path / "here")
    stream = rooms.stream_of(room)
    close_meeting_and_boxes(room)
    clone = rooms.open_folder(rooms.copy_tree(tmp_path / "here", tmp_path / "clone"))
    room = rooms.open_folder(tmp_path / "here")
    write_under_heading(clone, "decisions", "사본이 먼저")
    received, _ = room.file.receive_entries(sent_from(clone))
    assert [entry.stream for entry in received.added] == [stream]
    assert rooms.stream_of(room) != stream
    write_under_heading(room, "votes", "새 흐름에서")
    write_under_heading(clone, "votes", "사본에서")
    received, _ = room.file.receive_entries(sent_from(clone))
    assert received.forks == ()
    check_meeting_file(room.file)
    close_meeting_and_boxes(room)
    close_meeting_and_boxes(clone)


def test_an_unknown_version_is_counted_and_shown(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    assert room.file.writer is not None
    scope = room.file.scope
    with pytest.raises(VerifyFailed, match="entry_broken"):
        room.file.receive_entries([unknown_version(scope.city, "00" * 16)])
    before = rooms.rows_of(room, ItemRow)
    received, _ = room.file.receive_entries([unknown_version(scope.city, scope.meeting)])
    assert len(received.added) == 1
    assert rooms.rows_of(room, ItemRow) == before
    assert check_meeting_file(room.file).unknown == 1
    close_meeting_and_boxes(room)
    with pytest.raises(VerifyFailed, match="stream_unbegun"):  # nothing says after what its writer went on
        verify_meeting(room.path, rooms.PASSPHRASE, room.context)
    outline = read_meeting_outline(room.path, rooms.PASSPHRASE, room.context)
    assert outline.unknown == ((received.added[0].stream, 0),)


def test_the_stream_is_left_in_the_transaction_of_what_was_received(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = rooms.make_room(tmp_path / "here")
    stream = rooms.stream_of(room)
    close_meeting_and_boxes(room)
    clone = rooms.open_folder(rooms.copy_tree(tmp_path / "here", tmp_path / "clone"))
    room = rooms.open_folder(tmp_path / "here")
    write_under_heading(clone, "decisions", "사본이 먼저")
    before = rooms.rows_of_journal(room)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(meeting_file, "_switch_to_new_stream", stop)
        with pytest.raises(KeyboardInterrupt):
            room.file.receive_entries(sent_from(clone))
    assert rooms.rows_of_journal(room) == before
    room.file.receive_entries(sent_from(clone))
    left = rooms.stream_of(room)
    assert left != stream
    room = rooms.reopen(room)
    assert rooms.stream_of(room) == left
    check_meeting_file(room.file)
    close_meeting_and_boxes(room)
    close_meeting_and_boxes(clone)


@pytest.mark.parametrize("is_held", [False, True])
def test_a_fork_or_a_later_entry_on_our_stream_makes_us_leave_it(tmp_path: Path, is_held: bool) -> None:
    room = rooms.make_room(tmp_path / "here")
    stream = rooms.stream_of(room)
    close_meeting_and_boxes(room)
    clone = rooms.open_folder(rooms.copy_tree(tmp_path / "here", tmp_path / "clone"))
    room = rooms.open_folder(tmp_path / "here")
    write_under_heading(clone, "decisions", "사본이 먼저")
    if is_held:
        write_under_heading(clone, "decisions", "사본이 다시")
    else:
        write_under_heading(room, "decisions", "여기서도")
    received, _ = room.file.receive_entries(sent_from(clone)[-1:])
    assert (received.held, len(received.forks)) == ((1, 0) if is_held else (0, 1))
    assert rooms.stream_of(room) != stream
    write_under_heading(room, "votes", "새 흐름에서")
    received, _ = room.file.receive_entries(sent_from(clone))
    assert len(received.forks) == (0 if is_held else 1)
    check_meeting_file(room.file)
    close_meeting_and_boxes(room)
    close_meeting_and_boxes(clone)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE person_key SET key = 'text'", "table_differs"),
        ("UPDATE person_key SET key = 7", "table_differs"),
        ("UPDATE person_key SET key = zeroblob(32)", "entry_broken"),
        ("UPDATE person_key SET city_id = 'aaa'", "table_differs"),
        ("UPDATE held_entry SET body = zeroblob(9)", "entry_broken"),
        ("UPDATE held_entry SET seq = 'x'", "entry_broken"),
        ("UPDATE project SET meeting_id = 'aaa'", "table_differs"),
    ],
)
def test_verifying_reports_what_was_changed_beside_the_journal(tmp_path: Path, statement: str, code: str) -> None:
    room = rooms.make_room(tmp_path / "here")
    rooms.furnish(room, people_count=2)
    there = copied(room, tmp_path / "there")
    write_under_heading(there, "decisions", "저쪽")
    write_under_heading(there, "decisions", "저쪽에서 또")
    assert room.file.receive_entries(sent_from(there)[-1:])[0].held == 1
    check_meeting_file(room.file)
    room.file.database.raw.execute(statement)
    with pytest.raises(VerifyFailed) as found:
        check_meeting_file(room.file)
    assert found.value.code == code
    close_meeting_and_boxes(room)
    close_meeting_and_boxes(there)


def test_verifying_refuses_a_record_whose_end_was_cut_off(tmp_path: Path) -> None:
    """Until 0.4.0 it was told and all was well."""
    room = rooms.make_room(tmp_path / "here")
    copy_meeting_file(room.file, tmp_path / "copy.sukui")
    write_under_heading(room, "votes", "하나")
    write_under_heading(room, "votes", "둘")
    assert check_meeting_file(room.file).missing == 0
    close_meeting_and_boxes(room)
    with pytest.raises(VerifyFailed, match="record_cut_off") as refused:
        verify_meeting(tmp_path / "copy.sukui", rooms.PASSPHRASE, room.context)
    assert refused.value.facts["count"] == 2

"""A safe copy of an open meeting, and the second folder that gets one at each stage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.handover.copies import copy_at_stage, copy_folder, copy_meeting, set_copy_folder
from sukui_desktop.services.opened_meeting import close_room
from sukui_desktop.services.prepare.meeting import open_meeting
from tests.builders.rooms import PASSPHRASE, furnish, make_context, make_room, person_ids, snapshot


def test_a_copy_of_an_open_meeting_is_whole_and_one_file(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    furnish(room)
    before = snapshot(room)
    target = tmp_path / "copy" / "사본.sukui"
    target.parent.mkdir()
    assert copy_meeting(room, target) == target
    close_room(room)
    assert [path.name for path in target.parent.iterdir()] == ["사본.sukui"]
    other = open_meeting(target, PASSPHRASE, make_context(tmp_path / "elsewhere"))
    assert snapshot(other).tables == before.tables
    close_room(other)


def test_a_copy_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    target = tmp_path / "taken.sukui"
    target.write_bytes(b"something else")
    with pytest.raises(StorageFault, match="file_exists"):
        copy_meeting(room, target)
    assert target.read_bytes() == b"something else"
    close_room(room)


def test_without_a_second_folder_no_stage_is_copied(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    assert copy_folder(room) is None
    assert copy_at_stage(room) is None
    close_room(room)


def test_the_second_folder_is_remembered_and_kept_up_to_date(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    furnish(room)
    stick = tmp_path / "stick"
    stick.mkdir()
    set_copy_folder(room, stick)
    first = copy_at_stage(room)
    assert first == stick / room.path.name
    size = first.read_bytes()
    admit_person(room, person_ids(room)[0])
    assert copy_at_stage(room) == first
    assert first.read_bytes() != size
    set_copy_folder(room, None)
    assert copy_at_stage(room) is None
    close_room(room)


def test_a_pulled_stick_is_reported_and_the_meeting_goes_on(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    furnish(room)
    stick = tmp_path / "stick"
    stick.mkdir()
    set_copy_folder(room, stick)
    shutil.rmtree(stick)
    with pytest.raises(StorageFault, match="folder_missing"):
        copy_at_stage(room)
    admit_person(room, person_ids(room)[0])
    with pytest.raises(StorageFault, match="folder_missing"):
        set_copy_folder(room, stick)
    close_room(room)


def test_the_meetings_own_folder_is_no_second_folder(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    assert set_copy_folder(room, room.path.parent) is None
    assert copy_at_stage(room) is None
    close_room(room)

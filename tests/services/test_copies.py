"""A safe copy of an open meeting, and the second folder that gets one at each stage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollCountRow
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.handover.meeting_file_copies import (
    StageCopy,
    copy_at_stage,
    copy_meeting,
    read_stage_copy_folder,
    set_stage_copy_folder_and_copy,
)
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.meeting_creation_and_details import create_meeting
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.services.vote.polls import reopen_poll, resume_poll
from sukui_desktop.storage.meeting_file_copying import Found, compare_with_file_at
from tests.builders import rooms
from tests.builders.rooms import PASSPHRASE, furnish, make_context, make_room, person_ids, snapshot


def test_a_copy_of_an_open_meeting_is_whole_and_one_file(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    furnish(room)
    before = snapshot(room)
    target = tmp_path / "copy" / "사본.sukui"
    target.parent.mkdir()
    assert copy_meeting(room, target) == target
    close_meeting_and_boxes(room)
    assert [path.name for path in target.parent.iterdir()] == ["사본.sukui"]
    other = open_meeting(target, PASSPHRASE, make_context(tmp_path / "elsewhere"))
    assert snapshot(other).tables == before.tables
    close_meeting_and_boxes(other)


def test_a_copy_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    target = tmp_path / "taken.sukui"
    target.write_bytes(b"something else")
    with pytest.raises(StorageFault, match="file_exists"):
        copy_meeting(room, target)
    assert target.read_bytes() == b"something else"
    close_meeting_and_boxes(room)


def test_without_a_second_folder_no_stage_is_copied(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    assert read_stage_copy_folder(room) is None
    assert copy_at_stage(room) is None
    close_meeting_and_boxes(room)


def test_the_second_folder_is_remembered_and_kept_up_to_date(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    furnish(room)
    stick = tmp_path / "stick"
    stick.mkdir()
    set_stage_copy_folder_and_copy(room, stick)
    made = copy_at_stage(room)
    assert made is not None
    first = made.path
    assert made == StageCopy(stick / room.path.name)
    size = first.read_bytes()
    admit_person(room, person_ids(room)[0])
    assert copy_at_stage(room) == made
    assert first.read_bytes() != size
    set_stage_copy_folder_and_copy(room, None)
    assert copy_at_stage(room) is None
    close_meeting_and_boxes(room)


def test_a_pulled_stick_is_reported_and_the_meeting_goes_on(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    furnish(room)
    stick = tmp_path / "stick"
    stick.mkdir()
    set_stage_copy_folder_and_copy(room, stick)
    shutil.rmtree(stick)
    with pytest.raises(StorageFault, match="folder_missing"):
        copy_at_stage(room)
    admit_person(room, person_ids(room)[0])
    with pytest.raises(StorageFault, match="folder_missing"):
        set_stage_copy_folder_and_copy(room, stick)
    close_meeting_and_boxes(room)


def test_the_meetings_own_folder_is_no_second_folder(tmp_path: Path) -> None:
    room = make_room(tmp_path / "room")
    assert set_stage_copy_folder_and_copy(room, room.path.parent) is None
    assert copy_at_stage(room) is None
    close_meeting_and_boxes(room)


def stick_of(room: Room, folder: Path) -> Path:
    """Return a second folder that already holds a copy of the meeting."""
    stick = folder / "stick"
    stick.mkdir()
    set_stage_copy_folder_and_copy(room, stick)
    return stick


def test_a_copy_that_was_gone_on_with_is_never_overwritten(tmp_path: Path) -> None:
    """0.4.0 put the stage's copy over the meeting that was continued on the stick."""
    room = make_room(tmp_path / "room")
    furnish(room)
    stick = stick_of(room, tmp_path)
    theirs = stick / room.path.name
    other = open_meeting(theirs, PASSPHRASE, make_context(tmp_path / "elsewhere", seed=8))
    admit_person(other, person_ids(other)[0])
    assert compare_with_file_at(room.file, theirs) == Found.AHEAD, "in use"
    close_meeting_and_boxes(other)
    before = theirs.read_bytes()
    admit_person(room, person_ids(room)[1])
    made = copy_at_stage(room)
    free = stick / f"{room.path.stem} (2).sukui"
    assert made == StageCopy(free, room.path.name)
    assert theirs.read_bytes() == before
    admit_person(room, person_ids(room)[2])
    older = free.read_bytes()
    assert copy_at_stage(room) == made, "our own copy is found again and brought up to date"
    assert free.read_bytes() != older
    assert sorted(path.name for path in stick.iterdir()) == sorted([theirs.name, free.name])
    close_meeting_and_boxes(room)


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """0.4.0 replaced another meeting, and any file, of the same name."""
    room = make_room(tmp_path / "room")
    elsewhere = make_context(tmp_path / "elsewhere", seed=8)
    another = create_meeting(tmp_path / "another.sukui", PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, elsewhere)
    stick = tmp_path / "stick"
    stick.mkdir()
    copy_meeting(another, stick / room.path.name)
    (stick / f"{room.path.stem} (2).sukui").write_bytes(b"")
    (stick / f"{room.path.stem} (3).sukui").write_bytes(b"notes" * 2000)
    before = {path: path.read_bytes() for path in stick.iterdir()}
    made = set_stage_copy_folder_and_copy(room, stick)
    assert made == StageCopy(stick / f"{room.path.stem} (4).sukui", room.path.name)
    assert all(path.read_bytes() == data for path, data in before.items())
    close_meeting_and_boxes(another)
    close_meeting_and_boxes(room)


def test_a_dead_laptop_between_closing_and_count_loses_no_vote(tmp_path: Path) -> None:
    """The box was on the one machine alone: 0.4.0 had nothing to count once its folder was gone."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    stick = stick_of(room, tmp_path)
    for number, token in enumerate(rooms.admit_with_slips(room, poll_id, 5)):
        rooms.vote(room, poll_id, token, [number % 2])
    copy_at_stage(room)
    assert not list(stick.glob("*.box")), "an open box is never copied"
    rooms.close(room, poll_id)
    made = copy_at_stage(room)
    assert made is not None
    assert sorted(path.name for path in stick.iterdir()) == sorted([room.path.name, f"{poll_id}.box"])
    kept = rooms.copy_tree(stick, tmp_path / "kept")
    rooms.count(room, poll_id)
    here = rooms.rows_of(room, PollCountRow)
    close_meeting_and_boxes(room)
    shutil.rmtree(tmp_path / "room")
    context = make_context(tmp_path / "new machine", seed=9)
    other = open_meeting(kept / made.path.name, PASSPHRASE, context)
    rooms.count(other, poll_id)
    assert [row.tally for row in rooms.rows_of(other, PollCountRow)] == [row.tally for row in here]
    path = other.path
    close_meeting_and_boxes(other)
    found = verify_meeting(path, PASSPHRASE, context)
    assert found.unchecked
    assert found.polls[0].state == "counted"
    opened = verify_meeting(path, PASSPHRASE, context, (), (), (rooms.TALLY_PASSPHRASE,))
    assert opened.polls[0].box == "opened"


def test_a_copied_box_goes_when_the_vote_goes_on(tmp_path: Path) -> None:
    """Fails where the box of the first closing stays on the stick: two versions of it join the ballots between."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    stick = stick_of(room, tmp_path)
    tokens = rooms.admit_with_slips(room, poll_id, 3)
    rooms.vote(room, poll_id, tokens[0], [0])
    rooms.close(room, poll_id)
    copy_at_stage(room)
    assert (stick / f"{poll_id}.box").exists()
    reopen_poll(room, poll_id, rooms.two_signers(room), "잘못 눌렀습니다")
    copy_at_stage(room)
    assert not (stick / f"{poll_id}.box").exists()
    close_meeting_and_boxes(room)


def test_a_copy_made_by_hand_after_the_closing_has_the_box_too(tmp_path: Path) -> None:
    """0.4.0 copied the meeting file alone."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], [0])
    rooms.close(room, poll_id)
    (tmp_path / "usb").mkdir()
    copy_meeting(room, tmp_path / "usb" / "사본.sukui")
    assert sorted(path.name for path in (tmp_path / "usb").iterdir()) == sorted(["사본.sukui", f"{poll_id}.box"])
    close_meeting_and_boxes(room)


def test_a_copy_made_by_hand_never_lies_beside_another_state_of_its_box(tmp_path: Path) -> None:
    """Fails where the box of an earlier copy is taken for that of the new one: elsewhere it could not be counted."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    tokens = rooms.admit_with_slips(room, poll_id, 2)
    rooms.vote(room, poll_id, tokens[0], [0])
    rooms.close(room, poll_id)
    (tmp_path / "usb").mkdir()
    copy_meeting(room, tmp_path / "usb" / "사본.sukui")
    reopen_poll(room, poll_id, rooms.two_signers(room), "잘못 눌렀습니다")
    open_poll_again(room, poll_id, tokens[1])
    with pytest.raises(StorageFault, match="file_exists"):
        copy_meeting(room, tmp_path / "usb" / "사본 2.sukui")
    assert not (tmp_path / "usb" / "사본 2.sukui").exists()
    close_meeting_and_boxes(room)


def open_poll_again(room: Room, poll_id: PollId, token: str) -> None:
    """Let one more person vote in a vote that was reopened, and close it."""
    resume_poll(room, poll_id)
    rooms.vote(room, poll_id, token, [0])
    rooms.close(room, poll_id)


def test_what_a_killed_copy_left_goes_with_the_next_one_and_another_meetings_stays(tmp_path: Path) -> None:
    """Fails where half a copy, of the meeting or of a box, stays in the folder for ever."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    stick = stick_of(room, tmp_path)
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], [0])
    meeting = room.file.scope.meeting
    ours = [f".sukui-{owner}-00ff.copying{end}" for owner in (meeting, poll_id) for end in ("", "-journal")]
    theirs = [".sukui-another-meeting-00ff.copying", ".sukui-00ff.part", "메모.copying"]
    for name in (*ours, *theirs):
        (stick / name).write_bytes(b"half")
    rooms.close(room, poll_id)
    copy_at_stage(room)
    assert sorted(path.name for path in stick.iterdir()) == sorted([room.path.name, f"{poll_id}.box", *theirs])
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("content", [b"", b"notes" * 2000])
@pytest.mark.parametrize("state", ["closed", "void"])
def test_a_foreign_file_of_the_name_of_a_box_is_never_overwritten(tmp_path: Path, content: bytes, state: str) -> None:
    """Fails where whatever has the name of a box gives way: it was replaced at the closing, removed with the poll."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    stick = stick_of(room, tmp_path)
    foreign = stick / f"{poll_id}.box"
    foreign.write_bytes(content)
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], [0])
    copy_at_stage(room)
    if state == "closed":
        rooms.close(room, poll_id)
        with pytest.raises(StorageFault, match="file_exists") as told:
            copy_at_stage(room)
        assert told.value.facts["file"] == foreign.name
        assert compare_with_file_at(room.file, stick / room.path.name) == Found.BEHIND, "the meeting itself was copied"
    else:
        rooms.void(room, poll_id, "잘못된 명부")
        copy_at_stage(room)
    assert foreign.read_bytes() == content
    close_meeting_and_boxes(room)


def test_the_box_of_another_machine_is_no_copy_of_ours(tmp_path: Path) -> None:
    """Fails where a name alone says that a file is a copy."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    stick = stick_of(room, tmp_path)
    other, other_id = rooms.open_room(tmp_path / "other")
    rooms.close(other, other_id)
    copy_meeting(other, tmp_path / "다른.sukui")
    (tmp_path / f"{other_id}.box").rename(stick / f"{poll_id}.box")
    before = (stick / f"{poll_id}.box").read_bytes()
    rooms.close(room, poll_id)
    with pytest.raises(StorageFault, match="file_exists"):
        copy_at_stage(room)
    assert (stick / f"{poll_id}.box").read_bytes() == before
    close_meeting_and_boxes(other)
    close_meeting_and_boxes(room)


def test_the_copied_box_of_a_void_poll_goes_although_its_key_is_gone(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path / "room")
    stick = stick_of(room, tmp_path)
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], [0])
    rooms.close(room, poll_id)
    copy_at_stage(room)
    assert (stick / f"{poll_id}.box").exists()
    rooms.void(room, poll_id, "잘못된 명부")
    copy_at_stage(room)
    assert not (stick / f"{poll_id}.box").exists()
    close_meeting_and_boxes(room)

"""A meeting file that is whole opens; anything else is named, and left as it was."""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import BadInput, SukuiError
from sukui_desktop.domain.facts.meeting import HeadingWritten
from sukui_desktop.models.minutes import MinutesRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.meeting_opening import open_meeting, open_with_recovery_code, recovery_code
from sukui_desktop.services.minutes.minutes import write_under_heading
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.meeting_creation_and_details import create_meeting
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.storage.durable_files import overwrite_and_remove_file, write_file_durably
from sukui_desktop.storage.encrypted_connection import BOX_PRAGMAS, MEETING_PRAGMAS, open_encrypted_connection
from sukui_desktop.storage.file_key_and_recovery_code import (
    FORMAT,
    derive_file_key,
    file_key_of_recovery_code,
    make_file_key,
    recovery_code_of_file_key,
)
from sukui_desktop.storage.meeting_file_check import check_meeting_file
from sukui_desktop.storage.meeting_file_copying import copy_meeting_file
from tests.builders import rooms

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """Derive keys at the program's own cost: another process opens the same files."""


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = rooms.make_room(tmp_path)
    yield opened
    close_meeting_and_boxes(opened)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A closed meeting of some pages."""
    opened = rooms.make_room(tmp_path)
    rooms.furnish(opened, people_count=60)
    close_meeting_and_boxes(opened)
    return opened.path


def refused_opening(path: Path, folder: Path, passphrase: str = rooms.PASSPHRASE) -> SukuiError:
    """Open, be refused, and see that the file is as it was."""
    before = sha256(path) if path.is_file() else ""
    with pytest.raises(SukuiError) as refused:
        close_meeting_and_boxes(open_meeting(path, passphrase, rooms.make_context(folder)))
    assert (sha256(path) if path.is_file() else "") == before
    assert not path.with_name(path.name + "-wal").exists()
    return refused.value


@contextmanager
def unchanged(room: Room) -> Iterator[None]:
    """Journal head and table hashes are the same after the block."""
    before = rooms.snapshot(room)
    yield
    assert rooms.snapshot(room) == before


def test_settings_are_those_of_the_design(room: Room) -> None:
    read_back = {name: room.file.database.raw.execute(f"PRAGMA {name}").fetchone()[0] for name, _, _ in MEETING_PRAGMAS}
    assert read_back == {
        "locking_mode": "exclusive",
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "cache_size": -16000,
    }
    assert {(name, expected) for name, _, expected in BOX_PRAGMAS} >= {("synchronous", 3), ("journal_mode", "delete")}


def test_a_setting_that_is_not_taken_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SukuiError) as refused:
        open_encrypted_connection(tmp_path / "x", bytes(32).hex(), (("journal_mode", "DELETE", "wal"),))
    assert refused.value.code == "setting_refused"


def test_closing_leaves_one_file(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    wal = room.path.with_name(room.path.name + "-wal")
    assert wal.stat().st_size > 0
    room.file.checkpoint_wal()
    assert wal.stat().st_size == 0
    close_meeting_and_boxes(room)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["station", "회의.sukui"]


def test_the_first_bytes_are_ours_and_the_rest_is_nobodys(closed: Path) -> None:
    data = closed.read_bytes()
    assert data[:7] == b"SUKUI\x01\x01"
    for word in ("SQLite format", "은행동", "주민1", "CREATE TABLE"):
        assert word.encode() not in data


def test_what_was_written_is_there_after_opening(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    write_under_heading(room, "decisions", "적은 것")
    before = rooms.snapshot(room)
    room = rooms.reopen(room)
    assert rooms.snapshot(room) == before
    assert rooms.rows_of(room, MinutesRow)[0].text == "적은 것"
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("keep", [5, 10, 16, 1000, 4096 + 100])
def test_a_file_cut_short(closed: Path, tmp_path: Path, keep: int) -> None:
    os.truncate(closed, keep)
    assert refused_opening(closed, tmp_path).code == "truncated"


def test_a_file_cut_at_a_page(closed: Path, tmp_path: Path) -> None:
    os.truncate(closed, 4096 * 3)
    assert refused_opening(closed, tmp_path).code in ("corrupt", "truncated")


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n" + b"\0" * 5000, b"SUKU", b"SQLite format 3\0" + b"\0" * 8000, "회의".encode() * 4000],
    ids=["empty", "pdf", "short", "sqlite", "text"],
)
def test_a_file_of_somebody_else(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.sukui"
    path.write_bytes(data)
    assert refused_opening(path, tmp_path).code == "foreign"


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    assert refused_opening(tmp_path, tmp_path).code == "foreign"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    refused = refused_opening(tmp_path / "gone.sukui", tmp_path)
    assert (refused.code, refused.facts) == ("file_missing", {"file": "gone.sukui"})


@pytest.mark.parametrize("at", [5, 6])
def test_a_newer_file(closed: Path, tmp_path: Path, at: int) -> None:
    data = bytearray(closed.read_bytes())
    data[at] = FORMAT + 1
    closed.write_bytes(data)
    assert refused_opening(closed, tmp_path).code == "newer"


def test_a_wrong_passphrase(closed: Path, tmp_path: Path) -> None:
    assert refused_opening(closed, tmp_path, "다른 암호문 하나").code == "wrong_passphrase"


@pytest.mark.parametrize("page", [0, 1])
def test_a_damaged_page(closed: Path, tmp_path: Path, page: int) -> None:
    data = bytearray(closed.read_bytes())
    data[4096 * page + 2000] ^= 0xFF
    closed.write_bytes(data)
    assert refused_opening(closed, tmp_path).code == "corrupt"


@contextmanager
def small_disk(path: Path, options: str) -> Iterator[None]:
    """A file system of its own; the test suite runs as root on the machines that test, elsewhere this is skipped."""
    asked = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(path)]
    made = subprocess.run(asked, capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"mounting needs root: {made.stderr.decode()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


@pytest.mark.faults
def test_a_folder_that_cannot_be_written(closed: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, "size=8m"):
        shutil.copy(closed, disk / "m.sukui")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert refused_opening(disk / "m.sukui", tmp_path).code == "read_only"
        with pytest.raises(SukuiError) as refused:
            create_meeting(
                disk / "new.sukui", rooms.PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, rooms.make_context(tmp_path)
            )
        assert refused.value.code == "read_only"
        assert [p.name for p in disk.iterdir()] == ["m.sukui"]


@pytest.mark.faults
def test_a_meeting_that_has_no_room_on_the_disk_leaves_no_file(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, "size=64k"):
        with pytest.raises(SukuiError) as refused:
            create_meeting(
                disk / "m.sukui", rooms.PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, rooms.make_context(tmp_path)
            )
        assert refused.value.code == "disk_full"
        assert list(disk.iterdir()) == []


def test_a_folder_of_the_kernel_takes_no_meeting(tmp_path: Path) -> None:
    with pytest.raises(SukuiError) as refused:
        create_meeting(
            Path("/proc/새.sukui"), rooms.PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, rooms.make_context(tmp_path)
        )
    assert refused.value.code in ("read_only", "cannot_open", "file_missing")


@pytest.mark.faults
def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, "size=2m"):
        room = rooms.make_room(disk)
        write_under_heading(room, "decisions", "앞서 적은 것")
        room = rooms.reopen(room)  # what is beside the file goes into it while there is room
        before = rooms.snapshot(room)
        with pytest.raises(SukuiError) as refused:
            accept_roster_file(room, rooms.reading_of(rooms.people(3000)), frozenset())
        assert refused.value.code == "disk_full"
        room = rooms.reopen(room)
        assert rooms.snapshot(room) == before
        assert rooms.rows_of(room, PersonRow) == ()
        check_meeting_file(room.file)
        with (disk / "fill").open("wb") as fill, contextlib.suppress(OSError):
            fill.write(bytes(4_000_000))
        with pytest.raises(SukuiError) as refused:
            copy_meeting_file(room.file, disk / "copy.sukui")
        assert refused.value.code == "disk_full"
        assert [p.name for p in disk.iterdir() if p.name.startswith(".")] == []
        close_meeting_and_boxes(room)


@pytest.mark.faults
def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """The same by a limit on file size, as a stick with FAT has one; it needs no root."""
    close_meeting_and_boxes(rooms.make_room(tmp_path))
    script = """
import resource, signal, sys
from pathlib import Path
from tests.builders import rooms
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.prepare.roster import accept_roster_file
folder = Path(sys.argv[1])
room = open_meeting(folder / "회의.sukui", rooms.PASSPHRASE, rooms.make_context(folder))
before = rooms.snapshot(room)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    accept_roster_file(room, rooms.reading_of(rooms.people(2000)), frozenset())
except StorageFault as fault:
    print(fault.code)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
room = rooms.reopen(room)
print(rooms.snapshot(room) == before)
"""
    told = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.stdout.split() == ["disk_failed", "True"], told.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.mark.faults
def test_two_programs_on_one_file(closed: Path, tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from tests.builders import rooms
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
folder = Path(sys.argv[1])
room = open_meeting(folder / "회의.sukui", rooms.PASSPHRASE, rooms.make_context(folder))
print("open", flush=True)
sys.stdin.readline()
close_meeting_and_boxes(room)
"""
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline() == "open\n"
        before = sha256(closed)
        with pytest.raises(SukuiError) as refused:
            open_meeting(closed, rooms.PASSPHRASE, rooms.make_context(tmp_path))
        assert (refused.value.code, refused.value.facts) == ("locked", {"file": closed.name})
        assert sha256(closed) == before
        child.stdin.write("\n")
        child.stdin.flush()
        assert child.wait() == 0
    close_meeting_and_boxes(open_meeting(closed, rooms.PASSPHRASE, rooms.make_context(tmp_path)))


def test_a_file_is_not_made_over_another(closed: Path, tmp_path: Path) -> None:
    before = sha256(closed)
    with pytest.raises(SukuiError) as refused:
        create_meeting(closed, rooms.PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, rooms.make_context(tmp_path))
    assert refused.value.code == "file_exists"
    assert sha256(closed) == before


def test_a_bare_file_holds_no_meeting(tmp_path: Path) -> None:
    opened = rooms.make_file(tmp_path)
    opened.close()
    with pytest.raises(SukuiError) as refused:
        rooms.open_shared(opened.path, tmp_path)
    assert refused.value.code == "no_meeting"


def test_a_recovery_code_opens_the_file(closed: Path, tmp_path: Path) -> None:
    key = derive_file_key(closed, rooms.PASSPHRASE)
    code = recovery_code_of_file_key(key)
    found = file_key_of_recovery_code(closed, f" {code.lower()} \n")
    assert (found.preamble, found.key) == (key.preamble, key.key)
    room = open_with_recovery_code(closed, code, rooms.make_context(tmp_path))
    assert recovery_code(room) == code
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("change", ["", "A", "가나다라"])
def test_a_recovery_code_with_a_slip_of_the_pen(closed: Path, change: str) -> None:
    code = recovery_code_of_file_key(derive_file_key(closed, rooms.PASSPHRASE))
    wrong = change + code[1:] if code[0] != "A" else "B" + code[1:]
    with pytest.raises(BadInput) as refused:
        file_key_of_recovery_code(closed, wrong)
    assert refused.value.code == "recovery_code_malformed"


def test_the_code_of_another_file_is_refused(closed: Path) -> None:
    mine = derive_file_key(closed, rooms.PASSPHRASE)
    others = (make_file_key("다른 암호문", bytes((n,)) * 8) for n in range(9))
    other = next(key for key in others if key.preamble[7] != mine.preamble[7])
    with pytest.raises(SukuiError) as refused:
        file_key_of_recovery_code(closed, recovery_code_of_file_key(other))
    assert refused.value.code == "wrong_passphrase"


def test_a_block_that_fails_leaves_nothing(room: Room) -> None:
    def fail() -> None:
        with room.writing() as tx:
            tx.append_fact("votes", HeadingWritten(text="적음", is_none=False))
            raise ZeroDivisionError

    with unchanged(room), pytest.raises(ZeroDivisionError):
        fail()
    write_under_heading(room, "votes", "적음")
    check_meeting_file(room.file)


def test_reading_takes_no_entry(room: Room) -> None:
    with unchanged(room), pytest.raises(AssertionError), room.reading() as tx:
        tx.append_fact("votes", HeadingWritten(text="적음", is_none=False))


def test_a_closed_file_takes_nothing(tmp_path: Path) -> None:
    opened = rooms.make_file(tmp_path)
    opened.is_usable = False
    with pytest.raises(SukuiError) as refused, opened.transaction():
        pass
    assert refused.value.code == "reopen_needed"
    opened.close()


def test_a_small_file_is_whole_or_as_before(tmp_path: Path) -> None:
    write_file_durably(tmp_path / "key", b"one")
    write_file_durably(tmp_path / "key", b"two")
    assert (tmp_path / "key").read_bytes() == b"two"
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(SukuiError):
        write_file_durably(tmp_path / "gone" / "key", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["key"]
    overwrite_and_remove_file(tmp_path / "key")
    overwrite_and_remove_file(tmp_path / "key")
    assert list(tmp_path.iterdir()) == []

"""The disk is full, fails or turns read-only in the middle of a vote: refused in words, nothing lost, and on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sukui_desktop.assets.messages import error_sentences
from sukui_desktop.domain.errors import StorageFault, VerifyFailed
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.ids import ItemId
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.checkin.attendance import admit_paper_list
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.pabulib_import import read_election_file
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from tests.builders import rooms
from tests.faults import scene
from tests.faults.power_cuts import assert_equal_counts
from tests.faults.small_election import write_election
from tests.faults.strace_reading import ROOT, need_strace, read_calls, record

pytestmark = [pytest.mark.faults]

VOTERS = 12


def _play(folder: Path, inject: str, mutants: str = "") -> list[str]:
    """Play the stubborn vote on a disk that fails as `inject` says; return what was told."""
    election = write_election(folder / "small.pb", VOTERS)
    (folder / "disk" / "room").mkdir(parents=True)
    environment = {**os.environ, "SUKUI_HOME": str(folder / "disk" / "home"), "SUKUI_TEST_MUTANTS": mutants}
    arguments = ["stubborn", str(folder / "disk"), str(folder / "told"), str(election)]
    if not inject:
        done = record(arguments, folder / "log", environment)
    else:
        strace = [need_strace(), "-f", "-o", "/dev/null", "-e", f"inject={inject}", "-e", "trace=fsync,pwrite64"]
        done = subprocess.run(
            [*strace, sys.executable, "-m", "tests.faults.child", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return (folder / "told").read_text(encoding="ascii").splitlines()


@pytest.fixture(scope="module")
def calls_before_the_vote(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """How often each call is made before the first ballot: from there on it fails."""
    folder = tmp_path_factory.mktemp("whole")
    os.environ["SUKUI_HOME"] = str(folder)
    _play(folder, "")
    counted: Counter[str] = Counter()
    for call in read_calls(folder / "log"):
        if call.name == "write" and call.bytes(1) == b"voting\n":
            break
        counted[call.name] += 1
    return counted


def _lost(folder: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    receipts = tuple(line.split()[1] for line in told if line.startswith("receipt "))
    notes = [int(line.split()[1]) for line in told if line.startswith("note ")]
    assert (len(receipts), len(notes), told[-1]) == (VOTERS, VOTERS, "closed")
    monkeypatch.setenv("SUKUI_HOME", str(folder / "disk" / "home"))
    found = verify_meeting(folder / "disk" / scene.MEETING, scene.PASSPHRASE, make_context(), receipts)
    assert found.polls[0].ballots == VOTERS
    assert found.polls[0].box == "matches"
    return "" if found.entries > max(notes) else "a note is lost"


@pytest.mark.parametrize(
    ("call", "error", "every"),
    [
        ("pwrite64", "EIO", 41),
        ("pwrite64", "ENOSPC", 37),
        pytest.param("pwrite64", "EROFS", 53, marks=pytest.mark.long),
        ("fsync", "EIO", 11),
    ],
)
def test_a_vote_goes_through_on_a_disk_that_fails_again_and_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    calls_before_the_vote: Counter[str],
    call: str,
    error: str,
    every: int,
) -> None:
    """Every 41st write (37th, 53rd; every 11th sync) fails; the kiosk and the console try again, with the same ballot.

    Seen to fail on a `cast` that takes a failed commit for done (`swallows_faults`, the test below), and the syncs on a
    box that did not look at its free slots again after a failed commit (the next voter was refused, the count short).
    """
    told = _play(tmp_path, f"{call}:error={error}:when={calls_before_the_vote[call] + 1}+{every}")
    faults = Counter(line.split()[1] for line in told if line.startswith("fault "))
    print(error, dict(faults))
    assert faults.total() >= 3
    assert set(faults) <= set(error_sentences())
    assert not _lost(tmp_path, told, monkeypatch)


def test_the_campaign_sees_a_swallowed_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls_before_the_vote: Counter[str]
) -> None:
    """The mutant on which the test above must fail: a cast that takes a failed commit for done."""
    inject = f"fsync:error=EIO:when={calls_before_the_vote['fsync'] + 1}+11"
    with pytest.raises((AssertionError, VerifyFailed)) as seen:
        assert not _lost(tmp_path, _play(tmp_path, inject, "swallows_faults"), monkeypatch)
    assert "receipt_missing" in str(seen.value)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes, which only root may mount."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no disk could be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill(disk: Path) -> Path:
    path = disk / "somebody's film"
    with path.open("wb", buffering=0) as stream:
        for size in (65536, 4096, 512, 1):
            try:
                while stream.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return path


def _note_until_refused(room: Room, item_id: ItemId) -> None:
    """Take notes; what there is room for on the disk is taken, and 3 MB is not."""
    for _ in range(1000):
        record_note(room, item_id, "사람 1", "말" * 1000)


def test_a_disk_that_fills_up_during_the_vote(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Console and kiosk refuse in words; after room was made the same slip and ballot are taken, and the vote closes.

    Seen to fail on `swallows_faults` (applied by hand: the first cast is not refused).
    """
    monkeypatch.setenv("SUKUI_HOME", str(small_disk / "home"))
    (small_disk / "room").mkdir()
    source = write_election(tmp_path / "small.pb", VOTERS)
    room, poll_id = scene.prepare(small_disk, scene.Teller(tmp_path / "told"), source)
    tokens = admit_paper_list(room, read_election_file(read_file(source)).voter_ids, poll_id).tokens
    close_meeting_and_boxes(
        room
    )  # a box that was just laid keeps its journal's room on the disk and would need no more
    room = open_meeting(small_disk / scene.MEETING, scene.PASSPHRASE, make_context())
    item_id, receipts = list_items(room)[-1].row.item_id, []
    ballots = [seal_ballot(read_ballot_paper(room, poll_id), Answer((place % 3,))) for place in range(VOTERS)]
    film = _fill(small_disk)
    with pytest.raises(StorageFault) as refused:
        cast_ballot(room, poll_id, tokens[0], ballots[0])
    assert refused.value.code == "disk_full"
    with pytest.raises(StorageFault) as refused:
        _note_until_refused(room, item_id)
    assert refused.value.code == "disk_full"
    film.unlink()
    if not room.file.is_usable:
        close_meeting_and_boxes(room)
        room = open_meeting(small_disk / scene.MEETING, scene.PASSPHRASE, make_context())
    for token, ballot in zip(tokens, ballots, strict=True):
        receipts.append(cast_ballot(room, poll_id, token, ballot).code)
        record_note(room, item_id, "사람 1", "말")
    assert_equal_counts(room, poll_id, stopping=0)
    rooms.close(room, poll_id)
    close_meeting_and_boxes(room)
    found = verify_meeting(small_disk / scene.MEETING, scene.PASSPHRASE, make_context(), tuple(receipts))
    assert (found.polls[0].ballots, found.receipts) == (VOTERS, VOTERS)

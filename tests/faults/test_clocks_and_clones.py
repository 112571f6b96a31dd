"""Clocks that jump, files that were copied by hand, and a second program at the box, in the middle of a vote."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import StorageFault, VerifyFailed
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.checkin.attendance import admit_paper_list
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.handover.meeting_outline import read_meeting_outline
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Context, Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.pabulib_import import read_election_file
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.box_keys import find_box_keys
from sukui_desktop.services.vote.poll_box import cast_ballot, find_or_open_box, read_ballot_paper
from sukui_desktop.services.vote.polls import close_poll
from sukui_desktop.storage.station_folder import StationFolder
from tests.faults import scene
from tests.faults.small_election import write_election
from tests.faults.strace_reading import ROOT

pytestmark = [pytest.mark.faults]

VOTERS = 6
YEAR_MS = 366 * 24 * 60 * 60 * 1000
START_MS = 1_900_000_000_000


def _begin(folder: Path) -> tuple[Room, PollId, tuple[str, ...]]:
    (folder / "room").mkdir()
    source = write_election(folder / "small.pb", VOTERS)
    room, poll_id = scene.prepare(folder, scene.Teller(folder / "told"), source)
    return room, poll_id, admit_paper_list(room, read_election_file(read_file(source)).voter_ids, poll_id).tokens


def _jumping(seed: int) -> Callable[[], int]:
    """A clock that is somewhere else within a year of the start each time it is asked."""
    dice = random.Random(seed)
    return lambda: START_MS + dice.randint(-YEAR_MS, YEAR_MS)


def _write_under_a_jumping_clock(folder: Path, seed: int) -> list[tuple[int, int]]:
    """Vote and note while the clock jumps; return (seq, clock) in the order of the record."""
    room, poll_id, tokens = _begin(folder)
    close_meeting_and_boxes(room)
    context = Context(make_context().station, _jumping(seed), random.SystemRandom())
    path = folder / scene.MEETING
    room = open_meeting(path, scene.PASSPHRASE, context)
    item_id, receipts = list_items(room)[-1].row.item_id, []
    for token in tokens:
        receipts.append(
            cast_ballot(room, poll_id, token, seal_ballot(read_ballot_paper(room, poll_id), Answer((1,)))).code
        )
        record_note(room, item_id, "사람 1", "말")
        close_meeting_and_boxes(room)
        room = open_meeting(path, scene.PASSPHRASE, context)
    close_poll(room, poll_id)
    close_meeting_and_boxes(room)
    found = verify_meeting(path, scene.PASSPHRASE, context, tuple(receipts))
    assert (found.polls[0].box, found.polls[0].ballots) == ("matches", VOTERS)
    assert len(found.streams) == 1
    return [(seq, ms) for _, seq, _, _, ms in read_meeting_outline(path, scene.PASSPHRASE, context).entries]


def test_a_clock_that_jumps_changes_no_order_and_loses_no_ballot(tmp_path: Path) -> None:
    """Seen to fail on a stamp that follows the wall clock back (the test below)."""
    written = _write_under_a_jumping_clock(tmp_path, seed=11)
    assert [seq for seq, _ in written] == list(range(len(written)))
    assert [ms for _, ms in written] == sorted(ms for _, ms in written)


def test_a_stamp_that_follows_the_clock_back_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant on which the test above must fail."""
    monkeypatch.setattr(Stamp, "next_stamp", lambda self, now_ms: Stamp(now_ms))
    with pytest.raises(VerifyFailed) as seen:
        _write_under_a_jumping_clock(tmp_path, seed=11)
    assert (seen.value.code, seen.value.facts["reason"]) == ("entry_broken", "gap")


def _work_on(path: Path, words: str) -> None:
    room = open_meeting(path, scene.PASSPHRASE, make_context())
    record_note(room, list_items(room)[-1].row.item_id, "사람 1", words)
    close_meeting_and_boxes(room)


def _forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Copy the file by hand, work on both in turns on one station; return (stream, seq) that mean two things."""
    monkeypatch.setenv("SUKUI_HOME", str(tmp_path / "home"))
    room, _, _ = _begin(tmp_path)
    close_meeting_and_boxes(room)
    original, clone = tmp_path / scene.MEETING, tmp_path / "clone" / "meeting.sukui"
    clone.parent.mkdir()
    shutil.copy(original, clone)
    for turn, path in enumerate((original, clone, original, clone, clone, original)):
        _work_on(path, f"{turn}번째")
    seen: dict[tuple[str, int], tuple[str, str]] = {}
    forks = []
    for path in (original, clone):
        for stream, seq, kind, subject, ms in read_meeting_outline(path, scene.PASSPHRASE, make_context()).entries:
            if seen.setdefault((stream, seq), (kind, f"{subject} {ms}")) != (kind, f"{subject} {ms}"):
                forks.append((stream, seq))
    return forks


def test_a_cloned_file_never_writes_a_number_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two copies of a file on one station, used in turns: each begins a stream of its own.

    Seen to fail on a station that does not look at its witness (the test below).
    """
    assert not _forks(tmp_path, monkeypatch)
    for path in (tmp_path / scene.MEETING, tmp_path / "clone" / "meeting.sukui"):
        with pytest.raises(VerifyFailed, match="record_cut_off"):  # each lacks what was written in the other
            verify_meeting(path, scene.PASSPHRASE, make_context(), ())


def test_a_station_without_a_witness_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant on which the test above must fail."""
    monkeypatch.setattr(StationFolder, "read_newest_head", lambda self, meeting: None)
    assert _forks(tmp_path, monkeypatch)


def _vote_beside_another_program(folder: Path, mutants: str) -> None:
    """Ask for a box while another program (of these mutants) holds it; vote when it has let go."""
    room, poll_id, tokens = _begin(folder)
    with room.reading() as tx:
        key = find_box_keys(tx.poll_secrets, room.context, tx.require_row(PollRow, poll_id)).box.hex()
    close_meeting_and_boxes(room)
    (box,) = (folder / "room").glob("*.box")
    command = [sys.executable, "-m", "tests.faults.child", "hold_box", str(box), key]
    environment = {**os.environ, "SUKUI_TEST_MUTANTS": mutants}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        room = open_meeting(folder / scene.MEETING, scene.PASSPHRASE, make_context())
        try:
            with pytest.raises(StorageFault) as refused:
                find_or_open_box(room, poll_id)
        finally:
            holder.stdin.write("\n")
            holder.stdin.flush()
            assert holder.wait() == 0
    assert refused.value.code == "locked"
    receipt = cast_ballot(room, poll_id, tokens[0], seal_ballot(read_ballot_paper(room, poll_id), Answer((1,))))
    close_meeting_and_boxes(room)
    found = verify_meeting(folder / scene.MEETING, scene.PASSPHRASE, make_context(), (receipt.code,))
    assert found.receipts == 1


def test_a_box_that_another_program_holds_takes_no_ballot_here(tmp_path: Path) -> None:
    """Seen to fail on a box with `locking_mode=NORMAL` (`box_shared`, the test below)."""
    _vote_beside_another_program(tmp_path, "")


def test_a_box_that_is_not_held_alone_is_seen(tmp_path: Path) -> None:
    """The mutant on which the test above must fail: the second program is let in."""
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        _vote_beside_another_program(tmp_path, "box_shared")

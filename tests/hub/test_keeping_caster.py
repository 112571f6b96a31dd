"""What a kiosk keeps of what it sends: as many as the box has of it, whatever becomes of the line."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import DeviceFault, RuleBroken, StorageFault
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub import keeping_caster
from sukui_desktop.hub.keeping_caster import KeepingCaster, KioskCopies
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.services.promotion.kiosk_copies import read_copy_setup, settle_kiosk_copy
from sukui_desktop.services.stations.enrolled_stations import pause_station, resume_station
from sukui_desktop.services.vote.ballot_sealing import SealedBallot, seal_ballot
from sukui_desktop.services.vote.poll_box import find_or_open_box, read_ballot_paper
from sukui_desktop.storage.kiosk_copy import KioskCopy
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room
from tests.hub.lost_answers import LostAnswers


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


class Kiosk:
    """One kiosk without its windows."""

    def __init__(self, held: HubRoom, folder: Path, line: StationLine) -> None:
        self.held, self.folder, self.line = held, folder, line
        self.copies = KioskCopies(folder, line, random.SystemRandom())
        self.caster = KeepingCaster(self.copies, held.poll_id)
        self.paper = line.call_verb(read_ballot_paper, held.poll_id)

    def restart(self) -> None:
        """Start the program anew."""
        self.copies.close()
        self.copies = KioskCopies(self.folder, self.line, random.SystemRandom())
        self.caster = KeepingCaster(self.copies, self.held.poll_id)

    def seal(self, mark: int = 0) -> SealedBallot:
        return seal_ballot(self.paper, Answer((mark,)))

    @property
    def kept(self) -> int:
        return self.copies.kept.get(self.held.poll_id, 0)

    @property
    def in_box(self) -> int:
        return self.held.call(
            lambda room: find_or_open_box(room, self.held.poll_id).box.count_spent_and_filled().filled
        )


@pytest.fixture
def kiosk(held: HubRoom, tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(held, tmp_path / "kiosk", held.line(patience_s=0.3))
    yield made
    made.copies.close()
    made.line.close()


def tokens(held: HubRoom, count: int) -> tuple[str, ...]:
    return held.call(rooms.admit_with_slips, held.poll_id, count)


def test_what_has_a_receipt_is_in_the_box_and_in_the_copy(held: HubRoom, kiosk: Kiosk) -> None:
    for token in tokens(held, 3):
        kiosk.caster.check_token(token)
        ballot = kiosk.seal()
        receipt = kiosk.caster.cast_ballot(token, ballot)
        assert kiosk.caster.cast_ballot(token, ballot) == receipt
    kiosk.restart()
    kiosk.copies.settle()
    assert kiosk.kept == kiosk.in_box == 3
    [report] = held.hub.list_reports()
    assert (report.received, report.is_compared) == (3, True)


def test_what_the_hub_refused_is_taken_back(held: HubRoom, kiosk: Kiosk) -> None:
    """The mutant: `take_back` left out of `_settle_refusal` keeps 2."""
    [token] = tokens(held, 1)
    kiosk.caster.cast_ballot(token, kiosk.seal())
    with pytest.raises(RuleBroken, match="slip_used"):
        kiosk.caster.cast_ballot(token, kiosk.seal(1))
    assert kiosk.kept == kiosk.in_box == 1


def test_a_lost_answer_keeps_the_ballot_once_and_the_retry_gets_its_receipt(
    held: HubRoom, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail where each try keeps the ballot anew, and where a ballot of which nobody knows is taken back."""
    [token] = tokens(held, 1)
    kiosk.caster.check_token(token)
    lost = LostAnswers(monkeypatch, "cast_ballot")
    ballot, lost.left = kiosk.seal(), 50
    with pytest.raises(DeviceFault):
        kiosk.caster.cast_ballot(token, ballot)
    assert kiosk.kept == kiosk.in_box == 1
    lost.left = 0
    kiosk.caster.cast_ballot(token, ballot)
    assert kiosk.kept == kiosk.in_box == 1


def test_a_refusal_after_a_lost_answer_proves_nothing(
    held: HubRoom, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub took it, then the kiosk was paused, and the voter was told that it was surely not in the box."""
    [token] = tokens(held, 1)
    lost = LostAnswers(monkeypatch, "cast_ballot")
    ballot, lost.left = kiosk.seal(), 50
    with pytest.raises(DeviceFault):
        kiosk.caster.cast_ballot(token, ballot)
    lost.left = 0
    station = held.hub.list_reports()[0].row.station_id
    held.call(pause_station, station)
    held.refresh()
    with pytest.raises(DeviceFault, match="hub_unreachable"):
        kiosk.caster.cast_ballot(token, ballot)
    assert kiosk.kept == kiosk.in_box == 1
    held.call(resume_station, station)
    held.refresh()
    kiosk.caster.cast_ballot(token, ballot)
    assert kiosk.kept == kiosk.in_box == 1


def test_a_ballot_that_never_arrived_is_taken_back_when_the_voter_has_left(held: HubRoom, kiosk: Kiosk) -> None:
    """Kept while nobody knows; the next voter finds the copy as full as the box."""
    first, second = tokens(held, 2)
    kiosk.caster.check_token(first)
    port = held.server.port
    held.server.stop()
    with pytest.raises(DeviceFault):
        kiosk.caster.cast_ballot(first, kiosk.seal())
    assert (kiosk.kept, kiosk.in_box) == (1, 0)
    held.start(port)
    kiosk.caster.check_token(second)
    assert (kiosk.kept, kiosk.in_box) == (0, 0)
    kiosk.caster.cast_ballot(second, kiosk.seal())
    assert kiosk.kept == kiosk.in_box == 1


def test_without_a_copy_there_is_no_receipt(held: HubRoom, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kiosk's disk fails: nobody is told 접수됨, and the retry of the same ballot is the same ballot."""
    [token] = tokens(held, 1)
    ballot = kiosk.seal()
    kiosk.caster.check_token(token)
    with monkeypatch.context() as failing:
        failing.setattr(KioskCopy, "_overwrite_journal", lambda self: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(StorageFault, match="kiosk_copy_failed"):
            kiosk.caster.cast_ballot(token, ballot)
    kiosk.caster.cast_ballot(token, ballot)
    assert kiosk.kept == kiosk.in_box == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, which only root may mount."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk could be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    film = disk / "film"
    with film.open("wb", buffering=0) as stream:
        for size in (65536, 4096, 512, 1):
            with suppress(OSError):
                while stream.write(bytes(size)) == size:
                    pass
    return film


def test_a_kiosk_whose_disk_is_full_says_no_receipt_and_keeps_what_the_box_has_once_there_is_room(
    held: HubRoom, small_disk: Path
) -> None:
    """Seen to fail before: the voter left, the box had the ballot, and the kiosk never kept it; the next voter's slip
    was spent the same way. Mutant: nobody asks whether the box has a ballot that the copy lacks."""
    kiosk = Kiosk(held, small_disk / "kiosk", held.line(patience_s=2.0))
    first, second, third = tokens(held, 3)
    kiosk.caster.check_token(first)
    kiosk.caster.cast_ballot(first, kiosk.seal())
    kiosk.restart()  # a copy whose journal has its room on the disk would need no more
    kiosk.caster.check_token(second)
    film, ballot = fill(small_disk), kiosk.seal()
    with pytest.raises(StorageFault, match="kiosk_copy_failed"):
        kiosk.caster.cast_ballot(second, ballot)
    assert kiosk.in_box == 2
    with pytest.raises(StorageFault, match="kiosk_copy_failed"):
        kiosk.caster.check_token(third)
    film.unlink()
    kiosk.caster.check_token(third)
    assert kiosk.kept == kiosk.in_box == 2
    kiosk.caster.cast_ballot(third, kiosk.seal())
    held_copy = kiosk.copies.open_copy(held.poll_id)
    assert held_copy is not None
    contents = held_copy.copy.read_contents()
    assert len(contents.ballots) == len(contents.used_slips) == kiosk.kept == kiosk.in_box == 3
    kiosk.copies.close()
    kiosk.line.close()


@pytest.mark.parametrize("leaves", [False, True], ids=["tries again", "leaves"])
def test_a_refused_ballot_that_a_full_disk_did_not_take_back_is_taken_back_later(
    held: HubRoom, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, leaves: bool
) -> None:
    """Seen to fail before: ballot or number stayed in the copy for good, and a new hub was handed a set that no longer
    agreed. Mutant: the number is sealed anew at the second try."""
    used, fresh = tokens(held, 2)
    kiosk.caster.cast_ballot(used, kiosk.seal())
    kiosk.caster.check_token(fresh)
    ballot = kiosk.seal(1)
    with monkeypatch.context() as failing:
        failing.setattr(KioskCopy, "take_back", lambda *_: (_ for _ in ()).throw(StorageFault("disk_full", file="")))
        with pytest.raises(StorageFault, match="kiosk_copy_failed"):
            kiosk.caster.cast_ballot(used, ballot)
    if leaves:
        kiosk.caster.check_token(fresh)
    else:
        with pytest.raises(RuleBroken, match="slip_used"):
            kiosk.caster.cast_ballot(used, ballot)
    held_copy = kiosk.copies.open_copy(held.poll_id)
    assert held_copy is not None
    contents = held_copy.copy.read_contents()
    assert len(contents.ballots) == len(contents.used_slips) == kiosk.in_box == 1


def test_the_copy_is_destroyed_once_the_closed_box_has_all_of_it(held: HubRoom, kiosk: Kiosk) -> None:
    """Seen to fail where a copy is destroyed at the closing whatever the box has."""
    [token] = tokens(held, 1)
    kiosk.caster.cast_ballot(token, kiosk.seal())
    copy = kiosk.copies.open_copy(held.poll_id)
    assert copy is not None
    copy.copy.keep(kiosk.seal(1).sealed, bytes(copy.setup.used_slip_length))
    kiosk.copies.settle()
    held.call(rooms.close, held.poll_id)
    kiosk.copies.settle()
    assert len(list(kiosk.folder.iterdir())) == 2  # copy and journal: one of its ballots is not in the box
    held.call(rooms.void, held.poll_id)
    kiosk.restart()
    kiosk.copies.settle()
    assert not list(kiosk.folder.iterdir())


def test_a_copy_of_a_closed_vote_goes_at_the_next_settling(held: HubRoom, kiosk: Kiosk) -> None:
    for token in tokens(held, 2):
        kiosk.caster.cast_ballot(token, kiosk.seal())
    held.call(rooms.close, held.poll_id)
    kiosk.restart()
    kiosk.copies.settle()
    assert not list(kiosk.folder.iterdir())


def test_a_record_that_is_older_than_the_copy_does_not_destroy_it(held: HubRoom, kiosk: Kiosk) -> None:
    """The hub's disk died and people opened a copy of the file from before the box was made: the kiosk overwrote the
    only ballots that were left, as for a box that was withdrawn."""
    [token] = tokens(held, 1)
    kiosk.caster.cast_ballot(token, kiosk.seal())
    kiosk.copies.close()
    [copy] = [path for path in kiosk.folder.iterdir() if path.name.endswith(".copy")]
    unheard_of = copy.rename(copy.with_name(f"{held.poll_id}-{'ab' * 16}.copy"))
    kiosk.restart()
    kiosk.copies.settle()
    assert unheard_of.exists()


def test_the_copy_of_a_box_that_was_withdrawn_is_over(held: HubRoom) -> None:
    """The mutant: whatever is not the box of now is kept for ever."""
    poll_id = held.call(rooms.ready_poll)
    paper = held.call(read_copy_setup, poll_id)
    assert paper is not None
    held.call(rooms.withdraw, poll_id)
    assert held.call(settle_kiosk_copy, poll_id, paper.box_id, ()).is_over


def test_a_whole_day_of_ballots_is_settled_in_several_questions(
    held: HubRoom, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand long opinions were one message, longer than the hub reads: no voter was let in after a lost answer."""
    for token in tokens(held, 8):
        kiosk.caster.cast_ballot(token, kiosk.seal())
    asked: list[object] = []
    real = kiosk.line.call_verb

    def note(verb: Any, *args: Any) -> Any:
        asked.append(verb)
        return real(verb, *args)

    monkeypatch.setattr(kiosk.line, "call_verb", note)
    monkeypatch.setattr(keeping_caster, "_MOST_ASKED_BYTES", 100)
    kiosk.copies.settle()
    assert len(asked) > 3
    kiosk.copies.settle()
    held.call(rooms.close, held.poll_id)
    kiosk.copies.settle()
    assert not list(kiosk.folder.iterdir())


def test_one_ballot_of_many_that_the_closed_box_lacks_keeps_the_copy(
    held: HubRoom, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant: the answer to the last question alone is looked at."""
    monkeypatch.setattr(keeping_caster, "_MOST_ASKED_BYTES", 1)
    for token in tokens(held, 3):
        kiosk.caster.cast_ballot(token, kiosk.seal())
    copy = kiosk.copies.open_copy(held.poll_id)
    assert copy is not None
    copy.copy.keep(kiosk.seal(1).sealed, bytes(copy.setup.used_slip_length))
    held.call(rooms.close, held.poll_id)
    kiosk.copies.settle()
    assert list(kiosk.folder.iterdir())


def test_what_others_put_beside_the_copies_stops_no_settling(held: HubRoom, kiosk: Kiosk) -> None:
    """A backup program's `이름 (1).copy` was taken for a box that nobody knows: the program ended with a bug."""
    [token] = tokens(held, 1)
    kiosk.caster.cast_ballot(token, kiosk.seal())
    [copy] = [path for path in kiosk.folder.iterdir() if path.name.endswith(".copy")]
    strange = [kiosk.folder / name for name in ("x.copy", f"{copy.stem} (1).copy", "-zz.copy", ".copy")]
    for path in strange:
        path.write_bytes(b"x")
    held.call(rooms.close, held.poll_id)
    kiosk.copies.settle()
    assert sorted(kiosk.folder.iterdir()) == sorted(strange)


def test_the_copy_of_a_box_that_was_withdrawn_is_closed_before_that_of_the_next(held: HubRoom, kiosk: Kiosk) -> None:
    """It stayed open under the file that was then overwritten: its journal was left behind."""
    paper = held.call(read_copy_setup, held.poll_id)
    assert paper is not None
    before = kiosk.copies._open_file(held.poll_id, paper).copy
    after = kiosk.copies._open_file(held.poll_id, replace(paper, box_id=b"x" * 16)).copy
    assert before._is_shut
    assert not after._is_shut

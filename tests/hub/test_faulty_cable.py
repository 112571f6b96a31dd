"""Kiosks and desks over a cable that fails, and hubs that die: nothing acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from benchmarks.faulty_cable import Fault, FaultyCable, How, faulty_cable, seldom
from sukui_desktop.domain.errors import Conflict, DeviceFault, RuleBroken, SukuiError
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub import station_line
from sukui_desktop.hub.kept_enrolment import KeptEnrolment
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.people import AttendanceRow, PersonRow, SlipRow
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.checkin.attendance import add_walk_in, admit_person, undo_admissions
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.stations.enrolled_stations import pause_station
from sukui_desktop.services.vote.ballot_sealing import BallotPaper, seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, find_or_open_box, read_ballot_paper
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room
from tests.conftest import ROOT

VOTERS = 48
KIOSKS = 4
LOST_ANSWER = Fault(How.SWALLOWED, is_answer=True)
READ_S = 0.4
"""How long a line may keep silent here, so that a trial takes seconds."""


@pytest.fixture(autouse=True)
def quick_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(station_line, "READ_SECONDS", READ_S)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room", people_count=VOTERS, slots=VOTERS) as opened:
        yield opened


@pytest.fixture
def cable(held: HubRoom) -> Iterator[FaultyCable]:
    with faulty_cable(held.server.port) as laid:
        yield laid


def sealed_in_box(room: Room, poll_id: PollId) -> list[bytes]:
    return list(find_or_open_box(room, poll_id).box.list_sealed_ballots())


def walk_in(name: str) -> PersonDraft:
    return PersonDraft(number="", name=name)


def marks_of(voter: int) -> Answer:
    return Answer((voter % 2,))


class Kiosks:
    """Several kiosks that cast for a pile of slips, each taking the next one."""

    def __init__(self, lines: Sequence[StationLine], poll_id: PollId, tokens: Sequence[str]) -> None:
        self.lines, self.poll_id = lines, poll_id
        self.pile = list(enumerate(tokens))
        self.acknowledged: dict[str, bytes] = {}
        self.refused: list[str] = []
        self.lock = threading.Lock()

    def run(self) -> None:
        paper = until_answered(self.lines[0], read_ballot_paper, self.poll_id)
        with ThreadPoolExecutor(len(self.lines)) as pool:
            list(pool.map(lambda line: self._cast_from_pile(line, paper), self.lines))

    def _cast_from_pile(self, line: StationLine, paper: BallotPaper) -> None:
        while True:
            with self.lock:
                if not self.pile:
                    return
                number, token = self.pile.pop()
            ballot = seal_ballot(paper, marks_of(number))
            try:
                until_answered(line, cast_ballot, self.poll_id, token, ballot)
            except SukuiError as error:
                self.refused.append(error.code)
            else:
                self.acknowledged[token] = ballot.sealed


def until_answered(line: StationLine, verb: Callable[..., Any], *args: Any) -> Any:
    """Ask the very same again as long as nobody answers, as the voter in front of a kiosk does."""
    for _ in range(20):
        try:
            return line.call_verb(verb, *args)
        except DeviceFault:
            continue
    return line.call_verb(verb, *args)


def enrol_kiosks(held: HubRoom) -> list[KeptEnrolment]:
    return [held.enrol(name=f"키오스크 {number}") for number in range(1, KIOSKS + 1)]


def test_what_kiosks_were_told_is_in_the_box_over_a_cable_that_fails(held: HubRoom, cable: FaultyCable) -> None:
    """Mutants, each tried alone below: sealing anew at each try, not retrying, a line that failed used again."""
    tokens = held.call(rooms.admit_with_slips, held.poll_id, VOTERS)
    lines = [held.line_over(cable.port, each) for each in enrol_kiosks(held)]
    cable.draw = seldom(random.Random(4), 1 / 4)
    kiosks = Kiosks(lines, held.poll_id, tokens)
    kiosks.run()
    assert kiosks.refused == []
    assert sorted(kiosks.acknowledged.values()) == held.call(sealed_in_box, held.poll_id)
    assert len(kiosks.acknowledged) == VOTERS
    assert sum(cable.seen.values()) >= VOTERS // 4, cable.seen
    for line in lines:
        line.close()


class HubProcess:
    """The hub of a meeting in a process of its own, to be killed."""

    def __init__(self, folder: Path, poll_id: PollId, port: int) -> None:
        command = [sys.executable, "-m", "tests.hub.hub_process", str(folder), poll_id, str(port)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def kill(self) -> None:
        """End it with signal 9."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def test_a_hub_that_is_killed_and_started_again_on_its_box_loses_nothing(tmp_path: Path) -> None:
    """Mutant: a hub that acknowledges before the box has it (`acknowledge_first`) loses what was on its way."""
    folder = tmp_path / "room"
    with hub_room(folder, people_count=VOTERS, slots=VOTERS) as held:
        tokens = held.call(rooms.admit_with_slips, held.poll_id, VOTERS)
        enrolled, poll_id = enrol_kiosks(held), held.poll_id
    hub = HubProcess(folder, poll_id, 0)
    with faulty_cable(hub.port, seldom(random.Random(5), 1 / 8)) as cable:
        lines = [StationLine(replace(each, port=cable.port), 10.0) for each in enrolled]
        kiosks = Kiosks(lines, poll_id, tokens)
        voting = threading.Thread(target=kiosks.run)
        voting.start()
        for left in (VOTERS * 2 // 3, VOTERS // 3):
            while len(kiosks.pile) > left and voting.is_alive():
                voting.join(0.01)
            hub.kill()
            hub = HubProcess(folder, poll_id, hub.port)
        voting.join()
        hub.kill()
        for line in lines:
            line.close()
    assert kiosks.refused == []
    room = rooms.open_folder(folder)
    assert sorted(kiosks.acknowledged.values()) == sealed_in_box(room, poll_id)
    assert len(kiosks.acknowledged) == VOTERS
    assert cable.seen["hub away"]
    close_meeting_and_boxes(room)


# One fault at a time, and the mutants.


def one_kiosk(held: HubRoom, cable: FaultyCable, *, patience_s: float = 10.0) -> tuple[StationLine, BallotPaper, str]:
    """Give a kiosk whose line over the cable is made, its paper and a slip."""
    line = held.line_over(cable.port, held.enrol(), patience_s=patience_s)
    paper = line.call_verb(read_ballot_paper, held.poll_id)
    return line, paper, held.call(rooms.admit_with_slips, held.poll_id, 1)[0]


@pytest.mark.parametrize("fault", [Fault(how, is_answer) for how in How for is_answer in (False, True)])
def test_each_fault_ends_in_the_receipt(held: HubRoom, cable: FaultyCable, fault: Fault) -> None:
    line, paper, token = one_kiosk(held, cable)
    cable.fail_next(fault)
    ballot = seal_ballot(paper, marks_of(0))
    receipt = line.call_verb(cast_ballot, held.poll_id, token, ballot)
    assert held.call(sealed_in_box, held.poll_id) == [ballot.sealed]
    assert line.call_verb(cast_ballot, held.poll_id, token, ballot) == receipt
    assert sum(cable.seen.values()) == 1
    line.close()


def test_sealing_anew_at_each_try_tells_a_voter_that_the_slip_is_used(held: HubRoom, cable: FaultyCable) -> None:
    """The mutant alone: the first ballot is in the box and its voter is sent away."""
    line, paper, token = one_kiosk(held, cable, patience_s=0.0)
    cable.fail_next(LOST_ANSWER)
    with pytest.raises(DeviceFault) as unknown:
        line.call_verb(cast_ballot, held.poll_id, token, seal_ballot(paper, marks_of(0)))
    assert unknown.value.code == "hub_unreachable"
    with pytest.raises(RuleBroken) as refused:
        line.call_verb(cast_ballot, held.poll_id, token, seal_ballot(paper, marks_of(0)))
    assert refused.value.code == "slip_used"
    line.close()


def test_not_retrying_leaves_ballots_in_the_box_that_nobody_was_told_of(held: HubRoom, cable: FaultyCable) -> None:
    """The mutant alone: a patience of nothing."""
    line, paper, token = one_kiosk(held, cable, patience_s=0.0)
    cable.fail_next(LOST_ANSWER)
    with pytest.raises(DeviceFault):
        line.call_verb(cast_ballot, held.poll_id, token, seal_ballot(paper, marks_of(0)))
    assert len(held.call(sealed_in_box, held.poll_id)) == 1
    line.close()


def test_a_line_that_failed_and_is_used_again_never_recovers(
    held: HubRoom, cable: FaultyCable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant alone: not hanging up."""
    line, paper, token = one_kiosk(held, cable, patience_s=2.0)
    monkeypatch.setattr(line, "_hang_up_verbs", lambda: None)
    cable.fail_next(Fault(How.LATE, is_answer=True))
    with pytest.raises(DeviceFault):
        line.call_verb(cast_ballot, held.poll_id, token, seal_ballot(paper, marks_of(0)))
    monkeypatch.undo()
    line.close()


# Desks: what they do is not repeatable by itself.


class Clerk:
    """A desk that admits its people, gives each a slip, adds a walk-in and takes every third person back."""

    def __init__(self, line: StationLine, people: Sequence[PersonId], poll_id: PollId, name: str) -> None:
        self.line, self.people, self.poll_id, self.name = line, people, poll_id, name
        self.slips: dict[PersonId, str] = {}
        self.here: set[PersonId] = set()
        self.refused: list[str] = []

    def work(self) -> None:
        for place, person_id in enumerate(self.people):
            self._act(admit_person, person_id)
            self.here.add(person_id)
            if place % 3 == 0:
                self._act(undo_admissions, [person_id], "다른 사람을 눌렀습니다")
                self.here.discard(person_id)
            else:
                self.slips[person_id] = self._act(give_slip, person_id, self.poll_id).token
        added = self._act(add_walk_in, walk_in(self.name))
        self.here.add(added.person_id)

    def _act(self, verb: Callable[..., Any], *args: Any) -> Any:
        try:
            return self.line.call_verb(verb, *args)
        except SukuiError as error:
            self.refused.append(error.code)
            raise


def test_desks_over_a_cable_that_fails_do_everything_once(held: HubRoom, cable: FaultyCable) -> None:
    """Mutant: a hub that does not know a question again answers `already_present` to who admitted the person."""
    people = held.call(rooms.person_ids)[:18]
    clerks = []
    for number in range(3):
        enrolled = held.enrol(StationRole.DESK, f"접수대 {number + 1}")
        line = held.line_over(cable.port, enrolled, patience_s=30.0)
        clerks.append(Clerk(line, people[number::3], held.poll_id, f"방문 {number + 1}"))
    cable.draw = seldom(random.Random(6), 1 / 4)
    with ThreadPoolExecutor(len(clerks)) as pool:
        list(pool.map(Clerk.work, clerks))
    assert [clerk.refused for clerk in clerks] == [[], [], []]
    here = {row.person_id for row in held.call(rooms.rows_of, AttendanceRow) if row.is_present}
    assert here == set().union(*(clerk.here for clerk in clerks))
    added = [row.name for row in held.call(rooms.rows_of, PersonRow) if row.is_walk_in and row.name not in rooms.TWO]
    assert sorted(added) == sorted(clerk.name for clerk in clerks)
    slips = [slip for clerk in clerks for slip in clerk.slips.values()]
    assert len(slips) == len(set(slips)) == len(held.call(rooms.rows_of, SlipRow)) == 12
    assert held.call(lambda room: len(find_or_open_box(room, held.poll_id).unissued)) == VOTERS - len(slips)
    assert sum(cable.seen.values()) >= 10, cable.seen
    for clerk in clerks:
        clerk.line.close()


def one_desk(held: HubRoom, cable: FaultyCable) -> tuple[StationLine, PersonId]:
    """Give a desk whose line over the cable is made, and somebody who is not here yet."""
    line = held.line_over(cable.port, held.enrol(StationRole.DESK, "접수대 1"))
    first, second = held.call(rooms.person_ids)[:2]
    line.call_verb(admit_person, first)
    return line, second


@pytest.mark.parametrize("verb", [admit_person, add_walk_in, give_slip, undo_admissions])
def test_a_hub_that_was_restarted_says_so_to_a_desk_that_waits(
    held: HubRoom, cable: FaultyCable, verb: Callable[..., Any]
) -> None:
    """Mutant: asking another start of the hub again gives a second slip to whoever returned the first."""
    line, person_id = one_desk(held, cable)
    acts: dict[Callable[..., Any], tuple[Any, ...]] = {
        admit_person: (person_id,),
        add_walk_in: (walk_in("방문 1"),),
        give_slip: (held.call(rooms.person_ids)[0], held.poll_id),
        undo_admissions: ([held.call(rooms.person_ids)[0]], "다른 사람을 눌렀습니다"),
    }
    cable.fail_next(LOST_ANSWER)
    answers: list[object] = []

    def act() -> None:
        try:
            answers.append(line.call_verb(verb, *acts[verb]))
        except Conflict as error:
            answers.append(error.code)

    clerk = threading.Thread(target=act)
    clerk.start()
    while not cable.seen[f"answer {How.SWALLOWED}"]:
        clerk.join(0.01)
    before = held.call(rooms.snapshot)
    held.restart()
    clerk.join()
    assert answers == ["hub_restarted"]
    assert held.call(rooms.snapshot) == before
    line.close()


def test_what_was_begun_before_a_pause_is_answered(held: HubRoom, cable: FaultyCable) -> None:
    """Mutant: asking first whether the station is paused leaves a slip that was drawn and that nobody gets."""
    line, person_id = one_desk(held, cable)
    line.call_verb(admit_person, person_id)
    cable.fail_next(LOST_ANSWER)
    with ThreadPoolExecutor(1) as pool:
        given = pool.submit(line.call_verb, give_slip, person_id, held.poll_id)
        while not cable.seen[f"answer {How.SWALLOWED}"]:
            threading.Event().wait(0.01)
        held.call(pause_station, line.enrolment.station_id)
        held.refresh()
        assert given.result().token
    with pytest.raises(RuleBroken) as refused:
        line.call_verb(admit_person, held.call(rooms.person_ids)[2])
    assert refused.value.code == "station_paused"
    line.close()


def test_what_comes_late_after_the_program_was_started_again_is_not_begun(held: HubRoom, cable: FaultyCable) -> None:
    """Mutant: taking whatever comes undoes an admission that the clerk saw standing since."""
    line, _ = one_desk(held, cable)
    here = held.call(rooms.person_ids)[0]
    impatient = StationLine(line.enrolment, 0.0)
    impatient.call_verb(admit_person, held.call(rooms.person_ids)[1])
    cable.fail_next(Fault(How.LATE, is_answer=False))
    cable.late_s = 1.5
    with pytest.raises(DeviceFault) as unknown:
        impatient.call_verb(undo_admissions, [here], "다른 사람을 눌렀습니다")
    assert unknown.value.code == "hub_unreachable"
    impatient.close()
    started_again = held.line_over(cable.port, line.enrolment)
    started_again.call_verb(admit_person, held.call(rooms.person_ids)[2])
    threading.Event().wait(2.0)
    assert here in {row.person_id for row in held.call(rooms.rows_of, AttendanceRow) if row.is_present}
    started_again.close()
    line.close()

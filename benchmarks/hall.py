"""`hall`: a whole hall of programs over loopback: one hub, kiosks and desks, while one of each goes wrong.

A kiosk is killed in mid-vote, a line is black-holed by a user-space proxy, the hub is killed with signal 9 and started
again on its box, and later killed for good: another machine, which has a copy of the meeting alone, takes its place by
two people and a sheet, and every kiosk hands over what it kept. Afterwards the poll is closed and counted there, and
what voters were told is compared with it.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random, SystemRandom
from typing import Any, NamedTuple

import msgspec

from benchmarks.faulty_cable import Fault, FaultyCable, How
from benchmarks.hall_programs import PASSPHRASE, Decision
from benchmarks.meetings import make_bench_meeting, reading_of_people, station_of
from benchmarks.rounds import machine
from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.methods.registry import plaintext_ballot_length
from sukui_desktop.domain.question.definition import Draft, decode_definition
from sukui_desktop.hub.kept_enrolment import read_stored_enrolment
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.poll import LockWay, PollCountRow, PollRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.record.ballot_encryption import receipt_code
from sukui_desktop.services.agenda.agenda_items import add_item
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet, list_anchor_sheets
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.services.signing.signers import enrol_signer_by_name
from sukui_desktop.services.vote.counting import count_poll
from sukui_desktop.services.vote.poll_box import read_sealed_ballots
from sukui_desktop.services.vote.polls import close_poll, draft_poll, make_poll_ready, open_poll

OPTIONS = 30
SETTLED_S = 3.0
"""How long after a fault a cast still counts as disturbed by it."""
COPY_AGE_S = 1.0
"""How old the copy of the meeting is when the hub dies for good."""
MOST_P99_MS = 300.0
_BLACK = Fault(How.SWALLOWED, is_answer=False)


class HallPlan(NamedTuple):
    """A hall and how it is visited."""

    folder: Path
    """Empty, on the disk that is measured."""
    voters: int
    minutes: float
    kiosks: int
    desks: int


class Cast(NamedTuple):
    """A ballot that somebody was told is in the box."""

    code: str
    kiosk: int
    at: float
    ms: float
    cpu_ms: float


class _Prepared(NamedTuple):
    poll_id: PollId
    passphrase: str
    proofs: tuple[SignerProof, SignerProof]
    people: tuple[PersonId, ...]
    sheet: str
    """Words of the newest sheet of the record, as it is in people's hands."""


class HallProcess:
    """One of the programs, asked by lines of JSON."""

    def __init__(self, *words: object, **settings: str) -> None:
        command = [sys.executable, "-m", "benchmarks.hall_programs", *map(str, words)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **settings}
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self.pid = self._child.pid
        self._writing = threading.Lock()

    def tell(self, text: str) -> None:
        """Write one line."""
        assert self._child.stdin is not None
        with self._writing:
            self._child.stdin.write(text + "\n")
            self._child.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Return the next answer; {} where the process ended."""
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        return json.loads(line) if line else {}

    def ask(self, **words: object) -> dict[str, Any]:
        """Ask and return the answer; {} where the process ended."""
        try:
            self.tell(json.dumps(words))
        except BrokenPipeError:
            return {}
        return self.hear()

    def end(self) -> None:
        """Let it end by itself."""
        self._child.communicate()

    def kill(self) -> float:
        """End it with signal 9; return the processor seconds that it had used."""
        used = _cpu_seconds(self.pid)
        self._child.kill()
        self._child.wait()
        return used


def measure_hall(plan: HallPlan) -> dict[str, object]:
    """Hold one vote in a hall and return what came of it."""
    before = machine()
    prepared = _prepare(plan)
    hall = _Hall(plan, prepared)
    hall.run()
    return {"machine": before, **hall.document(), **_count(hall.other_folder, prepared, hall.casts)}


def _prepare(plan: HallPlan) -> _Prepared:
    passphrase = SystemRandom().randbytes(8).hex()
    room = make_bench_meeting(plan.folder, passphrase, OPTIONS, is_practice=True)
    accept_roster_file(room, reading_of_people(plan.voters, Random(1)), frozenset())
    with room.reading() as tx:
        people = tuple(row.person_id for row in tx.list_rows(PersonRow) if not row.is_walk_in)
    words = tuple(SystemRandom().randbytes(8).hex() for _ in range(2))
    first, second = (
        SignerProof(enrol_signer_by_name(room, name, SignerWay.PASSPHRASE, passphrase=word).signer_id, word)
        for name, word in zip(("하나", "두리"), words, strict=True)
    )
    item_id = add_item(room, "투표").item_id
    poll_id = draft_poll(room, item_id, "투표", Draft(max_picks=1, ceiling=OPTIONS)).poll_id
    lock = LockChoice(way=LockWay.TWO_PEOPLE, holders=(second.signer_id,))
    make_poll_ready(room, poll_id, lock, plan.voters + plan.voters // 10 + 5)
    open_poll(room, poll_id)
    issue_anchor_sheet(room, poll_id)
    sheet = " ".join(list_anchor_sheets(room)[-1].words)
    close_meeting_and_boxes(room)
    return _Prepared(poll_id, passphrase, (first, second), people, sheet)


class _Hall:
    """The programs and the people who walk between them."""

    def __init__(self, plan: HallPlan, prepared: _Prepared) -> None:
        self._plan, self._prepared = plan, prepared
        self._dice = Random(2)
        self.casts: list[Cast] = []
        self._refused: Counter[str] = Counter()
        self._unknown_slips = 0
        self._desk_ms: list[float] = []
        self.other_folder = plan.folder / "other"
        """Of the machine that takes the place of the hub: a copy of the meeting file, and its own station folder."""
        self.other_folder.mkdir()
        self._at_desks: queue.Queue[PersonId | None] = queue.Queue()
        self._at_kiosks: queue.Queue[str | None] = queue.Queue()
        self._lock = threading.Lock()
        self._disturbed: list[tuple[float, float, int | None]] = []
        """From, to, and which kiosk; None: all."""
        self._hub_cpu_s = 0.0
        self._idle_cpu_s = 0.0
        self._busy = [0] * plan.kiosks
        self._to_kill: int | None = None
        self._killed = 0
        self._is_black = False
        self._hub = self._start_hub()
        self._hub_start_cpu_s = float(self._hub.hear()["cpu_s"])
        self._folders = [plan.folder / f"station-{number}" for number in range(plan.kiosks + plan.desks)]
        self._kiosks = [self._start_station("kiosk", number) for number in range(plan.kiosks)]
        self._desks = [self._start_station("desk", plan.kiosks + number) for number in range(plan.desks)]
        self._desk_locks = [threading.Lock() for _ in self._desks]
        kept = read_stored_enrolment(self._folders[plan.kiosks - 1])
        assert kept is not None
        self._port = kept.port
        self._cable = FaultyCable(self._port, lambda: _BLACK if self._is_black else None)
        self._kiosks[-1].end()
        self._kiosks[-1] = self._start_station("kiosk", plan.kiosks - 1, self._cable.port)

    def _start_hub(self) -> HallProcess:
        settings = {PASSPHRASE: self._prepared.passphrase, "SUKUI_HOME": str(station_of(self._plan.folder))}
        return HallProcess("hub", self._plan.folder / "meeting.sukui", self._prepared.poll_id, **settings)

    def _start_station(self, role: str, number: int, port: int = 0) -> HallProcess:
        folder = self._folders[number]
        made = HallProcess(role, folder, self._prepared.poll_id, port)
        if read_stored_enrolment(folder) is None:
            made.tell(str(self._hub.ask(invite=StationRole(role), name=f"{role} {number}")["qr"]))
        assert made.hear()["ready"]
        return made

    def run(self) -> None:
        """Let everybody vote."""
        workers = [threading.Thread(target=self._work_at_desk, args=(place,)) for place in range(len(self._desks))]
        workers += [threading.Thread(target=self._work_at_kiosk, args=(number,)) for number in range(len(self._kiosks))]
        self._began = time.time()
        for worker in workers:
            worker.start()
        trouble = threading.Thread(target=self._make_trouble)
        trouble.start()
        self._let_people_arrive()
        for _ in self._desks:
            self._at_desks.put(None)
        for worker in workers[: len(self._desks)]:
            worker.join()
        for _ in self._kiosks:
            self._at_kiosks.put(None)
        for worker in workers[len(self._desks) :]:
            worker.join()
        trouble.join()
        self._seconds = time.time() - self._began
        for station in (*self._kiosks, *self._desks):
            station.end()
        self._hub_cpu_s += float(self._hub.ask(end=True)["cpu_s"]) - self._hub_start_cpu_s
        self._hub.end()
        self._cable.close()

    def _let_people_arrive(self) -> None:
        over = self._plan.minutes * 60
        moments = sorted(self._dice.uniform(0, over) for _ in self._prepared.people)
        for moment, person_id in zip(moments, self._prepared.people, strict=True):
            time.sleep(max(0.0, self._began + moment - time.time()))
            self._at_desks.put(person_id)

    def _work_at_desk(self, place: int) -> None:
        while (person_id := self._at_desks.get()) is not None:
            with self._desk_locks[place]:
                answer = self._desks[place].ask(person=person_id)
            if answer.get("token"):
                self._desk_ms.append(answer["ms"])
                self._at_kiosks.put(answer["token"])
            elif "refused" in answer:
                self._refused[answer["refused"]] += 1
            else:
                self._unknown_slips += 1

    def _work_at_kiosk(self, number: int) -> None:
        mean = 0.5 * self._plan.kiosks * self._plan.minutes * 60 / self._plan.voters
        dice = Random(number)
        while (token := self._at_kiosks.get()) is not None:
            vote_s = dice.uniform(0.5, 1.5) * mean
            question = {"token": token, "mark": dice.randrange(OPTIONS), "vote_s": vote_s}
            kiosk = self._kiosks[number]
            kiosk.tell(json.dumps(question))
            if self._to_kill == number:
                self._to_kill = None
                time.sleep(vote_s)
                kiosk.kill()
                self._killed += 1
                kiosk = self._kiosks[number] = self._start_station("kiosk", number)
                kiosk.tell(json.dumps(question))  # the voter comes again with the same slip
            answer = kiosk.hear()
            with self._lock:
                if "code" in answer:
                    self.casts.append(Cast(answer["code"], number, answer["at"], answer["ms"], answer["cpu_ms"]))
                else:
                    self._refused[answer.get("refused", "ended")] += 1

    def _make_trouble(self) -> None:
        over = self._plan.minutes * 60
        self._wait_until(0.2 * over)
        self._to_kill = 0
        self._wait_until(0.35 * over)
        black_from = time.time()
        self._is_black = True
        self._wait_until(0.35 * over + min(20.0, 0.15 * over))
        self._is_black = False
        self._disturbed.append((black_from, time.time() + SETTLED_S, self._plan.kiosks - 1))
        self._wait_until(0.65 * over)
        killed_at = time.time()
        self._hub_cpu_s += self._hub.kill() - self._hub_start_cpu_s
        self._hub = self._start_hub()
        self._hub_start_cpu_s = float(self._hub.hear()["cpu_s"])
        self._hub_away_s = time.time() - killed_at
        self._disturbed.append((killed_at, time.time() + SETTLED_S, None))
        self._wait_until(0.85 * over)
        self._let_other_machine_take_over()

    def _let_other_machine_take_over(self) -> None:
        """Kill the hub for good after a copy; desks stand still meanwhile, as what they do after it is in no copy.

        Kiosks go on: what they cast after the copy, and while the hub dies, they alone have.
        """
        with ExitStack() as held:
            for lock in self._desk_locks:
                held.enter_context(lock)
            copy = self.other_folder / "meeting.sukui"
            assert self._hub.ask(copy=str(copy))["copied"]
            time.sleep(COPY_AGE_S)
            self._hub_memory_mb = self._hub.ask(used=True)["rss_mb"]
            killed_at = time.time()
            self._hub_cpu_s += self._hub.kill() - self._hub_start_cpu_s
            settings = {PASSPHRASE: self._prepared.passphrase, "SUKUI_HOME": str(station_of(self.other_folder))}
            self._hub = HallProcess("promoted", copy, self._prepared.poll_id, **settings)
            self._hub.tell(msgspec.json.encode(Decision(self._prepared.proofs, self._prepared.sheet)).decode())
            ready = self._hub.hear()
            self._hub_start_cpu_s = float(ready["cpu_s"])
            for station in (*self._kiosks, *self._desks):
                station.tell(json.dumps({"move": ready["port"]}))
            self._brought = int(self._hub.hear()["brought"])
        self._promoted_s = time.time() - killed_at
        self._disturbed.append((killed_at, time.time() + SETTLED_S, None))

    def _wait_until(self, seconds: float) -> None:
        time.sleep(max(0.0, self._began + seconds - time.time()))

    def _is_disturbed(self, cast: Cast) -> bool:
        return any(
            cast.at < until and cast.at + cast.ms / 1000 > since and kiosk in (None, cast.kiosk)
            for since, until, kiosk in self._disturbed
        )

    def document(self) -> dict[str, object]:
        """Return the figures of the vote itself."""
        every = [cast.ms for cast in self.casts]
        quiet = [cast.ms for cast in self.casts if not self._is_disturbed(cast)]
        return {
            "voters": self._plan.voters,
            "minutes": self._plan.minutes,
            "kiosks": self._plan.kiosks,
            "desks": self._plan.desks,
            "seconds": round(self._seconds, 1),
            "confirm_to_receipt_ms": {"undisturbed": spread_ms(quiet), "all": spread_ms(every)},
            "admit_and_slip_ms": spread_ms(self._desk_ms),
            "hub_cpu_ms_per_cast": round(self._hub_cpu_s * 1000 / max(1, len(self.casts)), 2),
            "kiosk_cpu_ms_per_cast": round(sum(cast.cpu_ms for cast in self.casts) / max(1, len(self.casts)), 2),
            "hub_memory_mb": self._hub_memory_mb,
            "trouble": {
                "kiosks_killed": self._killed,
                "black_holed": dict(self._cable.seen),
                "hub_killed_and_away_s": round(self._hub_away_s, 1),
                "hub_killed_and_another_promoted_s": round(self._promoted_s, 1),
                "ballots_brought_by_kiosks": self._brought,
            },
            "slips_of_unknown_outcome": self._unknown_slips,
            "refused": dict(self._refused),
            "targets": {"undisturbed_p99_ms_most": MOST_P99_MS, "lost": 0, "twice": 0},
        }


def _count(folder: Path, prepared: _Prepared, casts: Sequence[Cast]) -> dict[str, object]:
    """Close and count the poll where the box is now, and compare it with what voters were told."""
    os.environ["SUKUI_HOME"] = str(station_of(folder))
    room = open_meeting(folder / "meeting.sukui", prepared.passphrase, make_context())
    try:
        close_poll(room, prepared.poll_id, prepared.proofs, "투표권을 들고 갔습니다")
        sealed = _sealed_ballots(room, prepared.poll_id)
        count_poll(room, prepared.poll_id, prepared.proofs[1:])
        with room.reading() as tx:
            opened = tx.require_row(PollCountRow, prepared.poll_id).ballots
            question = decode_definition(tx.require_row(PollRow, prepared.poll_id).definition).question
    finally:
        close_meeting_and_boxes(room)
    codes = Counter(map(receipt_code, sealed))
    told = Counter(cast.code for cast in casts)
    return {
        "told": len(casts),
        "in_box": len(sealed),
        "counted": len(opened) // plaintext_ballot_length(question),
        "lost": sum(1 for code in told if code not in codes),
        "twice": sum(count - 1 for count in codes.values()),
        "in_box_and_not_told": sum(1 for code in codes if code not in told),
    }


def _sealed_ballots(room: Room, poll_id: PollId) -> tuple[bytes, ...]:
    with room.reading() as tx:
        return read_sealed_ballots(tx.poll_secrets, room.path, tx.require_row(PollRow, poll_id), room.context)


def spread_ms(values: Sequence[float]) -> dict[str, float]:
    """Return how many there are, their median, the hundredth that is longest, and the longest."""
    ordered = sorted(values)
    if not ordered:
        return {"casts": 0}
    last = len(ordered) - 1
    return {
        "casts": len(ordered),
        "p50": round(ordered[len(ordered) // 2], 1),
        "p99": round(ordered[min(last, len(ordered) * 99 // 100)], 1),
        "most": round(ordered[last], 1),
    }


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

"""A room under a virtual clock: the real rules of hub, line and box, on a network and machines that fail by a seed.

Real are `StationLine` (what is asked again, when it is given up), `RoomHub` (what is begun once), `cast_ballot` with
`BallotBox` and its witness (in a folder in memory), and what is found of a box that was put back. Simulated are time,
cable, the store's queue, and the moments at which a hub or a kiosk dies. One thread runs at a time, so that a seed is
a run. What is written down of a run is checked by `find_broken_promises`.
"""

from __future__ import annotations

import asyncio
import heapq
import os
import random
import tempfile
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from sukui_desktop.domain.ballot_accounting import SlipCounts
from sukui_desktop.domain.errors import DeviceFault, RuleBroken, SukuiError
from sukui_desktop.domain.rollback_detection import (
    BoxCounts,
    RecordCounts,
    ThreeCounts,
    find_rollback_kinds,
    refusal_of_rollback,
)
from sukui_desktop.hub import room_hub, station_line
from sukui_desktop.hub.allowed_verbs import ALLOWED
from sukui_desktop.hub.kept_enrolment import KeptEnrolment
from sukui_desktop.hub.messages import REFUSED_STATUS, VerbAsked, refusal_of_error, wire_name_of_verb
from sukui_desktop.hub.room_hub import RoomHub
from sukui_desktop.hub.secured_connections import Connection, NoLine
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.ids import PollId, StationId
from sukui_desktop.models.station import StationRole, StationRow
from sukui_desktop.record.ballot_encryption import receipt_code
from sukui_desktop.record.hub_and_station_certificates import KeyedCertificate
from sukui_desktop.record.slip_token import TOKEN_SIZE, token_as_text, token_from_text, token_tag
from sukui_desktop.services.opened_meeting import PollBox
from sukui_desktop.services.vote.ballot_sealing import Receipt, SealedBallot
from sukui_desktop.services.vote.poll_box import cast_ballot
from sukui_desktop.storage.ballot_box import BallotBox, create_box_file, open_box
from sukui_desktop.storage.box_witness import BoxWitness
from sukui_desktop.storage.station_folder import BoxKeys

KIOSKS, DESKS, VOTERS, ACTS = 3, 1, 6, 3
SLOTS = 12
POLL = PollId("poll")
PAPER = bytes(32)
SEALED = 61
BOX_ID = b"simulated box id"
KEYS = BoxKeys(bytes(32), b"token key".ljust(32))
TOKENS = tuple(token_as_text(bytes([place + 1]) * TOKEN_SIZE) for place in range(VOTERS))
TROUBLE_S = 30.0
"""How long things go wrong; afterwards everything that is left is settled."""
LONGEST_S = 400.0
PATIENCE_S = 6.0
NOBODY = b"never let in".ljust(32)


class Mutant(StrEnum):
    """A rule that is left out; each breaks a promise at some seed."""

    SEALS_ANEW = "a kiosk seals anew at each try"
    GIVES_UP = "a kiosk asks once"
    USES_FAILED_LINE = "a line that failed is used again"
    FORGETS_QUESTIONS = "the hub does what is asked again"
    ANY_HUB = "a desk asks another start of the hub again"
    TAKES_LATE = "the hub begins what comes late"
    PAUSE_SAYS_UNDONE = "a pause says that nothing was done, whatever was begun"
    BELIEVES_REFUSALS = "a kiosk believes a refusal that came after a try without an answer"
    ACKNOWLEDGES_FIRST = "the hub answers before the box has it"
    LOOKS_THEN_FILLS = "the box looks whether a slip is good and fills later"
    NO_WITNESS = "a box that was put back is taken"
    SERVES_REVOKED = "a station is looked up when its line is made"
    SERVES_ANYBODY = "no certificate is asked for"


class Killed(BaseException):
    """A program ended where it stood."""


class Attempt(msgspec.Struct):
    """One ballot of one voter at one kiosk."""

    token: str
    sealed: list[bytes]
    """What was sent: one ballot, more by a mutant."""
    outcome: str = ""
    """'receipt', the code of a refusal, '' while nobody knows."""
    was_unknown: bool = False
    """No answer came to an earlier question with it."""


class Act(NamedTuple):
    """Something that a desk had done: which desk, which start of its program, how many before it."""

    desk: int
    start: int
    number: int


class Program:
    """A program in a thread of its own that runs only while the world waits for it."""

    def __init__(self, world: World, work: Callable[[Program], None]) -> None:
        self.world, self._work = world, work
        self._go, self._back = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._back.acquire()
        self._ticket = 0
        self._is_waiting = False
        self.is_killed = self.is_done = False
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        world.at(0.0, partial(self.wake, 0))
        self._is_waiting = True

    def _run(self) -> None:
        self._go.acquire()
        try:
            if not self.is_killed:
                self._work(self)
        except Killed:
            pass
        except BaseException as error:  # noqa: BLE001  # raised again in the thread of the world
            self._failure = error
        self.is_done = True
        self._back.release()

    def pause(self, until: Callable[[int], None]) -> None:
        """Let the world go on until it wakes this program with the ticket that `until` is given."""
        if self.is_killed:
            raise Killed
        self._ticket += 1
        until(self._ticket)
        self._is_waiting = True
        self._back.release()
        self._go.acquire()
        if self.is_killed:
            raise Killed

    def wake(self, ticket: int) -> None:
        """Let the program run until it waits again; not where it was woken otherwise meanwhile."""
        if not self._is_waiting or ticket != self._ticket:
            return
        self._is_waiting = False
        self._go.release()
        self._back.acquire()
        if self._failure is not None:
            raise self._failure
        if self.is_done:
            self._thread.join()

    def kill(self) -> None:
        """End it where it stands."""
        if not self.is_done:
            self.is_killed = True
            self.wake(self._ticket)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self.pause(lambda ticket: self.world.at(seconds, partial(self.wake, ticket)))


class SimulatedConnection:
    """One connection: silent, broken or slow as the seed says; what is under way in it still comes."""

    def __init__(self, world: World, program: Program, certificate_hash: bytes) -> None:
        self.world, self.program, self.certificate_hash = world, program, certificate_hash
        self.hub_start = world.hub.start_number
        self.is_closed = False
        self._is_dead = False
        self._ticket = -1
        self._post = 0
        self._answers: list[tuple[int, bytes] | None] = []

    def post(self, path: str, body: bytes, seconds: float) -> tuple[int, bytes]:
        """Ask over the simulated network (`hub.secured_connections.Connection`)."""
        if self.is_closed or self._is_dead:
            raise ConnectionResetError
        world = self.world
        if self._answers and world.mutant is Mutant.USES_FAILED_LINE:
            found = self._answers.pop(0)
            if found is not None:
                return found
        fate = world.draw_fate()
        if fate is not None:
            world.seen[f"request {fate}"] += 1
        if fate == "broken off":
            self._is_dead = True
            self.program.sleep(world.delay())
            raise ConnectionResetError
        self._post += 1
        ask = partial(world.hub.take, self, path, body, partial(self._answer, self._post))
        if fate != "swallowed":
            world.at(world.dice.uniform(2.0, 20.0) if fate == "late" else world.delay(), ask)
        if fate == "twice":
            world.at(world.dice.uniform(0.0, 20.0), ask)
        if fate == "broken off after":
            self._is_dead = True
            self.program.sleep(world.delay())
            raise ConnectionResetError

        def wait(ticket: int) -> None:
            self._ticket = ticket
            world.at(seconds, partial(self.program.wake, ticket))

        self._answers.clear()
        self.program.pause(wait)
        self._ticket = -1
        if self._is_dead:
            raise ConnectionResetError
        if not self._answers:
            raise TimeoutError
        found = self._answers.pop(0)
        assert found is not None
        return found

    def _answer(self, post: int, status: int, body: bytes) -> None:
        """Send an answer back, as far as the network lets it."""
        fate = self.world.draw_fate()
        if fate is not None:
            self.world.seen[f"answer {fate}"] += 1
        if fate in ("broken off", "broken off after"):
            self.world.at(self.world.delay(), self.break_off)
        elif fate != "swallowed":
            delay = self.world.dice.uniform(2.0, 20.0) if fate == "late" else self.world.delay()
            self.world.at(delay, partial(self._arrive, post, status, body))

    def _arrive(self, post: int, status: int, body: bytes) -> None:
        if self.is_closed or self._is_dead:
            return
        if (post != self._post or self._answers) and self.world.mutant is not Mutant.USES_FAILED_LINE:
            return  # TLS lets nothing through twice
        if self._ticket >= 0 or self.world.mutant is Mutant.USES_FAILED_LINE:
            self._answers.append((status, body))
        if self._ticket >= 0:
            self.program.wake(self._ticket)

    def break_off(self) -> None:
        """Let whoever waits know that the connection is gone."""
        self._is_dead = True
        if self._ticket >= 0:
            self.program.wake(self._ticket)

    def cut(self) -> None:
        """Let whoever waits at it wait no more."""
        self.break_off()

    def close(self) -> None:
        """Hang up."""
        self.is_closed = True


class SimulatedCable:
    """What a line of a program needs of the world."""

    def __init__(self, world: World, program: Program, certificate_hash: bytes) -> None:
        self._world, self._program, self._hash = world, program, certificate_hash

    def connect(self) -> SimulatedConnection:
        """Connect, or find nobody there."""
        world = self._world
        if not world.hub.is_up or (world.is_troubled and world.dice.random() < world.faults_share / 2):
            world.seen["hub away"] += 1
            raise NoLine
        self._program.sleep(world.delay())
        made = SimulatedConnection(world, self._program, self._hash)
        world.connections.append(made)
        return made

    def avoid_place_of(self, connection: Connection) -> None:
        """There is one place alone."""

    def now_s(self) -> float:
        """Return the virtual time."""
        return self._world.now

    def wait(self, seconds: float) -> None:
        """Wait in virtual time."""
        self._program.sleep(seconds)


class SimulatedMeeting:
    """What `cast_ballot` needs of a room: its boxes; where one may not be opened, why."""

    def __init__(self) -> None:
        self.boxes: dict[PollId, PollBox] = {}
        self.acts: list[Act] = []
        self.refusal = RuleBroken("poll_not_open", state="paused")

    def reading(self) -> Any:
        """Refuse as the services do for a box that was found behind."""
        raise self.refusal


def act_at_desk(room: Any, desk: int, start: int, number: int) -> int:
    """Stand for the verbs of a desk, the harshest one: no rule of its own keeps it from being done twice."""
    room.acts.append(Act(desk, start, number))
    return number


class SimulatedHub:
    """The machine of the hub: its box, its store queue, its starts and deaths."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.start_number = 0
        self.is_up = False
        self.acts: list[Act] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._jobs: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._looked: dict[bytes, StationRow] = {}
        self._box: BallotBox | None = None
        self._rooms_box = SimulatedMeeting()
        self.hub: RoomHub | None = None
        self.was_put_back = 0
        self.is_box_refused = False
        """Whether the box was found behind its witness at the last start."""

    def start(self) -> None:
        """Begin on the box that is there."""
        if self.is_up:
            return
        self.start_number += 1
        self.is_up = True
        room = self._rooms_box = SimulatedMeeting()
        room.acts = self.acts
        self._box = open_box(self.world.box_path, KEYS.box, self.world.dice, BoxWitness(self.world.witness_path))
        note = self._box.witness.read_note() if self._box.witness is not None else None
        found = ThreeCounts(
            box=self._box.count_spent_and_filled(),
            witness=note.counts if note is not None else None,
            record=RecordCounts(given=VOTERS),
        )
        kinds = find_rollback_kinds(found, None, has_witness=True)
        self.is_box_refused = bool(kinds) and self.world.mutant is not Mutant.NO_WITNESS
        if self.is_box_refused:
            self.was_put_back += 1
            room.refusal = refusal_of_rollback(kinds[0], "우선사업", found)
        else:
            room.boxes[POLL] = PollBox(
                poll_id=POLL,
                box=self._box,
                keys=KEYS,
                unissued=[],
                is_open=True,
                slips_before=SlipCounts(),
                paper=PAPER,
                sealed_length=SEALED,
            )
        certificates: Any = None
        self.hub = RoomHub(
            room,  # type: ignore[arg-type]
            certificates,
            self._submit,
            lambda: int(self.world.now * 1000),
            program="",
            meeting="",
            meeting_id="",
        )
        self.tell_stations()

    def tell_stations(self) -> None:
        """Let the hub know who is let in, paused and shut out."""
        if self.hub is not None:
            self.hub.set_stations(self.world.stations.values())

    def crash(self) -> None:
        """Die: what was in memory is gone, and every connection with it."""
        if not self.is_up:
            return
        self.world.seen["hub killed"] += 1
        self.is_up = False
        self._jobs.clear()
        self._looked.clear()
        for task in tuple(self._tasks):
            task.cancel()
        spin()
        self._tasks.clear()
        if self._box is not None:
            self._box.close()
        for connection in self.world.connections:
            if connection.hub_start == self.start_number:
                self.world.at(self.world.delay(), connection.break_off)

    def take(
        self, connection: SimulatedConnection, path: str, body: bytes, answer: Callable[[int, bytes], None]
    ) -> None:
        """Hear a request that came over the network."""
        if self.is_up and connection.hub_start == self.start_number:
            task = LOOP.create_task(self._answer(connection, path, body, answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            spin()

    async def _answer(
        self, connection: SimulatedConnection, path: str, body: bytes, answer: Callable[[int, bytes], None]
    ) -> None:
        assert self.hub is not None
        try:
            if path == "/hello":
                message: msgspec.Struct = self.hub.say_hello()
            else:
                station = self._find_station(connection)
                asked = msgspec.msgpack.decode(body, type=VerbAsked)
                if self.world.mutant is Mutant.TAKES_LATE:
                    asked = msgspec.structs.replace(asked, line=self.hub._lines)
                if self.world.mutant is Mutant.FORGETS_QUESTIONS:
                    self.hub._questions.clear()
                if self.world.mutant is Mutant.PAUSE_SAYS_UNDONE and station.is_paused:
                    raise RuleBroken("station_paused", name=station.name)
                message = await self.hub.call_verb(station, asked)
            status = 200
        except SukuiError as error:
            message, status = refusal_of_error(error), REFUSED_STATUS
        answer(status, msgspec.msgpack.encode(message))

    def _find_station(self, connection: SimulatedConnection) -> StationRow:
        assert self.hub is not None
        shown = connection.certificate_hash
        if self.world.mutant is Mutant.SERVES_ANYBODY and shown == NOBODY:
            return next(iter(self.world.stations.values()))
        if self.world.mutant is Mutant.SERVES_REVOKED and shown in self._looked:
            return self._looked[shown]
        found = self._looked[shown] = self.hub.find_station(shown)
        return found

    def _submit(self, service: Callable[..., Any], /, *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        call: Callable[[], Any] = partial(service, *args)
        if args[0] is cast_ballot:
            if self.world.mutant is Mutant.LOOKS_THEN_FILLS:
                call = self._cast_after_looking(*args[2])
            if self.world.mutant is Mutant.ACKNOWLEDGES_FIRST:
                with suppress(SukuiError):
                    future.set_result(_receipt_before_commit(self._rooms_box, *args[2]))
        self._jobs.append((future, call))
        self.world.at(self.world.dice.expovariate(1 / 0.05), partial(self._do_next, self.start_number))
        return future

    def _cast_after_looking(self, poll_id: PollId, token: str, ballot: SealedBallot) -> Callable[[], Any]:
        box = self._box
        assert box is not None
        tag = token_tag(KEYS.token, token_from_text(token))
        is_good = False
        with suppress(SukuiError):
            box.require_unspent_slip(tag)
            is_good = poll_id in self._rooms_box.boxes

        def cast() -> Any:
            if not is_good or box.holds_ballot(ballot.sealed):
                return cast_ballot(self._rooms_box, poll_id, token, ballot)  # type: ignore[arg-type]
            box._find_free_slots()
            with box._write_transaction() as connection:
                connection.execute("UPDATE slip SET spent = 1 WHERE tag = ?", (tag,))
                fill = "UPDATE slot SET sealed = ?, filled = 1 WHERE place = ?"
                connection.execute(fill, (ballot.sealed, box._free.pop()))
            return _receipt(ballot)

        return cast

    def _do_next(self, start: int) -> None:
        """Do the next thing in the store's queue; the machine may die before or after it."""
        if start != self.start_number or not self.is_up or not self._jobs:
            return
        future, call = self._jobs.popleft()
        dies = self.world.dice.random() if self.world.is_troubled else 1.0
        if dies < 0.02:
            self.world.kill_hub()
            return
        answer, error = None, None
        try:
            answer = call()
        except SukuiError as refused:
            error = refused
        if dies < 0.05:
            self.world.kill_hub()
            return
        if future.done():
            return
        if error is None:
            future.set_result(answer)
        else:
            future.set_exception(error)
        spin()


def _receipt(ballot: SealedBallot) -> Receipt:
    return Receipt(receipt_code(ballot.sealed))


def _receipt_before_commit(room: SimulatedMeeting, poll_id: PollId, token: str, ballot: SealedBallot) -> Receipt:
    room.boxes[poll_id].box.require_unspent_slip(token_tag(KEYS.token, token_from_text(token)))
    return _receipt(ballot)


class World:
    """One run: its clock, its dice, and everything that was promised to anybody."""

    def __init__(self, seed: int, folder: Path, mutant: Mutant | None) -> None:
        self.mutant = mutant
        self.dice = random.Random(seed)
        self.faults_share = self.dice.choice((0.0, 0.05, 0.12, 0.3))
        """How many messages something happens to; like the moments below another one in every run."""
        self.now = 0.0
        self.seen: Counter[str] = Counter()
        self.connections: list[SimulatedConnection] = []
        self.box_path, self.witness_path = folder / "poll.box", folder / "witness"
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0
        self.stations = {row.certificate_hash: row for row in map(_station, range(KIOSKS + DESKS))}
        self.attempts: list[Attempt] = []
        self.queues: list[deque[str]] = [deque() for _ in range(KIOSKS)]
        self.acknowledged_acts: list[Act] = []
        self.unknown_acts: set[Act] = set()
        self.undone_acts: set[Act] = set()
        self.revoked_at: dict[int, int] = {}
        """Desk → how many acts were done when it was shut out."""
        self.intruder_answers: list[str] = []
        self.programs: dict[int, Program] = {}
        self._starts: Counter[int] = Counter()
        self.hub = SimulatedHub(self)

    @property
    def is_troubled(self) -> bool:
        """Whether things still go wrong."""
        return self.now < TROUBLE_S

    def at(self, delay: float, act: Callable[[], None]) -> None:
        """Let something happen later."""
        self._number += 1
        heapq.heappush(self._events, (self.now + delay, self._number, act))

    def delay(self) -> float:
        """Return how long something takes on its way."""
        return self.dice.uniform(0.001, 0.06)

    def draw_fate(self) -> str | None:
        """Return what becomes of a message."""
        if not self.is_troubled or self.dice.random() >= self.faults_share:
            return None
        return self.dice.choice(("swallowed", "broken off", "broken off after", "late", "late", "twice"))

    def run(self) -> None:
        """Run until everything is settled."""
        dice = self.dice
        voters = [*TOKENS, dice.choice(TOKENS), dice.choice(TOKENS)]  # two of them try it at two kiosks
        for token in voters:
            dice.choice(self.queues).append(token)
        self.hub.start()
        for number in range(KIOSKS + DESKS):
            self.start_program(number)
        self.programs[-1] = Program(self, self._intrude)
        for _ in range(dice.randrange(3)):
            self.at(dice.uniform(0, TROUBLE_S), self.kill_hub)
        for _ in range(dice.choice((0, 0, 1, 2, 6))):
            number = dice.randrange(KIOSKS + DESKS)
            self.at(dice.uniform(0, TROUBLE_S / 2), partial(self._kill_program, number))
        for _ in range(dice.choice((0, 0, 1, 4))):
            number = dice.randrange(KIOSKS + DESKS)
            begin = dice.uniform(0, TROUBLE_S / 2)
            self.at(begin, partial(self._change_station, number, is_paused=True))
            self.at(begin + dice.uniform(0.1, 8), partial(self._change_station, number, is_paused=False))
        if dice.random() < 0.3:
            self.at(dice.uniform(0, TROUBLE_S / 2), partial(self._revoke, dice.randrange(KIOSKS + DESKS)))
        if dice.random() < 0.3:
            self.at(dice.uniform(0, TROUBLE_S / 4), self._copy_box_and_put_back_later)
        self.at(TROUBLE_S + 5, self.hub.start)
        while self._events and self.now < LONGEST_S:
            self.now, _, act = heapq.heappop(self._events)
            act()
        for program in self.programs.values():
            program.kill()
        self.hub.world.connections.clear()

    # What goes wrong.

    def kill_hub(self) -> None:
        """Kill the hub and start it again a while later."""
        if self.hub.is_up:
            self.hub.crash()
            self.at(self.dice.uniform(0.1, 6.0), self.hub.start)

    def _kill_program(self, number: int) -> None:
        program = self.programs[number]
        if not program.is_done:
            self.seen["program killed"] += 1
            program.kill()
            self.at(self.dice.uniform(0.0, 5.0), partial(self.start_program, number))

    def _change_station(self, number: int, *, is_paused: bool) -> None:
        row = self.stations[_certificate(number)]
        self.stations[row.certificate_hash] = msgspec.structs.replace(row, is_paused=is_paused)
        self.hub.tell_stations()

    def _revoke(self, number: int) -> None:
        row = self.stations[_certificate(number)]
        self.stations[row.certificate_hash] = msgspec.structs.replace(row, revoked_at_ms=1)
        self.hub.tell_stations()
        self.seen["station revoked"] += 1
        if number >= KIOSKS:
            self.at(1.0, partial(self._note_revocation, number - KIOSKS))  # what was in the queue then is done

    def _note_revocation(self, desk: int) -> None:
        if not any(True for job in self.hub._jobs):
            self.revoked_at[desk] = sum(act.desk == desk for act in self.hub.acts)
        else:
            self.at(1.0, partial(self._note_revocation, desk))

    def _copy_box_and_put_back_later(self) -> None:
        if self.hub.is_up:
            older = self.box_path.read_bytes()
            self.at(self.dice.uniform(1.0, TROUBLE_S / 2), partial(self._put_box_back, older))

    def _put_box_back(self, older: bytes) -> None:
        """Start the hub on an older copy of its box, as after a disk was restored; later the newest is found again."""
        self.hub.crash()
        newest = self.box_path.read_bytes()
        self.box_path.write_bytes(older)
        self.seen["box put back"] += older != newest
        self.hub.start()
        self.at(self.dice.uniform(1.0, 10.0), partial(self._find_newest_box_again, newest))

    def _find_newest_box_again(self, newest: bytes) -> None:
        if not self.hub.is_box_refused:
            return  # it was no older than its witness: voting went on
        self.hub.crash()
        self.box_path.write_bytes(newest)
        self.hub.start()

    # Programs.

    def start_program(self, number: int) -> None:
        """Start the program of a station, again where it was killed."""
        if number >= KIOSKS:
            self._starts[number] += 1
        work = partial(self._work_at_kiosk, number) if number < KIOSKS else partial(self._work_at_desk, number)
        self.programs[number] = Program(self, work)

    def _line(self, program: Program, certificate_hash: bytes, *, patience_s: float = PATIENCE_S) -> StationLine:
        gives_up = self.mutant is Mutant.GIVES_UP
        line = StationLine(ENROLMENT, 0.0 if gives_up else patience_s, SimulatedCable(self, program, certificate_hash))
        if self.mutant is Mutant.USES_FAILED_LINE:
            line._hang_up_verbs = lambda: None  # type: ignore[method-assign]
        return line

    def _work_at_kiosk(self, number: int, program: Program) -> None:
        line = self._line(program, _certificate(number))
        queue = self.queues[number]
        while queue:
            attempt = Attempt(queue[0], [self.dice.randbytes(SEALED)])
            self.attempts.append(attempt)
            self._cast(program, line, attempt, number)
            queue.popleft()  # where the kiosk was killed meanwhile, the voter comes again with a new ballot
            program.sleep(self.dice.uniform(0.1, 3.0))

    def _cast(self, program: Program, line: StationLine, attempt: Attempt, number: int) -> None:
        while True:
            ballot = SealedBallot(attempt.sealed[-1], PAPER)
            try:
                receipt = line.call_verb(cast_ballot, POLL, attempt.token, ballot)
            except DeviceFault as error:
                attempt.was_unknown |= error.code == "hub_unreachable"
                if self.mutant is Mutant.GIVES_UP:
                    return
                if self.mutant is Mutant.SEALS_ANEW:
                    attempt.sealed.append(self.dice.randbytes(SEALED))
            except SukuiError as error:
                if self.mutant is not Mutant.BELIEVES_REFUSALS:
                    attempt.was_unknown |= line.was_tried_in_vain  # as `KeepingCaster` takes it
                if error.code not in ("station_paused", "box_put_back"):
                    attempt.outcome = error.code
                    if error.code == "station_revoked":
                        self._send_to_kiosk((number + 1) % KIOSKS, attempt.token)
                    return
            else:
                attempt.outcome = "receipt" if receipt.code == receipt_code(ballot.sealed) else "receipt of another"
                return
            program.sleep(1.0)

    def _send_to_kiosk(self, number: int, token: str) -> None:
        """Let a voter go to a kiosk, whose program may have had nothing more to do."""
        self.queues[number].append(token)
        if self.programs[number].is_done and not self.programs[number].is_killed:
            self.start_program(number)

    def _work_at_desk(self, number: int, program: Program) -> None:
        line, desk, start = self._line(program, _certificate(number)), number - KIOSKS, self._starts[number]
        if self.mutant is Mutant.ANY_HUB:
            forget_which_hub_was_asked(line)
        for place in range(ACTS):
            act = Act(desk, start, place)
            self.unknown_acts.add(act)
            try:
                line.call_verb(act_at_desk, *act)
            except DeviceFault as error:
                if error.code == "hub_not_reached":
                    self._settle(act, self.undone_acts)
            except SukuiError as error:
                if error.code != "hub_restarted":
                    self._settle(act, self.undone_acts)
            else:
                self.unknown_acts.discard(act)
                self.acknowledged_acts.append(act)
            program.sleep(self.dice.uniform(0.1, 6.0))

    def _settle(self, act: Act, where: set[Act]) -> None:
        self.unknown_acts.discard(act)
        where.add(act)

    def _intrude(self, program: Program) -> None:
        """Ask without ever having been let in, for acts and for ballots."""
        line = self._line(program, NOBODY)
        for place in range(4):
            ballot = SealedBallot(bytes(SEALED), PAPER)
            try:
                if place % 2:
                    line.call_verb(act_at_desk, 99, 0, place)
                else:
                    line.call_verb(cast_ballot, POLL, TOKENS[place], ballot)
                self.intruder_answers.append("")
            except SukuiError as error:
                self.intruder_answers.append(error.code)
            program.sleep(self.dice.uniform(1.0, 8.0))


def forget_which_hub_was_asked(line: StationLine) -> None:
    """Let a line ask any start of the hub (`Mutant.ANY_HUB`)."""
    open_line = line._open_line

    def open_without_run(*, may_be_of_before: bool = False) -> Any:
        made = open_line(may_be_of_before=may_be_of_before)
        made.hub_run = ""
        return made

    line._open_line = open_without_run  # type: ignore[method-assign]


def find_broken_promises(world: World) -> list[str]:
    """Return what a run did that nobody may do."""
    broken: list[str] = []
    box = open_box(world.box_path, KEYS.box, world.dice)
    ballots, counts = Counter(box.list_sealed_ballots()), box.count_spent_and_filled()
    box.close()
    token_of = {sealed: attempt.token for attempt in world.attempts for sealed in attempt.sealed}
    if counts.spent != counts.filled or max(ballots.values(), default=1) > 1:
        broken.append("slips and ballots differ")
    if not ballots.keys() <= token_of.keys():
        broken.append("a ballot that nobody cast")
    of_token = Counter(token_of.get(sealed, "") for sealed in ballots)
    if any(count > 1 for count in of_token.values()):
        broken.append("two ballots of one slip")
    for attempt in world.attempts:
        is_in = any(sealed in ballots for sealed in attempt.sealed)
        if attempt.outcome == "receipt" and attempt.sealed[-1] not in ballots:
            broken.append("an acknowledged ballot is lost")
        elif attempt.outcome == "receipt of another":
            broken.append("a receipt of another ballot")
        elif attempt.outcome == "slip_used" and is_in:
            broken.append("told used, and the ballot is in the box")
        elif attempt.outcome not in ("", "receipt") and is_in and not attempt.was_unknown:
            broken.append("refused, and the ballot is in the box")
    killed = {attempt.token for attempt in world.attempts if not attempt.outcome}
    settled = {attempt.token for attempt in world.attempts if attempt.outcome}
    if killed - settled or any(world.queues[number] for number in range(KIOSKS) if _is_open(world, number)):
        broken.append("a voter was never answered")
    done = Counter(world.hub.acts)
    if any(done[act] != 1 for act in world.acknowledged_acts):
        broken.append("an acknowledged act was not done once")
    if any(done[act] > 1 for act in world.unknown_acts):
        broken.append("an act was done twice")
    if any(done[act] for act in world.undone_acts):
        broken.append("an act was refused and done")
    for desk in range(DESKS):
        of_desk = [act for act in world.hub.acts if act.desk == desk]
        if of_desk != sorted(of_desk):
            broken.append("an act was begun after a later one")
        if len(of_desk) > world.revoked_at.get(desk, len(of_desk)):
            broken.append("a station that was shut out acted")
    if any(act.desk == 99 for act in world.hub.acts) or bytes(SEALED) in ballots:
        broken.append("somebody acted who was never let in")
    if not set(world.intruder_answers) <= {"station_not_enrolled", "hub_unreachable", "hub_not_reached"}:
        broken.append("somebody was answered who was never let in")
    return broken


def _is_open(world: World, number: int) -> bool:
    return not world.stations[_certificate(number)].revoked_at_ms


class Ran(NamedTuple):
    """How a run went."""

    broken: tuple[str, ...]
    seen: Counter[str]
    trace: tuple[object, ...]
    """What tells one run from another: the same for the same seed."""


class Simulator:
    """Runs seeds one after the other in a folder that is in memory where the machine has one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        tags = [token_tag(KEYS.token, token_from_text(token)) for token in TOKENS]
        made = create_box_file(folder / "poll.box", KEYS.box, tags, SLOTS, SEALED, random.Random(0), box_id=BOX_ID)
        made.close()
        self._box = (folder / "poll.box").read_bytes()

    def run(self, seed: int, mutant: Mutant | None = None) -> Ran:
        """Run one seed and return what was broken."""
        is_taken_at_its_word = mutant is Mutant.PAUSE_SAYS_UNDONE
        station_line._REFUSED_UNSEEN = frozenset() if is_taken_at_its_word else REFUSED_UNSEEN
        (self._folder / "poll.box").write_bytes(self._box)
        witness = BoxWitness(self._folder / "witness")
        witness.write_note(BOX_ID, EMPTY)
        witness.close()
        world = World(seed, self._folder, mutant)
        world.run()
        world.hub.crash()
        broken = find_broken_promises(world)
        trace = (
            round(world.now, 6),
            tuple(sorted(world.seen.items())),
            tuple((attempt.token, attempt.sealed[-1], attempt.outcome) for attempt in world.attempts),
            tuple(world.hub.acts),
        )
        if world.hub.was_put_back:
            world.seen["put back and told"] += 1
        return Ran(tuple(dict.fromkeys(broken)), world.seen, trace)


@contextmanager
def simulator() -> Iterator[Simulator]:
    """Give a simulator; the verbs of a desk are the one that nothing but the hub keeps from being done twice."""
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112
    allowed = {**ALLOWED, StationRole.DESK: {wire_name_of_verb(act_at_desk): act_at_desk}}
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory(prefix="sukui-simulated-", dir=memory) as folder,
    ):
        patch.setattr(room_hub, "ALLOWED", allowed)
        patch.setattr(station_line, "_REFUSED_UNSEEN", REFUSED_UNSEEN)
        yield Simulator(Path(folder))


def _certificate(number: int) -> bytes:
    return bytes([number + 1]) * 32


def _station(number: int) -> StationRow:
    role = StationRole.KIOSK if number < KIOSKS else StationRole.DESK
    return StationRow(
        station_id=StationId(f"s{number}"),
        role=role,
        name=f"기기 {number}",
        certificate_hash=_certificate(number),
        enrolled_at_ms=number,
    )


def spin() -> None:
    """Let everything that waits for nothing but its turn have its turn."""
    while LOOP._ready:  # type: ignore[attr-defined]
        LOOP.call_soon(LOOP.stop)
        LOOP.run_forever()


EMPTY = BoxCounts()
REFUSED_UNSEEN = station_line._REFUSED_UNSEEN
LOOP = asyncio.new_event_loop()
ENROLMENT = KeptEnrolment(
    station_id=StationId("s"),
    role=StationRole.KIOSK,
    name="",
    meeting="",
    meeting_id="",
    addresses=(),
    port=0,
    own=KeyedCertificate(b"", b""),
    authority=b"",
)

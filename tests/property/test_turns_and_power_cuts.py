"""One screen for the room, killed at any step of any turn: everybody votes, nobody twice, and the slips balance."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.checkin import voter_turns
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.voter_turns import (
    TurnEnd,
    begin_turn,
    end_turn,
    end_turns_of_program_before,
    read_turn_snapshot,
)
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.services.vote.kept_turn import keep_turn
from sukui_desktop.services.vote.live_accounting import read_live_accounting
from sukui_desktop.services.vote.polls import close_poll, read_poll
from sukui_desktop.storage.ballot_box import BallotBox
from sukui_desktop.storage.meeting_file import MeetingFile
from sukui_desktop.storage.meeting_transaction import Transaction
from tests.builders import rooms
from tests.conftest import IS_LONG

pytestmark = pytest.mark.timeout(900)

PEOPLE = 5
SEEDS = 400 if IS_LONG else 12
_MOST_STEPS = 60


class Killed(BaseException):
    """The process ended here: whatever was not committed is gone, and so is the memory."""


class KillSwitch:
    """Ends the program before or after the n-th thing that it writes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = -1
        for name in ("cast_ballot", "stop_slip", "add_slips"):
            monkeypatch.setattr(BallotBox, name, self._around(getattr(BallotBox, name)))
        monkeypatch.setattr(MeetingFile, "transaction", self._around_transaction(MeetingFile.transaction))

    def step(self) -> None:
        """Count one moment at which the power may go."""
        self.left -= 1
        if self.left == 0:
            raise Killed

    def _around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def killable(*args: Any, **facts: Any) -> Any:
            self.step()
            done = act(*args, **facts)
            self.step()
            return done

        return killable

    def _around_transaction(self, transaction: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def killable(*args: Any, **facts: Any) -> Iterator[Transaction]:
            with transaction(*args, **facts) as tx:
                yield tx
                self.step()
            self.step()

        return killable


class Facilitator:
    """Votes of a room at one screen; after a kill the meeting is opened again and gone on with."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.room, self.poll_id = rooms.open_room(folder, people_count=PEOPLE, slots=PEOPLE + 2)
        self.dice = dice
        self.people = rooms.person_ids(self.room)[:PEOPLE]
        for person_id in self.people:
            admit_person(self.room, person_id)
        self.receipts: dict[PersonId, str] = {}

    def go_on_until_everybody_voted(self) -> None:
        """Do what a facilitator does: the one who is offered, or another; some leave without voting."""
        for _ in range(200):
            snapshot = read_turn_snapshot(self.room, self.poll_id)
            if not snapshot.waiting:
                return
            place = 0 if self.dice.random() < 0.7 else self.dice.randrange(len(snapshot.waiting))
            self.turn_of(snapshot.waiting[place].person_id)
        pytest.fail("somebody is never done")

    def turn_of(self, person_id: PersonId) -> None:
        """Begin a turn; the person votes for the project of their own number, or leaves."""
        token = begin_turn(self.room, person_id, self.poll_id).token
        if self.dice.random() < 0.75:
            assert person_id not in self.receipts, "twice"
            self.receipts[person_id] = rooms.vote(self.room, self.poll_id, token, [self.people.index(person_id)]).code
        ended = end_turn(self.room, self.poll_id)
        assert (ended.end is TurnEnd.VOTED) == (person_id in self.receipts)

    def start_again(self) -> None:
        """Open the meeting as another start of the program does."""
        self.room = rooms.reopen(self.room)
        end_turns_of_program_before(self.room)


def play(folder: Path, switch: KillSwitch, seed: int) -> bool:
    """Play one day; return whether it was killed."""
    dice = random.Random(seed)
    switch.left, is_killed = -1, False
    hall = Facilitator(folder, dice)
    switch.left = dice.randrange(1, _MOST_STEPS)
    try:
        hall.go_on_until_everybody_voted()
        close_poll(hall.room, hall.poll_id)
    except Killed:
        is_killed = True
        hall.start_again()
        hall.go_on_until_everybody_voted()
    switch.left = -1
    _judge(hall.room, hall.poll_id)
    close_meeting_and_boxes(hall.room)
    return is_killed


def _judge(room: Room, poll_id: PollId) -> None:
    (poll,) = rooms.rows_of(room, PollRow)
    if poll.state == "open":
        assert read_live_accounting(room, poll_id).faults == ()
        close_poll(room, poll_id)
    (poll,) = rooms.rows_of(room, PollRow)
    assert (poll.cast, poll.not_returned) == (PEOPLE, 0)
    rooms.count(room, poll_id)
    tally = read_poll(room, poll_id).tally
    assert tally is not None
    assert tally.votes[:PEOPLE] == (1,) * PEOPLE, "each voted once, for the project of their own number"
    verify_room(room)


def test_a_kill_at_any_step_of_a_turn_loses_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail on `kept_later` and `not_stopped` (the test below)."""
    switch = KillSwitch(monkeypatch)
    killed = sum(play(tmp_path / str(seed), switch, seed) for seed in range(SEEDS))
    print(f"{killed} of {SEEDS} were killed")
    assert killed > SEEDS // 2


def _keep_turn_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """`kept_later`: whose turn it is is noted in a transaction of its own, after the slip was recorded."""
    waiting: list[Any] = []

    def keep_later(tx: Transaction, *about: Any) -> None:
        waiting.append(about)

    give = voter_turns._give_slip_and_keep_turn

    def give_then_keep(room: Room, *about: Any) -> Any:
        begun = give(room, *about)
        with room.writing() as tx:
            keep_turn(tx, *waiting.pop())
        return begun

    monkeypatch.setattr(voter_turns, "keep_turn", keep_later)
    monkeypatch.setattr(voter_turns, "_give_slip_and_keep_turn", give_then_keep)


def _stop_returns_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """`not_stopped`: after a power cut the slip before is noted as spoiled and not stopped in the box."""
    stop = BallotBox.stop_slip

    def stop_returns_alone(box: BallotBox, tag: bytes, *, is_spoiled: bool) -> None:
        if not is_spoiled:
            stop(box, tag, is_spoiled=False)

    monkeypatch.setattr(BallotBox, "stop_slip", stop_returns_alone)


@pytest.mark.parametrize("mutant", [_keep_turn_later, _stop_returns_alone], ids=["kept_later", "not_stopped"])
def test_the_mutant_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """The mutants on which the test above must fail."""
    switch = KillSwitch(monkeypatch)
    mutant(monkeypatch)
    with pytest.raises((AssertionError, RuleBroken)):  # noqa: PT012
        for seed in range(60):
            play(tmp_path / str(seed), switch, seed)

"""Real programs killed with signal 9 at every step of a promotion: whoever begins again finds every ballot once."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.poll import PollRow, PollState, RollbackKind, RollbackRow
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.services.vote.lost_slips import replace_lost_slips
from tests.builders import rooms
from tests.builders.hub_rooms import hub_room
from tests.conftest import ROOT
from tests.hub.promoted_process import STEPS, Decision
from tests.hub.test_promotion import Kiosk, TwoMachines, ballots_of


class PromotedProcess:
    """The new machine's program, until it ends."""

    def __init__(self, machines: TwoMachines, step: str) -> None:
        command = [sys.executable, "-m", "tests.hub.promoted_process", str(machines.folder / "new")]
        self._process = subprocess.Popen(
            [*command, machines.old.poll_id, step], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._say(msgspec.json.encode(Decision(tuple(machines.proofs), machines.sheet)).decode())
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline() or 0)
        """0 where it was killed before it served anybody."""

    def _say(self, words: str) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(words + "\n")
            self._process.stdin.flush()

    def go_on(self) -> None:
        """Let the vote go on, where it still runs."""
        self._say("go on")

    def wait(self) -> int:
        """Return how it ended."""
        ended = self._process.wait(60)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        return ended


def move(kiosk: Kiosk, port: int) -> None:
    kept = kiosk.line.enrolment
    kiosk.end()
    kiosk.line = StationLine(replace(kept, port=port), 0.3)
    kiosk.begin()


@pytest.mark.skipif(sys.platform == "win32", reason="signal 9")
def test_a_kill_at_any_step_of_a_promotion_loses_nothing_and_counts_nothing_twice(tmp_path: Path) -> None:
    """One kill after the other on the same machine, as a machine that fails again and again.

    Mutants: the box is laid before the record says so (the next start finds a box and promotes nobody); a merge that
    was cut off is made again whole (slips that are used already).
    """
    with hub_room(tmp_path / "old") as old, ExitStack() as scene:
        machines = TwoMachines(old, tmp_path, scene, kiosks=3)  # as many as merges are killed after their commit
        cast = [machines.kiosks[place % 3].vote(machines.tokens[place]) for place in range(5)]
        old.server.stop()
        for step in STEPS:
            machine = PromotedProcess(machines, step)
            if machine.port:
                for kiosk in machines.kiosks:
                    move(kiosk, machine.port)
                    with suppress(SukuiError):  # where the machine is killed in it, no answer comes
                        kiosk.hand_over()
                machine.go_on()
            assert machine.wait() == -9, step
        new = machines.lose_hub()  # started again after it went on: an ordinary start on its own box
        for kiosk in machines.kiosks:
            kiosk.move(new)
            kiosk.hand_over()
        cast += [machines.kiosks[1].vote(token) for token in machines.tokens[5:]]
        assert ballots_of(new) == tuple(sorted(ballot.sealed for ballot in cast))
        new.call(replace_lost_slips, new.poll_id)
        new.call(rooms.close, new.poll_id)
        new.call(rooms.count, new.poll_id)
        [poll] = new.call(rooms.rows_of, PollRow)
        assert (poll.state, poll.cast) == (PollState.COUNTED, 8)
        kinds = [row.kind for row in new.call(rooms.rows_of, RollbackRow)]
        assert kinds == [RollbackKind.HUB_PROMOTED, RollbackKind.HUB_GATHERED]
        new.call(verify_room)

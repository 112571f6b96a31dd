"""Signal 9 in a closing, in taking it back and in the closing after it: of a child that is forked warm."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from sukui_desktop.models.ids import PollId
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.vote.box_lock import is_box_locked
from sukui_desktop.services.vote.poll_box import unlock_box_by_holders
from tests.faults.closing_scene import begin, check_promises, go_on, three_proofs
from tests.faults.power_cuts import keep_its_number, read_promises
from tests.faults.scene import MEETING, PASSPHRASE, Teller


class Killed(NamedTuple):
    """What was left of a child that was killed."""

    step: str
    """The last that it had told."""
    wrong: str


class ClosingKills:
    """One vote up to its first closing, and children that go on with a copy of it each."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_strict: bool) -> None:
        """Hold the vote, and see how long going on takes."""
        self._folder, self._monkeypatch = folder, monkeypatch
        self._begun = folder / "begun"
        (self._begun / "room").mkdir(parents=True)
        monkeypatch.setenv("SUKUI_HOME", str(self._begun / "home"))
        told = Teller(self._begun / "told")
        room, self._poll_id, self._tokens = begin(self._begun, told, is_strict=is_strict)
        told.tell("begun")
        close_meeting_and_boxes(room)
        for _ in range(2):  # the second child finds everything warm
            root = self._lay_out()
            started = time.monotonic()
            os.waitpid(self._fork(), 0)
            self.seconds = time.monotonic() - started
            wrong = check_promises(read_promises((root / "told").read_bytes()), root, is_verified_first=False)
            assert not wrong, wrong
        assert b"closed_again" in (folder / "cut" / "told").read_bytes()

    def kill(self, share: float) -> Killed:
        """Kill a child after this share of the time that a whole one took, and finish the vote that it left."""
        root = self._lay_out()
        child = self._fork()
        time.sleep(share * self.seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        promised = read_promises((root / "told").read_bytes())
        steps = [step for step in ("begun", "closed", "reopened", "closed_again") if step in promised.steps]
        return Killed(steps[-1], check_promises(promised, root, is_verified_first=random.random() < 0.5))

    def _lay_out(self) -> Path:
        root = self._folder / "cut"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self._begun, root)
        for witness in root.rglob("*.witness"):
            keep_its_number(witness)
        self._monkeypatch.setenv("SUKUI_HOME", str(root / "home"))
        return root

    def _fork(self) -> int:
        child = os.fork()
        if child == 0:
            try:
                _go_on_in_child(self._folder / "cut", self._poll_id, self._tokens)
            finally:
                os._exit(0)
        return child


def _go_on_in_child(root: Path, poll_id: PollId, tokens: tuple[str, ...]) -> None:
    room = open_meeting(root / MEETING, PASSPHRASE, make_context())
    if is_box_locked(room, poll_id):
        unlock_box_by_holders(room, poll_id, three_proofs(room)[1:])
    go_on(room, poll_id, tokens, Teller(root / "told"))

"""Killing `demo` in the middle of things, and asking the real program what is left."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from sukui_desktop.domain.errors import StorageFault, SukuiError
from sukui_desktop.models.poll import PollState
from sukui_desktop.programs.entry_point import main as program
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.vote.box_lock import read_box_lock
from sukui_desktop.services.vote.counting import count_poll
from sukui_desktop.services.vote.poll_heads import list_polls
from tests.builders import rooms
from tests.faults.power_cuts import goes_on
from tests.faults.strace_reading import ROOT, Call, need_strace, read_calls, record

PASSPHRASE = "회의 파일의 암호문"
TALLY = "둘째 사람의 암호문"
NOT_YET = frozenset({"file_missing", "foreign", "truncated", "no_meeting"})
"""What may be said of a meeting file whose making was cut off before anything was promised."""


class Course(NamedTuple):
    """How a whole run went: what kills are drawn from."""

    seconds: float
    writes: tuple[int, int, int]
    """`pwrite64` calls before the first acknowledgement, before the last, and in all."""


class Moment(NamedTuple):
    """When to kill: after seconds, or at the n-th write to a file (0: not)."""

    seconds: float
    write: int


class Outcome(NamedTuple):
    """What was left of a killed run."""

    moment: Moment
    stage: str
    acknowledged: int
    wrong: str


def _arguments(folder: Path, election: Path) -> list[str]:
    return ["demo", "--from", str(election), "--out", str(folder / "out"), "--acks", str(folder / "acks")]


def _environment(folder: Path, mutants: str) -> dict[str, str]:
    return {
        **os.environ,
        "SUKUI_HOME": str(folder / "home"),
        "SUKUI_PASSPHRASE": PASSPHRASE,
        "SUKUI_TALLY_PASSPHRASE": TALLY,
        "SUKUI_TEST_MUTANTS": mutants,
    }


def whole_run(folder: Path, election: Path) -> Course:
    """Run to the end once, to know how long it takes and where in it the vote lies."""
    folder.mkdir()
    started = time.monotonic()
    done = record(_arguments(folder, election), folder / "log", _environment(folder, ""))
    seconds = time.monotonic() - started
    assert done.returncode == 0, done.stderr
    return Course(seconds, _stages(list(read_calls(folder / "log"))))


def _stages(calls: list[Call]) -> tuple[int, int, int]:
    writes, at_acks = 0, [0]
    acks = -1
    for call in calls:
        if call.name == "openat" and call.text(1).endswith("/acks"):
            acks = call.result
        elif call.name == "write" and acks >= 0 and call.number(0) == acks:
            at_acks.append(writes)
        writes += call.name == "pwrite64"
    return at_acks[1], at_acks[-1], writes


def draw_moments(course: Course, runs: int, seed: int) -> list[Moment]:
    """Draw moments over the whole run: every other by the clock, the rest by writes, half of those in the vote."""
    dice = random.Random(seed)
    first, last, total = course.writes
    moments = []
    for place in range(runs):
        if place % 2:
            moments.append(Moment(course.seconds * (place + dice.random()) / runs, 0))
        else:
            low, high = ((1, first), (first, last), (last, total), (first, last))[place // 2 % 4]
            moments.append(Moment(0.0, dice.randint(low, high)))
    return moments


def run_and_kill(folder: Path, election: Path, moment: Moment, mutants: str = "") -> None:
    """Run `demo` in a child and kill it with signal 9 at the moment (or let it end, if it is quicker)."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "acks").touch()
    command = [sys.executable, "-m", "tests.faults.child", *_arguments(folder, election)]
    if moment.write:
        inject = f"inject=pwrite64:signal=KILL:when={moment.write}"
        # Without --seccomp-bpf: strace cannot inject a signal where the kernel stops by a filter.
        command = [need_strace(), "-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", inject, *command]
    said = folder / "said"
    with (
        said.open("wb") as words,
        subprocess.Popen(
            command, cwd=ROOT, env=_environment(folder, mutants), stdout=subprocess.DEVNULL, stderr=words
        ) as child,
    ):
        try:
            child.wait(240 if moment.write else moment.seconds)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait(240)
    assert child.returncode in (0, -signal.SIGKILL), f"it ended by itself: {said.read_text(encoding='utf-8')}"
    assert child.returncode or not moment.write, "the program was to be killed at a write it never came to"


def look_after(folder: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Verify what a killed run left, open it, and finish its vote."""
    for name, value in _environment(folder, "").items():
        monkeypatch.setenv(name, value)
    meeting, acks = folder / "out" / "meeting.sukui", folder / "acks"
    content = acks.read_text(encoding="ascii")
    acknowledged = content.count("\n")
    code = program(["verify", str(meeting), "--acks", str(acks), "--json"])
    if code == 4 and acknowledged == 0:
        return Outcome(moment, "no meeting yet", 0, _why_not_yet(meeting))
    if code:
        return Outcome(moment, "?", acknowledged, f"verify answered {code}")
    try:
        room = open_meeting(meeting, PASSPHRASE, make_context())
    except SukuiError as error:
        return Outcome(moment, "?", acknowledged, f"does not open: {error}")
    try:
        stage, wrong = _finish(room)
    finally:
        close_meeting_and_boxes(room)
    if not wrong and program(["verify", str(meeting), "--acks", str(acks), "--json"]):
        wrong = "after going on, verify fails"
    return Outcome(moment, stage, acknowledged, wrong)


def _why_not_yet(meeting: Path) -> str:
    try:
        close_meeting_and_boxes(open_meeting(meeting, PASSPHRASE, make_context()))
    except StorageFault as fault:
        return "" if fault.code in NOT_YET else f"told as {fault}"
    return "verify refuses what opens"


def _finish(room: Room) -> tuple[str, str]:
    """Go on where the killed program stopped. Returns the stage it was in and what is wrong."""
    stage = "preparing"
    try:
        goes_on(room, stopping=0)
        for view in list_polls(room):
            stage = view.state
            if stage == PollState.OPEN:
                rooms.close(room, view.poll_id)
            if stage in (PollState.OPEN, PollState.CLOSED):
                (holder,) = read_box_lock(room, view.poll_id).holders
                count_poll(room, view.poll_id, (SignerProof(holder.signer.signer_id, TALLY),))
    except (SukuiError, AssertionError) as error:
        return stage, str(error) or type(error).__name__
    return stage, ""


def campaign(
    folder: Path, election: Path, moments: list[Moment], monkeypatch: pytest.MonkeyPatch, mutants: str = ""
) -> list[Outcome]:
    """Run and kill at each moment; a mutant's campaign ends with the first thing wrong."""
    outcomes = []
    for moment in moments:
        run_and_kill(folder, election, moment, mutants)
        outcomes.append(look_after(folder, moment, monkeypatch))
        if mutants and outcomes[-1].wrong:
            break
    return outcomes

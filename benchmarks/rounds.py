"""Rounds of ours and of a baseline in turns, each in a process of its own, and what they come to."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import sqlcipher3.dbapi2 as sqlcipher

Figures = Mapping[str, Any]
"""What one round measured: names to numbers, and what else it read back."""
T = TypeVar("T")

BASELINES = Path(__file__).parent / "baselines"
BASELINE_S = 600
"""Wall seconds that a baseline gets for a round; then the document says only that it takes more."""
_LONGEST_S = 3600
_NONE: Mapping[str, str] = {}


class ChildFailed(Exception):
    """A measured program ended with an error."""

    def __init__(self, program: str, exit_code: int, last_line: str) -> None:
        super().__init__(f"{program} ended with exit code {exit_code}: {last_line}")
        self.program, self.exit_code, self.last_line = program, exit_code, last_line


class ChildTooSlow(Exception):
    """A measured program was ended because it took too long; `cpu_s` is the processor time it had by then."""

    def __init__(self, cpu_s: float) -> None:
        super().__init__(cpu_s)
        self.cpu_s = cpu_s


class Plan(NamedTuple):
    """A benchmark on a made-up meeting."""

    name: str
    folder: Path
    """Empty, on the disk that is measured, gone afterwards."""
    rounds: int
    size: int
    """Ballots, or people."""


class FilePlan(NamedTuple):
    """A benchmark on an election file."""

    file: Path
    rounds: int
    baseline_python: Path | None
    """A Python that has pabutools; None runs ours alone."""
    baseline_s: float = BASELINE_S


class Ran(NamedTuple):
    """What a process used from its start to its end, and the JSON it printed."""

    document: Figures
    seconds: float
    cpu_s: float
    rss_mb: float
    """Most resident memory at once, MiB."""

    @property
    def figures(self) -> dict[str, float]:
        """The three figures by name, rounded for reading."""
        return {"cpu_s": round(self.cpu_s, 3), "seconds": round(self.seconds, 3), "rss_mb": round(self.rss_mb, 1)}


def alternate(
    plan: Plan, ours: Callable[[int], Figures], baseline: Callable[[int], Figures]
) -> tuple[list[Figures], list[Figures]]:
    """Run both in turns, `plan.rounds` times each, and return what they measured, in order."""
    measured: tuple[list[Figures], list[Figures]] = ([], [])
    for number in range(plan.rounds):
        report_round(plan.name, number, plan.rounds)
        measured[0].append(ours(number))
        measured[1].append(baseline(number))
    return measured


def alternate_on_file(
    name: str, plan: FilePlan, ours: Callable[[], T], baseline: str
) -> tuple[list[T], list[Ran], ChildTooSlow | None]:
    """Run ours and the named baseline script in turns on the file.

    Returns the rounds of ours, those of the baseline, and what ended the baseline: after a round of more than
    `plan.baseline_s` there are no more of it.
    """
    mine: list[T] = []
    theirs: list[Ran] = []
    too_slow: ChildTooSlow | None = None
    for number in range(plan.rounds):
        report_round(name, number, plan.rounds)
        mine.append(ours())
        if plan.baseline_python is not None and too_slow is None:
            command = [plan.baseline_python, BASELINES / f"{baseline}.py", plan.file]
            try:
                theirs.append(run_program(command, within_s=plan.baseline_s))
            except ChildTooSlow as error:
                too_slow = error
    return mine, theirs, too_slow


def report_round(name: str, number: int, rounds: int) -> None:
    """Write on stderr which round begins; `number` counts from 0."""
    print(f"{name}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)


def run_program(command: Sequence[object], *, within_s: float = _LONGEST_S, settings: Mapping[str, str] = _NONE) -> Ran:
    """Run a program to its end, `settings` added to its environment.

    Raises ChildFailed with the last line of its stderr, ChildTooSlow after `within_s` wall seconds.
    """
    environment = {**os.environ, **settings}
    # As on the machine of a user, where Python keeps what it compiled; installed libraries come compiled anyway.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        child = subprocess.Popen(words, stdout=out, stderr=err, env=environment)
        timer = threading.Timer(within_s, child.kill)
        timer.start()
        _, status, used = os.wait4(child.pid, 0)
        timer.cancel()
        seconds, cpu_s = time.perf_counter() - began, used.ru_utime + used.ru_stime
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if seconds >= within_s:
            raise ChildTooSlow(cpu_s)
        if child.returncode != 0:
            lines = err.read().decode(errors="replace").strip().splitlines() or [""]
            program = words[2] if words[1] == "-m" else Path(words[1]).name
            raise ChildFailed(program, child.returncode, lines[-1])
        return Ran(json.loads(out.read()), seconds, cpu_s, used.ru_maxrss / 1024)


def run_python(*arguments: object, **settings: str) -> Figures:
    """Run this interpreter with `arguments` and return the JSON it printed. Raises as `run_program`."""
    return run_program([sys.executable, *arguments], settings=settings).document


def run_baseline(name: str, *arguments: object, **settings: str) -> Figures:
    """Run one of `baselines/`, which import nothing of ours, under this interpreter. Raises as `run_program`."""
    return run_python(BASELINES / f"{name}.py", *arguments, **settings)


def medians(rounds: Sequence[Figures], names: Sequence[str]) -> dict[str, float]:
    """Return the median over the rounds of each named figure."""
    return {name: round(statistics.median(figures[name] for figures in rounds), 4) for name in names}


def rounded(rounds: Sequence[Figures], names: Sequence[str]) -> list[dict[str, float]]:
    """Return the named figures of each round, rounded for reading."""
    return [{name: round(figures[name], 4) for name in names} for figures in rounds]


def machine() -> dict[str, object]:
    """Return what the figures depend on: processors, versions, load as the benchmark begins."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlcipher.sqlite_version,
        "system": platform.system(),
        "load_before": os.getloadavg() if hasattr(os, "getloadavg") else None,
    }


def read_settings(connection: Any) -> dict[str, object]:
    """Return the settings of an open database as SQLite reports them."""
    names = ("locking_mode", "journal_mode", "synchronous", "secure_delete", "page_size", "cache_size", "temp_store")
    return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in (*names, "cipher_version")}

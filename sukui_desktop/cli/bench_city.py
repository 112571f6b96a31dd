"""A whole city counted from its file to its list, as one process, against pabutools where a Python with it is named."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from sukui_desktop.assets import resource_path
from sukui_desktop.assets.messages import text
from sukui_desktop.cli.bench_rounds import Figures, machine, medians
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.domain.errors import DeviceFault
from sukui_desktop.services.context import Context

MOST_CPU_S = 0.8
MOST_RSS_MB = 80
BASELINE_S = 600
"""The baseline gets ten minutes a round; then the answer says only that it takes more."""
_NAMES = ("cpu_s", "seconds", "rss_mb")
_LOOK_EVERY_S = 0.005


class Counting(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be compared."""

    file: Path
    rounds: int
    baseline_python: Path | None
    """A Python that has pabutools; None runs ours alone."""
    baseline_s: int = BASELINE_S


def add_city(benches: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bench city`."""
    bench = benches.add_parser("city", help=text("bench.help.city"))
    practice = resource_path("practice/election.pb")
    bench.add_argument("--file", type=Path, default=practice, metavar="FILE.pb", help=text("bench.help.file"))
    bench.add_argument("--baseline-python", type=Path, metavar="PATH", help=text("bench.help.baseline_python"))
    bench.add_argument(
        "--rounds", type=int, choices=range(1, 100), default=5, metavar="N", help=text("bench.help.rounds")
    )
    bench.add_argument("--json", action="store_true", default=True, help=argparse.SUPPRESS)
    bench.set_defaults(act=run_city)


def run_city(options: argparse.Namespace, _: Callable[[], Context], speaker: Speaker) -> dict[str, object]:
    """Compare as the command line says and return the document."""
    plan = Counting(file=options.file, rounds=options.rounds, baseline_python=options.baseline_python)
    return compare_cities(plan, speaker)


def compare_cities(plan: Counting, speaker: Speaker) -> dict[str, object]:
    """Count the file `plan.rounds` times, each in a process of its own, and once by the baseline.

    A process is measured whole: start, reading, both counters, list, explanations, JSON. `ratio` is baseline / ours in
    processor seconds; where the baseline did not end, it is at least that.
    """
    before = machine()
    measured_process(_ours(plan))  # so that Python has kept what it compiles, as on the machine of a user
    ours = []
    for number in range(plan.rounds):
        speaker.say(text("bench.round", bench="city", number=number + 1, rounds=plan.rounds))
        ours.append(measured_process(_ours(plan)))
    baseline = _baseline(plan)
    middle = medians(ours, _NAMES)
    slow = plan.baseline_s if baseline is None else baseline["cpu_s"]
    return {
        "bench": "city",
        "machine": before,
        "file": plan.file.name,
        "ballots": ours[0]["document"]["ballots_cast"],
        "options": len(ours[0]["document"]["votes"]),
        "ours": [{name: figures[name] for name in _NAMES} for figures in ours],
        "baseline": baseline and {name: baseline[name] for name in (*_NAMES, "selected", "version")},
        "baseline_more_than_s": plan.baseline_s if plan.baseline_python and baseline is None else None,
        "median": middle,
        "ratio": round(slow / middle["cpu_s"], 2) if plan.baseline_python else None,
        "targets": {"cpu_s_most": MOST_CPU_S, "rss_mb_most": MOST_RSS_MB},
    }


def _ours(plan: Counting) -> list[str]:
    return [sys.executable, "-m", "sukui_desktop", "tally", str(plan.file), "--json"]


def _baseline(plan: Counting) -> Figures | None:
    if plan.baseline_python is None:
        return None
    command = [str(plan.baseline_python), str(resource_path("baselines/city.py")), str(plan.file)]
    try:
        figures = measured_process(command, plan.baseline_s)
    except subprocess.TimeoutExpired:
        return None
    return {**figures, **figures["document"]}


def measured_process(command: Sequence[str], within_s: float = BASELINE_S) -> Figures:
    """Run a program to its end and return its JSON with its processor seconds, wall seconds and most memory in MiB.

    Raises DeviceFault bench_child_failed; TimeoutExpired after `within_s`, the program being ended then.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=said, env=environment)
        ended, status, used = os.wait4(child.pid, os.WNOHANG)
        while not ended:
            if time.perf_counter() - began > within_s:
                child.kill()
                child.wait()
                raise subprocess.TimeoutExpired(list(command), within_s)
            time.sleep(_LOOK_EVERY_S)
            ended, status, used = os.wait4(child.pid, os.WNOHANG)
        took = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said.seek(0)
        if child.returncode != 0:
            last = said.read().decode(errors="replace").strip().splitlines() or [""]
            raise DeviceFault("bench_child_failed", program=command[0], exit=child.returncode, said=last[-1])
        document = json.loads(out.read())
    return {
        "cpu_s": round(used.ru_utime + used.ru_stime, 3),
        "seconds": round(took, 3),
        "rss_mb": round(used.ru_maxrss / 1024, 1),
        "document": document,
    }

"""Equal Shares with add-one on a city's ballots, against pabutools where somebody has a Python with it."""

from __future__ import annotations

import argparse
import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from sukui_desktop.assets import resource_path
from sukui_desktop.assets.messages import text
from sukui_desktop.cli.bench_rounds import Figures, machine, medians, run_child
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.domain.advice.equal_shares import equal_shares, step_for
from sukui_desktop.domain.advice.profile import profile_of
from sukui_desktop.domain.money import minor_digits
from sukui_desktop.domain.pabulib.election import Election
from sukui_desktop.services.context import Context

BASELINE_S = 600
"""The baseline gets ten minutes a round; then the answer says only that it takes more."""
_NAMES = ("seconds", "cpu_s")


class Comparing(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be compared."""

    file: Path
    rounds: int
    baseline_python: Path | None
    """A Python that has pabutools; None runs ours alone."""
    baseline_s: int = BASELINE_S


def add_shares(benches: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bench shares`; one round unless more are asked for, as the baseline may need its ten minutes."""
    bench = benches.add_parser("shares", help=text("bench.help.shares"))
    practice = resource_path("practice/election.pb")
    bench.add_argument("--file", type=Path, default=practice, metavar="FILE.pb", help=text("bench.help.file"))
    bench.add_argument("--baseline-python", type=Path, metavar="PATH", help=text("bench.help.baseline_python"))
    bench.add_argument(
        "--rounds", type=int, choices=range(1, 100), default=1, metavar="N", help=text("bench.help.rounds")
    )
    bench.add_argument("--json", action="store_true", default=True, help=argparse.SUPPRESS)
    bench.set_defaults(act=run_shares)


def run_shares(options: argparse.Namespace, _: Callable[[], Context], speaker: Speaker) -> dict[str, object]:
    """Compare as the command line says and return the document."""
    plan = Comparing(file=options.file, rounds=options.rounds, baseline_python=options.baseline_python)
    return compare_shares(plan, speaker)


def compare_shares(plan: Comparing, speaker: Speaker) -> dict[str, object]:
    """Run both in turns; ratio = baseline / ours, medians of the processor time of the rule alone, reading not counted.

    Both begin with the budget over the voters in whole currency units, add one unit at a time and end when nothing
    left fits, as the library does. A baseline round that takes too long is null; after one there are no more, and the
    ratio, from the processor time it had by then (its reading counted), is at least what it says.
    """
    before, election = machine(), read_pabulib(plan.file)
    ours: list[Figures] = []
    baseline: list[Figures | None] = []
    spent = _children_cpu_s()
    for number in range(plan.rounds):
        speaker.say(text("bench.round", bench="shares", number=number + 1, rounds=plan.rounds))
        ours.append(shares_round(election))
        if plan.baseline_python is not None and None not in baseline:
            spent = _children_cpu_s()
            baseline.append(_baseline_round(plan, plan.baseline_python))
    gone = _children_cpu_s() - spent
    finished = [figures for figures in baseline if figures is not None]
    middle = medians(ours, _NAMES)
    slow = gone if None in baseline else medians(finished, _NAMES)["cpu_s"] if finished else None
    return {
        "bench": "shares",
        "machine": before,
        "file": plan.file.name,
        "ballots": len(election.ballots),
        "options": len(election.projects),
        "ours": ours,
        "baseline": baseline,
        "baseline_more_than_s": plan.baseline_s if None in baseline else None,
        "baseline_more_than_cpu_s": round(gone, 2) if None in baseline else None,
        "selected_agree": all(figures["selected"] == ours[0]["selected"] for figures in finished) if finished else None,
        "median": {"ours": middle, "baseline": medians(finished, _NAMES) if finished else None},
        "ratio": round(slow / middle["cpu_s"], 2) if slow and middle["cpu_s"] else None,
    }


def _children_cpu_s() -> float:
    """Return the processor time of the children that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def shares_round(election: Election) -> Figures:
    """Put equal ballots together, run the rule once and return what it bought and how long that took."""
    began, cpu = time.perf_counter(), time.process_time()
    profile = profile_of([project.cost for project in election.projects], election.budget, election.ballots)
    step = step_for(profile.budget, profile.voters, 10 ** minor_digits(election.currency))
    bought = equal_shares(profile, step=step, until_exhaustive=True)
    took = {"seconds": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}
    return {"selected": _ids(election, bought), **{name: round(value, 4) for name, value in took.items()}}


def _ids(election: Election, bought: Sequence[int]) -> list[str]:
    return sorted(election.projects[option].project_id for option in bought)


def _baseline_round(plan: Comparing, python: Path) -> Figures | None:
    try:
        return run_child(
            [resource_path("baselines/shares.py"), plan.file], python=str(python), within_s=plan.baseline_s
        )
    except subprocess.TimeoutExpired:
        return None

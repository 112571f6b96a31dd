"""Alternating rounds of ours and of a baseline: without them a busy machine would favour whoever ran in the calm."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from sukui_desktop.assets import resource_path
from sukui_desktop.assets.messages import text
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.domain.errors import DeviceFault
from sukui_desktop.services.context import Context
from sukui_desktop.storage.connection import engine_version
from sukui_desktop.storage.station import StationFolder

Figures = Mapping[str, Any]
"""What one round measured: names to numbers, and what else it read back."""

_LONGEST_S = 3600


class Plan(msgspec.Struct, frozen=True):
    """What a bench is to do."""

    name: str
    folder: Path
    """Empty, on the disk that is measured, gone afterwards."""
    rounds: int
    size: int
    make_context: Callable[[], Context]
    speaker: Speaker

    def context(self) -> Context:
        """Return this machine's clock and randomness on a station folder of the bench's own."""
        return msgspec.structs.replace(self.make_context(), station=StationFolder(self.folder / "station"))


def alternate(
    plan: Plan, ours: Callable[[int], Figures], baseline: Callable[[int], Figures]
) -> tuple[list[Figures], list[Figures]]:
    """Run both in turns, `plan.rounds` times each, and return what they measured, in order."""
    measured: tuple[list[Figures], list[Figures]] = ([], [])
    for number in range(plan.rounds):
        plan.speaker.say(text("bench.round", bench=plan.name, number=number + 1, rounds=plan.rounds))
        measured[0].append(ours(number))
        measured[1].append(baseline(number))
    return measured


def run_child(
    arguments: Sequence[object], *, python: str = sys.executable, within_s: int = _LONGEST_S, **settings: str
) -> Figures:
    """Run a program in a fresh process, of this interpreter unless another is named, and return the JSON it printed.

    Raises DeviceFault bench_child_failed with the last line it said, and TimeoutExpired after `within_s`.
    """
    command = [python, *map(str, arguments)]
    environment = {**os.environ, **settings}
    # As on the machine of a user, where Python keeps what it compiled; installed libraries come compiled anyway.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=within_s)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [""]
        raise DeviceFault(
            "bench_child_failed",
            program=Path(command[1 if command[1] != "-m" else 2]).name,
            exit=done.returncode,
            said=said[-1],
        )
    figures: Figures = json.loads(done.stdout)
    return figures


def run_baseline(name: str, *arguments: object) -> Figures:
    """Run one of the shipped baselines, which import nothing of ours. Raises as `run_child`."""
    return run_child([resource_path(f"baselines/{name}.py"), *map(str, arguments)])


def medians(rounds: Sequence[Figures], names: Sequence[str]) -> dict[str, float]:
    """Return the median over the rounds of each named figure."""
    return {name: round(statistics.median(figures[name] for figures in rounds), 4) for name in names}


def machine() -> dict[str, object]:
    """Return what the figures depend on: processors, versions, load as the bench begins."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": engine_version(),
        "system": platform.system(),
        "load_before": os.getloadavg() if hasattr(os, "getloadavg") else None,
    }


def keep(rounds: Sequence[Figures], names: Sequence[str]) -> list[dict[str, float]]:
    """Return the named figures of each round, rounded for reading."""
    return [{name: round(figures[name], 4) for name in names} for figures in rounds]

"""`startup`: from process start to the first paint and to the first answered key, against bare programs."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random, SystemRandom
from typing import NamedTuple

from benchmarks.meetings import make_bench_meeting, reading_of_people, station_of
from benchmarks.rounds import (
    Figures,
    Plan,
    alternate,
    machine,
    medians,
    read_settings,
    rounded,
    run_baseline,
    run_python,
)
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.prepare.roster import accept_roster_file

PROJECTS = 600
TARGETS = {"first_paint_ms_most": 500, "interactive_most": 1.4, "memory_most": 1.8, "key_ms_most": 50}
_OURS = ("first_paint_ms", "roster_ms", "interactive_ms", "interactive_cpu_ms", "rss_kb", "pss_kb", "key_ms_worst")
_BARE = ("first_paint_ms", "interactive_ms", "interactive_cpu_ms", "rss_kb")


class StartMeeting(NamedTuple):
    """The meeting that is opened in every round."""

    path: Path
    passphrase: str
    pragmas: Mapping[str, object]
    """As the product reads them back from it."""


def compare_starts(plan: Plan) -> dict[str, object]:
    """Start the program and the bare ones in turns on one meeting of 600 projects and `plan.size` people.

    Ratios are ours / baseline, smaller is better. A first start of each, which fills the disk's cache, is not counted.
    """
    before = machine()
    meeting = make_start_meeting(plan)
    start_ours(plan, meeting), start_bare(meeting)
    ours, bare = alternate(plan, lambda _: start_ours(plan, meeting), lambda _: start_bare(meeting))
    middle = medians(ours, _OURS), medians(bare, _BARE)
    names = {
        "first_paint": "first_paint_ms",
        "interactive": "interactive_ms",
        "interactive_cpu": "interactive_cpu_ms",
        "memory": "rss_kb",
    }
    return {
        "machine": before | {"platform": os.environ.get("QT_QPA_PLATFORM") or "display"},
        "projects": PROJECTS,
        "people": plan.size,
        "found_by_first_key": ours[-1]["found"],
        "pragmas": {"ours": meeting.pragmas, "baseline": bare[-1]["pragmas"]},
        "unwanted_modules": sorted({name for figures in ours for name in figures["unwanted_modules"]}),
        "ours": rounded(ours, _OURS),
        "baseline": rounded(bare, _BARE),
        "median": {"ours": middle[0], "baseline": middle[1]},
        "ratio": {name: round(middle[0][figure] / middle[1][figure], 3) for name, figure in names.items()},
        "targets": TARGETS,
    }


def start_ours(plan: Plan, meeting: StartMeeting) -> Figures:
    """Start the real program under the probe, with a station folder of its own."""
    program = ["-m", "benchmarks.window_probe", time.monotonic_ns(), meeting.path]
    figures = run_python(*program, SUKUI_HOME=str(station_of(plan.folder)), SUKUI_PASSPHRASE=meeting.passphrase)
    return {**figures, "key_ms_worst": max(figures["key_ms"])}


def start_bare(meeting: StartMeeting) -> Figures:
    """Start both bare programs, one after the other."""
    paint = run_baseline("first_paint", time.monotonic_ns())
    opened = run_baseline("interactive", time.monotonic_ns(), meeting.path, SUKUI_PASSPHRASE=meeting.passphrase)
    return {**paint, **opened}


def make_start_meeting(plan: Plan) -> StartMeeting:
    """Make the meeting: 600 projects and the people of a large roster."""
    passphrase = SystemRandom().randbytes(8).hex()
    room = make_bench_meeting(plan.folder, passphrase, PROJECTS, is_practice=False)
    try:
        accept_roster_file(room, reading_of_people(plan.size, Random(1)), frozenset())
        return StartMeeting(room.path, passphrase, read_settings(room.file.database.raw))
    finally:
        close_meeting_and_boxes(room)

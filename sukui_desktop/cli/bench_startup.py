"""From process start to the first paint and to the first answered key, against bare programs of the same run."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.bench_cast import reading_of_projects
from sukui_desktop.cli.bench_rounds import Figures, Plan, alternate, keep, machine, medians, run_baseline, run_child
from sukui_desktop.domain.importing import PersonDraft, Reading
from sukui_desktop.services.prepare.create import MeetingDetails, create_meeting
from sukui_desktop.services.prepare.projects import accept_projects
from sukui_desktop.services.prepare.roster import accept_roster
from sukui_desktop.services.prepare.templates import find_template
from sukui_desktop.services.room import close_room
from sukui_desktop.storage.connection import read_settings

PROJECTS = 600
TARGETS = {"first_paint_most": 1.5, "interactive_most": 1.4, "memory_most": 1.8, "key_ms_most": 50}
_OURS = ("first_paint_ms", "roster_ms", "interactive_ms", "rss_kb", "pss_kb", "key_ms_worst")
_BARE = ("first_paint_ms", "interactive_ms", "rss_kb")
_SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
_SYLLABLES = "가나다라마바서연민준지우하은도현수진영호"


class Made(msgspec.Struct, frozen=True):
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
    made = make_start_meeting(plan)
    os.environ.setdefault("QT_QPA_PLATFORM", "" if os.environ.get("DISPLAY") else "offscreen")
    plan.speaker.say(text("bench.warming", bench=plan.name))
    start_ours(plan, made), start_bare(made)
    ours, bare = alternate(plan, lambda _: start_ours(plan, made), lambda _: start_bare(made))
    middle = medians(ours, _OURS), medians(bare, _BARE)
    names = {"first_paint": "first_paint_ms", "interactive": "interactive_ms", "memory": "rss_kb"}
    return {
        "bench": "startup",
        "machine": before | {"platform": os.environ["QT_QPA_PLATFORM"] or "display"},
        "projects": PROJECTS,
        "people": plan.size,
        "found_by_first_key": ours[-1]["found"],
        "pragmas": {"ours": made.pragmas, "baseline": bare[-1]["pragmas"]},
        "unwanted_modules": sorted({name for figures in ours for name in figures["unwanted_modules"]}),
        "ours": keep(ours, _OURS),
        "baseline": keep(bare, _BARE),
        "median": {"ours": middle[0], "baseline": middle[1]},
        "ratio": {name: round(middle[0][figure] / middle[1][figure], 3) for name, figure in names.items()},
        "targets": TARGETS,
    }


def start_ours(plan: Plan, made: Made) -> Figures:
    """Start the real program under watch, with a station folder of its own."""
    program = ["-m", "sukui_desktop.programs.watched", str(time.monotonic_ns()), made.path]
    home = str(plan.folder / "station")
    figures = run_child(program, SUKUI_HOME=home, SUKUI_PASSPHRASE=made.passphrase)
    return {**figures, "key_ms_worst": max(figures["key_ms"])}


def start_bare(made: Made) -> Figures:
    """Start both bare programs, one after the other."""
    paint = run_baseline("first_paint", time.monotonic_ns())
    os.environ["SUKUI_PASSPHRASE"] = made.passphrase
    try:
        return {**paint, **run_baseline("interactive", time.monotonic_ns(), made.path)}
    finally:
        del os.environ["SUKUI_PASSPHRASE"]


def make_start_meeting(plan: Plan) -> Made:
    """Make the meeting: 600 projects and the people of a large roster."""
    context = plan.context()
    name, passphrase = plan.name, context.random.randbytes(8).hex()
    details = MeetingDetails(title=name, body_name=name, host=name, place=name, starts_at_ms=0, ends_at_ms=1)
    path = plan.folder / "meeting.sukui"
    room = create_meeting(path, passphrase, details, find_template("residents"), context)
    try:
        accept_projects(room, reading_of_projects(PROJECTS), frozenset())
        accept_roster(room, reading_of_people(plan.size, Random(1)), frozenset())
        pragmas = read_settings(room.file.database.raw)
    finally:
        close_room(room)
    return Made(path, passphrase, pragmas)


def reading_of_people(count: int, random: Random) -> Reading[PersonDraft]:
    """Return `count` made-up people as an accepted reading."""
    drafts = tuple(
        PersonDraft(
            number=str(number),
            name=random.choice(_SURNAMES) + "".join(random.choices(_SYLLABLES, k=2)),
            phone_last4=f"{random.randrange(10_000):04}",
        )
        for number in range(1, count + 1)
    )
    return Reading(file_name="bench", sha256=bytes(32), encoding="utf-8", columns={}, drafts=drafts, problems=())

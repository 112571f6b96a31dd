"""Made-up projects, people and meetings for the benchmarks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random, SystemRandom
from typing import TypeVar

from sukui_desktop.domain.file_import import PersonDraft, ProjectDraft, Reading
from sukui_desktop.programs.machine_context import wall_clock_ms
from sukui_desktop.services.opened_meeting import Context, Room
from sukui_desktop.services.prepare.meeting_creation_and_details import MeetingDetails, create_meeting
from sukui_desktop.services.prepare.meeting_kind_templates import find_template
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.storage.station_folder import StationFolder

T = TypeVar("T", ProjectDraft, PersonDraft)

_SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
_SYLLABLES = "가나다라마바서연민준지우하은도현수진영호"


def station_of(folder: Path) -> Path:
    """Return the station folder of a benchmark, inside its own folder: never the user's."""
    return folder / "station"


def make_bench_meeting(folder: Path, passphrase: str, projects: int, *, is_practice: bool) -> Room:
    """Make `meeting.sukui` with `projects` projects in the benchmark's folder."""
    context = Context(StationFolder(station_of(folder)), wall_clock_ms, SystemRandom())
    name = "benchmark"
    details = MeetingDetails(
        title=name, body_name=name, host=name, place=name, starts_at_ms=0, ends_at_ms=1, is_practice=is_practice
    )
    room = create_meeting(folder / "meeting.sukui", passphrase, details, find_template("residents"), context)
    accept_project_file(room, reading_of_projects(projects), frozenset())
    return room


def reading_of_projects(count: int) -> Reading[ProjectDraft]:
    """Return `count` projects as a file that was read without a problem."""
    return _reading(
        ProjectDraft(code=f"P{place:04}", title=f"사업 {place}", cost=1_000_000 + place, currency="KRW")
        for place in range(count)
    )


def reading_of_people(count: int, random: Random) -> Reading[PersonDraft]:
    """Return `count` people, numbered from 1, as a file that was read without a problem."""
    return _reading(
        PersonDraft(
            number=str(number),
            name=random.choice(_SURNAMES) + "".join(random.choices(_SYLLABLES, k=2)),
            phone_last4=f"{random.randrange(10_000):04}",
        )
        for number in range(1, count + 1)
    )


def _reading(drafts: Iterable[T]) -> Reading[T]:
    return Reading(file_name="bench", sha256=bytes(32), encoding="utf-8", columns={}, drafts=tuple(drafts), problems=())

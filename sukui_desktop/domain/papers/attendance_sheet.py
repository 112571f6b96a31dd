"""The content of the attendance sheet: frozen, so that making the paper never reads the meeting."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.facts.person import AdmissionUndone, PersonAdmitted, PersonLeft
from sukui_desktop.domain.papers.name_erasures import NameErasure
from sukui_desktop.domain.papers.poll_course import PollCourse
from sukui_desktop.domain.quorum import Quorum


class Absence(msgspec.Struct, frozen=True):
    """A time in which somebody who came back was not in the room."""

    left_at_ms: int
    back_at_ms: int


class ComingAndGoing(msgspec.Struct, frozen=True):
    """When somebody first came in, and when they were out in between."""

    admitted_at_ms: int
    absences: tuple[Absence, ...]


def coming_and_going(entries: Iterable[Entry]) -> ComingAndGoing:
    """Return when somebody came, went and came back, from the entries about them in the order of the record.

    An admission that was taken back as a mistake takes back what came before it. Nobody is out who did not leave.
    """
    first, left, absences = 0, 0, list[Absence]()
    for entry in entries:
        if isinstance(entry.fact, AdmissionUndone):
            first, left, absences = 0, 0, []
        elif isinstance(entry.fact, PersonLeft) and first:
            left = left or entry.at_ms
        elif isinstance(entry.fact, PersonAdmitted):
            first = first or entry.at_ms
            if left:
                absences.append(Absence(left, entry.at_ms))
            left = 0
    return ComingAndGoing(first, tuple(absences))


class AttendanceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the attendance sheet."""

    number: str
    name: str
    channel: str
    subcommittee: str
    role: str
    affiliation: str = ""
    position: str = ""
    is_present: bool
    was_present: bool
    admitted_at_ms: int
    """When somebody first came in; 0 when never admitted."""
    absences: tuple[Absence, ...] = ()
    """When somebody was out and came back, in order; not the time since they went home."""
    left_at_ms: int = 0
    """When somebody went home who is not in the room; 0 where the record does not say."""
    is_walk_in: bool = False
    is_member: bool = True
    """Counts in 재적 and 출석; False for 배석, 참관 and staff."""


class AttendanceSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Who was invited and who came, to be signed and filed; personal throughout."""

    meeting_id: str
    meeting_title: str
    host: str
    place: str
    starts_at_ms: int
    lines: tuple[AttendanceLine, ...]
    """In the order of the roster, walk-ins last."""
    enrolled: int
    present: int
    was_present: int
    opened_at_ms: int = 0
    closed_at_ms: int = 0
    """0 while nobody can be said to have stayed away yet."""
    has_allowance: bool = False
    """People sign for 참석수당 in a column of its own."""
    quorum: Quorum | None
    courses: tuple[tuple[str, PollCourse], ...] = ()
    """(title, course) of the votes that went on without a quorum at some time."""
    erasures: tuple[NameErasure, ...] = ()
    """Of personal data, before the sheet was made: whose line was erased has none here."""
    journal_head: str
    """64 hex digits."""
    is_practice: bool

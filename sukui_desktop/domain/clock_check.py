"""The computer's clock against the record: whether it stands far from the last entry, and in which direction."""

from __future__ import annotations

from enum import StrEnum

import msgspec

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

MOST_BEHIND_MS = 5 * MINUTE_MS
"""A clock that is set by hand or by a network may be that much earlier than another one was."""
MOST_AHEAD_RUNNING_MS = 3 * HOUR_MS
"""A sitting or a vote does not rest longer than that."""
MOST_AHEAD_MS = 366 * DAY_MS
"""A file may lie that long before it is opened again."""


class ClockStand(StrEnum):
    """Where the computer's clock stands."""

    BEHIND = "behind"
    AHEAD = "ahead"


class ClockCheck(msgspec.Struct, frozen=True):
    """A clock that stands far from the last entry of the record."""

    stand: ClockStand
    now_ms: int
    last_ms: int
    """What the wall clock showed when the last entry was made."""


def compare_clock_with_record(now_ms: int, last_ms: int, *, is_running: bool) -> ClockCheck | None:
    """Return how the clock stands to the last entry, None when it stands near enough.

    `is_running` says that a sitting or a vote is going on; `last_ms` is 0 for a record without entries.
    """
    if last_ms and now_ms < last_ms - MOST_BEHIND_MS:
        return ClockCheck(ClockStand.BEHIND, now_ms, last_ms)
    if last_ms and now_ms > last_ms + (MOST_AHEAD_RUNNING_MS if is_running else MOST_AHEAD_MS):
        return ClockCheck(ClockStand.AHEAD, now_ms, last_ms)
    return None


def is_time_doubtful(now_ms: int, *, last_ms: int, closed_ms: int) -> bool:
    """Return whether a result that is certified now may get a wrong date: the clock stands far from the record's last
    entry, or from the closing of the vote, which a clock that went wrong since then has not touched."""
    return any(compare_clock_with_record(now_ms, known_ms, is_running=True) for known_ms in (last_ms, closed_ms))


def find_period_start(now_ms: int, *, first_ms: int, last_ms: int) -> int:
    """Return the moment from which a period that begins now is counted, by the record's first and last entry.

    It is the later of clock and last entry, so that a clock that fell back shortens nothing; but where the last entry
    is more than a year ahead of a clock that is past the first one, it was that entry's clock that stood wrong.
    """
    if first_ms <= now_ms < last_ms - MOST_AHEAD_MS:
        return now_ms
    return max(now_ms, last_ms)


def time_left(until_ms: int, now_ms: int) -> int:
    """Return how much of a period is left, in milliseconds; 0 when it is over.

    Both moments are of one clock. Ask it of the wall clock and of the machine's running time and take the longer
    answer: then a clock set forward shortens nothing.
    """
    return max(0, until_ms - now_ms)


MOST_MOVED_MS = 2 * MINUTE_MS
"""A clock that is kept right over a network moves by seconds against the running time of the machine."""


class ClockTrail(msgspec.Struct, frozen=True, kw_only=True):
    """Where a machine's clock stood at one look, and how far people have set it forward since a period began."""

    boot: str
    """Which start of the machine."""
    uptime_ms: int
    wall_ms: int
    ahead_ms: int = 0
    """Below 0 where it was set back. What is above 0 makes the end of a period by the clock that much later."""


def update_clock_trail(trail: ClockTrail | None, *, boot: str, uptime_ms: int, wall_ms: int) -> ClockTrail:
    """Return the trail after another look, the very same one where nothing has happened that must be kept.

    Within one start of the machine any jump of the clock against the running time is seen, and what it was set forward
    is remembered past the next start. Between two starts only a clock that goes back is seen: it was set right.
    """
    if trail is None or boot != trail.boot:
        ahead_ms = trail.ahead_ms if trail is not None else 0
        if trail is not None and ahead_ms > 0:
            ahead_ms = max(0, ahead_ms - max(0, trail.wall_ms - wall_ms))
        return ClockTrail(boot=boot, uptime_ms=uptime_ms, wall_ms=wall_ms, ahead_ms=ahead_ms)
    jumped_ms = (wall_ms - trail.wall_ms) - (uptime_ms - trail.uptime_ms)
    if abs(jumped_ms) < MOST_MOVED_MS:
        return trail
    ahead_ms = trail.ahead_ms + jumped_ms
    return ClockTrail(boot=boot, uptime_ms=uptime_ms, wall_ms=wall_ms, ahead_ms=ahead_ms)

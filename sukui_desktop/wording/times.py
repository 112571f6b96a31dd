"""Moments, periods and lengths of time in words, in the meeting's time zone, for screens and papers alike.

Moments are milliseconds since 1970 UTC; 0 means never. The zone is a fact of the meeting that is open
(`set_meeting_zone`); new meetings get Asia/Seoul unless `SUKUI_ZONE` names another (an IANA name). The zone of the
machine is not used: a machine left at UTC shows and prints the same time.
Source of the date format: 행정업무의 운영 및 혁신에 관한 규정 제7조.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sukui_desktop.assets.messages import text

SEOUL = "Asia/Seoul"
_KOREA = timezone(timedelta(hours=9), SEOUL)
"""Where the machine has no table of time zones. Korea has kept one time all year since 1988."""
_IN_USE = [""]
"""The zone of the open meeting."""


_FIRST_SECOND, _LAST_SECOND = -62_135_510_400, 253_370_678_400
"""A day within the first year and the last but one that a calendar has, in any zone: seconds since 1970 UTC."""


@cache
def zone_from_name(name: str) -> tzinfo:
    """Return the time zone of an IANA name; Korea's time for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _KOREA


def zone_name_of_new_meeting() -> str:
    """Return the IANA name of the zone that a new meeting gets."""
    name = os.environ.get("SUKUI_ZONE") or SEOUL
    return SEOUL if zone_from_name(name) is _KOREA else name


def set_meeting_zone(name: str) -> None:
    """Show, print and read every moment in the zone of the meeting that is open; '' when none is."""
    _IN_USE[0] = name


def meeting_zone() -> tzinfo:
    """Return the time zone in which every moment is shown, printed and typed in."""
    return zone_from_name(_IN_USE[0] or zone_name_of_new_meeting())


def local_datetime(at_ms: int, zone: str = "") -> datetime:
    """Return what the meeting's clock and calendar show at a moment, with the zone (at most the year 9998).

    `zone` is that of another meeting than the open one.
    """
    seconds = min(max(at_ms // 1000, _FIRST_SECOND), _LAST_SECOND)
    return datetime.fromtimestamp(seconds, zone_from_name(zone) if zone else meeting_zone())


def moment_from_datetime(clock: datetime) -> int:
    """Return the moment at which the meeting's clock shows `clock` (its zone is ignored), in milliseconds."""
    return int(clock.replace(tzinfo=meeting_zone()).timestamp() * 1000)


def date_words(at_ms: int, zone: str = "") -> str:
    """Return a moment's day: 2026. 8. 29.(토); '' for never."""
    if not at_ms:
        return ""
    day = local_datetime(at_ms, zone)
    return f"{day.year}. {day.month}. {day.day}.({text('documents.weekdays')[day.weekday()]})"


def time_of_day_words(at_ms: int, zone: str = "") -> str:
    """Return a moment's time of day: 14:00; '' for never."""
    return f"{local_datetime(at_ms, zone):%H:%M}" if at_ms else ""


def moment_words(at_ms: int, zone: str = "") -> str:
    """Return a moment as 2026. 8. 29.(토) 14:00; '' for never."""
    return f"{date_words(at_ms, zone)} {time_of_day_words(at_ms, zone)}" if at_ms else ""


def period_words(from_ms: int, to_ms: int) -> str:
    """Return 2026. 8. 29.(토) 14:00~16:30, the second day too when it is another; without an end the start alone."""
    if to_ms <= from_ms:
        return moment_words(from_ms)
    return f"{moment_words(from_ms)}~{time_of_day_words(to_ms) if is_same_day(from_ms, to_ms) else moment_words(to_ms)}"


def is_same_day(one_ms: int, other_ms: int) -> bool:
    """Return whether the meeting's calendar shows one day at both moments."""
    return local_datetime(one_ms).date() == local_datetime(other_ms).date()


def moment_words_near_today(at_ms: int, today_ms: int) -> str:
    """Return the time of day alone on the day of `today_ms`, else 8. 30.(일) 01:00; '' for never."""
    if not at_ms or is_same_day(at_ms, today_ms):
        return time_of_day_words(at_ms)
    return moment_words(at_ms).partition(" ")[2]


def planned_and_held_time_words(starts_at_ms: int, opened_at_ms: int, closed_at_ms: int) -> str:
    """Return when a meeting is: as planned until 개회, then as it was held, beside it the plan of another day."""
    if not opened_at_ms:
        return moment_words(starts_at_ms)
    held = period_words(opened_at_ms, closed_at_ms)
    if not starts_at_ms or is_same_day(starts_at_ms, opened_at_ms):
        return held
    return text("documents.held_on_another_day", held=held, planned=moment_words(starts_at_ms))


def time_left_label_and_clock(spent_ms: int, planned_minutes: int) -> tuple[str, str]:
    """Return what is told of an item's time, and the time: how much is left, or by how much it ran over.

    Every window says it so: the hall reads 05:18 and the chair must not read 6분.
    """
    planned_ms = planned_minutes * 60_000
    key = "over" if spent_ms > planned_ms else "left"
    return text(f"wording.times.{key}", minutes=planned_minutes), duration_as_clock(abs(planned_ms - spent_ms))


def hours_and_minutes_words(span_ms: int) -> str:
    """Return a length of time in hours and minutes: 3시간 20분, 3시간, 20분; below a minute 0분."""
    hours, minutes = divmod(max(0, span_ms) // 60_000, 60)
    parts = (
        text("wording.times.hours", count=f"{hours:,}") if hours else "",
        text("wording.times.minutes", count=minutes) if minutes or not hours else "",
    )
    return " ".join(filter(None, parts))


def duration_as_clock(span_ms: int) -> str:
    """Return a length of time as 02:05, or 1:02:05 from an hour on; below zero counts as zero."""
    seconds = max(0, span_ms) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"

"""Times as people read them: without it the hall screen and the console would each spell an hour their own way."""

from __future__ import annotations

from PySide6.QtCore import QDateTime

from sukui_desktop.assets.messages import text

_WEEKDAYS = "월화수목금토일"


def span_words(span_ms: int) -> str:
    """Return a length of time as 02:05, or 1:02:05 from an hour on; below zero counts as zero."""
    seconds = max(0, span_ms) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def hour_words(at_ms: int) -> str:
    """Return the time of day of this machine's zone, such as 14:02; '' for 0 (never)."""
    return QDateTime.fromMSecsSinceEpoch(at_ms).toString("HH:mm") if at_ms else ""


def day_words(at_ms: int) -> str:
    """Return the day as public papers write it: 2026. 8. 29.(토); '' for 0 (never)."""
    if not at_ms:
        return ""
    day = QDateTime.fromMSecsSinceEpoch(at_ms).date()
    weekday = _WEEKDAYS[day.dayOfWeek() - 1]
    return text("widgets.clock.day", year=day.year(), month=day.month(), day=day.day(), weekday=weekday)

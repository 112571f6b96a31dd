"""Times as people read them: without it the hall screen and the console would each spell an hour their own way."""

from __future__ import annotations

from sukui_desktop.ui.widgets.moments import to_moment


def span_words(span_ms: int) -> str:
    """Return a length of time as 02:05, or 1:02:05 from an hour on; below zero counts as zero."""
    seconds = max(0, span_ms) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def hour_words(at_ms: int) -> str:
    """Return the time of day of this machine's zone, such as 14:02; '' for 0 (never)."""
    return to_moment(at_ms).toString("HH:mm") if at_ms else ""

"""Times between people and the record: milliseconds since 1970 on one side, the room's clock on the other."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale


def to_moment(at_ms: int) -> QDateTime:
    """Return the room's local date and time."""
    return QDateTime.fromMSecsSinceEpoch(at_ms)


def from_moment(moment: QDateTime) -> int:
    """Return milliseconds since 1970 UTC."""
    return int(moment.toMSecsSinceEpoch())


def day_words(at_ms: int) -> str:
    """Return a date as offices write it: 2026. 8. 29.(토) 14:00; '' for never."""
    if not at_ms:
        return ""
    moment = to_moment(at_ms)
    weekday = QLocale(QLocale.Language.Korean).dayName(moment.date().dayOfWeek(), QLocale.FormatType.ShortFormat)
    return f"{moment.toString('yyyy. M. d.')}({weekday}) {moment.toString('HH:mm')}"

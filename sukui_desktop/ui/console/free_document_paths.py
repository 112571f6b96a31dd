"""Names of files that are written beside a meeting."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.domain.file_names import dated_file_stem
from sukui_desktop.domain.papers.minutes_content import Minutes
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.wording.times import local_datetime


def free_document_path(folder: Path, meeting: MeetingRow | Minutes, kind: str, suffix: str, *, about: str = "") -> Path:
    """Return a free name for a document of a meeting: its day, its title, what it is about, its kind.

    One rule for every document, whenever it is made: the day in the name is the planned one, which the meeting file has
    in its name, too. Neither the day of making nor the one on which the sitting was opened: they would tear the files
    of one meeting apart, those from before 개회 and those after it.
    """
    day_ms = meeting.starts_at_ms or meeting.opened_at_ms
    return free_dated_path(folder, meeting.title, kind, day_ms, suffix, about=about)


def free_dated_path(folder: Path, title: str, kind: str, day_ms: int, suffix: str, *, about: str = "") -> Path:
    """Return a name in `folder` that is not taken: 2026-08-29 <title> <kind>.pdf, then ... (2).pdf (`dated_file_stem`).

    `day_ms` is a moment of the day in the name, 0 for none; documents of a meeting are named by `free_document_path`.
    """
    name = dated_file_stem(f"{local_datetime(day_ms):%Y-%m-%d}" if day_ms else "", title, kind, about=about)
    path, number = folder / f"{name}{suffix}", 2
    while path.exists():
        path, number = folder / f"{name} ({number}){suffix}", number + 1
    return path

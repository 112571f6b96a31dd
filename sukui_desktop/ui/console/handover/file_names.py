"""Names of files that are written beside a meeting."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.domain.file_names import file_stem
from sukui_desktop.wording.times import local_datetime


def free_path(folder: Path, title: str, kind: str, day_ms: int, suffix: str) -> Path:
    """Return a name in `folder` that is not taken: 2026-08-29 <title> <kind>.pdf, then ... (2).pdf (`file_stem`).

    `day_ms` is a moment of the day in the name: when the sitting was opened, before that the plan; 0 for none.
    """
    name = file_stem(f"{local_datetime(day_ms):%Y-%m-%d}" if day_ms else "", title, kind)
    path, number = folder / f"{name}{suffix}", 2
    while path.exists():
        path, number = folder / f"{name} ({number}){suffix}", number + 1
    return path

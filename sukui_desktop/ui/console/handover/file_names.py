"""Names of files that are written beside a meeting."""

from __future__ import annotations

import re
from pathlib import Path

from sukui_desktop.wording.times import clock_of

_LONGEST = 80
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def free_path(folder: Path, title: str, kind: str, starts_at_ms: int, suffix: str) -> Path:
    """Return a name in `folder` that is not taken: 2026-08-29 <title> <kind>.pdf, then ... (2).pdf.

    Letters that Windows forbids in names become spaces; a long title is cut.
    """
    day = f"{clock_of(starts_at_ms):%Y-%m-%d} " if starts_at_ms else ""
    about = " ".join(title.split())[:_LONGEST]
    # "제3차 회의" is a meeting already: no "회의 회의".
    name = _FORBIDDEN.sub(" ", f"{day}{about}" if about.endswith(kind) else f"{day}{about} {kind}").strip(" .")
    name = re.sub(r" {2,}", " ", name)
    path, number = folder / f"{name}{suffix}", 2
    while path.exists():
        path, number = folder / f"{name} ({number}){suffix}", number + 1
    return path

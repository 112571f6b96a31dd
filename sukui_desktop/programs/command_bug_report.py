"""A bug of a command: one Korean sentence on stderr, what developers need in a file of the station folder."""

from __future__ import annotations

import secrets
import sys
import traceback
from contextlib import suppress
from types import TracebackType

from sukui_desktop.assets.messages import text
from sukui_desktop.programs.machine_context import station_path


def report_command_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write a bug down and say where. For `sys.excepthook`: Python ends the command with exit code 1 then."""
    path = station_path() / f"bug-{secrets.token_hex(4)}.txt"
    words = text("cli.bug_unwritten", kind=kind.__name__)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text("".join(traceback.format_exception(kind, error, trace)), encoding="utf-8")
        words = text("cli.bug", kind=kind.__name__, file=str(path))
    if sys.stderr is not None:
        print(words, file=sys.stderr)

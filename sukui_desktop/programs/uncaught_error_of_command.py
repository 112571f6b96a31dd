"""An uncaught error (a bug) of a command: a Korean sentence on stderr, the rest in a file of the station folder."""

from __future__ import annotations

import secrets
import sys
import traceback
from contextlib import suppress
from types import TracebackType

from sukui_desktop.assets.messages import text
from sukui_desktop.programs.machine_context import station_path


def write_down_uncaught_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write the error down in a file and say where.

    For `sys.excepthook`: Python ends the command with exit code 1 then.
    """
    path = station_path() / f"bug-{secrets.token_hex(4)}.txt"
    words = text("cli.bug_unwritten", kind=kind.__name__)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text("".join(traceback.format_exception(kind, error, trace)), encoding="utf-8")
        words = text("cli.bug", kind=kind.__name__, file=str(path))
    if sys.stderr is not None:
        print(words, file=sys.stderr)

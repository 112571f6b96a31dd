"""The program without a window: the command line on this machine's context. Loads no Qt."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sukui_desktop.services.room import Context


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (0 well, 1 bug, 2 usage, 3 refused, 4 disk or device, 5 verification).

    `desktop` is handed to the program with windows, which is loaded only then; its first paint waits for no command.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["desktop"]:
        gc.disable()  # before Qt is imported; `programs.sweeping` collects in the window's loop
        desktop = importlib.import_module("sukui_desktop.programs.desktop")
        return int(desktop.main(arguments[1:]))
    from sukui_desktop.cli.main import run

    return run(arguments, _make_context)


def _make_context() -> Context:
    """Make the context when a command asks for it: a count of a file needs no station and waits for no store."""
    from sukui_desktop.programs.bootstrap import make_context

    return make_context()

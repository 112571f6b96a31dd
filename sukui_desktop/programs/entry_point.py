"""The program's entry: the command line on this machine's context, or the windows for `sukui desktop`."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence

from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.programs.uncaught_error_of_command import write_down_uncaught_error

WITH_WINDOWS = ("desktop", "kiosk", "desk", "recorder", "hall")
"""Commands that are programs with windows, each a module of `programs`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (0 well, 1 bug, 2 usage, 3 refused, 4 disk or device, 5 verification).

    Loads Qt for the programs with windows alone, and by name: no other command waits for it, and no window for the
    command line.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in WITH_WINDOWS:
        gc.disable()  # as `WindowThreadCollector` has it from then on: what is being loaded is no garbage
        try:
            windows = importlib.import_module(f"sukui_desktop.programs.{arguments[0]}")
            return int(windows.main(arguments[1:]))
        finally:
            gc.enable()
    from sukui_desktop.cli.main import run_command

    sys.excepthook = write_down_uncaught_error
    return run_command(arguments, make_context)

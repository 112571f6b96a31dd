"""The command by which the program is typed on this machine."""

from __future__ import annotations

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent.parent


def program_command() -> str:
    """Return what people type before `verify` and the like: ./run in the program's own folder, else the installed
    name."""
    return "./run" if (_CHECKOUT / "run").is_file() else "sukui"

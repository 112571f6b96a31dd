"""`sukui bench`: speed as a ratio to a bare baseline of the same run."""

from __future__ import annotations

import argparse

from sukui_desktop.assets.messages import text


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bench`."""
    commands.add_parser("bench", help=text("cli.help.bench"))

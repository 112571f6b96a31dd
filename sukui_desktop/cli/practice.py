"""`sukui practice`: the practice meeting from start to end without a window, as `./run` does where there is none."""

from __future__ import annotations

import argparse

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.demo import run_demo
from sukui_desktop.cli.secrets import add_option


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `practice`: a demo of the shipped election."""
    parser = commands.add_parser("practice", help=text("cli.help.practice"))
    parser.add_argument("--json", action="store_true")
    add_option(parser)
    parser.set_defaults(act=run_demo, source=None, out=None, acks=None, rule=None, answer=[])

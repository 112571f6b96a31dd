"""The command line as a whole: what may be typed, and what an error becomes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from sukui_desktop import __version__
from sukui_desktop.assets.messages import error_sentences, text
from sukui_desktop.cli.bench import add_commands as add_bench
from sukui_desktop.cli.demo import add_commands as add_demo
from sukui_desktop.cli.file_commands import add_commands as add_file_commands
from sukui_desktop.cli.practice import add_commands as add_practice
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.services.context import Context

USAGE = 2


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        # No abbreviations: `--passphrase secret` must not be taken for `--passphrase-file secret`.
        super().__init__(**{"allow_abbrev": False, **settings})

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(USAGE)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser: argparse.ArgumentParser = _Parser(prog="sukui", description=text("cli.description"))
    parser.add_argument("--version", action="version", version=f"sukui {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("desktop", help=text("cli.help.desktop"))
    for add in (add_practice, add_demo, add_file_commands, add_bench):
        add(commands)
    return parser


def run(arguments: Sequence[str], make_context: Callable[[], Context]) -> int:
    """Run one command and return its exit code; a known failure is told in one Korean sentence on stderr."""
    try:
        options = make_parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    speaker = Speaker(is_json=bool(getattr(options, "json", False)))
    try:
        answer = options.act(options, make_context, speaker)
    except SukuiError as error:
        speaker.tell_error(error, error_sentences())
        return error.exit_code
    except BrokenPipeError:
        return 0
    speaker.answer(answer)
    return 0

"""The command line as a whole: what may be typed, and what an error becomes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from sukui_desktop import __version__
from sukui_desktop.assets.messages import text
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.domain.errors import SukuiError

if TYPE_CHECKING:
    from sukui_desktop.services.room import Context

USAGE = 2


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        # No abbreviations: `--passphrase secret` must not be taken for `--passphrase-file secret`.
        super().__init__(**{"allow_abbrev": False, **settings})

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(USAGE)


def make_parser(arguments: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, or of what `arguments` need of it.

    A command brings its modules along: a count of a city's ballots must not wait for the store and the PDF writer.
    """
    parser: argparse.ArgumentParser = _Parser(prog="sukui", description=text("cli.description"))
    parser.add_argument("--version", action="version", version=f"sukui {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("desktop", help=text("cli.help.desktop"))
    typed = None if arguments is None else next((word for word in arguments if not word.startswith("-")), "")
    for names, add in _COMMANDS:
        if typed is None or typed in names:
            add(commands)
            continue
        for name in names:
            commands.add_parser(name, help=text(f"cli.help.{name}"))
    return parser


def run(arguments: Sequence[str], make_context: Callable[[], Context]) -> int:
    """Run one command and return its exit code; a known failure is told in one Korean sentence on stderr."""
    try:
        options = make_parser(arguments).parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    speaker = Speaker(is_json=bool(getattr(options, "json", False)))
    try:
        answer = options.act(options, make_context, speaker)
    except SukuiError as error:
        speaker.tell_error(error)
        return error.exit_code
    except BrokenPipeError:
        return 0
    speaker.answer(answer)
    return 0


def _add_practice(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from sukui_desktop.cli.practice import add_commands

    add_commands(commands)


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from sukui_desktop.cli.demo import add_commands

    add_commands(commands)


def _add_file_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from sukui_desktop.cli.file_commands import add_commands

    add_commands(commands)


def _add_tally(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from sukui_desktop.cli.tally import add_commands

    add_commands(commands)


def _add_rules(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from sukui_desktop.cli.rules import add_commands

    add_commands(commands)


_COMMANDS: tuple[tuple[tuple[str, ...], Callable[[argparse._SubParsersAction[argparse.ArgumentParser]], None]], ...] = (
    (("practice",), _add_practice),
    (("demo",), _add_demo),
    (("verify", "show", "replay", "copy"), _add_file_commands),
    (("tally",), _add_tally),
    (("rules",), _add_rules),
)
"""The commands of each module, in the order of the help; `cli.help.<name>` says what one does."""

"""The command line as a whole: which commands there are, and what an error becomes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sukui_desktop import __version__
from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.cli.korean_argparse import Commands, KoreanParser
from sukui_desktop.cli.output import Output, OutputLost, discard_stdout, escape_letters_the_streams_lack
from sukui_desktop.domain.errors import SukuiError

if TYPE_CHECKING:
    from sukui_desktop.services.opened_meeting import Context

INTERRUPTED = 130
"""Exit code of a command that was stopped with Ctrl-C."""
_GROUPS = (
    ("desktop",),
    ("kiosk",),
    ("desk",),
    ("recorder",),
    ("hall",),
    ("practice", "demo"),
    ("verify", "show", "replay", "copy"),
    ("export",),
    ("tally",),
    ("rules",),
    ("preview",),
)
"""The commands that share a module, in the order of the help; `cli.help.<name>` says what one does."""


def run_command(arguments: Sequence[str], make_context: Callable[[], Context]) -> int:
    """Run one command and return its exit code; a known failure becomes one Korean sentence on stderr."""
    escape_letters_the_streams_lack()
    output = Output(is_json=False)
    try:
        return _run_typed_command(arguments, make_context, output)
    except KeyboardInterrupt:
        output.write_note(text("cli.interrupted"))
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has seen enough
        discard_stdout()
        return 0
    except OutputLost as error:
        discard_stdout()
        output.write_note(error_text(error.code, **error.facts))
        return error.exit_code


def _run_typed_command(arguments: Sequence[str], make_context: Callable[[], Context], output: Output) -> int:
    """Run one command; `output` learns whether it is asked for JSON. Raises OutputLost."""
    code = 0
    try:
        options = make_command_line_parser(arguments).parse_args(arguments)
        output.is_json = options.json
        output.write_answer(options.act(options, make_context, output))
    except SystemExit as stop:
        code = int(stop.code or 0)
    except OutputLost:
        raise
    except SukuiError as error:
        code = error.exit_code
        output.write_refusal(error)
    output.flush_output()
    return code


def make_command_line_parser(arguments: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser of the whole command line; given `arguments`, the options of the typed command alone.

    The modules of the other commands are not imported then: a count of a city's ballots needs no store and no papers.
    """
    parser = KoreanParser(prog=program_command(), description=text("cli.description"))
    parser.add_argument("--version", action="version", version=f"sukui {__version__}", help=text("cli.help.version"))
    parser.set_defaults(json=False)
    commands = parser.add_subcommands("command")
    typed = None if arguments is None else next((word for word in arguments if not word.startswith("-")), "")
    for names in _GROUPS:
        if typed is None or typed in names:
            _add_command_group(names[0], commands)
        else:
            for name in names:
                commands.add_parser(name, help=text(f"cli.help.{name}"))
    return parser


def _add_command_group(first: str, commands: Commands) -> None:
    """Add the commands of the group that begins with `first`; `programs.desktop` reads its own options."""
    match first:
        case "practice":
            from sukui_desktop.cli.demo import add_commands
        case "verify":
            from sukui_desktop.cli.meeting_files import add_commands
        case "export":
            from sukui_desktop.cli.export import add_commands
        case "tally":
            from sukui_desktop.cli.tally import add_commands
        case "rules":
            from sukui_desktop.cli.rules import add_commands
        case "preview":
            from sukui_desktop.cli.import_preview import add_commands
        case _:
            commands.add_parser(first, help=text(f"cli.help.{first}"))
            return
    add_commands(commands)

"""`argparse` in Korean: help, usage errors and the options that several commands share."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from sukui_desktop.assets.messages import text

if TYPE_CHECKING:
    from sukui_desktop.cli.output import Document, Output
    from sukui_desktop.services.opened_meeting import Context

USAGE = 2
"""Exit code of a command that was typed wrongly."""
Commands: TypeAlias = "argparse._SubParsersAction[KoreanParser]"  # noqa: SLF001
"""What `add_subparsers` returns; argparse has no public name for it."""

MakeContext: TypeAlias = "Callable[[], Context]"
"""Gives a command its clock and its chance; called only by commands that open a meeting."""
Act: TypeAlias = "Callable[[argparse.Namespace, MakeContext, Output], Document]"
"""What a command does with its options: returns its document. Raises the SukuiError of what cannot be done."""

_ERRORS = (
    (r"the following arguments are required: (?P<names>.+)", "missing"),
    (r"unrecognized arguments: (?P<words>.+)", "unknown"),
    (r"argument (?P<name>.+?): expected .*", "no_value"),
    (r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<choices>.*)\)", "not_offered"),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)", "takes_no_value"),
    (r"argument (?P<name>.+?): (?P<reason>.*[가-힣].*)", "not_valid"),
)
"""argparse's own English sentences, as regular expressions, and the key under `cli.usage` of ours."""


class KoreanFormatter(argparse.HelpFormatter):
    """Writes "쓰는 법" where argparse writes "usage"."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the line that shows how the command is typed."""
        super().add_usage(usage, actions, groups, text("cli.usage.prefix") + " " if prefix is None else prefix)


class KoreanParser(argparse.ArgumentParser):
    """A parser whose help and errors are Korean; options may not be abbreviated."""

    def __init__(self, **settings: Any) -> None:
        # `--passphrase secret` must not be taken for `--passphrase-file secret`.
        fixed = {"allow_abbrev": False, "add_help": False, "formatter_class": KoreanFormatter}
        super().__init__(**{**settings, **fixed})
        self._positionals.title = text("cli.usage.positionals")
        self._optionals.title = text("cli.usage.options")
        self.add_argument("-h", "--help", action="help", help=text("cli.usage.help"))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, refusing unknown words here: the usage that is shown is that of the command itself."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def add_korean_argument(self, *names: str, metavar: str, words: str, **settings: Any) -> None:
        """Take an argument that is shown as the text `cli.metavar.<metavar>` and explained by the text `words`."""
        self.add_argument(*names, metavar=text(f"cli.metavar.{metavar}"), help=text(words), **settings)

    def add_subcommands(self, dest: str) -> Commands:
        """Take commands of its own, one of which must be typed; its name is kept as `dest`."""
        metavar, title = text("cli.metavar.command"), text("cli.usage.commands")
        return self.add_subparsers(dest=dest, required=True, metavar=metavar, title=title)

    def error(self, message: str) -> NoReturn:
        """Refuse what argparse found wrong, in Korean."""
        self.exit_with_refusal(korean_usage_error(message))

    def exit_with_refusal(self, sentence: str) -> NoReturn:
        """Write how the command is typed and what is wrong with it on stderr, and exit with code 2."""
        if sys.stderr is not None:
            self.print_usage(sys.stderr)
            print(f"{self.prog}: {sentence}", file=sys.stderr)
        raise SystemExit(USAGE)


def korean_usage_error(message: str) -> str:
    """Return the Korean sentence for one of argparse's English ones; a general one for a sentence that is unknown."""
    for pattern, key in _ERRORS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return text(f"cli.usage.{key}", **found.groupdict())
    return text("cli.usage.other")


def add_json_option(parser: KoreanParser) -> None:
    """Let a command take `--json`."""
    parser.add_argument("--json", action="store_true", help=text("cli.help.json"))


def add_passphrase_option(parser: KoreanParser) -> None:
    """Let a command take `--passphrase-file`."""
    parser.add_korean_argument("--passphrase-file", type=Path, metavar="file", words="cli.help.passphrase_file")


def parse_name_value_pair(written: str) -> tuple[str, str]:
    """Return the name and the value of NAME=VALUE, for `argparse`.

    Raises ArgumentTypeError unless both are there.
    """
    name, sign, value = written.partition("=")
    if not (name and sign and value):
        raise argparse.ArgumentTypeError(text("cli.usage.not_a_pair", written=written))
    return name, value

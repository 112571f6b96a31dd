"""`sukui rules list|show|check`: what ways to vote there are, what each says, and whether a new file is one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.domain.rule_year.rule import RuleYear, unwritten
from sukui_desktop.services.prepare.rules import find_rule, list_rules, read_rule_file, rule_words

if TYPE_CHECKING:
    from sukui_desktop.services.room import Context

MakeContext = Callable[[], "Context"]
Answer = dict[str, object]
Act = Callable[[argparse.Namespace, MakeContext, Speaker], Answer]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `rules` with `list`, `show KEY` and `check FILE`."""
    parser = commands.add_parser("rules", help=text("cli.help.rules"))
    ways = parser.add_subparsers(dest="way", required=True, metavar="WAY")
    _add(ways, "list", run_list)
    _add(ways, "show", run_show).add_argument("key", metavar="KEY")
    _add(ways, "check", run_check).add_argument("file", type=Path, metavar="FILE")


def _add(ways: argparse._SubParsersAction[argparse.ArgumentParser], name: str, act: Act) -> argparse.ArgumentParser:
    parser = ways.add_parser(name, help=text(f"cli.help.rules_{name}"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(act=act)
    return parser


def run_list(options: argparse.Namespace, make_context: MakeContext, speaker: Speaker) -> Answer:
    """Tell every shipped rule: key, year, title."""
    rules = [_outline(rule) for rule in list_rules()]
    width = max(len(rule.key) for rule in list_rules())
    lines = [f"{rule.key:<{width}}  {rule.year or '—':<4}  {rule.title}" for rule in list_rules()]
    return {"rules": rules, "lines": lines}


def run_show(options: argparse.Namespace, make_context: MakeContext, speaker: Speaker) -> Answer:
    """Read one shipped rule out. Raises NotFound rule_unknown."""
    return _told(find_rule(options.key))


def run_check(options: argparse.Namespace, make_context: MakeContext, speaker: Speaker) -> Answer:
    """Check a rule file and read it out. Raises BadInput as `read_rule_file`."""
    rule = read_rule_file(options.file)
    told = _told(rule)
    lines = told["lines"]
    assert isinstance(lines, list)
    return {"file": options.file.name, **told, "lines": [text("cli.rules.well", file=options.file.name), "", *lines]}


def _outline(rule: RuleYear) -> Answer:
    return {name: getattr(rule, name) for name in ("key", "title", "city", "year", "track", "source", "summary")}


def _told(rule: RuleYear) -> Answer:
    plain = msgspec.to_builtins(rule)
    assert isinstance(plain, dict)
    words = list(rule_words(rule))
    must = [opening.field for opening in unwritten(rule, {})]
    lines = [f"{rule.title} ({rule.key})", rule.source, "", *words]
    return {**plain, "words": words, "must_be_written": must, "lines": lines}

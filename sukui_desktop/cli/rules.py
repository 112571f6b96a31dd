"""`sukui rules list|show|check`: the shipped ways to vote, one of them in words, and the check of a rule file."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.korean_argparse import Act, Commands, KoreanParser, MakeContext, add_json_option
from sukui_desktop.cli.output import Document, Output
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear, money_parameters_without_value
from sukui_desktop.services.file_reading_and_saving import read_file_and_call_verb
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, list_shipped_rule_years, read_rule_file
from sukui_desktop.wording.rules import rule_sentences


def add_commands(commands: Commands) -> None:
    """Add `rules` with its own commands `list`, `show` and `check`."""
    parser = commands.add_parser("rules", help=text("cli.help.rules"))
    ways = parser.add_subcommands("way")
    _add_rule_command(ways, "list", run_list_rules)
    _add_rule_command(ways, "show", run_show_rule).add_korean_argument("key", metavar="key", words="cli.help.rules_key")
    _add_rule_command(ways, "check", run_check_rule).add_korean_argument(
        "file", type=Path, metavar="file", words="cli.help.rules_file"
    )


def _add_rule_command(ways: Commands, name: str, act: Act) -> KoreanParser:
    parser = ways.add_parser(name, help=text(f"cli.help.rules_{name}"))
    add_json_option(parser)
    parser.set_defaults(act=act)
    return parser


def run_list_rules(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """List every shipped rule: key, year, title."""
    rules = [_rule_outline_json(rule) for rule in list_shipped_rule_years()]
    width = max(len(rule.key) for rule in list_shipped_rule_years())
    lines = [f"{rule.key:<{width}}  {rule.year or '—':<4}  {rule.title}" for rule in list_shipped_rule_years()]
    return {"rules": rules, "lines": lines}


def run_show_rule(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """Return one shipped rule and its sentences. Raises NotFound rule_unknown."""
    return _rule_and_sentences_json(find_shipped_rule_year(options.key))


def run_check_rule(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """Check a rule file and return it and its sentences. Raises BadInput as `read_rule_file`."""
    rule = read_file_and_call_verb(read_rule_file, options.file)
    shown = _rule_and_sentences_json(rule)
    lines = shown["lines"]
    assert isinstance(lines, list)
    return {"file": options.file.name, **shown, "lines": [text("cli.rules.well", file=options.file.name), "", *lines]}


def _rule_outline_json(rule: RuleYear) -> Document:
    return {name: getattr(rule, name) for name in ("key", "title", "city", "year", "track", "source", "summary")}


def _rule_and_sentences_json(rule: RuleYear) -> Document:
    plain = msgspec.to_builtins(rule)
    assert isinstance(plain, dict)
    words = list(rule_sentences(rule))
    must = [parameter.field for parameter in money_parameters_without_value(rule, {})]
    lines = [f"{rule.title} ({rule.key})", rule.source, "", *words]
    return {**plain, "words": words, "must_be_written": must, "lines": lines}

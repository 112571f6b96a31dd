"""The command line is Korean: its help, and whatever is wrong with a command."""

from __future__ import annotations

import argparse
import re

import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.cli.korean_argparse import korean_usage_error, parse_name_value_pair
from sukui_desktop.cli.main import make_command_line_parser, run_command
from sukui_desktop.services.opened_meeting import Context

ENGLISH = re.compile(r"\b(usage|options|positional|arguments?|error|expected|required|invalid|unrecognized|exit)\b")
"""Words of argparse's own sentences."""


def no_context() -> Context:
    raise AssertionError("nothing was to be opened")


WRONG: tuple[tuple[list[str], str], ...] = (
    ([], "missing"),
    (["verify"], "missing"),
    (["rules"], "missing"),
    (["rules", "check"], "missing"),
    (["conjure"], "not_offered"),
    (["rules", "sing"], "not_offered"),
    (["tally", "a.pb", "--rule", "none"], "not_offered"),
    (["demo", "--nonsense"], "unknown"),
    (["demo", "--out"], "no_value"),
    (["demo", "--json=yes"], "takes_no_value"),
    (["demo", "--answer", "no sign"], "not_valid"),
)


@pytest.mark.parametrize(("words", "key"), WRONG, ids=[" ".join(words) or "nothing" for words, _ in WRONG])
def test_what_is_wrong_is_said_in_korean(words: list[str], key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(words, no_context) == 2
    out, err = capsys.readouterr()
    usage, _, sentence = err.rpartition(f"\n{program_command()}")
    assert out == ""
    assert usage.startswith(text("cli.usage.prefix"))
    assert not ENGLISH.search(re.sub(r"'\w+'", "", err))
    before, after = re.split(r"\{.*\}", _template(key))
    assert before in sentence
    assert sentence.endswith(after + "\n")


def _template(key: str) -> str:
    facts = ("names", "words", "name", "value", "choices", "reason")
    return text(f"cli.usage.{key}", **{fact: "{" + fact + "}" for fact in facts})


def test_a_sentence_of_another_python_becomes_a_general_one() -> None:
    assert korean_usage_error("something new went wrong") == text("cli.usage.other")


def test_all_help_is_korean() -> None:
    parsers: list[argparse.ArgumentParser] = [make_command_line_parser()]
    for parser in parsers:
        helped = parser.format_help()
        assert not ENGLISH.search(helped)
        for action in parser._actions:
            assert action.help or action.dest in ("command", "way"), f"{parser.prog}: {action.dest}"
            if isinstance(action, argparse._SubParsersAction):
                parsers.extend(action.choices.values())
    assert len(parsers) > 10


@pytest.mark.parametrize("written", ["", "a", "=b", "a="])
def test_a_pair_needs_both_sides(written: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        parse_name_value_pair(written)
    assert parse_name_value_pair("a=b=c") == ("a", "b=c")

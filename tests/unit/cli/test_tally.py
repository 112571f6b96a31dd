"""`sukui tally` as it is typed: one JSON document, exact numbers, known refusals."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.cli.main import make_command_line_parser, run_command
from sukui_desktop.cli.output import amount_or_decimal_text, number_or_fraction_text
from tests.builders.pabulib_text import pabulib_text, write_text
from tests.unit.services.tally.test_channel_files_tally import PROJECTS, RULE, SUMS

VOTES = ["A,B", "B", "B,C", ""]
KEYS = {"votes", "score", "selected", "rule", "explanations", "ballots_valid", "ballots_invalid"}


def no_context() -> NoReturn:
    raise AssertionError("a count needs no station")


def said(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> Any:
    assert run_command(["tally", *map(str, arguments)], no_context) == code
    return json.loads(capsys.readouterr().out)


def test_a_file_is_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_text(tmp_path / "city.pb", pabulib_text(VOTES, budget="1000.50"))
    document = said(capsys, path, "--json")
    assert set(document) >= KEYS
    assert document["votes"] == document["score"] == {"A": 1, "B": 3, "C": 1}
    assert (document["selected"], document["rule"]) == (["B", "A"], "greedy")
    assert (document["ballots_cast"], document["ballots_valid"], document["ballots_blank"]) == (4, 3, 1)
    assert document["ballots_invalid"] == 0
    assert (document["total_cost"], document["ceiling"]) == (1000, "1000.5")
    assert document["counters_agree"] is True
    assert "lines" not in document


@pytest.mark.parametrize("rule", ["file", "greedy", "greedy-no-skip", "threshold", "mes-add1", "phragmen"])
def test_every_rule_may_be_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str) -> None:
    path = write_text(tmp_path / "city.pb", pabulib_text(VOTES))
    document = said(capsys, path, "--rule", rule, "--json")
    assert document["rule"] == ("greedy" if rule == "file" else rule)
    assert set(document["explanations"]) == {"A", "B", "C"}


def test_people_are_reported_in_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_text(tmp_path / "city.pb", pabulib_text(VOTES, rule="astrology", max_length=1))
    assert run_command(["tally", str(path)], no_context) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "4장" in lines[0]
    assert any("astrology" in line for line in lines)
    assert any("제한" in line for line in lines)
    assert lines[-1].strip().startswith("2. A")


@pytest.mark.parametrize(
    ("rule", "doubt", "followed"),
    [
        ("equalshares/add1-comparison", "comparison", "mes-add1"),
        ("greedy-exclusive", "no_pairs", "greedy"),
        ("greedy-threshold", "no_threshold", "greedy"),
        ("astrology", "unknown", "greedy"),
    ],
)
def test_a_guess_says_its_reason_and_what_was_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str, doubt: str, followed: str
) -> None:
    path = write_text(tmp_path / "city.pb", pabulib_text(VOTES, rule=rule))
    document = said(capsys, path, "--json")
    assert (document["is_guess"], document["doubt"], document["rule"]) == (True, doubt, followed)
    assert document["rule_stated"] == rule
    assert run_command(["tally", str(path)], no_context) == 0
    shown = capsys.readouterr().out
    assert rule in shown
    assert text(f"tally.doubt.{doubt}") in shown


def test_a_tie_that_decided_is_in_the_document_and_in_the_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Fails where a list that only the order of the file decided was shown without a word.
    path = write_text(tmp_path / "city.pb", pabulib_text(["A", "A", "C", "B"], projects=("A;400", "C;600", "B;550")))
    (sentence,) = said(capsys, path, "--json")["ties"]
    assert "동점" in sentence
    assert run_command(["tally", str(path)], no_context) == 0
    assert sentence in capsys.readouterr().out.splitlines()


def test_a_fault_of_the_file_is_reported_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_text(tmp_path / "city.pb", pabulib_text(["A", "Z"]))
    document = said(capsys, path, "--json", code=3)
    assert (document["error"], document["facts"]["line"], document["facts"]["value"]) == ("pb_vote_unknown", 15, "Z")


def test_a_rule_over_channels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = write_text(tmp_path / "rule.toml", RULE)
    ballots = write_text(tmp_path / "a.pb", pabulib_text(["X,Y", "X", "X", "Y"], **PROJECTS))  # type: ignore[arg-type]
    sums = write_text(tmp_path / "b.csv", SUMS)
    words = ("--rule-file", rule, "--channel", f"committee={ballots}", "--channel", f"citizens={sums}")
    document = said(capsys, *words, "--json")
    assert document["score"] == {"X": "223/400", "Y": "133/200"}
    assert document["ledger"]["lines"][0]["shares"] == ["27/80", "9/40"]
    assert document["without_channel"] == {"committee": ["Y"], "citizens": ["X"]}
    assert (document["ballots_valid"], document["selected"]) == (14, ["Y"])
    by_marks = said(capsys, *words, "--answer", "channels.basis=marks", "--json")
    assert by_marks["score"] == {"X": "34/75", "Y": "41/75"}
    assert run_command(["tally", *map(str, words)], no_context) == 0
    assert "Y" in capsys.readouterr().out


def test_without_channels_scores_are_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = write_text(tmp_path / "rule.toml", RULE.partition("[channels]")[0])
    ballots = write_text(tmp_path / "a.pb", pabulib_text(["X,Y", "X"], **PROJECTS))  # type: ignore[arg-type]
    document = said(capsys, "--rule-file", rule, "--channel", f"all={ballots}", "--json")
    assert (document["score"], document["ledger"]) == ({"X": 2, "Y": 1}, None)


@pytest.mark.parametrize("words", [["a.pb", "--rule-file", "r.toml", "--channel", "a=b"], ["--rule-file", "r.toml"]])
def test_something_must_be_there_to_count(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, *words, "--json", code=3)["error"] == "tally_nothing"


@pytest.mark.parametrize(
    "words",
    [["--channel", "a=b"], ["--answer", "a=b"], ["--projects", "p.csv"], ["--channel", "a=b", "--answer", "a=b"]],
)
def test_options_of_a_rule_are_refused_for_an_election_file(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    document = said(capsys, "a.pb", *words, "--json", code=3)
    assert document["error"] == "tally_not_for_file"
    assert document["facts"]["names"] == ", ".join(words[::2])


@pytest.mark.parametrize(
    "words", [[], ["a.pb", "b.pb"], ["a.pb", "--rule", "astrology"], ["--channel", "committee"], ["--channel", "=a.pb"]]
)
def test_what_cannot_be_typed(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["tally", *words], no_context) == 2
    usage = capsys.readouterr().err
    assert text("cli.usage.prefix") in usage
    assert f"{program_command()} tally" in usage.splitlines()[0]


def test_only_the_typed_command_brings_its_options() -> None:
    assert "--rule-file" in _help_of(["tally", "--json"], "tally")
    assert "--rule-file" not in _help_of(["verify"], "tally")
    assert "--rule-file" in _help_of(None, "tally")


def _help_of(arguments: list[str] | None, command: str) -> str:
    commands = next(
        action for action in make_command_line_parser(arguments)._actions if action.dest == "command"
    ).choices
    assert isinstance(commands, dict)
    return str(commands[command].format_help())


@pytest.mark.parametrize(("value", "shown"), [(3, 3), (Fraction(6, 2), 3), (Fraction(1, 3), "1/3"), (-2, -2)])
def test_numbers_are_exact(value: int | Fraction, shown: int | str) -> None:
    assert number_or_fraction_text(value) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "shown"), [(100, "KRW", 100), (100, "PLN", 1), (150, "PLN", "1.5"), (105, "EUR", "1.05")]
)
def test_amounts_are_exact(amount: int, currency: str, shown: int | str) -> None:
    assert amount_or_decimal_text(amount, currency) == shown

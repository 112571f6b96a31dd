"""The example folders: each result is worked out here from the files by plain arithmetic, and the program agrees."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from sukui_desktop.assets.resources import resource_path
from sukui_desktop.cli.main import run_command
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, read_rule_file

FOLDER = resource_path("practice/elections")
Marks = dict[str, int]


class Counted(NamedTuple):
    """One channel by hand."""

    valid: int
    blank: int
    invalid: int
    marks: Marks


class Example(NamedTuple):
    """A folder, the rule it follows, its weights, and what its ballots may hold: (codes, field of each) → valid."""

    name: str
    rule: str
    weights: dict[str, Fraction]
    is_valid: Callable[[list[str], dict[str, str]], bool]


def one_a_field(codes: list[str], fields: dict[str, str]) -> bool:
    return len(codes) <= 5 and len({fields[code] for code in codes}) == len(codes)


EXAMPLES = (
    Example(
        "2015",
        "seoul-2015",
        {"committee": Fraction(45, 100), "citizens": Fraction(45, 100), "survey": Fraction(10, 100)},
        one_a_field,
    ),
    Example(
        "2017",
        "seoul-2017",
        {"citizens": Fraction(50, 100), "committee": Fraction(40, 100), "school": Fraction(10, 100)},
        lambda codes, _: len(codes) <= 25,
    ),
    Example(
        "daejeon",
        "daejeon",
        {"committee": Fraction(1, 2), "citizens": Fraction(1, 2)},
        lambda codes, _: True,
    ),
)
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def count_by_hand(example: Example, key: str) -> Counted:
    """Add up a channel's file without any of the program's readers."""
    folder = FOLDER / example.name
    fields = {row["코드"]: row["분야"] for row in rows(folder / "projects.csv")}
    if (folder / f"{key}.csv").exists():
        table = {row["코드"]: int(row["득표수"]) for row in rows(folder / f"{key}.csv")}
        return Counted(table["유효"], table["백지"], table["무효"], {code: table[code] for code in fields})
    lines = (folder / f"{key}.pb").read_text(encoding="utf-8").splitlines()
    ballots = [line.partition(";")[2].split(",") for line in lines[lines.index("VOTES") + 2 :]]
    blank = [codes for codes in ballots if codes == [""]]
    valid = [codes for codes in ballots if codes != [""] and example.is_valid(codes, fields)]
    marks = {code: sum(code in codes for codes in valid) for code in fields}
    return Counted(len(valid), len(blank), len(ballots) - len(blank) - len(valid), marks)


def work_by_hand(example: Example) -> dict[str, Any]:
    """Return the whole result as expected.json has it."""
    folder = FOLDER / example.name
    costs = {row["코드"]: int(row["사업비(원)"]) for row in rows(folder / "projects.csv")}
    channels = {key: count_by_hand(example, key) for key in example.weights}
    score = {
        code: sum(
            (weight * channels[key].marks[code] / channels[key].valid for key, weight in example.weights.items()),
            Fraction(0),
        )
        for code in costs
    }
    ceiling = left = expected(example)["ceiling"]
    selected = []
    for code in sorted(costs, key=lambda code: (-score[code], costs[code])):
        if costs[code] <= left:
            left -= costs[code]
            selected.append(code)
    return {
        "channels": {
            key: {
                "ballots_valid": counted.valid,
                "ballots_blank": counted.blank,
                "ballots_invalid": counted.invalid,
                "marks": counted.marks,
            }
            for key, counted in channels.items()
        },
        "score": {code: f"{share.numerator}/{share.denominator}" for code, share in score.items()},
        "selected": selected,
        "total_cost": ceiling - left,
        "ceiling": ceiling,
    }


def expected(example: Example) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / example.name / "expected.json").read_text(encoding="utf-8"))
    return found


def no_context() -> Context:
    raise AssertionError("tally needs no station")


def tally(example: Example, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    folder = FOLDER / example.name
    words = ["tally", "--rule-file", str(folder / "rule.toml"), "--projects", str(folder / "projects.csv"), "--json"]
    for key in example.weights:
        (path,) = folder.glob(f"{key}.*")
        words += ["--channel", f"{key}={path}"]
    assert run_command([*words, *more], no_context) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


@each_example
def test_the_expected_result_is_what_plain_arithmetic_gives(example: Example) -> None:
    assert work_by_hand(example) == expected(example)


@each_example
def test_the_command_line_finds_the_expected_result(example: Example, capsys: pytest.CaptureFixture[str]) -> None:
    told, wanted = tally(example, capsys), expected(example)
    for name in ("score", "selected", "total_cost", "ceiling"):
        assert told[name] == wanted[name], name
    for channel in told["channels"]:
        by_hand = wanted["channels"][channel["key"]]
        assert channel["ballots_valid"] == by_hand["ballots_valid"]
        assert channel["marks"] == list(by_hand["marks"].values())


@each_example
def test_the_rule_of_an_example_is_the_shipped_one_with_its_money_written_in(example: Example) -> None:
    rule, shipped = read_rule_file(read_file(FOLDER / example.name / "rule.toml")), find_shipped_rule_year(example.rule)
    assert rule.key == f"practice-{example.name}"
    assert without_money(rule) == without_money(shipped)
    (ceiling,) = (opening.default for opening in rule.open if opening.field == "selection.ceiling")
    assert ceiling == expected(example)["ceiling"]
    assert isinstance(rule.channels, Channels)
    assert [channel.key for channel in rule.channels.channels] == list(example.weights)


def without_money(rule: RuleYear) -> RuleYear:
    opened = tuple(replace(each, default=0) if each.field == "selection.ceiling" else each for each in rule.open)
    return replace(rule, key="", title="", summary="", open=opened)


@each_example
def test_each_example_has_ballots_that_do_not_count_and_a_list_that_passes_something_over(example: Example) -> None:
    wanted = expected(example)
    assert sum(part["ballots_blank"] for part in wanted["channels"].values()) > 0
    by_score = sorted(wanted["score"], key=lambda code: -Fraction(wanted["score"][code]))
    assert by_score[: len(wanted["selected"])] != wanted["selected"]


def test_another_answer_to_what_is_open_makes_another_list(capsys: pytest.CaptureFixture[str]) -> None:
    (example, *_) = EXAMPLES
    by_marks = tally(example, capsys, "--answer", "channels.basis=marks")
    assert by_marks["score"] != expected(example)["score"]
    assert sum(map(Fraction, by_marks["score"].values())) == 1
    poorer = tally(example, capsys, "--answer", "selection.ceiling=10억")
    assert poorer["ceiling"] == 10**9
    assert len(poorer["selected"]) < len(expected(example)["selected"])

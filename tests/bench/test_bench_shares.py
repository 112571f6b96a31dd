"""The benchmark `shares`: what it prints with and without a baseline, never how quick it was."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import main
from benchmarks.rounds import ChildFailed, FilePlan
from benchmarks.shares import compare_shares, shares_round
from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.services.file_reading_and_saving import read_file

ELECTION = """META
key;value
description;Two thirds and a third
num_projects;4
num_votes;6
budget;93
vote_type;approval
rule;greedy
currency;EUR
PROJECTS
project_id;cost
a;30
b;30
c;30
d;33
VOTES
voter_id;vote
1;a,b,c
2;a,b,c
3;a,b,c
4;a,b,c
5;d
6;d
"""
CHOSEN = ["a", "b", "d"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins for another Python are shell scripts")


@pytest.fixture
def election(tmp_path: Path) -> Path:
    path = tmp_path / "small.pb"
    path.write_text(ELECTION, encoding="utf-8")
    return path


def other_python(folder: Path, body: str) -> Path:
    """A program in the place of a Python with the library: it is told the script and the file, and prints JSON."""
    path = folder / "other-python"
    path.write_text(f"#!{sys.executable}\nimport json, sys\n{body}\n", encoding="utf-8")
    path.chmod(0o700)
    return path


def says(selected: list[str]) -> str:
    return f"print(json.dumps({{'selected': {selected}, 'seconds': 5.0, 'cpu_s': 4.0, 'arguments': sys.argv[1:]}}))"


def compare(election: Path, python: Path | None, *, rounds: int = 1, baseline_s: float = 60) -> dict[str, Any]:
    return compare_shares(FilePlan(election, rounds, python, baseline_s))


def test_a_round_buys_by_equal_shares_in_whole_euros(election: Path) -> None:
    figures = shares_round(read_pabulib(read_file(election)))
    assert figures["selected"] == CHOSEN
    assert figures["seconds"] >= 0
    assert figures["cpu_s"] >= 0


def test_without_a_baseline_ours_is_reported_alone(election: Path) -> None:
    document = compare(election, None, rounds=2)
    assert [figures["selected"] for figures in document["ours"]] == [CHOSEN, CHOSEN]
    assert (document["baseline"], document["ratio"], document["selected_agree"]) == ([], None, None)
    assert (document["file"], document["ballots"], document["options"]) == ("small.pb", 6, 4)


def test_the_ratio_is_baseline_over_ours_and_the_lists_are_compared(election: Path, tmp_path: Path) -> None:
    document = compare(election, other_python(tmp_path, says(CHOSEN)), rounds=3)
    assert len(document["baseline"]) == len(document["ours"]) == 3
    script, file = document["baseline"][0]["arguments"]
    assert (Path(script).name, file) == ("shares.py", str(election))
    assert document["selected_agree"] is True
    assert document["ratio"] == round(4.0 / document["median"]["ours"]["cpu_s"], 2)


def test_another_list_is_said(election: Path, tmp_path: Path) -> None:
    assert compare(election, other_python(tmp_path, says(["a", "b", "c"])))["selected_agree"] is False


def test_a_baseline_that_does_not_end_is_more_than_its_time_and_not_tried_again(election: Path, tmp_path: Path) -> None:
    document = compare(election, other_python(tmp_path, "while True: pass"), rounds=3, baseline_s=1)
    assert document["baseline"] == []
    assert document["baseline_more_than_s"] == 1
    assert document["selected_agree"] is None
    assert 0 < document["baseline_more_than_cpu_s"] < 3
    assert document["ratio"] > 1


def test_a_python_without_the_library_is_reported_with_its_last_words(election: Path) -> None:
    with pytest.raises(ChildFailed) as failed:
        compare(election, Path(sys.executable))
    assert "pabutools" in failed.value.last_line


def test_the_command_prints_one_document(election: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shares", "--file", str(election), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ours"][0]["selected"] == CHOSEN

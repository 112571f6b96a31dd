"""A baseline is only worth something when anybody reads it in a minute and nothing of ours is in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks.rounds import BASELINES as FOLDER

LONGEST = 40
BASELINES = sorted(FOLDER.glob("*.py"))


def test_there_is_one_for_every_bench() -> None:
    assert {path.stem for path in BASELINES} == {"cast", "tally", "first_paint", "interactive", "shares", "city"}


@pytest.mark.parametrize("path", BASELINES, ids=[path.stem for path in BASELINES])
def test_a_baseline_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", BASELINES, ids=[path.stem for path in BASELINES])
def test_a_baseline_imports_nothing_of_ours(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported
    assert not [name for name in imported if name.split(".")[0] in {"sukui_desktop", "benchmarks", "tests", ""}]

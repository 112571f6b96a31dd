"""Each test that docs/mended-faults.md names for a fault exists, under the class and the name that it gives."""

from __future__ import annotations

import ast
import re

from tests.contracts.source_tree import ROOT, tree_of

PAGE = ROOT / "docs" / "mended-faults.md"
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::((?:\w+::)?\w+)`")


def rows() -> list[str]:
    """Return the rows of the page's tables, without their heads."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("| ") and not line.startswith("| what went wrong")]


def names_of_tests(path: str) -> set[str]:
    """Return the tests of a file: `test_x`, and `TestX::test_x` where they belong to a class."""
    if not (ROOT / path).is_file():
        return set()
    found = set()
    for node in tree_of(ROOT / path).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
    return {name for name in found if name.rpartition("::")[2].startswith("test_")}


def test_every_test_on_the_page_exists() -> None:
    named = [match.groups() for row in rows() for match in NAMED_TEST.finditer(row)]
    assert len(named) > 50
    assert [f"{path}::{name}" for path, name in named if name not in names_of_tests(path)] == []


def test_every_fault_on_the_page_has_a_test() -> None:
    assert [row for row in rows() if not NAMED_TEST.search(row)] == []

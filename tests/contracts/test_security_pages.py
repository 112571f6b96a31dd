"""docs/security.md and docs/tried-attacks.md: every test they name exists, every promise and invariant has one."""

from __future__ import annotations

import re

import pytest

from tests.contracts.source_tree import ROOT
from tests.contracts.test_mended_faults import names_of_tests

PAGES = ("security.md", "tried-attacks.md")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::((?:\w+::)?\w+))?`")
LOOSE = re.compile(r"`(?:\w+\.py)?::\w+[^`]*`")
"""A test named without its file."""
INVARIANTS = ("I1", "I2", "I7", "I8", *(f"I{number}" for number in range(10, 18)), "I23", "I26")


def text_of(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def rows_under(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the rows of the table under a heading, without its head."""
    section = text_of(page).split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[2:] if " | " in row]


@pytest.mark.parametrize("page", PAGES)
def test_every_test_on_the_page_exists(page: str) -> None:
    named = [match.groups() for match in NAMED.finditer(text_of(page))]
    assert len(named) > 25
    missing = [
        f"{path}::{name or ''}"
        for path, name in named
        if not (ROOT / path).is_file() or (name and name not in names_of_tests(path))
    ]
    assert missing == []
    assert LOOSE.findall(text_of(page)) == []


def test_every_promise_names_a_test() -> None:
    rows = rows_under("security.md", "Promises and the tests that keep them")
    assert len(rows) > 15
    assert [row[0] for row in rows if not NAMED.search(row[1])] == []


def test_every_invariant_names_a_test_and_a_mutant() -> None:
    rows = [
        row
        for row in rows_under("security.md", "Invariants and the mutants on which their tests fail")
        if row[0].startswith("I")
    ]
    assert tuple(row[0] for row in rows) == INVARIANTS
    assert [row[0] for row in rows if len(row) != 4 or not NAMED.search(row[2]) or len(row[3]) < 10] == []


def test_no_attack_is_left_without_a_test_or_a_word_that_it_works() -> None:
    assert "no test" not in text_of("tried-attacks.md").split("|---|", 1)[1]

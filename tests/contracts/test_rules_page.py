"""The page on rule files names every key there is and no other, and its example is a rule."""

from __future__ import annotations

import re

import msgspec
import pytest

from sukui_desktop.documents.read.rule_file import parse_rule
from sukui_desktop.domain.question.channels import Channel, Channels
from sukui_desktop.domain.question.definition import EachGroup, Group, Sizing
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import Allocation, CostLimit
from sukui_desktop.domain.rule_year.rule_tables import QuestionPart, RuleParameter, SelectionPart
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear
from tests.contracts.source_tree import ROOT

PAGE = (ROOT / "docs" / "formats" / "rules.md").read_text(encoding="utf-8")
SECTIONS = {part.splitlines()[0]: part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}
HELD: tuple[tuple[str, type[msgspec.Struct], tuple[type[msgspec.Struct], ...]], ...] = (
    ("Top level", RuleYear, ()),
    ("`[question]`: the ballot", QuestionPart, (Sizing, Group, EachGroup)),
    ("`[selection]`: from scores to a list", SelectionPart, (CostLimit, Allocation)),
    ("`[channels]`: several electorates", Channels, (Channel,)),
    ("`[motion]`: when a choice passes", Motion, ()),
    ("`[[open]]`: what the ordinance leaves open", RuleParameter, ()),
)
each_table = pytest.mark.parametrize(("heading", "table", "parts"), HELD, ids=[held[1].__name__ for held in HELD])


def _names(kind: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(kind)}


def _first_cells(section: str) -> list[str]:
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]


@each_table
def test_every_key_is_explained(
    heading: str, table: type[msgspec.Struct], parts: tuple[type[msgspec.Struct], ...]
) -> None:
    told = set(re.findall(r"`(\w+)`", SECTIONS[heading]))
    for kind in (table, *parts):
        assert _names(kind) - told == set(), kind.__name__


@each_table
def test_no_key_is_explained_that_there_is_not(
    heading: str, table: type[msgspec.Struct], parts: tuple[type[msgspec.Struct], ...]
) -> None:
    known = _names(table).union(*map(_names, parts))
    cells = _first_cells(SECTIONS[heading])
    assert set(cells) - known == set()
    assert len(cells) == len(set(cells))


def test_the_example_is_a_rule() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    assert parse_rule(example.encode("utf-8"), "example.toml").key == "haneul-2031"

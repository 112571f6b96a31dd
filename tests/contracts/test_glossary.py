"""One word for one thing: the glossary and the code name the same things, both ways."""

from __future__ import annotations

import ast
import re

import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.facts.kinds import KINDS
from sukui_desktop.domain.meeting_kind_template import KINDS as MEETING_KINDS
from sukui_desktop.domain.poll_steps import STEPS
from sukui_desktop.models.row_registry import ROW_TYPES
from tests.contracts.source_tree import PACKAGE, ROOT, tree_of

PAGE = ROOT / "docs" / "glossary.md"
CODE_PLACE = re.compile(r"`([\w/]+\.py)` `(\w+)`")


def _tables() -> dict[str, list[list[str]]]:
    """The rows (cells) of every table, by the heading it stands under; head and rule are left out."""
    tables: dict[str, list[list[str]]] = {}
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("|"):
            tables.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {name: rows[2:] for name, rows in tables.items()}


def _column(heading: str, place: int) -> list[str]:
    return [row[place] for row in _tables()[heading]]


def _code_places() -> list[tuple[str, str]]:
    return CODE_PLACE.findall(PAGE.read_text(encoding="utf-8"))


def _defined_in(path: str) -> set[str]:
    names: set[str] = set()
    for node in tree_of(PACKAGE / path).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def test_every_row_type_has_its_word() -> None:
    told = {name for _, name in _code_places()}
    assert [row.__name__ for row in ROW_TYPES if row.__name__ not in told] == []


def test_every_name_the_glossary_points_to_is_defined_there() -> None:
    places = _code_places()
    gone = [f"{path} {name}" for path, name in places if not (PACKAGE / path).is_file()]
    gone += [f"{path} {name}" for path, name in places if not gone and name not in _defined_in(path)]
    assert gone == []


def test_every_state_of_a_poll_is_reported_once() -> None:
    states = {state for sources, target in STEPS.values() for state in (*sources, target)}
    assert sorted(_column("States of a poll", 1)) == sorted(states)


def test_the_vote_tab_calls_the_states_by_the_words_of_the_glossary() -> None:
    told = {state: korean for korean, state, _ in _tables()["States of a poll"]}
    assert {state: text(f"vote.state.{state}") for state in told} == told


def test_every_entry_kind_is_reported_once() -> None:
    assert sorted(cell.strip("`") for cell in _column("Entry kinds", 0)) == sorted(KINDS)


def test_no_two_states_or_kinds_share_their_korean_word() -> None:
    for heading, place in (("States of a poll", 0), ("Entry kinds", 1)):
        words = _column(heading, place)
        assert len(set(words)) == len(words), heading


@pytest.mark.parametrize("kind", MEETING_KINDS)
def test_every_kind_of_meeting_is_reported_with_its_template(kind: str) -> None:
    assert f"`resources/templates/{kind}.toml`" in PAGE.read_text(encoding="utf-8")


def test_nobody_calls_a_meeting_a_session() -> None:
    named = [
        node.name
        for layer in ("domain", "services")
        for path in (PACKAGE / layer).rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and "session" in node.name.lower()
    ]
    assert named == []


ONE_WORD = {
    "유형": ("prepare.import.field.group", "rules.by.group"),
    "묶음": ("vote.column.group", "documents.poll.column_group", "documents.allocation.column_name_group"),
    "구분": ("prepare.import.field.channel", "checkin.column.channel", "documents.attendance.column_channel"),
    "분과": ("prepare.import.field.subcommittee", "checkin.column.subcommittee", "checkin.walk_in.subcommittee"),
    "지역": ("prepare.import.field.district", "checkin.column.district", "checkin.walk_in.district"),
    "사업코드": ("prepare.import.field.code", "vote.column.code", "documents.poll.column_code"),
}
"""Word → texts that name the same thing on a screen, on paper and in a file."""
OTHER_WORDS = ("소분과", "거주", "많아야 고르", "구분별 한도", "유형별 한도", "사업번호", "사업 번호")
"""Words that are said no more by what is another's word."""


@pytest.mark.parametrize("word", ONE_WORD)
def test_a_thing_is_called_the_same_on_every_screen_and_paper(word: str) -> None:
    """Fails on 0.4.0: a 유형 was 구분 on the ballot, a 분과 was 소분과 on paper, 지역 was 거주 at the desk."""
    assert {key: text(key) for key in ONE_WORD[word]} == dict.fromkeys(ONE_WORD[word], word)


def test_no_text_uses_a_second_word() -> None:
    files = [*(ROOT / "resources" / "i18n").rglob("*.toml"), *(ROOT / "resources" / "rules").glob("*.toml")]
    found = [
        f"{path.name}: {line}"
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if any(word in line for word in OTHER_WORDS)
    ]
    assert found == []

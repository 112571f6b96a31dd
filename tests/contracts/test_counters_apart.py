"""The two counters share the nouns and nothing else: one mistake cannot be in both by being the same line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.source_tree import PACKAGE, tree_of

DOMAIN = "sukui_desktop.domain"
SECOND = (
    f"{DOMAIN}.counting.second_counter",
    *(
        f"{DOMAIN}.counting.columns.{name}"
        for name in ("integer_lanes", "mark_columns", "ballot_validity", "opinion_ballots")
    ),
)
KINDS = (
    "approval",
    "choice",
    "score",
    "ranking",
    "cumulative",
    "opinion",
    "marks_with_numbers",
    "ballot_kind",
    "registry",
)
FIRST = (f"{DOMAIN}.counting.first_counter", *(f"{DOMAIN}.methods.{name}" for name in KINDS))
NOUNS = {
    f"{DOMAIN}.question.definition": {"Question", "Option", "Group"},
    f"{DOMAIN}.question.method_and_marking": {"Marking", "Method", "Invalidity"},
    f"{DOMAIN}.counting.tally_figures": {"Tally", "OpinionCount"},
}
"""What both may take: the structures and the words of the format."""
LIBRARY = {"__future__", "collections", "itertools", "unicodedata", "msgspec"}


def _file(module: str) -> Path | None:
    path = PACKAGE.parent / module.replace(".", "/")
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def _imports(module: str) -> Iterator[tuple[str, str]]:
    """Yield (module, name) for all that a module imports; a name that is a module itself is named as one."""
    path = _file(module)
    assert path is not None, module
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield (inner, "") if _file(inner) else (node.module or "", alias.name)


def _reached(module: str) -> set[str]:
    """Return every module of ours that importing this one brings along, the folders above included."""
    reached, waiting = set[str](), [module]
    while waiting:
        name = waiting.pop()
        if name in reached or _file(name) is None:
            continue
        reached.add(name)
        waiting += [name.rpartition(".")[0], *(imported for imported, _ in _imports(name))]
    return reached


def test_the_second_counter_is_what_this_test_looks_at() -> None:
    parts = (f"{DOMAIN}.counting.second_counter", f"{DOMAIN}.counting.columns.")
    ours = {module for module in _reached(SECOND[0]) if module.startswith(parts)}
    assert ours == set(SECOND)
    assert {path.stem for path in (PACKAGE / "domain/counting/columns").glob("*.py")} == {
        "__init__",
        *(module.rpartition(".")[2] for module in SECOND[1:]),
    }


@pytest.mark.parametrize("module", SECOND)
def test_the_second_counter_takes_nouns_only(module: str) -> None:
    for imported, name in _imports(module):
        if imported.split(".")[0] in LIBRARY or imported in SECOND:
            continue
        assert name in NOUNS.get(imported, set()), f"{module} takes {name} from {imported}"


def test_nothing_of_the_first_counter_is_reached_from_the_second() -> None:
    assert not _reached(SECOND[0]) & set(FIRST)


def test_nothing_of_the_second_counter_is_reached_from_the_first() -> None:
    assert not set().union(*map(_reached, FIRST)) & set(SECOND)


def test_the_way_of_an_import_is_followed() -> None:
    """The tests above would pass on a walk that sees nothing."""
    nouns = {f"{DOMAIN}.question.definition", f"{DOMAIN}.question.channels"}
    assert {*FIRST, *nouns, "sukui_desktop"} <= _reached(FIRST[0])


def test_nothing_is_imported_by_name_or_run_from_text() -> None:
    for module in SECOND:
        path = _file(module)
        assert path is not None
        called = {
            node.func.id
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"__import__", "exec", "eval", "getattr", "globals"}


def test_no_function_stands_in_both() -> None:
    bodies = [
        {
            _body(node)
            for module in modules
            for node in ast.walk(tree_of(_file(module) or Path()))
            if isinstance(node, ast.FunctionDef)
        }
        for modules in (FIRST, SECOND)
    ]
    assert all(len(found) > 10 for found in bodies)
    assert not bodies[0] & bodies[1]


def _body(function: ast.FunctionDef) -> str:
    said = ast.get_docstring(function) is not None
    return "\n".join(ast.unparse(statement) for statement in function.body[1 if said else 0 :])

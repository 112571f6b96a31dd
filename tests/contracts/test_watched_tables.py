"""Who waits for a change names tables that there are: a wrong name is never announced, and nothing says so."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sukui_desktop.models.row_registry import ROW_TYPES
from tests.contracts.source_tree import product_files, short, tree_of

_LISTS = ("SHOWN_TABLES", "LETTER_TABLES", "SPEAKER_TABLES", "_COPIED_AFTER")


def test_every_table_that_is_watched_exists() -> None:
    """Fails on the copies that waited for `issued_paper`: none was made at any sheet."""
    there = {row.TABLE for row in ROW_TYPES}
    watched = [(short(path), name) for path in product_files() for name in _watched_names(tree_of(path))]
    assert len(watched) > 30
    assert not [(path, name) for path, name in watched if name not in there]


def _watched_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        found: ast.AST | None = None
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id in _LISTS:
                found = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "touches":
            found = ast.Tuple(elts=node.args)
        for part in ast.walk(found) if found is not None else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value

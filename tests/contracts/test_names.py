"""Names: no two classes and no two public functions of the product share one."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.contracts.source_tree import product_files, short, tree_of

ENTRY_POINTS = {"main", "add_commands"}
"""Defined once for each program and each group of commands: called by their module's name."""


def _owners(kind: type[ast.stmt]) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = defaultdict(list)
    for path in product_files():
        for node in tree_of(path).body:
            if isinstance(node, kind) and isinstance(node, ast.ClassDef | ast.FunctionDef):
                owners[node.name].append(short(path))
    return {name: places for name, places in owners.items() if len(places) > 1}


def test_no_two_classes_share_a_name() -> None:
    assert {name: places for name, places in _owners(ast.ClassDef).items() if not name.startswith("_")} == {}


def test_no_two_public_functions_share_a_name() -> None:
    shared = _owners(ast.FunctionDef)
    assert {n: places for n, places in shared.items() if not n.startswith("_") and n not in ENTRY_POINTS} == {}

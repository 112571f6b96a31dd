"""The product's source as the contract tests read it: files and syntax trees, never imported."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sukui_desktop"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@cache
def product_files() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def files_of_tests() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "tests").rglob("*.py")))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def shipped_text_files() -> list[Path]:
    """Product source and every text that is shipped with it."""
    kinds = {".toml", ".json", ".qss", ".csv", ".pb", ".svg", ".txt"}
    resources = [path for path in (ROOT / "resources").rglob("*") if path.suffix in kinds]
    return [*product_files(), *sorted(resources)]


def definitions(path: Path) -> list[Definition]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, Definition)]


def functions(path: Path) -> list[Function]:
    return [node for node in definitions(path) if isinstance(node, Function)]


def length_of(node: Definition) -> int:
    """Lines from the first decorator to the last line, its docstring not counted."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    lines = (node.end_lineno or node.lineno) - first + 1
    if ast.get_docstring(node, clean=False) is not None:
        said = node.body[0]
        lines -= (said.end_lineno or said.lineno) - said.lineno + 1
    return lines

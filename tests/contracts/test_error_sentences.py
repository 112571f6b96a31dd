"""Error codes in the source and sentences in the message files are the same set."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator

import pytest

from sukui_desktop.assets.messages import error_sentences, error_text
from sukui_desktop.domain import errors
from sukui_desktop.models.row_registry import ROW_TYPES
from tests.contracts.source_tree import product_files, short, tree_of

ERROR_NAMES = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}


def _raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Code, place and names of the facts (None when they are not written out) of every error made by a literal."""
    for path in product_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and _called(node) in ERROR_NAMES and node.args:
                for code in _literals(node.args[0]):
                    names = [keyword.arg for keyword in node.keywords]
                    facts = None if None in names else {name for name in names if name is not None}
                    yield code, f"{short(path)}:{node.lineno}", facts


def _called(node: ast.Call) -> str:
    func = node.func
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def _literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body), *_literals(node.orelse)]
    return []


def _text_constants() -> set[str]:
    return {
        node.value
        for path in product_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _blanks(sentence: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_code_has_its_sentence() -> None:
    missing = sorted({(code, place) for code, place, _ in _raised() if code not in error_sentences()})
    assert not missing


def test_every_sentence_is_said_somewhere() -> None:
    unused = error_sentences().keys() - _text_constants() - {kind.UNKNOWN for kind in ROW_TYPES}
    assert not unused, sorted(unused)


def test_facts_of_every_raise_fill_its_sentence() -> None:
    short_of = [
        (code, place, sorted(_blanks(error_sentences()[code]) - facts))
        for code, place, facts in _raised()
        if facts is not None and code in error_sentences() and _blanks(error_sentences()[code]) - facts
    ]
    assert not short_of


@pytest.mark.parametrize("code", sorted(error_sentences()))
def test_sentence_reads_as_korean(code: str) -> None:
    told = error_text(code, **dict.fromkeys(_blanks(error_sentences()[code]), "값"))
    assert any("가" <= letter <= "힣" for letter in told)
    assert told.rstrip().endswith((".", "?", "!")), told
    assert "{" not in told

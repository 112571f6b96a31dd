"""A misspelt colour or look fails here, not on the evening of the meeting when that screen is first painted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from sukui_desktop.ui.theme import hex_color
from tests.contracts.source_tree import PACKAGE, ROOT, product_files, short, tree_of

SHEETS = [path.read_text(encoding="utf-8") for path in (ROOT / "resources" / "styles").glob("*.qss")]


def _calls_in_windows(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for path in product_files():
        if path.is_relative_to(PACKAGE / "ui"):
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names:
                    yield f"{short(path)}:{node.lineno}", node


def _words(node: ast.expr) -> list[str]:
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def test_every_colour_named_in_a_window_exists() -> None:
    named = [
        (place, word)
        for place, call in _calls_in_windows("color", "hex_color")
        if call.args and isinstance(call.args[0], ast.Constant)
        for word in _words(call.args[0])
    ]
    assert named
    assert all(re.fullmatch("#[0-9a-f]{6}", hex_color(word)) for _, word in named)


def test_every_look_given_to_a_widget_is_in_a_style_sheet() -> None:
    """`setProperty("badge", "blue")` is read by a rule `[badge="blue"]` or `[badge]`, or it does nothing."""
    unread = []
    for place, call in _calls_in_windows("setProperty", "styled"):
        look = call.args[-2:]
        if len(look) != 2 or not all(isinstance(argument, ast.Constant) for argument in look):
            continue
        name, value = (str(ast.literal_eval(argument)) for argument in look)
        rules = (f'[{name}="{value}"]', f"[{name}]")
        if name != "text" and value != "false" and not any(rule in sheet for sheet in SHEETS for rule in rules):
            unread.append((place, name, value))
    assert not unread


def test_no_colour_is_written_past_the_tokens() -> None:
    """Colours come from the tokens, where their contrast is tested; black on the practice bar is the one exception."""
    written = [
        (short(path), literal)
        for path in product_files()
        if path.is_relative_to(PACKAGE / "ui")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for literal in re.findall(r"#[0-9a-fA-F]{6}\b", node.value)
    ]
    assert not written
    assert len(re.findall(r"#[0-9a-f]{6}", "".join(SHEETS))) <= 1

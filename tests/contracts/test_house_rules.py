"""Bans that hold on every product file: imports by name, loose lambdas, swallowed bugs, work left for later."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.contracts.source_tree import (
    PACKAGE,
    product_files,
    short,
    tree_of,
)

WIDE_CATCHES = 2
TAKES_THE_WINDOW = {"nextInFocusChain", "previousInFocusChain", "topLevelWidget"}
"""What these return belongs, to PySide, to whom it was asked of; a window that is returned loses its owner."""
TAKES_THE_WHEEL = {
    "QComboBox",
    "QDateEdit",
    "QDateTimeEdit",
    "QSlider",
    "QSpinBox",
    "QTabBar",
    "QTabWidget",
    "QTimeEdit",
}
"""Qt's fields that the wheel changes while people scroll a page; each has a still one in ui/widgets."""
UNFINISHED = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")


def test_nothing_is_left_for_later() -> None:
    marked = [
        f"{short(path)}:{number}"
        for path in product_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not marked


def test_only_programs_import_by_name() -> None:
    below = [path for path in product_files() if not path.is_relative_to(PACKAGE / "programs")]
    called = {short(path): [ast.unparse(call.func) for call in _calls(path)] for path in below}
    assert not [path for path, names in called.items() if {"__import__", "importlib.import_module"} & set(names)]


def test_windows_connect_bound_slots() -> None:
    loose = [
        f"{short(path)}:{call.lineno}"
        for path in product_files()
        if path.is_relative_to(PACKAGE / "ui")
        for call in _calls(path)
        for argument in _connected(call)
        if any(isinstance(part, ast.Lambda) for part in ast.walk(argument))
    ]
    assert not loose, "a lambda outlives its widget"


def test_windows_are_looked_through_in_one_place() -> None:
    """`widgets_in_tab_order` stops before the window; elsewhere an open dialog could be collected as garbage."""
    asked = {
        short(path)
        for path in product_files()
        for call in _calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in TAKES_THE_WINDOW
    }
    assert {Path(path).stem for path in asked} == {"tab_order"}


def test_fields_leave_the_wheel_to_the_page() -> None:
    made = [
        f"{short(path)}:{call.lineno}"
        for path in product_files()
        for call in _calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in TAKES_THE_WHEEL
    ]
    assert not made


def test_no_label_guesses_whether_its_words_are_markup() -> None:
    """Names of people go into labels: each is made as `PlainLabel`."""
    made = [
        f"{short(path)}:{call.lineno}"
        for path in product_files()
        for call in _calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "QLabel"
    ]
    assert not made


def test_bugs_are_swallowed_in_two_places_at_most() -> None:
    """A wide `except` that raises again only tidies up or translates; one that does not hides bugs."""
    wide = [
        f"{short(path)}:{node.lineno}"
        for path in product_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and _is_wide(node)
        if not any(isinstance(part, ast.Raise) for part in ast.walk(node))
    ]
    assert len(wide) <= WIDE_CATCHES, wide


def _connected(call: ast.Call) -> list[ast.expr]:
    """Return what a call connects to a signal: its arguments, or the `on_click` of a button that is made."""
    is_connect = isinstance(call.func, ast.Attribute) and call.func.attr in {"connect", "singleShot"}
    return (call.args if is_connect else []) + [word.value for word in call.keywords if word.arg == "on_click"]


def _is_wide(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"}


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))

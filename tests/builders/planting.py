"""Copies of the two counters with a bug planted in them; the real ones stay as they are."""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, ModuleType
from typing import NamedTuple

from sukui_desktop.domain.question.definition import Question
from tests.contracts.source_tree import PACKAGE

FIRST = (
    *(
        f"methods.{name}"
        for name in ("ballot_kind", "marks_with_numbers", "approval", "choice", "score", "ranking", "cumulative")
    ),
    *("methods.opinion", "methods.registry", "counting.first_counter"),
)
SECOND = (
    *(f"counting.columns.{name}" for name in ("integer_lanes", "mark_columns", "ballot_validity", "opinion_ballots")),
    "counting.second_counter",
)
"""The modules of each counter, each after those that it imports."""

_DOMAIN = "sukui_desktop.domain."
_PLANTED = "planted_counter."


class Bug(NamedTuple):
    """One change in the source of one module."""

    module: str
    old: str
    new: str


def source_of(module: str) -> str:
    """Return the source of a module of `domain`."""
    return (PACKAGE / "domain" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")


def with_bug(bug: Bug) -> ModuleType:
    """Return a copy of the counter that `bug` is in, with the bug; its last module is what is returned."""
    source = source_of(bug.module)
    assert source.count(bug.old) == 1, f"the line to change stands {source.count(bug.old)} times: {bug.old!r}"
    return copied(bug.module, ast.parse(source.replace(bug.old, bug.new)))


def reading(change: Callable[[Question, bytes], bytes]) -> ModuleType:
    """Return a copy of the first counter that reads every ballot as `change` makes it."""
    planted = copied("counting.first_counter", ast.parse(source_of("counting.first_counter")))
    decode = planted.decode_answer
    planted.__dict__["decode_answer"] = lambda question, ballot: decode(question, change(question, ballot))
    return planted


def judging(change: Callable[[Question], Question]) -> ModuleType:
    """Return a copy of the first counter that judges every ballot by what `change` makes of the question."""
    planted = copied("counting.first_counter", ast.parse(source_of("counting.first_counter")))
    judge = planted.judge_answer
    planted.__dict__["judge_answer"] = lambda question, answer: judge(change(question), answer)
    return planted


def copied(module: str, changed: ast.Module) -> ModuleType:
    """Return a copy of the counter that `module` is of, in which that module is `changed`."""
    modules = FIRST if module in FIRST else SECOND
    copies: dict[str, ModuleType] = {}
    try:
        for name in modules:
            code = compile(_redirected(changed, modules), name, "exec") if name == module else _unchanged(name, modules)
            copies[name] = sys.modules[_PLANTED + name] = ModuleType(_PLANTED + name)
            exec(code, copies[name].__dict__)
    finally:
        for name in copies:
            del sys.modules[_PLANTED + name]
    return copies[modules[-1]]


@cache
def _unchanged(name: str, modules: tuple[str, ...]) -> CodeType:
    return compile(_redirected(ast.parse(source_of(name)), modules), name, "exec")


def _redirected(tree: ast.Module, modules: tuple[str, ...]) -> ast.Module:
    """Let the copies import one another, and the nouns from the product."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.removeprefix(_DOMAIN) in modules:
            node.module = _PLANTED + node.module.removeprefix(_DOMAIN)
    return tree


SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def mutants(module: str, functions: frozenset[str] = frozenset()) -> Iterator[tuple[str, ast.Module]]:
    """Yield copies of a module's syntax tree with one operator or one number changed inside one of `functions`.

    With each comes what was changed, for reading. All functions where `functions` is empty. Annotations stay.
    """
    tree = ast.parse(source_of(module))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and (function.name in functions or not functions):
            for number, node in enumerate(_nodes(function)):
                for field, change in _changes(node):
                    became = change if isinstance(change, int) else type(change).__name__
                    name = f"{module}.{function.name}: {ast.unparse(node)} → {became}"
                    yield name, _mutated(tree, function.name, number, field, change)


def _nodes(function: ast.FunctionDef) -> list[ast.AST]:
    """Return what may be changed: nothing inside `while`, which might then never end."""
    waiting: list[ast.AST] = list(function.body)
    for node in waiting:
        if not isinstance(node, ast.While):
            waiting += ast.iter_child_nodes(node)
    return waiting


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST | int]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        yield "ops", SWAPS[type(node.ops[0])]()
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in SWAPS:
        yield "op", SWAPS[type(node.op)]()
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield "value", node.value + 1


def _mutated(tree: ast.Module, function: str, number: int, field: str, change: ast.AST | int) -> ast.Module:
    fresh = copy.deepcopy(tree)
    owner = next(node for node in ast.walk(fresh) if isinstance(node, ast.FunctionDef) and node.name == function)
    node = _nodes(owner)[number]
    setattr(node, field, [change, *getattr(node, field)[1:]] if field == "ops" else change)
    return fresh

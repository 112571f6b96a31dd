"""Nothing in the rules is a float: an exact share that was one for a moment is not exact any more."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.source_tree import PACKAGE, tree_of

DOMAIN = PACKAGE / "domain"
EXACT = {"ceil", "gcd", "isqrt", "lcm"}
"""What of `math` gives whole numbers; `ceil` of a Fraction asks the Fraction itself."""
DIVISIONS = {
    "channel/combined_scores.py": {"weight / there"},
    "pabulib/stated_rule.py": {"Fraction(percent.group(1)) / 100", "Fraction(found.group(1)) / 100"},
    "margin/margin.py": {"channel_weight(channel) / rest", "applied / line.divisor"},
    "margin/cost_reduction_to_win.py": {"sum(costs[place:]) / Fraction(self._steps.eliminate)"},
}
"""Every `/` of the rules; each has a Fraction at one of its sides. A new one is looked at before it is listed."""


def _floats(tree: ast.AST) -> Iterator[str]:
    """Yield what is a float or may give one, divisions aside."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield ast.unparse(node)
        if isinstance(node, ast.Name) and node.id in ("float", "complex", "round"):
            yield node.id
        if isinstance(node, ast.ImportFrom) and node.module in ("math", "statistics", "random", "decimal"):
            yield from (alias.name for alias in node.names if alias.name not in EXACT)
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name in ("math", "cmath", "statistics", "random"))


def _divisions(tree: ast.AST) -> set[str]:
    return {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
    }


@pytest.mark.parametrize("path", sorted(DOMAIN.rglob("*.py")), ids=lambda path: str(path.relative_to(DOMAIN)))
def test_no_float_in_the_rules(path: Path) -> None:
    tree = tree_of(path)
    assert list(_floats(tree)) == []
    assert _divisions(tree) == DIVISIONS.get(str(path.relative_to(DOMAIN)), set())


@pytest.mark.parametrize(
    "mutant", ["x = 0.5", "x = float(1)", "x = round(y)", "from math import sqrt", "import statistics", "x = 1e3"]
)
def test_a_float_would_be_seen(mutant: str) -> None:
    assert list(_floats(ast.parse(mutant)))


@pytest.mark.parametrize("mutant", ["x = 1 / 2", "x /= 3"])
def test_a_division_would_be_seen(mutant: str) -> None:
    assert _divisions(ast.parse(mutant))

"""The tables of one poll, the same in the minutes and in the result: two papers must not tell it differently."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UnsetType
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import CENTRE, Column, Table, TableRow
from sukui_desktop.domain.ballot_accounting import Equation
from sukui_desktop.domain.counting.tally import Tally


def facts_table(facts: Iterable[tuple[str, str]]) -> Table:
    """Return a table of names at the left and values at the right; empty values are left out."""
    rows = tuple(TableRow(cells=fact) for fact in facts if fact[1])
    return Table(columns=(Column(title="", share=2), Column(title="", share=9)), rows=rows, has_head=False)


def equation_table(equation: Equation) -> Table:
    """Return the closing equation as one row of figures, with the signs of the sum in the titles."""
    return _sum_table(equation, ("issued", "cast", "spoiled", "returned", "not_returned"))


def tally_table(tally: Tally) -> Table:
    """Return how many ballots were counted and what they were; of the valid ones how many count in part only.

    That last column is there where a part of a ballot may be invalid.
    """
    table = _sum_table(tally, ("ballots_cast", "ballots_valid", "ballots_blank", "ballots_invalid"))
    if isinstance(tally.ballots_partial, UnsetType):
        return table
    column = Column(title=text("documents.poll.ballots_partial"), share=1, align=CENTRE)
    cells = (*table.rows[0].cells, f"{tally.ballots_partial:,}")
    return replace(table, columns=(*table.columns, column), rows=(TableRow(cells=cells),))


def _sum_table(figures: Equation | Tally, names: tuple[str, ...]) -> Table:
    """Return figures of which the first is the sum of the others."""
    signs = ("", "= ", *("+ " for _ in names[2:]))
    columns = tuple(
        Column(title=sign + text(f"documents.poll.{name}"), share=1, align=CENTRE)
        for sign, name in zip(signs, names, strict=True)
    )
    cells = tuple(f"{getattr(figures, name):,}" for name in names)
    return Table(columns=columns, rows=(TableRow(cells=cells),), unit=text("documents.unit_slips"))

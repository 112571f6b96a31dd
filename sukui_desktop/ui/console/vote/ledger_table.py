"""How the channels became one score, in exact fractions: everything needed to do the sum again by hand."""

from __future__ import annotations

from functools import partial

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.channels import BY_BALLOTS, Ledger, LedgerLine
from sukui_desktop.domain.question.definition import Option
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.ui.widgets.rows_table import RowsTable
from sukui_desktop.ui.widgets.rows_table_model import Column

WIDTH_LEAST = 170
"""Pixels of a channel's column: marks and a fraction."""


class LedgerRow(msgspec.Struct, frozen=True):
    """One project of the ledger."""

    place: int
    """In the result."""
    title: str
    code: str
    marks: tuple[int, ...]
    """One number a channel, in the order of the ledger."""
    shares: tuple[str, ...]
    score: str


def ledger_rows(ledger: Ledger, outcome: Outcome, options: tuple[Option, ...]) -> tuple[LedgerRow, ...]:
    """Return the projects in order of rank with what each channel gave them."""
    at = {option.code: index for index, option in enumerate(options)}
    return tuple(
        LedgerRow(
            place=ranked.place,
            title=ranked.title,
            code=ranked.code,
            marks=tuple(line.marks[at[ranked.code]] for line in ledger.lines),
            shares=tuple(line.shares[at[ranked.code]] for line in ledger.lines),
            score=ledger.scores[at[ranked.code]],
        )
        for ranked in outcome.ranking
    )


def ledger_table(ledger: Ledger) -> RowsTable[LedgerRow]:
    """Return a table with a column for each channel (marks and the share they make) and the score."""
    columns: list[Column[LedgerRow]] = [Column(text("result.ledger.project"), _title, _place)]
    columns += [
        Column(line.name, partial(_marks_words, place), partial(_marks, place), is_number=True)
        for place, line in enumerate(ledger.lines)
    ]
    columns.append(Column(text("result.ledger.score"), _score, _place_from_last, is_number=True))
    table: RowsTable[LedgerRow] = RowsTable(columns, _found_by, name=text("result.ledger.table"), empty="")
    metrics = table.fontMetrics()
    table.fit_columns(
        (0, *(max(WIDTH_LEAST, metrics.horizontalAdvance(column.heading) + 44) for column in columns[1:-1]), 160)
    )
    return table


def ledger_lines(ledger: Ledger) -> tuple[str, ...]:
    """Return how shares are reckoned and, a line each, what every channel weighed and was divided by."""
    first = text("result.ledger.by_ballots" if ledger.basis == BY_BALLOTS else "result.ledger.by_marks")
    return (first, *(_line(line, ledger.empty) for line in ledger.lines))


def plain_fraction(fraction: str) -> str:
    """Return a fraction as people write it: a whole number without its denominator of 1."""
    return fraction.removesuffix("/1")


def _line(line: LedgerLine, empty: str) -> str:
    applied, weight = plain_fraction(line.applied), plain_fraction(line.weight)
    key = "channel" if applied == weight else "applied"
    if not line.divisor:
        key = f"empty_{empty}"
    return text(
        f"result.ledger.{key}",
        name=line.name,
        weight=weight,
        applied=applied,
        divisor=f"{line.divisor:,}",
        valid=f"{line.ballots_valid:,}",
    )


def _title(row: LedgerRow) -> str:
    return row.title


def _place(row: LedgerRow) -> int:
    return row.place


def _place_from_last(row: LedgerRow) -> int:
    return -row.place


def _marks(place: int, row: LedgerRow) -> int:
    return row.marks[place]


def _marks_words(place: int, row: LedgerRow) -> str:
    return text("result.ledger.cell", marks=f"{row.marks[place]:,}", share=plain_fraction(row.shares[place]))


def _score(row: LedgerRow) -> str:
    return plain_fraction(row.score)


def _found_by(row: LedgerRow) -> tuple[str, str]:
    return row.title, row.code

"""What was counted, project by project, before anything is selected: what people contest is this table."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.count import Tally
from sukui_desktop.domain.definition import Definition, Option
from sukui_desktop.ui.widgets.result_words import money_words
from sukui_desktop.ui.widgets.rows_table import RowsTable
from sukui_desktop.ui.widgets.rows_table_model import Column

CountedRow = tuple[Option, int, str]
"""(option, its votes, its cost in words)."""


def tally_table() -> RowsTable[CountedRow]:
    """Return a table of votes: title, group, votes, cost and code."""
    columns: tuple[Column[CountedRow], ...] = (
        Column(text("vote.column.title"), _title),
        Column(text("vote.column.group"), _group),
        Column(text("vote.column.votes"), _votes_words, _votes, is_number=True),
        Column(text("vote.column.cost"), _cost_words, _cost, is_number=True),
        Column(text("vote.column.code"), _code),
    )
    table: RowsTable[CountedRow] = RowsTable(
        columns, _found_by, name=text("vote.column.counted"), empty=text("vote.draft.no_projects")
    )
    table.fit_columns((0, 140, 100, 140, 120))
    return table


def counted_rows(definition: Definition, tally: Tally) -> tuple[CountedRow, ...]:
    """Return the options with their votes, most votes first, those of the same votes in the order of the ballot."""
    rows = [
        (option, votes, money_words(option.cost, definition.currency))
        for option, votes in zip(definition.question.options, tally.votes, strict=True)
    ]
    return tuple(sorted(rows, key=_fewest_votes))


def _fewest_votes(row: CountedRow) -> int:
    return -row[1]


def _found_by(row: CountedRow) -> tuple[str, str]:
    return row[0].title, row[0].code


def _title(row: CountedRow) -> str:
    return row[0].title


def _group(row: CountedRow) -> str:
    return row[0].group


def _votes(row: CountedRow) -> int:
    return row[1]


def _votes_words(row: CountedRow) -> str:
    return text("vote.bar.votes", votes=f"{row[1]:,}")


def _cost(row: CountedRow) -> int:
    return row[0].cost


def _cost_words(row: CountedRow) -> str:
    return row[2]


def _code(row: CountedRow) -> str:
    return row[0].code

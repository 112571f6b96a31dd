"""The count as a table that fits the question: options, choices or opinions."""

from __future__ import annotations

import msgspec
from msgspec import UnsetType
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.tally_figures import OpinionCount, Tally
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import Definition, Option
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable, search_text_reader
from sukui_desktop.ui.widgets.stacked_pages import CurrentPages
from sukui_desktop.wording.money import money_words

GROUP, POINTS = 1, 3
"""Columns that are hidden where a question has none."""


class CountedRow(msgspec.Struct, frozen=True):
    """One option with what it was given."""

    option: Option
    votes: int
    points: int | None
    """None where the question gives no points."""
    cost: str
    """In words."""

    @property
    def votes_or_points(self) -> int:
        """Return what it will be ranked by."""
        return self.votes if self.points is None else self.points


def make_counted_options_table() -> RowsTable[CountedRow]:
    """Return a table of counts: title, group, votes, points, cost and code; `show_counted_options` hides what is
    not asked."""
    columns: tuple[Column[CountedRow], ...] = (
        Column("vote.column.title", "option.title"),
        Column("vote.column.group", "option.group"),
        Column("vote.column.votes", _option_votes_words, "votes", is_number=True),
        Column("result.column.points", _option_points_words, "points", is_number=True),
        Column("vote.column.cost", "cost", "option.cost", is_number=True),
        Column("vote.column.code", "option.code"),
    )
    return RowsTable(
        columns,
        search_text_reader("option.title", "option.code"),
        name=text("vote.column.counted"),
        empty=text("vote.draft.no_projects"),
        widths=(0, -1, 100, 110, 140, -1),
        wraps=True,
        gives_way=(5, 1),
    )


def make_motion_choices_table() -> RowsTable[CountedRow]:
    """Return a table of what a motion offers, in the order of the ballot, with the ballots for each."""
    columns: tuple[Column[CountedRow], ...] = (
        Column("result.column.choice", "option.title"),
        Column("vote.column.votes", _option_votes_words, "votes", is_number=True),
    )
    found_by = search_text_reader("option.title", "option.code")
    return RowsTable(columns, found_by, name=text("vote.column.counted"), empty="", widths=(0, 160), wraps=True)


def make_opinions_table() -> RowsTable[OpinionCount]:
    """Return a table of opinions with how many ballots hold each, most frequent first."""
    columns: tuple[Column[OpinionCount], ...] = (
        Column("result.column.opinion", "text"),
        Column("result.column.times", _opinion_count_words, "count", is_number=True),
    )
    return RowsTable(
        columns,
        _searchable_texts_of_opinion,
        name=text("result.column.opinions"),
        empty=text("result.opinions.empty"),
        widths=(0, 140),
        search_hint="search_words",
    )


def show_counted_options(table: RowsTable[CountedRow], definition: Definition, tally: Tally) -> None:
    """Show the count of a question, with points only where it gives points and groups only where it has some."""
    table.hide_columns("group", () if definition.question.groups else (GROUP,))
    table.hide_columns("points", (POINTS,) if isinstance(tally.points, UnsetType) else ())
    table.show_rows(counted_option_rows(definition, tally))


def counted_option_rows(definition: Definition, tally: Tally) -> tuple[CountedRow, ...]:
    """Return the options with their counts, most first, equal ones in the order of the ballot; a choice as on it."""
    points = (None,) * len(tally.votes) if isinstance(tally.points, UnsetType) else tally.points
    rows = [
        CountedRow(option, votes, given, money_words(option.cost, definition.currency))
        for option, votes, given in zip(definition.question.options, tally.votes, points, strict=True)
    ]
    return (
        tuple(sorted(rows, key=_most_first_sort_key)) if ballot_kind_of(definition.question).makes_list else tuple(rows)
    )


def ballot_totals_words(tally: Tally) -> str:
    """Return how many ballots were cast, valid, blank, invalid, and where it can happen, invalid in part."""
    totals = text(
        "vote.count.totals",
        cast=f"{tally.ballots_cast:,}",
        valid=f"{tally.ballots_valid:,}",
        blank=f"{tally.ballots_blank:,}",
        invalid=f"{tally.ballots_invalid:,}",
    )
    if isinstance(tally.ballots_partial, UnsetType):
        return totals
    return text("result.totals.partial", totals=totals, partial=f"{tally.ballots_partial:,}")


def _most_first_sort_key(row: CountedRow) -> int:
    return -row.votes_or_points


def _option_votes_words(row: CountedRow) -> str:
    return text("vote.bar.votes", votes=f"{row.votes:,}")


def _option_points_words(row: CountedRow) -> str:
    return "" if row.points is None else text("vote.bar.points", points=f"{row.points:,}")


def _searchable_texts_of_opinion(row: OpinionCount) -> tuple[str, str]:
    return row.text, ""


def _opinion_count_words(row: OpinionCount) -> str:
    return text("vote.bar.votes", votes=f"{row.count:,}")


class CountTables(CurrentPages):
    """Three tables of which the question's own is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, Tally] | None = None
        self.options: RowsTable[CountedRow] = make_counted_options_table()
        self.choices: RowsTable[CountedRow] = make_motion_choices_table()
        self.opinions: RowsTable[OpinionCount] = make_opinions_table()
        for table in (self.options, self.choices, self.opinions):
            self.addWidget(table)

    def show_table_of_count(self, definition: Definition, tally: Tally) -> None:
        """Show a count."""
        kind = ballot_kind_of(definition.question)
        if self._shown != (definition.poll_id, tally):
            self._shown = (definition.poll_id, tally)
            for table in (self.options, self.choices, self.opinions):
                table.show_in_given_order()
        if not kind.has_options:
            self.opinions.show_rows(() if isinstance(tally.opinions, UnsetType) else tally.opinions)
            self.setCurrentWidget(self.opinions)
        elif not kind.makes_list:
            self.choices.show_rows(counted_option_rows(definition, tally))
            self.setCurrentWidget(self.choices)
        else:
            show_counted_options(self.options, definition, tally)
            self.setCurrentWidget(self.options)

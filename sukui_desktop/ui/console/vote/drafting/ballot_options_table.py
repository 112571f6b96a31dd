"""The options of a draft in the order of its ballot."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.methods.ballot_kind import BallotKind
from sukui_desktop.domain.methods.question_from_draft import question_from_draft
from sukui_desktop.domain.question.definition import Draft, Option
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable, search_text_reader
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.refusal_sentences import refusal_sentence

PROJECT_COLUMNS = (2, 3, 4)
"""Group, cost and code: a choice has none of them."""


class BallotLine(msgspec.Struct, frozen=True):
    """One line of a ballot."""

    place: int
    """From 1."""
    option: Option
    cost: str
    """In words; '' of a choice."""

    @property
    def group(self) -> str:
        """Its group on the ballot, or its field where the ballot has no groups."""
        return self.option.group or self.option.field


def make_ballot_table(empty: str) -> RowsTable[BallotLine]:
    """Return a table of a ballot: place, title, group, cost and code; searched by title and code."""
    columns: tuple[Column[BallotLine], ...] = (
        Column("vote.column.place", "place", is_number=True),
        Column("vote.column.name", "option.title"),
        Column("vote.column.group_or_field", "group"),
        Column("vote.column.cost", "cost", "option.cost", is_number=True),
        Column("vote.column.code", "option.code"),
    )
    table: RowsTable[BallotLine] = RowsTable(
        columns,
        search_text_reader("option.title", "option.code"),
        name=text("vote.column.ballot"),
        empty=empty,
        widths=(52, 0, -1, 118, -1),
        wraps=True,
        gives_way=(4, 2),
    )
    table.setMinimumHeight(150)
    return table


def show_columns_of_ballot_kind(table: RowsTable[BallotLine], kind: BallotKind) -> None:
    """Show of a ballot's table what this kind of ballot has: nothing to mark, words alone, or projects."""
    table.setVisible(kind.has_options)
    table.hide_columns("kind", PROJECT_COLUMNS if kind.offers_choices else ())


def show_options_on_ballot(table: RowsTable[BallotLine], lines: Sequence[BallotLine], kind: BallotKind) -> None:
    """Show a ballot; a group that no line has takes no room from the names."""
    table.show_rows(lines)
    show_columns_of_ballot_kind(table, kind)
    table.hide_columns("group", () if any(line.group for line in lines) else PROJECT_COLUMNS[:1])


def ballot_heading_words(kind: BallotKind) -> str:
    """Return what the options of this kind of ballot are called, above their table."""
    if kind.makes_list:
        return text("vote.draft.ballot_heading")
    return text(f"drafting.ballot.heading_{kind.method}")


def make_numbered_ballot_lines(options: Sequence[Option], currency: str) -> tuple[BallotLine, ...]:
    """Number options in the order of the ballot; a choice has no cost."""
    return tuple(
        BallotLine(place, option, money_words(option.cost, currency) if option.cost else "")
        for place, option in enumerate(options, start=1)
    )


def ballot_options_of_draft(draft: Draft, projects: Sequence[ProjectRow]) -> tuple[Option, ...]:
    """Return what would be on the ballot: the projects as the draft groups and orders them, or its choices.

    Raises RuleBroken of `question_from_draft`.
    """
    return question_from_draft(draft, "", options_from_projects(projects)).options


def options_from_projects(projects: Sequence[ProjectRow]) -> tuple[Option, ...]:
    """Return the projects in the order of the meeting's list."""
    return tuple(
        Option(code=p.code, title=p.title, cost=p.cost, group=p.group, field=p.field, district=p.district, kind=p.kind)
        for p in projects
    )


def ballot_refusal_sentence(error: SukuiError) -> str:
    """Return why no ballot can be made of a draft; a missing field is called as people call it."""
    if error.code != "rule_group_missing":
        return refusal_sentence(error)
    by = text(f"rules.by.{error.facts['by']}")
    return text("drafting.ballot.group_missing", option=error.facts["option"], by=by)

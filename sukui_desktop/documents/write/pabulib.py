"""Pabulib writer: an election as a `.pb` file.

Source: the file format of pabulib.org. What is read with `read_pabulib` and written again means the same; columns
about voters (age, sex, ward) are not kept, because nobody who checks a count needs them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import NO_CURRENCY, money_as_decimal_text, parse_decimal_money
from sukui_desktop.domain.pabulib.pabulib_election import Election, PabulibProject

_TITLES = ("META", "PROJECTS", "VOTES")
_Cell = str | int


def pabulib_bytes(election: Election) -> bytes:
    """Return the file: META in the order of `election.meta`, projects and voters in their order, UTF-8, LF.

    Raises BadInput pb_unwritable for a project or a voter that the format cannot name.
    """
    _refuse_unwritable_election(election)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    for title, header, rows in (
        ("META", ("key", "value"), _meta_rows(election)),
        ("PROJECTS", _project_columns(election), _project_rows(election)),
        (
            "VOTES",
            ("voter_id", "vote", *(("points",) if _has_points(election) else ())),
            _vote_rows(election),
        ),
    ):
        writer.writerow((title,))
        writer.writerow(header)
        writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _meta_rows(election: Election) -> Iterable[tuple[str, str]]:
    """Yield META as it was, with what the rest of the file says in its place or at the end."""
    meta = dict(election.meta)
    meta["num_projects"], meta["num_votes"] = str(len(election.projects)), str(len(election.ballots))
    meta["vote_type"], meta["rule"] = election.vote_type, election.rule
    if not _is_budget_as_written(meta.get("budget", ""), election):
        meta["budget"] = money_as_decimal_text(election.budget, election.currency)
    if election.currency != NO_CURRENCY:
        meta["currency"] = election.currency
    return meta.items()


def _is_budget_as_written(written: str, election: Election) -> bool:
    try:
        return parse_decimal_money(written, election.currency) == election.budget
    except BadInput:
        return False


def _project_columns(election: Election) -> tuple[str, ...]:
    """Return the columns that say something of any project."""
    projects = election.projects
    filled = {
        "votes": any(project.votes is not None for project in projects),
        "score": any(project.score is not None for project in projects),
        "category": any(project.category for project in projects),
        "selected": any(project.selected is not None for project in projects),
    }
    columns = ("project_id", "cost", "votes", "score", "name", "category", "selected")
    return tuple(column for column in columns if filled.get(column, True))


def _project_rows(election: Election) -> Iterable[tuple[_Cell, ...]]:
    columns = _project_columns(election)
    for project in election.projects:
        cells = _project_cells(project, election.currency)
        yield tuple(cells[column] for column in columns)


def _project_cells(project: PabulibProject, currency: str) -> dict[str, _Cell]:
    return {
        "project_id": project.project_id,
        "cost": money_as_decimal_text(project.cost, currency),
        "votes": "" if project.votes is None else project.votes,
        "score": project.score or "",
        "name": project.name,
        "category": project.category,
        "selected": "" if project.selected is None else project.selected,
    }


def _has_points(election: Election) -> bool:
    return election.vote_type in ("cumulative", "scoring") or bool(election.points)


def _vote_rows(election: Election) -> Iterable[tuple[str, ...]]:
    codes = [project.project_id for project in election.projects]
    votes = (",".join(codes[mark] for mark in marks) for marks in election.ballots)
    if not election.points:
        return zip(election.voter_ids, votes, strict=True)
    points = (",".join(map(str, numbers)) for numbers in election.points)
    return zip(election.voter_ids, votes, points, strict=True)


def _refuse_unwritable_election(election: Election) -> None:
    """Refuse a comma in a project that was voted for, and a voter whose line would begin a section."""
    named = {mark for marks in set(election.ballots) for mark in marks}
    for mark in named:
        if "," in election.projects[mark].project_id:
            raise BadInput("pb_unwritable", file=election.file_name, value=election.projects[mark].project_id)
    for voter in set(election.voter_ids).intersection(_TITLES):
        raise BadInput("pb_unwritable", file=election.file_name, value=voter)

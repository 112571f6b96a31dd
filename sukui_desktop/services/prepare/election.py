"""Turning an election file of another city into a meeting's projects, roster and draft."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.domain.definition import Draft, Group
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.importing import DraftT, PersonDraft, ProjectDraft, Reading
from sukui_desktop.domain.pabulib import Election

_RULES = {"greedy": "skip", "greedy-threshold": "skip", "greedy-no-skip": "stop"}
_VOTE_TYPES = ("approval", "choose-1")


def read_election(path: Path) -> Election:
    """Read a `.pb` file. Raises BadInput with file, line, column, value and what was expected."""
    return read_pabulib(path)


def election_draft(election: Election) -> Draft:
    """Return limits and rule as the file states them.

    Raises RuleBroken vote_type_unsupported, selection_rule_unsupported; BadInput election_key.
    """
    if election.vote_type not in _VOTE_TYPES:
        raise RuleBroken("vote_type_unsupported", vote_type=election.vote_type)
    if election.rule not in _RULES:
        raise RuleBroken("selection_rule_unsupported", rule=election.rule)
    return Draft(
        groups=_groups(election),
        min_picks=election.min_length,
        max_picks=1 if election.vote_type == "choose-1" else max(1, election.max_length),
        allows_blank=True,
        when_unaffordable=_RULES[election.rule],
        min_votes=_whole(election, "min_project_score_threshold"),
        ceiling=election.budget,
    )


def _groups(election: Election) -> tuple[Group, ...]:
    written = election.meta.get("group_limits", "")
    groups = []
    for part in filter(None, written.split(",")):
        name, _, most = part.rpartition(":")
        if not name or not most.isdigit():
            raise BadInput("election_key", key="group_limits", value=written)
        groups.append(Group(name=name, min_picks=0, max_picks=int(most)))
    return tuple(groups)


def _whole(election: Election, key: str) -> int:
    written = election.meta.get(key, "0")
    if not (written.isascii() and written.isdigit()):
        raise BadInput("election_key", key=key, value=written)
    return int(written)


def election_projects(election: Election) -> Reading[ProjectDraft]:
    """Return the file's projects as an accepted reading; the category is the ballot group where groups are limited."""
    has_groups = "group_limits" in election.meta
    drafts = tuple(
        ProjectDraft(
            code=project.project_id,
            title=project.name,
            cost=project.cost,
            currency=election.currency,
            group=project.category if has_groups else "",
            field="" if has_groups else project.category,
        )
        for project in election.projects
    )
    return _reading(election, drafts)


def election_roster(election: Election, name: str, channel: str) -> Reading[PersonDraft]:
    """Return the file's voters as a roster: numbers are voter ids, names are `name` with the place in the file."""
    drafts = tuple(
        PersonDraft(number=voter_id, name=f"{name} {place}", channel=channel)
        for place, voter_id in enumerate(election.voter_ids, start=1)
    )
    return _reading(election, drafts)


def _reading(election: Election, drafts: tuple[DraftT, ...]) -> Reading[DraftT]:
    return Reading(
        file_name=election.file_name,
        sha256=election.sha256,
        encoding="utf-8",
        columns={},
        drafts=drafts,
        problems=(),
    )

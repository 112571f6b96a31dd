"""Pabulib elections: the projects, roster, draft and answers that a meeting takes from a `.pb` file."""

from __future__ import annotations

from fractions import Fraction

from msgspec import UNSET

from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.file_import import DraftT, PersonDraft, ProjectDraft, Reading
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.pabulib.ballot_limits import read_ballot_limits
from sukui_desktop.domain.pabulib.election_count import read_default_score
from sukui_desktop.domain.pabulib.pabulib_election import Election, merge_repeated_marks
from sukui_desktop.domain.pabulib.stated_rule import EQUAL_SHARES, UNKNOWN, StatedRule, read_stated_rule
from sukui_desktop.domain.question.definition import Draft, Group, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import PLAIN, Marking, Method
from sukui_desktop.domain.question.selection_steps import NO_EXTRA_STEPS, AllocateBy, SelectionSteps
from sukui_desktop.models.shared_fields import copy_fields

_METHODS = {
    "approval": Method.APPROVAL,
    "choose-1": Method.APPROVAL,
    "ordinal": Method.RANKING,
    "cumulative": Method.CUMULATIVE,
    "scoring": Method.SCORE,
}


def read_election_file(file: SourceFile) -> Election:
    """Read a `.pb` file. Raises BadInput with file, line, column, value and what was expected."""
    return read_pabulib(file)


def draft_from_election(election: Election) -> Draft:
    """Return limits and rule as the file states them, for a poll of our own.

    A rule the file does not know is taken for plain greedy. What no poll of ours can hold is left out: a limit of cost
    for each category, a reserve beside the list. A rule that only the file of a poll of ours keeps is refused, as its
    channels are not in the ballots.
    Raises RuleBroken selection_rule_unsupported; BadInput election_key.
    """
    stated = read_stated_rule(election)
    if stated.name == EQUAL_SHARES or stated.recorded or (stated.is_rule_guessed and election.rule != UNKNOWN):
        raise RuleBroken("selection_rule_unsupported", rule=election.rule)
    if read_default_score(election):
        raise RuleBroken("selection_rule_unsupported", rule="default_score")
    groups = _groups_of_election(election)
    marks, extra_steps = _marking_of_election(election), _selection_steps_of_election(stated, has_groups=bool(groups))
    return Draft(
        method=_METHODS[election.vote_type],
        groups=groups,
        min_picks=election.fewest_marks_per_ballot,
        max_picks=1 if election.vote_type == "choose-1" else max(1, election.most_marks_per_ballot),
        allows_blank=True,
        when_unaffordable=WhenUnaffordable.STOP if stated.stops else WhenUnaffordable.SKIP,
        min_votes=stated.min_score,
        ceiling=election.budget,
        marks=UNSET if marks == PLAIN else marks,
        extra_steps=UNSET if extra_steps == NO_EXTRA_STEPS else extra_steps,
    )


def answers_from_election(election: Election) -> tuple[Answer, ...]:
    """Return the answers in the file's order, marks as indexes into the projects; one named twice is there once.

    Its points are added up.
    """
    if election.points:
        cast = zip(election.ballots, election.points, strict=True)
        return tuple(Answer(*merge_repeated_marks(marks, points)) for marks, points in cast)
    return tuple(Answer(tuple(dict.fromkeys(marks))) for marks in election.ballots)


def _marking_of_election(election: Election) -> Marking:
    limits = read_ballot_limits(election)
    if election.vote_type == "ordinal":
        return Marking(place_points=_place_points(election))
    if election.vote_type == "cumulative":
        return Marking(
            high=_round_points_down(limits.most_points),
            least_points=_round_points_down(limits.least_sum),
            most_points=_round_points_down(limits.most_sum),
        )
    if election.vote_type == "scoring":
        numbers = [number for points in set(election.points) for number in points]
        low, high = min(numbers, default=0), max(numbers, default=1)
        return Marking(
            low=_round_points_down(limits.least_points, low), high=_round_points_down(limits.most_points, high)
        )
    return Marking(cost_limit=limits.most_cost or 0)


def _place_points(election: Election) -> tuple[int, ...]:
    """Return the points of each place: those beside the votes, else the last place is one and each before it one more.

    Raises RuleBroken selection_rule_unsupported where one place is worth more in one vote than in another.
    """
    places = max(1, election.most_marks_per_ballot)
    if not election.points:
        return tuple(range(places, 0, -1))
    worth: dict[int, int] = {}
    for points in set(election.points):
        for place, number in enumerate(points[:places]):
            if worth.setdefault(place, number) != number:
                raise RuleBroken("selection_rule_unsupported", rule=election.vote_type)
    return tuple(worth.get(place, 0) for place in range(places))


def _selection_steps_of_election(stated: StatedRule, *, has_groups: bool) -> SelectionSteps:
    """Return the further steps; the category is the ballot's group where the file limits groups, else the field."""
    by = AllocateBy.GROUP if has_groups else AllocateBy.FIELD
    if not stated.allocations:
        return copy_fields(SelectionSteps, stated, leftover=NO_EXTRA_STEPS.leftover)
    return copy_fields(SelectionSteps, stated, allocate_by=by)


def _groups_of_election(election: Election) -> tuple[Group, ...]:
    written = election.meta.get("group_limits", "")
    groups = []
    for part in filter(None, written.split(",")):
        name, _, most = part.rpartition(":")
        if not name or not most.isdigit():
            raise BadInput("election_key", key="group_limits", value=written)
        groups.append(Group(name=name, min_picks=0, max_picks=int(most)))
    return tuple(groups)


def _round_points_down(number: Fraction | None, otherwise: int = 0) -> int:
    """Return a limit in whole points, rounded down."""
    return otherwise if number is None else number.numerator // number.denominator


def projects_from_election(election: Election) -> Reading[ProjectDraft]:
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
    return _reading_of_election(election, drafts)


def roster_from_election(election: Election, name: str, channel: str) -> Reading[PersonDraft]:
    """Return the file's voters as a roster: numbers are voter ids, names are `name` with the place in the file."""
    drafts = tuple(
        PersonDraft(number=voter_id, name=f"{name} {place}", channel=channel)
        for place, voter_id in enumerate(election.voter_ids, start=1)
    )
    return _reading_of_election(election, drafts)


def _reading_of_election(election: Election, drafts: tuple[DraftT, ...]) -> Reading[DraftT]:
    return Reading(
        file_name=election.file_name,
        sha256=election.sha256,
        encoding="utf-8",
        columns={},
        drafts=drafts,
        problems=(),
    )

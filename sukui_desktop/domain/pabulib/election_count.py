"""A Pabulib election as a question and ballots of ours, for both counters.

Limits are left out on purpose: in every file that could be looked at, the city's own column counts the ballots that
break a limit the file states (over the money, below the least points, a project named twice), because the limit was
held, or not, when the vote was taken. `count_beyond_limits` says how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec
from msgspec import UNSET

from sukui_desktop.domain.methods.base import Answer
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.pabulib.election import Election
from sukui_desktop.domain.pabulib.limits import is_beyond, read_limits, read_number
from sukui_desktop.domain.pabulib.rule import StatedRule
from sukui_desktop.domain.question.definition import Definition, Option, Question, SelectionRule, WhenUnaffordable
from sukui_desktop.domain.question.marking import Marking, Method
from sukui_desktop.domain.question.selection_steps import AllocateBy, SelectionSteps, TieWay

DistinctBallot = tuple[tuple[int, ...], tuple[int, ...]]
"""What a ballot names, and the points beside it; () where the file gives none."""


class Countable(msgspec.Struct, frozen=True):
    """An election made ready for both counters."""

    election: Election
    question: Question
    distinct_ballots: Mapping[DistinctBallot, int]
    """How many voters cast each different ballot."""
    answers: Mapping[DistinctBallot, Answer]
    """What each different ballot says to `question`."""


def make_countable(election: Election) -> Countable:
    """Look at every different ballot once and return question and answers."""
    distinct_ballots = _count_distinct_ballots(election)
    is_longest = election.vote_type == "ordinal" and _places_from_longest(election, distinct_ballots)
    answers = {ballot: _ballot_answer(election, ballot, is_longest) for ballot in distinct_ballots}
    points = {number for answer in answers.values() for number in answer.points}
    return Countable(election, _question(election, points), distinct_ballots, answers)


def write_ballots(countable: Countable) -> list[bytes]:
    """Return one ballot a voter in the file's order, as our box would hold it; equal ones are one object."""
    question = countable.question
    election = countable.election
    written = {ballot: encode_answer(question, answer) for ballot, answer in countable.answers.items()}
    if election.points:
        return [written[ballot] for ballot in zip(election.ballots, election.points, strict=True)]
    by_marks = {marks: ballot for (marks, _), ballot in written.items()}
    return list(map(by_marks.__getitem__, election.ballots))


def count_beyond_limits(countable: Countable) -> int:
    """Return how many ballots break a limit that the file states; they are counted all the same."""
    election, limits = countable.election, read_limits(countable.election)
    return sum(
        times
        for (marks, points), times in countable.distinct_ballots.items()
        if marks and is_beyond(election, limits, marks, points)
    )


def define_selection(countable: Countable, rule: StatedRule) -> Definition:
    """Return the definition that selects by `rule`; ties fall as the file orders its projects.

    Every official list that a tie decided follows that order.
    """
    election = countable.election
    return Definition(
        format=1,
        city=election.meta.get("unit", ""),
        meeting_id="",
        poll_id="",
        is_practice=False,
        title=election.meta.get("description", ""),
        currency=election.currency,
        question=countable.question,
        rule=SelectionRule(
            when_unaffordable=WhenUnaffordable.STOP if rule.stops else WhenUnaffordable.SKIP,
            min_votes=rule.min_score,
            ceiling=election.budget,
            extra_steps=SelectionSteps(
                min_share=rule.min_share,
                exclusive=rule.exclusive,
                allocate_by=AllocateBy.FIELD if rule.allocations else AllocateBy.NOTHING,
                allocations=rule.allocations,
                leftover=rule.leftover,
                ties=(TieWay.LOT,),
            ),
        ),
    )


def _count_distinct_ballots(election: Election) -> Mapping[DistinctBallot, int]:
    """Return how many voters cast each different ballot."""
    if election.points:
        return Counter(zip(election.ballots, election.points, strict=True))
    return {(marks, ()): times for marks, times in Counter(election.ballots).items()}


def _ballot_answer(election: Election, ballot: DistinctBallot, is_longest: bool) -> Answer:
    """Return a ballot as it is counted: points as cast, places of a ranking as points, a project named twice twice."""
    marks, points = ballot
    if election.vote_type == "ordinal":
        first = election.max_length if is_longest else len(marks)
        return Answer(marks, tuple(range(first, first - len(marks), -1)))
    if election.points:
        return Answer(marks, points)
    if election.problems:
        named = Counter(marks)
        return Answer(tuple(named), tuple(named.values()))
    return Answer(marks)


def _places_from_longest(election: Election, distinct_ballots: Mapping[DistinctBallot, int]) -> bool:
    """Return whether a first place is worth the longest ballot for everybody, not each ballot's own length.

    The files do not say it. In every one that was seen a ballot's last place is worth one point; the other way is
    taken only where a file's own scores come out by it and not by the usual one.
    """
    stated = [read_number(project.score) for project in election.projects]
    own, longest = [0] * len(stated), [0] * len(stated)
    for (marks, _), times in distinct_ballots.items():
        for place, mark in enumerate(marks):
            own[mark] += (len(marks) - place) * times
            longest[mark] += (election.max_length - place) * times
    return stated != own and stated == longest


def _question(election: Election, points: set[int]) -> Question:
    options = tuple(
        Option(code=project.project_id, title=project.name, cost=project.cost, field=project.category)
        for project in election.projects
    )
    low, high = min(points, default=1), max(points, default=1)
    method = Method.APPROVAL if not points else Method.CUMULATIVE if low >= 1 else Method.SCORE
    marking = Marking(low=low if method == Method.SCORE else 0, high=high)
    return Question(
        title="",
        method=method,
        options=options,
        groups=(),
        min_picks=0,
        max_picks=len(options),
        marks=UNSET if method == Method.APPROVAL else marking,
    )

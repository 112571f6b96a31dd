"""A Pabulib election as a question and ballots of ours, for both counters.

Limits are left out on purpose: in every file that could be looked at, the city's own column counts the ballots that
break a limit the file states (over the money, below the least points, a project named twice), because the limit was
held, or not, when the vote was taken. `count_beyond_limits` says how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.domain.channel.combined_scores import put_counts_in_order
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.pabulib.ballot_limits import is_beyond_limits, parse_pabulib_number, read_ballot_limits
from sukui_desktop.domain.pabulib.pabulib_election import Election, merge_repeated_marks
from sukui_desktop.domain.pabulib.recorded_rule import RecordedRule, option_with_traits, read_recorded_rule
from sukui_desktop.domain.pabulib.stated_rule import StatedRule
from sukui_desktop.domain.question.channels import ChannelCount, ChannelSource
from sukui_desktop.domain.question.definition import Definition, Option, Question, SelectionRule, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.selection_steps import AllocateBy, SelectionSteps, TieWay
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.definition_validation import require_decidable_definition
from sukui_desktop.domain.selection.outcome_of_case import make_case
from sukui_desktop.models.shared_fields import copy_fields

MOST_DEFAULT = 30_000
"""Larger default scores are refused as misread."""
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
    recorded: RecordedRule | None
    """Of a file of ours whose rule has no name in the format."""


def make_countable_election(election: Election) -> Countable:
    """Look at every different ballot once and return question and answers.

    Raises BadInput election_key when `default_score` is no whole number.
    """
    distinct_ballots = _count_distinct_ballots(election)
    is_longest = election.vote_type == "ordinal" and _is_place_worth_longest_ballot(election, distinct_ballots)
    default_score = read_default_score(election)
    answers = {
        ballot: fill_in_default_scores(
            election, _answer_of_distinct_ballot(election, ballot, is_longest), default_score
        )
        for ballot in distinct_ballots
    }
    recorded = read_recorded_rule(election)
    points = {number for answer in answers.values() for number in answer.points}
    question = _question_of_election(election, points, recorded)
    return Countable(election, question, distinct_ballots, answers, recorded)


def count_mentions_of_projects(countable: Countable, tally: Tally) -> tuple[int, ...]:
    """Return the votes as cities publish them: how often ballots name each project, whatever they give it.

    That is `tally.votes`, but for a project that a ballot names twice and for one that is scored without being named.
    """
    votes = list(tally.votes)
    for ballot, times in countable.distinct_ballots.items():
        marks, answer = ballot[0], countable.answers[ballot]
        if len(marks) != len(answer.marks):
            for mark in marks:
                votes[mark] += times
            for mark in answer.marks:
                votes[mark] -= times
    return tuple(votes)


def read_default_score(election: Election) -> int:
    """Return the score of a project that a ballot of a scoring file leaves out; 0 where the file is silent.

    Source: pabulib.org, key `default_score`.
    Raises BadInput election_key when it is no whole number.
    """
    written = election.meta.get("default_score", "").strip() if election.vote_type == "scoring" else ""
    number = parse_pabulib_number(written)
    if written and (number is None or number.denominator != 1 or abs(number) > MOST_DEFAULT):
        raise BadInput("election_key", key="default_score", value=written[:80])
    return int(number or 0)


def fill_in_default_scores(election: Election, answer: Answer, default_score: int) -> Answer:
    """Return an answer with the score of everything it leaves out.

    A blank ballot stays blank, and one that names a project twice stays as it is.
    """
    if not default_score or not answer.marks or len(set(answer.marks)) != len(answer.marks):
        return answer
    given = dict(zip(answer.marks, answer.points, strict=True))
    everything = range(len(election.projects))
    return Answer(tuple(everything), tuple(given.get(mark, default_score) for mark in everything))


def encode_ballots_of_voters(countable: Countable) -> list[bytes]:
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
    election, limits = countable.election, read_ballot_limits(countable.election)
    return sum(
        times
        for (marks, points), times in countable.distinct_ballots.items()
        if marks and is_beyond_limits(election, limits, marks, points)
    )


def definition_of_election(countable: Countable, rule: StatedRule) -> Definition:
    """Return the definition that selects by `rule`; ties fall as the file orders its projects.

    A file of ours lists them in the order that was decided. Raises RuleBroken of
    `require_decidable_definition` where a file keeps a rule that decides nothing.
    """
    election, recorded = countable.election, rule.recorded
    definition = Definition(
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
            extra_steps=copy_fields(
                SelectionSteps,
                rule,
                allocate_by=AllocateBy.FIELD if rule.allocations else AllocateBy.NOTHING,
                ties=(TieWay.LOT,),
            ),
        ),
    )
    if recorded is None:
        return definition
    definition = copy_fields(Definition, definition, recorded)
    require_decidable_definition(definition)
    return definition


def make_election_case(countable: Countable, tally: Tally, rule: StatedRule, tie_order: Sequence[str]) -> Case:
    """Return the case of a counted election; a file of ours brings the channels and people that its ballots are not.

    Raises RuleBroken as `definition_of_election`, and channel_missing … of `put_counts_in_order`.
    """
    definition, recorded = definition_of_election(countable, rule), rule.recorded
    case = make_case(definition, tally, tie_order, rule.withdrawn)
    if recorded is None:
        return case
    counts: tuple[ChannelCount, ...] = case.counts
    if not isinstance(recorded.channels, UnsetType):
        box = [channel.key for channel in recorded.channels.channels if channel.source == ChannelSource.BOX]
        counts = (*recorded.counts, *(replace(counts[0], key=key) for key in box))
        counts = put_counts_in_order(recorded.channels, counts)
    return replace(
        case,
        counts=counts,
        votes=recorded.votes or case.votes,
        turnout=case.turnout if isinstance(recorded.turnout, UnsetType) else recorded.turnout,
    )


def _count_distinct_ballots(election: Election) -> Mapping[DistinctBallot, int]:
    """Return how many voters cast each different ballot."""
    if election.points:
        return Counter(zip(election.ballots, election.points, strict=True))
    return {(marks, ()): times for marks, times in Counter(election.ballots).items()}


def _answer_of_distinct_ballot(election: Election, ballot: DistinctBallot, is_longest: bool) -> Answer:
    """Return a ballot as it is counted: points as cast, places of a ranking as points, a project named twice twice.

    In a file in which any ballot names a project twice, the others of an approval give one point for each mark.
    """
    marks, points = ballot
    if election.vote_type == "ordinal" and not points:
        first = election.most_marks_per_ballot if is_longest else len(marks)
        points = tuple(range(first, first - len(marks), -1))
    if not (points or election.problems):
        return Answer(marks)
    return Answer(*merge_repeated_marks(marks, points or (1,) * len(marks)))


def _is_place_worth_longest_ballot(election: Election, distinct_ballots: Mapping[DistinctBallot, int]) -> bool:
    """Return whether a first place is worth the longest ballot for everybody, not each ballot's own length.

    The files do not say it. In every one that was seen a ballot's last place is worth one point; the other way is
    taken only where a file's own scores come out by it and not by the usual one.
    """
    stated = [parse_pabulib_number(project.score) for project in election.projects]
    own, longest = [0] * len(stated), [0] * len(stated)
    for (marks, _), times in distinct_ballots.items():
        for place, mark in enumerate(marks):
            own[mark] += (len(marks) - place) * times
            longest[mark] += (election.most_marks_per_ballot - place) * times
    return stated != own and stated == longest


def _question_of_election(election: Election, points: set[int], recorded: RecordedRule | None) -> Question:
    options = tuple(
        Option(code=project.project_id, title=project.name, cost=project.cost, field=project.category)
        for project in election.projects
    )
    if recorded is not None:
        options = tuple(option_with_traits(option, recorded) for option in options)
    low, high = min(points, default=1), max(points, default=1)
    method = Method.APPROVAL if not points else Method.CUMULATIVE if low >= 1 else Method.SCORE
    if recorded is not None and recorded.method == Method.CHOICE and not points:
        method = Method.CHOICE
    marking = Marking(low=low if method == Method.SCORE else 0, high=high)
    return Question(
        title="",
        method=method,
        options=options,
        groups=(),
        min_picks=0,
        max_picks=len(options),
        marks=marking if points else UNSET,
    )

"""A counted poll of ours as a Pabulib election, from which anybody can make its list again.

Nobody is in it: ballots are in the order of their bytes, as they are kept after the count, and voters are numbered
by that order. Projects are in the order that was decided, equal ones as cost, lot or chair put them, so that a reader
who breaks ties by the order of the file (`sukui tally` and the format's own checker do) comes to the certified list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import UNSET, UnsetType

from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer, Verdict
from sukui_desktop.domain.methods.registry import ballot_kind_of, decode_answer, judge_answer, split_ballots
from sukui_desktop.domain.money import money_as_decimal_text
from sukui_desktop.domain.pabulib.pabulib_election import Election, PabulibProject
from sukui_desktop.domain.pabulib.recorded_rule import (
    OptionTraits,
    RecordedRule,
    recorded_rule_text,
    traits_of_option,
)
from sukui_desktop.domain.pabulib.stated_rule import GREEDY, NEAR_FIT, NO_SKIP, THRESHOLD
from sukui_desktop.domain.question.channels import ChannelCount, ChannelSource
from sukui_desktop.domain.question.definition import Definition, Question, WhenUnaffordable
from sukui_desktop.domain.question.selection_steps import SelectionSteps
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.eligibility import least_votes, requires_a_vote
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.shared_fields import copy_fields

_COUNTRIES = {"KRW": "South Korea"}
_CHOICE_COST = 1
"""Stands for the cost of a choice such as 찬성, which has none: the format knows no project without a cost."""


def election_of_counted_poll(
    definition: Definition,
    ballots: bytes,
    tally: Tally,
    outcome: Outcome,
    days: tuple[date, date],
    *,
    withheld: int = 0,
    unit: str = "",
) -> Election:
    """Return a poll as an election: its valid ballots with the marks that count, its list as `selected`.

    Blank and invalid ballots are left out, as the format has no place for them; a comment says how many. `days` are
    those on which the vote began and ended. Of `withheld` ballots, which are not among `ballots`, a comment says how
    many they are; `votes` and `selected` are those of the whole `tally`. `unit` is the city or district that votes, ''
    where nobody says so.
    Raises RuleBroken opinions_not_exported for a question that is answered in words.
    """
    question = definition.question
    kind = ballot_kind_of(question)
    if not kind.vote_type:
        raise RuleBroken("opinions_not_exported", title=definition.title)
    order = _options_in_decided_order(definition, outcome)
    place = {index: at for at, index in enumerate(order)}
    answers = tuple(_counted_answers(question, ballots))
    projects = _projects_section(definition, tally, outcome, order)
    rule = _rule_name(definition, outcome)
    budget = max(outcome.ceiling, outcome.total_cost) if kind.makes_list else _CHOICE_COST
    figures = (len(answers), budget, rule, withheld)
    return Election(
        file_name="",
        sha256=b"",
        meta=_meta_section(definition, tally, outcome, projects, figures, days, order, unit),
        currency=definition.currency,
        budget=budget,
        vote_type=kind.vote_type,
        rule=rule,
        projects=projects,
        voter_ids=tuple(map(str, range(1, len(answers) + 1))),
        ballots=tuple(tuple(place[mark] for mark in answer.marks) for answer in answers),
        points=tuple(answer.points for answer in answers) if kind.ranks_by_points else (),
        problems=(),
    )


def _options_in_decided_order(definition: Definition, outcome: Outcome) -> tuple[int, ...]:
    """Return the options (indexes) as they were decided; choices as on the ballot, which says who is in favour."""
    options = definition.question.options
    if not ballot_kind_of(definition.question).makes_list:
        return tuple(range(len(options)))
    place = {option.code: index for index, option in enumerate(options)}
    return tuple(place[ranked.code] for ranked in outcome.ranking)


def _counted_answers(question: Question, ballots: bytes) -> Iterator[Answer]:
    """Yield what counts of every valid ballot; equal ones are one object."""
    known: dict[bytes, Answer | None] = {}
    for ballot in split_ballots(question, ballots):
        if ballot not in known:
            known[ballot] = _counted_answer_of_ballot(question, ballot)
        answer = known[ballot]
        if answer is not None:
            yield answer


def _counted_answer_of_ballot(question: Question, ballot: bytes) -> Answer | None:
    try:
        judgement = judge_answer(question, decode_answer(question, ballot))
    except RuleBroken:
        return None
    return judgement.counted if judgement.verdict == Verdict.VALID else None


def _projects_section(
    definition: Definition, tally: Tally, outcome: Outcome, order: Sequence[int]
) -> tuple[PabulibProject, ...]:
    options, has_points = definition.question.options, tally.points is not UNSET
    chosen = set(outcome.selected)
    if not isinstance(outcome.motion_result, UnsetType) and outcome.motion_result.is_passed:
        chosen.add(options[0].code)
    return tuple(
        PabulibProject(
            project_id=options[index].code,
            name=options[index].title,
            cost=options[index].cost if ballot_kind_of(definition.question).makes_list else _CHOICE_COST,
            # A comma parts categories, and blanks around it belong to them.
            category=",".join(part.strip() for part in (options[index].group or options[index].field).split(",")),
            votes=tally.votes[index],
            score=str(tally.points_or_votes[index]) if has_points else None,
            selected=int(options[index].code in chosen),
        )
        for index in order
    )


def _meta_section(
    definition: Definition,
    tally: Tally,
    outcome: Outcome,
    projects: Sequence[PabulibProject],
    said: tuple[int, int, str, int],
    days: tuple[date, date],
    order: Sequence[int],
    unit: str,
) -> dict[str, str]:
    """Return META in the format's own order of keys; `said` are the number of ballots, the budget, the rule, and
    how many ballots are withheld."""
    question, marking = definition.question, definition.question.marking
    votes, budget, rule, withheld = said
    kind, currency = ballot_kind_of(question), definition.currency
    size = len(projects)
    least_points, most_points = kind.points_range_of_ballot(question) if kind.has_numbers else (None, None)
    is_one_of = kind.vote_type == "choose-1"
    meta = {
        "description": definition.title,
        "country": _COUNTRIES.get(currency, "Worldwide"),
        "unit": unit or definition.city or definition.title,
        "instance": str(days[0].year),
        "num_projects": size,
        "num_votes": votes,
        "budget": money_as_decimal_text(budget, currency),
        "vote_type": kind.vote_type,
        "rule": rule,
        "date_begin": f"{days[0]:%d.%m.%Y}",
        "date_end": f"{days[1]:%d.%m.%Y}",
        "min_length": 1 if is_one_of else min(question.min_picks, size),
        "max_length": 1 if is_one_of else min(question.max_picks, size),
        "max_sum_cost": money_as_decimal_text(marking.cost_limit, currency),
        "min_points": marking.low if kind.has_numbers else 0,
        "max_points": max(marking.high, *marking.place_points, 0) if kind.ranks_by_points else 0,
        "min_sum_points": least_points or 0,
        "max_sum_points": most_points or 0,
        "min_project_score_threshold": least_votes(definition) if rule in (THRESHOLD, NO_SKIP) else 0,
        "edition": definition.poll_id,
        "language": "ko" if currency in _COUNTRIES else "",
        "currency": currency,
        "fully_funded": int(budget >= sum(project.cost for project in projects)),
        "comment": _meta_comment(definition, tally, outcome, rule, order, withheld),
    }
    kept = {"num_projects", "num_votes", "budget"}
    return {key: str(value) for key, value in meta.items() if key in kept or value not in (0, "0", "")}


def _rule_name(definition: Definition, outcome: Outcome) -> str:
    """Return the format's name of the rule; what it has no name for is its `greedy-custom`."""
    steps, marking = definition.rule.steps, definition.question.marking
    plain = SelectionSteps(ties=steps.ties, takes_unvoted=steps.takes_unvoted)
    # Where a mark may be worth nothing, no number of points says that nobody voted for a project.
    has_worthless_marks = not ballot_kind_of(definition.question).names_in_favour or 0 in marking.place_points
    if (
        not ballot_kind_of(definition.question).makes_list
        or definition.channels is not UNSET
        or steps != plain
        or (has_worthless_marks and requires_a_vote(definition))
        or any(ranked.outcome == OutcomeKind.WITHDRAWN for ranked in outcome.ranking)
    ):
        return NEAR_FIT
    if definition.rule.when_unaffordable == WhenUnaffordable.STOP:
        return NO_SKIP
    return THRESHOLD if least_votes(definition) else GREEDY


def _meta_comment(
    definition: Definition, tally: Tally, outcome: Outcome, rule: str, order: Sequence[int], withheld: int
) -> str:
    """Return the remarks, numbered as the format asks; the last keeps a rule that has no name in it."""
    remarks = [f"{tally.ballots_blank} blank and {tally.ballots_invalid} invalid ballots are left out."]
    if withheld:
        alike = f"{withheld} ballots that few people cast alike are withheld"
        remarks.append(f"{alike}: votes and selected are those of all ballots and cannot be counted from this file.")
    marking = definition.question.marking
    if ballot_kind_of(definition.question).makes_list:
        ways = ", then ".join(definition.rule.steps.ties)
        remarks.append(f"Projects are listed in the order that was decided; ties are broken by {ways}.")
    if outcome.total_cost > outcome.ceiling:
        money = f"{money_as_decimal_text(outcome.ceiling, definition.currency)} {definition.currency}"
        remarks.append(f"The last project may go over the ceiling of {money}: the budget here is what the list costs.")
    if marking.place_points:
        remarks.append(f"Points of the places: {', '.join(map(str, marking.place_points))}.")
    result = outcome.motion_result
    if not isinstance(result, UnsetType):
        verdict = "passed" if result.is_passed else "did not pass"
        base = f"{result.needed} needed of {result.base_count} ({result.base})"
        remarks.append(f"The motion {verdict}: {result.in_favour} in favour, {base}. Costs and budget are stand-ins.")
    if rule == NEAR_FIT:
        remarks.append(recorded_rule_text(_make_recorded_rule(definition, outcome, order)))
    return " ".join(f"#{number}: {remark}" for number, remark in enumerate(remarks, start=1))


def _make_recorded_rule(definition: Definition, outcome: Outcome, order: Sequence[int]) -> RecordedRule:
    options = definition.question.options
    counts: tuple[ChannelCount, ...] = ()
    votes: tuple[int, ...] = ()
    if not isinstance(outcome.ledger, UnsetType):
        box = {channel.key for channel in definition.channel_list if channel.source == ChannelSource.BOX}
        counts = tuple(
            ChannelCount(
                key=line.key, marks=tuple(line.marks[index] for index in order), ballots_valid=line.ballots_valid
            )
            for line in outcome.ledger.lines
            if line.key not in box
        )
        votes_of = {ranked.code: ranked.votes for ranked in outcome.ranking}
        votes = tuple(votes_of[options[index].code] for index in order)
    result = outcome.motion_result
    traits = {options[index].code: traits_of_option(options[index]) for index in order}
    return copy_fields(
        RecordedRule,
        definition,
        method=definition.question.method,
        options={code: trait for code, trait in traits.items() if trait != OptionTraits()},
        withdrawn=tuple(ranked.code for ranked in outcome.ranking if ranked.outcome == OutcomeKind.WITHDRAWN),
        counts=counts,
        votes=votes,
        turnout=UNSET if isinstance(result, UnsetType) else result.turnout,
    )

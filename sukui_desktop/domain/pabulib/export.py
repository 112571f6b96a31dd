"""A counted poll of ours as a Pabulib election.

Nobody is in it: ballots are in the order of their bytes, as they are kept after the count, and voters are numbered
by that order.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.base import Answer, Verdict
from sukui_desktop.domain.methods.registry import decode_answer, judge_answer, kind_of, split_ballots
from sukui_desktop.domain.money import decimal_money
from sukui_desktop.domain.pabulib.election import Election, PabulibProject
from sukui_desktop.domain.question.definition import Definition, Question
from sukui_desktop.domain.question.selection_steps import SelectionSteps
from sukui_desktop.domain.selection.project_list import Outcome


def export_election(definition: Definition, ballots: bytes, tally: Tally, outcome: Outcome) -> Election:
    """Return a poll as an election: its valid and blank ballots with the marks that count, its list as `selected`.

    Invalid ballots are left out, as the format has no place for them; a comment says how many.
    Raises RuleBroken opinions_not_exported for a question that is answered in words.
    """
    question = definition.question
    kind = kind_of(question)
    if not kind.vote_type:
        raise RuleBroken("opinions_not_exported", title=definition.title)
    answers = tuple(_counted(question, ballots))
    return Election(
        file_name="",
        sha256=b"",
        meta=_meta(definition, tally),
        currency=definition.currency,
        budget=definition.rule.ceiling,
        vote_type=kind.vote_type,
        rule=_rule(definition),
        projects=_projects(definition, tally, outcome),
        voter_ids=tuple(map(str, range(1, len(answers) + 1))),
        ballots=tuple(answer.marks for answer in answers),
        points=tuple(answer.points for answer in answers) if kind.has_numbers else (),
        problems=(),
    )


def _counted(question: Question, ballots: bytes) -> Iterator[Answer]:
    """Yield what counts of every ballot that is not invalid; equal ones are one object."""
    known: dict[bytes, Answer | None] = {}
    for ballot in split_ballots(question, ballots):
        if ballot not in known:
            known[ballot] = _read(question, ballot)
        answer = known[ballot]
        if answer is not None:
            yield answer


def _read(question: Question, ballot: bytes) -> Answer | None:
    try:
        judgement = judge_answer(question, decode_answer(question, ballot))
    except RuleBroken:
        return None
    return judgement.counted if judgement.verdict in (Verdict.VALID, Verdict.BLANK) else None


def _projects(definition: Definition, tally: Tally, outcome: Outcome) -> tuple[PabulibProject, ...]:
    has_points = tally.points is not UNSET
    return tuple(
        PabulibProject(
            project_id=option.code,
            name=option.title,
            cost=option.cost,
            category=option.group or option.field,
            votes=votes,
            score=str(score) if has_points else None,
            selected=int(option.code in outcome.selected),
        )
        for option, votes, score in zip(definition.question.options, tally.votes, tally.scored, strict=True)
    )


def _meta(definition: Definition, tally: Tally) -> dict[str, str]:
    question, marking = definition.question, definition.question.marking
    meta = {
        "description": definition.title,
        "country": "Korea",
        "unit": definition.city,
        "instance": definition.poll_id,
        "min_length": question.min_picks,
        "max_length": question.max_picks,
        "max_points": marking.high,
        "min_sum_points": marking.least_points,
        "max_sum_points": marking.most_points,
        "max_sum_cost": decimal_money(marking.cost_limit, definition.currency),
        "min_project_score_threshold": definition.rule.min_votes,
        "comment": f"#1: {tally.ballots_invalid} invalid ballots left out. #2: The rule is told in the result file.",
    }
    return {key: str(value) for key, value in meta.items() if value not in (0, "0", "")}


def _rule(definition: Definition) -> str:
    """Return the format's name of the rule; what it has no name for is its `greedy-custom`."""
    plain = SelectionSteps(ties=definition.rule.steps.ties)
    if definition.channels is not UNSET or definition.rule.steps != plain:
        return "greedy-custom"
    if definition.rule.when_unaffordable == "stop":
        return "greedy-no-skip"
    return "greedy-threshold" if definition.rule.min_votes else "greedy"

"""A small vote under a shipped rule, from its file to its list, by the very functions the program goes through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.methods.ballot_kind import Answer, Judgement
from sukui_desktop.domain.methods.question_from_draft import question_from_draft, selection_rule_from_draft
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.methods.registry import decode_answer, encode_answer, judge_answer
from sukui_desktop.domain.question.channels import ChannelCount
from sukui_desktop.domain.question.definition import Definition, Option, Question
from sukui_desktop.domain.question.motion import Participation
from sukui_desktop.domain.rule_year.rule_tables import Value
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear, draft_from_rule
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.definition_validation import require_decidable_definition
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year

EOK = 100_000_000
"""1억원."""


def projects(costs: Sequence[int], **columns: Sequence[str]) -> tuple[Option, ...]:
    """Return projects "1", "2" … of these costs; columns (field, group, district, kind) hold one word each."""
    return tuple(
        Option(
            code=str(place + 1),
            title=f"사업 {place + 1}",
            cost=cost,
            field=columns["field"][place] if "field" in columns else "",
            group=columns["group"][place] if "group" in columns else "",
            district=columns["district"][place] if "district" in columns else "",
            kind=columns["kind"][place] if "kind" in columns else "",
        )
        for place, cost in enumerate(costs)
    )


def define(
    rule: str | RuleYear, options: Iterable[Option] = (), answers: Mapping[str, Value] | None = None
) -> Definition:
    """Return the definition that a rule (or the shipped one of that key) makes of these projects, checked."""
    draft = draft_from_rule(find_shipped_rule_year(rule) if isinstance(rule, str) else rule, answers or {})
    question = question_from_draft(draft, "표결", tuple(options))
    require_answerable_question(question)
    definition = Definition(
        format=1,
        city="seoul",
        meeting_id="00" * 16,
        poll_id="11" * 16,
        is_practice=True,
        title="표결",
        currency="KRW",
        question=question,
        rule=selection_rule_from_draft(draft),
        rule_key=draft.rule_key,
        channels=draft.channels,
        motion=draft.motion,
    )
    require_decidable_definition(definition)
    return definition


def picks(*numbers: int) -> Answer:
    """Return a ballot that marks the projects of these numbers, from 1."""
    return Answer(tuple(number - 1 for number in numbers))


def points(**given: int) -> Answer:
    """Return a ballot that gives points: `points(p1=5, p3=2)`."""
    return Answer(tuple(int(name[1:]) - 1 for name in given), tuple(given.values()))


def judge(question: Question, answer: Answer) -> Judgement:
    """Judge an answer after it went through its bytes, as every ballot does."""
    read = decode_answer(question, encode_answer(question, answer))
    assert read == answer
    return judge_answer(question, read)


def count(question: Question, answers: Iterable[Answer]) -> Tally:
    """Count these ballots from their bytes."""
    return count_ballots(question, [encode_answer(question, answer) for answer in answers])


def decide_box(
    definition: Definition, answers: Iterable[Answer], turnout: Participation | None = None, lot: Sequence[str] = ()
) -> Outcome:
    """Return the outcome of a poll with its own box alone."""
    case = make_case(definition, count(definition.question, answers), lot)
    return decide_case(case if turnout is None else _with(case, turnout))


def _with(case: Case, turnout: Participation) -> Case:
    return Case(
        definition=case.definition, counts=case.counts, votes=case.votes, tie_order=case.tie_order, turnout=turnout
    )


def decide_channels(definition: Definition, channels: Mapping[str, Iterable[Answer]]) -> Outcome:
    """Return the outcome of a poll with channels, each of which cast these ballots."""
    tallies = {key: count(definition.question, answers) for key, answers in channels.items()}
    counts = tuple(
        ChannelCount(key=key, marks=tally.points_or_votes, ballots_valid=tally.ballots_valid)
        for key, tally in tallies.items()
    )
    votes = tuple(map(sum, zip(*(tally.votes for tally in tallies.values()), strict=True)))
    return decide_case(Case(definition=definition, counts=counts, votes=votes))


def fates(outcome: Outcome) -> dict[str, str]:
    """Return what became of each project, by its code."""
    return {ranked.code: ranked.outcome for ranked in outcome.ranking}


def scores(outcome: Outcome) -> dict[str, object]:
    """Return the score of each project, by its code."""
    return {ranked.code: _score(ranked) for ranked in outcome.ranking}


def _score(ranked: Ranked) -> object:
    return ranked.score if isinstance(ranked.score, str) else ranked.votes

"""Tally by a rule file: channels from files, combined and selected as in a meeting.

Loads neither the store nor a window.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import UnsetType
from msgspec.structs import replace

from sukui_desktop.documents.read.channel_file import parse_channel_file
from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.documents.read.projects import read_projects
from sukui_desktop.documents.read.rule_file import read_rule
from sukui_desktop.domain.advice.rule_comparison import Comparison
from sukui_desktop.domain.channel.channel_result_file import ChannelResult
from sukui_desktop.domain.channel.checked_channel_figures import (
    channel_count_of_result,
    empty_channel_result,
    reconcile_reading_unattended,
)
from sukui_desktop.domain.channel.combined_scores import put_counts_in_order
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.file_import import ProjectDraft, require_questions_answered
from sukui_desktop.domain.margin.margin import Margin, measure_margin
from sukui_desktop.domain.money import parse_money
from sukui_desktop.domain.pabulib.ballots_for_question import ballots_for_question
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.papers.result_sheet import compare_with_other_rules, outcomes_without_each_channel
from sukui_desktop.domain.question.definition import Definition, Draft, Question
from sukui_desktop.domain.question.motion import Participation
from sukui_desktop.domain.rule_year.rule_tables import RuleParameterKind, Value
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear, draft_from_rule
from sukui_desktop.domain.selection.deciding_ties import deciding_ties
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.definition_from_draft import make_definition
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.tally.counter_crosscheck import count_and_require_agreement
from sukui_desktop.wording.distinct_project_titles import distinct_option_titles
from sukui_desktop.wording.result_study import tie_sentences

_WON = "KRW"


class ChannelPart(msgspec.Struct, frozen=True, kw_only=True):
    """What one channel's file came to."""

    key: str
    file_name: str = ""
    """As `sha256`, empty for a channel in which nobody voted."""
    sha256: bytes = b""
    result: ChannelResult
    """Of ballots: those that name what no ballot of ours can say, such as a project twice, are invalid too."""
    tally: Tally | None = None
    """Of a file of ballots."""
    ballots: tuple[bytes, ...] = ()


class RuleTally(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule makes of the channels."""

    rule: RuleYear
    definition: Definition
    parts: tuple[ChannelPart, ...]
    case: Case
    outcome: Outcome
    without: Mapping[str, Outcome]
    """The result without each channel, by its key; empty where there is only one."""
    ties: tuple[str, ...]
    """One sentence for each tie that decided."""
    margin: Margin
    agreement: tuple[Comparison, ...]
    """Of the ballots there are; () where the channels bring sums only."""


def tally_channel_files_by_rule(
    rule_file: SourceFile,
    channels: Sequence[tuple[str, SourceFile | None]],
    projects: SourceFile | None = None,
    answers: Mapping[str, str] | None = None,
) -> RuleTally:
    """Count every channel's file and decide by a rule file.

    `channels` are (key, file): `.pb` for ballots, CSV, XLSX or result.json for sums, None for a channel in which nobody
    voted. `projects` is a list of projects; without one they are those of the first `.pb`. `answers` say what the rule
    leaves open, as text; a ceiling that nobody says is the budget of the first `.pb`. Ties that the rule leaves to a
    lot fall in the order of the ballot.
    Raises BadInput of the readers and of `reconcile_channel_reading`, channel_vote_type, channel_projects_differ,
    projects_missing, answer_unreadable; RuleBroken of `draft_from_rule`, `make_definition` and `combine`,
    channel_one_only, channel_unknown.
    """
    rule = read_rule(rule_file)
    elections = tuple(_read_election_if_pabulib(file) for _, file in channels)
    budget = next((election.budget for election in elections if election is not None), 0)
    draft = draft_from_typed_answers(rule, answers or {}, budget)
    of_elections = [file for (_, file), election in zip(channels, elections, strict=True) if file and election]
    drafts = _read_projects_for_ballot(projects, of_elections)
    definition = make_definition(
        draft, drafts, title=rule.title, city=rule.city, currency=drafts[0].currency if drafts else _WON
    )
    parts = tuple(
        _count_channel(definition.question, key, file, election)
        for (key, file), election in zip(channels, elections, strict=True)
    )
    case = _case_of_channels(definition, parts)
    outcome = decide_case(case)
    return RuleTally(
        rule=rule,
        definition=definition,
        parts=parts,
        case=case,
        outcome=outcome,
        without=outcomes_without_each_channel(case),
        ties=tie_sentences(deciding_ties(case, outcome), distinct_option_titles(definition), "ballot"),
        margin=measure_margin(case, outcome),
        agreement=()
        if any(part.tally is None for part in parts)
        else compare_with_other_rules(definition, outcome, (ballot for part in parts for ballot in part.ballots)),
    )


def draft_from_typed_answers(rule: RuleYear, written: Mapping[str, str], budget: int) -> Draft:
    """Return the draft of a rule from answers typed as text; a ceiling that nobody says is `budget`, unless it is 0.

    Raises BadInput answer_unreadable and those of `parse_money`; RuleBroken of `draft_from_rule`.
    """
    kinds = {parameter.field: parameter.kind for parameter in rule.open}
    draft = draft_from_rule(
        rule, {field: _parse_parameter_value(field, text, kinds.get(field, "")) for field, text in written.items()}
    )
    has_allocations = any(allocation.amount for allocation in draft.steps.allocations)
    return draft if draft.ceiling or has_allocations or not budget else replace(draft, ceiling=budget)


def _parse_parameter_value(field: str, written: str, kind: str) -> Value:
    """Return an answer typed on the command line as what the rule asks for: 100억, 5, 9/20, marks."""
    if kind == RuleParameterKind.MONEY:
        return parse_money(written, _WON)
    if kind == RuleParameterKind.WHOLE:
        if not (written.isascii() and written.isdigit() and len(written) <= 18):
            raise BadInput("answer_unreadable", field=field, value=written[:80])
        return int(written)
    return written


def _read_election_if_pabulib(file: SourceFile | None) -> Election | None:
    return read_pabulib(file) if file is not None and file.name.lower().endswith(".pb") else None


def _read_projects_for_ballot(
    listed: SourceFile | None, of_elections: Sequence[SourceFile]
) -> tuple[ProjectDraft, ...]:
    file = listed or next(iter(of_elections), None)
    if file is None:
        raise BadInput("projects_missing")
    reading = read_projects(file, _WON)
    # What the ballots of an election name twice is judged later.
    for problem in () if file in of_elections else reading.problems:
        raise BadInput(
            "projects_unreadable", file=problem.file, row=problem.row, column=problem.column, value=problem.value
        )
    require_questions_answered(reading.questions, reading.file_name)
    return reading.drafts


def _count_channel(question: Question, key: str, file: SourceFile | None, election: Election | None) -> ChannelPart:
    if file is None:
        return ChannelPart(key=key, result=empty_channel_result(question))
    if election is None:
        reading = parse_channel_file(file)
        require_questions_answered(reading.questions, reading.file_name)
        result = reconcile_reading_unattended(question, reading)
        return ChannelPart(key=key, file_name=reading.file_name, sha256=reading.sha256, result=result)
    ballots, unwritable = ballots_for_question(question, election)
    tally = count_and_require_agreement(question, ballots, election.file_name)
    return ChannelPart(
        key=key,
        file_name=election.file_name,
        sha256=election.sha256,
        result=copy_fields(
            ChannelResult,
            tally,
            voters=tally.ballots_cast + unwritable,
            ballots_invalid=tally.ballots_invalid + unwritable,
        ),
        tally=tally,
        ballots=tuple(ballots),
    )


def _case_of_channels(definition: Definition, parts: Sequence[ChannelPart]) -> Case:
    counts = tuple(channel_count_of_result(part.key, part.result) for part in parts)
    if not isinstance(definition.channels, UnsetType):
        counts = put_counts_in_order(definition.channels, counts)
    elif len(parts) == 1:
        counts = (replace(counts[0], key=""),)
    else:
        raise RuleBroken("channel_one_only", count=len(parts))
    size = len(definition.question.options)
    return Case(
        definition=definition,
        counts=counts,
        votes=tuple(sum(part.result.votes[place] for part in parts if part.result.votes) for place in range(size)),
        tie_order=tuple(option.code for option in definition.question.options),
        turnout=Participation(
            cast=sum(part.result.voters for part in parts), valid=sum(part.result.ballots_valid for part in parts)
        ),
    )

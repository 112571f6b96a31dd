"""Trial of a rule (연습 표로 해 보기) with simulated ballots; nothing is cast or recorded."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import msgspec
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.methods.simulated_ballots import simulate_answers
from sukui_desktop.domain.question.channels import ChannelSource
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.motion import Participation
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.outcome_of_case import case_with_channels, decide_case, draw_open_ties, make_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.services.tally.counter_crosscheck import count_with_both_counters
from sukui_desktop.wording.result_study import explanation_sentences

MOST_VOTERS = 5000


class RuleTrialResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of practice ballots."""

    voters: int
    tally: Tally
    """Of this poll's own box."""
    counters_agree: bool
    outcome: Outcome
    explanations: Mapping[str, str]
    """One Korean sentence a project, by its code, in the order of rank; empty where nothing is selected."""


def try_definition(definition: Definition, voters: int, seed: int) -> RuleTrialResult:
    """Let `voters` practice people vote on every channel and decide by the rule; the same seed gives the same trial.

    For the making queue. Ties are drawn, also where the chair would decide them.
    Raises RuleBroken trial_voters unless 1 ≤ voters ≤ 5,000.
    """
    if not 1 <= voters <= MOST_VOTERS:
        raise RuleBroken("trial_voters", voters=voters, most=MOST_VOTERS)
    random = Random(seed)
    tally, agree = _count_practice_ballots(definition, voters, random)
    case = _make_practice_case(definition, tally, voters, random)
    case = draw_open_ties(case, random)
    outcome = decide_case(case)
    sentences = explanation_sentences(case, outcome, definition.currency)
    return RuleTrialResult(voters=voters, tally=tally, counters_agree=agree, outcome=outcome, explanations=sentences)


def _count_practice_ballots(definition: Definition, voters: int, random: Random) -> tuple[Tally, bool]:
    question = definition.question
    opinions = tuple(text("trying.opinions").split("\n"))
    ballots = [encode_answer(question, answer) for answer in simulate_answers(question, voters, opinions, random)]
    counts = count_with_both_counters(question, ballots)
    return counts.first, not counts.differences


def _make_practice_case(definition: Definition, tally: Tally, voters: int, random: Random) -> Case:
    """Return the case of the practice ballots; every channel that brings a file is voted on by as many people."""
    case = make_case(definition, tally)
    turnout = Participation(enrolled=voters, present=voters, cast=tally.ballots_cast, valid=tally.ballots_valid)
    tallies = [
        tally if channel.source == ChannelSource.BOX else _count_practice_ballots(definition, voters, random)[0]
        for channel in definition.channel_list
    ]
    return case_with_channels(replace(case, turnout=turnout), tallies)

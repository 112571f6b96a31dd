"""From a counted case to its outcome: the one door that settling, verifying and every "what if" go through."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.domain.channel.reckoning import combine
from sukui_desktop.domain.counting.count import Tally
from sukui_desktop.domain.question.channels import FROM_BOX, ChannelCount, Ledger
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.marking import CHOICE, OPINION
from sukui_desktop.domain.question.motion import Turnout
from sukui_desktop.domain.selection.case import Case, Standing
from sukui_desktop.domain.selection.listing import Outcome, rank_option, score_texts, select_projects
from sukui_desktop.domain.selection.outcome_words import COUNTED, WITHDRAWN
from sukui_desktop.domain.selection.passing import judge_motion

__all__ = ["Case", "Standing", "decide", "ledger_of", "make_case", "reopen_case", "standing_of"]


def make_case(
    definition: Definition, tally: Tally, tie_order: Sequence[str] = (), withdrawn: Collection[str] = ()
) -> Case:
    """Return the case of a poll that has its own box and no channels; who is enrolled or present is not known."""
    return Case(
        definition=definition,
        counts=(ChannelCount(key="", marks=tally.scored, ballots_valid=tally.ballots_valid),),
        votes=tally.votes,
        withdrawn=frozenset(withdrawn),
        tie_order=tuple(tie_order),
        turnout=Turnout(cast=tally.ballots_cast, valid=tally.ballots_valid),
    )


def reopen_case(definition: Definition, tally: Tally, outcome: Outcome) -> Case:
    """Return the case that an outcome was decided from: its own box from `tally`, the rest as the outcome tells it.

    `decide` of it gives the very same outcome when nothing was changed.
    """
    case = make_case(
        definition, tally, outcome.lot, [ranked.code for ranked in outcome.ranking if ranked.outcome == WITHDRAWN]
    )
    if not isinstance(outcome.passage, UnsetType):
        case = replace(case, turnout=outcome.passage.turnout)
    if isinstance(definition.channels, UnsetType) or isinstance(outcome.ledger, UnsetType):
        return case
    box = {channel.key for channel in definition.channels.channels if channel.source == FROM_BOX}
    votes = {ranked.code: ranked.votes for ranked in outcome.ranking}
    counts = tuple(
        ChannelCount(
            key=line.key,
            marks=tally.scored if line.key in box else line.marks,
            ballots_valid=tally.ballots_valid if line.key in box else line.ballots_valid,
        )
        for line in outcome.ledger.lines
    )
    return replace(case, counts=counts, votes=tuple(votes[option.code] for option in definition.question.options))


def ledger_of(case: Case) -> Ledger | UnsetType:
    """Return how the channels become scores; UNSET without channels. Raises RuleBroken of `combine`."""
    channels = case.definition.channels
    return UNSET if isinstance(channels, UnsetType) else combine(channels, case.counts)


def standing_of(case: Case) -> Standing:
    """Return what the selection goes by: whole numbers without channels, combined shares with them.

    Raises RuleBroken of `combine`.
    """
    return _stand(case, ledger_of(case))


def _stand(case: Case, ledger: Ledger | UnsetType) -> Standing:
    told: Sequence[int | str] = case.counts[0].marks if isinstance(ledger, UnsetType) else ledger.scores
    return Standing(
        scores=tuple(map(Fraction, told)),
        votes=case.votes,
        ballots_valid=sum(count.ballots_valid for count in case.counts),
    )


def decide(case: Case) -> Outcome:
    """Return the result of a case: a list under its rule, or whether a motion passed.

    Raises RuleBroken tie_needs_lot, tie_needs_chair, turnout_missing and those of `combine`.
    """
    ledger = ledger_of(case)
    standing = _stand(case, ledger)
    if case.definition.question.method in (CHOICE, OPINION):
        outcome = _judge(case, standing)
    else:
        outcome = select_projects(case.definition, standing, case.withdrawn, case.tie_order)
    return outcome if isinstance(ledger, UnsetType) else replace(outcome, ledger=ledger)


def _judge(case: Case, standing: Standing) -> Outcome:
    """Rank the choices by votes, equal ones as on the ballot, and judge the first of the ballot against the second.

    An opinion has no options and nothing to rank; a choice without a motion is only ranked.
    """
    options, motion = case.definition.question.options, case.definition.motion
    turnout = case.turnout or Turnout(cast=standing.ballots_valid, valid=standing.ballots_valid)
    scores = score_texts(case.definition, standing)
    order = sorted(range(len(options)), key=lambda index: -case.votes[index])
    ranking = [
        rank_option(place, options[index], case.votes[index], scores[index], outcome=COUNTED)
        for place, index in enumerate(order, start=1)
    ]
    return Outcome(
        ranking=tuple(ranking),
        selected=(),
        total_cost=0,
        ceiling=0,
        lot=(),
        passage=UNSET if isinstance(motion, UnsetType) else judge_motion(motion, case.votes[0], case.votes[1], turnout),
    )

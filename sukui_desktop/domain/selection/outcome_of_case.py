"""The decision: the outcome of a counted case, a list or a motion; one function for results and for "what if"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from math import ceil

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.domain.channel.channel_result_file import ChannelResult
from sukui_desktop.domain.channel.checked_channel_figures import channel_count_of_result
from sukui_desktop.domain.channel.combined_scores import combine_channels
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Chance
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.channels import ChannelCount, ChannelSource, Ledger
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.motion import Motion, MotionBase, MotionReason, MotionResult, Participation
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind, Scores
from sukui_desktop.domain.selection.open_ties import find_open_tie
from sukui_desktop.domain.selection.project_list import Outcome, Ranked, score_texts, select_projects
from sukui_desktop.models.shared_fields import copy_fields


def make_case(
    definition: Definition, tally: Tally, tie_order: Sequence[str] = (), withdrawn: Collection[str] = ()
) -> Case:
    """Return the case of a poll that has its own box and no channels; who is enrolled or present is not known."""
    return Case(
        definition=definition,
        counts=(channel_count_of_result("", tally),),
        votes=tally.votes,
        withdrawn=frozenset(withdrawn),
        tie_order=tuple(tie_order),
        turnout=Participation(cast=tally.ballots_cast, valid=tally.ballots_valid),
    )


def case_with_channels(case: Case, results: Sequence[Tally | ChannelResult]) -> Case:
    """Return the case with what each channel of its definition found, in their order; as it is without channels.

    A file that is silent about votes adds none to the votes.
    """
    channels, nobody = case.definition.channel_list, (0,) * len(case.votes)
    if not channels:
        return case
    counts = tuple(
        channel_count_of_result(channel.key, found) for channel, found in zip(channels, results, strict=True)
    )
    votes = zip(*(found.votes or nobody for found in results), strict=True)
    return replace(case, counts=counts, votes=tuple(map(sum, votes)))


def case_of_outcome(definition: Definition, tally: Tally, outcome: Outcome) -> Case:
    """Return the case that an outcome was decided from: its own box from `tally`, the rest from the outcome.

    `decide_case` of it gives the very same outcome when nothing was changed.
    """
    case = make_case(
        definition,
        tally,
        outcome.lot,
        [ranked.code for ranked in outcome.ranking if ranked.outcome == OutcomeKind.WITHDRAWN],
    )
    case = replace(case, draw=outcome.draw)
    if not isinstance(outcome.motion_result, UnsetType):
        case = replace(case, turnout=outcome.motion_result.turnout)
    if not definition.channel_list or isinstance(outcome.ledger, UnsetType):
        return case
    box = {channel.key for channel in definition.channel_list if channel.source == ChannelSource.BOX}
    votes = {ranked.code: ranked.votes for ranked in outcome.ranking}
    counts = tuple(
        channel_count_of_result(line.key, tally) if line.key in box else copy_fields(ChannelCount, line)
        for line in outcome.ledger.lines
    )
    return replace(case, counts=counts, votes=tuple(votes[option.code] for option in definition.question.options))


def channel_ledger_of_case(case: Case) -> Ledger | UnsetType:
    """Return how the channels become scores; UNSET without channels. Raises RuleBroken of `combine_channels`."""
    channels = case.definition.channels
    return UNSET if isinstance(channels, UnsetType) else combine_channels(channels, case.counts)


def scores_of_case(case: Case) -> Scores:
    """Return what the selection goes by: whole numbers without channels, combined shares with them.

    Raises RuleBroken of `combine_channels`.
    """
    return _scores_from_ledger(case, channel_ledger_of_case(case))


def _scores_from_ledger(case: Case, ledger: Ledger | UnsetType) -> Scores:
    marks: Sequence[int | str] = case.counts[0].marks if isinstance(ledger, UnsetType) else ledger.scores
    return Scores(
        scores=tuple(map(Fraction, marks)),
        votes=case.votes,
        ballots_valid=sum(count.ballots_valid for count in case.counts),
    )


def decide_case(case: Case) -> Outcome:
    """Return the result of a case: a list under its rule, or whether a motion passed.

    Raises RuleBroken tie_needs_lot, tie_needs_chair, turnout_missing and those of `combine_channels`.
    """
    ledger = channel_ledger_of_case(case)
    scores = _scores_from_ledger(case, ledger)
    if not ballot_kind_of(case.definition.question).makes_list:
        outcome = _outcome_of_choices(case, scores)
    else:
        outcome = select_projects(case.definition, scores, case.withdrawn, case.tie_order)
    return replace(outcome, ledger=ledger, draw=case.draw if outcome.lot else UNSET)


def draw_open_ties(case: Case, random: Chance) -> Case:
    """Return the case with a lot drawn for every tie that decides its list and has no order yet."""
    scores = scores_of_case(case)
    while tied := find_open_tie(case.definition, scores, case.withdrawn, case.tie_order):
        before = (
            code for code in case.tie_order if code not in tied
        )  # a tie that was put in order in part is drawn whole
        case = replace(case, tie_order=(*before, *random.sample(tied, len(tied))))
    return case


def _outcome_of_choices(case: Case, scores: Scores) -> Outcome:
    """Rank the choices by votes, equal ones as on the ballot, and judge the first of the ballot against the second.

    An opinion has no options and nothing to rank; a choice without a motion is only ranked.
    """
    options, motion = case.definition.question.options, case.definition.motion
    turnout = case.turnout or Participation(cast=scores.ballots_valid, valid=scores.ballots_valid)
    texts = score_texts(case.definition, scores)
    order = sorted(range(len(options)), key=lambda index: -case.votes[index])
    ranking = [
        copy_fields(
            Ranked,
            options[index],
            place=place,
            votes=case.votes[index],
            score=texts[index],
            outcome=OutcomeKind.COUNTED,
            left_before=0,
            tie=TieWay.NOTHING,
        )
        for place, index in enumerate(order, start=1)
    ]
    return Outcome(
        ranking=tuple(ranking),
        selected=(),
        total_cost=0,
        ceiling=0,
        lot=(),
        motion_result=UNSET
        if isinstance(motion, UnsetType)
        else judge_motion(motion, case.votes[0], case.votes[1], turnout),
    )


def judge_motion(motion: Motion, in_favour: int, against: int, turnout: Participation) -> MotionResult:
    """Return whether 찬성 passed; too few people are named before too few votes.

    Raises RuleBroken turnout_missing when the rule names people (재적, 출석) whom nobody counted.
    Source: docs/sources.md, "Majority and quorum".
    """
    base_count = _size_of_motion_base(motion.base, in_favour + against, turnout)
    needed = votes_needed_to_pass(motion, base_count)
    needed_part = people_needed_to_take_part(motion, turnout)
    code = MotionReason.PASSED if in_favour >= needed else MotionReason.NOT_ENOUGH
    if turnout.cast < needed_part:
        code = MotionReason.TOO_FEW_TOOK_PART
    return MotionResult(
        is_passed=code == MotionReason.PASSED,
        code=code,
        in_favour=in_favour,
        against=against,
        needed=needed,
        base=motion.base,
        base_count=base_count,
        took_part=turnout.cast,
        needed_to_take_part=needed_part,
        turnout=turnout,
    )


def votes_needed_to_pass(motion: Motion, base_count: int) -> int:
    """Return the smallest number of 찬성 that passes; never 0, as nothing passes without a vote for it."""
    share = Fraction(motion.numerator, motion.denominator) * base_count
    if motion.is_more_than:
        return int(share) + 1
    return max(1, ceil(share))


def people_needed_to_take_part(motion: Motion, turnout: Participation) -> int:
    """Return how many must take part: the number or the share of the enrolled, whichever is more.

    Raises RuleBroken turnout_missing when the share is of a roster nobody keeps.
    """
    if not motion.least_share:
        return motion.least_cast
    share = Fraction(motion.least_share) * _require_people_count(MotionBase.ENROLLED, turnout.enrolled)
    return max(motion.least_cast, ceil(share))


def _size_of_motion_base(base: MotionBase, deciding: int, turnout: Participation) -> int:
    if base == MotionBase.ENROLLED:
        return _require_people_count(base, turnout.enrolled)
    if base == MotionBase.PRESENT:
        return _require_people_count(base, turnout.present)
    return {MotionBase.CAST: turnout.cast, MotionBase.VALID: turnout.valid, MotionBase.DECIDING: deciding}[base]


def _require_people_count(base: MotionBase, people: int) -> int:
    if people < 1:
        raise RuleBroken("turnout_missing", base=base)
    return people

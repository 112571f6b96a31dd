"""Eligibility: limits of cost, least votes and shares, elimination from the end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from msgspec import UNSET

from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import Definition, Option
from sukui_desktop.domain.question.selection_steps import Boundary, CostLimit, SelectionSteps
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind, Scores


def reasons_out_before_ranking(
    definition: Definition, scores: Scores, withdrawn: Collection[str]
) -> tuple[OutcomeKind | None, ...]:
    """Return for each option, in the order of the ballot, why it is out before any order is made; None when it is not.

    The first that holds counts: withdrawn, over its limit of cost, below the least votes or the least share.
    """
    return tuple(
        _reason_out_before_ranking(definition, scores, withdrawn, index)
        for index in range(len(definition.question.options))
    )


def _reason_out_before_ranking(
    definition: Definition, scores: Scores, withdrawn: Collection[str], index: int
) -> OutcomeKind | None:
    option = definition.question.options[index]
    if option.code in withdrawn:
        return OutcomeKind.WITHDRAWN
    if broken_cost_limit(definition, option) is not None:
        return OutcomeKind.OVER_COST_LIMIT
    return OutcomeKind.BELOW_MINIMUM if is_below_minimum(definition, scores, index) else None


def is_below_minimum(definition: Definition, scores: Scores, index: int) -> bool:
    """Return whether an option has less than the least votes or the least share, or no vote at all; equal is
    eligible."""
    if votes_compared_with_minimum(definition, scores, index) < definition.rule.min_votes:
        return True
    if requires_a_vote(definition) and not scores.votes[index] and not scores.scores[index]:
        return True
    if not definition.rule.steps.min_share:
        return False
    return share_compared_with_minimum(definition, scores, index) < least_share_in_unit_of_scores(definition, scores)


def requires_a_vote(definition: Definition) -> bool:
    """Return whether a project that nobody voted for is out, whatever money is left."""
    return definition.format > 1 and not definition.rule.steps.takes_unvoted


def least_votes(definition: Definition) -> int:
    """Return the least votes (points, where the minimum is of points) of the rule: 1 where it sets none and a project
    needs a vote."""
    return definition.rule.min_votes or int(requires_a_vote(definition))


def broken_cost_limit(definition: Definition, option: Option) -> CostLimit | None:
    """Return the first limit of cost that this option breaks: its cost must be below it. None: it breaks none."""
    for limit in definition.rule.steps.cost_limits:
        if limit.kind in ("", option.kind, option.group) and option.cost >= limit.below:
            return limit
    return None


def is_minimum_in_votes(definition: Definition) -> bool:
    """Return whether the least votes are votes: of a score, ranking or sum of points they are points.

    Source: thresholds of the cities in Pabulib are beside the `score` column where there is one. With channels a
    score is a share, so the least votes speak of votes again.
    """
    return ballot_kind_of(definition.question).counts_votes or definition.channels is not UNSET


def votes_compared_with_minimum(definition: Definition, scores: Scores, index: int) -> Fraction:
    """Return what `min_votes` is compared with."""
    return Fraction(scores.votes[index]) if is_minimum_in_votes(definition) else scores.scores[index]


def share_compared_with_minimum(definition: Definition, scores: Scores, index: int) -> Fraction:
    """Return what the least share is compared with: the combined score, or the votes where there are no channels."""
    return Fraction(scores.votes[index]) if definition.channels is UNSET else scores.scores[index]


def least_share_in_unit_of_scores(definition: Definition, scores: Scores) -> Fraction:
    """Return the least share in the unit of `share_compared_with_minimum`: a share of the valid ballots, or of 1 with
    channels."""
    share = Fraction(definition.rule.steps.min_share or 0)
    return share * scores.ballots_valid if definition.channels is UNSET else share


def count_eliminated(costs: Sequence[int], steps: SelectionSteps) -> int:
    """Return how many drop out from the end of `costs` (best place first; only projects still in the running).

    Walking up from the last place, projects drop out while together they cost no more than the share of all the money
    here (within); with `reach` the one that crosses the share drops out too, and none once the share is reached.
    Source: docs/sources.md, "Tracks of the Plan": the lowest projects by votes, worth 5 to 30 % of the money.
    """
    if not steps.eliminate:
        return 0
    share = money_to_eliminate(costs, steps)
    dropped = money = 0
    for cost in reversed(costs):
        if money >= share if steps.eliminate_boundary == Boundary.REACH else money + cost > share:
            break
        money += cost
        dropped += 1
    return dropped


def money_to_eliminate(costs: Sequence[int], steps: SelectionSteps) -> Fraction:
    """Return how much money is to drop out: exact, so that a project on the very line is on no wrong side of it."""
    return Fraction(steps.eliminate or 0) * sum(costs)

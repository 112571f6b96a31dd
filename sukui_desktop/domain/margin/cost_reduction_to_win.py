"""Performance of a project that was not chosen: the cost at which it would have been, the votes it lacks.

The cost reduction measure of Boehmer et al., "Evaluation of Project Performance in Participatory Budgeting"
(docs/sources.md, "Rules from the literature"), for the rule of the poll as it is. The measure "added approvals" of the
same paper is `MarginSearch.fewest_marks_to_change_list` with `is_own`. All amounts are in the currency's smallest unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil

from msgspec import UNSET

from sukui_desktop.domain.margin.margin import MarginSearch
from sukui_desktop.domain.margin.ranking_walk_trace import TracedList
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selection_steps import NO_EXTRA_STEPS, Boundary, TieWay
from sukui_desktop.domain.selection.budget_limits import LimitKind
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind, Scores
from sukui_desktop.domain.selection.eligibility import (
    count_eliminated,
    is_below_minimum,
    least_share_in_unit_of_scores,
    least_votes,
    money_to_eliminate,
    votes_compared_with_minimum,
)
from sukui_desktop.domain.selection.ranking_walk import Turn


class CostReduction:
    """One case, asked about the cost of one project after the other."""

    def __init__(self, search: MarginSearch, turns: Mapping[int, Turn]) -> None:
        """Walk the running projects once as if none were eliminated: those above a project stay if it stays."""
        self._search = search
        self._turns = turns
        self._definition = search.case.definition
        self._steps = self._definition.rule.steps
        self._traced = TracedList(search.path, NO_EXTRA_STEPS, search.running)

    @property
    def money_to_eliminate(self) -> int:
        """Return the money that was to drop out, rounded down to the smallest unit."""
        costs = [self._search.path.costs[index] for index in self._search.running]
        return int(money_to_eliminate(costs, self._steps))

    def largest_winning_cost(self, index: int) -> int:
        """Return the largest cost at which an unchosen project alone would have been chosen; 0 when at none."""
        if self._steps.eliminate and self._search.path.is_pool:
            return 0  # another cost eliminates others, which changes what is left to be pooled
        turn = self._turns[index]
        if turn.outcome == OutcomeKind.WITHDRAWN or not self._search.path.limits.draws[index]:
            return 0
        if is_below_minimum(self._definition, self._search.scores, index):
            return 0
        found = list(self._largest_costs_by_place(index))
        if (
            turn.outcome == OutcomeKind.UNAFFORDABLE
            and turn.limit is not None
            and turn.limit.kind == LimitKind.LEFTOVER
        ):
            found.append(min(turn.left_before, self._largest_cost_allowed(index)))
        return max(found, default=0)

    def _largest_costs_by_place(self, index: int) -> Iterator[int]:
        """Yield the largest cost at which it is paid at its own place, and at each place of its equals ahead.

        A lower cost brings it before its equals where the rule breaks ties by cost.
        """
        others = [other for other in self._search.running if other != index]
        rank = {other: place for place, other in enumerate(self._search.order)}
        place = sum(rank[other] < rank[index] for other in others)
        own = self._search.path.costs[index]
        yield from self._largest_cost_at(index, others, place, own)
        scores = self._search.scores.scores
        while TieWay.COST in self._steps.ties and place and scores[others[place - 1]] == scores[index]:
            place -= 1
            yield from self._largest_cost_at(index, others, place, self._search.path.costs[others[place]] - 1)

    def _largest_cost_at(self, index: int, others: list[int], place: int, most: int) -> Iterator[int]:
        path, state = self._search.path, self._traced.states_before_projects[place]
        draws = path.limits.draws[index]
        if any(state.ended[limit] for limit in draws):
            return
        if not path.excludes[index].isdisjoint(self._traced.chosen_before_pooling.intersection(others[:place])):
            return
        left = min(state.left[limit] for limit in draws)
        cost = min(most, self._largest_cost_allowed(index))
        if not path.is_reach or left <= 0:
            cost = min(cost, left)
        cost = min(cost, self._largest_cost_not_eliminated(others, place, cost))
        if cost >= 0 and self._survives_elimination_at_cost(others, place, cost):
            yield cost

    def _largest_cost_not_eliminated(self, others: list[int], place: int, cost: int) -> int:
        """Return the largest cost, up to `cost`, with which those below alone reach the share to eliminate.

        Its own cost is part of all the money, so a costlier project makes the share larger. Only where the one that
        crosses the share drops out too; otherwise a lower cost never saves it.
        """
        if not self._steps.eliminate or self._steps.eliminate_boundary != Boundary.REACH:
            return cost
        costs = [self._search.path.costs[other] for other in others]
        return min(cost, int(sum(costs[place:]) / Fraction(self._steps.eliminate)) - sum(costs))

    def _survives_elimination_at_cost(self, others: list[int], place: int, cost: int) -> bool:
        """Return whether a project of that cost at that place is not eliminated."""
        if not self._steps.eliminate:
            return True
        costs = [self._search.path.costs[other] for other in others]
        costs.insert(place, cost)
        return place < len(costs) - count_eliminated(costs, self._steps)

    def _largest_cost_allowed(self, index: int) -> int:
        """Return the largest cost that no limit of cost breaks, and no more than its own."""
        option = self._definition.question.options[index]
        limits = [limit.below - 1 for limit in self._steps.cost_limits if limit.kind in ("", option.kind, option.group)]
        return min([option.cost, *limits])


def votes_short_of_minimum(definition: Definition, scores: Scores, index: int) -> int:
    """Return how many votes (points, where the minimum is of points) it lacks to the least votes; 0 when none."""
    # Somebody's vote is a vote, also where the points together are below 0.
    least = definition.rule.min_votes if scores.votes[index] else least_votes(definition)
    lacking = least - votes_compared_with_minimum(definition, scores, index)
    return max(0, ceil(lacking))


def least_share_needed(definition: Definition, scores: Scores) -> int:
    """Return the least whole number of votes that makes the least share of the valid ballots; 0 with channels."""
    if not definition.rule.steps.min_share or definition.channels is not UNSET:
        return 0
    return ceil(least_share_in_unit_of_scores(definition, scores))

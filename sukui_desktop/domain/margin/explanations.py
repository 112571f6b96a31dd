"""Explanations: why each project is in the list or not, in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.margin.cost_reduction_to_win import CostReduction, least_share_needed, votes_short_of_minimum
from sukui_desktop.domain.margin.margin import ScoreLines, make_margin_search, make_score_lines
from sukui_desktop.domain.selection.budget_limits import LimitKind
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind
from sukui_desktop.domain.selection.eligibility import broken_cost_limit, least_votes
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.domain.selection.ranking_walk import Turn, turns_of_all_options

THRESHOLD = "threshold"
SHARE = "share"
COST_LIMIT = "cost_limit"
_TOO_COSTLY = (OutcomeKind.UNAFFORDABLE, OutcomeKind.OVER_ALLOCATION)


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decided about one project. Money is in the currency's smallest unit."""

    code: str
    reason: OutcomeKind
    place: int
    votes: int
    score: str | UnsetType = UNSET
    """The exact score "n/d", where it is not the votes."""
    limit: str
    """ceiling | allocation | leftover | threshold (least votes) | share (least share, or share to eliminate) |
    cost_limit | '' where no limit decided."""
    limit_name: str
    """The allocation's field, the share as the rule writes it, or the kind that a limit of cost holds for."""
    limit_amount: int
    """Money, or votes for a threshold; 0 for a share of combined scores."""
    left_before: int
    """What that limit had left when its turn came."""
    cost: int
    displaced_by: tuple[str, ...]
    """Turned away for money: walking back from its place, those chosen out of the same money, until what they cost
    makes up what it lacked; without them it had fitted when its turn came. After the end of a list: the project
    at which that ended. Excluded: the chosen ones that exclude it. Best placed first."""
    in_at_cost: int
    """The largest cost at which it, and nothing else changed, would have been chosen; 0 when at none; its own cost when
    it is chosen. Of one that was over a limit of cost: at which its allocation had paid, without any pooled leftover.
    0 where a rule both eliminates and pools what is left: another cost moves both, and nothing is said."""
    short_by: int
    """Not chosen: the fewest marks more for it alone that put it in the list, as many as its ballots can give; without
    channels only; 0 when none do."""
    out_by: int
    """Chosen: the fewest marks less for it alone that put it out; without channels only; 0 when none do."""
    lacks: int
    """Money it lacked when its turn came, or votes below the least votes or least share of ballots; 0 otherwise."""


def explain_projects(case: Case, outcome: Outcome) -> tuple[Explanation, ...]:
    """Return one explanation for every project, in order of rank; of a motion or an opinion none.

    Nothing here is taken on trust: every number is made from the case again.
    """
    if (
        not outcome.ranking
        or not isinstance(outcome.motion_result, UnsetType)
        or outcome.ranking[0].outcome == "counted"
    ):
        return ()
    reasons = _Reasons(case, outcome)
    return tuple(map(reasons.explain_project, outcome.ranking, reasons.search.order))


class _Reasons:
    """What is worked out once for all projects of a case."""

    def __init__(self, case: Case, outcome: Outcome) -> None:
        definition = case.definition
        self._definition = definition
        self.search = make_margin_search(case, outcome)
        turns = turns_of_all_options(definition, self.search.path, self.search.order, self.search.bars)
        self._turns: Mapping[int, Turn] = {turn.index: turn for turn in turns}
        self._asked = [turn.index for turn in turns]
        self._cost_reduction = CostReduction(self.search, self._turns)
        line_sets = make_score_lines(case, self.search.scores, UNSET) if definition.channels is UNSET else ()
        self._line_set: ScoreLines | None = line_sets[0] if line_sets else None

    def explain_project(self, ranked: Ranked, index: int) -> Explanation:
        """Return what decided about one project; `index` is its place on the ballot."""
        turn = self._turns[index]
        limit, name, amount = self._deciding_limit(index, turn)
        is_in = turn.outcome == OutcomeKind.CHOSEN
        return Explanation(
            code=ranked.code,
            reason=turn.outcome,
            place=ranked.place,
            votes=ranked.votes,
            score=ranked.score,
            limit=limit,
            limit_name=name,
            limit_amount=amount,
            left_before=turn.left_before,
            cost=ranked.cost,
            displaced_by=self._displaced_by(index, turn),
            in_at_cost=ranked.cost if is_in else self._cost_reduction.largest_winning_cost(index),
            short_by=0 if is_in else self._marks_to_change(index, 1),
            out_by=self._marks_to_change(index, -1) if is_in else 0,
            lacks=self._money_or_votes_lacking(index, turn),
        )

    def _deciding_limit(self, index: int, turn: Turn) -> tuple[str, str, int]:
        """Return the limit that decided, its name and its amount."""
        definition, steps = self._definition, self._definition.rule.steps
        if turn.limit is not None:
            return turn.limit.kind, turn.limit.name, turn.limit.amount
        if turn.outcome == OutcomeKind.OVER_COST_LIMIT:
            broken = broken_cost_limit(definition, definition.question.options[index])
            return (COST_LIMIT, broken.kind, broken.below) if broken else ("", "", 0)
        if turn.outcome == OutcomeKind.ELIMINATED:
            return SHARE, steps.eliminate, self._cost_reduction.money_to_eliminate
        if turn.outcome == OutcomeKind.BELOW_MINIMUM:
            if votes_short_of_minimum(definition, self.search.scores, index):
                voted = self.search.scores.votes[index] > 0
                return THRESHOLD, "", definition.rule.min_votes if voted else least_votes(definition)
            return SHARE, steps.min_share, least_share_needed(definition, self.search.scores)
        return "", "", 0

    def _money_or_votes_lacking(self, index: int, turn: Turn) -> int:
        if turn.outcome in _TOO_COSTLY:
            return self.search.path.costs[index] - turn.left_before
        if turn.outcome != OutcomeKind.BELOW_MINIMUM:
            return 0
        scores, definition = self.search.scores, self._definition
        needed = least_share_needed(definition, scores)
        return votes_short_of_minimum(definition, scores, index) or max(0, needed - scores.votes[index])

    def _marks_to_change(self, index: int, sign: int) -> int:
        """Return how many marks put it in (1) or out (-1); 0 when none, or where channels make marks unequal."""
        line_set = self._line_set
        if line_set is None or not self.search.can_marks_matter_for(index):
            return 0
        room = line_set.most_marks_to_move(index, sign)
        return self.search.fewest_marks_to_change_list(line_set, index, sign, room, is_own=True) or 0

    def _displaced_by(self, index: int, turn: Turn) -> tuple[str, ...]:
        ahead = self._asked[: self._asked.index(index)]
        if turn.outcome == OutcomeKind.EXCLUDED:
            rivals = self.search.path.excludes[index]
            return self._codes_of([other for other in ahead if other in rivals and self._is_chosen(other)])
        if turn.limit is None or turn.outcome not in (*_TOO_COSTLY, OutcomeKind.AFTER_STOP):
            return ()
        same = [other for other in ahead if self._draws_on_same_money(other, turn)]
        if turn.outcome == OutcomeKind.AFTER_STOP:
            return self._codes_of(self._where_list_ended(same))
        lacked, found = self.search.path.costs[index] - turn.left_before, []
        for other in reversed(same):
            if lacked > 0 and self._is_chosen(other):
                lacked -= self.search.path.costs[other]
                found.append(other)
        return self._codes_of(found[::-1]) if lacked <= 0 else ()

    def _where_list_ended(self, same: Sequence[int]) -> list[int]:
        """Return at whom a list ended: the first that did not fit, or the last that went over."""
        stopped = [each for each in same if self._turns[each].outcome in _TOO_COSTLY]
        return stopped[:1] if stopped else [each for each in same if self._is_chosen(each)][-1:]

    def _draws_on_same_money(self, other: int, turn: Turn) -> bool:
        """Return whether another project was asked of the same money."""
        limit = self._turns[other].limit
        if limit is None or turn.limit is None:
            return False
        if LimitKind.LEFTOVER in (limit.kind, turn.limit.kind):
            return limit.kind == turn.limit.kind
        limits = self.search.path.limits
        return any(limits.limits[draw] == turn.limit for draw in limits.draws[other])

    def _is_chosen(self, index: int) -> bool:
        return self._turns[index].outcome == OutcomeKind.CHOSEN

    def _codes_of(self, indexes: Sequence[int]) -> tuple[str, ...]:
        return tuple(self._definition.question.options[index].code for index in indexes)

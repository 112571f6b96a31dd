"""The list: every project at its place, what became of it, and the list that was chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.question.channels import Ledger
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.motion import MotionResult
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.decision_inputs import LotDraw, OutcomeKind, Scores
from sukui_desktop.domain.selection.eligibility import reasons_out_before_ranking
from sukui_desktop.domain.selection.open_ties import require_ties_resolved
from sukui_desktop.domain.selection.ranking_walk import selection_path_of, turns_of_all_options
from sukui_desktop.domain.selection.ties import find_tie_breakers, find_ties, rank_options, ties_with_given_order
from sukui_desktop.models.shared_fields import copy_fields


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """One project of the result, at its place."""

    place: int
    """1 for the most votes; every project has a place of its own (ties are broken)."""
    code: str
    title: str
    group: str
    cost: int
    votes: int
    outcome: OutcomeKind
    left_before: int
    """Money left when its turn came, under the limit that decided: the ceiling, its allocation or the pooled leftover;
    never below 0."""
    tie: TieWay
    score: str | UnsetType = UNSET
    """The exact score "n/d" it was ranked by; absent where that is `votes`."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a poll: every project in order of rank, and the list that was chosen."""

    ranking: tuple[Ranked, ...]
    selected: tuple[str, ...]
    """Codes in order of selection; what the pooled leftover paid for comes last."""
    total_cost: int
    ceiling: int
    """What the list may cost: the ceiling, or all allocations together where there is none; of a short list its share
    of that; 0 for a motion."""
    lot: tuple[str, ...]
    """Codes in the order a public lot drew them (or the chair put them), for ties that the rule left open."""
    ledger: Ledger | UnsetType = UNSET
    """How the channels became scores; absent without channels."""
    draw: LotDraw | UnsetType = UNSET
    """How the lot was drawn; absent where none was, and in the results of 0.2.0 and 0.3.0, where the program drew."""
    motion_result: MotionResult | UnsetType = msgspec.field(default=UNSET, name="passage")
    """Of a choice: whether it passed. Then nothing is selected and `ranking` is in the order of votes."""


def select_projects(
    definition: Definition,
    scores: Scores,
    withdrawn: Collection[str] = frozenset(),
    tie_order: Sequence[str] = (),
) -> Outcome:
    """Rank by score and walk down the list by the definition's rule.

    `tie_order` holds codes as a lot drew them or the chair put them: every member of every tie that decides the list
    (`open_ties.py`); other ties may be left out.
    The steps: withdrawn, limits of cost, least votes and share, elimination from the end, the walk, the leftover.

    Raises RuleBroken tie_needs_lot or tie_needs_chair when a tie has no order.
    Source: docs/sources.md, "Tracks of the Plan" and "Past votes"; a project with just the least votes is eligible.
    """
    require_ties_resolved(definition, scores, withdrawn, tie_order)
    order = rank_options(definition, scores, withdrawn, tie_order)
    ties = find_ties(definition, scores, withdrawn)
    path = selection_path_of(definition)
    bars = reasons_out_before_ranking(definition, scores, withdrawn)
    turns = {turn.index: turn for turn in turns_of_all_options(definition, path, order, bars)}
    drawn = ties_with_given_order(ties, tie_order)
    ways, texts = find_tie_breakers(definition, scores, withdrawn, ties, drawn), score_texts(definition, scores)
    chosen = [turn for turn in turns.values() if turn.outcome == OutcomeKind.CHOSEN]
    options, in_tie = definition.question.options, {code for tied in drawn for code in tied}
    return Outcome(
        ranking=tuple(
            copy_fields(
                Ranked,
                options[index],
                turns[index],
                place=place,
                votes=scores.votes[index],
                score=texts[index],
                tie=ways[index],
            )
            for place, index in enumerate(order, start=1)
        ),
        selected=tuple(options[turn.index].code for turn in chosen),
        total_cost=sum(options[turn.index].cost for turn in chosen),
        ceiling=path.limits.most_to_spend,
        lot=tuple(code for code in tie_order if code in in_tie),
    )


def score_texts(definition: Definition, scores: Scores) -> tuple[str | UnsetType, ...]:
    """Return every option's exact score "n/d"; UNSET for all where scores are nothing but the votes."""
    if definition.channels is UNSET and scores.scores == scores.votes:
        return (UNSET,) * len(scores.votes)
    return tuple(f"{score.numerator}/{score.denominator}" for score in scores.scores)

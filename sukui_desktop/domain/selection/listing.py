"""Which projects are chosen under the rule, in what order, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.question.channels import Ledger
from sukui_desktop.domain.question.definition import Definition, Option
from sukui_desktop.domain.question.motion import Passage
from sukui_desktop.domain.selection.case import Standing
from sukui_desktop.domain.selection.eligibility import bar_projects
from sukui_desktop.domain.selection.elimination import count_eliminated
from sukui_desktop.domain.selection.outcome_words import (
    AFTER_STOP,
    BELOW_MINIMUM,
    CHOSEN,
    COUNTED,
    ELIMINATED,
    EXCLUDED,
    NO_ALLOCATION,
    OVER_ALLOCATION,
    OVER_COST_LIMIT,
    UNAFFORDABLE,
    WITHDRAWN,
)
from sukui_desktop.domain.selection.purses import LEFTOVER
from sukui_desktop.domain.selection.ties import find_ties, name_tie_ways, put_in_order
from sukui_desktop.domain.selection.walking import Path, Turn, lay_path, walk

__all__ = [
    "AFTER_STOP",
    "BELOW_MINIMUM",
    "CHOSEN",
    "COUNTED",
    "ELIMINATED",
    "EXCLUDED",
    "NO_ALLOCATION",
    "OVER_ALLOCATION",
    "OVER_COST_LIMIT",
    "UNAFFORDABLE",
    "WITHDRAWN",
    "Outcome",
    "Ranked",
    "find_ties",
    "score_texts",
    "select_projects",
    "take_turns",
]


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """One project of the result, at its place."""

    place: int
    """1 for the most votes; every project has a place of its own (ties are broken)."""
    code: str
    title: str
    group: str
    cost: int
    votes: int
    outcome: str
    """One of `outcome_words.OUTCOMES`."""
    left_before: int
    """Money left when its turn came, under the limit that decided: the ceiling, its allocation or the pooled leftover;
    never below 0."""
    tie: str
    """'' | cost | lot | chair: what put it before or after others of the same score."""
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
    passage: Passage | UnsetType = UNSET
    """Of a choice: whether it passed. Then nothing is selected and `ranking` is in the order of votes."""


def select_projects(
    definition: Definition,
    standing: Standing,
    withdrawn: Collection[str] = frozenset(),
    tie_order: Sequence[str] = (),
) -> Outcome:
    """Rank by score and walk down the list by the definition's rule.

    `tie_order` holds codes as a lot drew them or the chair put them, every member of every tie of `find_ties`.
    The steps: withdrawn, limits of cost, least votes and share, elimination from the end, the walk, the leftover.

    Raises RuleBroken tie_needs_lot or tie_needs_chair when a tie has no order.
    Source: the Plan's selection within the ceiling; minimum of votes where equal is eligible (domain.md §2, §3).
    """
    order = put_in_order(definition, standing, withdrawn, tie_order)
    ties = find_ties(definition, standing, withdrawn)
    path = lay_path(definition)
    bars = bar_projects(definition, standing, withdrawn)
    turns = {turn.index: turn for turn in take_turns(definition, path, order, bars)}
    ways, scores = name_tie_ways(definition, standing, withdrawn, ties), score_texts(definition, standing)
    chosen = [turn for turn in turns.values() if turn.outcome == CHOSEN]
    options, in_tie = definition.question.options, {code for tied in ties for code in tied}
    return Outcome(
        ranking=tuple(
            rank_option(
                place,
                options[index],
                standing.votes[index],
                scores[index],
                outcome=turns[index].outcome,
                left_before=turns[index].left_before,
                tie=ways[index],
            )
            for place, index in enumerate(order, start=1)
        ),
        selected=tuple(options[turn.index].code for turn in chosen),
        total_cost=sum(options[turn.index].cost for turn in chosen),
        ceiling=path.purses.most,
        lot=tuple(code for code in tie_order if code in in_tie),
    )


def rank_option(
    place: int,
    option: Option,
    votes: int,
    score: str | UnsetType,
    *,
    outcome: str,
    left_before: int = 0,
    tie: str = "",
) -> Ranked:
    """Return one option at its place of the result."""
    return Ranked(
        place=place,
        code=option.code,
        title=option.title,
        group=option.group,
        cost=option.cost,
        votes=votes,
        outcome=outcome,
        left_before=left_before,
        tie=tie,
        score=score,
    )


def score_texts(definition: Definition, standing: Standing) -> tuple[str | UnsetType, ...]:
    """Return every option's exact score "n/d"; UNSET for all where scores are nothing but the votes."""
    if definition.channels is UNSET and standing.scores == standing.votes:
        return (UNSET,) * len(standing.votes)
    return tuple(f"{score.numerator}/{score.denominator}" for score in standing.scores)


def take_turns(definition: Definition, path: Path, order: Sequence[int], bars: Sequence[str]) -> tuple[Turn, ...]:
    """Return what became of every option, those of the walk first and in the order of decision.

    `order` holds all indexes, best first; `bars` are those of `bar_projects`.
    """
    running = [index for index in order if not bars[index]]
    stays = len(running) - count_eliminated([path.costs[index] for index in running], definition.rule.steps)
    turns = walk(path, running[:stays])
    out = set(running[stays:])
    lefts = _lefts(path, order, turns)
    never = [index for index in order if bars[index] or index in out]
    return (*turns, *(Turn(index, bars[index] or ELIMINATED, lefts[index], None) for index in never))


def _lefts(path: Path, order: Iterable[int], turns: Iterable[Turn]) -> dict[int, int]:
    """Return what was left for each option when its place came, whether or not it was asked."""
    left = [purse.amount for purse in path.purses.purses]
    paid = {turn.index for turn in turns if turn.outcome == CHOSEN and turn.purse and turn.purse.kind != LEFTOVER}
    lefts = {}
    for index in order:
        draws = path.purses.draws[index]
        lefts[index] = max(0, min((left[purse] for purse in draws), default=0))
        for purse in draws if index in paid else ():
            left[purse] -= path.costs[index]
    return lefts

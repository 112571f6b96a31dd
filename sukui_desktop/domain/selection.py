"""Which projects are chosen under the ceiling, in what order, and why the others are not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.channels import Ledger
from sukui_desktop.domain.count import Tally
from sukui_desktop.domain.definition import Definition, Option, SelectionRule
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.motion import Passage

CHOSEN = "chosen"
UNAFFORDABLE = "unaffordable"
AFTER_STOP = "after_stop"
BELOW_MINIMUM = "below_minimum"
WITHDRAWN = "withdrawn"
OVER_COST_LIMIT = "over_cost_limit"
ELIMINATED = "eliminated"
EXCLUDED = "excluded"
"""A project that excludes it was chosen before."""
NO_ALLOCATION = "no_allocation"
OVER_ALLOCATION = "over_allocation"


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
    """chosen | unaffordable | after_stop | below_minimum | withdrawn | over_cost_limit | eliminated | excluded |
    no_allocation | over_allocation."""
    left_before: int
    """Money left under the ceiling when its turn came."""
    tie: str
    """'' | cost | lot | chair: what put it before or after others of the same score."""
    score: str | UnsetType = UNSET
    """The exact score "n/d" it was ranked by; absent where that is `votes`."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a poll: every project in order of rank, and the list that was chosen."""

    ranking: tuple[Ranked, ...]
    selected: tuple[str, ...]
    """Codes in order of selection."""
    total_cost: int
    ceiling: int
    lot: tuple[str, ...]
    """Codes in the order a public lot drew them (or the chair put them), for ties that the rule left open."""
    ledger: Ledger | UnsetType = UNSET
    """How the channels became scores; absent without channels."""
    passage: Passage | UnsetType = UNSET
    """Of a choice: whether it passed. Then nothing is selected and `ranking` is in the order of votes."""


def find_ties(options: Sequence[Option], tally: Tally) -> tuple[tuple[str, ...], ...]:
    """Return the groups of options (codes in ballot order) that votes and cost leave tied, most votes first."""
    order = sorted(range(len(options)), key=lambda i: (-tally.votes[i], options[i].cost))
    groups = []
    for _, members in groupby(order, key=lambda i: (tally.votes[i], options[i].cost)):
        tied = tuple(options[i].code for i in members)
        if len(tied) > 1:
            groups.append(tied)
    return tuple(groups)


def select_projects(definition: Definition, tally: Tally, lot: Sequence[str] = ()) -> Outcome:
    """Rank by votes, then lower cost, then the lot, and walk down the list under the ceiling.

    `lot` holds codes in drawn order and must name every member of every tie that `find_ties` returns.

    Raises RuleBroken tie_needs_lot when it does not.
    Source: the Plan's selection within the ceiling; minimum of votes where equal is eligible (domain.md §3).
    """
    options = definition.question.options
    ties = find_ties(options, tally)
    drawn = {code: place for place, code in enumerate(lot)}
    for tied in ties:
        if any(code not in drawn for code in tied):
            raise RuleBroken("tie_needs_lot", titles=tuple(o.title for o in options if o.code in tied))
    in_lot = {code for tied in ties for code in tied}
    order = sorted(
        range(len(options)),
        key=lambda i: (-tally.votes[i], options[i].cost, drawn.get(options[i].code, 0)),
    )
    ranking = _walk(definition, tally, order, in_lot)
    chosen = [ranked for ranked in ranking if ranked.outcome == CHOSEN]
    return Outcome(
        ranking=tuple(ranking),
        selected=tuple(ranked.code for ranked in chosen),
        total_cost=sum(ranked.cost for ranked in chosen),
        ceiling=definition.rule.ceiling,
        lot=tuple(code for code in lot if code in in_lot),
    )


def _walk(definition: Definition, tally: Tally, order: Sequence[int], in_lot: set[str]) -> list[Ranked]:
    options = definition.question.options
    same_votes: dict[int, int] = {}
    for votes in tally.votes:
        same_votes[votes] = same_votes.get(votes, 0) + 1
    left, stopped, ranking = definition.rule.ceiling, False, []
    for place, index in enumerate(order, start=1):
        option, votes = options[index], tally.votes[index]
        outcome = _decide(definition.rule, votes, option.cost, left, stopped)
        tie = "lot" if option.code in in_lot else "cost" if same_votes[votes] > 1 else ""
        ranking.append(
            Ranked(
                place=place,
                code=option.code,
                title=option.title,
                group=option.group,
                cost=option.cost,
                votes=votes,
                outcome=outcome,
                left_before=left,
                tie=tie,
            )
        )
        if outcome == CHOSEN:
            left -= option.cost
        stopped = stopped or (outcome == UNAFFORDABLE and definition.rule.when_unaffordable == "stop")
    return ranking


def _decide(rule: SelectionRule, votes: int, cost: int, left: int, stopped: bool) -> str:
    if votes < rule.min_votes:
        return BELOW_MINIMUM
    if stopped:
        return AFTER_STOP
    return CHOSEN if cost <= left else UNAFFORDABLE

"""The walk: projects are taken down an order while their budget limits can pay, and the outcome of every project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selection_steps import Boundary, Leftover
from sukui_desktop.domain.selection.budget_limits import BudgetLimit, BudgetLimits, LimitKind, budget_limits
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.eligibility import count_eliminated


class WalkState(msgspec.Struct, frozen=True):
    """Where a walk is between two projects."""

    left: tuple[int, ...]
    """Of each budget limit; below 0 where one crossed it."""
    ended: tuple[bool, ...]
    """Which limits take nothing more."""


class Turn(msgspec.Struct, frozen=True):
    """What became of one project when its turn came."""

    index: int
    outcome: OutcomeKind
    left_before: int
    """Of the limit that decided: the one that turned it away, else the one with the least left."""
    limit: BudgetLimit | None
    """That limit; None when nothing pays for the project."""


class SelectionPath(msgspec.Struct, frozen=True):
    """How projects are chosen: the part of a rule that is the same for every order."""

    costs: tuple[int, ...]
    limits: BudgetLimits
    is_reach: bool
    is_stop: bool
    excludes: tuple[frozenset[int], ...]
    """Beside the options: which others each excludes."""
    is_pool: bool


def selection_path_of(definition: Definition) -> SelectionPath:
    """Return how this definition takes projects."""
    options, steps = definition.question.options, definition.rule.steps
    place = {option.code: index for index, option in enumerate(options)}
    excludes: list[frozenset[int]] = [frozenset()] * len(options)
    for codes in steps.exclusive:
        members = frozenset(place[code] for code in codes if code in place)
        for index in members:
            excludes[index] |= members - {index}
    return SelectionPath(
        costs=tuple(option.cost for option in options),
        limits=budget_limits(definition),
        is_reach=steps.boundary == Boundary.REACH,
        is_stop=definition.rule.when_unaffordable == "stop",
        excludes=tuple(excludes),
        is_pool=steps.leftover == Leftover.POOL and bool(steps.allocations),
    )


def walk_state_at_start(path: SelectionPath) -> WalkState:
    """Return the state before the first project."""
    limits = path.limits.limits
    return WalkState(tuple(limit.amount for limit in limits), (False,) * len(limits))


def decide_project(
    path: SelectionPath, state: WalkState, index: int, chosen_before: Iterable[int]
) -> tuple[WalkState, Turn]:
    """Ask one project, and return the state after it. `chosen_before` are the projects chosen so far."""
    draws, cost, limits = path.limits.draws[index], path.costs[index], path.limits.limits
    if not draws:
        return state, Turn(index, OutcomeKind.NO_ALLOCATION, 0, None)
    least = min(draws, key=lambda limit: state.left[limit])
    ended = [limit for limit in draws if _has_limit_ended(path, state, limit, cost)]
    if ended:
        return state, Turn(index, OutcomeKind.AFTER_STOP, max(0, state.left[ended[0]]), limits[ended[0]])
    if path.excludes[index] and not path.excludes[index].isdisjoint(chosen_before):
        return state, Turn(index, OutcomeKind.EXCLUDED, state.left[least], limits[least])
    over = [] if path.is_reach else [limit for limit in draws if cost > state.left[limit]]
    if over:
        word = OutcomeKind.OVER_ALLOCATION if limits[over[0]].kind == LimitKind.ALLOCATION else OutcomeKind.UNAFFORDABLE
        return _end_list_at_limit(path, state, over[0]), Turn(index, word, state.left[over[0]], limits[over[0]])
    return pay_for_project(state, draws, cost), Turn(index, OutcomeKind.CHOSEN, state.left[least], limits[least])


def _has_limit_ended(path: SelectionPath, state: WalkState, limit: int, cost: int) -> bool:
    """Return whether a limit's list has ended; with `reach` also when it is spent to the last unit."""
    return state.ended[limit] or (path.is_reach and cost > 0 == state.left[limit])


def _end_list_at_limit(path: SelectionPath, state: WalkState, limit: int) -> WalkState:
    if not path.is_stop:
        return state
    return WalkState(state.left, (*state.ended[:limit], True, *state.ended[limit + 1 :]))


def pay_for_project(state: WalkState, draws: tuple[int, ...], cost: int) -> WalkState:
    """Return the state after a project was chosen."""
    left, ended = list(state.left), list(state.ended)
    for limit in draws:
        left[limit] -= cost
        # Only a rule that may reach over a limit comes here with less than nothing, and that ends the list.
        ended[limit] = ended[limit] or left[limit] < 0
    return WalkState(tuple(left), tuple(ended))


def walk_all_projects(path: SelectionPath, order: Sequence[int]) -> tuple[Turn, ...]:
    """Ask every project in `order` (indexes), then spend what allocations left if the rule says so.

    Returns the turns in the order in which they were decided; a project that the pooled leftover was offered to is
    there with that second turn alone. Projects without an allocation are not offered the leftover.
    """
    state, turns = walk_projects(path, order, walk_state_at_start(path))
    if not path.is_pool:
        return turns
    rest = [turn.index for turn in turns if turn.outcome not in (OutcomeKind.CHOSEN, OutcomeKind.NO_ALLOCATION)]
    pooled = path_for_pooled_leftover(path, state)
    _, second = walk_projects(pooled, rest, walk_state_at_start(pooled), chosen_options(turns))
    again = set(rest)
    return (*(turn for turn in turns if turn.index not in again), *second)


def chosen_options(turns: Iterable[Turn]) -> frozenset[int]:
    """Return which options (indexes) these turns chose."""
    return frozenset(turn.index for turn in turns if turn.outcome == OutcomeKind.CHOSEN)


def walk_projects(
    path: SelectionPath, order: Sequence[int], state: WalkState, chosen_before: Iterable[int] = ()
) -> tuple[WalkState, tuple[Turn, ...]]:
    """Ask these from `state` on, where `chosen_before` were chosen; return the state after them and their turns."""
    chosen, turns = set(chosen_before), []
    for index in order:
        state, turn = decide_project(path, state, index, chosen)
        turns.append(turn)
        if turn.outcome == OutcomeKind.CHOSEN:
            chosen.add(index)
    return state, tuple(turns)


def path_for_pooled_leftover(path: SelectionPath, state: WalkState) -> SelectionPath:
    """Return the way the leftover is spent: all that allocations left, under what is left of a ceiling, for anybody."""
    parts = tuple(zip(path.limits.limits, state.left, strict=True))
    amount = sum(max(0, left) for limit, left in parts if limit.kind == LimitKind.ALLOCATION)
    for limit, left in parts:
        if limit.kind == LimitKind.CEILING:
            amount = min(amount, max(0, left))
    limits = BudgetLimits((BudgetLimit(LimitKind.LEFTOVER, "", amount),), ((0,),) * len(path.costs))
    return SelectionPath(path.costs, limits, path.is_reach, path.is_stop, path.excludes, is_pool=False)


def turns_of_all_options(
    definition: Definition, path: SelectionPath, order: Sequence[int], bars: Sequence[OutcomeKind | None]
) -> tuple[Turn, ...]:
    """Return what became of every option, those of the walk first and in the order of decision.

    `order` holds all indexes, best first; `bars` are those of `reasons_out_before_ranking`.
    """
    running = [index for index in order if not bars[index]]
    stays = len(running) - count_eliminated([path.costs[index] for index in running], definition.rule.steps)
    turns = walk_all_projects(path, running[:stays])
    out = set(running[stays:])
    lefts = _money_left_by_option(path, order, turns)
    never = [index for index in order if bars[index] or index in out]
    return (*turns, *(Turn(index, bars[index] or OutcomeKind.ELIMINATED, lefts[index], None) for index in never))


def _money_left_by_option(path: SelectionPath, order: Iterable[int], turns: Iterable[Turn]) -> dict[int, int]:
    """Return what was left for each option when its place came, whether or not it was asked."""
    left = [limit.amount for limit in path.limits.limits]
    paid = {
        turn.index
        for turn in turns
        if turn.outcome == OutcomeKind.CHOSEN and turn.limit and turn.limit.kind != LimitKind.LEFTOVER
    }
    lefts = {}
    for index in order:
        draws = path.limits.draws[index]
        lefts[index] = max(0, min((left[limit] for limit in draws), default=0))
        for limit in draws if index in paid else ():
            left[limit] -= path.costs[index]
    return lefts

"""Walking down an order and taking what can be paid: the heart of every list, one project at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selecting import POOL, REACH
from sukui_desktop.domain.selection.outcome_words import (
    AFTER_STOP,
    CHOSEN,
    EXCLUDED,
    NO_ALLOCATION,
    OVER_ALLOCATION,
    UNAFFORDABLE,
)
from sukui_desktop.domain.selection.purses import ALLOCATION, CEILING, LEFTOVER, Purse, Purses, open_purses


class State(msgspec.Struct, frozen=True):
    """Where a walk stands between two projects."""

    left: tuple[int, ...]
    """Of each purse; below 0 where one crossed it."""
    ended: tuple[bool, ...]
    """Which purses take nothing more."""


class Turn(msgspec.Struct, frozen=True):
    """What became of one project when its turn came."""

    index: int
    outcome: str
    left_before: int
    """Of the purse that decided: the one that turned it away, else the one with the least left."""
    purse: Purse | None
    """That purse; None when nothing pays for the project."""


class Path(msgspec.Struct, frozen=True):
    """How projects are taken: the part of a rule that is the same for every order."""

    costs: tuple[int, ...]
    purses: Purses
    is_reach: bool
    is_stop: bool
    excludes: tuple[frozenset[int], ...]
    """Beside the options: which others each excludes."""
    is_pool: bool


def lay_path(definition: Definition) -> Path:
    """Return how this definition takes projects."""
    options, steps = definition.question.options, definition.rule.steps
    place = {option.code: index for index, option in enumerate(options)}
    excludes: list[frozenset[int]] = [frozenset()] * len(options)
    for codes in steps.exclusive:
        members = frozenset(place[code] for code in codes if code in place)
        for index in members:
            excludes[index] |= members - {index}
    return Path(
        costs=tuple(option.cost for option in options),
        purses=open_purses(definition),
        is_reach=steps.boundary == REACH,
        is_stop=definition.rule.when_unaffordable == "stop",
        excludes=tuple(excludes),
        is_pool=steps.leftover == POOL and bool(steps.allocations),
    )


def begin(path: Path) -> State:
    """Return the state before the first project."""
    purses = path.purses.purses
    return State(tuple(purse.amount for purse in purses), (False,) * len(purses))


def step(path: Path, state: State, index: int, taken: Iterable[int]) -> tuple[State, Turn]:
    """Ask one project, and return the state after it. `taken` are the projects chosen so far."""
    draws, cost, purses = path.purses.draws[index], path.costs[index], path.purses.purses
    if not draws:
        return state, Turn(index, NO_ALLOCATION, 0, None)
    least = min(draws, key=lambda purse: state.left[purse])
    ended = [purse for purse in draws if _takes_nothing(path, state, purse, cost)]
    if ended:
        return state, Turn(index, AFTER_STOP, max(0, state.left[ended[0]]), purses[ended[0]])
    if path.excludes[index] and not path.excludes[index].isdisjoint(taken):
        return state, Turn(index, EXCLUDED, state.left[least], purses[least])
    over = [] if path.is_reach else [purse for purse in draws if cost > state.left[purse]]
    if over:
        word = OVER_ALLOCATION if purses[over[0]].kind == ALLOCATION else UNAFFORDABLE
        return _end(path, state, over[0]), Turn(index, word, state.left[over[0]], purses[over[0]])
    return pay(state, draws, cost), Turn(index, CHOSEN, state.left[least], purses[least])


def _takes_nothing(path: Path, state: State, purse: int, cost: int) -> bool:
    """Tell whether a purse's list has ended; with `reach` also when it is spent to the last unit."""
    return state.ended[purse] or (path.is_reach and cost > 0 == state.left[purse])


def _end(path: Path, state: State, purse: int) -> State:
    if not path.is_stop:
        return state
    return State(state.left, (*state.ended[:purse], True, *state.ended[purse + 1 :]))


def pay(state: State, draws: tuple[int, ...], cost: int) -> State:
    """Return the state after a project was taken."""
    left, ended = list(state.left), list(state.ended)
    for purse in draws:
        left[purse] -= cost
        # Only a rule that may reach over a limit comes here with less than nothing, and that ends the list.
        ended[purse] = ended[purse] or left[purse] < 0
    return State(tuple(left), tuple(ended))


def walk(path: Path, order: Sequence[int]) -> tuple[Turn, ...]:
    """Ask every project in `order` (indexes), then spend what allocations left if the rule says so.

    Returns the turns in the order in which they were decided; a project that the pooled leftover was offered to stands
    there with that second turn alone. Projects without an allocation are not offered the leftover.
    """
    state, turns = _walk_once(path, order, begin(path), ())
    if not path.is_pool:
        return turns
    chosen = tuple(turn.index for turn in turns if turn.outcome == CHOSEN)
    rest = [turn.index for turn in turns if turn.outcome not in (CHOSEN, NO_ALLOCATION)]
    pooled = pool_leftover(path, state)
    _, second = _walk_once(pooled, rest, begin(pooled), chosen)
    again = set(rest)
    return (*(turn for turn in turns if turn.index not in again), *second)


def _walk_once(path: Path, order: Sequence[int], state: State, taken: Iterable[int]) -> tuple[State, tuple[Turn, ...]]:
    chosen, turns = set(taken), []
    for index in order:
        state, turn = step(path, state, index, chosen)
        turns.append(turn)
        if turn.outcome == CHOSEN:
            chosen.add(index)
    return state, tuple(turns)


def pool_leftover(path: Path, state: State) -> Path:
    """Return the way the leftover is spent: all that allocations left, under what is left of a ceiling, for anybody."""
    parts = tuple(zip(path.purses.purses, state.left, strict=True))
    amount = sum(max(0, left) for purse, left in parts if purse.kind == ALLOCATION)
    for purse, left in parts:
        if purse.kind == CEILING:
            amount = min(amount, max(0, left))
    purses = Purses((Purse(LEFTOVER, "", amount),), ((0,),) * len(path.costs))
    return Path(path.costs, purses, path.is_reach, path.is_stop, path.excludes, is_pool=False)

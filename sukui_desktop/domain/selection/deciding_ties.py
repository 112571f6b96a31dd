"""Ties that decided: equal projects of which another order would have made another list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind
from sukui_desktop.domain.selection.eligibility import reasons_out_before_ranking
from sukui_desktop.domain.selection.outcome_of_case import scores_of_case
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.domain.selection.ranking_walk import (
    WalkState,
    chosen_options,
    selection_path_of,
    turns_of_all_options,
    walk_projects,
    walk_state_at_start,
)

_MOST_TRIED = 200
"""Members of one group that are each moved before the others; of a larger group the rest is not tried."""


class DecidingTie(msgspec.Struct, frozen=True, kw_only=True):
    """Projects of one score of which the list has some and not others because of their order."""

    codes: tuple[str, ...]
    """In the order they were put."""
    selected: tuple[str, ...]
    """Those of them in the list."""
    ways: tuple[TieWay, ...]
    """What put them in order: lower cost, lot or chair; both where some of them have the same cost."""


def deciding_ties(case: Case, outcome: Outcome) -> tuple[DecidingTie, ...]:
    """Return the ties that decided a list, best score first; of a motion or an opinion none.

    A tie decides when the list that is made anew, with one of its members moved before the others, is another one.
    """
    definition = case.definition
    if not ballot_kind_of(definition.question).makes_list or not outcome.ranking:
        return ()
    place = {option.code: index for index, option in enumerate(definition.question.options)}
    order = [place[ranked.code] for ranked in outcome.ranking]
    bars = reasons_out_before_ranking(definition, scores_of_case(case), case.withdrawn)
    search = _OtherLists(definition, order, bars, frozenset(place[code] for code in outcome.selected))
    found = []
    for first, tied in _runs_of_equal_scores(outcome.ranking):
        if search.does_order_change_list_within(first, first + len(tied)):
            codes = tuple(ranked.code for ranked in tied if not bars[place[ranked.code]])
            found.append(
                DecidingTie(
                    codes=codes,
                    selected=tuple(code for code in codes if code in outcome.selected),
                    ways=tuple(way for way in definition.rule.steps.ties if any(way == each.tie for each in tied)),
                )
            )
    return tuple(found)


class _OtherLists:
    """A list and the lists that come of asking one of some equal projects before the others."""

    def __init__(
        self,
        definition: Definition,
        order: Sequence[int],
        bars: Sequence[OutcomeKind | None],
        chosen: frozenset[int],
    ) -> None:
        self._definition, self._order, self._bars, self._chosen = definition, order, bars, chosen
        self._path = selection_path_of(definition)
        self._at = self._states_before_each_place()

    def _states_before_each_place(self) -> list[tuple[WalkState, frozenset[int]]]:
        """Return what is left and who is in the list before each place, and after the last; [] where a project's
        turn hangs on more than what stands before it: leftovers that are pooled, elimination from the end."""
        if self._path.is_pool or self._definition.rule.steps.eliminate:
            return []
        at = [(walk_state_at_start(self._path), frozenset[int]())]
        for index in self._order:
            at.append(self._walk_projects_of_group(at[-1], [index]))
        return at if at[-1][1] == self._chosen else []

    def _walk_projects_of_group(
        self, before: tuple[WalkState, frozenset[int]], group: Iterable[int]
    ) -> tuple[WalkState, frozenset[int]]:
        running = [index for index in group if not self._bars[index]]
        state, turns = walk_projects(self._path, running, *before)
        return state, before[1] | chosen_options(turns)

    def does_order_change_list_within(self, first: int, end: int) -> bool:
        """Return whether one of the projects at these places, asked before the others, makes another list."""
        running = [index for index in self._order[first:end] if not self._bars[index]]
        # First those that are not in the list: they are the likeliest to change it.
        running.sort(key=self._chosen.__contains__)
        return len(running) > 1 and any(
            self._does_leader_change_list(first, end, each) for each in running[:_MOST_TRIED]
        )

    def _does_leader_change_list(self, first: int, end: int, leader: int) -> bool:
        put = [leader, *(index for index in self._order[first:end] if index != leader)]
        if self._at:
            after = self._walk_projects_of_group(self._at[first], put)
            if after[1] != self._at[end][1]:
                return True  # nobody is asked a second time
            if after[0] == self._at[end][0]:
                return False  # all that follows is as it was
        turns = turns_of_all_options(
            self._definition, self._path, [*self._order[:first], *put, *self._order[end:]], self._bars
        )
        return chosen_options(turns) != self._chosen


def _runs_of_equal_scores(ranking: Sequence[Ranked]) -> Iterator[tuple[int, list[Ranked]]]:
    """Yield the place (from 0) of each run of equal scores, and the run."""
    place = 0
    for _, run in groupby(ranking, key=_score_as_fraction):
        tied = list(run)
        yield place, tied
        place += len(tied)


def _score_as_fraction(ranked: Ranked) -> Fraction:
    return Fraction(ranked.votes) if isinstance(ranked.score, UnsetType) else Fraction(ranked.score)

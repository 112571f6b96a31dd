"""Ties that decided: equal projects of which another order would have made another list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain.methods.registry import kind_of
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.case import Case
from sukui_desktop.domain.selection.eligibility import bar_projects
from sukui_desktop.domain.selection.outcome_of_case import scores_of
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.domain.selection.walk import path_of, take_turns

_NO_WAY = (TieWay.NOTHING, TieWay.EQUAL)
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
    if not kind_of(definition.question).makes_list or not outcome.ranking:
        return ()
    path = path_of(definition)
    bars = bar_projects(definition, scores_of(case), case.withdrawn)
    place = {option.code: index for index, option in enumerate(definition.question.options)}
    order = [place[ranked.code] for ranked in outcome.ranking]
    chosen = frozenset(outcome.selected)

    def makes_another_list(begin: int, group: Sequence[int], first: int) -> bool:
        put = [first, *(index for index in group if index != first)]
        turns = take_turns(definition, path, [*order[:begin], *put, *order[begin + len(group) :]], bars)
        codes = (definition.question.options[turn.index].code for turn in turns if turn.outcome == "chosen")
        return frozenset(codes) != chosen

    found = []
    for begin, tied in _runs_of_equals(outcome.ranking):
        members = [place[ranked.code] for ranked in tied]
        running = [index for index in members if not bars[index]]
        # First those that are not in the list: they are the likeliest to change it.
        running.sort(key=lambda index: definition.question.options[index].code in chosen)
        if len(running) > 1 and any(makes_another_list(begin, members, each) for each in running[:_MOST_TRIED]):
            codes = tuple(ranked.code for ranked, index in zip(tied, members, strict=True) if not bars[index])
            found.append(
                DecidingTie(
                    codes=codes,
                    selected=tuple(code for code in codes if code in chosen),
                    ways=tuple(dict.fromkeys(ranked.tie for ranked in tied if ranked.tie not in _NO_WAY)),
                )
            )
    return tuple(found)


def _runs_of_equals(ranking: Sequence[Ranked]) -> Iterator[tuple[int, list[Ranked]]]:
    """Yield the place (from 0) of each run of equal scores, and the run."""
    begin = 0
    for _, run in groupby(ranking, key=_score_as_fraction):
        tied = list(run)
        yield begin, tied
        begin += len(tied)


def _score_as_fraction(ranked: Ranked) -> Fraction:
    return Fraction(ranked.votes) if isinstance(ranked.score, UnsetType) else Fraction(ranked.score)

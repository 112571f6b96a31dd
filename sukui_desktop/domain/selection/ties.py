"""Ties: the order of a result, what is left to lot or chair, and what decided each equality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import groupby

from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.decision_inputs import Scores


def find_ties(definition: Definition, scores: Scores, withdrawn: Collection[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Return the groups of options (codes in the order of the ballot) that the rule leaves tied, highest score first.

    A withdrawn project is in no tie, and a choice has none: what it offers is not a list.
    """
    if not ballot_kind_of(definition.question).makes_list:
        return ()
    options = definition.question.options
    in_play = [index for index, option in enumerate(options) if option.code not in withdrawn]
    keys = sort_keys_before_ties(definition, scores)
    in_play.sort(key=lambda index: keys[index])
    groups = (tuple(options[index].code for index in tied) for _, tied in groupby(in_play, keys.__getitem__))
    return tuple(tied for tied in groups if len(tied) > 1)


def sort_keys_before_ties(definition: Definition, scores: Scores) -> list[tuple[Fraction, int]]:
    """Return what each option is ordered by before anybody draws or decides: highest score, then lower cost."""
    by_cost = TieWay.COST in definition.rule.steps.ties
    return [
        (-score, option.cost if by_cost else 0)
        for score, option in zip(scores.scores, definition.question.options, strict=True)
    ]


def ties_with_given_order(ties: Sequence[Sequence[str]], tie_order: Sequence[str]) -> list[tuple[str, ...]]:
    """Return those ties of which every member has its place in `tie_order`."""
    return [tuple(tied) for tied in ties if set(tied) <= set(tie_order)]


def rank_options(
    definition: Definition, scores: Scores, withdrawn: Collection[str], tie_order: Sequence[str]
) -> tuple[int, ...]:
    """Return the indexes of all options, best first; a withdrawn one is behind those it is equal to, and what has no
    place in `tie_order` stands as on the ballot, behind what has."""
    options, keys = definition.question.options, sort_keys_before_ties(definition, scores)
    drawn = {code: place for place, code in enumerate(tie_order)}
    last = len(drawn)
    places = [(*keys[i], option.code in withdrawn, drawn.get(option.code, last), i) for i, option in enumerate(options)]
    return tuple(sorted(range(len(options)), key=lambda index: places[index]))


def find_tie_breakers(
    definition: Definition,
    scores: Scores,
    withdrawn: Collection[str],
    ties: Sequence[Sequence[str]],
    drawn: Sequence[Sequence[str]],
) -> tuple[TieWay, ...]:
    """Return for each option, in the order of the ballot, what put it before or after its equals.

    `ties` are those of `find_ties`, `drawn` those that have an order.
    """
    in_tie = {code: TieWay.EQUAL for tied in ties for code in tied}
    in_tie |= {code: definition.rule.steps.ties[-1] for tied in drawn for code in tied}
    equals = Counter(
        score
        for option, score in zip(definition.question.options, scores.scores, strict=True)
        if option.code not in withdrawn
    )
    return tuple(
        in_tie.get(option.code)
        or (TieWay.COST if option.code not in withdrawn and equals[score] > 1 else TieWay.NOTHING)
        for option, score in zip(definition.question.options, scores.scores, strict=True)
    )

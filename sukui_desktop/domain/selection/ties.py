"""Ties: the order of a result, what is left to lot or chair, and what decided each equality."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import groupby

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import kind_of
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.case import Scores


def find_ties(definition: Definition, scores: Scores, withdrawn: Collection[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Return the groups of options (codes in the order of the ballot) that the rule leaves tied, highest score first.

    A withdrawn project is in no tie, and a choice has none: what it offers is not a list.
    """
    if not kind_of(definition.question).makes_list:
        return ()
    options = definition.question.options
    in_play = [index for index, option in enumerate(options) if option.code not in withdrawn]
    keys = _keys(definition, scores)
    in_play.sort(key=lambda index: keys[index])
    groups = (tuple(options[index].code for index in tied) for _, tied in groupby(in_play, keys.__getitem__))
    return tuple(tied for tied in groups if len(tied) > 1)


def _keys(definition: Definition, scores: Scores) -> list[tuple[Fraction, int]]:
    """Return what each option is ordered by before anybody draws or decides: highest score, then lower cost."""
    by_cost = TieWay.COST in definition.rule.steps.ties
    return [
        (-score, option.cost if by_cost else 0)
        for score, option in zip(scores.scores, definition.question.options, strict=True)
    ]


def put_in_order(
    definition: Definition, scores: Scores, withdrawn: Collection[str], tie_order: Sequence[str]
) -> tuple[int, ...]:
    """Return the indexes of all options, best first; a withdrawn one is behind those it is equal to.

    Raises RuleBroken tie_needs_lot or tie_needs_chair (titles) unless `tie_order` names every member of every tie.
    """
    check_ties(definition, find_ties(definition, scores, withdrawn), tie_order)
    options, keys = definition.question.options, _keys(definition, scores)
    drawn = {code: place for place, code in enumerate(tie_order)}
    places = [(*keys[i], option.code in withdrawn, drawn.get(option.code, 0), i) for i, option in enumerate(options)]
    return tuple(sorted(range(len(options)), key=lambda index: places[index]))


def check_ties(definition: Definition, ties: Sequence[Sequence[str]], tie_order: Sequence[str]) -> None:
    """Check that every tie has its order.

    Raises RuleBroken tie_needs_lot or tie_needs_chair, by the rule, with the titles of the first that has none.
    """
    for tied in ties:
        if not set(tied) <= set(tie_order):
            titles = tuple(option.title for option in definition.question.options if option.code in tied)
            if definition.rule.steps.ties[-1] == TieWay.CHAIR:
                raise RuleBroken("tie_needs_chair", titles=titles)
            raise RuleBroken("tie_needs_lot", titles=titles)


def name_tie_ways(
    definition: Definition, scores: Scores, withdrawn: Collection[str], ties: Sequence[Sequence[str]]
) -> tuple[TieWay, ...]:
    """Return for each option, in the order of the ballot, what put it before or after its equals.

    `ties` are those of `find_ties`.
    """
    options = definition.question.options
    last = definition.rule.steps.ties[-1]
    in_tie = {code for tied in ties for code in tied}
    equals: dict[Fraction, int] = {}
    for option, score in zip(options, scores.scores, strict=True):
        equals[score] = equals.get(score, 0) + (option.code not in withdrawn)
    ways = []
    for option, score in zip(options, scores.scores, strict=True):
        is_equal = option.code not in withdrawn and equals[score] > 1
        ways.append(last if option.code in in_tie else TieWay.COST if is_equal else TieWay.NOTHING)
    return tuple(ways)

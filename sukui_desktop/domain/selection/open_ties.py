"""Open ties: which equal projects need a lot or the chair's word, because their order changes the list.

All that fit, none that fits, those below the least votes, those that the money never reaches: no order of them makes
another list, and nobody is asked for one. Proven by trying every order of small lists (tests/property/test_ties.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, permutations, product

import msgspec

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selection_steps import Boundary, TieWay
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind, Scores
from sukui_desktop.domain.selection.eligibility import money_to_eliminate, reasons_out_before_ranking
from sukui_desktop.domain.selection.ranking_walk import (
    WalkState,
    chosen_options,
    decide_project,
    selection_path_of,
    turns_of_all_options,
    walk_projects,
    walk_state_at_start,
)
from sukui_desktop.domain.selection.ties import rank_options, sort_keys_before_ties

MOST_ORDERS = 5_040
"""Orders that are tried one by one where the rule is too tangled to be judged otherwise: seven equal projects."""


class _Group(msgspec.Struct, frozen=True):
    """Projects of one place in the order, as indexes; those out before the walk are not among them."""

    members: tuple[int, ...]
    is_open: bool
    """Several, and no order of them was given."""


def find_open_tie(
    definition: Definition, scores: Scores, withdrawn: Collection[str], tie_order: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the codes of the highest tie whose order changes the list, in the order of the ballot; () when none does.

    A tie that `tie_order` puts in order is decided. Where allocations leave money to a common pool, a tie of more than
    seven may be returned although every order ends alike.
    """
    if not ballot_kind_of(definition.question).makes_list:
        return ()
    search = _TieSearch(definition, scores, withdrawn, tie_order)
    return tuple(definition.question.options[index].code for index in sorted(search.first_deciding_tie()))


def require_ties_resolved(
    definition: Definition, scores: Scores, withdrawn: Collection[str], tie_order: Sequence[str]
) -> None:
    """Check that every tie that decides the list has its order.

    Raises RuleBroken tie_needs_lot or tie_needs_chair, by the rule, with the titles of the first that has none.
    """
    tied = find_open_tie(definition, scores, withdrawn, tie_order)
    if tied:
        titles = tuple(option.title for option in definition.question.options if option.code in tied)
        if definition.rule.steps.ties[-1] == TieWay.CHAIR:
            raise RuleBroken("tie_needs_chair", titles=titles)
        raise RuleBroken("tie_needs_lot", titles=titles)


class _TieSearch:
    """One case, walked place by place."""

    def __init__(
        self, definition: Definition, scores: Scores, withdrawn: Collection[str], tie_order: Sequence[str]
    ) -> None:
        self._definition, self._steps = definition, definition.rule.steps
        self._bars = reasons_out_before_ranking(definition, scores, withdrawn)
        self._order = rank_options(definition, scores, withdrawn, tie_order)
        self._path = selection_path_of(definition)
        keys, options, named = sort_keys_before_ties(definition, scores), definition.question.options, set(tie_order)
        running = [index for index in self._order if not self._bars[index]]
        self._groups: list[_Group] = []
        for _, tied in groupby(running, keys.__getitem__):
            members = tuple(tied)
            is_open = len(members) > 1 and not all(options[index].code in named for index in members)
            self._groups.append(_Group(members, is_open))

    def first_deciding_tie(self) -> tuple[int, ...]:
        """Return the members of the highest group whose order changes the list, () when none does."""
        if not any(group.is_open for group in self._groups):
            return ()
        if self._path.is_pool:
            return self._first_deciding_tie_by_trying_orders()
        return self._first_deciding_tie_by_walking()

    def _first_deciding_tie_by_walking(self) -> tuple[int, ...]:
        """Go down the groups; above the first that decides, all orders lead to the same state.

        Within a group those that could be taken first (`able`) must all be taken in every order: whoever is asked
        first is. So the group decides unless they fit together, no other of the group can end their list, and none of
        them is eliminated when it stands last.
        """
        costs, state, chosen_before = self._path.costs, walk_state_at_start(self._path), set[int]()
        below = sum(costs[index] for group in self._groups for index in group.members)
        share = money_to_eliminate([costs[i] for group in self._groups for i in group.members], self._steps)
        is_reach = self._steps.eliminate_boundary == Boundary.REACH
        for group in self._groups:
            total = sum(costs[index] for index in group.members)
            below -= total
            stays, falls = group.members, group.members[:0]
            if self._steps.eliminate and is_reach:
                stays = tuple(i for i in group.members if below + total - costs[i] >= share)
                falls = group.members if below < share else ()
            elif self._steps.eliminate:
                stays = group.members if below + total > share else ()
                falls = tuple(i for i in group.members if below + costs[i] <= share)
            if not stays:
                return ()
            if group.is_open:
                able = tuple(i for i in stays if self._would_be_selected(state, i, chosen_before))
                if able and self._does_order_change_list(state, chosen_before, group, able, falls):
                    return group.members
                if able and self._does_exclusion_depend_on_order(state, group, able, chosen_before):
                    return self._first_deciding_tie_by_trying_orders()
                order = (*(i for i in group.members if i not in able), *able)
            else:
                order = group.members
            if falls:
                # Whoever is below is out altogether, so nothing further down can be decided by a tie.
                return ()
            state, turns = walk_projects(self._path, order, state, chosen_before)
            chosen_before |= chosen_options(turns)
        return ()

    def _does_order_change_list(
        self, state: WalkState, chosen_before: set[int], group: _Group, able: tuple[int, ...], falls: Collection[int]
    ) -> bool:
        if not set(falls).isdisjoint(able):
            return True
        others = tuple(index for index in group.members if index not in able)
        # Where the one that crosses a limit still goes in, it matters who stands last; otherwise only what all cost.
        for last in able if self._path.is_reach else able[-1:]:
            order = (*others, *(index for index in able if index != last), last)
            if not chosen_options(walk_projects(self._path, order, state, chosen_before)[1]).issuperset(able):
                return True
        return False

    def _does_exclusion_depend_on_order(
        self, state: WalkState, group: _Group, able: tuple[int, ...], chosen_before: set[int]
    ) -> bool:
        """Return whether somebody who cannot be taken ends a list when asked before, and not when asked after, a
        project that excludes it."""
        if not self._path.is_stop:
            return False
        others = [index for index in group.members if index not in able]
        return any(
            not self._path.excludes[index].isdisjoint(able)
            and decide_project(self._path, state, index, chosen_before)[0] != state
            for index in others
        )

    def _would_be_selected(self, state: WalkState, index: int, chosen_before: Collection[int]) -> bool:
        return decide_project(self._path, state, index, chosen_before)[1].outcome == OutcomeKind.CHOSEN

    def _first_deciding_tie_by_trying_orders(self) -> tuple[int, ...]:
        """Try every order; where there are too many, take the highest open group for one that decides."""
        open_groups = [group for group in self._groups if group.is_open]
        count = 1
        for size in (size for group in open_groups for size in range(2, len(group.members) + 1)):
            count *= size
        if count > MOST_ORDERS:
            return open_groups[0].members
        lists = {
            orders: self._chosen_with_orders(orders)
            for orders in product(*(permutations(g.members) for g in open_groups))
        }
        for place, group in enumerate(open_groups):
            seen: dict[tuple[tuple[int, ...], ...], frozenset[int]] = {}
            for orders, chosen in lists.items():
                others = (*orders[:place], *orders[place + 1 :])
                if seen.setdefault(others, chosen) != chosen:
                    return group.members
        return ()

    def _chosen_with_orders(self, orders: Sequence[Sequence[int]]) -> frozenset[int]:
        """Return which projects are chosen when the open groups stand in these orders."""
        rest: Iterator[Sequence[int]] = iter(orders)
        order = [index for group in self._groups for index in (next(rest) if group.is_open else group.members)]
        order += [index for index in self._order if self._bars[index]]
        return chosen_options(turns_of_all_options(self._definition, self._path, order, self._bars))

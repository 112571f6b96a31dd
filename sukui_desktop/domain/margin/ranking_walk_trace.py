"""A traced list: the walk down one order with its state before each project, so that neighbours can change places.

On a ballot of hundreds, making the list anew for every place of every project would take minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain.question.selection_steps import SelectionSteps
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.eligibility import count_eliminated
from sukui_desktop.domain.selection.ranking_walk import (
    SelectionPath,
    WalkState,
    chosen_options,
    decide_project,
    pay_for_project,
    walk_all_projects,
    walk_state_at_start,
)


class TracedList:
    """One list made from one order of the projects in the running."""

    def __init__(self, path: SelectionPath, steps: SelectionSteps, order: Sequence[int]) -> None:
        self.order = list(order)
        self._path = path
        self._steps = steps
        self._make_list_anew()

    def copy_trace(self) -> TracedList:
        """Return another trace at the same place."""
        other = object.__new__(TracedList)
        other._path, other._steps = self._path, self._steps
        other.order, other.states_before_projects = self.order.copy(), self.states_before_projects.copy()
        other._kept, other.chosen_before_pooling, other.chosen = self._kept, self.chosen_before_pooling, self.chosen
        return other

    def _make_list_anew(self) -> None:
        """Make the list anew from `order`."""
        self._kept = len(self.order) - count_eliminated([self._path.costs[i] for i in self.order], self._steps)
        kept = self.order[: self._kept]
        chosen: set[int] = set()
        states: list[WalkState] = [walk_state_at_start(self._path)]
        for place, index in enumerate(kept):
            if all(states[-1].ended):  # nobody after this changes anything
                states += [states[-1]] * (len(kept) - place)
                break
            state, turn = decide_project(self._path, states[-1], index, chosen)
            states.append(state)
            if turn.outcome == OutcomeKind.CHOSEN:
                chosen.add(index)
        self.states_before_projects = states
        """The state of the walk before each project of the order that was asked, and after the last."""
        self.chosen_before_pooling = frozenset(chosen)
        """Whom the walk chose before any leftover was pooled."""
        self.chosen = chosen_options(walk_all_projects(self._path, kept)) if self._path.is_pool else frozenset(chosen)

    def swap_with_neighbours_below(self, uppers: Sequence[int]) -> None:
        """Let the project at each of these places change with the one below it, in turn, and make the list again.

        Only the last list counts: several steps at once mean projects passed by the same number of marks.
        """
        is_known = True
        for upper in uppers:
            self.order[upper], self.order[upper + 1] = self.order[upper + 1], self.order[upper]
            is_known = is_known and self._is_list_surely_the_same(upper)
        if not is_known:
            self._make_list_anew()

    def insert_project(self, place: int, index: int) -> None:
        """Put a project into the order and make the list again."""
        self.order.insert(place, index)
        self._make_list_anew()

    def remove_project(self, index: int) -> None:
        """Take a project out of the order and make the list again."""
        self.order.remove(index)
        self._make_list_anew()

    def _is_list_surely_the_same(self, upper: int) -> bool:
        """Return whether the list is certainly the same after the two at `upper` changed places, and note the state."""
        first, second = self.order[upper], self.order[upper + 1]
        if self._path.excludes[first] or self._path.excludes[second]:
            return False
        if self._steps.eliminate and self._kept - 1 <= upper + 1 <= self._kept + 1:
            return False
        if upper >= self._kept:
            return True
        is_neither_chosen = self.chosen_before_pooling.isdisjoint((first, second))
        if is_neither_chosen and not self._path.is_stop:
            # A project that is refused changes nothing, now or when the leftover is offered.
            return not self._path.is_pool or self.chosen.isdisjoint((first, second))
        if self._path.is_pool and is_neither_chosen:
            return False
        if (
            not self._path.is_pool
            and self._has_list_ended_before(upper, first)
            and self._has_list_ended_before(upper, second)
        ):
            return True
        return self._does_swap_change_nothing(upper, first, second)

    def _has_list_ended_before(self, upper: int, index: int) -> bool:
        """Return whether a list has ended for a project before this place, so that asking it changes nothing."""
        ended = self.states_before_projects[upper].ended
        return any(ended[limit] for limit in self._path.limits.draws[index])

    def _does_swap_change_nothing(self, upper: int, first: int, second: int) -> bool:
        """Ask both in their new order; return whether the same are taken and the walk ends in the same state."""
        in_first, in_second = first in self.chosen_before_pooling, second in self.chosen_before_pooling
        before, after = self.states_before_projects[upper], self.states_before_projects[upper + 2]
        if in_first and in_second and self._covers_cost(before, first) and self._covers_cost(before, second):
            between = pay_for_project(before, self._path.limits.draws[first], self._path.costs[first])
            if self._covers_cost(between, second):
                self.states_before_projects[upper + 1] = between
                return True
        between, turn = decide_project(self._path, before, first, ())
        if (turn.outcome == OutcomeKind.CHOSEN) != in_first:
            return False
        last, turn = decide_project(self._path, between, second, ())
        if (turn.outcome == OutcomeKind.CHOSEN) != in_second or last != after:
            return False
        self.states_before_projects[upper + 1] = between
        return True

    def _covers_cost(self, state: WalkState, index: int) -> bool:
        """Return whether every limit of a project can pay it and its list goes on."""
        cost = self._path.costs[index]
        return all(not state.ended[limit] and 0 < state.left[limit] >= cost for limit in self._path.limits.draws[index])

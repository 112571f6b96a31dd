"""After how many marks for one project the list is another: every place it can take is tried, and no other.

Without it the answer would be a guess, as a list may change, change back and change again.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sukui_desktop.domain.question.selecting import BY_COST
from sukui_desktop.domain.reasons.levers import Lever, Line, first_change, is_counted_by_ballots, without_channels
from sukui_desktop.domain.reasons.order_free import is_order_free
from sukui_desktop.domain.reasons.tracing import Trace
from sukui_desktop.domain.selection.case import Case, Standing
from sukui_desktop.domain.selection.eligibility import bar_projects, counts_votes
from sukui_desktop.domain.selection.outcome_words import BELOW_MINIMUM
from sukui_desktop.domain.selection.walking import lay_path


class Sway:
    """One case with its order as it came out, ready to be asked about every project."""

    def __init__(self, case: Case, standing: Standing, order: tuple[int, ...]) -> None:
        """Lay out the case; `order` holds all options, best first, as the outcome ranks them."""
        definition = case.definition
        self.case = case
        self.standing = standing
        self.order = order
        self.bars = bar_projects(definition, standing, case.withdrawn)
        by_cost = BY_COST in definition.rule.steps.ties
        costs = [option.cost if by_cost else 0 for option in definition.question.options]
        place = {index: number for number, index in enumerate(order)}
        self.ranks = tuple((cost, place[index]) for index, cost in enumerate(costs))
        self.running = [index for index in order if not self.bars[index]]
        self.path = lay_path(definition)
        moving = [index for index in order if self.may_move(index)]
        self.is_order_free = not definition.rule.steps.eliminate and is_order_free(self.path, moving)
        self.trace = Trace(self.path, definition.rule.steps, self.running)

    def may_move(self, index: int) -> bool:
        """Tell whether marks can matter for this project: not when it is withdrawn or too dear."""
        return self.bars[index] in ("", BELOW_MINIMUM)

    def questions(self, *, is_level: bool) -> Iterator[tuple[int, int]]:
        """Yield every project with marks added and taken, those first that stand nearest to where the list ends.

        Where a mark moves others too (`is_level` False), the marks of one that is out for good matter as well.
        """
        last = max((place for place, index in enumerate(self.order) if index in self.trace.chosen), default=0)
        for _, index in sorted(enumerate(self.order), key=lambda each: abs(each[0] - last)):
            if self.may_move(index) or not is_level:
                yield index, 1
                yield index, -1

    def is_before(self, index: int, other: int) -> bool:
        """Tell which of two equal scores stands first; a new tie that only a lot could break keeps today's order."""
        return self.ranks[index] < self.ranks[other]

    def first_change(
        self, lever: Lever, index: int, sign: int, most: int | None, *, is_own: bool = False
    ) -> int | None:
        """Return the fewest marks, up to `most`, that change the list; None when none do. For a level lever only.

        With `is_own` the fewest that bring this very project into the list, or out of it.
        """
        was_in = index in self.trace.chosen
        trace = self.trace.copy()
        for count, uppers, place in self._moves(lever, index, sign):
            if most is not None and count > most:
                return None
            if place is not None:
                trace.insert(place, index)
            elif uppers is None:
                trace.remove(index)
            else:
                trace.change_places(uppers)
            if (index in trace.chosen) != was_in if is_own else trace.chosen != self.trace.chosen:
                return count
        return None

    def _moves(self, lever: Lever, index: int, sign: int) -> Iterator[tuple[int, list[int] | None, int | None]]:
        """Yield the project's places one after the other: marks, then either the exchanges or the place it comes in at.

        Neither says that it drops below the minimum.
        """
        others = [other for other in self.running if other != index]
        turning = turning_point(self.case, self.standing, lever, index, sign)
        if self.bars[index]:
            if turning is None or sign < 0:
                return
            place = self._place(lever, index, others, turning)
            yield turning, None, place
            yield from self._exchanges(lever, index, sign, others, place, None)
            return
        yield from self._exchanges(lever, index, sign, others, self.running.index(index), turning)

    def _exchanges(
        self, lever: Lever, index: int, sign: int, others: list[int], place: int, until: int | None
    ) -> Iterator[tuple[int, list[int] | None, int | None]]:
        """Yield every further exchange with a neighbour, those of the same number of marks together."""
        together: list[int] = []
        count = 0
        line = lever.line(index, index)
        uppers = range(place - 1, -1, -1) if sign > 0 else range(place, len(others))
        uppers = range(0) if self.is_order_free else uppers
        for upper in uppers:
            other = others[upper]
            behind, ahead = (line, lever.lines[other]) if sign > 0 else (lever.lines[other], line)
            is_enough = self.is_before(index, other) if sign > 0 else self.is_before(other, index)
            needed = first_change(behind, ahead, sign, is_enough=is_enough)
            if needed is None or (until is not None and needed >= until):
                break
            if together and needed != count:
                yield count, together, None
                together = []
            count = needed
            together.append(upper)
        if together:
            yield count, together, None
        if until is not None and sign < 0:
            yield until, None, None

    def _place(self, lever: Lever, index: int, others: list[int], change: int) -> int:
        """Return the place among `others` that the project takes after `change` marks."""
        own = lever.line(index, index).at(change)
        for place, other in enumerate(others):
            level = lever.lines[other].at(change)
            if own > level or (own == level and self.is_before(index, other)):
                return place
        return len(others)


def turning_point(case: Case, standing: Standing, lever: Lever, index: int, sign: int) -> int | None:
    """Return after how many marks a project comes over its minimum (sign 1) or falls below it (-1); None: never.

    For a level lever only: the minimum stands still.
    """
    points = []
    for own, threshold in _measures(case, standing, lever, index):
        is_over = own.start >= threshold.start
        if sign > 0 and not is_over:
            point = first_change(own, threshold, 1, is_enough=True)
            if point is None:
                return None
            points.append(point)
        elif sign < 0 and is_over:
            point = first_change(threshold, own, -1, is_enough=False)
            if point is not None:
                points.append(point)
    if not points:
        return None
    return max(points) if sign > 0 else min(points)


def _measures(case: Case, standing: Standing, lever: Lever, index: int) -> Iterator[tuple[Line, Line]]:
    """Yield what the project has and what it needs, for every minimum of the rule."""
    definition = case.definition
    votes = Line(standing.votes[index], 1 if is_counted_by_ballots(case) else 0)
    if definition.rule.min_votes:
        own = votes if counts_votes(definition) else Line(int(standing.scores[index]), 1)
        yield own, Line(definition.rule.min_votes, 0)
    if definition.rule.steps.min_share and without_channels(case):
        share = Fraction(definition.rule.steps.min_share) * standing.ballots_valid
        yield votes, Line(-(-share.numerator // share.denominator), 0)
    elif lever.threshold is not None:
        yield lever.line(index, index), lever.threshold

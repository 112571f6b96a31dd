"""The same question where shares are of all marks: a mark for one project is a little less for every other.

Without it such channels would have to be tried mark by mark, as others change places among themselves too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from sukui_desktop.domain.reasons.levers import Lever, Line, first_change, is_counted_by_ballots
from sukui_desktop.domain.reasons.swaying import Sway
from sukui_desktop.domain.reasons.tracing import Trace
from sukui_desktop.domain.selection.eligibility import counts_votes


class Drift:
    """One channel whose marks move every project's score."""

    def __init__(self, sway: Sway, lever: Lever) -> None:
        self._sway = sway
        self._lever = lever
        self._flat = replace(lever, lines=tuple(Line(line.start, 0) for line in lever.lines), divisor=0)
        self._moving = [index for index in sway.order if sway.may_move(index)]
        self._steps = sway.case.definition.rule.steps
        self._common: dict[int, tuple[int | None, list[int]]] = {}

    def find_limit(self, most: int | None) -> int | None:
        """Return some number of marks that changes the list, no more than `most` and likely small; else `most`.

        It only spares the exact search from looking further than it must.
        """
        for index, sign in self._sway.questions(is_level=True):
            room = self._lever.room(index, sign)
            near = self._sway.first_change(self._flat, index, sign, most)
            for count in () if near is None else (near, near + 1, 2 * near, 4 * near):
                is_allowed = (room is None or count <= room) and (most is None or count <= most)
                if is_allowed and self._changes(index, sign * count):
                    most = count
                    break
        return most

    def first_change(self, index: int, sign: int, most: int | None) -> int | None:
        """Return the fewest marks, up to `most`, that change the list; None when none do."""
        points = {point for point in self._own_points(index, sign) if most is None or point <= most}
        points |= {point for point in self._common_points(sign, most) if most is None or point <= most}
        return next((point for point in sorted(points) if self._changes(index, sign * point)), None)

    def _changes(self, index: int, change: int) -> bool:
        """Make the list anew after `change` marks for one project and tell whether it is another."""
        lever, sway = self._lever, self._sway
        values = {other: lever.line(other, index).at(change) for other in self._moving}
        running = [other for other in self._moving if self._is_eligible(other, index, change, values[other])]
        running.sort(key=lambda other: (-values[other], sway.ranks[other]))
        return Trace(sway.path, self._steps, running).chosen != sway.trace.chosen

    def _is_eligible(self, index: int, moved: int, change: int, value: int) -> bool:
        threshold = self._lever.threshold
        if threshold is not None and value < threshold.at(change):
            return False
        votes = self._sway.standing.votes[index]
        if index == moved and is_counted_by_ballots(self._sway.case):
            votes += change
        return votes >= self._sway.case.definition.rule.min_votes

    def _own_points(self, index: int, sign: int) -> Iterator[int]:
        """Yield the numbers of marks at which the project itself passes another, is passed, or meets a minimum."""
        if not self._sway.may_move(index):
            return
        own = self._lever.line(index, index)
        if not self._sway.is_order_free:
            others = [other for other in self._moving if other != index]
            for other in others:
                yield from self._crossing(index, own, other, self._lever.lines[other], sign)
        yield from self._meeting(own, sign)
        definition = self._sway.case.definition
        if is_counted_by_ballots(self._sway.case) and counts_votes(definition):
            missing = definition.rule.min_votes - self._sway.standing.votes[index]
            point = missing if sign > 0 else 1 - missing
            if point > 0:
                yield point

    def _common_points(self, sign: int, most: int | None) -> Sequence[int]:
        """Return the numbers of marks at which two others change places or one of them meets the least share."""
        known = self._common.get(sign)
        if known is None or (known[0] is not None and (most is None or most > known[0])):
            points: set[int] = set()
            for index in self._moving:
                points.update(self._meeting(self._lever.lines[index], sign))
            if not self._sway.is_order_free:
                for one, two in combinations(self._moving, 2):
                    points.update(self._crossing(one, self._lever.lines[one], two, self._lever.lines[two], sign))
            known = (most, [point for point in points if most is None or point <= most])
            self._common[sign] = known
        return known[1]

    def _crossing(self, one: int, first: Line, two: int, second: Line, sign: int) -> Iterator[int]:
        if (-first.start, self._sway.ranks[one]) > (-second.start, self._sway.ranks[two]):
            one, first, two, second = two, second, one, first
        point = first_change(second, first, sign, is_enough=self._sway.is_before(two, one))
        if point is not None:
            yield point

    def _meeting(self, own: Line, sign: int) -> Iterator[int]:
        threshold = self._lever.threshold
        if threshold is None:
            return
        if own.start >= threshold.start:
            point = first_change(threshold, own, sign, is_enough=False)
        else:
            point = first_change(own, threshold, sign, is_enough=True)
        if point is not None:
            yield point

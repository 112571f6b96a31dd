"""누적: points shared out among options, never more than there are."""

from __future__ import annotations

from sukui_desktop.domain.methods.ballot_kind import Judgement, Verdict
from sukui_desktop.ui.kiosk.marking_rules.base import TAKEN, Act, Counter, NumberMarking

_LEAP = 10
_MANY = 20
"""From so many points on, steps of ten help."""


class CumulativeMarking(NumberMarking):
    """Points of 1 and more; an option without any is not marked."""

    @property
    def guide_rule_text_key(self) -> str:
        """`cumulative_free` where nothing limits the points."""
        return "cumulative" if self.question.marking.most_points else "cumulative_free"

    def task_text_key(self, counter: Counter) -> str:
        """Return what limits the points: the whole ballot, each project, or nothing."""
        limits = self.question.marking
        if limits.most_points:
            return "cumulative"
        return "cumulative_each" if limits.high else "cumulative_free"

    def points_counter(self) -> Counter:
        """Return the points given in all, their least and their most."""
        limits = self.question.marking
        return Counter("", sum(self._numbers.values()), limits.least_points, limits.most_points)

    def mark(self, index: int) -> Judgement:
        """Give the first point."""
        return self.step_mark(index, 1)

    def press_card(self, index: int) -> Judgement:
        """Give one point more."""
        return self.step_mark(index, 1)

    def step_mark(self, index: int, by: int) -> Judgement:
        """Give `by` points more, or take them back; a step of ten goes as far as the limits allow."""
        points = self._numbers.get(index, 0)
        if by < 0:
            self._numbers[index] = points + by
            if points + by <= 0:
                self.unmark(index)
            return TAKEN
        limit = self.limit_in_the_way(index) if not points else TAKEN
        left, limit_of_points = self._points_left_and_their_limit(index)
        if limit.verdict == Verdict.VALID and left <= 0:
            limit = limit_of_points
        if limit.verdict == Verdict.VALID:
            self._numbers[index] = points + min(by, left)
        return limit

    def buttons_on_card(self, index: int) -> tuple[Act, ...]:
        """Return − and +, with leaps of ten where there are many points."""
        has_points = index in self._numbers
        less, more = Act("less", -1, is_open=has_points), Act("more", 1)
        if max(self.question.marking.most_points, self.question.marking.high) < _MANY:
            return (less, more)
        return (Act("less", -_LEAP, is_open=has_points), less, more, Act("more", _LEAP))

    def _points_left_and_their_limit(self, index: int) -> tuple[int, Judgement]:
        """Return how many points more an option may get, and the limit that sets it."""
        marking, points = self.question.marking, self._numbers.get(index, 0)
        # Without any limit a mark is written in two bytes.
        high, title = marking.high or marking.most_points or 0xFFFF, self.question.options[index].title
        limits = [(high - points, Judgement(Verdict.INVALID, "points_too_high", title, points + 1, high))]
        if marking.most_points:
            most, given = marking.most_points, self.points_counter().picked
            limits.append((most - given, Judgement(Verdict.INVALID, "too_many_points", "", given, most)))
        return min(limits, key=lambda limit: limit[0])

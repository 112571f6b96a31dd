"""누적: points shared out among options, never more than there are."""

from __future__ import annotations

from typing import ClassVar

from sukui_desktop.domain.counting.ballot import INVALID, VALID, Answer, Judgement
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.ui.kiosk.marking.base import TAKEN, Act, ListMarking

_LEAP = 10
_MANY = 20
"""From so many points on, steps of ten help."""


class CumulativeMarking(ListMarking):
    """Points of 1 and more; an option without any is not marked."""

    is_tapped: ClassVar[bool] = False
    has_steps: ClassVar[bool] = True

    def __init__(self, question: Question, currency: str = "KRW") -> None:
        super().__init__(question, currency)
        self._points: dict[int, int] = {}

    @property
    def answer(self) -> Answer:
        """The options with points, ascending, and the points."""
        marks = tuple(sorted(self._points))
        return Answer(marks=marks, points=tuple(self._points[mark] for mark in marks))

    @property
    def given(self) -> int:
        """Points given in all."""
        return sum(self._points.values())

    def number_of(self, index: int) -> int | None:
        """Return the points of an option."""
        return self._points.get(index)

    def mark(self, index: int) -> Judgement:
        """Give the first point."""
        return self.nudge(index, 1)

    def unmark(self, index: int) -> None:
        """Take all points of an option back."""
        self._points.pop(index, None)

    def press(self, index: int) -> Judgement:
        """Give one point more."""
        return self.nudge(index, 1)

    def nudge(self, index: int, by: int) -> Judgement:
        """Give `by` points more, or take them back; a leap goes as far as the limits let it."""
        points = self._points.get(index, 0)
        if by < 0:
            self._points[index] = points + by
            if points + by <= 0:
                self.unmark(index)
            return TAKEN
        barrier = self.barrier(index) if not points else TAKEN
        room, limit = self._room(index)
        if barrier.verdict == VALID and room <= 0:
            barrier = limit
        if barrier.verdict == VALID:
            self._points[index] = points + min(by, room)
        return barrier

    def acts(self, index: int) -> tuple[Act, ...]:
        """Return − and +, with leaps of ten where there are many points."""
        has_points = index in self._points
        less, more = Act("less", -1, is_open=has_points), Act("more", 1)
        if max(self.question.marking.most_points, self.question.marking.high) < _MANY:
            return (less, more)
        return (Act("less", -_LEAP, is_open=has_points), less, more, Act("more", _LEAP))

    def do(self, index: int, act: Act) -> Judgement:
        """Press − or +."""
        return self.nudge(index, act.value)

    def wipe(self) -> None:
        """Forget the voter."""
        self._points.clear()

    def _room(self, index: int) -> tuple[int, Judgement]:
        """Return how many points more an option may get, and the limit that says so."""
        marking, points = self.question.marking, self._points.get(index, 0)
        # Without any limit a mark is written in two bytes.
        high, title = marking.high or marking.most_points or 0xFFFF, self.question.options[index].title
        rooms = [(high - points, Judgement(INVALID, "points_too_high", title, points + 1, high))]
        if marking.most_points:
            most = marking.most_points
            rooms.append((most - self.given, Judgement(INVALID, "too_many_points", "", self.given, most)))
        return min(rooms, key=lambda room: room[0])

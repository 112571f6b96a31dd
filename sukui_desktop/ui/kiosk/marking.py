"""One voter's marks until they are sealed: without it a limit could be passed, or a mark outlive its voter."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.ballot import INVALID, VALID, Judgement, judge_marks
from sukui_desktop.domain.definition import Question


class Counter(msgspec.Struct, frozen=True):
    """How many are picked of how many; `name` is a group, or '' for the whole ballot."""

    name: str
    picked: int
    least: int
    most: int


class Marking:
    """The marks of the voter now at the machine; made once, wiped after each voter."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._marks: set[int] = set()

    @property
    def marks(self) -> tuple[int, ...]:
        """The marked options, indexes into `question.options`, ascending: what will be sealed."""
        return tuple(sorted(self._marks))

    def is_marked(self, index: int) -> bool:
        """Say whether the option is picked."""
        return index in self._marks

    def toggle(self, index: int) -> Judgement:
        """Pick the option, or put it back when it is picked.

        Returns the limit that stands in the way and changes nothing when one does: no mark goes by itself.
        """
        if index in self._marks:
            self._marks.remove(index)
            return Judgement(VALID)
        barrier = self._barrier(index)
        if barrier.verdict == VALID:
            self._marks.add(index)
        return barrier

    def judge(self) -> Judgement:
        """Say what the ballot would be if it were cast now."""
        return judge_marks(self.question, self.marks)

    def group_counters(self) -> tuple[Counter, ...]:
        """Return one counter a group, in the order of the ballot; empty when there are no groups."""
        return tuple(
            Counter(group.name, self._picked_in(group.name), group.min_picks, group.max_picks)
            for group in self.question.groups
        )

    def whole_counter(self) -> Counter:
        """Return the counter of the whole ballot."""
        return Counter("", len(self._marks), self.question.min_picks, self.most_in_all())

    def most_in_all(self) -> int:
        """Return how many may be picked in all: the ballot's limit, or what the groups allow when that is less."""
        question = self.question
        if not question.groups:
            return min(question.max_picks, len(question.options))
        return min(question.max_picks, sum(group.max_picks for group in question.groups))

    def wipe(self) -> None:
        """Forget the voter."""
        self._marks.clear()

    def _picked_in(self, name: str) -> int:
        return sum(self.question.options[mark].group == name for mark in self._marks)

    def _barrier(self, index: int) -> Judgement:
        option = self.question.options[index]
        for group in self.question.groups:
            picked = self._picked_in(group.name)
            if group.name == option.group and picked >= group.max_picks:
                return Judgement(INVALID, "too_many_in_group", group.name, picked, group.max_picks)
        if len(self._marks) >= self.question.max_picks:
            return Judgement(INVALID, "too_many_picks", "", len(self._marks), self.question.max_picks)
        return Judgement(VALID)

"""복수선택: options that are marked or not."""

from __future__ import annotations

from typing import ClassVar

from sukui_desktop.domain.methods.ballot_kind import Answer, Judgement, Verdict
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.ui.kiosk.marking_rules.base import Counter, ListMarking


class ApprovalMarking(ListMarking):
    """A set of marked options."""

    group_key: ClassVar[str] = "group_picks"

    def __init__(self, question: Question, currency: str = "KRW") -> None:
        super().__init__(question, currency)
        self._marks: set[int] = set()

    @property
    def guide_rule_text_key(self) -> str:
        """None: the limits say all of it."""
        return ""

    @property
    def answer(self) -> Answer:
        """The marked options, ascending."""
        return Answer(marks=tuple(sorted(self._marks)))

    def task_text_key(self, counter: Counter) -> str:
        """Return `cost` where money alone limits the marks, `any` where nothing does."""
        if (self.least_to_tell(counter), counter.most) != (0, len(self.question.options)):
            return self.question.method
        return "cost" if self.question.marking.cost_limit else "any"

    def number_on_option(self, index: int) -> int | None:
        """Return 1 for a marked option."""
        return 1 if index in self._marks else None

    def mark(self, index: int) -> Judgement:
        """Mark an option, or return the limit in the way."""
        limit = self.limit_in_the_way(index)
        if limit.verdict == Verdict.VALID:
            self._marks.add(index)
        return limit

    def unmark(self, index: int) -> None:
        """Take the mark of an option away."""
        self._marks.discard(index)

    def put_back(self, answer: Answer) -> None:
        """Mark the options of this answer."""
        self._marks = set(answer.marks)

    def wipe(self) -> None:
        """Forget the voter."""
        self._marks.clear()

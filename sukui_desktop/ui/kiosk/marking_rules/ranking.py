"""순위: a tap gives the next place, another takes it back and the later ones move up."""

from __future__ import annotations

from typing import ClassVar

from sukui_desktop.domain.methods.ballot_kind import Answer, Judgement, Verdict
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.ui.kiosk.marking_rules.base import TAKEN, Act, Counter, ListMarking


class RankingMarking(ListMarking):
    """Options in order, best first."""

    has_steps: ClassVar[bool] = True
    has_badge: ClassVar[bool] = True
    least_key: ClassVar[str] = "ranking"

    def __init__(self, question: Question, currency: str = "KRW") -> None:
        super().__init__(question, currency)
        self._order: list[int] = []

    @property
    def answer(self) -> Answer:
        """The options that have a place, best first."""
        return Answer(marks=tuple(self._order))

    def task_text_key(self, counter: Counter) -> str:
        """Return `ranking_one` where there is one place only."""
        return "ranking_one" if counter.most == 1 else self.question.method

    def number_on_option(self, index: int) -> int | None:
        """Return the place of an option, 1 for the best."""
        return self._order.index(index) + 1 if index in self._order else None

    def mark(self, index: int) -> Judgement:
        """Give the next place."""
        limit = self.limit_in_the_way(index)
        if limit.verdict == Verdict.VALID:
            self._order.append(index)
        return limit

    def unmark(self, index: int) -> None:
        """Take the place back; the later ones move up."""
        if index in self._order:
            self._order.remove(index)

    def step_mark(self, index: int, by: int) -> Judgement:
        """Change places with the next option (1) or with the one before (-1), as far as there is one."""
        if index in self._order:
            here = self._order.index(index)
            there = here + by
            if 0 <= there < len(self._order):
                self._order[here], self._order[there] = self._order[there], self._order[here]
        return TAKEN

    def buttons_on_card(self, index: int) -> tuple[Act, ...]:
        """Return 올리기 and 내리기, open for an option that has a place and somewhere to go."""
        place = self.number_on_option(index) or 0
        return (
            Act("earlier", -1, is_open=place > 1),
            Act("later", 1, is_open=0 < place < len(self._order)),
        )

    def put_back(self, answer: Answer) -> None:
        """Order as in this answer."""
        self._order = list(answer.marks)

    def wipe(self) -> None:
        """Forget the voter."""
        self._order.clear()

"""What every kind of marking keeps until it is sealed: without it a mark could outlive its voter."""

from __future__ import annotations

from abc import ABC, abstractmethod

import msgspec

from sukui_desktop.domain.counting.ballot import Answer, Judgement, judge_answer
from sukui_desktop.domain.question.definition import Question


class Counter(msgspec.Struct, frozen=True):
    """How many are picked of how many; `name` is a group, or '' for the whole ballot."""

    name: str
    picked: int
    least: int
    most: int


class Act(msgspec.Struct, frozen=True):
    """One button on the card of an option, such as the number 3 or 올리기."""

    name: str
    """give | clear | less | more | earlier | later: names its words."""
    value: int = 0
    is_on: bool = False
    """True for the number that was given."""
    is_open: bool = True
    """False where there is nothing to do now; its place on the card stays."""


class Marking(ABC):
    """What the voter now at the machine has said so far; made once, wiped after each voter."""

    def __init__(self, question: Question, currency: str = "KRW") -> None:
        self.question = question
        self.currency = currency

    @property
    @abstractmethod
    def answer(self) -> Answer:
        """What will be sealed."""

    @abstractmethod
    def wipe(self) -> None:
        """Forget the voter."""

    @property
    def marks(self) -> tuple[int, ...]:
        """The marked options, indexes into `question.options`, in the order of the answer."""
        return self.answer.marks

    @property
    def is_blank(self) -> bool:
        """True while nothing is marked and nothing is written."""
        return not self.marks and not self.answer.opinion

    def judge(self) -> Judgement:
        """Say what the ballot would be if it were cast now."""
        return judge_answer(self.question, self.answer)

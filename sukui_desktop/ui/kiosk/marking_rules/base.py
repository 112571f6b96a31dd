"""What every marking has: the voter's answer so far, and for lists the limits and buttons of a card."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import msgspec

from sukui_desktop.domain.methods.ballot_kind import Answer, Judgement, Verdict
from sukui_desktop.domain.methods.registry import judge_answer
from sukui_desktop.domain.question.definition import Question

TAKEN = Judgement(Verdict.VALID)


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


class VoterMarking(ABC):
    """What the voter now at the machine has answered so far; made once, wiped after each voter."""

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
    def guide_rule_text_key(self) -> str:
        """Which sentence of the guide says what this kind asks (`ballot_kinds.rule.<key>`), '' for none."""
        return self.question.method

    @property
    def choice_or_opinion_words(self) -> str:
        """The answer as one text where it is one thing, a choice or an opinion; '' for marks on cards."""
        return ""

    @property
    def is_blank(self) -> bool:
        """True while nothing is marked and nothing is written."""
        return not self.marks and not self.answer.opinion

    def judge_answer_as_it_is(self) -> Judgement:
        """Return what the ballot would be if it were cast now: valid, blank or invalid, and why."""
        return judge_answer(self.question, self.answer)


class ListMarking(VoterMarking):
    """Marks on options of a list. Whatever a limit forbids is not done, and the limit is returned."""

    is_tapped: ClassVar[bool] = True
    """A tap on a card marks it; False where only its buttons do."""
    has_steps: ClassVar[bool] = False
    """The arrows ← and → change the mark of a card."""
    has_badge: ClassVar[bool] = False
    """A marked card carries a number (3순위, 4점) instead of a tick."""
    least_key: ClassVar[str] = ""
    """Where `ballot_kinds.least` says how many must be given; '' for kinds whose limits are told as picks."""
    states_limits: ClassVar[bool] = True
    """Guide and confirmation name how many may be marked; False where there is one answer."""
    group_key: ClassVar[str] = "group"
    """Which words join the name of a group and its task (`ballot_kinds.task.<key>`)."""

    @abstractmethod
    def number_on_option(self, index: int) -> int | None:
        """Return the number on an option (score, place, points; 1 for a plain mark), None for no mark."""

    @abstractmethod
    def mark(self, index: int) -> Judgement:
        """Mark an option that is not marked with the least there is, or return the limit in the way."""

    @abstractmethod
    def unmark(self, index: int) -> None:
        """Take the mark of an option away."""

    @abstractmethod
    def put_back(self, answer: Answer) -> None:
        """Mark as in this answer, which stood here before."""

    def task_text_key(self, counter: Counter) -> str:
        """Return which words ask for the marks of `counter` (`ballot_kinds.task.<key>`)."""
        return self.question.method

    def points_counter(self) -> Counter | None:
        """Return how many points are given of how many (`most` 0: no limit); None for kinds that share out none."""
        return None

    def is_marked(self, index: int) -> bool:
        """Return whether the option is marked."""
        return self.number_on_option(index) is not None

    def toggle_mark(self, index: int) -> Judgement:
        """Mark the option, or take its mark away when it is marked."""
        if self.is_marked(index):
            self.unmark(index)
            return TAKEN
        return self.mark(index)

    def press_card(self, index: int) -> Judgement:
        """Do what Enter and space do on a card."""
        return self.toggle_mark(index)

    def step_mark(self, index: int, by: int) -> Judgement:
        """Do what → (1) and ← (-1) do on a card, where the kind `has_steps`."""
        return TAKEN

    def buttons_on_card(self, index: int) -> tuple[Act, ...]:
        """Return the buttons on the card of an option, the same number on every card."""
        return ()

    def press_card_button(self, index: int, act: Act) -> Judgement:
        """Press a button of a card; those that are here change the mark by their value."""
        return self.step_mark(index, act.value)

    def group_counters(self) -> tuple[Counter, ...]:
        """Return one counter a group, in the order of the ballot; empty when there are no groups."""
        return tuple(
            Counter(group.name, self._marks_in_group(group.name), group.min_picks, group.max_picks)
            for group in self.question.groups
        )

    def whole_ballot_counter(self) -> Counter:
        """Return the counter of the whole ballot."""
        return Counter("", len(self.marks), self.question.min_picks, self._most_marks_on_ballot())

    def least_to_tell(self, counter: Counter) -> int:
        """Return how many marks people are told to make at least: of the whole ballot one is none where nothing at
        all may be cast too, as a blank ballot."""
        is_told_by_blank = not counter.name and counter.least <= 1 and self.question.allows_blank
        return 0 if is_told_by_blank else counter.least

    def cost_of_marked_options(self) -> int:
        """Return what the marked options cost together."""
        return sum(self.question.options[mark].cost for mark in self.marks)

    def limit_in_the_way(self, index: int) -> Judgement:
        """Return the limit that forbids one more mark, on this option; `TAKEN` when none does."""
        question, option, picked = self.question, self.question.options[index], len(self.marks)
        for counter in self.group_counters():
            if counter.name == option.group and counter.picked >= counter.most:
                return Judgement(Verdict.INVALID, "too_many_in_group", counter.name, counter.picked, counter.most)
        if picked >= question.max_picks:
            return Judgement(Verdict.INVALID, "too_many_picks", "", picked, question.max_picks)
        limit, cost = question.marking.cost_limit, self.cost_of_marked_options() + option.cost
        if limit and cost > limit:
            return Judgement(Verdict.INVALID, "too_costly", "", cost, limit)
        return TAKEN

    def _most_marks_on_ballot(self) -> int:
        question = self.question
        most = min(question.max_picks, len(question.options))
        return min(most, sum(group.max_picks for group in question.groups)) if question.groups else most

    def _marks_in_group(self, name: str) -> int:
        return sum(self.question.options[mark].group == name for mark in self.marks)


class NumberMarking(ListMarking):
    """A number for each option that is marked: a score, or points; its buttons give it, never a tap."""

    is_tapped: ClassVar[bool] = False
    has_steps: ClassVar[bool] = True
    has_badge: ClassVar[bool] = True

    def __init__(self, question: Question, currency: str = "KRW") -> None:
        super().__init__(question, currency)
        self._numbers: dict[int, int] = {}

    @property
    def answer(self) -> Answer:
        """The options with a number, ascending, and their numbers."""
        marks = tuple(sorted(self._numbers))
        return Answer(marks=marks, points=tuple(self._numbers[mark] for mark in marks))

    def number_on_option(self, index: int) -> int | None:
        """Return the number of an option."""
        return self._numbers.get(index)

    def unmark(self, index: int) -> None:
        """Take the number of an option back."""
        self._numbers.pop(index, None)

    def put_back(self, answer: Answer) -> None:
        """Give the numbers of this answer."""
        self._numbers = dict(zip(answer.marks, answer.points, strict=True))

    def wipe(self) -> None:
        """Forget the voter."""
        self._numbers.clear()

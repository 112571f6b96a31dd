"""점수·척도: a number for each option that the voter wants to score."""

from __future__ import annotations

from sukui_desktop.domain.methods.ballot_kind import Judgement, Verdict
from sukui_desktop.ui.kiosk.marking_rules.base import TAKEN, Act, NumberMarking

MOST_NUMBERS = 11
"""So many numbers are side by side on a card (0 to 10); a longer scale gets − and +."""
_LEAP = 10


class ScoreMarking(NumberMarking):
    """Numbers from low to high; an option without one is not scored, which is not the same as 0."""

    def mark(self, index: int) -> Judgement:
        """Give the lowest number."""
        return self.give_score(index, self.question.marking.low)

    def give_score(self, index: int, score: int) -> Judgement:
        """Give a number, held between low and high; return the limit in the way of one more scored option."""
        limit = TAKEN if self.is_marked(index) else self.limit_in_the_way(index)
        if limit.verdict == Verdict.VALID:
            self._numbers[index] = min(max(score, self.question.marking.low), self.question.marking.high)
        return limit

    def press_card(self, index: int) -> Judgement:
        """Go on to the next number; after the highest the option is unscored again."""
        if self._numbers.get(index) == self.question.marking.high:
            self.unmark(index)
            return TAKEN
        return self.step_mark(index, 1)

    def step_mark(self, index: int, by: int) -> Judgement:
        """Raise or lower by `by`; below the lowest number the option is unscored."""
        score = self._numbers.get(index)
        if score is None:
            return self.mark(index) if by > 0 else TAKEN
        if score == self.question.marking.low and by < 0:
            self.unmark(index)
            return TAKEN
        return self.give_score(index, score + by)

    def buttons_on_card(self, index: int) -> tuple[Act, ...]:
        """Return the numbers of the scale, or − and + for a long one, and 지우기."""
        low, high, score = self.question.marking.low, self.question.marking.high, self._numbers.get(index)
        clear = Act("clear", is_open=score is not None)
        if high - low < MOST_NUMBERS:
            return (*(Act("give", value, is_on=value == score) for value in range(low, high + 1)), clear)
        may_fall = score is not None and score > low
        may_rise = score is None or score < high
        return (
            Act("less", -_LEAP, is_open=may_fall),
            Act("less", -1, is_open=may_fall),
            Act("more", 1, is_open=may_rise),
            Act("more", _LEAP, is_open=may_rise),
            clear,
        )

    def press_card_button(self, index: int, act: Act) -> Judgement:
        """Press a number, − or +, or 지우기."""
        if act.name == "give":
            return self.give_score(index, act.value)
        if act.name == "clear":
            self.unmark(index)
            return TAKEN
        return self.give_score(index, self._numbers.get(index, self.question.marking.low) + act.value)

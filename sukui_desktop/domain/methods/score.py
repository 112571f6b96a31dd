"""Score (점수·척도): a number from `low` to `high` for each option that is scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer, Chance, Fault
from sukui_desktop.domain.methods.marks_with_numbers import MAX_POINTS, NumberedKind
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method


class Score(NumberedKind):
    """A number an option within one range; `low` is written as 1, and a number may speak against a project."""

    method = Method.SCORE
    names_in_favour = False
    vote_type = "scoring"
    vote_types_read = ("scoring", "cumulative")

    def _largest_stored_number(self, question: Question) -> int:
        return question.marking.high - question.marking.low + 1

    def _points_stored_as_one(self, question: Question) -> int:
        return question.marking.low

    def _points_bounds(self, question: Question, answer: Answer) -> tuple[int, int]:
        return question.marking.low, question.marking.high

    def require_valid_marking(self, question: Question) -> None:
        """Check the range. Raises RuleBroken score_range."""
        marking = question.marking
        if any(self.faults_of_marking_in_rule(marking, question.max_picks)):
            raise RuleBroken("score_range", low=marking.low, high=marking.high)

    def faults_of_marking_in_rule(self, marks: Marking, max_picks: int) -> Iterator[Fault]:
        """Yield a range of fewer than two numbers, or of more than can be written."""
        if not 1 <= marks.high - marks.low <= MAX_POINTS:
            yield "question.high", marks.high, f"{marks.low + 1}..{marks.low + MAX_POINTS}"

    def points_range_of_option(self, question: Question) -> tuple[int, int | None]:
        """Return the range, with the 0 of an option that is not scored."""
        return min(0, question.marking.low), max(0, question.marking.high)

    def points_range_of_ballot(self, question: Question) -> tuple[int | None, int | None]:
        """Return no least and, at most, `high` for every pick."""
        return None, max(0, question.marking.high) * question.max_picks

    def sentences_of_marking_in_rule(
        self, marks: Marking, choices: Sequence[str]
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield the range."""
        yield "score", {"low": marks.low, "high": marks.high}

    def simulate_answer(self, question: Question, picked: Sequence[int], random: Chance) -> Answer:
        """Return any number of the range for each option."""
        marks = tuple(sorted(picked))
        return Answer(marks, tuple(random.randint(question.marking.low, question.marking.high) for _ in marks))

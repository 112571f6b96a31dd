"""Cumulative (누적): points shared out among the options, with limits of their sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer, Chance, Fault, Judgement, Verdict
from sukui_desktop.domain.methods.marks_with_numbers import MAX_POINTS, NumberedKind
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method


class Cumulative(NumberedKind):
    """1 point or more for each marked option; the sum is between `least_points` and `most_points`."""

    method = Method.CUMULATIVE
    vote_type = "cumulative"
    vote_types_read = ("cumulative", "scoring")

    def _largest_stored_number(self, question: Question) -> int:
        return question.marking.high or question.marking.most_points

    def _points_stored_as_one(self, question: Question) -> int:
        return 1

    def _points_bounds(self, question: Question, answer: Answer) -> tuple[int, int]:
        return min(answer.points), question.marking.high or max(answer.points)

    def _fault_of_whole_ballot(self, question: Question, answer: Answer) -> Judgement | None:
        broken, marking = super()._fault_of_whole_ballot(question, answer), question.marking
        if broken is not None:
            return broken
        points = sum(answer.points)
        if points < marking.least_points:
            return Judgement(Verdict.INVALID, "too_few_points", "", points, marking.least_points)
        if 0 < marking.most_points < points:
            return Judgement(Verdict.INVALID, "too_many_points", "", points, marking.most_points)
        return None

    def require_valid_marking(self, question: Question) -> None:
        """Check that the sums can be reached and written. Raises RuleBroken points_range."""
        marking = question.marking
        reach = marking.high * min(question.max_picks, len(question.options)) if marking.high else marking.least_points
        if (
            any(_unwritable_limits(marking))
            or marking.least_points > reach
            or question.min_picks > (marking.most_points or MAX_POINTS)
        ):
            raise RuleBroken("points_range", high=marking.high, least=marking.least_points, most=marking.most_points)

    def faults_of_marking_in_rule(self, marks: Marking, max_picks: int) -> Iterator[Fault]:
        """Yield limits of points that cannot be written, and a marking that sets none: people could give any number.

        A question may do without, as elections of other programs do.
        """
        yield from _unwritable_limits(marks)
        if not marks.most_points and not marks.high:
            yield "question.most_points", marks.most_points, "1.."

    def points_range_of_option(self, question: Question) -> tuple[int, int | None]:
        """Return from 0 to the largest number of an option or, without one, all the points."""
        return 0, (question.marking.high or question.marking.most_points or None)

    def points_range_of_ballot(self, question: Question) -> tuple[int | None, int | None]:
        """Return the limits of the sum; without a most, `high` for every pick."""
        marking = question.marking
        return marking.least_points, marking.most_points or (marking.high * question.max_picks or None)

    def sentences_of_marking_in_rule(
        self, marks: Marking, choices: Sequence[str]
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield the limits of the sum and of one option, where there are any."""
        if marks.most_points:
            key = "cumulative_from" if marks.least_points else "cumulative"
            yield key, {"least": marks.least_points, "most": marks.most_points}
        if marks.high:
            yield "cumulative_high", {"high": marks.high}

    def simulate_answer(self, question: Question, picked: Sequence[int], random: Chance) -> Answer:
        """Return a point for each option, then the rest of the points one by one."""
        marking = question.marking
        total = marking.most_points or max(marking.least_points, len(picked) * (marking.high or 1))
        picked = picked[:total]
        highest = marking.high or total
        points = dict.fromkeys(sorted(picked), 1)
        for _ in range(total - len(picked)):
            open_marks = [index for index, given in points.items() if given < highest]
            if not open_marks:
                break
            points[random.choice(open_marks)] += 1
        return Answer(tuple(points), tuple(points.values()))


def _unwritable_limits(marks: Marking) -> Iterator[Fault]:
    """Yield the limits of points that cross each other or that no ballot can write."""
    if not 0 <= marks.high <= MAX_POINTS:
        yield "question.high", marks.high, f"0..{MAX_POINTS}"
    if not 0 <= marks.most_points <= MAX_POINTS:
        yield "question.most_points", marks.most_points, f"0..{MAX_POINTS}"
    most = marks.most_points or MAX_POINTS
    if not 0 <= marks.least_points <= most:
        yield "question.least_points", marks.least_points, f"0..{most}"

"""Two counts of the same ballots and where they differ."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import Difference, compare_counts, count_ballots_by_columns
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.question.definition import Question


class CounterComparison(msgspec.Struct, frozen=True):
    """What each counter found in the same ballots."""

    first: Tally
    second: Tally

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Return every figure on which the two disagree; none on a good day."""
        return compare_counts(self.first, self.second)


def count_with_both_counters(question: Question, ballots: Sequence[bytes]) -> CounterComparison:
    """Count opened ballots one by one and by columns."""
    return CounterComparison(count_ballots(question, ballots), count_ballots_by_columns(question, b"".join(ballots)))


def count_and_require_agreement(question: Question, ballots: Sequence[bytes], name: str) -> Tally:
    """Return the count that both counters find; `name` is what people call the ballots.

    Raises VerifyFailed counters_differ when they do not find the same.
    """
    counts = count_with_both_counters(question, ballots)
    if differences := counts.differences:
        raise VerifyFailed("counters_differ", poll=name, what=differences[0].what)
    return counts.first

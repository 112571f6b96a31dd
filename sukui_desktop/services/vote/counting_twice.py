"""Both counters at once: without it each caller would compare them in its own way, or forget to."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain.counting.column_count import compare_counts, count_columns
from sukui_desktop.domain.counting.count import Tally
from sukui_desktop.domain.counting.tally import count_ballots
from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.question.definition import Question


def count_twice(question: Question, ballots: Sequence[bytes], name: str) -> Tally:
    """Count by ballots and by columns; `name` is what people call the ballots.

    Raises VerifyFailed counters_differ when they do not find the same.
    """
    first = count_ballots(question, ballots)
    second = count_columns(question, b"".join(ballots))
    if differences := compare_counts(first, second):
        raise VerifyFailed("counters_differ", poll=name, what=differences[0].what)
    return first

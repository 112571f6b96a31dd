"""Whether a ballot costs more in a city than in a hall: CPU time per ballot inside each counter at three sizes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import TypeVar

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.bench_rounds import Plan
from sukui_desktop.domain.counting.ballot import plaintext_length
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import count_columns
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.question.definition import Question

T = TypeVar("T")

STEP = 10
_COLUMNS_AGAIN = 3
"""Times the second counter counts in a round: it is so quick that one time would say little."""


def measure_growth(plan: Plan, question: Question) -> dict[str, object]:
    """Count a tenth of `plan.size` ballots, as many, and ten times as many, and return µs of CPU per ballot.

    Every size counts the same ballots in all, the small ones piece by piece, so that a round is as long for each.
    `extremes` is the dearest size over the cheapest, by their medians and by their best rounds: on a machine that is
    busy with other things the best say more.
    """
    sizes = (max(1, plan.size // STEP), plan.size, plan.size * STEP)
    length = plaintext_length(question)
    box = make_box(question, sizes[-1], plan.make_context().random)
    ballots = [box[at : at + length] for at in range(0, len(box), length)]
    first: dict[int, list[float]] = {size: [] for size in sizes}
    second: dict[int, list[float]] = {size: [] for size in sizes}
    do_agree = True
    for number in range(plan.rounds):
        plan.speaker.say(text("bench.round", bench=plan.name, number=number + 1, rounds=plan.rounds))
        for size in sizes:
            starts = range(0, len(ballots) - size + 1, size)
            one_by_one = [ballots[at : at + size] for at in starts]
            joined = [box[at * length : (at + size) * length] for at in starts]
            figure, tallies = _measure(size, one_by_one, partial(count_ballots, question))
            first[size].append(figure)
            for _ in range(_COLUMNS_AGAIN):
                figure, others = _measure(size, joined, partial(count_columns, question))
                second[size].append(figure)
                do_agree = do_agree and tallies == others
    return {"sizes": list(sizes), "agree": do_agree, "first": _summary(first), "columns": _summary(second)}


def make_box(question: Question, count: int, random: Random) -> bytes:
    """Return opened ballots end to end, made by the million: each option is marked by one in sixteen."""
    length, size = plaintext_length(question), len(question.options)
    marks = int.from_bytes((((1 << size) - 1) << (-size % 8)).to_bytes(length, "big") * count, "big")
    for _ in range(4):
        marks &= int.from_bytes(random.randbytes(length * count), "big")
    return marks.to_bytes(length * count, "big")


def _measure(size: int, pieces: Sequence[T], count: Callable[[T], Tally]) -> tuple[float, list[Tally]]:
    """Return the CPU µs per ballot of counting pieces of `size` ballots, and what they held."""
    began = time.process_time()
    tallies = [count(piece) for piece in pieces]
    return (time.process_time() - began) * 1e6 / size / len(pieces), tallies


def _summary(rounds: dict[int, list[float]]) -> dict[str, object]:
    middle = {str(size): round(statistics.median(figures), 4) for size, figures in rounds.items()}
    best = {str(size): round(min(figures), 4) for size, figures in rounds.items()}
    return {
        "us_per_ballot": {str(size): [round(figure, 4) for figure in figures] for size, figures in rounds.items()},
        "median": middle,
        "best": best,
        "extremes": {
            "median": round(max(middle.values()) / min(middle.values()), 3),
            "best": round(max(best.values()) / min(best.values()), 3),
        },
    }

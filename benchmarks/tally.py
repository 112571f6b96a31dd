"""`tally`: ballots counted a second by each counter, every ballot judged, against a bare loop over their bits."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from random import Random, SystemRandom
from typing import TypeVar

from benchmarks.rounds import Figures, Plan, alternate, machine, medians, report_round, rounded, run_baseline
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import compare_counts, count_ballots_by_columns
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer, plaintext_ballot_length
from sukui_desktop.domain.question.definition import Option, Question
from sukui_desktop.domain.question.method_and_marking import Method

T = TypeVar("T")

OPTIONS = 100
PICKS = 10
STEP = 10
_COLUMNS_AGAIN = 3
"""Times the second counter counts in a round: it is so quick that one time would say little."""


def compare_tallies(plan: Plan) -> dict[str, object]:
    """Count `plan.size` ballots of 100 options; ratio = ours / baseline. All three must find the same votes.

    `growth` says what a ballot costs at a tenth of that size, at that size and at ten times that size.
    """
    before = machine()
    options = tuple(_option(place) for place in range(OPTIONS))
    question = Question(title="", method=Method.APPROVAL, options=options, groups=(), min_picks=0, max_picks=PICKS)
    ballots = make_ballots(question, plan.size, SystemRandom())
    path = plan.folder / "ballots"
    path.write_bytes(b"".join(ballots))
    ours, baseline = alternate(
        plan,
        lambda _: count_round(question, ballots),
        lambda _: run_baseline("tally", path, len(ballots[0]), OPTIONS, PICKS),
    )
    both, bare = ("per_s", "columns_per_s"), ("per_s",)
    middle = medians(ours, both), medians(baseline, bare)
    return {
        "machine": before,
        "ballots": plan.size,
        "options": OPTIONS,
        "votes_agree": all(figures["votes"] == ours[0]["votes"] for figures in (*ours, *baseline))
        and all(figures["agree"] for figures in ours),
        "ours": rounded(ours, both),
        "baseline": rounded(baseline, bare),
        "median": {"ours": middle[0], "baseline": middle[1]},
        "ratio": round(middle[0]["per_s"] / middle[1]["per_s"], 3),
        "growth": measure_growth(plan, question),
    }


def make_ballots(question: Question, count: int, random: Random) -> list[bytes]:
    """Return opened ballots: most full, some with fewer marks, a few with one too many."""
    places = range(len(question.options))
    picked = (random.sample(places, random.randint(0, PICKS + 1)) for _ in range(count))
    return [encode_answer(question, Answer(tuple(marks))) for marks in picked]


def count_round(question: Question, ballots: Sequence[bytes]) -> Figures:
    """Count once by each counter."""
    joined = b"".join(ballots)
    times = [time.perf_counter()]
    first = count_ballots(question, ballots)
    times.append(time.perf_counter())
    second = count_ballots_by_columns(question, joined)
    times.append(time.perf_counter())
    per_s, columns_per_s = (len(ballots) / (end - began) for began, end in pairwise(times))
    return {
        "per_s": per_s,
        "columns_per_s": columns_per_s,
        "votes": list(first.votes),
        "agree": not compare_counts(first, second),
    }


def _option(place: int) -> Option:
    return Option(code=f"P{place}", title=f"{place}", cost=place)


def measure_growth(plan: Plan, question: Question) -> dict[str, object]:
    """Count a tenth of `plan.size` ballots, as many, and ten times as many, and return µs of CPU per ballot.

    Every size counts the same ballots in all, the small ones piece by piece, so that a round is as long for each.
    `extremes` is the slowest size over the quickest, by their medians and by their best rounds: on a machine that is
    busy with other things the best say more.
    """
    sizes = (max(1, plan.size // STEP), plan.size, plan.size * STEP)
    length = plaintext_ballot_length(question)
    box = make_box(question, sizes[-1], SystemRandom())
    ballots = [box[at : at + length] for at in range(0, len(box), length)]
    first: dict[int, list[float]] = {size: [] for size in sizes}
    second: dict[int, list[float]] = {size: [] for size in sizes}
    do_agree = True
    for number in range(plan.rounds):
        report_round(f"{plan.name}, by size", number, plan.rounds)
        for size in sizes:
            starts = range(0, len(ballots) - size + 1, size)
            one_by_one = [ballots[at : at + size] for at in starts]
            joined = [box[at * length : (at + size) * length] for at in starts]
            figure, tallies = _measure(size, one_by_one, partial(count_ballots, question))
            first[size].append(figure)
            for _ in range(_COLUMNS_AGAIN):
                figure, others = _measure(size, joined, partial(count_ballots_by_columns, question))
                second[size].append(figure)
                do_agree = do_agree and tallies == others
    return {"sizes": list(sizes), "agree": do_agree, "first": _summary(first), "columns": _summary(second)}


def make_box(question: Question, count: int, random: Random) -> bytes:
    """Return opened ballots end to end, made by the million: each option is marked by one in sixteen."""
    length, size = plaintext_ballot_length(question), len(question.options)
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

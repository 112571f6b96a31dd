"""Ballots counted a second by each counter, judged again by the definition, against a bare loop over their bits."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from sukui_desktop.cli.bench_growth import measure_growth
from sukui_desktop.cli.bench_rounds import Figures, Plan, alternate, keep, machine, medians, run_baseline
from sukui_desktop.domain.counting.ballot import Answer, encode_answer
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import compare_counts, count_columns
from sukui_desktop.domain.question.definition import Option, Question

OPTIONS = 100
PICKS = 10


def compare_tallies(plan: Plan) -> dict[str, object]:
    """Count `plan.size` ballots of 100 options; ratio = ours / baseline. All three must find the same votes.

    `growth` says what a ballot costs at a tenth of that size, at that size and at ten times that size.
    """
    before = machine()
    options = tuple(_option(place) for place in range(OPTIONS))
    question = Question(title="", method="approval", options=options, groups=(), min_picks=0, max_picks=PICKS)
    ballots = make_ballots(question, plan.size, plan.make_context().random)
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
        "bench": "tally",
        "machine": before,
        "ballots": plan.size,
        "options": OPTIONS,
        "votes_agree": all(figures["votes"] == ours[0]["votes"] for figures in (*ours, *baseline))
        and all(figures["agree"] for figures in ours),
        "ours": keep(ours, both),
        "baseline": keep(baseline, bare),
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
    second = count_columns(question, joined)
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

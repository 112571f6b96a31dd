"""The first counter: opened ballots judged and added up one by one, as anybody could check by hand.

The second counter goes by columns and shares nothing with this one (docs/decisions/0007-two-counters.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import UNSET

from sukui_desktop.domain.counting.tally_figures import OpinionCount, Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer, Verdict
from sukui_desktop.domain.methods.registry import ballot_kind_of, decode_answer, judge_answer
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Invalidity

BLOCK = 4096
"""Ballots looked at together: equal ones among them are judged once. A block and not the whole box, so that what is
remembered stays small and a ballot takes as long in a city as in a hall."""


def count_ballots(question: Question, plaintexts: Iterable[bytes]) -> Tally:
    """Judge and count every opened ballot; one that cannot be read is invalid, never dropped."""
    sums = _Sums(len(question.options))
    for plaintext, times in _equal_ballots_with_counts(plaintexts):
        try:
            answer = decode_answer(question, plaintext)
        except RuleBroken:
            sums.verdicts[Verdict.INVALID] += times
            continue
        judgement = judge_answer(question, answer)
        sums.verdicts[judgement.verdict] += times
        if judgement.verdict == Verdict.VALID:
            sums.add_ballots(judgement.counted, times)
            if len(judgement.counted.marks) < len(answer.marks):
                sums.partial += times
    return _tally_of_sums(question, sums)


class _Sums:
    """What is added up while ballots go by."""

    def __init__(self, size: int) -> None:
        self.verdicts = {Verdict.VALID: 0, Verdict.BLANK: 0, Verdict.INVALID: 0}
        self.partial = 0
        self.votes = [0] * size
        self.points = [0] * size
        self.opinions: Counter[str] = Counter()

    def add_ballots(self, counted: Answer, times: int) -> None:
        """Add what counts of a ballot that was cast so many times."""
        votes = self.votes
        for mark in counted.marks:
            votes[mark] += times
        if counted.points:
            for mark, points in zip(counted.marks, counted.points, strict=True):
                self.points[mark] += points * times
        if counted.opinion:
            self.opinions[counted.opinion] += times


def _equal_ballots_with_counts(plaintexts: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    rest = iter(plaintexts)
    while block := Counter(islice(rest, BLOCK)):
        yield from block.items()


def _tally_of_sums(question: Question, sums: _Sums) -> Tally:
    kind = ballot_kind_of(question)
    ranked = sorted(sums.opinions.items(), key=lambda found: (-found[1], found[0]))
    return Tally(
        votes=tuple(sums.votes),
        ballots_cast=sum(sums.verdicts.values()),
        ballots_valid=sums.verdicts[Verdict.VALID],
        ballots_blank=sums.verdicts[Verdict.BLANK],
        ballots_invalid=sums.verdicts[Verdict.INVALID],
        points=tuple(sums.points) if kind.ranks_by_points else UNSET,
        opinions=tuple(OpinionCount(text=text, count=count) for text, count in ranked)
        if not kind.has_options
        else UNSET,
        ballots_partial=UNSET if question.marking.invalidity == Invalidity.BALLOT else sums.partial,
    )

"""Counting opened ballots: totals that anybody can check by hand against the ballots."""

from __future__ import annotations

from collections.abc import Iterable

from sukui_desktop.domain.ballot import BLANK, INVALID, VALID, decode_marks, judge_marks
from sukui_desktop.domain.count import Tally
from sukui_desktop.domain.definition import Question
from sukui_desktop.domain.errors import RuleBroken


def count_ballots(question: Question, plaintexts: Iterable[bytes]) -> Tally:
    """Judge and count every opened ballot; one that cannot be read is invalid, never dropped."""
    votes = [0] * len(question.options)
    verdicts = {VALID: 0, BLANK: 0, INVALID: 0}
    for plaintext in plaintexts:
        try:
            marks = decode_marks(question, plaintext)
        except RuleBroken:
            verdicts[INVALID] += 1
            continue
        verdict = judge_marks(question, marks).verdict
        verdicts[verdict] += 1
        if verdict == VALID:
            for mark in marks:
                votes[mark] += 1
    return Tally(
        votes=tuple(votes),
        ballots_cast=sum(verdicts.values()),
        ballots_valid=verdicts[VALID],
        ballots_blank=verdicts[BLANK],
        ballots_invalid=verdicts[INVALID],
    )

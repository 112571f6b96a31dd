"""Counting opened ballots: totals that anybody can check by hand against the ballots."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.ballot import BLANK, INVALID, VALID, decode_marks, judge_marks
from sukui_desktop.domain.definition import Question
from sukui_desktop.domain.errors import RuleBroken


class OpinionCount(msgspec.Struct, frozen=True, kw_only=True):
    """One opinion and how many ballots hold it."""

    text: str
    count: int


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The count of one question. `ballots_cast = ballots_valid + ballots_blank + ballots_invalid`."""

    votes: tuple[int, ...]
    """One number an option, in the order of the ballot."""
    ballots_cast: int
    ballots_valid: int
    ballots_blank: int
    ballots_invalid: int
    points: tuple[int, ...] | UnsetType = UNSET
    """Score, ranking and cumulative: the sum of points of each option; `votes` says how many ballots name it."""
    opinions: tuple[OpinionCount, ...] | UnsetType = UNSET
    """토론형: most frequent first, equal ones by their text."""
    ballots_partial: int | UnsetType = UNSET
    """Valid ballots of which a group or a mark does not count; absent where only whole ballots can be invalid."""

    @property
    def scored(self) -> tuple[int, ...]:
        """Return what options are ranked by: points where the question gives points, else votes."""
        return self.votes if isinstance(self.points, UnsetType) else self.points


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

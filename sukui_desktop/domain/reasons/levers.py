"""What a mark more or less moves: the arithmetic of one channel, in whole numbers.

Without it every "how close was it?" would have to be tried mark by mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.question.channels import BY_MARKS, Ledger
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.marking import APPROVAL, CHOICE, CUMULATIVE, RANKING, SCORE
from sukui_desktop.domain.selection.case import Case, Standing


class Line(msgspec.Struct, frozen=True):
    """A whole number that grows by the same for every mark added."""

    start: int
    slope: int

    def at(self, change: int) -> int:
        """Return the number after `change` marks (below 0: taken away)."""
        return self.start + change * self.slope


class Lever(msgspec.Struct, frozen=True):
    """One channel: how every score moves when one project gets marks there. Scores are scaled to whole numbers."""

    place: int
    """Of the channel in `Case.counts`."""
    key: str
    lines: tuple[Line, ...]
    """Of every option when the marks go to another: level, unless shares are of all marks."""
    step: int
    """What the project itself gains on that for each of its marks; more than 0."""
    threshold: Line | None
    """The least share, where it is held against these scores."""
    divisor: int
    """All marks of the channel where shares are of marks; 0 for a level lever."""
    marks: tuple[int, ...]
    most: int | None
    """Most marks a project can have here; None where the question sets no limit."""
    least: int

    @property
    def is_level(self) -> bool:
        """Tell whether a mark moves nobody but its project."""
        return self.divisor == 0

    def line(self, index: int, moved: int) -> Line:
        """Return the line of an option while `moved` gets the marks."""
        line = self.lines[index]
        return Line(line.start, line.slope + self.step) if index == moved else line

    def room(self, index: int, sign: int) -> int | None:
        """Return how many marks can be added (sign 1) or taken (-1) at most; None for any number."""
        if sign < 0:
            # The last mark of a channel is not taken here: without it the channel is empty and weighs differently.
            taken = max(0, self.marks[index] - self.least)
            return taken if self.is_level else min(taken, self.divisor - 1)
        return None if self.most is None else max(0, self.most - self.marks[index])


def first_change(behind: Line, ahead: Line, sign: int, *, is_enough: bool) -> int | None:
    """Return the smallest number of marks, 1 or more, after which `behind` is no longer behind; None when it stays so.

    `is_enough` tells that to be equal is enough. Now it is behind: less, or equal where that is not enough.
    """
    gap, rate = ahead.start - behind.start, sign * (behind.slope - ahead.slope)
    if rate <= 0:
        return None
    whole, rest = divmod(gap, rate)
    return max(1, whole if is_enough and not rest else whole + 1)


def make_levers(case: Case, standing: Standing, ledger: Ledger | UnsetType) -> tuple[Lever, ...]:
    """Return one lever for each channel whose marks move a score, in the order of the channels."""
    if isinstance(ledger, UnsetType):
        plain = _level(standing.scores, Fraction(1), None)
        return (_lever(case, 0, 0, plain),)
    levers = []
    share = Fraction(case.definition.rule.steps.min_share) if case.definition.rule.steps.min_share else None
    for place, count in enumerate(case.counts):
        line = next(line for line in ledger.lines if line.key == count.key)
        applied = Fraction(line.applied)
        if line.divisor == 0 or applied == 0:
            continue
        if ledger.basis == BY_MARKS:
            parts = _drifting(standing.scores, tuple(map(Fraction, line.shares)), applied, line.divisor, share)
            levers.append(_lever(case, place, line.divisor, parts))
        else:
            levers.append(_lever(case, place, 0, _level(standing.scores, applied / line.divisor, share)))
    return tuple(levers)


Parts = tuple[tuple[Line, ...], int, Line | None]


def _level(scores: Sequence[Fraction], step: Fraction, share: Fraction | None) -> Parts:
    """Scores that stand still but for the project's own: one mark is worth `step`."""
    scale = lcm(step.denominator, *(score.denominator for score in scores), share.denominator if share else 1)
    threshold = None if share is None else Line(int(share * scale), 0)
    return tuple(Line(int(score * scale), 0) for score in scores), int(step * scale), threshold


def _drifting(
    scores: Sequence[Fraction], shares: Sequence[Fraction], applied: Fraction, divisor: int, share: Fraction | None
) -> Parts:
    """Scores times the number of all marks: with shares of marks a mark for one is a little less for the others.

    score = rest + applied × own ÷ all, so score × all = rest × all + applied × own, which is a line in the marks added.
    """
    rests = [score - part for score, part in zip(scores, shares, strict=True)]
    scale = lcm(
        applied.denominator, *(each.denominator for each in (*rests, *scores)), share.denominator if share else 1
    )
    threshold = None if share is None else Line(int(share * divisor * scale), int(share * scale))
    lines = tuple(
        Line(int(score * divisor * scale), int(rest * scale)) for score, rest in zip(scores, rests, strict=True)
    )
    return lines, int(applied * scale), threshold


def _lever(case: Case, place: int, divisor: int, parts: Parts) -> Lever:
    count = case.counts[place]
    least, most = _bounds(case.definition.question, count.ballots_valid)
    return Lever(place, count.key, *parts, divisor, count.marks, most, least)


def _bounds(question: Question, ballots_valid: int) -> tuple[int, int | None]:
    """Return the least and the most marks or points that so many ballots can give one option."""
    marking = question.marking
    if question.method in (APPROVAL, CHOICE):
        return 0, ballots_valid
    if question.method == SCORE:
        return min(0, marking.low) * ballots_valid, marking.high * ballots_valid
    if question.method == RANKING and marking.place_points:
        return 0, max(marking.place_points) * ballots_valid
    if question.method == CUMULATIVE and (marking.high or marking.most_points):
        return 0, (marking.high or marking.most_points) * ballots_valid
    return 0, None


def is_counted_by_ballots(case: Case) -> bool:
    """Tell whether a mark is a ballot that names the project, so that votes move with it."""
    return case.definition.question.method in (APPROVAL, CHOICE)


def without_channels(case: Case) -> bool:
    """Tell whether scores are the numbers of the poll's own box."""
    return case.definition.channels is UNSET

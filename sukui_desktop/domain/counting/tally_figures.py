"""The figures of a tally: what a count found, in one shape for both counters."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType


class OpinionCount(msgspec.Struct, frozen=True, kw_only=True):
    """One opinion and how many ballots hold it."""

    text: str
    count: int


class BallotSums(msgspec.Struct, frozen=True, kw_only=True):
    """What ballots add up to, counted here or by somebody else."""

    votes: tuple[int, ...]
    """One number an option, in the order of the ballot; () where another channel gave points and no votes."""
    ballots_valid: int
    ballots_blank: int
    ballots_invalid: int
    points: tuple[int, ...] | UnsetType = UNSET
    """Score, ranking and cumulative: the sum of points of each option; `votes` says how many ballots name it."""

    @property
    def points_or_votes(self) -> tuple[int, ...]:
        """Return what options are ranked by: points where the question gives points, else votes."""
        return self.votes if isinstance(self.points, UnsetType) else self.points


def sum_ballot_figures(*counts: BallotSums) -> dict[str, int]:
    """Return how many ballots are valid, blank and invalid in all, by the names under which results publish them."""
    names = ("ballots_valid", "ballots_blank", "ballots_invalid")
    return {name: sum(getattr(count, name) for count in counts) for name in names}


class Tally(BallotSums, frozen=True, kw_only=True):
    """The count of one question. `ballots_cast = ballots_valid + ballots_blank + ballots_invalid`."""

    ballots_cast: int
    opinions: tuple[OpinionCount, ...] | UnsetType = UNSET
    """토론형: most frequent first, equal ones by their text."""
    ballots_partial: int | UnsetType = UNSET
    """Valid ballots of which a group or a mark does not count; absent where only whole ballots can be invalid."""

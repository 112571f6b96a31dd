"""Published ballots (공개 투표지): which opened ballots may be given out, and the sum of those that are withheld.

Source: docs/sources.md, "Published ballots".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.papers.publishable_opinions import LEAST_PUBLISHED
from sukui_desktop.domain.question.definition import Definition, Question
from sukui_desktop.domain.selection.project_list import Outcome

LEAST_ALIKE = 5
"""A ballot of marks that fewer people cast alike is withheld: it could be made a sign by which a vote is sold."""


class BallotKindCount(msgspec.Struct, frozen=True, kw_only=True):
    """One ballot as it was opened, and how many people cast it."""

    ballot: bytes
    times: int


class PublishedBallots(msgspec.Struct, frozen=True, kw_only=True):
    """What is given out of a box; the ballots and the withheld sum add up to the whole count."""

    ballots: tuple[BallotKindCount, ...]
    """By their bytes, so that no order of casting is in them."""
    withheld: int
    """How many ballots are not given out: 0, or at least `LEAST_PUBLISHED` unless the whole box is smaller."""
    withheld_sum: Tally
    """What the withheld ballots add up to, without their opinions."""

    def join_ballots(self) -> bytes:
        """Return the ballots that are given out, one after another, as those of a whole box are kept."""
        return b"".join(kind.ballot * kind.times for kind in self.ballots)


def least_alike_to_publish(question: Question) -> int:
    """Return how many people must have cast a ballot alike for it to be given out."""
    return LEAST_ALIKE if ballot_kind_of(question).has_options else LEAST_PUBLISHED


def find_small_voter_groups(definition: Definition, tally: Tally, outcome: Outcome) -> tuple[tuple[str, int], ...]:
    """Return (name, ballots) of every group with one to nine ballots, whose published totals say much by themselves.

    A group is a channel of the poll; of a poll without channels the whole box, whose name is ''.
    """
    groups = [("", tally.ballots_cast)]
    if not isinstance(outcome.ledger, UnsetType):
        groups = [(line.name, line.ballots_valid) for line in outcome.ledger.lines]
    return tuple((name, count) for name, count in groups if 0 < count < LEAST_PUBLISHED)


def publishable_ballots(question: Question, ballots: Iterable[bytes]) -> PublishedBallots:
    """Return the ballots of a box that may be given out.

    A box of fewer than `LEAST_PUBLISHED` ballots is withheld whole. Otherwise a ballot is withheld that fewer than
    `LEAST_ALIKE` people cast alike, of opinions fewer than `LEAST_PUBLISHED`; where that leaves one to nine withheld,
    whose sum would say what they are, the rarest of the others follow them until there are `LEAST_PUBLISHED`.
    """
    kinds = Counter(ballots)
    least = least_alike_to_publish(question)
    is_large = kinds.total() >= LEAST_PUBLISHED
    rarest_first = sorted(kinds.items(), key=lambda kind: (kind[1], kind[0]))
    withheld: list[tuple[bytes, int]] = []
    held_back = 0
    for ballot, times in rarest_first:
        if times >= least and (held_back >= LEAST_PUBLISHED or (held_back == 0 and is_large)):
            break
        withheld.append((ballot, times))
        held_back += times
    shown = rarest_first[len(withheld) :]
    hidden = (ballot for ballot, times in withheld for _ in range(times))
    total = count_ballots(question, hidden)
    return PublishedBallots(
        ballots=tuple(BallotKindCount(ballot=ballot, times=times) for ballot, times in sorted(shown)),
        withheld=held_back,
        withheld_sum=msgspec.structs.replace(total, opinions=msgspec.UNSET),
    )

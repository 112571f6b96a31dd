"""How a question is marked: its method, what one mark may be, and what becomes invalid when a limit is broken.

`Marking` came after the first release of the definition's format, so its fields are optional parts that are left out of
the canonical bytes where a question does not use them (docs/formats/ballot.md).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Method(StrEnum):
    """The word of a kind of ballot in definitions and files. What it means is an object in `domain/methods/`."""

    APPROVAL = "approval"
    """복수선택, 정확히 k개 and 예산한도: options are marked or not."""
    CHOICE = "choice"
    """찬반: one of a few choices that are not projects, such as 찬성 · 반대 · 기권."""
    SCORE = "score"
    """점수·척도: a number from `low` to `high` for each option that is scored."""
    RANKING = "ranking"
    """순위: options put in order, points by the place."""
    CUMULATIVE = "cumulative"
    """누적: points shared out among the options."""
    OPINION = "opinion"
    """토론형: a short text; equal opinions are counted together."""


class Invalidity(StrEnum):
    """The least that a broken limit makes invalid: the whole ballot, its group, or the mark alone."""

    BALLOT = "ballot"
    GROUP = "group"
    MARK = "mark"


class Marking(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one mark may be, and what becomes invalid when a limit is broken. Defaults say: plain approval."""

    invalidity: Invalidity = Invalidity.BALLOT
    """A limit over the whole ballot always makes the whole ballot invalid, one over a group at least the group, one
    over a mark at least the mark."""
    low: int = 0
    """Smallest number an option may be given (score); cumulative begins at 0."""
    high: int = 0
    """Largest number an option may be given (score, cumulative); 0 for cumulative says: up to `most_points`."""
    least_points: int = 0
    """Fewest points a cumulative ballot must give in all."""
    most_points: int = 0
    """Most points a cumulative ballot may give in all; 0 sets no limit."""
    place_points: tuple[int, ...] = ()
    """Points of the first, second … place of a ranking; as long as `Question.max_picks`."""
    cost_limit: int = 0
    """Most the marked options may cost together, in the currency's smallest unit (예산한도); 0 sets no limit."""
    text_bytes: int = 0
    """Most bytes (UTF-8) of an opinion."""


PLAIN = Marking()
LETTER_BYTES = 3
"""A Korean syllable in UTF-8: how long an opinion may be is said in letters."""

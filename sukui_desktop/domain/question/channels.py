"""선거인단: what each channel weighs, so that a small channel is not drowned by a large one.

Source: docs/sources.md, "Past votes": 2015 (45 + 45 + 10 %), 2017 (50 + 40 + 10 %) and Daejeon (50 + 50 %).
"""

from __future__ import annotations

import msgspec

BY_BALLOTS = "ballots"
BY_MARKS = "marks"
RESCALE = "rescale"
ZERO = "zero"
FROM_BOX = "box"
FROM_FILE = "file"


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """One channel of a poll and its weight."""

    key: str
    """Short name in files and on the command line: committee."""
    name: str
    """What people call it: 참여예산위원."""
    weight: str
    """An exact fraction "9/20" or a whole number; the weights of a poll sum to 1."""
    source: str = FROM_FILE
    """box: the ballots of this poll's own box; file: a result that a named person vouches for."""


class Channels(msgspec.Struct, frozen=True, kw_only=True):
    """The channels of a poll and how their results become one score."""

    channels: tuple[Channel, ...]
    basis: str = BY_BALLOTS
    """ballots: share of the channel's valid ballots; marks: share of the channel's counted marks (or points)."""
    empty: str = RESCALE
    """A channel without a valid ballot: rescale spreads its weight over the others in proportion, zero gives nobody
    anything for it."""


class ChannelCount(msgspec.Struct, frozen=True, kw_only=True):
    """What one channel says of every option, in the order of the ballot."""

    key: str
    marks: tuple[int, ...]
    """Marks, or points where the question gives points."""
    ballots_valid: int


class LedgerLine(msgspec.Struct, frozen=True, kw_only=True):
    """How one channel's numbers became shares: everything needed to do it again by hand. Fractions are "n/d"."""

    key: str
    name: str
    weight: str
    """As the definition says."""
    applied: str
    """After an empty channel's weight was spread or dropped."""
    divisor: int
    """Valid ballots or counted marks, by the basis; 0 for an empty channel."""
    ballots_valid: int
    marks: tuple[int, ...]
    shares: tuple[str, ...]
    """applied × marks ÷ divisor for each option; they add up to the score."""


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """The whole reckoning over all channels."""

    basis: str
    empty: str
    lines: tuple[LedgerLine, ...]
    scores: tuple[str, ...]
    """One exact fraction "n/d" an option, in the order of the ballot."""

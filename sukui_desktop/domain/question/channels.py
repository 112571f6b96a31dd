"""Channels of a poll (선거인단): what each weighs, where its numbers come from, and how they became scores.

Source: docs/sources.md, "Past votes": 2015 (45 + 45 + 10 %), 2017 (50 + 40 + 10 %) and Daejeon (50 + 50 %).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class ChannelSource(StrEnum):
    """Where a channel's numbers come from."""

    BOX = "box"
    """The ballots of this poll's own box."""
    FILE = "file"
    """A result that an attester, a named person, answers for."""


class Basis(StrEnum):
    """What a channel's shares are taken of."""

    BALLOTS = "ballots"
    """The channel's valid ballots."""
    MARKS = "marks"
    """The channel's counted marks, or points."""


class EmptyChannel(StrEnum):
    """What becomes of the weight of a channel without a valid ballot."""

    RESCALE = "rescale"
    """It is spread over the other channels in proportion."""
    ZERO = "zero"
    """Nobody gets anything for it."""


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """One channel of a poll and its weight."""

    key: str
    """Short name in files and on the command line: committee."""
    name: str
    """What people call it: 참여예산위원."""
    weight: str
    """An exact fraction "9/20" or a whole number; the weights of a poll sum to 1."""
    source: ChannelSource = ChannelSource.FILE


class Channels(msgspec.Struct, frozen=True, kw_only=True):
    """The channels of a poll and how their results become one score."""

    channels: tuple[Channel, ...]
    basis: Basis = Basis.BALLOTS
    empty: EmptyChannel = EmptyChannel.RESCALE


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
    """How all channels together became one score an option."""

    basis: Basis
    empty: EmptyChannel
    lines: tuple[LedgerLine, ...]
    scores: tuple[str, ...]
    """One exact fraction "n/d" an option, in the order of the ballot."""

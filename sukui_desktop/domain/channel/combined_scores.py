"""Scores over channels: several channels combined into one exact score for each option."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.channels import (
    Basis,
    Channel,
    ChannelCount,
    Channels,
    ChannelSource,
    EmptyChannel,
    Ledger,
    LedgerLine,
)

_WEIGHT = re.compile(r"[0-9]{1,18}(?:/[0-9]{1,18})?")


def require_valid_channels_and_weights(channels: Channels) -> None:
    """Check that channels and weights make one whole.

    Raises RuleBroken: channels_missing, channel_key_missing, channel_twice, channel_box_twice,
    channel_weight, channel_weights_sum.
    """
    if not channels.channels:
        raise RuleBroken("channels_missing")
    for channel in channels.channels:
        _require_valid_channel(channel)
    keys = [channel.key for channel in channels.channels]
    for key in keys:
        if keys.count(key) > 1:
            raise RuleBroken("channel_twice", channel=key)
    if sum(channel.source == ChannelSource.BOX for channel in channels.channels) > 1:
        raise RuleBroken("channel_box_twice")
    total = sum(map(channel_weight, channels.channels), Fraction(0))
    if total != 1:
        raise RuleBroken("channel_weights_sum", total=fraction_text(total))


def _require_valid_channel(channel: Channel) -> None:
    if not channel.key or not channel.name:
        raise RuleBroken("channel_key_missing")
    if channel_weight(channel) <= 0:
        raise RuleBroken("channel_weight", channel=channel.name, value=channel.weight)


def channel_weight(channel: Channel) -> Fraction:
    """Return the weight exactly.

    Raises RuleBroken channel_weight when it is neither "n/d" nor a whole number.
    """
    try:
        if _WEIGHT.fullmatch(channel.weight):
            return Fraction(channel.weight)
    except ZeroDivisionError:
        pass
    raise RuleBroken("channel_weight", channel=channel.name, value=channel.weight)


def fraction_text(value: Fraction) -> str:
    """Return "n/d" in lowest terms, whole numbers too: 1 is "1/1"."""
    return f"{value.numerator}/{value.denominator}"


def combine_channels(channels: Channels, counts: Sequence[ChannelCount]) -> Ledger:
    """Convert every channel's marks to shares of its weight and add them up, exactly.

    `counts` names each channel once, in any order; the lines come in the order of `channels`. A channel is empty when
    it has no valid ballot, or no mark to take a share of. When all are, every score is "0/1".
    Raises RuleBroken channel_marks_negative and those of `put_counts_in_order` and
    `require_valid_channels_and_weights`.
    Source: docs/sources.md, "Past votes"; the year's rule sets basis and empty.
    """
    require_valid_channels_and_weights(channels)
    in_order = put_counts_in_order(channels, counts)
    for channel, count in zip(channels.channels, in_order, strict=True):
        if channels.basis == Basis.MARKS and any(mark < 0 for mark in count.marks):
            raise RuleBroken("channel_marks_negative", channel=channel.name)
    divisors = [_divisor_of_shares(channels.basis, count) for count in in_order]
    applied = _applied_weights(channels, divisors)
    lines, scores = [], [Fraction(0)] * len(in_order[0].marks)
    for place, (channel, count) in enumerate(zip(channels.channels, in_order, strict=True)):
        shares = _shares_of_weight(count.marks, divisors[place], applied[place])
        scores = [score + share for score, share in zip(scores, shares, strict=True)]
        lines.append(
            LedgerLine(
                key=channel.key,
                name=channel.name,
                weight=channel.weight,
                applied=fraction_text(applied[place]),
                divisor=divisors[place],
                ballots_valid=count.ballots_valid,
                marks=count.marks,
                shares=tuple(map(fraction_text, shares)),
            )
        )
    return Ledger(
        basis=channels.basis, empty=channels.empty, lines=tuple(lines), scores=tuple(map(fraction_text, scores))
    )


def put_counts_in_order(channels: Channels, counts: Sequence[ChannelCount]) -> tuple[ChannelCount, ...]:
    """Return one count for each channel, in the order of the channels.

    Raises RuleBroken channel_missing, channel_unknown, channel_twice, channel_lengths_differ.
    """
    by_key = {count.key: count for count in counts}
    known = {channel.key for channel in channels.channels}
    for count in counts:
        if count.key not in known:
            raise RuleBroken("channel_unknown", channel=count.key)
        if sum(other.key == count.key for other in counts) > 1:
            raise RuleBroken("channel_twice", channel=count.key)
    missing = tuple(channel.name for channel in channels.channels if channel.key not in by_key)
    if missing:
        raise RuleBroken("channel_missing", channels=missing)
    in_order = tuple(by_key[channel.key] for channel in channels.channels)
    for count in in_order:
        if len(count.marks) != len(in_order[0].marks):
            raise RuleBroken(
                "channel_lengths_differ", channel=count.key, count=len(count.marks), expected=len(in_order[0].marks)
            )
    return in_order


def _divisor_of_shares(basis: str, count: ChannelCount) -> int:
    """Return what the marks are shares of; 0 for an empty channel."""
    if count.ballots_valid == 0:
        return 0
    return count.ballots_valid if basis == Basis.BALLOTS else sum(count.marks)


def _applied_weights(channels: Channels, divisors: Sequence[int]) -> list[Fraction]:
    weights = [
        channel_weight(channel) if divisor else Fraction(0)
        for channel, divisor in zip(channels.channels, divisors, strict=True)
    ]
    there = sum(weights, Fraction(0))
    if channels.empty == EmptyChannel.ZERO or there == 0:
        return weights
    return [weight / there for weight in weights]


def _shares_of_weight(marks: Sequence[int], divisor: int, applied: Fraction) -> list[Fraction]:
    if divisor == 0:
        return [Fraction(0)] * len(marks)
    return [applied * Fraction(mark, divisor) for mark in marks]

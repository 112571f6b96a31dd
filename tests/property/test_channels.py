"""The score over channels is right for every weight and every count."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.domain.channel.channel_result_file import ChannelLine, ChannelReading, ChannelTotals
from sukui_desktop.domain.channel.checked_channel_figures import (
    reconcile_channel_reading,
    reconcile_reading_unattended,
)
from sukui_desktop.domain.channel.combined_scores import combine_channels
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.question.channels import Basis, Channel, ChannelCount, Channels, EmptyChannel, Ledger
from sukui_desktop.domain.question.definition import Option, Question
from sukui_desktop.domain.question.method_and_marking import Method


@st.composite
def elections(draw: st.DrawFn) -> tuple[Channels, tuple[ChannelCount, ...]]:
    size, options = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    parts = draw(st.lists(st.integers(1, 60), min_size=size, max_size=size))
    channels = Channels(
        channels=tuple(
            Channel(key=f"c{n}", name=f"선거인단 {n}", weight=f"{part}/{sum(parts)}") for n, part in enumerate(parts)
        ),
        basis=draw(st.sampled_from(Basis)),
        empty=draw(st.sampled_from(EmptyChannel)),
    )
    counts = []
    for n in range(size):
        valid = draw(st.integers(0, 200_000))
        marks = draw(st.lists(st.integers(0, valid), min_size=options, max_size=options))
        counts.append(ChannelCount(key=f"c{n}", marks=tuple(marks), ballots_valid=valid))
    return channels, tuple(counts)


def _scores(ledger: Ledger) -> list[Fraction]:
    return [Fraction(score) for score in ledger.scores]


@given(elections())
def test_the_lines_add_up_to_the_scores(election: tuple[Channels, tuple[ChannelCount, ...]]) -> None:
    channels, counts = election
    ledger = combine_channels(channels, counts)
    for option, score in enumerate(_scores(ledger)):
        assert score == sum(Fraction(line.shares[option]) for line in ledger.lines)
    for line in ledger.lines:
        for mark, share in zip(line.marks, line.shares, strict=True):
            by_hand = Fraction(line.applied) * Fraction(mark, line.divisor) if line.divisor else 0
            assert Fraction(share) == by_hand


@given(elections())
def test_the_applied_weights_are_one_whole_or_what_the_empty_ones_leave(
    election: tuple[Channels, tuple[ChannelCount, ...]],
) -> None:
    channels, counts = election
    ledger = combine_channels(channels, counts)
    applied = sum(Fraction(line.applied) for line in ledger.lines)
    there = sum(Fraction(line.weight) for line in ledger.lines if line.divisor)
    if channels.empty == "zero":
        assert applied == there
    else:
        assert applied == (1 if there else 0)
    if channels.basis == Basis.MARKS:
        assert sum(_scores(ledger)) == applied


@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_channels_and_options_is_nothing_to_the_scores(
    election: tuple[Channels, tuple[ChannelCount, ...]], chance: random.Random
) -> None:
    channels, counts = election
    shuffled = list(channels.channels)
    chance.shuffle(shuffled)
    assert (
        combine_channels(replace(channels, channels=tuple(shuffled)), counts).scores
        == combine_channels(channels, counts).scores
    )
    turned = tuple(replace(count, marks=count.marks[::-1]) for count in counts)
    assert combine_channels(channels, turned).scores == combine_channels(channels, counts).scores[::-1]


@given(elections(), st.integers(2, 1000))
def test_a_channel_that_is_larger_by_a_factor_weighs_the_same(
    election: tuple[Channels, tuple[ChannelCount, ...]], factor: int
) -> None:
    channels, counts = election
    grown = replace(
        counts[0],
        marks=tuple(mark * factor for mark in counts[0].marks),
        ballots_valid=counts[0].ballots_valid * factor,
    )
    assert combine_channels(channels, (grown, *counts[1:])).scores == combine_channels(channels, counts).scores


@given(elections(), st.data())
def test_one_mark_more_never_lowers_its_option(
    election: tuple[Channels, tuple[ChannelCount, ...]], data: st.DataObject
) -> None:
    channels, counts = election
    place = data.draw(st.integers(0, len(counts) - 1))
    option = data.draw(st.integers(0, len(counts[0].marks) - 1))
    if counts[place].ballots_valid == 0 or not sum(counts[place].marks):
        return  # an empty channel that fills takes weight from the others: that may lower anybody
    marks = list(counts[place].marks)
    marks[option] += 1
    more = (*counts[:place], replace(counts[place], marks=tuple(marks)), *counts[place + 1 :])
    assert _scores(combine_channels(channels, more))[option] >= _scores(combine_channels(channels, counts))[option]


OPTIONS = tuple(Option(code=f"P{n}", title=f"사업 {n}", cost=1) for n in range(4))


@st.composite
def counted(draw: st.DrawFn) -> tuple[Question, Tally]:
    """A question and what really cast ballots count to: nothing true may be refused."""
    least = draw(st.integers(0, 2))
    question = Question(
        title="",
        method=Method.APPROVAL,
        options=OPTIONS,
        groups=(),
        min_picks=least,
        max_picks=draw(st.integers(max(1, least), 4)),
    )
    ballots = draw(st.lists(st.integers(0, 15).map(lambda bits: bytes([bits << 4])), max_size=12))
    return question, count_ballots(question, ballots)


def _reading(tally: Tally) -> ChannelReading:
    lines = tuple(
        ChannelLine(row=row, code=option.code, title="", votes=votes)
        for row, (option, votes) in enumerate(zip(OPTIONS, tally.votes, strict=True), 2)
    )
    totals = ChannelTotals(
        voters=tally.ballots_cast,
        ballots_valid=tally.ballots_valid,
        ballots_blank=tally.ballots_blank,
        ballots_invalid=tally.ballots_invalid,
        votes=sum(tally.votes),
    )
    return ChannelReading(file_name="a.csv", sha256=b"", encoding="utf-8", lines=lines, totals=totals)


@given(counted(), st.randoms(use_true_random=False))
def test_what_ballots_really_count_to_is_never_refused(case: tuple[Question, Tally], chance: random.Random) -> None:
    question, tally = case
    reading = _reading(tally)
    lines = list(reading.lines)
    chance.shuffle(lines)
    result = reconcile_channel_reading(question, replace(reading, lines=tuple(lines)))
    assert (result.votes, result.ballots_valid, result.voters) == (
        tally.votes,
        tally.ballots_valid,
        tally.ballots_cast,
    )
    assert reconcile_reading_unattended(question, reading).points_or_votes == tally.points_or_votes


@given(counted(), st.data())
def test_one_number_changed_in_a_file_with_all_its_totals_is_found(
    case: tuple[Question, Tally], data: st.DataObject
) -> None:
    question, tally = case
    reading = _reading(tally)
    place, change = data.draw(st.integers(0, 3)), data.draw(st.integers(-5, 5).filter(bool))
    lines = list(reading.lines)
    lines[place] = replace(lines[place], votes=(lines[place].votes or 0) + change)
    with pytest.raises(BadInput) as refused:
        reconcile_channel_reading(question, replace(reading, lines=tuple(lines)))
    assert refused.value.code == "channel_total_differs"

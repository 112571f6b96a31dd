"""Channels become one score exactly as calculated by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.channel.combined_scores import (
    channel_weight,
    combine_channels,
    fraction_text,
    require_valid_channels_and_weights,
)
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.channels import Channel, ChannelCount, Channels, Ledger

COMMITTEE = Channel(key="committee", name="참여예산위원", weight="9/20")
CITIZENS = Channel(key="citizens", name="시민", weight="11/20")
TWO = Channels(channels=(COMMITTEE, CITIZENS))
FOUR_BALLOTS = ChannelCount(key="committee", marks=(3, 2), ballots_valid=4)
TEN_BALLOTS = ChannelCount(key="citizens", marks=(4, 8), ballots_valid=10)
NOBODY = ChannelCount(key="citizens", marks=(0, 0), ballots_valid=0)


def _refused(channels: Channels, *counts: ChannelCount) -> tuple[str, dict[str, object]]:
    with pytest.raises(RuleBroken) as refused:
        combine_channels(channels, counts)
    return refused.value.code, dict(refused.value.facts)


def test_the_worked_example_by_ballots() -> None:
    ledger = combine_channels(TWO, (FOUR_BALLOTS, TEN_BALLOTS))
    assert ledger.scores == ("223/400", "133/200")
    committee, citizens = ledger.lines
    assert (committee.divisor, committee.shares) == (4, ("27/80", "9/40"))
    assert (citizens.divisor, citizens.shares) == (10, ("11/50", "11/25"))
    assert (committee.weight, committee.applied, committee.name) == ("9/20", "9/20", "참여예산위원")


def test_the_worked_example_by_marks() -> None:
    ledger = combine_channels(replace(TWO, basis="marks"), (FOUR_BALLOTS, TEN_BALLOTS))
    assert ledger.scores == ("34/75", "41/75")
    assert [line.divisor for line in ledger.lines] == [5, 12]
    assert [line.ballots_valid for line in ledger.lines] == [4, 10]


def test_an_empty_channel_leaves_its_weight_to_the_others() -> None:
    ledger = combine_channels(TWO, (FOUR_BALLOTS, NOBODY))
    assert ledger.scores == ("3/4", "1/2")
    assert [line.applied for line in ledger.lines] == ["1/1", "0/1"]
    assert ledger.lines[1].divisor == 0
    assert ledger.lines[1].shares == ("0/1", "0/1")


def test_an_empty_channel_takes_its_weight_with_it_where_the_rule_says_so() -> None:
    ledger = combine_channels(replace(TWO, empty="zero"), (FOUR_BALLOTS, NOBODY))
    assert ledger.scores == ("27/80", "9/40")
    assert [line.applied for line in ledger.lines] == ["9/20", "0/1"]


def test_three_channels_share_what_the_empty_one_leaves_in_proportion() -> None:
    survey = Channel(key="survey", name="설문", weight="1/10")
    three = Channels(channels=(replace(COMMITTEE, weight="9/20"), replace(CITIZENS, weight="9/20"), survey))
    ledger = combine_channels(three, (FOUR_BALLOTS, NOBODY, ChannelCount(key="survey", marks=(1, 1), ballots_valid=2)))
    assert [line.applied for line in ledger.lines] == ["9/11", "0/1", "2/11"]
    assert ledger.scores == (fraction_text(Fraction(9, 11) * Fraction(3, 4) + Fraction(1, 11)), "1/2")


@pytest.mark.parametrize("empty", ["rescale", "zero"])
@pytest.mark.parametrize("basis", ["ballots", "marks"])
def test_all_channels_empty_gives_zeros(empty: str, basis: str) -> None:
    channels = replace(TWO, empty=empty, basis=basis)
    ledger = combine_channels(channels, (replace(NOBODY, key="committee"), NOBODY))
    assert ledger.scores == ("0/1", "0/1")
    assert {line.applied for line in ledger.lines} == {"0/1"}


def test_ballots_without_a_mark_are_empty_by_marks_and_not_by_ballots() -> None:
    silent = ChannelCount(key="citizens", marks=(0, 0), ballots_valid=7)
    by_marks = combine_channels(replace(TWO, basis="marks"), (FOUR_BALLOTS, silent))
    assert by_marks.scores == ("3/5", "2/5")
    by_ballots = combine_channels(TWO, (FOUR_BALLOTS, silent))
    assert by_ballots.scores == ("27/80", "9/40")
    assert by_ballots.lines[1].divisor == 7


def test_points_may_be_negative_by_ballots_but_have_no_share_by_marks() -> None:
    cold = ChannelCount(key="citizens", marks=(-4, 8), ballots_valid=10)
    assert combine_channels(TWO, (FOUR_BALLOTS, cold)).lines[1].shares == ("-11/50", "11/25")
    assert _refused(replace(TWO, basis="marks"), FOUR_BALLOTS, cold) == ("channel_marks_negative", {"channel": "시민"})


def test_lines_stand_in_the_order_of_the_definition() -> None:
    ledger = combine_channels(TWO, (TEN_BALLOTS, FOUR_BALLOTS))
    assert ledger == combine_channels(TWO, (FOUR_BALLOTS, TEN_BALLOTS))
    assert isinstance(ledger, Ledger)
    assert [line.key for line in ledger.lines] == ["committee", "citizens"]


def test_counts_that_are_not_the_channels() -> None:
    assert _refused(TWO, FOUR_BALLOTS) == ("channel_missing", {"channels": ("시민",)})
    stranger = ChannelCount(key="survey", marks=(1, 1), ballots_valid=1)
    assert _refused(TWO, FOUR_BALLOTS, TEN_BALLOTS, stranger) == ("channel_unknown", {"channel": "survey"})
    assert _refused(TWO, FOUR_BALLOTS, FOUR_BALLOTS, TEN_BALLOTS)[0] == "channel_twice"
    short = replace(TEN_BALLOTS, marks=(4,))
    assert _refused(TWO, FOUR_BALLOTS, short) == (
        "channel_lengths_differ",
        {"channel": "citizens", "count": 1, "expected": 2},
    )


@pytest.mark.parametrize(
    ("channels", "code"),
    [
        (Channels(channels=()), "channels_missing"),
        (Channels(channels=(replace(COMMITTEE, key=""), CITIZENS)), "channel_key_missing"),
        (Channels(channels=(replace(COMMITTEE, name=""), CITIZENS)), "channel_key_missing"),
        (Channels(channels=(COMMITTEE, replace(CITIZENS, key="committee"))), "channel_twice"),
        (Channels(channels=(replace(COMMITTEE, source="box"), replace(CITIZENS, source="box"))), "channel_box_twice"),
        (Channels(channels=(COMMITTEE, replace(CITIZENS, weight="1/2"))), "channel_weights_sum"),
        (Channels(channels=(replace(COMMITTEE, weight="0"), replace(CITIZENS, weight="1"))), "channel_weight"),
    ],
)
def test_channels_that_make_no_whole(channels: Channels, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        require_valid_channels_and_weights(channels)
    assert refused.value.code == code


@pytest.mark.parametrize("weight", ["", "0.45", "45%", "9/0", "-9/20", "9 / 20", "1e2", "9/20/2", "구", "9" * 40])
def test_a_weight_is_a_fraction_and_nothing_else(weight: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        channel_weight(replace(COMMITTEE, weight=weight))
    assert (refused.value.code, refused.value.facts) == ("channel_weight", {"channel": "참여예산위원", "value": weight})


def test_one_channel_of_weight_one_is_its_share_of_ballots() -> None:
    alone = Channels(channels=(replace(CITIZENS, weight="1", source="box"),))
    assert combine_channels(alone, (TEN_BALLOTS,)).scores == ("2/5", "4/5")


def test_a_wrong_sum_is_reported_exactly() -> None:
    with pytest.raises(RuleBroken) as refused:
        require_valid_channels_and_weights(Channels(channels=(COMMITTEE, replace(CITIZENS, weight="3/5"))))
    assert refused.value.facts == {"total": "21/20"}

"""Tables and figures of count and result by themselves: ledgers, tallies, motions."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.channel.combined_scores import combine_channels
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.question.channels import Basis, Channel, ChannelCount, Channels, ChannelSource, EmptyChannel
from sukui_desktop.domain.question.motion import Motion, MotionBase, Participation
from sukui_desktop.domain.selection.outcome_of_case import judge_motion
from sukui_desktop.ui.console.vote.counting.count_tables import ballot_totals_words, counted_option_rows
from sukui_desktop.ui.console.vote.result.motion_result_card import motion_headings_and_figures
from sukui_desktop.ui.console.vote.result.study_view import (
    channel_ledger_lines,
    channel_ledger_rows,
    make_channel_ledger_table,
    plain_fraction_words,
)
from tests.ui.widgets.test_waterline import definition, outcome_of

TWO = Channels(
    channels=(
        Channel(key="a", name="위원", weight="9/20", source=ChannelSource.BOX),
        Channel(key="b", name="시민", weight="11/20"),
    )
)
COUNTS = (
    ChannelCount(key="a", marks=(3, 2, *(0,) * 8), ballots_valid=4),
    ChannelCount(key="b", marks=(4, 8, *(0,) * 8), ballots_valid=10),
)


def test_the_worked_example_of_two_channels_by_ballots(qtbot: QtBot) -> None:
    asked = definition()
    ledger = combine_channels(TWO, COUNTS)
    rows = {row.code: row for row in channel_ledger_rows(ledger, outcome_of(asked), asked.question.options)}
    assert rows["P0"].score == "223/400"
    assert rows["P1"].score == "133/200"
    table = make_channel_ledger_table(ledger)
    qtbot.addWidget(table)
    table.show_rows(tuple(rows.values()))
    assert [table.found.index(0, column).data() for column in range(4)] == [
        "발달장애인 낮활동 확대",
        "3 → 27/80",
        "4 → 11/50",
        "223/400",
    ]
    table.search.setText("ㅇㄹㅅ")
    assert table.found.rowCount() == 1


def test_the_divisor_is_reported_by_its_basis() -> None:
    by_ballots = channel_ledger_lines(combine_channels(TWO, COUNTS))
    assert "÷ 유효표" in by_ballots[0]
    assert by_ballots[1] == text("result.ledger.channel", name="위원", weight="9/20", divisor=4, valid=4)
    by_marks = channel_ledger_lines(combine_channels(replace(TWO, basis=Basis.MARKS), COUNTS))
    assert "모든 득표" in by_marks[0]
    assert by_marks[1] == text("result.ledger.channel", name="위원", weight="9/20", divisor=5, valid=4)


def test_a_dropped_weight_is_reported() -> None:
    empty = (COUNTS[0], ChannelCount(key="b", marks=(0,) * 10, ballots_valid=0))
    lines = channel_ledger_lines(combine_channels(replace(TWO, empty=EmptyChannel.ZERO), empty))
    assert lines[2] == text("result.ledger.empty_zero", name="시민", weight="11/20")


@pytest.mark.parametrize(("exact", "told"), [("3/1", "3"), ("0/1", "0"), ("1/11", "1/11"), ("11/1", "11"), ("2", "2")])
def test_whole_numbers_lose_their_denominator(exact: str, told: str) -> None:
    assert plain_fraction_words(exact) == told


def test_totals_tell_of_partly_invalid_ballots_only_where_there_may_be_some() -> None:
    tally = Tally(votes=(), ballots_cast=1200, ballots_valid=1190, ballots_blank=4, ballots_invalid=6)
    assert ballot_totals_words(tally) == text("vote.count.totals", cast="1,200", valid="1,190", blank=4, invalid=6)
    assert ballot_totals_words(replace(tally, ballots_partial=7)).endswith(" · 유효 가운데 일부만 무효 7표")


def test_rows_are_ranked_by_points_where_there_are_some() -> None:
    votes = tuple(range(10))
    tally = Tally(
        votes=votes,
        points=tuple(reversed(range(10))),
        ballots_cast=9,
        ballots_valid=9,
        ballots_blank=0,
        ballots_invalid=0,
    )
    assert [row.option.code for row in counted_option_rows(definition(), tally)][:3] == ["P0", "P1", "P2"]
    assert [row.option.code for row in counted_option_rows(definition(), replace(tally, points=(5,) * 10))][:2] == [
        "P0",
        "P1",
    ]


@pytest.mark.parametrize(
    ("base", "head", "figure"),
    [
        ("enrolled", "기준 (재적)", "56명"),
        ("present", "기준 (출석)", "41명"),
        ("cast", "기준 (투표)", "40표"),
        ("valid", "기준 (유효)", "38표"),
        ("deciding", "기준 (찬성+반대)", "36표"),
    ],
)
def test_people_and_ballots_have_their_own_units(base: MotionBase, head: str, figure: str) -> None:
    turnout = Participation(enrolled=56, present=41, cast=40, valid=38)
    figures = motion_headings_and_figures(judge_motion(Motion(base=base), 30, 6, turnout))
    assert figures["base"] == (head, figure)
    assert figures["needed_part"][1] == text("result.motion.no_needed")
    assert figures["in_favour"][1] == "30표"

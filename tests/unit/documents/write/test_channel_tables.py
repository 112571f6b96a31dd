"""The ledger on paper: whoever has the page can add the channels up again and gets the score to the last digit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.documents.write.paper_tables import (
    channel_blocks,
    channel_shares_table,
    channels_table,
    table_of_results_without_channel,
)
from sukui_desktop.domain.channel.combined_scores import combine_channels
from sukui_desktop.domain.papers.document_blocks import Paragraph, Table
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.question.channels import Basis, Channel, ChannelCount, Channels, EmptyChannel, Ledger
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.wording.distinct_project_titles import distinct_option_titles
from tests.builders import kinds

WORKED = Channels(
    channels=(Channel(key="c", name="위원", weight="9/20"), Channel(key="p", name="시민", weight="11/20"))
)
"""The worked example: committee of four ballots, X 3 Y 2; citizens of ten, X 4 Y 8."""
COUNTS = (
    ChannelCount(key="c", marks=(3, 2), ballots_valid=4),
    ChannelCount(key="p", marks=(4, 8), ballots_valid=10),
)


def sheet_of(name: str = "channels") -> ResultSheet:
    return kinds.every_result()[name]


def ledger_of(name: str = "channels") -> Ledger:
    ledger = sheet_of(name).outcome.ledger
    assert ledger
    return ledger


def worked_rows(channels: Channels) -> list[tuple[str, ...]]:
    """Return the projects' rows of the worked example."""
    sheet = kinds.make_result(
        kinds.define(Draft(max_picks=2, ceiling=10 * kinds.EOK), kinds.projects(2)), kinds.ballots(3, 2, 1)
    )
    ledger = combine_channels(channels, COUNTS)
    ranking = sorted(sheet.outcome.ranking, key=lambda ranked: ranked.code)
    outcome = replace(sheet.outcome, ranking=tuple(ranking), ledger=ledger)
    return [row.cells[2:] for row in channel_shares_table(sheet.definition, outcome, ledger).rows]


def test_the_worked_example_by_ballots() -> None:
    assert worked_rows(WORKED) == [
        ("3 ÷ 4\n27/80\n33.75%", "4 ÷ 10\n11/50\n22%", "223/400\n55.75%"),
        ("2 ÷ 4\n9/40\n22.50%", "8 ÷ 10\n11/25\n44%", "133/200\n66.50%"),
    ]


def test_the_worked_example_by_marks() -> None:
    sums = [cells[-1] for cells in worked_rows(replace(WORKED, basis=Basis.MARKS))]
    assert sums == ["34/75\n45.33%", "41/75\n54.67%"]


@pytest.mark.parametrize("name", ["channels", "many_channels", "empty_channel"])
def test_the_shares_of_a_row_add_up_to_its_sum(name: str) -> None:
    sheet = sheet_of(name)
    table = channel_shares_table(sheet.definition, sheet.outcome, ledger_of(name))
    titles = distinct_option_titles(sheet.definition)
    assert [row.cells[1] for row in table.rows] == [titles[ranked.code] for ranked in sheet.outcome.ranking]
    for row in table.rows:
        *parts, total = row.cells[2:]
        exact = [Fraction(part.split("\n")[1]) if "\n" in part else Fraction(part) for part in parts]
        assert sum(exact) == Fraction(total.split("\n")[0])


@pytest.mark.parametrize("name", ["channels", "many_channels"])
def test_a_share_is_the_weight_of_the_marks(name: str) -> None:
    sheet, ledger = sheet_of(name), ledger_of(name)
    for row in channel_shares_table(sheet.definition, sheet.outcome, ledger).rows:
        for cell, line in zip(row.cells[2:-1], ledger.lines, strict=True):
            taken, share, _ = cell.split("\n")
            marks, divisor = (int(figure.replace(",", "")) for figure in taken.split(" ÷ "))
            assert Fraction(line.applied) * Fraction(marks, divisor) == Fraction(share)


def test_the_ledger_says_weight_and_divisor() -> None:
    rows = [row.cells for row in channels_table(ledger_of()).rows]
    assert rows == [
        ("참여예산위원", "45%", "9/20\n45%", "58", "58"),
        ("엠보팅(온라인 시민투표)", "45%", "9/20\n45%", "11,694", "11,694"),
        ("시민 여론조사", "10%", "1/10\n10%", "300", "300"),
    ]


def test_an_empty_channel_divides_by_nothing() -> None:
    empty = channels_table(ledger_of("empty_channel")).rows[1].cells
    assert empty == ("엠보팅(온라인 시민투표)", "50%", "0/1\n0%", "0", "")
    sheet = sheet_of("empty_channel")
    assert {
        row.cells[3] for row in channel_shares_table(sheet.definition, sheet.outcome, ledger_of("empty_channel")).rows
    } == {"0"}


@pytest.mark.parametrize(
    ("basis", "empty", "words"),
    [
        ("ballots", "rescale", ("유효 투표지 수로 나누어", "제 비율대로 나누었습니다")),
        ("marks", EmptyChannel.ZERO, ("표(점수)의 합으로 나누어", "아무 사업에도 더하지 않았습니다")),
    ],
)
def test_basis_and_emptiness_are_reported(basis: str, empty: str, words: tuple[str, ...]) -> None:
    sheet = sheet_of("empty_channel")
    outcome = replace(sheet.outcome, ledger=replace(ledger_of("empty_channel"), basis=basis, empty=empty))
    told = " ".join(block.text for block in channel_blocks(sheet.definition, outcome) if isinstance(block, Paragraph))
    assert all(word in told for word in words)


def test_without_channels_there_is_nothing_to_say() -> None:
    sheet = sheet_of("approval")
    assert sheet.outcome.ledger is UNSET
    assert list(channel_blocks(sheet.definition, sheet.outcome)) == []


def test_there_are_two_tables_one_of_channels_one_of_projects() -> None:
    sheet = sheet_of()
    tables = [block for block in channel_blocks(sheet.definition, sheet.outcome) if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [3, 9]
    assert [column.title for column in tables[1].columns[2:]] == [
        "참여예산위원",
        "엠보팅(온라인 시민투표)",
        "시민 여론조사",
        "합산",
    ]


def test_the_list_without_a_channel_says_who_comes_and_who_goes() -> None:
    without = {"committee": ("P1", "P3"), "online": ("P1", "P2"), "survey": ()}
    titles = {"P1": "쉼터", "P2": "공원", "P3": "시장"}
    rows = [row.cells for row in table_of_results_without_channel(ledger_of(), ("P1", "P2"), without, titles).rows]
    assert rows == [
        ("참여예산위원", "2건", "시장", "공원"),
        ("엠보팅(온라인 시민투표)", "2건", "없음", "없음"),
        ("시민 여론조사", "0건", "없음", "쉼터\n공원"),
    ]

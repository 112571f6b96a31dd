"""A poll in tables and facts: the ballot accounting adds up on paper, each state of a poll in its own words."""

from __future__ import annotations

import msgspec
import pytest

from sukui_desktop.documents.write.minutes import minutes_document, minutes_text, poll_blocks
from sukui_desktop.documents.write.paper_tables import accounting_table, ballot_counts_table, facts_table, ranking_table
from sukui_desktop.domain import poll_steps as life
from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.domain.papers.document_blocks import Paragraph, Table, document_text
from sukui_desktop.domain.papers.minutes_content import PollRecord
from sukui_desktop.models.poll import PollState
from tests.builders import kinds, papers

STATES = sorted({PollState.DRAFTED, *(target for _, target in life.STEPS.values())})


def _text(poll: PollRecord) -> str:
    document = minutes_document(msgspec.structs.replace(papers.small_minutes(), polls=()))
    return document_text(msgspec.structs.replace(document, blocks=tuple(poll_blocks(poll, "가."))))


def _figures(table: Table) -> list[int]:
    return [int(cell.replace(",", "")) for cell in table.rows[0].cells]


def test_the_ballot_accounting_is_written_as_a_sum() -> None:
    table = accounting_table(BallotAccounting(issued=1312, cast=1305, spoiled=3, returned=3, not_returned=1))
    assert [column.title for column in table.columns] == ["교부", "= 투표", "+ 훼손", "+ 반납", "+ 미반납"]
    issued, *parts = _figures(table)
    assert issued == sum(parts) == 1312
    assert table.unit == "(단위: 장)"


def test_the_count_is_written_as_a_sum() -> None:
    table = ballot_counts_table(papers.big_result().tally)
    cast, *parts = _figures(table)
    assert cast == sum(parts) == 1200


def test_ballots_that_count_in_part_stand_beside_the_sum() -> None:
    table = ballot_counts_table(kinds.every_result()["score"].tally)
    assert table.columns[-1].title == "(유효 중 일부만 셈)"
    assert _figures(table) == [23, 22, 1, 0, 1]
    assert len(ballot_counts_table(kinds.every_result()["approval"].tally).columns) == 4


def test_facts_without_a_value_are_left_out() -> None:
    table = facts_table((("이름", "값"), ("빈 것", "")))
    assert [row.cells for row in table.rows] == [("이름", "값")]
    assert not table.has_head


def test_the_waterline_lies_under_the_last_one_chosen() -> None:
    sheet = papers.small_result()
    outcome = sheet.outcome
    rows = ranking_table(outcome, sheet.definition, sheet.tally).rows
    line = next(place for place, row in enumerate(rows) if row.is_banner)
    assert rows[line - 1].cells[1] == outcome.selected[-1]
    assert "잔액 1억원" in rows[line].cells[0]
    assert len(rows) == len(outcome.ranking) + 2


def test_the_waterline_is_on_top_when_nothing_was_chosen() -> None:
    asked = papers.definition(["가", "나"], [10, 20], ceiling=5)
    tally, outcome = papers.outcome_of(asked, (2, 1), 3)
    rows = ranking_table(outcome, asked, tally).rows
    assert rows[0].is_banner
    assert "선정된 사업이 없습니다" in rows[0].cells[0]


def test_running_sum_grows_with_each_chosen_project_only() -> None:
    sheet = papers.small_result()
    *rows, totals = ranking_table(sheet.outcome, sheet.definition, sheet.tally).rows
    sums = [int(row.cells[6].replace(",", "")) for row in rows if not row.is_banner and row.cells[6]]
    assert sums == [9800, 17000, 23500, 28900, 35000, 39000, 40900]
    assert [row.cells[6] for row in rows if not row.is_bold and not row.is_banner] == ["", "", ""]
    assert totals.cells[6] == "40,900"


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_a_poll_can_be_reported(state: str) -> None:
    text = _text(papers.poll_record(papers.small_result(), state))
    assert "표결 상태" in text
    has_result = "선정 누계" in text
    assert has_result == (state in life.SHOWS_RESULT)
    assert ("아직 확정되지 않아" in text) == (state not in life.SHOWS_RESULT and state != "void")


def test_states_have_words_of_their_own() -> None:
    words = {
        _text(papers.poll_record(papers.small_result(), state)).split("표결 상태\t")[1].split("\n")[0]
        for state in STATES
    }
    assert len(words) == len(STATES) == 12


def test_a_poll_that_never_was_made_ready_has_no_hash() -> None:
    text = _text(PollRecord(title="초안", item_number="", state="drafted"))
    assert text.startswith("가. 초안\n")
    for word in ("문항 지문", "봉인 낱말", "투표 시간", "투표권 정산", "확정\t"):
        assert word not in text


def test_a_void_poll_shows_why_and_no_result() -> None:
    text = _text(papers.void_poll())
    assert "무효화 사유\t문항의 사업명이 잘못되어" in text
    assert "개표 결과" not in text
    assert "투표 시간\t2026. 8. 29.(토) 14:20~14:25" in text


def test_a_void_poll_never_shows_figures_it_may_have_had() -> None:
    poll = msgspec.structs.replace(
        papers.poll_record(papers.small_result(), "void"), void_reason="사유", void_by=("가", "나")
    )
    text = _text(poll)
    assert "P001" not in text
    assert "확정인" not in text
    assert "19\t12\t3\t3\t1" in text


def test_minutes_and_result_tell_the_same_ranking() -> None:
    sheet = papers.big_result()
    ours = [row.cells for row in ranking_table(sheet.outcome, sheet.definition, sheet.tally).rows]
    text = minutes_text(papers.minutes_of(sheet, 30))
    for cells in ours:
        assert "\t".join(cells).replace("\u00a0", " ") in text


def test_polls_are_numbered_in_the_minutes() -> None:
    document = minutes_document(papers.small_minutes())
    labels = [block.label for block in document.blocks if isinstance(block, Paragraph) and "호 안건)" in block.text]
    assert labels == ["가.", "나."]

"""찬반 and opinions as tables: shares of the valid ballots, bars to scale, and every number of a motion."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.documents.write.paper_tables import (
    choice_blocks,
    choice_table,
    motion_people_table,
    motion_table,
    opinion_blocks,
)
from sukui_desktop.domain.counting.tally_figures import OpinionCount, Tally
from sukui_desktop.domain.papers.document_blocks import Paragraph, Table
from sukui_desktop.domain.question.motion import Motion, MotionBase, MotionResult, Participation
from sukui_desktop.domain.selection.outcome_of_case import judge_motion
from sukui_desktop.wording.result import motion_verdict_sentence
from tests.builders import kinds

ASKED = kinds.every_result()["passed"].definition


def motion_result(motion: Motion | None = None, in_favour: int = 16, against: int = 9) -> MotionResult:
    """Return a judged motion of 40 enrolled, 30 present, 28 cast and 27 valid."""
    turnout = Participation(enrolled=40, present=30, cast=28, valid=27)
    return judge_motion(motion or Motion(base=MotionBase.PRESENT), in_favour, against, turnout)


def cells(table: Table) -> dict[str, str]:
    return {column.title: cell for column, cell in zip(table.columns, table.rows[0].cells, strict=True)}


def test_choices_stand_in_the_order_of_the_ballot() -> None:
    sheet = kinds.every_result()["failed"]
    table = choice_table(sheet.definition, sheet.tally, sheet.outcome)
    assert [row.cells[:3] for row in table.rows] == [
        ("찬성", "14", "50%"),
        ("반대", "9", "32.14%"),
        ("기권", "5", "17.86%"),
        ("계", "28", "100%"),
    ]
    assert [row.bar for row in table.rows] == [1000, 642, 357, -1]


def test_the_first_of_the_ballot_stands_first_even_with_fewer_votes() -> None:
    sheet = kinds.motion((2, 9, 3))
    table = choice_table(sheet.definition, sheet.tally, sheet.outcome)
    assert [row.cells[0] for row in table.rows] == ["찬성", "반대", "기권", "계"]
    assert [row.bar for row in table.rows] == [222, 1000, 333, -1]


def test_nobody_voted() -> None:
    sheet = kinds.motion((0, 0, 0), Motion(base=MotionBase.VALID))
    table = choice_table(sheet.definition, sheet.tally, sheet.outcome)
    assert [(row.cells[1], row.cells[2], row.bar) for row in table.rows] == [("0", "", -1)] * 4
    assert sheet.outcome.motion_result
    assert "1표가 모자랍니다" in motion_verdict_sentence(sheet.definition, sheet.outcome.motion_result)


@pytest.mark.parametrize(
    ("base", "named", "count"),
    [
        ("enrolled", "재적 40명", "40"),
        ("present", "출석 30명", "30"),
        ("cast", "투표 28표", "28"),
        ("valid", "유효 27표", "27"),
        ("deciding", "찬성과 반대 25표", "25"),
    ],
)
def test_every_base_is_named_with_its_number(base: MotionBase, named: str, count: str) -> None:
    assert base in tuple(MotionBase)
    judged = motion_result(Motion(base=base), 16, 9)
    assert f" {named} 가운데 {judged.needed}표가 있어야" in motion_verdict_sentence(ASKED, judged)
    told = cells(motion_table(ASKED, judged))
    assert told[f"의결 기준({named.rsplit(' ', 1)[0]})"] == count
    assert told["필요한 ‘찬성’"] == str(judged.needed)


def test_the_table_of_a_motion_agrees_with_its_sentence() -> None:
    told = cells(motion_table(ASKED, motion_result(in_favour=14)))
    assert told == {"의결 기준(출석)": "30", "필요한 ‘찬성’": "16", "찬성": "14", "반대": "9", "결과": "부결"}
    assert cells(motion_table(ASKED, motion_result()))["결과"] == "가결"


def test_people_are_reported_as_far_as_anybody_counted_them() -> None:
    assert cells(motion_people_table(motion_result())) == {"재적": "40", "출석": "30", "투표": "28", "유효": "27"}
    alone = judge_motion(Motion(base=MotionBase.VALID), 1, 0, Participation(cast=1, valid=1))
    assert cells(motion_people_table(alone)) == {"재적": "−", "출석": "−", "투표": "1", "유효": "1"}


def test_too_few_people_come_before_too_few_votes() -> None:
    judged = motion_result(Motion(base=MotionBase.VALID, least_cast=50), in_favour=2)
    assert (
        motion_verdict_sentence(ASKED, judged) == "부결: 50명 이상이 참여해야 하는데 28명이 참여하여 22명이 모자랍니다."
    )
    told = cells(motion_people_table(judged))
    assert (told["필요한 참여"], told["참여"]) == ("50", "28")
    assert cells(motion_table(ASKED, judged))["결과"] == "부결(참여 부족)"


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from(tuple(MotionBase)))
def test_every_motion_result_has_a_sentence(in_favour: int, against: int, base: MotionBase) -> None:
    judged = motion_result(Motion(base=base), in_favour, against)
    told = motion_verdict_sentence(ASKED, judged)
    assert told.startswith("가결" if judged.is_passed else "부결")
    assert ("모자랍니다" in told) == (not judged.is_passed)
    assert cells(motion_table(ASKED, judged))["찬성"] == str(in_favour)


def test_a_choice_that_passes_nothing_is_one_table() -> None:
    sheet = kinds.every_result()["choice"]
    (table,) = choice_blocks(sheet.definition, sheet.tally, sheet.outcome)
    assert isinstance(table, Table)
    assert [row.cells[0] for row in table.rows] == ["한마음", "새싹", "느티나무", "물결", "계"]


def opinions(*counts: int) -> Tally:
    return Tally(
        votes=(),
        ballots_cast=sum(counts),
        ballots_valid=sum(counts),
        ballots_blank=0,
        ballots_invalid=0,
        opinions=tuple(OpinionCount(text=f"의견 {place}", count=count) for place, count in enumerate(counts)),
    )


def test_opinions_are_a_table_with_the_others_last() -> None:
    table, note = opinion_blocks(opinions(30, 10, 6, 4))
    assert isinstance(table, Table)
    assert isinstance(note, Paragraph)
    assert [row.cells[:3] for row in table.rows] == [
        ("의견 0", "30", "60%"),
        ("의견 1", "10", "20%"),
        ("그 밖의 의견 2가지", "10", "20%"),
        ("계", "50", "100%"),
    ]
    assert [row.bar for row in table.rows] == [1000, 333, -1, -1]
    assert "10명 미만" in note.text


def test_when_all_are_reported_there_are_no_others() -> None:
    """Fails where a note speaks of opinions that are left out although none is."""
    (table,) = opinion_blocks(opinions(30, 10))
    assert isinstance(table, Table)
    assert [row.cells[0] for row in table.rows] == ["의견 0", "의견 1", "계"]


def test_rare_opinions_alone_are_not_called_other_ones() -> None:
    """Fails where the only row is 그 밖의 의견 and nothing stands above it."""
    table, note = opinion_blocks(opinions(3, 1))
    assert isinstance(table, Table)
    assert isinstance(note, Paragraph)
    assert [row.cells[:2] for row in table.rows] == [("10명 미만이 낸 의견 2가지", "4")]


def test_when_nobody_wrote_there_is_no_table() -> None:
    (note,) = opinion_blocks(opinions())
    assert isinstance(note, Paragraph)
    assert note.text == "낸 의견이 없습니다."
    assert list(opinion_blocks(kinds.every_result()["approval"].tally)) == []


@given(st.lists(st.integers(1, 60), max_size=9).map(lambda counts: sorted(counts, reverse=True)))
def test_the_rows_add_up_to_the_valid_ballots(counts: list[int]) -> None:
    tables = [block for block in opinion_blocks(opinions(*counts)) if isinstance(block, Table)]
    rows = [row for table in tables for row in table.rows if row.cells[0] != "계"]
    assert [row.cells[1] for table in tables for row in table.rows[len(rows) :]] == [f"{sum(counts)}"] * (len(rows) > 1)
    assert sum(int(row.cells[1]) for row in rows) == sum(counts)
    shares = [Fraction(row.cells[2].removesuffix("%")) for row in rows]
    assert not rows or abs(sum(shares, Fraction(0)) - 100) <= Fraction(len(rows), 200)


def test_a_combined_choice_shows_its_share() -> None:
    sheet = kinds.every_result()["choice"]
    ranking = tuple(replace(each, score=f"{each.votes}/28") for each in sheet.outcome.ranking)
    asked = replace(sheet.definition, channels=kinds.THREE)
    table = choice_table(asked, sheet.tally, replace(sheet.outcome, ranking=ranking))
    assert [row.cells[2] for row in table.rows] == ["17.86%", "17.86%", "14.29%", "0%", ""]
    assert table.columns[2].title == "합산"

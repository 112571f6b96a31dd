"""What lines beside a table state of its whole, and what becomes of a sum or number that the lines do not come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from sukui_desktop.documents.read.people import read_people
from sukui_desktop.documents.read.projects import read_projects
from sukui_desktop.documents.read.stated_totals import read_stated_line_counts, read_stated_money_sums
from sukui_desktop.documents.read.text_sheet import SheetRow
from sukui_desktop.domain.file_import import ProjectDraft, Reading
from sukui_desktop.wording.file_import import file_question_words
from tests.builders.workbooks import Rows, workbook

HEAD: list[object] = ["연번", "사업명", "사업비(백만원)"]
TWO: list[list[object]] = [[1, "산책로", 850], [2, "안부전화", 120]]
MILLION = 10**6


def asked(reading: Reading[ProjectDraft]) -> list[str]:
    return [question.reason_code for question in reading.questions]


def line(*cells: str) -> SheetRow:
    return SheetRow(1, cells)


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        (("총사업비: 970백만원",), 970),
        (("합계", "", "970"), 970),
        (("총 2건, 970백만원",), 970),
        (("○ 사업비 합계: 9억 7천만원",), 970),
        (("○ 사업비: 총 1,000백만원 (2개 사업)",), 1000),
        (("사업비 9.7억원(2건)",), 970),
        (("합계: 970(백만원)",), 970),
        (("ㅇ 총사업비(백만원) : 970",), 970),
        (("합계", "970,000", "(단위: 천원)"), 970),
        (("합계금액: ₩970,000,000",), 970),
        (("2027년 시민제안사업 목록(총 2건, 970,000천원)",), 970),
        (("TOTAL", "970"), 970),
        (("사업비 5억원 이내 사업",), None),
        (("1건당 총사업비 5억원 이하",), None),
        (("작성일: 2026. 8. 31.",), None),
        (("합계 (2026. 8. 31. 기준)",), None),
        (("2026년 예산 총괄",), None),
        (("총 120건 중 30건 선정",), None),
    ],
)
def test_the_sum_that_a_line_states(cells: tuple[str, ...], amount: int | None) -> None:
    found = {each.amount for each in read_stated_money_sums(line(*cells), MILLION)}
    assert found == (set() if amount is None else {amount * MILLION})


def test_the_numbers_that_a_line_states() -> None:
    assert read_stated_line_counts(line("2027년 목록 (25건)"), is_people=False) == {25}
    assert read_stated_line_counts(line("총 120건 가운데 선정 25건"), is_people=False) == {120, 25}
    assert read_stated_line_counts(line("총 120건 중 25건"), is_people=False) == {120, 25}
    assert read_stated_line_counts(line("접수 25건"), is_people=False) == frozenset()
    assert read_stated_line_counts(line("제3기 위원 명단(총 25명)"), is_people=True) == {25}


@pytest.mark.parametrize(
    ("above", "codes"),
    [
        (["총사업비: 970백만원"], []),
        (["총사업비: 9.7억원"], []),
        (["총 2건"], []),
        (["총사업비: 980백만원"], ["total_differs"]),
        (["합계", None, 980], ["total_differs"]),
        (["총 3건, 970백만원"], ["count_differs"]),
    ],
)
def test_a_total_above_the_table_is_held_beside_the_sum(above: list[object], codes: list[str]) -> None:
    """0.4.0 compared the rows of sums below the headings alone."""
    reading = read_projects(workbook([above, [], HEAD, *TWO]))
    assert ([draft.cost for draft in reading.drafts], asked(reading)) == ([850 * MILLION, 120 * MILLION], codes)


def test_a_table_of_sums_above_the_list() -> None:
    for total, codes in ((970, []), (980, ["total_differs"])):
        summary: Rows = [["구분", "건수", "사업비"], ["복지", 1, 850], ["환경", 1, 120], ["계", 2, total]]
        reading = read_projects(workbook([*summary, [], HEAD, *TWO]))
        assert asked(reading) == codes


def test_both_totals_count_the_one_above_and_the_row_below() -> None:
    reading = read_projects(workbook([["총사업비: 980백만원"], HEAD, *TWO, ["계", None, 970]]))
    assert (asked(reading), reading.file_total) == (["total_differs"], 980 * MILLION)


def test_a_remark_below_the_table_that_begins_with_a_total() -> None:
    for remark, codes in (("※ 총사업비 980백만원", ["total_differs"]), ("※ 1번은 총사업비 5억원 중 일부", [])):
        assert asked(read_projects(workbook([HEAD, *TWO, [remark]]))) == codes


def test_the_number_of_people_above_a_roster() -> None:
    rows: Rows = [["위원 명단(총 3명)"], ["연번", "성명"], [1, "홍길동"], [2, "김철수"]]
    assert [question.reason_code for question in read_people(workbook(rows)).questions] == ["count_differs"]
    assert read_people(workbook([*rows, [3, "공석"]])).questions == ()


def test_the_number_of_people_above_two_lists_side_by_side() -> None:
    """The halves were each compared with the whole number, so nothing was."""
    head = ["연번", "성명", "연번", "성명"]
    rows: Rows = [["위원 명단(총 4명)"], head, [1, "홍길동", 3, "이나래"], [2, "김철수", 4, "박다온"]]
    assert read_people(workbook(rows)).questions == ()
    short: Rows = [["위원 명단(총 5명)"], *rows[1:]]
    assert [question.reason_code for question in read_people(workbook(short)).questions] == ["count_differs"]


LINES: list[list[object]] = [["사업코드", "사업명", "사업비(천원)"], ["P1", "쉼터", 120_000], ["P2", "조명", 85_000]]


def explained(rows: Sequence[Any], **facts: Any) -> tuple[str, tuple[int, ...], str]:
    reading = read_projects(workbook(rows, **facts))
    (differs,) = (question for question in reading.questions if question.reason_code == "total_differs")
    return differs.because, differs.rows, file_question_words(differs)


def test_a_total_that_differs_says_which_rows_are_the_difference() -> None:
    """Fails on 0.4.0: that the hidden row's amount is exactly the difference was left for people to find out."""
    hidden = [*LINES, ["P3", "숨긴 사업", 50_000], ["합계", None, 255_000]]
    because, rows, words = explained(hidden, hidden_rows=[4])
    assert (because, rows) == ("hidden", (4,))
    assert "50,000,000원 적습니다" in words
    refused = [*LINES, ["P2", "겹친 코드", 7_000], ["합계", None, 212_000]]
    assert explained(refused)[:2] == ("refused", (4,))
    both = [*LINES, ["P3", "숨긴 사업", 50_000], ["P2", "겹친 코드", 7_000], ["합계", None, 262_000]]
    assert explained(both, hidden_rows=[4])[:2] == ("hidden_or_refused", (4, 5))
    unfit = [[*LINES[0], "검토"], [*LINES[1], "적격"], [*LINES[2], "부적격"], ["합계", None, 120_000]]
    assert explained(unfit)[:2] == ("asked_about", (3,))
    nobody_knows = [*LINES, ["P3", "숨긴 사업", 50_000], ["합계", None, 999_000]]
    assert explained(nobody_knows, hidden_rows=[4])[:2] == ("", ())


def test_parts_that_differ_say_which_project_and_both_amounts() -> None:
    """Fails on 0.4.0: only the number of the row was said."""
    heads = [*LINES[0], "국비(천원)", "시비(천원)"]
    reading = read_projects(workbook([heads, [*LINES[1], 60_000, 60_000], [*LINES[2], 40_000, 30_000]]))
    (question,) = reading.questions
    (amount,) = question.amounts
    assert (question.reason_code, amount.row, amount.name) == ("parts_differ", 3, "조명")
    assert (amount.amount, amount.other) == (85_000_000, 70_000_000)
    for said in ("‘조명’", "85,000,000원", "70,000,000원"):
        assert said in file_question_words(question)
    unreadable = read_projects(workbook([heads, [*LINES[1], 60_000, "미정"], [*LINES[2], 40_000, 45_000]]))
    assert "120,000,000원" in file_question_words(unreadable.questions[0])

"""Lists as offices keep them: what is ordinary comes in without a question, what may be wrong is asked about.

Each test of a question failed on the reader before it, which took the sheet without one.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from sukui_desktop.documents.read.channel_file import parse_channel_file
from sukui_desktop.documents.read.people import read_people
from sukui_desktop.documents.read.projects import read_projects
from sukui_desktop.domain.channel.channel_result_file import questions_about_channel_lines
from sukui_desktop.domain.file_import import ImportChoices, ProjectDraft, Reading
from tests.builders.workbooks import Rows, workbook

HEAD: list[object] = ["연번", "사업명", "사업비"]
IN_WON: list[list[object]] = [[1, "산책로", 850_000_000], [2, "안부전화", 120_000_000]]
IN_THOUSANDS: list[list[object]] = [[1, "산책로", 850_000], [2, "안부전화", 120_000]]
COSTS = [850_000_000, 120_000_000]
ROSTER: list[object] = ["연번", "성명", "소속", "연락처"]
FIRST: list[object] = [1, "홍길동", "강동구", "010-1234-5678"]
RESULT: list[list[object]] = [["번호", "사업명", "득표수"], [1, "산책로", 120], [2, "안부전화", 80]]


def seen(reading: Reading[ProjectDraft]) -> tuple[list[int], list[str], int]:
    asked = [question.reason_code for question in reading.questions]
    return [draft.cost for draft in reading.drafts], asked, len(reading.problems)


class TestHeadings:
    @pytest.mark.parametrize(
        "heading",
        [
            "사업비1)",
            "사업비*",
            "사업비 ①",
            "사 업 비",
            "사업비 주1)",
            "사업비(주1)",
            "사업비¹⁾",
            "사업비†",
            "사업비[1]",
        ],
    )
    def test_the_mark_of_a_footnote_is_no_part_of_a_heading(self, heading: str) -> None:
        rows: Rows = [["연번1)", "사업명 ②", heading], *IN_WON]
        assert seen(read_projects(workbook(rows))) == (COSTS, [], 0)

    @pytest.mark.parametrize(
        "heading",
        [
            "예산액(천원)1)",
            "사업비1)(천원)",
            "사업비②(천원)",
            "사업비(천원)주1)",
            "사업비(천원)¹⁾",
            "’27년 사업비(천원)",
            "사업비 단위:천원",
            "사업비(2027년, 천원)",
        ],
    )
    def test_a_unit_beside_a_mark_counts(self, heading: str) -> None:
        rows: Rows = [["연번", "사업명", heading], *IN_THOUSANDS]
        assert seen(read_projects(workbook(rows))) == (COSTS, [], 0)

    @pytest.mark.parametrize(
        ("one", "other"), [("사업비1)", "사업비2)"), ("사업비(1)", "사업비(2)"), ("사업비①", "사업비②")]
    )
    def test_two_costs_that_differ_by_a_mark_alone_are_asked_about(self, one: str, other: str) -> None:
        rows: Rows = [["연번", "사업명", one, other], [1, "산책로", 850_000_000, 840_000_000]]
        assert seen(read_projects(workbook(rows)))[:2] == ([], ["columns_alike"])


class TestParts:
    @pytest.mark.parametrize(
        ("heads", "cells"),
        [
            (["사업비(천원)", "국비", "시비"], [850_000, 400_000, 450_000]),
            (["사업비(천원)", "국비", "시비"], [850_000, "-", 850_000]),
            (["사업비(천원)", "국비", "시비"], [850_000, None, None]),
            (["사업비(백만원)", "국비(천원)", "시비(천원)"], [850, 400_000, 450_000]),
            (["사업비(백만원)", "국비", "지방비", "시비", "구비"], [850, 400, 450, 400, 50]),
            (["사업비(천원)", "시비"], [850_000, 800_000]),
            (["사업비(백만원)", "국비 비율", "시비 비율"], [850, 0.4, 0.6]),
            (["사업비(천원)", "기타"], [850_000, "현장 확인"]),
        ],
    )
    def test_parts_that_come_to_the_cost_need_no_question(self, heads: list[str], cells: list[object]) -> None:
        rows: Rows = [["연번", "사업명", *heads], [1, "산책로", *cells]]
        assert seen(read_projects(workbook(rows))) == ([850_000_000], [], 0)

    @pytest.mark.parametrize(
        ("heads", "cells"),
        [
            (["사업비(천원)", "국비", "시비"], [850_000, 400_000, 400_000]),
            (["사업비(천원)1)", "국비2)", "시비3)"], [850_000, 400_000, 400_000]),
            (["사업비(백만원)", "국비(천원)", "시비(천원)"], [850, 400_000, 400_000]),
            (["사업비(천원)", "보조금", "자부담"], [850_000, 800_000, 100_000]),
            (["사업비(천원)", "국비", "시비"], [850_000, "△50,000", 900_000]),
            (["사업비(천원)", "시비"], [850_000, 900_000]),
            (["사업비(천원)", "국비지원액", "시비사업비"], [850_000, 400_000, 400_000]),
        ],
    )
    def test_parts_that_do_not_add_up_are_asked_about(self, heads: list[str], cells: list[object]) -> None:
        rows: Rows = [["연번", "사업명", *heads], [1, "산책로", *cells]]
        reading = read_projects(workbook(rows))
        assert seen(reading)[1] == ["parts_differ"]
        assert reading.questions[0].rows == (2,)

    @pytest.mark.parametrize(
        "heads",
        [
            (["사업비(백만원)", None, None], ["2026년", "2027년", "합계"]),
            (["연도별 사업비(백만원)", None, None], ["'26", "'27", "계"]),
            (["사업비(백만원)", None, None], ["1차년도", "2차년도", "총계"]),
            (["사업비(백만원)", None, None], [2026, 2027, "합계"]),
            (["2026년", "2027년도", "합계(백만원)"],),
            (["국비(백만원)", "시비(백만원)", "계(백만원)"],),
        ],
    )
    def test_years_or_sources_beside_their_sum(self, heads: tuple[list[object], ...]) -> None:
        """Years were not added up in 0.4.0."""
        keys: list[list[object]] = [["연번", "사업명"], [None, None]]
        head = [[*key, *cells] for key, cells in zip(keys, heads, strict=False)]
        rows: Rows = [*head, [1, "산책로", 400, 450, 850], [2, "안부전화", 100, 20, 130]]
        reading = read_projects(workbook(rows))
        assert seen(reading) == ([850_000_000, 130_000_000], ["parts_differ"], 0)
        assert reading.questions[0].rows == (len(rows),)
        assert seen(read_projects(workbook([*rows[:-1], [2, "안부전화", 100, 20, 120]])))[1] == []

    def test_four_and_five_rows_of_headings(self) -> None:
        """Four rows were refused in 0.4.0."""
        four: list[list[object]] = [
            ["연번", "사업명", "재원별 사업비(백만원)", None, None, None],
            [None, None, "2027년도", None, None, None],
            [None, None, "본예산", None, None, "합계"],
            [None, None, "국비", "시비", "구비", None],
        ]
        merged = ["A1:A4", "B1:B4", "C1:F1", "C2:F2", "C3:E3", "F3:F4"]
        values: list[list[object]] = [[1, "산책로", 100, 200, 550, 850], [2, "안부전화", 20, 50, 50, 120]]
        assert seen(read_projects(workbook([*four, *values], merged=merged))) == (COSTS, [], 0)
        unit: list[object] = [None, None, "(백만원)", "(백만원)", "(백만원)", "(백만원)"]
        flat: list[list[object]] = [
            [*four[0][:2], "사업비", None, None, None],
            four[1],
            [None, None, "국비", "시비", "구비", "계"],
            unit,
        ]
        assert seen(read_projects(workbook([*flat, *values]))) == (COSTS, [], 0)
        five = [*merged[:2], "A1:A5", "B1:B5"][2:] + merged[2:]
        assert seen(read_projects(workbook([*four, unit, *values], merged=five))) == (COSTS, [], 0)

    def test_three_rows_of_headings_with_the_total_left_or_right(self) -> None:
        for order in (["계", "국비", "시비"], ["국비", "시비", "계"]):
            values = {"계": 850, "국비": 400, "시비": 40}
            rows: Rows = [
                ["연번", "사업명", "사업비(백만원)", None, None],
                [None, None, *order],
                [1, "산책로", *(values[word] for word in order)],
            ]
            reading = read_projects(workbook(rows, merged=["A1:A2", "B1:B2", "C1:E1"]))
            assert seen(reading)[:2] == ([850_000_000], ["parts_differ"])


class TestWhatIsMeant:
    @pytest.mark.parametrize(
        ("head", "cells", "asked"),
        [
            (["사업비(천원)", "최종액"], [850_000, 800_000], ["columns_alike"]),
            (["신청액(천원)", "심사결과(천원)"], [850_000, 800_000], ["columns_alike"]),
            (["사업비(천원)", "인건비(천원)", "물품비(천원)"], [850_000, 400_000, 450_000], []),
            (["사업비(천원)", "1인당(천원)"], [850_000, 10], []),
            (["사업비(천원)", "심사결과"], [850_000, "적격"], []),
            (["사업비(천원)", "심사결과"], [850_000, "부적격"], ["rows_unfit"]),
            (["사업비(천원)", "비고"], [850_000, "자진 철회"], ["rows_unfit"]),
        ],
    )
    def test_another_amount_or_word_beside_the_cost(
        self, head: list[str], cells: list[object], asked: list[str]
    ) -> None:
        """A later amount in a column of another name, and 부적격, came in without a word in 0.4.0."""
        rows: Rows = [["연번", "사업명", *head], [1, "산책로", *cells]]
        reading = read_projects(workbook(rows))
        assert seen(reading) == ([850_000_000], asked, 0)
        if asked == ["columns_alike"]:
            chosen = read_projects(workbook(rows), choices=ImportChoices(places={"cost": 3}))
            assert "unit_unknown" in seen(chosen)[1] or seen(chosen)[:2] == ([800_000_000], [])
            chosen = read_projects(workbook(rows), choices=ImportChoices(places={"cost": 3}, unit=1000))
            assert seen(chosen)[:2] == ([800_000_000], [])

    @pytest.mark.parametrize(
        ("row", "place"),
        [
            (["Ⅰ", "복지 분야", 970_000_000], 0),
            (["가", "복지", 970_000_000], 0),
            ([0, "총괄", 970_000_000], 0),
            ([3, "총괄", 970_000_000], 2),
        ],
    )
    def test_a_line_that_is_the_sum_of_others(self, row: list[object], place: int) -> None:
        """Came in as one more project in 0.4.0: every won twice."""
        rows: Rows = [HEAD, *IN_WON[:place], row, *IN_WON[place:]]
        reading = read_projects(workbook(rows))
        assert [question.reason_code for question in reading.questions] == ["rows_may_be_sums"]
        assert reading.questions[0].rows == (place + 2,)

    def test_the_last_of_many_lines_that_is_the_sum_of_all(self) -> None:
        rows: Rows = [
            HEAD,
            *([number, f"사업 {number}", number * 10**7] for number in range(1, 6)),
            [6, "모두 더함", 15 * 10**7],
        ]
        assert seen(read_projects(workbook(rows)))[1] == ["rows_may_be_sums"]
        few: Rows = [HEAD, *([number, f"사업 {number}", number * 10**7] for number in (1, 2, 3))]
        assert seen(read_projects(workbook(few)))[1] == []

    def test_round_amounts_that_happen_to_add_up_are_no_sums(self) -> None:
        rows: Rows = [HEAD, *([number, f"사업 {number}", cost * 10**8] for number, cost in enumerate((3, 1, 2, 5), 1))]
        assert seen(read_projects(workbook(rows)))[1] == []

    def test_a_block_of_signatures_is_a_remark(self) -> None:
        rows: Rows = [HEAD, *IN_WON, [], [None, "작성자", "예산과 홍길동 (서명)"], [None, "확인자", "과장 김철수 (인)"]]
        assert seen(read_projects(workbook(rows))) == (COSTS, [], 0)
        signed: Rows = [
            ["연번", "성명", "서명"],
            [1, "홍길동", "(인)"],
            [2, "김철수", "(인)"],
            ["작성자", "이나래 (인)"],
        ]
        assert [draft.name for draft in read_people(workbook(signed)).drafts] == ["홍길동", "김철수"]

    def test_headings_again_with_another_unit_are_asked_about(self) -> None:
        rows: Rows = [
            ["연번", "사업명", "사업비(천원)"],
            [1, "산책로", 850_000],
            ["연번", "사업명", "사업비(만원)"],
            [2, "나", 85_000],
        ]
        assert seen(read_projects(workbook(rows)))[1] == ["unit_below"]

    @pytest.mark.parametrize("cell", ["850.000", "1.250", "850.120"])
    def test_a_point_that_may_part_thousands_is_refused(self, cell: str) -> None:
        rows: Rows = [["연번", "사업명", "사업비(천원)"], [1, "산책로", cell], *IN_THOUSANDS[1:]]
        assert [problem.reason_code for problem in read_projects(workbook(rows)).problems] == ["money_unreadable"]

    def test_units_in_a_row_below_headings_though_they_look_like_numbers(self) -> None:
        for unit in ("(1,000원)", "(×1,000원)", "(천원)"):
            head: Rows = [
                ["연번", "사업명", "사업비", None, None],
                [None, None, "국비", "시비", "계"],
                [None, None, unit, unit, unit],
            ]
            rows: Rows = [*head, [1, "산책로", 400_000, 450_000, 850_000], [2, "안부전화", 20_000, 100_000, 120_000]]
            assert seen(read_projects(workbook(rows))) == (COSTS, [], 0)

    def test_headings_spread_though_cells_below_are_merged(self) -> None:
        rows: Rows = [
            ["연번", "분야", "사업명", "사업비(천원)", None, None],
            [None, None, None, "국비", "시비", "계"],
            [1, "복지", "산책로", 400_000, 450_000, 850_000],
            [2, None, "안부전화", 20_000, 100_000, 120_000],
        ]
        assert seen(read_projects(workbook(rows, merged=["B3:B4"]))) == (COSTS, [], 0)


class TestUnits:
    @pytest.mark.parametrize(
        "line",
        [
            "사업비: 천원",
            "단위(천원)",
            "‘천원’ 단위",
            "◎ 단위 → 천원",
            "(단위: 천원, VAT 포함)",
            "(기준: 2026.8.31. / 단위: 천원)",
        ],
    )
    def test_a_line_above_says_the_unit(self, line: str) -> None:
        assert seen(read_projects(workbook([[line], HEAD, *IN_THOUSANDS]))) == (COSTS, [], 0)

    @pytest.mark.parametrize(
        "line",
        ["금액은 천 원으로 표시함", "사업비는 천원 단위로 작성", "금액 천원", "KRW'000", "(x1,000)", "비용은 천원임"],
    )
    def test_a_line_that_may_say_a_unit_is_asked_about(self, line: str) -> None:
        assert seen(read_projects(workbook([[line], HEAD, *IN_THOUSANDS])))[:2] == ([], ["unit_unknown"])

    @pytest.mark.parametrize(
        "title",
        [
            "단위사업별 현황",
            "동 단위 계획형 사업",
            "구 단위 지원사업 목록",
            "만원의 행복 사업",
            "총 9억 7천만원",
            "억새 축제",
        ],
    )
    def test_a_title_says_nothing_of_the_unit(self, title: str) -> None:
        assert seen(read_projects(workbook([[title], HEAD, *IN_WON]))) == (COSTS, [], 0)

    def test_a_unit_on_the_cover_alone_is_asked_about(self) -> None:
        reading = read_projects(workbook([["2027년 사업 목록"], ["(단위: 천원)"]], [HEAD, *IN_THOUSANDS]))
        assert seen(reading)[:2] == ([], ["unit_unknown"])

    def test_a_column_of_units_that_says_otherwise_than_its_heading_is_asked_about(self) -> None:
        rows: Rows = [["연번", "사업명", "사업비(천원)", "단위"], [1, "산책로", 850, "백만원"]]
        assert seen(read_projects(workbook(rows)))[:2] == ([850_000_000], ["unit_column_differs"])


class TestSums:
    @pytest.mark.parametrize("label", ["[합계]", "【합 계】", "총 2건", "계 : 2건", "합계 금액", "○ 합계", "총 원"])
    def test_a_row_of_sums_however_it_is_called(self, label: str) -> None:
        rows: Rows = [["(단위: 천원)"], HEAD, *IN_THOUSANDS, [label, None, 970_000]]
        reading = read_projects(workbook(rows))
        assert (seen(reading), reading.file_total) == ((COSTS, [], 0), 970_000_000)

    def test_a_subtotal_above_or_below_its_lines(self) -> None:
        one, two = IN_THOUSANDS
        lists: list[list[list[object]]] = [
            [["소계", None, 850_000], one, ["소계", None, 120_000], two],
            [one, ["소계", None, 850_000], two, ["소계", None, 120_000], ["총계", None, 970_000]],
        ]
        for rows in lists:
            assert seen(read_projects(workbook([["(단위: 천원)"], HEAD, *rows]))) == (COSTS, [], 0)

    @pytest.mark.parametrize(
        ("row", "code"),
        [(["소계", None, 850_001], "part_total_differs"), (["합계", "3건", 970_000], "count_differs")],
    )
    def test_sums_and_counts_that_differ_are_asked_about(self, row: list[object], code: str) -> None:
        assert code in seen(read_projects(workbook([["(단위: 천원)"], HEAD, *IN_THOUSANDS, row])))[1]

    @pytest.mark.parametrize(
        "below",
        [
            [["1-1", "설계", 400_000], ["1-2", "공사", 450_000]],
            [["1(1)", "설계", 400_000], ["1(2)", "공사", 450_000]],
            [[2, "- 설계", 400_000], [3, "- 공사", 400_000]],
        ],
    )
    def test_numbered_lines_of_a_project_are_asked_about(self, below: list[list[object]]) -> None:
        reading = read_projects(workbook([["(단위: 천원)"], HEAD, [1, "산책로", 850_000], *below]))
        assert seen(reading)[1] == ["rows_may_be_parts"]
        assert reading.questions[0].rows == (4, 5)

    def test_a_project_put_between_two_is_no_part(self) -> None:
        rows: Rows = [HEAD, ["1", "산책로", 850_000_000], ["1-1", "안부전화", 120_000_000]]
        assert seen(read_projects(workbook(rows))) == (COSTS, [], 0)


class TestSmallThings:
    @pytest.mark.parametrize("cell", ["850000¹", "850000①", "850,000²⁾", "850000₁"])
    def test_the_mark_of_a_footnote_is_no_figure_of_an_amount(self, cell: str) -> None:
        """850000¹ came in as 8,500,001."""
        reading = read_projects(workbook([["연번", "사업명", "사업비(천원)"], [1, "산책로", cell]]))
        assert [problem.reason_code for problem in reading.problems] == ["money_unreadable"]

    def test_numbers_that_became_dates_are_asked_about(self) -> None:
        day = datetime.date(2026, 1, 2)
        assert seen(read_projects(workbook([HEAD, [day, "산책로", 850_000_000]])))[1] == ["keys_are_dates"]
        people = read_people(workbook([ROSTER, [day, *FIRST[1:]]]))
        assert [question.reason_code for question in people.questions] == ["keys_are_dates"]

    def test_an_amount_kept_as_text_by_an_apostrophe(self) -> None:
        """A code keeps its apostrophe: our own export of it would not read back as it was."""
        projects = read_projects(workbook([HEAD, ["'1", "'27년 산책로", "'850,000,000"]]))
        assert seen(projects) == ([850_000_000], [], 0)
        assert (projects.drafts[0].code, projects.drafts[0].title) == ("'1", "'27년 산책로")

    def test_the_end_of_a_list_is_a_remark(self) -> None:
        rows: Rows = [["(단위: 천원)"], HEAD, *IN_THOUSANDS, [None, "- 이 하 여 백 -"]]
        assert seen(read_projects(workbook(rows))) == (COSTS, [], 0)


class TestPeople:
    @pytest.mark.parametrize("name", ["홍○○", "김**", "박OO", "홍*동", "이ㅇㅇ", "김X수", "홍 모"])
    def test_a_masked_name_is_asked_about(self, name: str) -> None:
        reading = read_people(workbook([ROSTER, [1, name, "강동구", "010-1234-5678"]]))
        assert [question.reason_code for question in reading.questions] == ["names_masked"]

    @pytest.mark.parametrize(
        "name",
        [
            "홍길동, 김철수",
            "홍길동/김철수",
            "홍길동·김철수",
            "홍길동\n김철수",
            "홍길동 외 3명",
            "홍길동(김철수 대리)",
            "3명",
        ],
    )
    def test_several_people_in_a_cell_are_asked_about(self, name: str) -> None:
        reading = read_people(workbook([ROSTER, [1, name, "강동구", "010-1234-5678"]]))
        assert [question.reason_code for question in reading.questions] == ["names_several"]

    @pytest.mark.parametrize(
        "name",
        [
            "홍길동(洪吉童)",
            "홍길동 위원장",
            "홍길동(위원장 직무대행)",
            "홍길동 과장",
            "홍길동A",
            "홍 길 동",
            "남궁 민",
            "이 준",
            "Nguyen Thi Lan",
            "응우옌 티 란",
            "마리아 로페즈 가르시아",
            "공석훈",
            "王美玲",
            "김하늘별님이",
        ],
    )
    def test_a_name_of_one_person_is_taken(self, name: str) -> None:
        reading = read_people(workbook([ROSTER, [1, name, "강동구", "010-1234-5678"]]))
        assert ([draft.name for draft in reading.drafts], reading.questions, reading.problems) == ([name], (), ())

    @pytest.mark.parametrize("name", ["선정 중", "해촉", "사퇴", "위촉 예정자", "충원 예정", "위촉 대기"])
    def test_a_place_without_a_person(self, name: str) -> None:
        reading = read_people(workbook([ROSTER, FIRST, [2, name, None, None]]))
        assert [draft.name for draft in reading.drafts] == ["홍길동"]
        assert [part.reason_code for part in reading.not_read] == ["person_vacant"]

    @pytest.mark.parametrize(("name", "phone"), [("010-1234-5678", "홍길동"), ("1234", None), ("-", "010-1234-5678")])
    def test_a_row_of_somebody_whose_name_is_missing_is_refused(self, name: str, phone: str | None) -> None:
        reading = read_people(workbook([ROSTER, [1, name, "강동구", phone]]))
        assert [problem.reason_code for problem in reading.problems] == ["name_unclear"]

    def test_the_last_of_several_lists_side_by_side_may_be_empty(self) -> None:
        """Refused as a list without rows in 0.4.0."""
        head: list[object] = ["연번", "성명"] * 3
        rows: Rows = [head, [1, "홍길동", 3, "이나래", None, None], [2, "김철수", 4, "박다온", None, None]]
        reading = read_people(workbook(rows))
        assert (len(reading.drafts), reading.problems, reading.questions) == (4, (), ())

    def test_a_total_that_counts_others_is_asked_about(self) -> None:
        vacant: list[object] = [2, "공석", None, None]
        for count, asked in (("1명", []), ("2명", []), ("3명", ["count_differs"])):
            reading = read_people(workbook([ROSTER, FIRST, vacant, ["총원", count, None, None]]))
            assert [question.reason_code for question in reading.questions] == asked
            assert len(reading.drafts) == 1


class TestChannel:
    @pytest.mark.parametrize(
        ("rows", "asked"),
        [
            ([*RESULT, ["계", None, 200]], []),
            ([["번호", "사업명1)", "득표수*"], *RESULT[1:]], []),
            ([*RESULT[:2], RESULT[0], RESULT[2]], []),
            ([*RESULT, ["계", None, 201]], ["votes_total_differs"]),
            ([*RESULT, [1, "산책로", 5]], ["options_twice"]),
            ([["번호", "사업명", "득표수(천표)"], *RESULT[1:]], ["votes_scaled"]),
            ([["(단위: 천 표)"], *RESULT], ["votes_scaled"]),
            ([["(단위: 표)"], *RESULT], []),
        ],
    )
    def test_results_of_another_channel(self, rows: Rows, asked: list[str]) -> None:
        reading = parse_channel_file(workbook(rows))
        assert [
            question.reason_code for question in (*reading.questions, *questions_about_channel_lines(reading))
        ] == asked
        assert [line.votes for line in reading.lines][:2] == [120, 80]
        assert (reading.lines[0].title, reading.problems) == ("산책로", ())

    @pytest.mark.parametrize(
        ("head", "merged", "asked"),
        [
            (
                [["번호", "사업명", "투표 결과", None], [None, None, "득표수", "득표율"]],
                ["A1:A2", "B1:B2", "C1:D1"],
                [],
            ),
            ([["사업", None, "득표수", "비고"], ["코드", "명칭", None, None]], ["A1:B1", "C1:C2", "D1:D2"], []),
            ([["사업", None, "득표수", "비고"], ["코드", "명칭", None, None]], [], []),
            ([["번호", "사업명", "득표수", "비고"], [None, None, "(표)", None]], [], []),
            ([["번호", "사업명", "득표수", "비고"], [None, None, "(천표)", None]], [], ["votes_scaled"]),
            (
                [["번호", "사업명", "득표", None], [None, None, "위원", "시민"]],
                ["A1:A2", "B1:B2", "C1:D1"],
                ["columns_alike"],
            ),
            ([["번호", "사업명", "득표수", "득표수"], [None, None, "(온라인)", "(현장)"]], [], ["columns_alike"]),
            (
                [["번호", "사업명", "엠보팅", "현장"], [None, None, "득표수", "득표수"]],
                ["A1:A2", "B1:B2"],
                ["columns_alike"],
            ),
            (
                [
                    ["2027년 투표 결과", None, None, None],
                    ["번호", "사업명", "득표", None],
                    [None, None, "득표수", "득표율(%)"],
                ],
                ["A1:D1", "A2:A3", "B2:B3", "C2:D2"],
                [],
            ),
        ],
    )
    def test_headings_of_several_rows(self, head: list[list[object]], merged: list[str], asked: list[str]) -> None:
        """In 0.4.0 one row was read: 득표 over 위원 and 시민 refused every line as too long."""
        rows: Rows = [*head, [1, "산책로", 120, 60], [2, "안부전화", 80, 40], ["계", None, 200, 100]]
        reading = parse_channel_file(workbook(rows, merged=merged))
        assert [
            question.reason_code for question in (*reading.questions, *questions_about_channel_lines(reading))
        ] == asked
        assert [(line.title, line.votes) for line in reading.lines] == [("산책로", 120), ("안부전화", 80)]
        assert (reading.problems, reading.mapping.header_row) == ((), len(head))

    def test_a_column_chosen_under_a_heading_of_two_rows(self) -> None:
        rows: Rows = [
            ["번호", "사업명", "득표", None, None],
            [None, None, "위원", "시민", "계"],
            [1, "산책로", 10, 20, 30],
        ]
        file = workbook(rows, merged=["A1:A2", "B1:B2", "C1:E1"])
        guessed = parse_channel_file(file)
        assert guessed.questions[0].columns == ("C 득표 위원", "D 득표 시민", "E 득표 계")
        assert guessed.headers[2:] == ("득표 위원", "득표 시민", "득표 계")
        chosen = parse_channel_file(file, replace(guessed.mapping, votes=3))
        assert ([line.votes for line in chosen.lines], chosen.questions, chosen.problems) == ([20], (), ())

    def test_a_line_that_heads_a_part_is_no_heading_of_a_column(self) -> None:
        rows: Rows = [RESULT[0], [None, "온라인", None], *RESULT[1:]]
        assert [line.title for line in parse_channel_file(workbook(rows)).lines] == ["산책로", "안부전화"]

    def test_the_mark_of_a_footnote_is_no_figure_of_a_number_of_votes(self) -> None:
        """120¹ was read as 1,201 votes."""
        reading = parse_channel_file(workbook([RESULT[0], [1, "산책로", "120¹"], RESULT[2]]))
        assert [problem.reason_code for problem in reading.problems] == ["channel_votes_unreadable"]


class TestBesideTheCells:
    """What a person sees on a sheet and no cell says; each fails on the reader before it, which took it in silence."""

    def test_lines_that_are_struck_through_are_asked_about(self) -> None:
        rows: Rows = [["연번", "사업명", "사업비(천원)"], *IN_THOUSANDS, [3, "쉼터", 50_000], ["합계", None, 900_000]]
        reading = read_projects(workbook(rows, struck_rows=[3]))
        asked = {question.reason_code: question for question in reading.questions}
        assert asked["rows_struck"].rows == (3,)
        assert (asked["total_differs"].because, asked["total_differs"].rows) == ("asked_about", (3,))
        people = read_people(workbook([ROSTER, FIRST, [2, "김철수", "강북구", "010-2222-3333"]], struck_rows=[3]))
        assert [(question.reason_code, question.rows) for question in people.questions] == [("rows_struck", (3,))]

    def test_letters_struck_one_by_one_are_seen_too(self) -> None:
        struck = InlineFont(strike=True)
        gone = CellRichText(TextBlock(struck, "안부"), TextBlock(struck, "전화"))
        partly = CellRichText(TextBlock(struck, "옛"), " 산책로")
        rows: Rows = [["연번", "사업명", "사업비(천원)"], [1, partly, 850_000], [2, gone, 120_000]]
        reading = read_projects(workbook(rows))
        assert [draft.title for draft in reading.drafts] == ["옛 산책로", "안부전화"]
        assert [(question.reason_code, question.rows) for question in reading.questions] == [("rows_struck", (3,))]

    def test_a_struck_heading_or_total_asks_nothing(self) -> None:
        rows: Rows = [["연번", "사업명", "사업비(천원)"], *IN_THOUSANDS, ["합계", None, 970_000]]
        assert seen(read_projects(workbook(rows, struck_rows=[1, 4]))) == (COSTS, [], 0)

    @pytest.mark.parametrize(
        "beside",
        [
            {"page_header": "(단위: 천원)"},
            {"page_header": '&"맑은 고딕,보통"&9(단위 : 백만원)'},
            {"remarks": {"C1": "단위: 천원"}},
            {"remarks": {"B2": "2026년 예산안\n(단위: 천원)"}},
        ],
    )
    def test_a_unit_in_a_page_header_or_a_remark_alone_is_asked_about(self, beside: dict[str, Any]) -> None:
        assert seen(read_projects(workbook([HEAD, *IN_THOUSANDS], **beside)))[:2] == ([], ["unit_unknown"])
        own: Rows = [[*HEAD[:2], "사업비(천원)"], *IN_THOUSANDS]
        assert seen(read_projects(workbook(own, **beside))) == (COSTS, [], 0)

    @pytest.mark.parametrize(
        "beside", [{"page_header": "2026년 제안사업 &P/&N쪽"}, {"remarks": {"C1": "담당자 확인 바람"}}]
    )
    def test_other_words_beside_the_cells_ask_nothing(self, beside: dict[str, Any]) -> None:
        assert seen(read_projects(workbook([HEAD, *IN_WON], **beside))) == (COSTS, [], 0)

    @pytest.mark.parametrize("head", [("성", "이름"), ("성씨", "이름"), ("姓", "성명")])
    def test_a_name_in_two_columns_is_whole(self, head: tuple[str, str]) -> None:
        """The surname was left out: 영희 came in for 김영희."""
        rows: Rows = [["연번", *head, "연락처"], [1, "김", "영희", "010-1234-5678"], [2, "남궁", "민", "010-2222-3333"]]
        reading = read_people(workbook(rows))
        assert [draft.name for draft in reading.drafts] == ["김영희", "남궁민"]
        assert (reading.questions, reading.not_read) == ((), ())

    def test_a_column_of_sexes_is_no_surname(self) -> None:
        rows: Rows = [["연번", "성", "이름", "연락처"], [1, "여", "김영희", "010-1234-5678"], [2, "남", "남궁민", ""]]
        reading = read_people(workbook(rows))
        assert [draft.name for draft in reading.drafts] == ["김영희", "남궁민"]

    def test_somebody_who_died_is_asked_about(self) -> None:
        reading = read_people(workbook([ROSTER, FIRST, [2, "故 이철수", "강북구", "010-2222-3333"]]))
        assert [question.reason_code for question in reading.questions] == ["names_unlikely"]

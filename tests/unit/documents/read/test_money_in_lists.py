"""Money in lists of projects: every kind of sheet that once came in wrong is read right, refused or asked about."""

from __future__ import annotations

import pytest

from sukui_desktop.documents.read.projects import read_projects
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.file_import import ImportChoices, ProjectDraft, Reading
from tests.builders.workbooks import Rows, workbook

HEAD: list[object] = ["사업번호", "사업명", "사업비(천원)"]
TWO: list[list[object]] = [["1", "산책로", 850_000], ["2", "안부전화", 120_000]]
PARTS = ["A1:A2", "B1:B2", "C1:E1"]


def costs(reading: Reading[ProjectDraft]) -> list[int]:
    return [draft.cost for draft in reading.drafts]


def asked(reading: Reading[ProjectDraft]) -> list[str]:
    return [question.reason_code for question in reading.questions]


def refused(reading: Reading[ProjectDraft]) -> list[tuple[int, str]]:
    return [(problem.row, problem.reason_code) for problem in reading.problems]


def left(reading: Reading[ProjectDraft]) -> list[tuple[str, str]]:
    return [(part.place, part.reason_code) for part in reading.not_read]


class TestUnits:
    @pytest.mark.parametrize(
        ("rows", "cost"),
        [
            ([["연번", "사업명", "사업비(국비 포함, 천원)"], [1, "가", 850]], 850_000),
            ([["(단위: 백만 원)"], ["연번", "사업명", "사업비"], [1, "가", 850]], 850_000_000),
            ([["(단위: 조원)"], ["1. 총괄"], ["(단위: 천원)"], ["연번", "사업명", "사업비"], [1, "가", 850]], 850_000),
            ([["(단위: 백만원)"], ["연번", "사업명", "사업비(천원)"], [1, "가", 850]], 850_000),
            ([["연번", "사업명", "사업비"], [None, None, "(천원)"], [1, "가", 850]], 850_000),
            ([["연번", "사업명", "사업비"], [None, None, "백만원"], [1, "가", 850]], 850_000_000),
            ([["연번", "사업명", "사업비", "단위"], [1, "가", 850, "백만원"]], 850_000_000),
            ([["연번", "사업명", "사업비(안)"], [1, "가", "8억 5천만원"]], 850_000_000),
            ([["단위 : 백만원"], ["연번", "사업명", "사업비(안)"], [1, "가", 850]], 850_000_000),
            ([["연번", "사업명", "단위", "사업비"], [1, "가", "식", 850_000]], 850_000),
            ([["연번", "사업명", "사업비천원"], [1, "가", 850]], 850_000),
            ([["연번", "사업명", "사업비"], ["(단위: 천원)"], [1, "가", 850]], 850_000),
            ([["2027년 사업 [단위 : 백만원]"], ["연번", "사업명", "사업비"], [1, "가", 850]], 850_000_000),
            ([["접수번호", "제안사업명", "추정사업비"], ["제-1", "가", "금300,000,000원(금삼억원)"]], 300_000_000),
        ],
    )
    def test_the_unit_is_found_wherever_it_is_stated(self, rows: Rows, cost: int) -> None:
        reading = read_projects(workbook(rows))
        assert (costs(reading), asked(reading)) == ([cost], [])

    @pytest.mark.parametrize(
        "rows",
        [
            [["연번", "사업명", "사업비(안)"], [1, "가", 850_000_000]],
            [["(단위: 천달러)"], ["연번", "사업명", "사업비"], [1, "가", 850_000]],
            [["연번", "사업명", "사업비"], [1, "가", 850_000], ["※ 단위: 천원"]],
            [["연번", "사업명", "사업비(원)(천원)"], [1, "가", 850_000]],
            [["연번", "사업명", "사업비(달러)"], [1, "가", 850_000]],
        ],
    )
    def test_a_unit_that_is_not_clear_is_asked_for_and_nothing_comes_in(self, rows: Rows) -> None:
        """0.2.0 took each for 1 won."""
        reading = read_projects(workbook(rows))
        assert "unit_unknown" in asked(reading)
        assert (costs(reading), reading.layout.unit) == ([], 0)

    def test_a_chosen_unit_answers_the_question(self) -> None:
        file = workbook([["연번", "사업명", "사업비(안)"], [1, "가", 850]])
        reading = read_projects(file, choices=ImportChoices(unit=1_000_000))
        assert (costs(reading), asked(reading), reading.layout.unit) == ([850_000_000], [], 1_000_000)

    def test_an_unknown_unit_in_a_column_of_units_refuses_its_row(self) -> None:
        rows: list[list[object]] = [
            ["연번", "사업명", "사업비", "단위"],
            [1, "가", 850, "천원"],
            [2, "나", 5, ""],
            [3, "다", 5, "식"],
        ]
        reading = read_projects(workbook(rows))
        assert (costs(reading), refused(reading)) == ([850_000], [(3, "unit_unknown"), (4, "unit_unknown")])

    def test_plain_won_in_a_column_of_thousands_is_asked_about(self) -> None:
        reading = read_projects(workbook([HEAD, ["1", "가", "850,000원"], ["2", "나", "3억원"]]))
        assert (costs(reading), asked(reading)) == ([850_000, 300_000_000], ["unit_in_cells"])

    @pytest.mark.parametrize(
        ("heading", "value", "number_format", "cost"),
        [
            ("사업비(천원)", 850_000_000, "#,##0,", 850_000_000),
            ("사업비(백만원)", 850_000_000, "#,##0,,", 850_000_000),
            ("사업비", 850_000_000, "#,##0,", 850_000_000),
            ("사업비", 850_000, '#,##0"천원"', 850_000_000),
            ("사업비(천원)", 850_000, '"₩"#,##0', 850_000_000),
        ],
    )
    def test_a_number_format_that_scales(self, heading: str, value: int, number_format: str, cost: int) -> None:
        """The cell holds won and shows thousands: 0.2.0 multiplied them once more."""
        rows: list[list[object]] = [["연번", "사업명", heading], [1, "가", value]]
        assert costs(read_projects(workbook(rows, formats={"C2": number_format}))) == [cost]

    def test_a_format_that_scales_otherwise_than_the_heading_is_refused(self) -> None:
        rows: list[list[object]] = [["연번", "사업명", "사업비(백만원)"], [1, "가", 850_000_000]]
        assert refused(read_projects(workbook(rows, formats={"C2": "#,##0,"}))) == [(2, "scale_differs")]


class TestHeadings:
    def test_the_sum_of_parts_is_the_cost(self) -> None:
        rows: list[list[object]] = [
            ["연번", "사업명", "사업비(백만원)", None, None],
            [None, None, "국비", "시비", "계"],
            [1, "가", 500, 350, 850],
        ]
        reading = read_projects(workbook(rows, merged=PARTS))
        assert (costs(reading), asked(reading)) == ([850_000_000], [])
        assert [part.value for part in reading.not_read] == ["사업비(백만원) 국비", "사업비(백만원) 시비"]
        rows[1] = [None, None, "계(A+B)", "국비(A)", "시비(B)"]
        assert costs(read_projects(workbook(rows, merged=PARTS))) == [500_000_000]

    @pytest.mark.parametrize(
        "below", [["기정", "요구", "증감"], [2025, 2026, 2027], ["국비", "시비", "구비"], ["당초", "변경", "조정"]]
    )
    def test_columns_that_only_a_person_can_tell_apart_are_asked_about(self, below: list[object]) -> None:
        rows: list[list[object]] = [
            ["연번", "사업명", "예산(천원)", None, None],
            [None, None, *below],
            [1, "가", 800, 850, 50],
        ]
        file = workbook(rows, merged=PARTS)
        reading = read_projects(file)
        assert (costs(reading), asked(reading)) == ([], ["columns_alike"])
        assert len(reading.questions[0].columns) == 3
        chosen = read_projects(file, choices=ImportChoices(places={"cost": 3}))
        assert (costs(chosen), asked(chosen)) == ([850_000], [])

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("예산(천원)", "예산(천원)"),
            ("요구액(천원)", "심사액(천원)"),
            ("2025년 예산(천원)", "2026년 예산(천원)"),
            ("전년도 예산액(천원)", "금년도 예산액(천원)"),
            ("사업비(당초, 천원)", "사업비(변경, 천원)"),
            ("총사업비(천원)", "2026년 사업비(천원)"),
        ],
    )
    def test_like_headings_beside_each_other(self, first: str, second: str) -> None:
        rows: list[list[object]] = [["연번", "사업명", first, second], [1, "가", 850, 300]]
        assert asked(read_projects(workbook(rows))) == ["columns_alike"]

    def test_a_table_saved_as_text_keeps_its_two_rows_of_headings(self) -> None:
        text = "연번,사업명,사업비(백만원),,,비고\n,,국비,시비,계,\n1,가,500,350,850,\n합계,,500,350,850,\n"
        reading = read_projects(SourceFile("목록.csv", text.encode()))
        assert (costs(reading), reading.file_total) == ([850_000_000], 850_000_000)

    def test_a_heading_merged_over_an_empty_column(self) -> None:
        rows: list[list[object]] = [["연번", "사업명", None, "사업비(천원)", None], [1, "가", None, 850, None]]
        reading = read_projects(workbook(rows, merged=["B1:C1", "D1:E1", "B2:C2"]))
        assert (costs(reading), asked(reading)) == ([850_000], [])

    def test_two_lists_side_by_side_are_asked_about(self) -> None:
        reading = read_projects(workbook([[*HEAD, *HEAD], [1, "가", 850, 2, "나", 120]]))
        assert set(asked(reading)) == {"headings_twice", "columns_alike"}

    def test_a_hidden_column_never_wins(self) -> None:
        rows: list[list[object]] = [["연번", "사업명", "사업비(천원)", "사업비(천원)"], [1, "가", 500, 850]]
        reading = read_projects(workbook(rows, hidden_columns=["C"]))
        assert (costs(reading), left(reading)) == ([850_000], [("C", "column_hidden")])
        alone = read_projects(workbook([HEAD, *TWO], hidden_columns=["C"]))
        assert asked(alone) == ["column_hidden"]


class TestRows:
    def test_hidden_rows_are_left_out_until_somebody_decides(self) -> None:
        file = workbook([HEAD, *TWO], hidden_rows=[3])
        reading = read_projects(file)
        assert (costs(reading), asked(reading)) == ([850_000_000], ["rows_hidden"])
        assert reading.questions[0].rows == (3,)
        both = read_projects(file, choices=ImportChoices(takes_hidden=True))
        assert (len(both.drafts), asked(both)) == (2, [])

    def test_merged_cells(self) -> None:
        rows: list[list[object]] = [
            ["번호", "분야", "사업명", "사업비(백만원)"],
            [1, "복지", "가", 300],
            [2, None, "나", None],
        ]
        rows += [[3, None, "다", 120], [4, "환경", "라", 50]]
        reading = read_projects(workbook(rows, merged=["B2:B4", "D2:D3"]))
        assert refused(reading) == [(2, "cost_merged"), (3, "cost_merged")]
        assert [(draft.title, draft.field) for draft in reading.drafts] == [("다", "복지"), ("라", "환경")]

    def test_a_project_in_several_lines_is_left_out_unless_the_lines_add_up(self) -> None:
        lines: list[list[object]] = [
            [1, "가", "설계", 100],
            [None, None, "공사", 700],
            [None, None, "감리", 50],
            [2, "나", None, 120],
        ]
        reading = read_projects(
            workbook([["번호", "사업명", "세부", "사업비(천원)"], *lines], merged=["A2:A4", "B2:B4"])
        )
        assert (costs(reading), refused(reading)) == ([120_000], [(2, "cost_in_parts")])
        lines[0][3] = 750
        assert costs(read_projects(workbook([["번호", "사업명", "세부", "사업비(천원)"], *lines]))) == [
            750_000,
            120_000,
        ]

    @pytest.mark.parametrize(
        "rows",
        [
            [*TWO, ["합계", None, 970_000]],
            [["총 계", None, 970_000], *TWO],
            [*TWO, ["계 (2건)", None, 970_000]],
            [*TWO, [None, "합계", 970_000]],
            [*TWO, ["Grand Total", None, 970_000]],
            [TWO[0], ["복지 소계", None, 850_000], TWO[1], ["소 계", None, 120_000], ["총합계", None, 970_000]],
            [*TWO, [None, None, 970_000]],
        ],
    )
    def test_totals_are_no_projects_and_stand_beside_the_sum(self, rows: Rows) -> None:
        reading = read_projects(workbook([HEAD, *rows]))
        assert (costs(reading), reading.file_total) == ([850_000_000, 120_000_000], 970_000_000)
        assert (asked(reading), refused(reading)) == ([], [])

    def test_a_total_that_differs_is_asked_about(self) -> None:
        assert asked(read_projects(workbook([HEAD, *TWO, ["합계", None, 999_999]]))) == ["total_differs"]

    def test_a_project_on_several_lines_of_its_own_is_left_out(self) -> None:
        """0.2.0 took the first line's money for the whole."""
        reading = read_projects(workbook([HEAD, ["1", "가", 100], ["1", "가", 700], ["2", "나", 300]]))
        assert (costs(reading), refused(reading)) == ([300_000], [(2, "cost_in_parts"), (3, "code_twice")])

    def test_titles_that_end_like_a_total_are_projects(self) -> None:
        rows: list[list[object]] = [["1", "통계", 850], ["2", "놀이터 설계", 900], ["3", "시계 수리", 820]]
        assert len(read_projects(workbook([HEAD, *rows])).drafts) == 3

    def test_remarks_sections_and_headings_again(self) -> None:
        rows: list[list[object]] = [["1. 복지분야"], TWO[0], HEAD, ["2. 환경분야"], TWO[1]]
        rows += [["※ 조정될 수 있음"], ["작성자: 홍길동"]]
        reading = read_projects(workbook([HEAD, *rows]))
        assert (len(reading.drafts), asked(reading), refused(reading)) == (2, [], [])
        assert [reason for _, reason in left(reading)] == ["remark", "heading_again", "remark", "remark", "remark"]

    def test_another_table_below_is_not_read_by_the_columns_of_the_first(self) -> None:
        rows: list[list[object]] = [*TWO, [], ["(단위: 백만원)"], ["연번", "과제명", "금액"], [3, "숲", 5]]
        reading = read_projects(workbook([HEAD, *rows]))
        assert len(reading.drafts) == 2
        assert set(asked(reading)) == {"another_table", "unit_below"}

    @pytest.mark.parametrize(
        ("cell", "reason"),
        [
            ("850\n400", "money_unreadable"),
            ("850 400", "money_unreadable"),
            ("850, 400", "money_unreadable"),
            ("3억~5억", "money_unreadable"),
            ("미정", "money_unreadable"),
            ("-", "money_empty"),
            ("#REF!", "cell_error"),
            ("△850", "money_negative"),
            ("(850)", "money_negative"),
            ("=1+1", "formula_unsaved"),
            ("금12,000,000원(금일억원)", "money_unreadable"),
        ],
    )
    def test_a_cell_that_is_no_clear_amount_is_refused(self, cell: str, reason: str) -> None:
        assert refused(read_projects(workbook([HEAD, ["1", "가", cell]]))) == [(2, reason)]


class TestWholeFile:
    def test_a_cover_is_passed_over_and_named(self) -> None:
        reading = read_projects(workbook([["2027년 사업 목록"], ["예산과"]], [HEAD, *TWO]))
        assert (len(reading.drafts), reading.layout.sheet) == (2, "시트2")
        assert (left(reading), asked(reading)) == ([("시트1", "sheet_other")], [])

    def test_of_several_lists_one_is_read_and_the_others_are_offered(self) -> None:
        file = workbook([HEAD, TWO[0]], [HEAD, TWO[1]])
        reading = read_projects(file)
        assert (reading.layout.sheet, reading.layout.sheets) == ("시트1", ("시트1", "시트2"))
        assert asked(reading) == ["several_sheets"]
        chosen = read_projects(file, choices=ImportChoices(sheet="시트2"))
        assert ([draft.code for draft in chosen.drafts], asked(chosen)) == (["2"], [])

    @pytest.mark.parametrize("name", ["사업목록(단위 천원).csv", "사업목록(백만원).csv"])
    def test_a_unit_in_the_name_of_the_file_is_asked_about(self, name: str) -> None:
        reading = read_projects(SourceFile(name, "연번,사업명,사업비\n1,가,850000\n".encode()))
        assert asked(reading) == ["unit_unknown"]

    def test_a_hidden_sheet_is_named_and_never_read(self) -> None:
        reading = read_projects(workbook([HEAD, *TWO], [HEAD, ["9", "숨김", 1]], hidden_sheets=[1]))
        assert (left(reading), asked(reading)) == ([("시트2", "sheet_hidden")], [])

    @pytest.mark.parametrize(
        ("rows", "reason"),
        [
            ([["1", "가", 850], ["2", "나", 120]], "amounts_small"),
            ([["1", "가", 85_000_000_000_000], ["2", "나", 95_000_000_000_000]], "amounts_large"),
            ([["1", "가", 850_000_000], ["2", "나", 120_000], ["3", "다", 130_000_000]], "amounts_unlike"),
            ([["1", "가", 850_000], ["2", "가", 850_000]], "rows_identical"),
        ],
    )
    def test_what_no_list_should_have_is_pointed_out(self, rows: Rows, reason: str) -> None:
        assert asked(read_projects(workbook([["연번", "사업명", "사업비"], *rows]))) == [reason]

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("내려받기.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "input_is_html"),
            ("내려받기.xls", b"\xef\xbb\xbf  <table border=1><tr><td>1", "input_is_html"),
            ("내려받기.xls", "<!DOCTYPE html><html>".encode("utf-16"), "input_is_html"),
            ("내려받기.xls", b'<?xml version="1.0"?><html xmlns="x"><body/></html>', "input_is_html"),
            (
                "표.xls",
                b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
                "input_is_xml",
            ),
            ("표.xlsx", b"%PDF-1.7\n1 0 obj", "input_is_pdf"),
            ("표.csv", b"MIME-Version: 1.0\nContent-Type: multipart/related", "input_is_html"),
        ],
    )
    def test_a_file_that_is_not_what_its_name_says_is_named(self, name: str, content: bytes, code: str) -> None:
        with pytest.raises(BadInput, match=code):
            read_projects(SourceFile(name, content))

    def test_a_list_without_rows_is_refused(self) -> None:
        assert refused(read_projects(workbook([HEAD]))) == [(1, "no_rows")]

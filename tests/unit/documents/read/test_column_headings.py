"""Headings of many offices lead to the same fields, and the unit in them scales amounts exactly."""

from __future__ import annotations

import pytest

from sukui_desktop.documents.read.column_headings import Subject, find_columns, total_row_headings
from sukui_desktop.documents.read.text_sheet import Merged, SheetRow, TextSheet


def _sheet(*rows: tuple[str, ...]) -> TextSheet:
    return TextSheet("목록.csv", b"", "utf-8", [SheetRow(number, cells) for number, cells in enumerate(rows, 1)])


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("사업코드", "code"),
        ("사업번호", "code"),
        ("코드", "code"),
        (" 사 업 명 ", "title"),
        ("제목*", "title"),
        ("Title", "title"),
        ("분야", "field"),
        ("구분", "group"),
        ("그룹", "group"),
        ("담당부서", "bureau"),
        ("주관 부서", "bureau"),
        ("자치구", "district"),
        ("사업비\n(백만원)", "cost"),
        ("예산", "cost"),
        ("금액", "cost"),
        ("소요예산[천원]", "cost"),
    ],
)
def test_headings_of_project_lists(heading: str, field: str) -> None:
    needed = {"code": "코드", "title": "명칭", "cost": "금액"}
    others = tuple(name for needed_field, name in needed.items() if needed_field != field)
    columns = find_columns(_sheet(("", heading, *others)), "projects")
    assert columns.places[field] == 1
    assert columns.missing == ()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("번호", "number"),
        ("연번", "number"),
        ("No.", "number"),
        ("성명", "name"),
        ("이름", "name"),
        ("구분", "channel"),
        ("채널", "channel"),
        ("선거인단", "channel"),
        ("분과", "subcommittee"),
        ("역할", "role"),
        ("거주", "district"),
        ("자치구", "district"),
        ("연령대", "age_band"),
        ("연락처", "phone_last4"),
        ("전화", "phone_last4"),
        ("비고", "remark"),
        ("편의", "needs"),
    ],
)
def test_headings_of_rosters(heading: str, field: str) -> None:
    others = tuple(name for needed_field, name in {"number": "번호", "name": "이름"}.items() if needed_field != field)
    columns = find_columns(_sheet(("", heading, *others)), "people")
    assert columns.places[field] == 1
    assert columns.missing == ()


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("사업비", 1),
        ("사업비(원)", 1),
        ("사업비(천원)", 1_000),
        ("사업비 (단위: 만원)", 10_000),
        ("사업비[백만원]", 1_000_000),
        ("사업비（억원）", 100_000_000),
        ("사업비(단위:억)", 100_000_000),
        ("사업비(2026년)", 1),
    ],
)
def test_the_unit_in_the_heading(heading: str, unit: int) -> None:
    assert find_columns(_sheet(("사업코드", "사업명", heading)), "projects").cost_unit == unit


def test_a_unit_above_the_table_counts_unless_the_heading_says_its_own() -> None:
    above = ("", "", "(단위 : 천원)")
    assert find_columns(_sheet(above, ("사업코드", "사업명", "사업비")), "projects").cost_unit == 1_000
    assert find_columns(_sheet(above, ("사업코드", "사업명", "사업비(원)")), "projects").cost_unit == 1


def test_the_first_row_that_names_every_needed_field_is_the_header() -> None:
    columns = find_columns(
        _sheet(("사업명", "목록"), (), ("코드", "사업명", "금액"), ("코드", "제목", "예산")), "projects"
    )
    assert columns.header_row == 3
    assert columns.headers == {"code": "코드", "title": "사업명", "cost": "금액"}
    assert columns.missing == ()


def test_the_better_name_wins_and_no_column_is_two_fields() -> None:
    columns = find_columns(_sheet(("연번", "사업코드", "사업명", "사업비")), "projects")
    assert columns.places["code"] == 1
    roster = find_columns(_sheet(("번호", "성명", "구분", "분과", "구")), "people")
    assert sorted(roster.places.values()) == [0, 1, 2, 3, 4]


def test_trailing_blank_headings_do_not_widen_the_table() -> None:
    assert find_columns(_sheet(("번호", "성명", "", "")), "people").width == 2


@pytest.mark.parametrize(
    ("subject", "missing"), [("projects", ("code", "title", "cost")), ("people", ("number", "name"))]
)
def test_a_sheet_without_any_known_heading(subject: Subject, missing: tuple[str, ...]) -> None:
    columns = find_columns(_sheet(("하나", "둘"), ("셋", "넷")), subject)
    assert (columns.header_row, columns.missing) == (0, missing)


def test_rows_of_sums_are_known_by_their_word() -> None:
    assert {"합계", "소계", "계"} <= total_row_headings()


@pytest.mark.parametrize(
    ("above", "below", "places"),
    [
        ("위원 구분", ("분과", "직위", "역할"), {"subcommittee": 2, "position": 3, "role": 4}),
        ("구분", ("소속", "분과", "비고"), {"affiliation": 2, "subcommittee": 3, "remark": 4}),
        ("소속", ("분과", "직위", "거주"), {"subcommittee": 2, "position": 3, "district": 4}),
        ("위원 구분", ("자격", "분과", "직위"), {"channel": 2, "subcommittee": 3, "position": 4}),
        ("분과", ("구분", "직위", "역할"), {"channel": 2, "position": 3, "role": 4}),
    ],
)
def test_the_narrowest_heading_says_what_a_column_is(
    above: str, below: tuple[str, str, str], places: dict[str, int]
) -> None:
    """Fails on 0.6.1: 분과 below 위원 구분 was read as 구분, and the list mended later had everybody changed."""
    first = ("연번", "성명", above, "", "", "연락처")
    sheet = TextSheet(
        "명부.xlsx",
        b"",
        "xlsx",
        [SheetRow(1, first), SheetRow(2, ("", "", *below, "")), SheetRow(3, ("1", "홍길동", "가", "나", "다", "1234"))],
        merged=(
            Merged(1, 0, 2, 0),
            Merged(1, 1, 2, 1),
            Merged(1, 2, 1, 4),
            Merged(1, 5, 2, 5),
        ),
    )
    assert find_columns(sheet, "people").places == {"number": 0, "name": 1, "phone_last4": 5, **places}


def test_a_wide_heading_still_names_a_column_whose_own_says_nothing() -> None:
    sheet = TextSheet(
        "명부.xlsx",
        b"",
        "xlsx",
        [SheetRow(1, ("연번", "성명", "")), SheetRow(2, ("", "한글", "한자")), SheetRow(3, ("1", "홍길동", "洪吉童"))],
        merged=(Merged(1, 0, 2, 0), Merged(1, 1, 1, 2)),
    )
    assert find_columns(sheet, "people").places == {"number": 0, "name": 1}

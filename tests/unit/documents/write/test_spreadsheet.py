"""Tables for a spreadsheet: every person and project once, amounts as numbers, nothing that breaks a cell."""

from __future__ import annotations

import csv
import datetime
import time
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.formula_escaping import escape_formula
from sukui_desktop.documents.read.channel_file import parse_channel_file
from sukui_desktop.documents.write.spreadsheet import (
    Cell,
    Rows,
    attendance_rows,
    csv_bytes,
    csv_or_xlsx_bytes,
    result_rows,
    xlsx_bytes,
)
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.papers.attendance_sheet import AttendanceLine
from tests.builders import kinds, papers


def _read_csv(rows: Rows, folder: Path) -> list[list[str]]:
    path = folder / "table.csv"
    path.write_bytes(csv_bytes(rows))
    return list(csv.reader(StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_the_result_has_every_project_in_order_of_rank() -> None:
    sheet = papers.big_result()
    head, *rows = _cut(result_rows(sheet))[0]
    assert head == (
        *("순위", "사업코드", "사업명", "묶음", "득표", "득표율", "사업비(원)", "선정 누계(원)", "결과", "동점"),
    )
    *rows, total = rows
    assert [bool(row[9]) for row in rows] == [bool(ranked.tie) for ranked in sheet.outcome.ranking]
    assert [row[1] for row in rows] == [ranked.code for ranked in sheet.outcome.ranking]
    assert sum(row[6] for row in rows if row[8] == "선정" and isinstance(row[6], int)) == sheet.outcome.total_cost
    assert sum(row[4] for row in rows if isinstance(row[4], int)) == sum(sheet.tally.votes)
    assert {row[3] for row in rows} == {"광역제안형", "광역협치형"}
    assert [row[5] for row in rows] == [Fraction(row[4], sheet.tally.ballots_valid) for row in rows]
    count, votes = len(sheet.outcome.selected), sum(sheet.tally.votes)
    costs = sum(row[6] for row in rows)
    assert total == ("계", "", "사업 97건", "", votes, "", costs, sheet.outcome.total_cost, f"선정 {count}건", "")


def _cut(rows: Rows) -> tuple[list[Any], dict[str, Any]]:
    """Return the table of a result, and what is below it by its name."""
    empty = next(place for place, row in enumerate(rows) if not any(row))
    return list(rows[:empty]), {str(row[0]): row[2] for row in rows[empty + 1 :]}


def test_a_result_says_who_and_what_it_is_measured_by() -> None:
    """Fails on tables that had neither totals nor 재적, 출석, 한도액 and 확정."""
    sheet = replace(papers.big_result(), base_enrolled=1300, base_present=1207)
    facts = _cut(result_rows(sheet))[1]
    outcome, slips = sheet.outcome, sheet.accounting
    assert (facts["재적"], facts["출석"], facts["교부"], facts["투표"]) == (1300, 1207, 1207, 1200)
    assert facts["투표율"] == Fraction(1200, 1207)
    assert (facts["훼손"], facts["반납"], facts["미반납"]) == (slips.spoiled, slips.returned, slips.not_returned)
    assert facts["유효"] + facts["백지"] + facts["무효"] == facts["투표지"] == 1200
    assert (facts["한도액"], facts["선정 금액"]) == (outcome.ceiling, outcome.total_cost)
    assert facts["남은 금액"] == outcome.ceiling - outcome.total_cost
    assert (facts["선정 건수"], facts["금액 단위"]) == (len(outcome.selected), "원")
    assert "연습" not in facts
    assert facts["확정"].startswith("2026. 8. 29.(토)")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_result_is_read_as_a_channel_without_what_is_below_it(name: str) -> None:
    """Fails where 한도액 or 재적 below the table was taken for a project."""
    sheet = replace(papers.big_result(), base_enrolled=1300, base_present=1207)
    read = parse_channel_file(SourceFile(name=name, content=csv_or_xlsx_bytes(result_rows(sheet), name, "표")))
    assert not read.problems
    votes = {ranked.code: ranked.votes for ranked in sheet.outcome.ranking}
    assert {line.code: line.votes for line in read.lines} == votes
    assert read.totals.ballots_valid == sheet.tally.ballots_valid


def test_the_attendance_has_everybody_in_the_order_of_the_sheet() -> None:
    sheet = replace(papers.attendance_sheet(40), closed_at_ms=1)
    head, *rows = attendance_rows(sheet)
    assert len(head) == 10
    numbers = [line.number or text("documents.attendance.walk_in") for line in sheet.lines]
    assert [(row[0], row[1]) for row in rows] == list(zip(numbers, (line.name for line in sheet.lines), strict=True))
    assert [bool(row[7]) for row in rows] == [line.was_present for line in sheet.lines]
    assert {row[9] for row in rows} == {"참석", "불참"}


def test_csv_lines_end_as_a_korean_office_program_wants_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes(attendance_rows(papers.attendance_sheet(2))))
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith("\ufeff번호,성명".encode())
    assert content.count(b"\r\n") == 5
    assert content.endswith(b"\r\n")
    assert content.replace(b"\r\n", b"").count(b"\n") == 0


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_a_csv_comes_back_cell_for_cell(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    rows = _read_csv((tuple(cells), tuple(reversed(cells))), tmp_path_factory.mktemp("csv"))
    assert rows == [[escape_formula(cell) for cell in cells], [escape_formula(cell) for cell in reversed(cells)]]


def test_names_with_commas_quotes_and_breaks_stay_in_their_cell(tmp_path: Path) -> None:
    names = ("김, 민서", '"이" 지우', "박\n하준", "", "최;예은")
    rows = _read_csv(tuple((name, place) for place, name in enumerate(names)), tmp_path)
    assert rows == [[name, str(place)] for place, name in enumerate(names)]


def test_an_xlsx_has_one_page_with_the_titles_fixed(tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(xlsx_bytes(result_rows(papers.small_result()), "표"))
    book = load_workbook(tmp_path / "r.xlsx")
    (page,) = book.worksheets
    assert page.freeze_panes == "A2"
    rows = [tuple(_said(cell.value) for cell in row) for row in page.iter_rows()]
    assert rows == [tuple(map(_kept, row)) for row in result_rows(papers.small_result())]


def test_letters_an_xlsx_cannot_hold_are_left_out_of_it(tmp_path: Path) -> None:
    line = AttendanceLine(
        number="1",
        name="김\x00\x0b민\x1f서",
        channel="",
        subcommittee="",
        role="",
        is_present=False,
        was_present=False,
        admitted_at_ms=0,
    )
    sheet = msgspec.structs.replace(papers.attendance_sheet(0), lines=(line,))
    (tmp_path / "a.xlsx").write_bytes(xlsx_bytes(attendance_rows(sheet), "표"))
    page = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert page["B2"].value == "김민서"


def _table(name: str) -> tuple[tuple[object, ...], list[dict[str, object]]]:
    """Return the titles and each row by its titles."""
    head, *rows = _cut(result_rows(kinds.every_result()[name]))[0][:-1]
    return head, [{str(title): cell for title, cell in zip(head, row, strict=True)} for row in rows]


def test_points_stand_beside_the_votes() -> None:
    sheet = kinds.every_result()["ranking"]
    head, rows = _table("ranking")
    assert head[3:7] == ("묶음", "분야", "득표", "점수"), "the field as on the screen"
    points = dict(zip((option.code for option in sheet.definition.question.options), sheet.tally.points, strict=True))  # type: ignore[arg-type]
    assert {row["사업코드"]: row["점수"] for row in rows} == points
    assert "점수" not in _table("approval")[0]
    options = tuple(replace(option, group="") for option in sheet.definition.question.options)
    ungrouped = replace(sheet.definition, question=replace(sheet.definition.question, options=options))
    assert "묶음" not in result_rows(replace(sheet, definition=ungrouped))[0], "no column stands empty (0.6.0)"


def test_a_combined_share_is_two_whole_numbers_that_no_spreadsheet_takes_for_a_date(tmp_path: Path) -> None:
    sheet = kinds.every_result()["channels"]
    _, rows = _table("channels")
    for row, ranked in zip(rows, sheet.outcome.ranking, strict=True):
        assert Fraction(int(str(row["합산 분자"])), int(str(row["합산 분모"]))) == Fraction(str(ranked.score))
    cells = [cell for line in _read_csv(tuple(_cut(result_rows(sheet))[0]), tmp_path)[1:] for cell in line[:-1]]
    assert not any(cell.count("/") == 1 and cell.replace("/", "").isdigit() for cell in cells)


@pytest.mark.parametrize("name", ["channels", "empty_channel", "many_channels"])
def test_what_each_channel_gave_is_beside_the_votes_and_the_share_is_a_percentage(name: str) -> None:
    """Fails on 0.6.0, whose table had all votes of a project in one number, and no share that a person can read."""
    sheet = kinds.every_result()[name]
    ledger = sheet.outcome.ledger
    assert ledger
    places = {option.code: place for place, option in enumerate(sheet.definition.question.options)}
    for row, ranked in zip(_table(name)[1], sheet.outcome.ranking, strict=True):
        assert row["합산"] == Fraction(str(ranked.score))
        given = [row[f"{line.name} 득표"] for line in ledger.lines]
        assert given == [line.marks[places[ranked.code]] for line in ledger.lines]
        assert row["득표"] == sum(map(int, map(str, given)))
    for file in ("a.csv", "a.xlsx"):  # a column of one channel is not taken for the sum
        read = parse_channel_file(SourceFile(name=file, content=csv_or_xlsx_bytes(result_rows(sheet), file, "표")))
        assert not read.problems
        votes = {ranked.code: ranked.votes for ranked in sheet.outcome.ranking}
        assert {line.code: line.votes for line in read.lines} == votes


@pytest.mark.parametrize("name", ["score", "ranking", "cumulative", "negative_score"])
def test_points_have_the_share_of_ballots_that_name_a_project(name: str) -> None:
    """Fails on 0.6.0: the manual promises 득표율, and a table of points had none."""
    valid = kinds.every_result()[name].tally.ballots_valid
    assert all(row["득표율"] == Fraction(int(str(row["득표"])), valid) for row in _table(name)[1])


def test_every_project_has_its_sentence() -> None:
    sheet = kinds.every_result()["every_fate"]
    assert sheet.study
    head, rows = _table("every_fate")
    assert head[-1] == "까닭"
    assert {row["사업코드"]: row["까닭"] for row in rows} == sheet.study.explanations
    assert {"선정", "철회", "하위 탈락", "함께 선정 불가", "제한 금액 초과"} <= {row["결과"] for row in rows}


def test_a_motion_is_its_choices_its_base_and_its_result() -> None:
    # Fails where choices were rows of a list: with places, groups, costs of 0 and 계산됨 for a result.
    table, facts = _cut(result_rows(kinds.every_result()["passed"]))
    assert table == [
        ("선택", "표", "유효표 대비"),
        ("찬성", 16, Fraction(16, 28)),
        ("반대", 9, Fraction(9, 28)),
        ("기권", 3, Fraction(3, 28)),
        ("계", 28, Fraction(1)),
    ]
    assert (facts["백지"], facts["무효"], facts["투표"]) == (0, 0, 28)
    assert (facts["의결 기준(출석)"], facts["필요한 ‘찬성’"], facts["결과"]) == (30, 16, "가결")
    assert facts["판정"].startswith("가결: 출석 30명 가운데 16표")
    for name in ("failed", "too_few"):
        assert _cut(result_rows(kinds.every_result()[name]))[1]["결과"].startswith("부결")


def test_rare_opinions_are_no_rows() -> None:
    assert [row[:2] for row in _cut(result_rows(kinds.every_result()["opinions"]))[0]] == [
        ("의견", "투표지"),
        ("골목에 그늘막을 놓자", 17),
        ("도서관을 밤 열 시까지 열자", 10),
        ("그 밖의 의견 3가지", 12),
        ("계", 39),
    ]
    rare = _cut(result_rows(kinds.every_result()["rare_opinions"]))[0]
    assert [row[:2] for row in rare[1:]] == [("10명 미만이 낸 의견 2가지", 3), ("계", 3)]


@pytest.mark.parametrize("name", list(kinds.every_result()))
def test_every_kind_is_a_table_of_one_width_that_opens_again(name: str, tmp_path: Path) -> None:
    rows = result_rows(kinds.every_result()[name])
    assert len({len(row) for row in rows}) == 1
    (tmp_path / "r.xlsx").write_bytes(xlsx_bytes(rows, "표"))
    sheet = load_workbook(tmp_path / "r.xlsx").active
    assert sheet is not None
    read = list(sheet.iter_rows(values_only=True))
    assert [[_said(cell) for cell in line] for line in read] == [list(map(_kept, line)) for line in rows]


def _kept(cell: Cell) -> Cell | float:
    """A share is a number of the workbook."""
    return round(float(cell), 12) if isinstance(cell, Fraction) else cell


def _said(cell: object) -> object:
    """An empty cell comes back as None."""
    return "" if cell is None else round(cell, 12) if isinstance(cell, float) else cell


def _page(rows: Rows, name: str = "표") -> Worksheet:
    return load_workbook(BytesIO(xlsx_bytes(rows, name))).worksheets[0]


def test_the_same_rows_are_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    # Fails where the moment of writing lay in the file, in its properties and in every entry of the archive.
    rows = result_rows(papers.big_result())
    first = xlsx_bytes(rows, "결과")
    later = datetime.datetime(2031, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
    monkeypatch.setattr(time, "time", later.timestamp)
    assert xlsx_bytes(rows, "결과") == first
    assert {entry.date_time for entry in ZipFile(BytesIO(first)).infolist()} == {(2000, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("name", "shown"), [("사업", "사업"), ("2026/8: 결과?", "2026 8  결과"), ("가" * 50, "가" * 31), ("''", "Sheet")]
)
def test_the_sheet_has_a_name(name: str, shown: str) -> None:
    assert _page((("가",),), name).title == shown


def test_columns_are_wide_enough_and_numbers_have_their_thousands_parted() -> None:
    rows = (("사업명", "사업비"), ("한강 산책로 정비", 1_320_000_000), ("가" * 200, 5))
    page = _page(rows)
    assert page.column_dimensions["B"].width >= len("1,320,000,000")
    assert 16 <= page.column_dimensions["A"].width <= 62
    assert page["B2"].number_format == "#,##0"
    assert page["A3"].alignment.wrap_text
    assert page["A1"].font.bold
    assert not page["A2"].font.bold


@pytest.mark.parametrize("text", ["=1+1", "-신규- 돌봄", "@작은도서관", "#N/A", "+5 나눔장터", "'x", "두\n줄", "007"])
def test_text_of_a_workbook_is_what_it_was_and_never_runs(text: str) -> None:
    # Fails where text was given an apostrophe that came back with it, or #N/A became an error.
    cell = _page((("사업명",), (text,)))["A2"]
    assert (cell.value, cell.data_type) == (text, "s")

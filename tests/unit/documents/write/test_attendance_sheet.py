"""The attendance sheet names everybody once, with a place to sign, and exports as cells that stay text."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook

from sukui_desktop.documents.write.attendance_sheet import attendance_document, attendance_pdf, attendance_state_words
from sukui_desktop.documents.write.page_layout import lay_out_pages
from sukui_desktop.documents.write.page_marks import TextMark
from sukui_desktop.documents.write.spreadsheet import attendance_rows, csv_bytes, result_rows, xlsx_bytes
from sukui_desktop.domain.papers.attendance_sheet import Absence, AttendanceLine, AttendanceSheet
from sukui_desktop.domain.papers.document_blocks import Table, document_text
from tests.builders import papers
from tests.unit.documents.write.pdf_reading import body_text, reader_of, squeezed


@pytest.mark.parametrize("count", [0, 12, 400])
def test_extracted_text_is_the_whole_sheet(count: int, tmp_path: Path) -> None:
    sheet = papers.attendance_sheet(count)
    path = tmp_path / "attendance.pdf"
    path.write_bytes(attendance_pdf(sheet))
    assert squeezed(body_text(reader_of(path.read_bytes()))) == squeezed(document_text(attendance_document(sheet)))


def test_three_thousand_people_all_stand_on_it() -> None:
    sheet = papers.attendance_sheet(3000)
    table = next(block for block in attendance_document(sheet).blocks if isinstance(block, Table))
    assert len(table.rows) == 3002
    leaves = lay_out_pages(attendance_document(sheet))
    numbers = [mark.text for leaf in leaves for mark in leaf.body if isinstance(mark, TextMark)]
    assert numbers.count("2999") == 1
    for leaf in leaves[1:]:
        assert "성명" in [mark.text for mark in leaf.repeated if isinstance(mark, TextMark)]


def _line(**facts: object) -> AttendanceLine:
    plain = {"number": "1", "name": "홍길동", "channel": "", "subcommittee": "", "role": "", "admitted_at_ms": 0}
    return AttendanceLine(**{"is_present": False, "was_present": False, **plain, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("is_present", "was_present", "sitting", "closed"),
    [(True, True, "참석", "참석"), (False, True, "참석 후 퇴장", "참석 후 퇴장"), (False, False, "", "불참")],
)
def test_nobody_stayed_away_before_the_sitting_is_closed(
    is_present: bool, was_present: bool, sitting: str, closed: str
) -> None:
    sheet = papers.attendance_sheet(0)
    line = _line(is_present=is_present, was_present=was_present)
    assert attendance_state_words(line, sheet) == sitting
    assert attendance_state_words(line, msgspec.structs.replace(sheet, closed_at_ms=1)) == closed


def test_somebody_who_went_home_early_has_the_time() -> None:
    """Fails on 참석 후 퇴장 without a time."""
    line = _line(was_present=True, left_at_ms=papers.STARTS + 100 * papers.MINUTE)
    sheet = msgspec.structs.replace(papers.attendance_sheet(0), lines=(line,), closed_at_ms=1)
    assert attendance_state_words(line, sheet) == "참석\n15:40 퇴장"
    assert attendance_rows(sheet)[1][8:] == ("15:40", "참석"), "a table has one thing in a cell"
    assert "15:40 퇴장" in document_text(attendance_document(sheet))


def test_what_became_of_people_is_as_large_as_their_names() -> None:
    """Fails where the hour of leaving makes every cell of its column smaller than the others."""
    long = {
        "affiliation": "은행복지관 사무국",
        "position": "사무국장",
        "channel": "주민",
        "subcommittee": "돌봄",
        "role": "위원",
    }
    line = _line(**long, was_present=True, admitted_at_ms=papers.STARTS, left_at_ms=papers.STARTS + 100 * papers.MINUTE)
    sheet = msgspec.structs.replace(papers.attendance_sheet(0), lines=(line,), closed_at_ms=1, has_allowance=True)
    marks = [mark for page in lay_out_pages(attendance_document(sheet)) for mark in page.body]
    sizes = {mark.text: mark.size for mark in marks if isinstance(mark, TextMark)}
    assert sizes["15:40 퇴장"] == sizes["홍길동"]


def test_people_sign_for_an_allowance_where_the_meeting_pays_one() -> None:
    lines = (_line(was_present=True), _line(number="2", name="김불참"))
    sheet = msgspec.structs.replace(papers.attendance_sheet(0), lines=lines)
    assert "수당 수령" not in _titles(sheet)
    paid = msgspec.structs.replace(sheet, has_allowance=True)
    assert _titles(paid)[-2:] == ["서명", "수당 수령"]
    closed = msgspec.structs.replace(paid, closed_at_ms=1)
    for sheet_of, last in ((paid, ["", ""]), (closed, ["", "−"])):
        table = next(block for block in attendance_document(sheet_of).blocks if isinstance(block, Table))
        assert [row.cells[-1] for row in table.rows] == last


def _titles(sheet: AttendanceSheet) -> list[str]:
    table = next(block for block in attendance_document(sheet).blocks if isinstance(block, Table))
    return [column.title for column in table.columns]


def test_a_list_to_sign_has_neither_absence_nor_empty_columns() -> None:
    """Fails where a sheet printed before the meeting says 불참 on every line."""
    lines = (_line(channel="시민", role="위원", affiliation="돌봄협동조합", position="이사"), _line(role="서기"))
    sheet = msgspec.structs.replace(papers.attendance_sheet(0), lines=lines, place="")
    text = document_text(attendance_document(sheet))
    assert _titles(sheet) == ["번호", "성명", "소속", "직위", "구분", "역할", "서명"]
    assert "불참" not in text
    assert "지금 있는 사람" not in text
    assert "14:00\n" in text
    assert "확인자" in text
    assert "(서명 또는 인)" in text


def test_counts_quorum_and_time() -> None:
    sheet = msgspec.structs.replace(papers.attendance_sheet(12), opened_at_ms=1)
    text = document_text(attendance_document(sheet))
    assert "재적 12명 · 지금 있는 사람 11명 · 참석한 사람 모두 12명" in text
    assert "의사정족수: 재적 12명 중 7명 이상" in text
    assert "1\t이윤우\t단체\t장애인\t위원\t13:59\t참석\t" in text
    assert "현장\t" in text
    few = msgspec.structs.replace(sheet, quorum=None)
    assert "정족수" not in document_text(attendance_document(few))
    closed = document_text(attendance_document(msgspec.structs.replace(sheet, closed_at_ms=2)))
    assert "재적 12명 · 참석 12명 · 불참 2명 · 재적과 참석 가운데 현장 접수 2명" in closed
    assert "지금 있는 사람" not in closed


def test_the_counts_of_a_closed_sitting_add_up_and_leave_out_observers() -> None:
    """Fails where an observer is counted as absent, or 참석 and 불참 are not 재적 (0.6.0)."""
    lines = (
        _line(is_present=True, was_present=True),
        _line(),
        _line(is_present=True, was_present=True, is_walk_in=True),
        _line(is_present=True, was_present=True, is_member=False),
        _line(is_member=False),
    )
    sheet = msgspec.structs.replace(
        papers.attendance_sheet(0), lines=lines, enrolled=3, was_present=2, opened_at_ms=1, closed_at_ms=2
    )
    told = document_text(attendance_document(sheet))
    assert "재적 3명 · 참석 2명 · 불참 1명 · 재적과 참석 가운데 현장 접수 1명 · 배석 1명" in told


def _unkind() -> AttendanceSheet:
    names = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "홍길동", "\t=1", '쉼표, "따옴표"', "줄\n바꿈")
    lines = tuple(_line(number=str(place), name=name) for place, name in enumerate(names))
    return msgspec.structs.replace(papers.attendance_sheet(0), lines=lines)


def test_csv_has_bom_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "attendance.csv"
    path.write_bytes(csv_bytes(attendance_rows(_unkind())))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:2] == ["번호", "성명"]
    assert [row[1][0] for row in rows[1:5]] == ["'"] * 4
    assert rows[5][1] == "홍길동"
    assert rows[7][1] == '쉼표, "따옴표"'


def test_xlsx_has_numbers_as_numbers_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(xlsx_bytes(result_rows(papers.small_result()), "표"))
    page = load_workbook(path).worksheets[0]
    heads = ["순위", "사업코드", "사업명", "묶음", "득표", "득표율", "사업비(원)", "선정 누계(원)", "결과", "동점"]
    assert [cell.value for cell in page[1]] == heads
    assert page["G2"].value == 9_800_000_000
    assert page["F2"].number_format == "0.00%"
    path.write_bytes(xlsx_bytes(attendance_rows(_unkind()), "표"))
    page = load_workbook(path).worksheets[0]
    assert "f" not in {cell.data_type for row in page.iter_rows() for cell in row}
    assert page["B2"].value == "=1+1"


def test_first_coming_and_every_going_stand_on_the_paper_and_in_the_table() -> None:
    """Fails on 0.6.0, where the last coming alone was told: somebody came after a vote that they had voted in."""
    at = [papers.STARTS + minute * papers.MINUTE for minute in range(6)]
    away = (Absence(at[1], at[2]), Absence(at[3], at[4]))
    back = _line(is_present=True, was_present=True, admitted_at_ms=at[0], absences=away)
    gone = _line(was_present=True, admitted_at_ms=at[0], absences=away, left_at_ms=at[5])
    sheet = msgspec.structs.replace(papers.attendance_sheet(0), lines=(back, gone, _line()), closed_at_ms=1)
    between = "참석\n14:01 나감\n14:02 돌아옴\n14:03 나감\n14:04 돌아옴"
    assert attendance_state_words(back, sheet) == between
    assert attendance_state_words(gone, sheet) == f"{between}\n14:05 퇴장"
    head, first, second, third = attendance_rows(sheet)
    assert head[7:] == ("접수 시각", "퇴장 시각", "참석", "나갔다 온 시각")
    assert first[7:] == ("14:00", "", "참석", "14:01~14:02, 14:03~14:04")
    assert second[7:] == ("14:00", "14:05", "참석", "14:01~14:02, 14:03~14:04")
    assert third[7:] == ("", "", "불참", "")
    assert "14:03 나감" in document_text(attendance_document(sheet))

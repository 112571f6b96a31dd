"""Excel files as offices keep them: numbers, days, merged cells, hidden sheets, and files made to do harm."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from sukui_desktop.documents.read.people import read_people
from sukui_desktop.documents.read.projects import read_projects
from sukui_desktop.documents.read.source_file_kind import check_and_hash_source_file
from sukui_desktop.documents.read.workbook import read_workbook
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.services.file_reading_and_saving import read_file

HEADER = ["사업코드", "사업명", "사업비(원)", "분야"]


def _save(folder: Path, fill: Callable[[Worksheet], None], name: str = "사업.xlsx") -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    fill(sheet)
    book.save(folder / name)
    return folder / name


def _with_sheet(folder: Path, rows_xml: str) -> Path:
    """A workbook whose one sheet is written by hand, for what no library writes."""
    path = _save(folder, lambda sheet: sheet.append(["x"]))
    parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{main}"><sheetData>{rows_xml}</sheetData></worksheet>'.encode()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def test_numbers_come_as_the_sheet_shows_them(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADER)
        sheet.append([1, "나무", 1_234_567, "환경"])
        sheet.append(["007", "길", 462_8000_0000, "교통"])
        sheet.append([3, "숲", "3억 2천만원", "환경"])
        sheet.append([4, "못", 0.1 + 0.2, "환경"])
        sheet.append([5, "샘", 1000 * 1.1 * 10, "환경"])

    reading = read_projects(read_file(_save(tmp_path, fill)))
    costs = {project.code: project.cost for project in reading.drafts}
    assert costs == {"1": 1_234_567, "007": 46_280_000_000, "3": 320_000_000, "5": 11_000}
    (problem,) = reading.problems
    assert (problem.row, problem.column, problem.value, problem.reason_code) == (
        5,
        "사업비(원)",
        "0.3",
        "money_fraction",
    )
    assert reading.encoding == "xlsx"


@pytest.mark.parametrize(
    ("cell", "number_format", "shown"),
    [
        (1.0, "General", "1"),
        (12345678901234.0, "General", "12345678901234"),
        (11000.000000000002, "General", "11000"),
        (0.30000000000000004, "General", "0.3"),
        (2.5, "0", "2.5"),
        (-3.0, "#,##0", "-3"),
        (True, "General", "TRUE"),
        ("글", "General", "글"),
        (datetime.date(2026, 8, 31), "yyyy-mm-dd", "2026-08-31"),
        (datetime.datetime(2026, 8, 31, 9, 5), "yyyy-mm-dd hh:mm", "2026-08-31 09:05:00"),  # noqa: DTZ001 - no zone
        (datetime.time(9, 5), "hh:mm", "09:05:00"),
        (45900, 'yyyy"년" m"월" d"일"', "2025-08-31"),
        (1, "000", "001"),
        (42, "0000", "0042"),
        (1012345678, "000-0000-0000", "010-1234-5678"),
        (1012345678, "0##-####-####", "010-1234-5678"),
        (850_000_000, "#,##0,", "850000"),
        (850_000_000, "#,##0,;[Red]-#,##0,", "850000"),
        (850_400_000, "#,##0.0,,", "850.4"),
        (850_000_000, '#,##0,,"백만원"', "850백만원"),
        (850_000, '#,##0"천원"', "850000천원"),
        (850_000, "[$₩-412]#,##0", "850000"),
        (850_000, '_-"₩"* #,##0_-', "850000"),
        (0.25, "0%", "25%"),
    ],
)
def test_each_kind_of_cell_as_the_sheet_shows_it(
    tmp_path: Path, cell: float | str | bool | datetime.date, number_format: str, shown: str
) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = cell
        sheet["A1"].number_format = number_format

    (sheet,) = read_workbook(check_and_hash_source_file(read_file(_save(tmp_path, fill))))
    assert sheet.rows[0].cells == (shown,)


def test_formulas_count_as_their_last_result(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>사업코드</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>사업명</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>사업비</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"나"&amp;"무"</f><v>나무</v></c>'
        '<c r="C2"><f>10*100</f><v>1000</v></c></row>'
    )
    (project,) = read_projects(read_file(_with_sheet(tmp_path, rows))).drafts
    assert (project.code, project.title, project.cost) == ("2", "나무", 1000)


def test_rows_keep_their_numbers_below_titles_and_blank_rows(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B2"] = "2026년 사업 목록"
        sheet.merge_cells("B2:E2")
        for column, title in zip("BCDE", HEADER, strict=True):
            sheet[f"{column}4"] = title
        sheet["B6"], sheet["C6"], sheet["D6"] = "가", "나무", 5
        sheet["B8"], sheet["C8"], sheet["D8"] = "나", "길", "없음"

    reading = read_projects(read_file(_save(tmp_path, fill)))
    assert [project.code for project in reading.drafts] == ["가"]
    assert [problem.row for problem in reading.problems] == [8]


def test_cells_merged_downwards_speak_for_each_row(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADER)
        for number in range(1, 4):
            sheet.append([number, f"사업 {number}", 10, "환경" if number == 1 else None])
        sheet.merge_cells("D2:D3")
        sheet.append(["합계", None, 30, None])
        sheet.merge_cells("A5:B5")

    reading = read_projects(read_file(_save(tmp_path, fill)))
    assert [project.field for project in reading.drafts] == ["환경", "환경", ""]
    assert [part.reason_code for part in reading.not_read] == ["row_of_sums"]
    assert (reading.file_total, reading.problems) == (30, ())


def test_the_first_visible_sheet_with_content_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("숨김")
    hidden.append(["번호", "성명"])
    hidden.append([1, "숨은이"])
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("명부")
    shown.append(["번호", "성명"])
    shown.append([1, "홍길동"])
    book.save(tmp_path / "명부.xlsx")
    assert [person.name for person in read_people(read_file(tmp_path / "명부.xlsx")).drafts] == ["홍길동"]


def test_a_workbook_under_another_name_is_still_a_workbook(tmp_path: Path) -> None:
    path = _save(tmp_path, lambda sheet: sheet.append(HEADER), name="사업.csv")
    assert read_projects(read_file(path)).encoding == "xlsx"


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="xlsx_empty"):
        read_projects(read_file(_save(tmp_path, lambda _: None)))


def test_a_torn_workbook_is_refused_wherever_it_is_torn(tmp_path: Path) -> None:
    content = _save(tmp_path, lambda sheet: sheet.append(HEADER)).read_bytes()
    for end in range(4, len(content), 401):
        path = tmp_path / f"{end}.xlsx"
        path.write_bytes(content[:end])
        with pytest.raises(BadInput, match="xlsx_broken"):
            read_projects(read_file(path))


def test_a_sheet_of_broken_xml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="xlsx_broken"):
        read_projects(read_file(_with_sheet(tmp_path, '<row r="1"><c r="A1"></row>')))


def test_an_encrypted_workbook_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "잠김.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(40)
    )
    with pytest.raises(BadInput, match="xlsx_encrypted"):
        read_projects(read_file(path))


def test_another_packed_file_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "문서.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("Contents/section0.xml", "<p/>")
    with pytest.raises(BadInput, match="input_kind_unknown"):
        read_projects(read_file(path))


def test_a_small_file_that_unpacks_to_a_gigabyte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "폭탄.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(17):
                part.write(bytes(32 * 1024 * 1024))
    assert path.stat().st_size < 8 * 1024 * 1024
    with pytest.raises(BadInput, match="file_too_large"):
        read_projects(read_file(path))


def test_a_packed_file_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    path = _with_sheet(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 5000)
    content = path.read_bytes()
    size = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with pytest.raises(BadInput, match="xlsx_broken"):
        read_projects(read_file(path))


@pytest.mark.parametrize(("place", "code"), [("A1048576", "too_many_rows"), ("XFD2", "too_many_columns")])
def test_a_cell_placed_far_out_cannot_take_all_memory(tmp_path: Path, place: str, code: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADER)
        sheet[place] = 1

    with pytest.raises(BadInput, match=code):
        read_projects(read_file(_save(tmp_path, fill)))


def test_coloured_empty_cells_far_out_cost_nothing(tmp_path: Path) -> None:
    """One empty cell with a colour at the end of a sheet once refused the whole file."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADER)
        sheet.append(["P1", "길", 1_000_000, "교통"])
        for place in ("A1048576", "XFD1", "ZZ9000"):
            sheet[place].fill = PatternFill("solid", fgColor="FFFF00")

    reading = read_projects(read_file(_save(tmp_path, fill)))
    assert [(project.code, project.cost) for project in reading.drafts] == [("P1", 1_000_000)]
    assert reading.questions == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('<row r="2147483648"><c><v>1</v></c></row>', "too_many_rows"),
        ('<row r="900000"><c><v>1</v></c></row>', "too_many_rows"),
        ("<row><c r = 'XFD1'><v>1</v></c></row>", "too_many_columns"),
        ('<row><c s=">" r="XFD1"><v>1</v></c></row>', "too_many_columns"),
        ('<row><c r="&#88;FD1"><v>1</v></c></row>', "too_many_columns"),
        ('<row r="x"><c><v>1</v></c></row>', "xlsx_broken"),
        ('<row r="1"><c r="1A"><v>1</v></c></row>', "xlsx_broken"),
        ("<row>" + "<c><v>1</v></c>" * 301 + "</row>", "too_many_columns"),
        ("<row><c><v>1</v></c></row>" * 50_001, "too_many_rows"),
        (
            "<row>" + "<c><v>1</v></c>" * 250 + "</row>" + ("<row>" + "<c><v>1</v></c>" * 250 + "</row>") * 4_000,
            "too_many_cells",
        ),
    ],
)
def test_a_place_written_in_an_odd_way_cannot_take_all_memory_either(tmp_path: Path, row: str, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        read_projects(read_file(_with_sheet(tmp_path, row)))

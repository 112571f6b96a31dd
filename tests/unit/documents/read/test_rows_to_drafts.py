"""Lists of projects and people come in from CSV and XLSX with every fault named by file, row, column and value."""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sukui_desktop.documents.read.people import read_people
from sukui_desktop.documents.read.projects import read_projects
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.file_import import PersonDraft, ProjectDraft, Reading
from sukui_desktop.services.file_reading_and_saving import read_file

PROJECTS = '사업코드,사업명,분야,구분,담당부서,자치구,사업비\nP-1,나무 심기,환경,광역제안형,공원과,중구,"1,200,000"\n'
PEOPLE = "번호,성명,구분,분과,역할,거주,연령대,연락처,비고\n1,홍길동,위원,1분과,위원장,중구,40대,010-1234-5678,휠체어\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Puts text or bytes into a file and gives its path."""

    def put(content: str | bytes, name: str = "목록.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return put


def _only(reading: Reading[ProjectDraft] | Reading[PersonDraft]) -> tuple[int, str, str, str]:
    """The one problem of a reading: row, column, value, reason."""
    (problem,) = reading.problems
    assert problem.file == reading.file_name
    return problem.row, problem.column, problem.value, problem.reason_code


def test_a_project_is_read_with_all_its_fields(write: Callable[..., Path]) -> None:
    path = write(
        "사업번호;사업 명;정책분야;그룹;주관부서;자치구;예산액(천원);종류;제안자;사업내용\n"
        "07;나무 심기;환경;광역협치형;공원과;중구, 종로구;1,234.5;일반;김시민;그늘을 만든다\n"
    )
    reading = read_projects(read_file(path))
    assert reading.drafts == (
        ProjectDraft(
            code="07", title="나무 심기", field="환경", group="광역협치형", bureau="공원과", district="중구, 종로구",
            cost=1_234_500, currency="KRW", kind="일반", proposer="김시민", summary="그늘을 만든다",
        ),
    )  # fmt: skip
    assert reading.problems == ()
    assert reading.columns["title"] == "사업 명"
    assert reading.columns["cost"] == "예산액(천원)"
    assert reading.sha256 == hashlib.sha256(path.read_bytes()).digest()


def test_a_person_is_read_and_only_the_last_four_digits_of_the_telephone(write: Callable[..., Path]) -> None:
    reading = read_people(read_file(write(PEOPLE)))
    assert reading.drafts == (
        PersonDraft(
            number="1", name="홍길동", channel="위원", subcommittee="1분과", role="위원장", district="중구",
            age_band="40대", phone_last4="5678", remark="휠체어",
        ),
    )  # fmt: skip


def test_english_headings_are_known_too(write: Callable[..., Path]) -> None:
    reading = read_projects(read_file(write("Project_ID,Title,Cost,Currency\nA,Trees,12.50,pln\n")))
    assert reading.drafts == (ProjectDraft(code="A", title="Trees", cost=1_250, currency="PLN"),)


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp949", "cp949"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf_16_le"),
        ("utf-16-be", "utf_16_be"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_and_line_end(write: Callable[..., Path], encoding: str, told: str, newline: str) -> None:
    reading = read_people(
        read_file(write(PEOPLE.replace("\n", newline).replace("홍길동", "뷁똠방"), encoding=encoding))
    )
    assert reading.encoding == told
    assert [person.name for person in reading.drafts] == ["뷁똠방"]


def test_a_short_cp949_file_is_not_taken_for_another_code_page(write: Callable[..., Path]) -> None:
    reading = read_people(read_file(write("번호,성명\n1,이\n", encoding="cp949")))
    assert reading.encoding == "cp949"
    assert reading.drafts[0].name == "이"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_usual_delimiter(write: Callable[..., Path], delimiter: str) -> None:
    text = delimiter.join(["번호", "성명", "비고"]) + "\n" + delimiter.join(["1", "홍길동", '"가, 나; 다"']) + "\n"
    reading = read_people(read_file(write(text)))
    assert reading.drafts[0].remark == "가, 나; 다"


def test_a_first_line_that_names_the_delimiter(write: Callable[..., Path]) -> None:
    reading = read_people(read_file(write("sep=;\r\n번호;성명\r\n;이름없음\r\n2;홍길동\r\n")))
    assert [person.number for person in reading.drafts] == ["2"]
    assert _only(reading) == (3, "번호", "", "number_empty")


def test_titles_and_a_unit_above_the_header_are_no_projects(write: Callable[..., Path]) -> None:
    reading = read_projects(
        read_file(write("2020년 광역제안형 사업 목록,,\n,,(단위: 백만원)\n\n사업코드,사업명,사업비\n1,나무,12\n"))
    )
    assert [project.cost for project in reading.drafts] == [12_000_000]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",나무,1000", (2, "사업코드", "", "code_empty")),
        ("2, \u200b ,1000", (2, "사업명", "", "title_empty")),
        ("2,나무,", (2, "사업비", "", "money_empty")),
        ("2,나무,0", (2, "사업비", "0", "cost_zero")),
        ("2,나무,-5", (2, "사업비", "-5", "money_negative")),
        ("2,나무,1.5", (2, "사업비", "1.5", "money_fraction")),
        ("2,나무,많이", (2, "사업비", "많이", "money_unreadable")),
        ("2,나무", (2, "", "2", "cells_too_few")),
        ("2,나무,1000,넘침", (2, "", "4", "cells_too_many")),
        (f"2,{'긴' * 501},1", (2, "사업명", "긴" * 80, "text_too_long")),
    ],
)
def test_a_bad_project_is_left_out_and_named(
    write: Callable[..., Path], line: str, problem: tuple[int, str, str, str]
) -> None:
    reading = read_projects(read_file(write(f"사업코드,사업명,사업비\n{line}\n9,좋은 사업,1000\n")))
    assert _only(reading) == problem
    assert [project.code for project in reading.drafts] == ["9"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",홍길동,", (2, "번호", "", "number_empty")),
        ("1,,010-1111-2222", (2, "성명", "", "name_empty")),
        (f"1,{'홍' * 201},", (2, "성명", "홍" * 80, "text_too_long")),
    ],
)
def test_a_bad_person_is_left_out_and_named(
    write: Callable[..., Path], line: str, problem: tuple[int, str, str, str]
) -> None:
    reading = read_people(read_file(write(f"번호,성명,연락처\n{line}\n9,좋은이,010-0000-1111\n")))
    assert _only(reading) == problem
    assert [person.number for person in reading.drafts] == ["9"]


def test_the_second_of_two_equal_keys_is_named_and_the_first_stays(write: Callable[..., Path]) -> None:
    reading = read_projects(read_file(write("코드,사업명,금액\n가,첫째,1\n 가\u200b ,둘째,2\n")))
    assert [project.title for project in reading.drafts] == ["첫째"]
    assert _only(reading) == (3, "코드", "가", "code_twice")
    roster = read_people(read_file(write("번호,성명\n1,홍\n1,김\n")))
    assert _only(roster) == (3, "번호", "1", "number_twice")


def test_rows_are_counted_as_a_spreadsheet_shows_them(write: Callable[..., Path]) -> None:
    reading = read_projects(read_file(write('사업코드,사업명,사업비\n\n1,"두 줄로\n쓴 이름",10\n\n2,나무,없음\n')))
    assert [project.title for project in reading.drafts] == ["두 줄로 쓴 이름"]
    assert _only(reading)[:1] == (5,)


def test_names_of_200_letters_emoji_nfd_and_direction_marks(write: Callable[..., Path]) -> None:
    long_name = "홍" * 200
    decomposed = unicodedata.normalize("NFD", "뷁길동")
    reading = read_people(
        read_file(write(f"번호,성명\n1,{long_name}\n2,{decomposed}\n3,나무🌳\n4,\u202e동길홍\u202c\u200f\n"))
    )
    assert [person.name for person in reading.drafts] == [long_name, "뷁길동", "나무🌳", "동길홍"]
    assert reading.problems == ()


def test_a_formula_in_a_cell_is_only_text(write: Callable[..., Path]) -> None:
    reading = read_people(read_file(write('번호,성명\n1,"=HYPERLINK(""http://x"",""y"")"\n')))
    assert reading.drafts[0].name == '=HYPERLINK("http://x","y")'


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("사업명,사업비\n나무,1\n", ["column_missing_code"]),
        ("사업코드,비고\n1,x\n", ["column_missing_title", "column_missing_cost"]),
        ("아무,것도\n아닌,파일\n", ["header_missing"]),
    ],
)
def test_without_its_needed_columns_nothing_is_drafted(
    write: Callable[..., Path], text: str, reasons: list[str]
) -> None:
    reading = read_projects(read_file(write(text)))
    assert reading.drafts == ()
    assert [problem.reason_code for problem in reading.problems] == reasons
    assert {problem.row for problem in reading.problems} == {1}


@pytest.mark.parametrize(
    ("content", "code", "facts"),
    [
        (b"", "input_empty", {}),
        (b"\xef\xbb\xbf \r\n\t", "input_empty", {}),
        ("번호,성명\n1,홍\0길동\n".encode(), "csv_nul", {"line": 2, "column": 4}),
        (
            '번호,성명\n1,"홍길동\n2,김\n'.encode(),
            "csv_quote_open",
            {"line": 2, "column": 2, "value": "홍길동\n2,김\n"},
        ),
        ("번호,성명\n1,홍".encode() + b"\xff\xfe\n", "encoding_unknown", {"line": 2, "column": 6, "value": "ff fe"}),
        ("번호,성명\n1,홍길동\n".encode("cp949")[:-2] + b"\n", "encoding_unknown", {"line": 2, "expected": "cp949"}),
        ("\ufeff번호,성명\n1,홍".encode() + b"\xc7\n", "encoding_unknown", {"line": 2, "expected": "utf-8-sig"}),
        (('번호,성명\n1,"' + "홍" * 200_000).encode(), "csv_field_endless", {"line": 2}),
        (b"1\n" * 50_001, "too_many_rows", {"line": 50_001, "expected": 50_000}),
        (b"," * 300, "too_many_columns", {"line": 1, "value": 301}),
        (b"PK\x03\x04 torn", "xlsx_broken", {}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xlsx_old", {}),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    write: Callable[..., Path], content: bytes, code: str, facts: dict[str, object]
) -> None:
    path = write(content)
    with pytest.raises(BadInput) as refused:
        read_people(read_file(path))
    assert refused.value.code == code
    assert {**refused.value.facts, "file": path.name, **facts} == refused.value.facts
    assert path.read_bytes() == content


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="input_missing"):
        read_people(read_file(tmp_path / "없음.csv"))
    with pytest.raises(BadInput, match="input_unreadable"):
        read_people(read_file(tmp_path))


@pytest.mark.parametrize("name", ["큰.csv", "큰.xlsx", "큰.pb"])
def test_a_file_of_one_gigabyte_is_refused_before_it_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(1024**3)
    with pytest.raises(BadInput) as refused:
        read_projects(read_file(path))
    assert refused.value.code == "file_too_large"
    assert refused.value.facts == {"file": name, "value": 1024, "expected": 64}


def test_the_statistics_office_file_is_known_for_cp949(shared_data: Path) -> None:
    reading = read_people(read_file(shared_data / "korea_population" / "mois_202012_dong_sex_age_seoul.cp949.csv"))
    assert reading.encoding == "cp949"
    assert [problem.reason_code for problem in reading.problems] == ["header_missing"]
    assert reading.problems[0].value.startswith("행정구역 2020년12월_남_총인구수")


def test_a_day_in_a_workbook_is_reported_as_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["번호", "성명", "비고"])
    sheet.append([1, "홍길동", datetime.date(2026, 8, 31)])
    book.save(tmp_path / "명부.xlsx")
    assert read_people(read_file(tmp_path / "명부.xlsx")).drafts[0].remark == "2026-08-31"

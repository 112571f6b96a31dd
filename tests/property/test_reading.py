"""Any bytes of a file end in drafts and problems or in a refusal, never in a crash."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.documents.read.people import read_people
from sukui_desktop.documents.read.projects import read_projects
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.file_import import MAX_NAME, NotReadKind
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.services.file_reading_and_saving import read_file
from tests.builders.workbooks import workbook as workbook_of

PEOPLE = '번호,성명,연락처\n1,홍길동,010-1234-5678\n2,"김 ""철"" 수",\n'.encode()
ELECTION = (
    b"META\nkey;value\nbudget;10\nvote_type;approval\nnum_votes;2\nPROJECTS\nproject_id;cost\nA;1\nB;2.5\n"
    b"VOTES\nvoter_id;vote\n1;A,B\n2;\n"
)
CELLS = st.text(max_size=8) | st.sampled_from(["1", "홍길동", "3억", "=1+1", "", "합계", '"', "\u202e", "0", "-1"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def workbook(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["번호", "성명"])
    book.worksheets[0].append([1, "홍길동"])
    book.save(folder / "source.xlsx")
    return (folder / "source.xlsx").read_bytes()


def _read_all(content: bytes) -> None:
    file = SourceFile("any.csv", content)
    for reader in (read_people, read_projects, read_pabulib):
        try:
            reader(file)
        except BadInput as refused:
            if refused.facts["file"] != "any.csv":
                raise AssertionError(refused) from refused


@given(content=st.binary(max_size=400))
@example(content=b"\xff\xfe\x00")
@example(content=b"PK\x03\x04" + bytes(30))
@example(content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(content=b"sep=;")
@example(content=b'"')
def test_any_bytes(content: bytes) -> None:
    _read_all(content)


@given(source=st.sampled_from([PEOPLE, ELECTION]), data=st.data())
def test_a_good_file_with_some_bytes_changed(folder: Path, source: bytes, data: st.DataObject) -> None:
    content = bytearray(source)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _read_all(bytes(content))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_workbook_with_some_bytes_changed(folder: Path, workbook: bytes, data: st.DataObject) -> None:
    content = bytearray(workbook)
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    _read_all(bytes(content))


@given(rows=st.lists(st.lists(CELLS.filter(lambda cell: "\0" not in cell), min_size=3, max_size=3), max_size=8))
def test_every_row_of_a_sheet_is_a_draft_or_a_problem_or_blank(folder: Path, rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path = folder / "rows.csv"
    path.write_bytes("\n".join(["번호,성명,연락처", *lines]).encode("utf-8", "replace"))
    reading = read_people(read_file(path))
    header_row = reading.layout.header_row  # rows under the first heading may only go on with it
    blank = {place for place, row in enumerate(rows, 2) if not any(map(clean_text, row))}
    left = {int(part.place) for part in reading.not_read if part.what == NotReadKind.ROW}
    told = {problem.row for problem in reading.problems if problem.row > header_row}
    if not any(problem.row <= header_row and problem.reason_code != "no_rows" for problem in reading.problems):
        known = set(reading.rows) | left | told | blank | set(range(header_row + 1))
        assert known >= set(range(2, len(rows) + 2))
    assert not set(reading.rows) & left
    numbers = [person.number for person in reading.drafts]
    assert len(set(numbers)) == len(numbers)
    assert all(person.number and 0 < len(person.name) <= MAX_NAME for person in reading.drafts)
    assert all(len(person.phone_last4) in {0, 4} for person in reading.drafts)


UNITS = {
    "원": 1,
    "천원": 1_000,
    "만원": 10_000,
    "백만원": 1_000_000,
    "억원": 100_000_000,
    "千원": 1_000,
    "KRW 1,000": 1_000,
}
DOUBTS = {"amounts_small", "amounts_large", "amounts_unlike", "rows_identical"}


@given(
    unit=st.sampled_from(sorted(UNITS)),
    place=st.sampled_from(["heading", "below", "above", "column", "far above"]),
    amounts=st.lists(st.integers(1, 99_999), min_size=1, max_size=6),
    has_total=st.booleans(),
    has_parts=st.booleans(),
)
def test_money_is_read_by_the_unit_wherever_it_is_stated(
    unit: str, place: str, amounts: list[int], *, has_total: bool, has_parts: bool
) -> None:
    """Sheets of every layout come to the same won; only amounts that look odd are asked about."""
    heading = f"사업비(국비 포함, {unit})" if place == "heading" else "사업비"
    rows: list[list[object]] = [["2027년 사업 목록"]]
    if place == "far above":
        rows += [[f"[단위 : {unit}]"], ["가. 제안 사업"]]
    if place == "above":
        rows += [["(단위: 조원)"], [None, None, None, f"(단위: 명, {unit})"]]
    head = len(rows) + 1
    merged: list[str] = []
    if has_parts:
        rows += [["연번", "사업명", heading, None, None, "단위" if place == "column" else None]]
        rows += [[None, None, "국비", "시비", "계", None]]
        merged = [f"A{head}:A{head + 1}", f"B{head}:B{head + 1}", f"C{head}:E{head}"]
    else:
        rows += [["연번", "사업명", heading, None, None, "단위" if place == "column" else None]]
    if place == "below":
        rows += [[None, None, *([f"({unit})"] * (3 if has_parts else 1))]]
    for number, amount in enumerate(amounts, 1):
        cells: list[object] = [1, amount - 1, amount] if has_parts else [amount, None, None]
        rows += [[number, f"사업 {number}", *cells, unit if place == "column" else None]]
    if has_total:
        total = sum(amounts)
        cells = [len(amounts), total - len(amounts), total] if has_parts else [total, None, None]
        rows += [["합계", None, *cells, unit if place == "column" else None]]
    reading = read_projects(workbook_of(rows, merged=merged))
    won = UNITS[unit]
    assert [draft.cost for draft in reading.drafts] == [amount * won for amount in amounts]
    assert {question.reason_code for question in reading.questions} <= DOUBTS
    assert reading.problems == ()
    assert reading.file_total == (sum(amounts) * won if has_total else None)


@given(data=st.data())
def test_a_workbook_whose_parts_say_nonsense_is_read_or_refused(data: st.DataObject) -> None:
    """Every number and word of the XML is replaced by what no program writes; nothing but a refusal may come of it."""
    rows: list[list[object]] = [["연번", "사업명", "사업비(백만원)"], [1, "산책로", 850], ["합계", None, 850]]
    good = workbook_of(rows, merged=["A3:B3"], formats={"C2": "#,##0,"}, hidden_rows=[2], hidden_columns=["B"])
    with zipfile.ZipFile(io.BytesIO(good.content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = data.draw(st.sampled_from(sorted(part for part in parts if part.startswith("xl/"))))
    words = re.findall(rb'"[^"]*"|>[^<]+<', parts[name])
    for _ in range(data.draw(st.integers(1, 3))):
        word = data.draw(st.sampled_from(words))
        nonsense = data.draw(
            st.sampled_from([b"-1", b"999999999999", b"", b"A1:ZZ99", b"1e999", b"NaN", b"s", b"\xc3\xa9"])
        )
        parts[name] = parts[name].replace(word, word[:1] + nonsense + word[-1:], 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for part, content in parts.items():
            packed.writestr(part, content)
    _read_all(out.getvalue())

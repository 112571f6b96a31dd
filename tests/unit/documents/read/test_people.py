"""Rosters as offices write them: who comes in, what is told, what is no person."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from sukui_desktop.documents.read.people import read_people
from sukui_desktop.domain.file_import import NO_COLUMN, ImportChoices, PersonDraft, Reading
from sukui_desktop.services.file_reading_and_saving import read_file
from tests.builders.workbooks import workbook

Roster = Reading[PersonDraft]
Write = Callable[..., Roster]


@pytest.fixture
def of_sheet(tmp_path: Path) -> Write:
    """Reads the roster that these rows, merged cells and number formats make in a workbook."""

    def read(
        *rows: Sequence[object], merged: Sequence[str] = (), formats: dict[str, str] | None = None, **choices: object
    ) -> Roster:
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        for row in rows:
            page.append(list(row))
        for cell, code in (formats or {}).items():
            page[cell].number_format = code
        for area in merged:
            page.merge_cells(area)
        path = tmp_path / "명부.xlsx"
        book.save(path)
        return read_people(read_file(path), ImportChoices(**choices))  # type: ignore[arg-type]

    return read


@pytest.fixture
def of_text(tmp_path: Path) -> Write:
    def read(content: str) -> Roster:
        path = tmp_path / "명부.csv"
        path.write_text(content, encoding="utf-8")
        return read_people(read_file(path))

    return read


def people(reading: Roster) -> list[tuple[str, str]]:
    return [(draft.number, draft.name) for draft in reading.drafts]


def told(reading: Roster) -> list[tuple[int, str]]:
    return [(problem.row, problem.reason_code) for problem in reading.problems]


def aside(reading: Roster) -> list[tuple[str, str]]:
    return [(part.place, part.reason_code) for part in reading.not_read if part.what == "row"]


@pytest.mark.parametrize("merged", [(), ("A2:A3", "B2:C2", "D2:D3", "E2:E3")])
def test_a_second_row_of_headings_is_no_person(of_sheet: Write, merged: Sequence[str]) -> None:
    """0.2.0 enrolled somebody called 한글."""
    reading = of_sheet(
        ("위원 명부",),
        ("연번", "성명", None, "소속", "서명"),
        (None, "한글", "한자", None, None),
        (1, "홍길동", "洪吉童", "시민", None),
        (2, "이서연", "李瑞姸", "시민", None),
        merged=merged,
    )
    assert people(reading) == [("1", "홍길동"), ("2", "이서연")]
    assert [draft.affiliation for draft in reading.drafts] == ["시민", "시민"]
    assert told(reading) == []


def test_headings_under_one_heading_for_the_person(of_sheet: Write) -> None:
    reading = of_sheet(
        ("연번", "인적사항", None, None, "비고"),
        (None, "성명", "생년월일", "연락처", None),
        (1, "홍길동", datetime.date(1961, 3, 5), "010-1111-2222", "위원장"),
        merged=("A1:A2", "B1:D1", "E1:E2"),
    )
    (person,) = reading.drafts
    assert (person.number, person.name, person.birth, person.phone_last4) == ("1", "홍길동", "1961-03-05", "2222")
    assert (person.remark, person.needs) == ("위원장", "")


def test_headings_written_again_are_no_people(of_text: Write) -> None:
    reading = of_text("번호,성명,연락처\n1,홍길동,\n번호,성명,연락처\n2,김민준,\n연번,이름,전화\n3,박도윤,\n")
    assert people(reading) == [("1", "홍길동"), ("2", "김민준")]
    assert aside(reading)[0] == ("3", "heading_again")
    assert [(question.reason_code, question.rows) for question in reading.questions] == [("another_table", (5,))]


@pytest.mark.parametrize("gap", [(), (None,)])
def test_a_list_in_two_columns_comes_in_whole(of_sheet: Write, gap: tuple[None, ...]) -> None:
    """0.2.0 lost the right half."""
    reading = of_sheet(
        ("연번", "성명", "연락처", *gap, "연번", "성명", "연락처"),
        (1, "홍길동", "010-1234-5678", *gap, 3, "이서연", "010-4444-5555"),
        (2, "김민준", "010-2222-3333", *gap, 4, "박도윤", "010-1234-****"),
        (None, None, None, *gap, 5, "최지우", None),
    )
    assert people(reading) == [("1", "홍길동"), ("2", "김민준"), ("3", "이서연"), ("4", "박도윤"), ("5", "최지우")]
    assert [draft.phone_last4 for draft in reading.drafts] == ["5678", "3333", "5555", "", ""]
    assert reading.rows == (2, 3, 2, 3, 4)
    assert told(reading) == [(3, "phone_masked")]
    assert (reading.questions, reading.not_read) == ((), ())


def test_halves_numbered_from_one_each_are_told(of_sheet: Write) -> None:
    reading = of_sheet(("연번", "성명", "연번", "성명"), (1, "홍길동", 1, "이서연"))
    assert people(reading) == [("1", "홍길동")]
    assert told(reading) == [(2, "number_twice")]


def test_two_columns_of_names_with_one_number_are_asked_about(of_sheet: Write) -> None:
    reading = of_sheet(("연번", "성명", "성명"), (1, "홍길동", "이서연"))
    assert [question.reason_code for question in reading.questions] == ["headings_twice"]


def test_places_without_a_person_are_left_aside(of_sheet: Write) -> None:
    """0.2.0 enrolled 공석 and 미정, and the number of members was wrong."""
    reading = of_sheet(
        ("번호", "성명", "소속"),
        (1, "홍길동", "복지관"),
        (2, "(공석)", "복지관"),
        (3, "결원 1명", None),
        (4, "-", "구청"),
        (5, "미정", None),
        (6, "○○○", None),
        (7, None, None),
        (8, "공석진", "구청"),
    )
    assert people(reading) == [("1", "홍길동"), ("8", "공석진")]
    assert [code for _, code in aside(reading)] == ["person_vacant"] * 5 + ["number_alone"]
    assert told(reading) == []


def test_zeros_come_in_as_the_sheet_shows_them(of_sheet: Write) -> None:
    """In 0.2.0 001 was 1, and 0042 cost the person."""
    reading = of_sheet(
        ("번호", "성명", "전화끝네자리", "생년월일"),
        (1, "강가람", 42, 10305),
        (2, "이나래", 1234, None),
        formats={"A2": "000", "A3": "000", "C2": "0000", "C3": "0000", "D2": "000000"},
    )
    assert people(reading) == [("001", "강가람"), ("002", "이나래")]
    assert [draft.phone_last4 for draft in reading.drafts] == ["0042", "1234"]
    assert reading.drafts[0].birth == "010305"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1.01E+09", "phone_exponent"),
        ("010-1234-****", "phone_masked"),
        ("010-1111-2222 / 02-333-4444", "phone_several"),
        ("내선 123", "phone_extension"),
        ("없음", "phone_none"),
        ("42", "phone_unreadable"),
        ("#REF!", "cell_error"),
    ],
)
def test_a_telephone_that_cannot_be_read_costs_no_person(of_text: Write, written: str, reason: str) -> None:
    reading = of_text(f'번호,성명,연락처\n1,강가람,"{written}"\n')
    assert people(reading) == [("1", "강가람")]
    assert reading.drafts[0].phone_last4 == ""
    assert told(reading) == [(2, reason)]
    assert reading.problems[0].column == "연락처"


def test_a_telephone_in_three_columns_is_read_as_one(of_sheet: Write) -> None:
    rows = (("번호", "성명", "연락처", None, None), (1, "홍길동", "010", "1234", "0042"))
    assert of_sheet(*rows, merged=("C1:E1",)).drafts[0].phone_last4 == "0042"


def test_a_remark_is_no_accommodation_and_whence_somebody_comes_is_kept(of_text: Write) -> None:
    reading = of_text("번호,성명,소속,직위,생년월일,비고,배려사항\n1,홍길동,복지관,과장,61.3.5.,위원장,휠체어\n")
    (person,) = reading.drafts
    assert (person.affiliation, person.position, person.birth) == ("복지관", "과장", "61.3.5.")
    assert (person.remark, person.needs, person.role) == ("위원장", "휠체어", "")
    assert reading.not_read == ()


def test_a_long_remark_costs_no_person(of_text: Write) -> None:
    reading = of_text(f"번호,성명,분과\n1,홍길동,{'가' * 600}\n")
    assert people(reading) == [("1", "홍길동")]
    assert told(reading) == [(2, "text_too_long")]


def test_the_same_person_twice_is_asked_about(of_text: Write) -> None:
    reading = of_text("번호,성명,연락처\n1,강가람,010-1111-2222\n2,이나래,\n57,강 가람,010-1111-2222\n")
    assert len(reading.drafts) == 3
    (question,) = reading.questions
    assert (question.reason_code, question.rows) == ("people_alike", (2, 4))


def test_namesakes_with_telephones_of_their_own_are_not_asked_about(of_text: Write) -> None:
    assert of_text("번호,성명,연락처\n1,강가람,010-1111-2222\n57,강가람,010-1111-3333\n").questions == ()


@pytest.mark.parametrize(("written", "number"), [("1.0", "1"), ("007", "007"), ("A-3", "A-3"), ("1번", "1번")])
def test_roster_numbers(of_text: Write, written: str, number: str) -> None:
    assert people(of_text(f"번호,성명\n{written},홍길동\n")) == [(number, "홍길동")]


@pytest.mark.parametrize("number", ["-", "", "·"])
def test_a_person_without_a_number_is_refused(of_text: Write, number: str) -> None:
    reading = of_text(f"번호,성명\n{number},홍길동\n2,이나래\n")
    assert told(reading) == [(2, "number_empty")]


def test_the_mobile_number_goes_before_others(of_text: Write) -> None:
    reading = of_text("번호,성명,연락처,휴대전화\n1,홍길동,02-111-2222,010-3333-4444\n")
    assert reading.drafts[0].phone_last4 == "4444"
    assert [part.value for part in reading.not_read] == ["연락처"]


def asked(reading: Roster) -> list[str]:
    return [question.reason_code for question in reading.questions]


def test_a_list_without_numbers_is_asked_about(of_text: Write) -> None:
    """It was refused as a whole (column_missing_number)."""
    reading = of_text("성명,연락처\n홍길동,010-1111-2222\n이나래,\n")
    assert people(reading) == [("", "홍길동"), ("", "이나래")]
    assert asked(reading) == ["numbers_missing"]
    assert (reading.rows, reading.problems) == ((2, 3), ())
    assert "number" not in reading.columns


def test_numbers_may_be_left_aside(of_sheet: Write) -> None:
    reading = of_sheet(["번호", "성명"], [1, "홍길동"], ["", "이나래"], [1, "박하늘"], places={"number": NO_COLUMN})
    assert people(reading) == [("", "홍길동"), ("", "이나래"), ("", "박하늘")]
    assert (told(reading), asked(reading)) == ([], [])


def test_lists_side_by_side_without_numbers(of_sheet: Write) -> None:
    rows = (["성명", "소속", "성명", "소속"], ["홍길동", "가동", "이나래", "나동"], ["박하늘", "가동", "", ""])
    reading = of_sheet(*rows)
    assert people(reading) == [("", "홍길동"), ("", "박하늘"), ("", "이나래")]
    assert asked(reading) == ["numbers_missing"]
    numbered = (["번호", "성명", "번호", "성명"], [1, "홍길동", 1, "이나래"])
    assert people(of_sheet(*numbered, places={"number": NO_COLUMN})) == [("", "홍길동"), ("", "이나래")]


def test_the_sheet_with_numbers_goes_before_one_without(tmp_path: Path) -> None:
    file = workbook([["성명", "연락처"], ["담당자", ""]], [["번호", "성명"], [1, "홍길동"]])
    assert people(read_people(file)) == [("1", "홍길동")]
    other = workbook([["표지"]], [["성명", "연락처"], ["홍길동", ""]])
    assert people(read_people(other)) == [("", "홍길동")]


@pytest.mark.parametrize(
    "remark", ["해촉", "사퇴", "사임", "2026. 3. 1. 해촉", "자진사퇴(3월)", "임기 만료", "전출", "위촉 해제", "사망"]
)
@pytest.mark.parametrize("column", ["비고", "직위", "구분"])
def test_somebody_who_has_left_is_asked_about(of_text: Write, remark: str, column: str) -> None:
    """They entered the roster and counted for the quorum without a word."""
    reading = of_text(f"번호,성명,{column}\n1,홍길동,{remark}\n2,이나래,\n")
    assert people(reading) == [("1", "홍길동"), ("2", "이나래")]
    (question,) = reading.questions
    assert (question.reason_code, question.rows, question.values) == ("people_left", (2,), (f"홍길동 {remark}",))


@pytest.mark.parametrize("remark", ["위원장", "불참 예정", "퇴직 공무원", "정년퇴직 교원", "휠체어", "채식"])
def test_other_remarks_ask_nothing(of_text: Write, remark: str) -> None:
    assert of_text(f"번호,성명,비고\n1,홍길동,{remark}\n").questions == ()

"""Result tables as other systems and offices really write them come in whole, or say where they do not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from sukui_desktop.documents.read.channel_file import guess_channel_mapping, parse_channel_file
from sukui_desktop.documents.read.text_sheet import SheetRow, TextSheet
from sukui_desktop.domain.channel.channel_result_file import ChannelMapping, ChannelReading, ChannelTotals
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.services.file_reading_and_saving import read_file
from tests.builders.workbooks import workbook

PLAIN = """사업코드,사업명,득표수,득표율(%)
P1,마을 도서관,"1,234",43.2
P2,안심 골목길,"1,000표",35.0
P3,그늘 쉼터,622,21.8
"""


def _file(folder: Path, content: str | bytes, name: str = "온라인.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def _read(folder: Path, content: str | bytes, mapping: ChannelMapping | None = None) -> ChannelReading:
    return parse_channel_file(read_file(_file(folder, content)), mapping)


def _votes(reading: ChannelReading) -> list[tuple[str, str, int | None]]:
    return [(line.code, line.title, line.votes) for line in reading.lines]


def _reasons(reading: ChannelReading) -> list[tuple[int, str, str, str]]:
    return [(problem.row, problem.column, problem.value, problem.reason_code) for problem in reading.problems]


THREE = [("P1", "마을 도서관", 1234), ("P2", "안심 골목길", 1000), ("P3", "그늘 쉼터", 622)]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_table_in_every_encoding(tmp_path: Path, codec: str) -> None:
    content = PLAIN.encode(codec)
    reading = _read(tmp_path, content)
    assert _votes(reading) == THREE
    assert reading.problems == ()
    assert reading.encoding == codec.removesuffix("-sig")
    assert reading.sha256 == hashlib.sha256(content).digest()
    assert reading.file_name == "온라인.csv"
    assert reading.headers == ("사업코드", "사업명", "득표수", "득표율(%)")
    assert reading.mapping == ChannelMapping(header_row=1, code=0, title=1, votes=2)
    assert [line.row for line in reading.lines] == [2, 3, 4]
    assert reading.origin is None


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_signs_between_the_cells(tmp_path: Path, sign: str) -> None:
    parted = "\n".join(
        sign.join(cells)
        for cells in (
            ["사업코드", "사업명", "득표수", "득표율(%)"],
            ["P1", "마을 도서관", "1,234표", "43.2"],
            ["P2", "안심 골목길", "1,000", "35.0"],
            ["P3", "그늘 쉼터", "622", "21.8"],
        )
    )
    assert _votes(_read(tmp_path, parted)) == THREE


def test_titles_above_totals_below_and_blank_rows_at_the_end(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "2026 시민투표 결과,,,\n"
        "투표기간: 2026.8.1 ~ 8.31,,,\n"
        '"투표자 수: 2,900명",,,\n'
        ",,,\n" + PLAIN + '합계,,"2,856",100%\n'
        "무효,,44,\n"
        ',유효,"2,856",\n'
        "※ 한 사람이 하나씩 골랐습니다,,,\n"
        ",,,\n,,,\n",
    )
    assert _votes(reading) == THREE
    assert reading.problems == ()
    assert reading.mapping.header_row == 5
    assert reading.totals == ChannelTotals(voters=2900, ballots_valid=2856, ballots_invalid=44, votes=2856)
    assert len(reading.first_rows) == 14


def test_totals_in_a_row_of_their_own_above_the_table(tmp_path: Path) -> None:
    reading = _read(tmp_path, '투표자 수,유효 투표,백지,무효 투표\n"2,900","2,850",6,44\n\n' + PLAIN + "총계,,2856,\n")
    assert reading.totals == ChannelTotals(
        voters=2900, ballots_valid=2850, ballots_blank=6, ballots_invalid=44, votes=2856
    )
    assert _votes(reading) == THREE


def test_totals_beside_their_labels_and_in_one_sentence(tmp_path: Path) -> None:
    beside = _read(tmp_path, "투표인원,2900명,,\n유효,2850,무효,50\n" + PLAIN)
    assert beside.totals == ChannelTotals(voters=2900, ballots_valid=2850, ballots_invalid=50)
    sentence = _read(tmp_path, '"총 투표자 수 2,900명 / 유효 2,850표 (무효: 50표)",,,\n' + PLAIN)
    assert sentence.totals == beside.totals


def test_totals_that_contradict_each_other_are_left_to_people(tmp_path: Path) -> None:
    reading = _read(tmp_path, "투표자 수,2900,,\n투표자 수,2800,,\n유효,2850,,\n" + PLAIN)
    assert reading.totals == ChannelTotals(ballots_valid=2850)


def test_an_option_that_speaks_of_voters_is_an_option(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "사업명,득표수\n투표자 수 100명 늘리기,30\n유효 기간 3년 늘리기,20\n합계를 보여 주는 전광판,5\n",
    )
    assert [line.title for line in reading.lines] == [
        "투표자 수 100명 늘리기",
        "유효 기간 3년 늘리기",
        "합계를 보여 주는 전광판",
    ]
    assert reading.totals == ChannelTotals()


def test_a_sum_of_a_part_is_nothing(tmp_path: Path) -> None:
    reading = _read(tmp_path, PLAIN + "소계,,999,\n합계,,2856,\n")
    assert reading.totals.votes == 2856
    assert _votes(reading) == THREE


@pytest.mark.parametrize(
    ("header", "mapping"),
    [
        ("연번,사업명,득표", ChannelMapping(header_row=1, title=1, votes=2)),
        ("연번,순위,득표", ChannelMapping(header_row=1, code=0, votes=2)),
        ("번호,제안명,점수", ChannelMapping(header_row=1, title=1, points=2)),
        ("사업번호,득표수,총점", ChannelMapping(header_row=1, code=0, votes=1, points=2)),
        ("항목,응답수,응답률", ChannelMapping(header_row=1, title=0, votes=1)),
        ("code,votes,share %", ChannelMapping(header_row=1, code=0, votes=1)),
        ("선택지,득표율,득표 수(표)", ChannelMapping(header_row=1, title=0, votes=2)),
        ("보기,득표수(%),표수", ChannelMapping(header_row=1, title=0, votes=2)),
    ],
)
def test_columns_are_guessed_by_their_headings(header: str, mapping: ChannelMapping) -> None:
    assert guess_channel_mapping(TextSheet("a.csv", b"", "utf-8", [SheetRow(1, tuple(header.split(",")))])) == mapping


def test_a_person_may_map_what_no_heading_says(tmp_path: Path) -> None:
    content = "가,나,다,라\nx,P1,5,3.5\ny,P2,7,4.5\n"
    guessed = _read(tmp_path, content)
    assert guessed.lines == ()
    assert [reason for *_, reason in _reasons(guessed)] == ["channel_header_missing"]
    assert guessed.first_rows == (("가", "나", "다", "라"), ("x", "P1", "5", "3.5"), ("y", "P2", "7", "4.5"))
    mapping = ChannelMapping(header_row=1, code=1, votes=2)
    reading = _read(tmp_path, content, mapping)
    assert _votes(reading) == [("P1", "", 5), ("P2", "", 7)]
    assert reading.mapping == mapping
    assert reading.headers == ("가", "나", "다", "라")
    averages = _read(tmp_path, content, ChannelMapping(header_row=1, code=1, votes=3))
    assert _reasons(averages) == [
        (2, "라", "3.5", "channel_votes_fraction"),
        (3, "라", "4.5", "channel_votes_fraction"),
    ]


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        (ChannelMapping(header_row=0, code=0, votes=2), "channel_header_missing"),
        (ChannelMapping(header_row=99, code=0, votes=2), "channel_header_missing"),
        (ChannelMapping(header_row=1, votes=2), "channel_column_missing_option"),
        (ChannelMapping(header_row=1, code=0), "channel_column_missing_votes"),
    ],
)
def test_a_mapping_that_leaves_something_out(tmp_path: Path, mapping: ChannelMapping, reason: str) -> None:
    reading = _read(tmp_path, PLAIN, mapping)
    assert [problem.reason_code for problem in reading.problems] == [reason]
    assert reading.lines == ()


def test_a_column_beyond_the_sheet_is_empty_and_not_a_crash(tmp_path: Path) -> None:
    reading = _read(tmp_path, PLAIN, ChannelMapping(header_row=1, code=0, votes=40))
    assert {problem.reason_code for problem in reading.problems} == {"channel_votes_empty"}


def test_only_half_a_header_is_reported(tmp_path: Path) -> None:
    assert [r for *_, r in _reasons(_read(tmp_path, "사업명,비고\n마을 도서관,좋음\n"))] == [
        "channel_column_missing_votes"
    ]
    assert [r for *_, r in _reasons(_read(tmp_path, "득표수,비고\n5,좋음\n"))] == ["channel_column_missing_option"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "channel_votes_empty"),
        ("-3", "channel_votes_negative"),
        ("△3", "channel_votes_negative"),
        ("12.5", "channel_votes_fraction"),
        ("많음", "channel_votes_unreadable"),
        ("#DIV/0!", "channel_votes_unreadable"),
        ("9" * 20, "channel_votes_too_large"),
    ],
)
def test_a_number_that_is_none_is_reported_with_its_place(tmp_path: Path, cell: str, reason: str) -> None:
    reading = _read(tmp_path, f"사업코드,사업명,득표수\nP1,마을 도서관,{cell}\nP2,안심 골목길,7\n")
    assert _reasons(reading) == [(2, "득표수", cell, reason)]
    assert reading.lines[1].votes == 7


def test_a_comma_that_parts_a_number_is_seen(tmp_path: Path) -> None:
    reading = _read(tmp_path, "사업코드,사업명,득표수\nP1,마을 도서관,1,234\nP2,안심 골목길,7\n")
    assert _reasons(reading) == [(2, "", "P1 마을 도서관 1 234", "channel_cells_too_many")]


def test_a_sum_that_is_no_number_is_reported(tmp_path: Path) -> None:
    assert _reasons(_read(tmp_path, PLAIN + "합계,,#REF!,\n")) == [(5, "득표수", "#REF!", "channel_votes_unreadable")]


def test_votes_of_no_option_are_not_lost_in_silence(tmp_path: Path) -> None:
    reading = _read(tmp_path, PLAIN + ",,77,\n")
    assert _reasons(reading) == [(5, "", "77", "channel_option_empty")]


def test_an_option_without_number_in_a_wide_row_is_reported(tmp_path: Path) -> None:
    assert _reasons(_read(tmp_path, PLAIN + "P4,물놀이터,,\n")) == [(5, "득표수", "", "channel_votes_empty")]


def test_a_title_without_end(tmp_path: Path) -> None:
    reading = _read(tmp_path, f"사업명,득표수\n{'가' * 501},5\n")
    assert _reasons(reading) == [(2, "", "가" * 80, "channel_title_too_long")]


def test_an_option_twice_stays_twice_for_the_check(tmp_path: Path) -> None:
    assert [line.code for line in _read(tmp_path, PLAIN + "P1,마을 도서관,5,\n").lines] == ["P1", "P2", "P3", "P1"]


def test_points_below_zero_are_points(tmp_path: Path) -> None:
    reading = _read(tmp_path, "사업코드,점수,득표수\nP1,-12,5\nP2,30점,7\n합계,18,12\n")
    assert [(line.points, line.votes) for line in reading.lines] == [(-12, 5), (30, 7)]
    assert (reading.totals.points, reading.totals.votes) == (18, 12)
    assert reading.problems == ()


def test_a_workbook_with_merged_titles_and_a_header_of_two_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "2026년 엠보팅 투표 결과"
    sheet.merge_cells("A1:E1")
    sheet["A2"], sheet["B2"] = "투표자 수", 2900
    sheet["C2"], sheet["D2"] = "무효", 44
    for place, heading in zip("ABC", ("연번", "사업코드", "사업명"), strict=True):
        sheet[f"{place}4"] = heading
        sheet.merge_cells(f"{place}4:{place}5")
    sheet["D4"] = "득표 현황"
    sheet.merge_cells("D4:E4")
    sheet["D5"], sheet["E5"] = "득표수", "득표율"
    for row, (code, title, votes) in enumerate(THREE, 6):
        sheet.append([row - 5, code, title, votes, votes / 2856])
    sheet["A9"], sheet["D9"], sheet["E9"] = "합계", 2856, 1
    sheet.merge_cells("A9:C9")
    path = tmp_path / "엠보팅.xlsx"
    book.save(path)
    reading = parse_channel_file(read_file(path))
    assert _votes(reading) == THREE
    assert reading.mapping == ChannelMapping(header_row=5, code=1, title=2, votes=3)
    assert reading.totals == ChannelTotals(voters=2900, ballots_invalid=44, votes=2856)
    assert reading.problems == ()
    assert reading.encoding == "xlsx"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "input_empty"), (b"a\xff\x20b", "encoding_unknown"), (b'"a', "csv_quote_open")],
)
def test_a_file_that_is_no_table(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        _read(tmp_path, content)
    assert refused.value.code == code


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        parse_channel_file(read_file(tmp_path / "없음.csv"))
    assert refused.value.code == "input_missing"


def test_columns_of_votes_that_only_a_person_can_tell_apart_are_asked_about() -> None:
    """0.2.0 took the first of them for both."""
    rows: list[list[object]] = [["사업번호", "사업명", "득표수(위원)", "득표수(시민)"], ["P1", "산책로", 10, 1000]]
    reading = parse_channel_file(workbook(rows))
    assert [question.reason_code for question in reading.questions] == ["columns_alike"]
    chosen = parse_channel_file(workbook(rows), ChannelMapping(header_row=1, code=0, title=1, votes=3))
    assert (chosen.questions, [line.votes for line in chosen.lines]) == ((), [1000])


def test_a_hidden_column_of_votes_never_wins_and_hidden_rows_are_told() -> None:
    rows: list[list[object]] = [["사업번호", "득표수", "득표수"], ["P1", 10, 1000], ["P2", 5, 500]]
    reading = parse_channel_file(workbook(rows, hidden_columns=["B"], hidden_rows=[3]))
    assert reading.mapping.votes == 2
    assert [question.reason_code for question in reading.questions] == ["rows_hidden"]


def test_votes_shown_in_thousands_are_what_the_cell_holds() -> None:
    rows: list[list[object]] = [["사업번호", "득표수"], ["P1", 12_345]]
    reading = parse_channel_file(workbook(rows, formats={"B2": "#,##0,"}))
    assert [line.votes for line in reading.lines] == [12_345]


def test_of_several_sheets_of_results_one_is_read_and_the_others_are_offered() -> None:
    first: list[list[object]] = [["사업번호", "득표수"], ["P1", 10]]
    second: list[list[object]] = [["사업번호", "득표수"], ["P1", 99]]
    reading = parse_channel_file(workbook(first, second))
    assert (reading.sheet, reading.sheets) == ("시트1", ("시트1", "시트2"))
    assert [question.reason_code for question in reading.questions] == ["several_sheets"]
    chosen = parse_channel_file(workbook(first, second), ChannelMapping(header_row=0, sheet="시트2"))
    assert ([line.votes for line in chosen.lines], chosen.questions) == ([99], ())

"""Tables: rows look the same however many there are, stand under their titles, and are whole on one page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.documents.write.attendance_sheet import attendance_document
from sukui_desktop.documents.write.fonts_and_line_breaks import BOLD, REGULAR, text_width
from sukui_desktop.documents.write.page_layout import Cell, lay_out_pages, wrap_cell_to_width
from sukui_desktop.documents.write.page_marks import (
    ACCENT,
    BODY_WIDTH,
    BOTTOM_EDGE,
    FAINT,
    LEFT_EDGE,
    MM,
    RIGHT_EDGE,
    SHADE,
    TOP_EDGE,
    BoxMark,
    LineMark,
    PageMarks,
    TextMark,
)
from sukui_desktop.domain.papers.document_blocks import CENTRE, LEFT, RIGHT, Document, Table, TableColumn, TableRow
from tests.builders import papers

_PAD = 3.5


def _columns(*facts: tuple[str, int, str]) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(title=title, share=share, align=align) for title, share, align in facts)


THREE = _columns(("번호", 1, CENTRE), ("이름", 2, LEFT), ("값", 1, RIGHT))


def _lay(table: Table) -> list[PageMarks]:
    return lay_out_pages(Document(name="", running="", footer="", blocks=(table,)))


def _words(leaf: PageMarks) -> list[TextMark]:
    return [mark for mark in leaf.body if isinstance(mark, TextMark)]


def _row_lines(leaf: PageMarks) -> list[float]:
    """Return where the faint line under each row of a page runs."""
    lines = (mark for mark in leaf.body if isinstance(mark, LineMark) and mark.colour == FAINT)
    return [mark.y1 for mark in lines if mark.y1 == mark.y2]  # upright ones part the places to sign


def _look(count: int) -> dict[str, object]:
    """Return what one sees of a sheet of ordinary names: heights of rows, places of columns, letters."""
    leaves = lay_out_pages(attendance_document(papers.attendance_sheet(count)))[2:-1]
    lines = [[round(y, 2) for y in _row_lines(leaf)] for leaf in leaves]
    words = [mark for leaf in leaves for mark in _words(leaf)]
    return {
        "steps": {round(below - above, 1) for page in lines for above, below in pairwise(page)},
        "rows on a page": {len(page) for page in lines},
        "first row": {page[0] for page in lines},
        "left edges": {
            round(mark.x, 3) for mark in words if mark.text in {"시민", "단체", "전문가", "돌봄", "장애인", "위원"}
        },
        "letters": {(mark.font, mark.size, mark.colour) for mark in words},
        "titles": {tuple(mark for mark in leaf.repeated if isinstance(mark, TextMark)) for leaf in leaves},
    }


def test_three_thousand_people_stand_as_three_hundred_do() -> None:
    small, big = _look(300), _look(3000)
    assert small == big
    assert len(small["steps"]) == 1  # type: ignore[arg-type]
    assert small["letters"] == {(REGULAR, 9.0, "#1e2124")}


def test_a_row_to_sign_in_is_nine_millimetres_high_and_its_words_stand_in_the_middle() -> None:
    leaf = lay_out_pages(attendance_document(papers.attendance_sheet(300)))[3]
    lines = _row_lines(leaf)
    for above, below in pairwise(lines):
        assert below - above == pytest.approx(9 * MM)
        inside = [mark for mark in _words(leaf) if above < mark.y < below]
        assert len({round(mark.y, 6) for mark in inside}) == 1
        assert inside[0].y - above == pytest.approx((9 * MM - 12.5) / 2 + 0.74 * 12.5)


def test_everybody_stands_on_one_page_only_and_in_order() -> None:
    leaves = lay_out_pages(attendance_document(papers.attendance_sheet(500)))
    numbers = [mark.text for leaf in leaves for mark in _words(leaf) if mark.x < LEFT_EDGE + 34 and mark.text.isdigit()]
    assert numbers == [str(place) for place in range(1, 501)]


@given(st.lists(st.integers(1, 60), min_size=2, max_size=6))
def test_columns_share_the_width_as_they_are_reported(shares: list[int]) -> None:
    columns = tuple(TableColumn(title="", share=share) for share in shares)
    table = Table(columns=columns, rows=(TableRow(cells=("a",) * len(shares)),))
    (leaf,) = _lay(table)
    starts = [mark.x - _PAD for mark in _words(leaf) if mark.text == "a"]
    expected, left = [], LEFT_EDGE
    for share in shares:
        expected.append(left)
        left += BODY_WIDTH * share / sum(shares)
    if len(starts) == len(shares):
        assert starts == pytest.approx(expected)
    assert left == pytest.approx(RIGHT_EDGE)


def test_cells_are_aligned_within_their_column() -> None:
    (leaf,) = _lay(Table(columns=THREE, rows=(TableRow(cells=("7", "김민서", "1,200")),)))
    number, name, figure = (mark for mark in _words(leaf) if mark.text in {"7", "김민서", "1,200"})
    quarter = BODY_WIDTH / 4
    assert number.x + text_width("7", REGULAR, 9) / 2 == pytest.approx(LEFT_EDGE + quarter / 2)
    assert name.x == pytest.approx(LEFT_EDGE + quarter + _PAD)
    assert figure.x + text_width("1,200", REGULAR, 9) == pytest.approx(RIGHT_EDGE - _PAD)


def test_bold_rows_and_banners_look_as_they_are_reported() -> None:
    rows = (
        TableRow(cells=("1", "굵은 줄", "3"), is_bold=True),
        TableRow(cells=("여기까지 선정",), is_banner=True),
        TableRow(cells=("2", "가는 줄", "4")),
    )
    (leaf,) = _lay(Table(columns=THREE, rows=rows))
    by_text = {mark.text: mark for mark in _words(leaf)}
    assert by_text["굵은 줄"].font == BOLD
    assert by_text["가는 줄"].font == REGULAR
    banner = by_text["여기까지 선정"]
    assert (banner.font, banner.colour) == (BOLD, "#ffffff")
    ground = next(mark for mark in leaf.body if isinstance(mark, BoxMark) and mark.colour == ACCENT)
    assert (ground.x, ground.width) == (LEFT_EDGE, BODY_WIDTH)
    assert ground.y < banner.y < ground.y + ground.height
    assert leaf.body.index(ground) < leaf.body.index(banner)


def test_a_row_is_as_high_as_its_highest_cell() -> None:
    rows = tuple(TableRow(cells=("1", "\n".join(["줄"] * count), "값")) for count in (1, 2, 3, 4, 1))
    (leaf,) = _lay(Table(columns=THREE, rows=rows))
    first, *_ = _row_lines(leaf)
    steps = [round(below - above, 3) for above, below in pairwise(_row_lines(leaf))]
    assert steps == [2 * 12.5 + 7, 3 * 12.5 + 7, 4 * 12.5 + 7, 12.5 + 7]
    assert first > TOP_EDGE


@settings(max_examples=30)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=40))
def test_a_row_is_never_torn_between_two_pages(heights: Sequence[int]) -> None:
    rows = tuple(
        TableRow(cells=(str(place), "\n".join(f"r{place}" for _ in range(lines)), ""))
        for place, lines in enumerate(heights)
    )
    pages = defaultdict(set)
    for number, leaf in enumerate(_lay(Table(columns=THREE, rows=rows))):
        for mark in _words(leaf):
            assert mark.y <= BOTTOM_EDGE
            if mark.text.startswith("r"):
                pages[mark.text].add(number)
    assert {len(where) for where in pages.values()} == {1}
    assert len(pages) == len(heights)


def test_a_row_of_more_lines_than_a_page_goes_on_under_the_titles() -> None:
    lines = [f"{place}번째 줄" for place in range(150)]
    leaves = _lay(Table(columns=THREE, rows=(TableRow(cells=("1", "\n".join(lines), "")),)))
    assert [mark.text for leaf in leaves for mark in _words(leaf) if mark.text.endswith("번째 줄")] == lines
    assert len(leaves) > 1
    for leaf in leaves[1:]:
        assert [mark.text for mark in leaf.repeated if isinstance(mark, TextMark)] == ["번호", "이름", "값"]
        ground = next(mark for mark in leaf.repeated if isinstance(mark, BoxMark))
        assert (ground.y, ground.colour) == (TOP_EDGE, SHADE)


def test_a_table_without_rows_still_has_titles_and_an_end() -> None:
    (leaf,) = _lay(Table(columns=THREE, rows=(), unit="(단위: 원)"))
    assert [mark.text for mark in _words(leaf)] == ["(단위: 원)", "번호", "이름", "값"]
    unit = _words(leaf)[0]
    assert unit.x + text_width(unit.text, REGULAR, 8) == pytest.approx(RIGHT_EDGE)
    assert [mark.width for mark in leaf.body if isinstance(mark, LineMark)] == [1, 0.5, 1]


def test_what_fits_is_left_as_it_is() -> None:
    width = text_width("1,240,000", REGULAR, 9)
    assert wrap_cell_to_width("1,240,000", REGULAR, width) == Cell(["1,240,000"], 9.0)
    assert wrap_cell_to_width("", REGULAR, 1) == Cell([""], 9.0)
    assert wrap_cell_to_width("가\n나", REGULAR, width).lines == ["가", "나"]


def _sizes_of_columns(leaves: list[PageMarks], table: Table) -> list[set[float]]:
    sizes = {mark.text: mark.size for leaf in leaves for mark in _words(leaf)}
    return [
        {sizes[line] for row in table.rows for line in row.cells[place].split("\n") if line in sizes}
        for place in range(len(table.columns))
    ]


@pytest.mark.parametrize(
    "amounts", [("1", "1,240,000,000"), ("3 ÷ 4\n27/80", "1 ÷ 4\n1234567890/9876543210"), ("7", "9" * 70)]
)
def test_a_column_has_one_letter_size_and_no_broken_figure(amounts: tuple[str, str]) -> None:
    """Fails where each cell is fitted alone: ten-digit amounts were set in 7 points beside others in 9."""
    rows = tuple(TableRow(cells=(f"2027-{place:03}", "사업", amount)) for place, amount in enumerate(amounts))
    table = Table(columns=THREE, rows=rows)
    leaves = _lay(table)
    assert all(len(sizes) == 1 for sizes in _sizes_of_columns(leaves, table))
    printed = {mark.text for leaf in leaves for mark in _words(leaf)}
    assert {line for row in rows for cell in row.cells for line in cell.split("\n")} <= printed


def test_figures_take_their_room_from_words_before_they_become_smaller() -> None:
    codes = _columns(("코드", 1, CENTRE), ("이름", 12, LEFT))
    (leaf,) = _lay(Table(columns=codes, rows=(TableRow(cells=("2027-0001", "긴 이름의 사업")),)))
    assert {mark.size for mark in _words(leaf)} == {9.0}
    code, name = (mark for mark in _words(leaf) if mark.text in {"2027-0001", "긴 이름의 사업"})
    assert code.x + text_width(code.text, REGULAR, 9) < name.x


def test_a_word_is_not_broken_where_another_column_has_room() -> None:
    """Fails on 0.6.0: every row of an attendance sheet had 교통안전분/과, beside empty places to sign."""
    people = papers.attendance_sheet(40)
    groups = ("교통안전분과", "복지문화분과", "환경도시분과")
    lines = tuple(
        replace(line, channel=groups[place % 3], subcommittee=groups[place % 3], role="위원", position="위원")
        for place, line in enumerate(people.lines)
    )
    leaves = lay_out_pages(attendance_document(replace(people, lines=lines, has_allowance=True)))
    printed = [mark.text for leaf in leaves for mark in _words(leaf)]
    assert sum(printed.count(group) for group in groups) == 2 * len(lines)


def test_words_of_many_lines_stay_readable() -> None:
    """Fails where a cell of five lines and more is set in 7 points beside its neighbours in 9."""
    rows = (TableRow(cells=("1", "가나다 " * 90, "2")), TableRow(cells=("2", "짧음", "3")))
    (leaf,) = _lay(Table(columns=THREE, rows=rows))
    assert {mark.size for mark in _words(leaf)} == {9.0}


@given(st.integers(0, 200), st.integers(1, 5))
def test_the_parts_of_a_torn_cell_are_the_cell(count: int, times: int) -> None:
    cell = Cell([f"{place}" for place in range(count)], 7.0, 9.5)
    parts = [cell.lines_of_one_page(start) for start in range(0, 40 * times, 40)]
    assert [line for part in parts for line in part.lines] == cell.lines[: 40 * times]
    assert {(part.size, part.leading) for part in parts} == {(7.0, 9.5)}
    assert len(cell.lines) == count


def _noted(count: int, note: str) -> Table:
    rows = tuple(TableRow(cells=(str(place), f"사업 {place}", "9"), note=f"{place}: {note}") for place in range(count))
    return Table(columns=THREE, rows=rows)


def test_a_note_stands_under_its_row_and_above_the_line() -> None:
    (leaf,) = _lay(_noted(3, "까닭"))
    words = {mark.text: mark for mark in _words(leaf)}
    for place, line in enumerate(_row_lines(leaf)):
        assert words[f"사업 {place}"].y < words[f"{place}: 까닭"].y < line
    assert words["0: 까닭"].size < words["사업 0"].size


@pytest.mark.parametrize("length", [1, 60, 400])
def test_a_note_is_never_parted_from_its_row(length: int) -> None:
    leaves = _lay(_noted(60, "까닭이 깁니다 " * length if length < 400 else "까닭이 깁니다 " * 30))
    assert len(leaves) > 1
    for leaf in leaves:
        words = [mark.text for mark in _words(leaf)]
        names = {word.removeprefix("사업 ") for word in words if word.startswith("사업 ")}
        assert names == {word.split(":")[0] for word in words if ": 까닭" in word}
        assert all(mark.y <= BOTTOM_EDGE for mark in _words(leaf))


def test_a_long_note_is_broken_inside_the_table() -> None:
    (leaf,) = _lay(_noted(1, "한 문장이 여러 줄로 이어집니다 " * 12))
    lines = [mark for mark in _words(leaf) if mark.size == 8.0]
    assert len(lines) > 2
    assert {mark.x for mark in lines} == {lines[0].x}
    assert all(mark.x + text_width(mark.text, REGULAR, mark.size) <= RIGHT_EDGE for mark in lines)


def test_a_fact_of_many_lines_stays_readable() -> None:
    rule = "\n".join(f"규칙 {place}" for place in range(12))
    facts = Table(columns=THREE[:2], rows=(TableRow(cells=("규칙", rule)),), has_head=False)
    (leaf,) = _lay(facts)
    assert {mark.size for mark in _words(leaf)} == {9.0}

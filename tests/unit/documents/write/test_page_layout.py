"""Pages: what heads something stays with it, nothing leaves the page, nothing is lost between two pages."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukui_desktop.documents.write.fonts_and_line_breaks import BOLD, REGULAR, text_width
from sukui_desktop.documents.write.page_layout import PageSetter, TableSetter, lay_out_pages
from sukui_desktop.documents.write.page_marks import (
    BOTTOM_EDGE,
    LEFT_EDGE,
    RIGHT_EDGE,
    TOP_EDGE,
    BoxMark,
    LineMark,
    Mark,
    PageMarks,
    TextMark,
    mark_moved_down,
)
from sukui_desktop.domain.papers.document_blocks import (
    CENTRE,
    RIGHT,
    Block,
    Document,
    Paragraph,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    Title,
    WaterlineFigure,
    WaterlineStripe,
    document_text,
)
from tests.unit.documents.write.pdf_reading import squeezed

KOREAN = st.text(st.sampled_from("가나다라마바사 \n뷁郞0123,.()"), max_size=80)


def _document(*blocks: Block) -> Document:
    return Document(name="문서", running="문서", footer="", blocks=blocks)


def _lines(count: int) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=f"{place}번째 줄") for place in range(count))


def _table(rows: int, **facts: object) -> Table:
    columns = (
        TableColumn(title="번호", share=1, align=CENTRE),
        TableColumn(title="내용", share=6),
        TableColumn(title="값", share=2, align=RIGHT),
    )
    made = tuple(TableRow(cells=(str(place), f"내용 {place}", f"{place:,}")) for place in range(rows))
    return Table(columns=columns, rows=made, **facts)  # type: ignore[arg-type]


def _told(leaves: Iterable[PageMarks]) -> str:
    return "".join(mark.text for leaf in leaves for mark in leaf.body if isinstance(mark, TextMark))


def _page_of(leaves: list[PageMarks], text: str) -> int:
    return next(
        place
        for place, leaf in enumerate(leaves)
        if any(isinstance(mark, TextMark) and mark.text == text for mark in leaf.body)
    )


def _bottom(mark: Mark) -> float:
    if isinstance(mark, LineMark):
        return max(mark.y1, mark.y2)
    return mark.y + mark.height if isinstance(mark, BoxMark) else mark.y


def _is_inside(mark: Mark) -> bool:
    if isinstance(mark, TextMark):
        right = mark.x + text_width(mark.text, mark.font, mark.size)
        left = mark.x
    elif isinstance(mark, LineMark):
        left, right = min(mark.x1, mark.x2), max(mark.x1, mark.x2)
    else:
        left, right = mark.x, mark.x + mark.width
    return left >= LEFT_EDGE - 0.1 and right <= RIGHT_EDGE + 0.1 and _bottom(mark) <= BOTTOM_EDGE + 1


def test_an_empty_document_has_one_page() -> None:
    assert len(lay_out_pages(_document())) == 1


@pytest.mark.parametrize("above", range(30, 46))
def test_a_heading_stays_with_its_table(above: int) -> None:
    leaves = lay_out_pages(_document(*_lines(above), Paragraph(text="머리", level=0), _table(3, unit="(단위: 원)")))
    assert _page_of(leaves, "머리") == _page_of(leaves, "(단위: 원)") == _page_of(leaves, "내용 0")


@pytest.mark.parametrize("above", range(30, 46))
def test_two_headings_stay_with_what_they_head(above: int) -> None:
    stripes = (WaterlineStripe(width=5, height=3, is_hatched=False),)
    picture = WaterlineFigure(stripes=stripes, ceiling=9, top="꼭대기", line="한도", legend=(("선정", False),))
    leaves = lay_out_pages(
        _document(*_lines(above), Paragraph(text="머리", level=0), Paragraph(text="굵게", is_bold=True), picture)
    )
    assert (
        _page_of(leaves, "머리") == _page_of(leaves, "굵게") == _page_of(leaves, "꼭대기") == _page_of(leaves, "선정")
    )


@pytest.mark.parametrize("above", range(30, 46))
def test_a_signature_never_stands_alone(above: int) -> None:
    sign = Signatures(declaration="확인합니다.", boxes=(("서기", "박하준"), ("진행자", "")), mark="(서명)")
    leaves = lay_out_pages(_document(*_lines(above), sign))
    assert _page_of(leaves, f"{above - 1}번째 줄") == _page_of(leaves, "확인합니다.") == _page_of(leaves, "박하준")


@pytest.mark.parametrize("boxes", [1, 2, 3, 4, 7, 40])
def test_all_signatures_have_a_box_on_the_page(boxes: int) -> None:
    sign = Signatures(declaration="확인", boxes=tuple((f"위원{n}", f"이름{n}") for n in range(boxes)), mark="(서명)")
    leaves = lay_out_pages(_document(sign))
    assert squeezed(_told(leaves)) == squeezed(document_text(_document(sign)))
    assert all(_is_inside(mark) for leaf in leaves for mark in leaf.body)
    names = [
        mark for leaf in leaves for mark in leaf.body if isinstance(mark, TextMark) and mark.text.startswith("이름")
    ]
    assert len({(mark.x, mark.y, id(leaf)) for leaf in leaves for mark in leaf.body if mark in names}) == boxes


def test_a_very_long_name_fits_its_box() -> None:
    sign = Signatures(declaration="확인", boxes=(("확인인", "나" * 200), ("확인인", "김")), mark="(서명)")
    (leaf,) = lay_out_pages(_document(sign))
    assert squeezed(_told([leaf])) == squeezed(document_text(_document(sign)))
    assert all(_is_inside(mark) for mark in leaf.body)


def test_titles_of_a_table_are_repeated_apart_from_the_text() -> None:
    leaves = lay_out_pages(_document(_table(200)))
    assert len(leaves) > 3
    assert [m.text for m in leaves[0].repeated if isinstance(m, TextMark)] == []
    for leaf in leaves[1:]:
        assert [m.text for m in leaf.repeated if isinstance(m, TextMark)] == ["번호", "내용", "값"]
    assert squeezed(_told(leaves)) == squeezed(document_text(_document(_table(200))))


def test_a_table_of_names_and_values_repeats_nothing() -> None:
    rows = tuple(TableRow(cells=(f"이름{n}", f"값{n}")) for n in range(120))
    table = Table(columns=(TableColumn(title="", share=1), TableColumn(title="", share=3)), rows=rows, has_head=False)
    leaves = lay_out_pages(_document(table))
    assert len(leaves) > 1
    assert not [mark for leaf in leaves for mark in leaf.repeated if isinstance(mark, TextMark)]
    names = [m for leaf in leaves for m in leaf.body if isinstance(m, TextMark) and m.text.startswith("이름")]
    assert {mark.font for mark in names} == {BOLD}


def test_figures_end_at_one_line_and_titles_stand_in_the_middle() -> None:
    (leaf,) = lay_out_pages(_document(_table(12)))
    words = [mark for mark in leaf.body if isinstance(mark, TextMark)]
    figures = words[5::3]
    assert len({round(mark.x + text_width(mark.text, mark.font, mark.size), 3) for mark in figures}) == 1
    title = next(mark for mark in words if mark.text == "내용")
    assert title.x > next(mark for mark in words if mark.text == "내용 0").x


def test_rows_have_room_to_sign() -> None:
    roomy, tight = lay_out_pages(_document(_table(20, least_row_mm=9))), lay_out_pages(_document(_table(20)))

    def steps(leaf: PageMarks) -> set[float]:
        places = [mark.y for mark in leaf.body if isinstance(mark, TextMark) and mark.text.startswith("내용 ")]
        return {round(below - above, 3) for above, below in pairwise(places)}

    def uprights(leaf: PageMarks) -> int:
        return sum(isinstance(mark, LineMark) and mark.x1 == mark.x2 for mark in leaf.body)

    assert uprights(roomy[0]) >= 2 * 20, "one signature has its own place beside the next column's"
    assert not uprights(tight[0])
    assert min(steps(roomy[0])) >= 9 * 72 / 25.4 - 0.01
    assert max(steps(tight[0])) < min(steps(roomy[0]))


def test_a_bar_is_as_long_as_its_share() -> None:
    columns = (TableColumn(title="이름", share=1), TableColumn(title="막대", share=1))
    rows = (
        TableRow(cells=("가", ""), bar=1000),
        TableRow(cells=("나", ""), bar=250, is_hatched=True),
        TableRow(cells=("다", ""), bar=0),
        TableRow(cells=("라", "")),
    )
    (leaf,) = lay_out_pages(_document(Table(columns=columns, rows=rows, bar_column=1)))
    bars = [mark for mark in leaf.body if isinstance(mark, BoxMark) and mark.height == 8]
    ground, full, _, quarter, _ = bars
    assert full.width == ground.width
    assert quarter.width == full.width / 4
    assert (full.is_hatched, quarter.is_hatched) == (False, True)


def test_a_table_starts_with_its_first_row_or_not_at_all() -> None:
    setter = PageSetter()
    table = TableSetter(setter, _table(3, unit="(단위: 원)"), LEFT_EDGE, RIGHT_EDGE - LEFT_EDGE)
    setter.y = BOTTOM_EDGE - table.start_height() + 1
    table.typeset_table()
    assert setter.pages[0].body == []
    assert len(setter.pages) == 2


def test_a_page_is_turned_only_when_something_stands_on_it() -> None:
    setter = PageSetter()
    setter.turn_page_unless_height_left(10_000)
    assert len(setter.pages) == 1
    setter.y += 1
    setter.turn_page_unless_height_left(10_000)
    assert len(setter.pages) == 2
    assert setter.y == TOP_EDGE


def test_marks_move_down_only() -> None:
    assert mark_moved_down(TextMark(1, 2, "가", REGULAR, 9), 3) == TextMark(1, 5, "가", REGULAR, 9)
    assert mark_moved_down(LineMark(1, 2, 3, 4), 3) == LineMark(1, 5, 3, 7)
    assert mark_moved_down(BoxMark(1, 2, 3, 4, "#000000", True), 3) == BoxMark(1, 5, 3, 4, "#000000", True)


@given(
    st.lists(
        st.one_of(
            st.builds(Paragraph, text=KOREAN, label=st.sampled_from(["", "가.", "12)"]), level=st.integers(0, 3)),
            st.builds(Title, text=KOREAN),
            st.builds(
                lambda cells: Table(
                    columns=(TableColumn(title="하나", share=1), TableColumn(title="둘", share=4, align=RIGHT)),
                    rows=tuple(TableRow(cells=pair) for pair in cells),
                ),
                st.lists(st.tuples(KOREAN, KOREAN), max_size=10),
            ),
        ),
        max_size=6,
    )
)
def test_pages_say_what_the_blocks_say_and_hold_it(blocks: list[Block]) -> None:
    document = _document(*blocks)
    leaves = lay_out_pages(document)
    assert squeezed(_told(leaves)) == squeezed(document_text(document))
    assert all(_is_inside(mark) for leaf in leaves for mark in (*leaf.body, *leaf.repeated))


_PIECES = st.lists(
    st.one_of(
        st.builds(lambda lines: Paragraph(text="한 줄" if lines == 1 else "여러 줄 " * 30 * lines), st.integers(1, 3)),
        st.just(Paragraph(text="제1호 안건", label="가.", is_bold=True)),
        st.just(Paragraph(text="결정 사항", label="8.", level=0)),
        st.builds(_table, st.integers(1, 30)),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(_PIECES, st.integers(0, 40))
def test_a_heading_is_never_alone_at_the_foot_of_a_page(pieces: list[Block], lead: int) -> None:
    """Fails where a heading asks only for two lines and the one-line paragraph after it turns the page."""
    blocks = (*(Paragraph(text="앞") for _ in range(lead)), *pieces, Paragraph(text="끝."))
    pages = lay_out_pages(Document(name="", running="", footer="", blocks=blocks))
    for page in pages[:-1]:
        last = [mark for mark in page.body if isinstance(mark, TextMark)][-1]
        assert last.text not in {"제1호 안건", "결정 사항"}


@given(st.integers(0, 60), st.integers(1, 12))
def test_a_short_table_is_never_torn(lead: int, count: int) -> None:
    """Fails where 찬성 was at the foot of a page and 반대 at the head of the next."""
    rows = tuple(TableRow(cells=(f"선택{place}", "1")) for place in range(count))
    columns = (TableColumn(title="선택", share=1), TableColumn(title="표", share=1))
    words = tuple(Paragraph(text="말") for _ in range(lead))
    pages = lay_out_pages(Document(name="", running="", footer="", blocks=(*words, Table(columns=columns, rows=rows))))
    on = [place for place, page in enumerate(pages) for text in _texts(page) if text.startswith("선택")]
    assert len(on) == count + 1
    assert len(set(on)) == 1


@given(st.integers(0, 60))
def test_a_table_that_introduces_another_stays_with_it(lead: int) -> None:
    columns = (TableColumn(title="표", share=1),)
    words = tuple(Paragraph(text="말") for _ in range(lead))
    tables = (
        Table(columns=columns, rows=(TableRow(cells=("찬성",)),), introduces=True),
        Table(columns=columns, rows=(TableRow(cells=("가결",)),)),
    )
    pages = lay_out_pages(Document(name="", running="", footer="", blocks=(*words, *tables)))
    assert any({"찬성", "가결"} <= set(_texts(page)) for page in pages)


def _texts(page: PageMarks) -> list[str]:
    return [mark.text for mark in page.body if isinstance(mark, TextMark)]

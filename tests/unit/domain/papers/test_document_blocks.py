"""Blocks before they have pages: settling changes what must change and nothing else, and the text says every block."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukui_desktop.documents.write.attendance_sheet import attendance_document
from sukui_desktop.documents.write.fonts_and_line_breaks import printable_content, printable_text
from sukui_desktop.documents.write.minutes import minutes_document
from sukui_desktop.documents.write.result_and_study import result_document
from sukui_desktop.domain.papers.document_blocks import (
    CENTRE,
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
from tests.builders import papers

WILD = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def _document(*blocks: Block) -> Document:
    return Document(name="문서", running="달림", footer="지문", blocks=blocks)


def _table(*names: str) -> Table:
    columns = (TableColumn(title="번호", share=1, align=CENTRE), TableColumn(title="이름", share=3))
    rows = tuple(TableRow(cells=(str(place), name), bar=place) for place, name in enumerate(names))
    return Table(columns=columns, rows=rows, unit="(단위: 명)", least_row_mm=9)


def _figure(top: str) -> WaterlineFigure:
    stripes = (WaterlineStripe(width=3, height=2, is_hatched=True),)
    return WaterlineFigure(stripes=stripes, ceiling=9, top=top, line="한도", legend=(("선정", False), ("미선정", True)))


def test_what_can_be_printed_stays_the_very_same() -> None:
    document = _document(Title(text="제목", under=("하나", "둘")), Paragraph(text="글"), _table("김", "이"))
    assert printable_content(document) is document


def test_only_the_row_that_needs_it_is_made_anew() -> None:
    table = _table("김", "김😀", "이")
    document = _document(Paragraph(text="앞"), table)
    settled = printable_content(document)
    before, after = settled.blocks
    assert before is document.blocks[0]
    assert isinstance(after, Table)
    assert [row is old for row, old in zip(after.rows, table.rows, strict=True)] == [True, False, True]
    assert after.rows[1] == msgspec.structs.replace(table.rows[1], cells=("1", "김〔U+1F600〕"))
    assert (after.columns, after.unit, after.least_row_mm) == (table.columns, table.unit, 9)
    assert table.rows[1].cells[1] == "김😀"


@pytest.mark.parametrize(
    ("block", "settled"),
    [
        (Title(text="😀", under=("a\tb", "나")), Title(text="〔U+1F600〕", under=("a b", "나"))),
        (Paragraph(text="글", label="\u200b1.", level=3), Paragraph(text="글", label="1.", level=3)),
        (
            Signatures(declaration="확인", boxes=(("서기", "김\u00a0민"), ("장", "")), mark="(서명)"),
            Signatures(declaration="확인", boxes=(("서기", "김 민"), ("장", "")), mark="(서명)"),
        ),
        (_figure("꼭\u0000대기"), _figure("꼭대기")),
    ],
)
def test_every_kind_of_block_is_settled_to_its_last_word(block: Block, settled: Block) -> None:
    assert printable_content(_document(block)).blocks == (settled,)


@pytest.mark.parametrize("field", ["name", "running", "footer", "stamp"])
def test_what_runs_around_the_text_is_settled_too(field: str) -> None:
    document = msgspec.structs.replace(_document(), **{field: "연습😀"})
    assert getattr(printable_content(document), field) == "연습〔U+1F600〕"


@settings(max_examples=40)
@given(WILD, WILD, st.lists(WILD, max_size=4))
def test_settling_twice_is_settling_once_and_the_text_is_the_settled_one(
    head: str, name: str, cells: list[str]
) -> None:
    document = _document(Title(text=head, under=tuple(cells)), Paragraph(text=name, label=head), _table(*cells))
    settled = printable_content(document)
    assert printable_content(settled) is settled
    assert document_text(settled) == "\n".join(
        [
            printable_text(head),
            *map(printable_text, cells),
            f"{printable_text(head)} {printable_text(name)}".strip(),
            "(단위: 명)",
            "번호\t이름",
            *(f"{place}\t{printable_text(cell)}" for place, cell in enumerate(cells)),
        ]
    )


@pytest.mark.parametrize(
    "document",
    [
        attendance_document(papers.attendance_sheet(30)),
        minutes_document(papers.small_minutes()),
        result_document(papers.small_result()),
    ],
    ids=["attendance", "minutes", "result"],
)
def test_every_paper_is_composed_settled(document: Document) -> None:
    assert printable_content(document) is document


def test_the_text_of_a_table_of_facts_has_no_titles() -> None:
    rows = (TableRow(cells=("장소", "회의실")), TableRow(cells=("일시", "오후")))
    table = Table(columns=(TableColumn(title="x", share=1), TableColumn(title="y", share=1)), rows=rows, has_head=False)
    assert document_text(_document(table)) == "장소\t회의실\n일시\t오후"


def test_the_text_of_boxes_and_pictures_is_what_is_written_at_them() -> None:
    boxes = Signatures(declaration="확인합니다.", boxes=(("서기", "박하준"), ("진행자", "")), mark="(서명)")
    assert document_text(_document(boxes)).split("\n") == ["확인합니다.", "서기 박하준 (서명)", "진행자  (서명)"]
    assert document_text(_document(_figure("꼭대기"))).split("\n") == ["꼭대기", "한도", "선정", "미선정"]


def test_a_paragraph_without_a_number_begins_with_its_text() -> None:
    assert document_text(_document(Paragraph(text="글"))) == "글"
    assert document_text(_document(Paragraph(text="글", label="가."))) == "가. 글"
    assert document_text(_document()) == ""

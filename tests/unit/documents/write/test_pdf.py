"""PDF: letters come back as they went in, hatched bars are lines and not a colour alone, the file's facts are set."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukui_desktop.documents.write.fonts_and_line_breaks import printable_text
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.papers.document_blocks import (
    Document,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
    Title,
    WaterlineFigure,
    WaterlineStripe,
)
from tests.builders import papers
from tests.unit.documents.write.pdf_reading import body_text, reader_of, squeezed


def _document(*stripes: WaterlineStripe, practice: str = "") -> Document:
    figure = WaterlineFigure(stripes=stripes, ceiling=100, top="위", line="선", legend=())
    return Document(
        name="이름", running="달림", footer="지문 0b1c", blocks=(Title(text="제목"), figure), stamp=practice
    )


def _operations(document: Document) -> str:
    contents = reader_of(pdf_bytes(document)).pages[0].get_contents()
    assert contents is not None
    return contents.get_data().decode("latin-1")


def test_a_hatched_bar_is_clipped_lines_and_a_full_one_a_fill() -> None:
    full = _operations(_document(WaterlineStripe(width=50, height=4, is_hatched=False)))
    hatched = _operations(_document(WaterlineStripe(width=50, height=4, is_hatched=True)))
    assert full.count(" re f") > hatched.count(" re f")
    assert hatched.count(" l ") + hatched.count(" l\n") > full.count(" l ") + full.count(" l\n") + 20
    assert re.search(r"\bW n?\b|\bW\b", hatched)
    assert not re.search(r"\bW\b", full)


def test_a_hatched_bar_lies_on_its_ground_and_not_under_it() -> None:
    columns = (TableColumn(title="이름", share=1), TableColumn(title="막대", share=1))
    row = TableRow(cells=("가", ""), bar=700, is_hatched=True)
    table = Table(columns=columns, rows=(row,), bar_column=1)
    operations = _operations(Document(name="", running="", footer="", blocks=(table,)))
    assert operations.count(" 8 re f") == 1
    assert operations.index(" 8 re f") < operations.index(" W")


def test_a_bar_of_no_votes_or_no_cost_is_drawn_without_fault() -> None:
    stripes = (
        WaterlineStripe(width=0, height=0, is_hatched=False),
        WaterlineStripe(width=5, height=0, is_hatched=True),
    )
    assert squeezed(body_text(reader_of(pdf_bytes(_document(*stripes))))) == "제목위선"


def test_the_file_says_what_it_is() -> None:
    reader = reader_of(pdf_bytes(_document()))
    facts = reader.metadata
    assert facts is not None
    assert (facts.title, facts.subject, facts.creator) == ("이름", "달림", "sukui_desktop")


def test_the_practice_mark_lies_under_the_text_and_apart_from_it() -> None:
    document = _document(practice="연습")
    reader = reader_of(pdf_bytes(document))
    assert reader.pages[0].extract_text().count("연습") == 2
    assert "연습" not in body_text(reader_of(pdf_bytes(document)))
    operations = _operations(document)
    assert operations.index("/Artifact BMC") < operations.index("EMC") < operations.rindex(" Tj")


def test_a_running_title_that_is_too_long_is_cut_with_a_sign() -> None:
    document = Document(name="가", running="가나다 " * 100, footer="", blocks=(Paragraph(text="본문"),))
    text = reader_of(pdf_bytes(document)).pages[0].extract_text()
    assert "…" in text
    assert squeezed(body_text(reader_of(pdf_bytes(document)))) == "본문"


@pytest.mark.parametrize(
    "letters",
    [
        "한글 뷁 郞",
        "1. 가. 1) 가)",
        "‘따옴표’ 「괄호」 · ~",
        "(괄호) \\ 역사선",
        ")(",
        "\\(",
        "a\\)b",
        "ÀÉ ÿ",
        "~`'\"<>[]{}%/",
    ],
)
def test_letters_come_back_as_they_went_in(letters: str) -> None:
    document = Document(name=letters, running="", footer="", blocks=(Paragraph(text=letters),))
    assert squeezed(body_text(reader_of(pdf_bytes(document)))) == squeezed(letters)


def test_more_letters_than_one_subset_holds() -> None:
    letters = "".join(chr(0xAC00 + place * 9) for place in range(1200))
    document = Document(name="", running="", footer="", blocks=(Paragraph(text=letters),))
    assert squeezed(body_text(reader_of(pdf_bytes(document)))) == letters


def test_regular_and_bold_do_not_share_their_codes() -> None:
    blocks = tuple(Paragraph(text=text, is_bold=is_bold) for text, is_bold in (("가나다", False), ("다나가", True)) * 2)
    document = Document(name="", running="", footer="", blocks=blocks)
    assert squeezed(body_text(reader_of(pdf_bytes(document)))) == "가나다다나가" * 2


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(printable_text), max_size=6))
def test_whatever_is_printable_comes_back(texts: list[str]) -> None:
    blocks = tuple(Paragraph(text=text, is_bold=place % 2 == 1) for place, text in enumerate(texts))
    document = Document(name="", running="", footer="", blocks=blocks)
    assert squeezed(body_text(reader_of(pdf_bytes(document)))) == squeezed("".join(texts))


def test_page_numbers_count_all_pages() -> None:
    blocks = tuple(Paragraph(text=papers.person_name(place)) for place in range(120))
    reader = reader_of(pdf_bytes(Document(name="", running="", footer="", blocks=blocks)))
    pages = len(reader.pages)
    assert pages > 2
    assert [f"{number}/{pages}" in page.extract_text() for number, page in enumerate(reader.pages, 1)] == [True] * pages

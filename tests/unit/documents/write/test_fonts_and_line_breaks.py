"""The gate every drawn string passes: nothing is dropped in silence, and no name stops a document."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.documents.write.fonts_and_line_breaks import (
    BOLD,
    REGULAR,
    is_printable,
    printable_content,
    printable_text,
    require_drawable_text,
    text_width,
    wrap_text,
)
from sukui_desktop.documents.write.page_layout import lay_out_pages
from sukui_desktop.documents.write.page_marks import TextMark
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.papers.document_blocks import Document, Paragraph

WILD = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize("font", [REGULAR, BOLD])
@pytest.mark.parametrize("text", ["회의록 뷁 郞 李", "₩1,000 · 「」 ①㉠", "O’Brien"])
def test_what_the_typeface_has_is_drawn_as_it_is(text: str, font: str) -> None:
    assert require_drawable_text(text, font) == text


@pytest.mark.parametrize(("text", "codes"), [("김😀민😀", ("U+1F600",)), ("שם 찬성 שם", ("U+05E9", "U+05DD"))])
def test_a_missing_glyph_is_refused_by_name(text: str, codes: tuple[str, ...]) -> None:
    with pytest.raises(RuleBroken) as refused:
        require_drawable_text(text, REGULAR)
    assert refused.value.code == "glyph_missing"
    assert refused.value.facts == {"text": text, "characters": codes}


def test_every_syllable_and_the_school_hanja_can_be_drawn() -> None:
    assert all(is_printable(chr(code)) for code in range(0xAC00, 0xD7A4))
    assert all(is_printable(letter) for letter in "金李朴崔鄭姜趙尹張林郞君子福祉豫算")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("김😀민", "김〔U+1F600〕민"),
        ("👨\u200d👩\u200d👧", "〔U+1F468 U+1F469 U+1F467〕"),
        ("❤\ufe0f", printable_text("❤")),
        ("\u202eabc\u202c", "abc"),
        ("שלום", "〔U+05E9 U+05DC U+05D5 U+05DD〕"),
        (unicodedata.normalize("NFD", "각설탕"), "각설탕"),
        ("\uf9f3 한", "\u9e9f 한"),
        ("Andre\u0301 회의", "Andr\u00e9 회의"),
        ("줄\n바꿈", "줄\n바꿈"),
        ("탭\t칸\u00a0칸", "탭 칸 칸"),
        ("\x00\u3164a", "a"),
        ("a\nb\tc", "a\nb c"),
    ],
)
def test_what_it_lacks_stands_as_its_code(text: str, shown: str) -> None:
    assert printable_text(text) == shown


@given(WILD)
def test_printable_text_can_always_be_drawn_and_stays_as_it_is(text: str) -> None:
    shown = printable_text(text)
    assert printable_text(shown) == shown
    for line in shown.split("\n"):
        assert require_drawable_text(line, REGULAR) == line
        assert require_drawable_text(line, BOLD) == line


@given(WILD)
def test_no_letter_of_a_name_disappears(text: str) -> None:
    shown = printable_text(text)
    for letter in unicodedata.normalize("NFC", text):
        if unicodedata.category(letter)[0] in "LNPS" and letter not in "\u115f\u1160\u3164\uffa0":
            assert letter in shown or f"U+{ord(letter):04X}" in shown


@given(WILD, st.floats(20, 200), st.sampled_from([6.5, 9.0, 12.0]))
def test_lines_fit_and_lose_no_letter(text: str, width: float, size: float) -> None:
    shown = printable_text(text)
    lines = wrap_text(shown, REGULAR, size, width)
    assert "".join("".join(lines).split()) == "".join(shown.split())
    for line in lines:
        assert text_width(line, REGULAR, size) <= width or len(line) == 1


def test_words_stay_whole_while_they_fit() -> None:
    assert wrap_text("가나다 라마바 사아자", REGULAR, 10, text_width("가나다 라마바", REGULAR, 10)) == [
        "가나다 라마바",
        "사아자",
    ]
    assert wrap_text("", REGULAR, 10, 100) == [""]
    assert wrap_text("둘\n\n줄", REGULAR, 10, 100) == ["둘", "", "줄"]


def _page(text: str) -> Document:
    return Document(name=text, running=text, footer=text, blocks=(Paragraph(text=text),))


def test_the_painter_settles_what_it_is_given() -> None:
    assert pdf_bytes(_page("😀 회의")).startswith(b"%PDF-")


def test_an_unsettled_document_is_laid_out_as_it_is_and_a_settled_one_changes_nothing() -> None:
    words = [mark.text for leaf in lay_out_pages(_page("😀")) for mark in leaf.body if isinstance(mark, TextMark)]
    assert words == ["😀"]
    settled = printable_content(_page("😀"))
    assert printable_content(settled) == settled
    assert settled.blocks == (Paragraph(text="〔U+1F600〕"),)


def test_the_printing_library_waits_for_the_first_paper() -> None:
    told = (
        "import sys, sukui_desktop.documents.write.minutes, sukui_desktop.documents.write.result_and_study;"
        "import sukui_desktop.documents.write.attendance_sheet, sukui_desktop.documents.write.spreadsheet;"
        "print([name for name in ('reportlab', 'openpyxl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""Signs of Korean offices on paper: all of KS X 1001, and what people type beyond it."""

from __future__ import annotations

import unicodedata

import pytest

from sukui_desktop.documents.write.fonts_and_line_breaks import (
    BOLD,
    REGULAR,
    printable_text,
    require_drawable_text,
    text_runs,
    text_width,
)
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.papers.document_blocks import CENTRE, Document, Paragraph, Table, TableColumn, TableRow, Title
from tests.builders.korean_signs import KS_X_1001, KS_X_1001_WHOLE, OFFICE_SIGNS
from tests.unit.documents.write.pdf_reading import reader_of, squeezed, whole_text


def test_the_table_has_all_signs() -> None:
    assert len(KS_X_1001_WHOLE) == 8_225


@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_every_sign_is_drawn_as_it_is(font: str) -> None:
    """Fails on one typeface alone, which lacks 168 of them."""
    signs = unicodedata.normalize("NFC", "".join(KS_X_1001 + OFFICE_SIGNS))
    assert printable_text(signs) == signs
    assert require_drawable_text(signs, font) == signs
    assert all(text_width(sign, font, 10) > 0 for sign in signs)
    assert "".join(piece for _, piece in text_runs(signs, font)) == signs


def test_a_soft_hyphen_of_an_old_file_stays_a_line() -> None:
    """Fails where it is dropped as invisible: 3­5월 would be read as 35월."""
    assert printable_text("3\u00ad5월") == "3-5월"


def test_signs_are_in_the_text_of_the_pdf_wherever_they_stand() -> None:
    words = "▣ 2026∼2027년 ◎ 어르신 쉼터(☎ 상담) ☞ ∴ ❍ ✔ ☑ ➡ ◈"
    document = Document(
        name=f"시험 {words}",
        running=words,
        footer=words,
        blocks=(
            Title(text=words, under=(words,)),
            Paragraph(text=words, level=0, label="▣"),
            Table(columns=(TableColumn(title=words, share=1, align=CENTRE),), rows=(TableRow(cells=(words,)),)),
        ),
    )
    extracted = squeezed(whole_text(reader_of(pdf_bytes(document))))
    assert "〔" not in extracted
    assert extracted.count(squeezed(words)) == 7

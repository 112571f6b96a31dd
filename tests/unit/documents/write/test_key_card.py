"""The key card on paper: one page, every word with its number, the code that a scanner types."""

from __future__ import annotations

from sukui_desktop.assets.qr_code import qr_matrix
from sukui_desktop.documents.write.fonts_and_line_breaks import register_fonts
from sukui_desktop.documents.write.key_card import key_card_document, key_card_pdf
from sukui_desktop.documents.write.page_layout import lay_out_pages
from sukui_desktop.documents.write.page_marks import BOTTOM_EDGE, BoxMark, TextMark
from sukui_desktop.domain.papers.document_blocks import document_text
from sukui_desktop.domain.papers.key_card import KeyCardPaper

WORDS = tuple(f"낱말{place}" for place in range(1, 21))
CODE = " ".join(("ACADEMIC",) * 20)
CARD = KeyCardPaper(
    name="강참관",
    meeting_title="은행동 주민총회",
    when="2026. 8. 29.(토)",
    valid_until="2027. 8. 29.(일)",
    words=WORDS,
    code=CODE,
)


def test_every_word_has_its_number_on_one_page() -> None:
    said = document_text(key_card_document(CARD))
    assert "강참관" in said
    assert [f"{place}. {word}" in said for place, word in enumerate(WORDS, start=1)] == [True] * 20
    register_fonts()
    (page,) = lay_out_pages(key_card_document(CARD))
    texts = {mark.text for mark in page.body if isinstance(mark, TextMark)}
    assert set(WORDS) <= texts
    assert max(mark.y for mark in page.body if isinstance(mark, TextMark | BoxMark)) < BOTTOM_EDGE


def test_the_code_is_drawn_whole() -> None:
    """A row of n runs of dark modules is n boxes."""
    (page,) = lay_out_pages(key_card_document(CARD))
    runs = sum(
        is_dark and not (row[place - 1] if place else False)
        for row in qr_matrix(CODE, is_long=True)
        for place, is_dark in enumerate(row)
    )
    assert sum(isinstance(mark, BoxMark) for mark in page.body) == runs


def test_a_card_is_the_same_each_time_and_says_when_it_is_practice() -> None:
    assert key_card_pdf(CARD) == key_card_pdf(CARD)
    practice = KeyCardPaper(
        name="가", meeting_title="나", when="", valid_until="", words=WORDS, code=CODE, is_practice=True
    )
    assert key_card_document(practice).stamp

"""The pen writes what the canvas would: colours and typefaces where they change, letters whole, measures from below."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from sukui_desktop.documents.write.blocks import Column, Document, Paragraph, Table, TableRow
from sukui_desktop.documents.write.fonts import BOLD, REGULAR, printable, register_fonts
from sukui_desktop.documents.write.marks import ACCENT, INK, PAGE_HEIGHT, PAGE_WIDTH, QUIET, Area, Stroke, Words
from sukui_desktop.documents.write.painter import pdf_bytes
from sukui_desktop.documents.write.pen import Pen
from sukui_desktop.domain.errors import RuleBroken
from tests.unit.documents.write.pdf_reading import body_text, reader_of, squeezed


class Page:
    """One uncompressed page and the pen that writes on it."""

    def __init__(self) -> None:
        register_fonts()
        self._target = BytesIO()
        self.canvas = Canvas(self._target, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=0)
        self.pen = Pen(self.canvas)

    def content(self) -> bytes:
        self.pen.hand_over()
        self.canvas.showPage()
        self.canvas.save()
        return self._target.getvalue()

    def operators(self) -> list[str]:
        """Return the lines of the page, without the first in which the canvas sets itself up."""
        contents = reader_of(self.content()).pages[0].get_contents()
        assert contents is not None
        return contents.get_data().decode("latin-1").split("\n")[1:]

    def text(self) -> str:
        return reader_of(self.content()).pages[0].extract_text()


def _starting(lines: list[str], end: str) -> list[str]:
    return [line for line in lines if line.endswith(end)]


def test_words_stand_where_they_are_set_measured_from_below() -> None:
    page = Page()
    page.pen.words(Words(10, 20, "가", REGULAR, 9))
    lines = page.operators()
    assert f"BT 1 0 0 1 10.0000 {PAGE_HEIGHT - 20:.4f} Tm" in lines
    assert lines.index("0.117647 0.129412 0.141176 rg") < lines.index("ET")
    assert _starting(lines, " Tf") == ["/F2+0 9 Tf"]


def test_colour_and_typeface_are_said_when_they_change_only() -> None:
    page = Page()
    for place, (colour, font, size) in enumerate(
        [(INK, REGULAR, 9), (INK, REGULAR, 9), (QUIET, REGULAR, 9), (QUIET, BOLD, 9), (QUIET, BOLD, 7.5)]
    ):
        page.pen.words(Words(10, 20 * place, "A", font, size, colour))
    lines = page.operators()
    assert len(_starting(lines, " rg")) == 2
    assert [line.split()[1] for line in _starting(lines, " Tf")] == ["9", "9", "7.5"]
    assert len(_starting(lines, " Tj")) == 5


def test_what_fills_and_what_strokes_are_told_apart() -> None:
    page = Page()
    page.pen.area(Area(1, 2, 30, 40, ACCENT))
    page.pen.stroke(Stroke(0, 10, 50, 10, 0.5, INK))
    page.pen.stroke(Stroke(0, 11, 50, 11, 0.5, INK))
    page.pen.stroke(Stroke(0, 12, 50, 12, 1, INK))
    page.pen.area(Area(1, 90, 30, 40, ACCENT))
    lines = page.operators()
    assert len(_starting(lines, " rg")) == 1
    assert [line.split()[-2] for line in _starting(lines, " w")] == ["0.5", "1"]
    assert f"1.0000 {PAGE_HEIGHT - 42:.4f} 30.0000 40.0000 re f" in lines
    assert f"0.0000 {PAGE_HEIGHT - 10:.4f} m 50.0000 {PAGE_HEIGHT - 10:.4f} l S" in lines


def test_a_new_page_is_told_everything_anew() -> None:
    page = Page()
    page.pen.words(Words(10, 20, "A", REGULAR, 9))
    page.pen.hand_over()
    page.canvas.showPage()
    page.pen.words(Words(10, 20, "A", REGULAR, 9))
    first, second = (each.get_contents() for each in reader_of(page.content()).pages)
    assert first is not None
    assert second is not None
    assert first.get_data() == second.get_data()
    assert b" rg" in second.get_data()
    assert b" Tf" in second.get_data()


def test_empty_words_leave_no_trace() -> None:
    page = Page()
    page.pen.words(Words(10, 20, "", REGULAR, 9))
    assert "BT" not in "".join(page.operators())


def test_nothing_written_hands_nothing_over() -> None:
    page, bare = Page(), Page()
    page.pen.hand_over()
    page.pen.hand_over()
    assert page.content() == bare.content()


def test_a_letter_without_a_glyph_is_refused_and_nothing_of_its_text_written() -> None:
    page = Page()
    with pytest.raises(RuleBroken) as refused:
        page.pen.words(Words(10, 20, "김😀민", REGULAR, 9))
    assert refused.value.code == "glyph_missing"
    assert "Tj" not in "".join(page.operators())


def test_a_letter_that_was_drawn_before_does_not_let_another_pass() -> None:
    page = Page()
    page.pen.words(Words(10, 20, "김민", REGULAR, 9))
    for _ in range(2):
        with pytest.raises(RuleBroken):
            page.pen.words(Words(10, 20, "김민☐", REGULAR, 9))


@pytest.mark.parametrize(
    "text", ["(괄호) \\ 역사선", ")(", "\\(", "(((", "a\\)b", "가 나  다", "ÀÉ ÿ", "~`'\"<>[]{}%/"]
)
def test_letters_that_mean_something_to_pdf_are_written_as_letters(text: str) -> None:
    page = Page()
    page.pen.words(Words(10, 20, text, REGULAR, 9))
    assert squeezed(page.text()) == squeezed(text)


def test_a_line_over_several_subsets_keeps_its_order() -> None:
    letters = "".join(chr(0xAC00 + place * 11) for place in range(600))
    page = Page()
    for start in range(0, 600, 50):
        page.pen.words(Words(10, 20 + start, letters[start : start + 50], REGULAR, 9))
    mixed = letters[590] + letters[0] + letters[300] + "a" + letters[1]
    page.pen.words(Words(10, 700, mixed, REGULAR, 9))
    told = page.text()
    assert squeezed(told) == letters + mixed


def test_regular_and_bold_do_not_share_their_codes() -> None:
    page = Page()
    page.pen.words(Words(10, 20, "가나다", REGULAR, 9))
    page.pen.words(Words(10, 40, "다나가", BOLD, 9))
    page.pen.words(Words(10, 60, "가다나", REGULAR, 9))
    assert squeezed(page.text()) == "가나다다나가가다나"


def test_two_files_written_in_turns_do_not_mix_their_letters() -> None:
    one, other = Page(), Page()
    one.pen.words(Words(10, 20, "가나", REGULAR, 9))
    other.pen.words(Words(10, 20, "다라", REGULAR, 9))
    one.pen.words(Words(10, 40, "라마", REGULAR, 9))
    other.pen.words(Words(10, 40, "가나", REGULAR, 9))
    assert squeezed(one.text()) == "가나라마"
    assert squeezed(other.text()) == "다라가나"


def test_the_pen_writes_the_letters_the_canvas_would_draw() -> None:
    page, drawn = Page(), Page()
    text = "회의록 2026. 8. 29.(토) — ‘김’ 郞"
    page.pen.words(Words(10, 20, text, BOLD, 12))
    drawn.canvas.setFont(BOLD, 12)
    drawn.canvas.drawString(10, PAGE_HEIGHT - 20, text)
    ours, theirs = page.operators(), drawn.operators()
    shown = next(line for line in ours if line.endswith(" Tj")).removesuffix(" Tj")
    assert any(f"{shown} Tj" in line for line in theirs)


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(printable), max_size=6))
def test_whatever_is_printable_comes_back(texts: list[str]) -> None:
    page = Page()
    lines = [line for text in texts for line in text.split("\n")]
    for place, line in enumerate(lines):
        page.pen.words(Words(10, 20 + 12 * place, line, REGULAR if place % 2 else BOLD, 9))
    assert squeezed(page.text()) == squeezed("".join(lines))


def test_a_hatched_bar_between_words_leaves_their_colour_alone() -> None:
    columns = (Column(title="이름", share=1), Column(title="막대", share=1))
    rows = tuple(TableRow(cells=(f"사업{place}", ""), bar=500, is_hatched=place % 2 == 0) for place in range(6))
    document = Document(
        name="", running="", footer="", blocks=(Paragraph(text="앞"), Table(columns=columns, rows=rows, bar_column=1))
    )
    content = pdf_bytes(document)
    assert squeezed(body_text(reader_of(content))) == "앞이름막대" + "".join(f"사업{place}" for place in range(6))
    contents = reader_of(content).pages[0].get_contents()
    assert contents is not None
    colours = _text_colours(contents.get_data().decode("latin-1"))
    assert set(colours) == {_RGB[QUIET], _RGB[INK]}
    assert set(colours[-7:]) == {_RGB[INK]}


_RGB = {QUIET: "0.345098 0.380392 0.415686", INK: "0.117647 0.129412 0.141176"}


def _text_colours(content: str) -> list[str]:
    """Return the colour in which each line of text is filled, as a reader that minds q and Q sees it."""
    saved: list[str] = []
    now, seen = "", []
    plain = re.sub(r"\((\\.|[^\\)])*\)", "", content)
    for token in re.findall(r"\bq\b|\bQ\b|\bTj\b|[\d.]+ [\d.]+ [\d.]+(?= rg)", plain):
        if token == "q":
            saved.append(now)
        elif token == "Q":
            now = saved.pop()
        elif token == "Tj":
            seen.append(now)
        else:
            now = token
    return seen

"""Pages as PDF bytes: the only module that draws with reportlab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from sukui_desktop.documents.write.fonts_and_line_breaks import (
    BOLD,
    REGULAR,
    printable_content,
    register_fonts,
    text_runs,
    text_width,
    wrap_text,
)
from sukui_desktop.documents.write.page_layout import lay_out_pages
from sukui_desktop.documents.write.page_marks import (
    LEFT_EDGE,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    RIGHT_EDGE,
    WARNING,
    BoxMark,
    LineMark,
    Mark,
    PageMarks,
    TextMark,
)
from sukui_desktop.domain.papers.document_blocks import Document

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

_HATCH_GAP = 3.2
_RUNNING, _FOOT = 8.0, 6.5
_GHOST = "#eceef0"


def pdf_bytes(document: Document) -> bytes:
    """Return the document as PDF: A4, typefaces embedded, text selectable; equal input gives equal bytes.

    Letters that no typeface has are printed as their codes (`printable`).
    """
    register_fonts()
    document = printable_content(document)
    pages = lay_out_pages(document)
    target = BytesIO()
    canvas = _open_canvas(target, document)
    for number, page in enumerate(pages, start=1):
        _paint_header_and_footer(canvas, document, page, f"{number}/{len(pages)}")
        _paint_lines_boxes_and_text(canvas, page.body)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _open_canvas(target: BytesIO, document: Document) -> Canvas:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    # Pages as bytes, not as letters in ASCII85: a sixth smaller, and reportlab's encoder is slow on a long list.
    rl_config.useA85 = 0
    canvas = Canvas(target, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, lang="ko-KR")
    canvas.setTitle(document.name)
    canvas.setAuthor("")
    canvas.setSubject(document.running)
    canvas.setCreator("sukui_desktop")
    return canvas


def _paint_header_and_footer(canvas: Canvas, document: Document, page: PageMarks, number: str) -> None:
    """Paint what is no part of the text, marked as such (ISO 32000-1, 14.8.2.2), so that readers may leave it out."""
    with _painted_as_artifact(canvas):
        if document.stamp:
            _paint_watermark(canvas, document.stamp)
        _paint_lines_boxes_and_text(
            canvas, (*_header_marks(document), *_footer_marks(document, number), *page.repeated)
        )


@contextmanager
def _painted_as_artifact(canvas: Canvas) -> Iterator[None]:
    """Mark what is painted meanwhile as an artifact: the one operator for which reportlab has no call."""
    canvas.addLiteral("/Artifact BMC")
    yield
    canvas.addLiteral("EMC")


def _header_marks(document: Document) -> Iterable[Mark]:
    left = LEFT_EDGE
    if document.stamp:
        yield TextMark(left, 15 * MM, document.stamp, BOLD, _RUNNING, WARNING)
        left += text_width(document.stamp, BOLD, _RUNNING) + 8
    running = wrap_text(document.running, REGULAR, _RUNNING, RIGHT_EDGE - left)
    yield TextMark(left, 15 * MM, running[0] + ("…" if len(running) > 1 else ""), REGULAR, _RUNNING, QUIET)


def _footer_marks(document: Document, page: str) -> Iterable[Mark]:
    foot = PAGE_HEIGHT - 12 * MM
    yield TextMark((PAGE_WIDTH - text_width(page, REGULAR, 9)) / 2, foot, page, REGULAR, 9, QUIET)
    for place, line in enumerate(wrap_text(document.footer, REGULAR, _FOOT, RIGHT_EDGE - LEFT_EDGE)):
        yield TextMark(LEFT_EDGE, foot + 10 + place * 8, line, REGULAR, _FOOT, QUIET)


def _paint_watermark(canvas: Canvas, words: str) -> None:
    size = min(130.0, 130.0 * PAGE_WIDTH / text_width(words, BOLD, 130.0))
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(45)
    canvas.setFillColor(_parse_colour(_GHOST))
    canvas.setFont(BOLD, size)
    canvas.drawString(-text_width(words, BOLD, size) / 2, -size / 3, words)
    canvas.restoreState()


def _paint_lines_boxes_and_text(canvas: Canvas, marks: Sequence[Mark]) -> None:
    """Paint lines and boxes in their order, then every line of text over them as one text object."""
    for mark in marks:
        if isinstance(mark, LineMark):
            _paint_line(canvas, mark)
        elif isinstance(mark, BoxMark):
            _paint_box(canvas, mark)
    _paint_text(canvas, [mark for mark in marks if isinstance(mark, TextMark) and mark.text])


def _paint_text(canvas: Canvas, lines: Sequence[TextMark]) -> None:
    text = canvas.beginText()
    typeface: tuple[str, float] = ("", 0)
    colour = ""
    for line in lines:
        if line.colour != colour:
            colour = line.colour
            text.setFillColor(_parse_colour(colour))
        text.setTextOrigin(line.x, PAGE_HEIGHT - line.y)
        for face, piece in text_runs(line.text, line.font):
            if (face, line.size) != typeface:
                typeface = face, line.size
                text.setFont(*typeface)
            text.textOut(piece)
    if lines:
        canvas.drawText(text)


def _paint_line(canvas: Canvas, line: LineMark) -> None:
    canvas.setStrokeColor(_parse_colour(line.colour))
    canvas.setLineWidth(line.width)
    canvas.line(line.x1, PAGE_HEIGHT - line.y1, line.x2, PAGE_HEIGHT - line.y2)


def _paint_box(canvas: Canvas, box: BoxMark) -> None:
    if box.is_hatched:
        _paint_hatched(canvas, box)
        return
    canvas.setFillColor(_parse_colour(box.colour))
    canvas.rect(box.x, PAGE_HEIGHT - box.y - box.height, box.width, box.height, stroke=0, fill=1)


def _paint_hatched(canvas: Canvas, area: BoxMark) -> None:
    bottom = PAGE_HEIGHT - area.y - area.height
    canvas.saveState()
    outline = canvas.beginPath()
    outline.rect(area.x, bottom, area.width, area.height)
    canvas.clipPath(outline, stroke=0, fill=0)
    canvas.setStrokeColor(_parse_colour(QUIET))
    canvas.setLineWidth(0.7)
    lines = canvas.beginPath()
    # The hatch is anchored to the page, not to the bar, so that neighbouring bars share one pattern.
    start = int((area.x - area.height + bottom % _HATCH_GAP) / _HATCH_GAP) * _HATCH_GAP - bottom % _HATCH_GAP
    while start < area.x + area.width:
        lines.moveTo(start, bottom)
        lines.lineTo(start + area.height, bottom + area.height)
        start += _HATCH_GAP
    canvas.drawPath(lines, stroke=1, fill=0)
    canvas.setLineWidth(0.8)
    canvas.rect(area.x, bottom, area.width, area.height, stroke=1, fill=0)
    canvas.restoreState()


@cache
def _parse_colour(colour: str) -> Color:
    """Parsed once: reportlab reads a colour's name anew for each bar."""
    from reportlab.lib.colors import HexColor

    return HexColor(colour)

"""Pages as PDF bytes: with `pen` the only place that speaks to reportlab, and every string drawn passes `drawn`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from sukui_desktop.documents.write.blocks import Document, settle
from sukui_desktop.documents.write.fonts import BOLD, REGULAR, drawn, register_fonts, text_width
from sukui_desktop.documents.write.layout import LEFT_EDGE, RIGHT_EDGE, lay_out
from sukui_desktop.documents.write.marks import (
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    WARNING,
    Area,
    Leaf,
    Mark,
    Stroke,
    Words,
)
from sukui_desktop.documents.write.pen import Pen
from sukui_desktop.documents.write.wrapping import wrap

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

_HATCH_GAP = 3.2
_RUNNING, _FOOT = 8.0, 6.5
_GHOST = "#eceef0"


def pdf_bytes(document: Document) -> bytes:
    """Return the document as PDF: A4, typefaces embedded, text selectable; equal input gives equal bytes.

    Raises RuleBroken glyph_missing only for a text that was not settled, which is a bug.
    """
    register_fonts()
    settled = settle(document)
    leaves = lay_out(settled)
    target = BytesIO()
    canvas = _canvas(target, settled)
    pen = Pen(canvas)
    for number, leaf in enumerate(leaves, start=1):
        _paint_around(canvas, pen, settled, leaf, f"{number}/{len(leaves)}")
        _paint(canvas, pen, leaf.body)
        pen.hand_over()
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _canvas(target: BytesIO, document: Document) -> Canvas:
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


def _paint_around(canvas: Canvas, pen: Pen, document: Document, leaf: Leaf, page: str) -> None:
    """Paint what is no part of the text, marked as such (ISO 32000-1, 14.8.2.2), so that readers may leave it out."""
    canvas.addLiteral("/Artifact BMC")
    if document.practice:
        _paint_ghost(canvas, document.practice)
    _paint(canvas, pen, (*_running_marks(document), *_foot_marks(document, page), *leaf.repeated))
    pen.hand_over()
    canvas.addLiteral("EMC")


def _running_marks(document: Document) -> Iterable[Mark]:
    left = LEFT_EDGE
    if document.practice:
        yield Words(left, 15 * MM, document.practice, BOLD, _RUNNING, WARNING)
        left += text_width(document.practice, BOLD, _RUNNING) + 8
    running = wrap(document.running, REGULAR, _RUNNING, RIGHT_EDGE - left)
    yield Words(left, 15 * MM, running[0] + ("…" if len(running) > 1 else ""), REGULAR, _RUNNING, QUIET)


def _foot_marks(document: Document, page: str) -> Iterable[Mark]:
    foot = PAGE_HEIGHT - 12 * MM
    yield Words((PAGE_WIDTH - text_width(page, REGULAR, 9)) / 2, foot, page, REGULAR, 9, QUIET)
    for place, line in enumerate(wrap(document.footer, REGULAR, _FOOT, RIGHT_EDGE - LEFT_EDGE)):
        yield Words(LEFT_EDGE, foot + 10 + place * 8, line, REGULAR, _FOOT, QUIET)


def _paint_ghost(canvas: Canvas, words: str) -> None:
    size = 130.0
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(45)
    canvas.setFillColor(_ink(_GHOST))
    canvas.setFont(BOLD, size)
    canvas.drawString(-text_width(words, BOLD, size) / 2, -size / 3, drawn(words, BOLD))
    canvas.restoreState()


def _paint(canvas: Canvas, pen: Pen, marks: Iterable[Mark]) -> None:
    for mark in marks:
        if isinstance(mark, Words):
            pen.words(mark)
        elif isinstance(mark, Stroke):
            pen.stroke(mark)
        elif not mark.is_hatched:
            pen.area(mark)
        else:
            pen.hand_over()
            _paint_hatched(canvas, mark)


def _paint_hatched(canvas: Canvas, area: Area) -> None:
    bottom = PAGE_HEIGHT - area.y - area.height
    canvas.saveState()
    outline = canvas.beginPath()
    outline.rect(area.x, bottom, area.width, area.height)
    canvas.clipPath(outline, stroke=0, fill=0)
    canvas.setStrokeColor(_ink(QUIET))
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
def _ink(colour: str) -> Color:
    """Parsed once: reportlab reads a colour's name anew for each bar."""
    from reportlab.lib.colors import HexColor

    return HexColor(colour)

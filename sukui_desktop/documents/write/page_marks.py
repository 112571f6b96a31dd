"""What a page is made of before any PDF: lines of text, strokes and boxes, placed in points from the top left."""

from __future__ import annotations

import msgspec

INK = "#1e2124"
QUIET = "#58616a"
FAINT = "#b1b8be"
SHADE = "#f4f5f6"
ACCENT = "#0b50d0"
WARNING = "#bd2c0f"

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM


LEFT_EDGE, RIGHT_EDGE = 20 * MM, PAGE_WIDTH - 20 * MM
TOP_EDGE, BOTTOM_EDGE = 24 * MM, PAGE_HEIGHT - 22 * MM
BODY_WIDTH = RIGHT_EDGE - LEFT_EDGE


class TextMark(msgspec.Struct, frozen=True):
    """One line of text; x is its left end and y its baseline."""

    x: float
    y: float
    text: str
    font: str
    size: float
    colour: str = INK


class LineMark(msgspec.Struct, frozen=True):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    colour: str = FAINT


class BoxMark(msgspec.Struct, frozen=True):
    """A rectangle, (x, y) its upper left corner: filled, or hatched with an outline."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    is_hatched: bool = False


Mark = TextMark | LineMark | BoxMark


class PageMarks(msgspec.Struct):
    """One page: what belongs to the text, and what is repeated for the reader's convenience."""

    body: list[Mark]
    repeated: list[Mark]


def mark_moved_down(mark: Mark, down: float) -> Mark:
    """Return `mark` that many points further down."""
    if isinstance(mark, TextMark):
        return TextMark(mark.x, mark.y + down, mark.text, mark.font, mark.size, mark.colour)
    if isinstance(mark, LineMark):
        return msgspec.structs.replace(mark, y1=mark.y1 + down, y2=mark.y2 + down)
    return msgspec.structs.replace(mark, y=mark.y + down)

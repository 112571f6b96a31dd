"""What stands where on a page, before any PDF: so that a layout can be looked at without drawing it.

All measures are points; y runs down from the top of the page.
"""

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


class Words(msgspec.Struct, frozen=True):
    """One line of text; x is its left end and y its baseline."""

    x: float
    y: float
    text: str
    font: str
    size: float
    colour: str = INK


class Stroke(msgspec.Struct, frozen=True):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    colour: str = FAINT


class Area(msgspec.Struct, frozen=True):
    """A rectangle, (x, y) its upper left corner: filled, or hatched with an outline."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    is_hatched: bool = False


Mark = Words | Stroke | Area


class Leaf(msgspec.Struct):
    """One page: what belongs to the text, and what is repeated for the reader's convenience."""

    body: list[Mark]
    repeated: list[Mark]


def moved(mark: Mark, down: float) -> Mark:
    """Return `mark` that many points further down."""
    if isinstance(mark, Words):
        return Words(mark.x, mark.y + down, mark.text, mark.font, mark.size, mark.colour)
    if isinstance(mark, Stroke):
        return msgspec.structs.replace(mark, y1=mark.y1 + down, y2=mark.y2 + down)
    return msgspec.structs.replace(mark, y=mark.y + down)

"""From blocks to pages: what fits stays together, what does not goes on over the page."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.documents.write.blocks import Block, Document, Paragraph, Signatures, Skyline, Table, Title
from sukui_desktop.documents.write.fonts import BOLD, REGULAR, text_width
from sukui_desktop.documents.write.marks import (
    FAINT,
    INK,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    Leaf,
    Mark,
    Stroke,
    Words,
    moved,
)
from sukui_desktop.documents.write.skyline import LEAST_HEIGHT, skyline_marks
from sukui_desktop.documents.write.table_layout import TableSetter
from sukui_desktop.documents.write.wrapping import wrap

LEFT_EDGE, RIGHT_EDGE = 20 * MM, PAGE_WIDTH - 20 * MM
TOP_EDGE, BOTTOM_EDGE = 24 * MM, PAGE_HEIGHT - 22 * MM
BODY_WIDTH = RIGHT_EDGE - LEFT_EDGE

_SIZE, _LEADING = 10.5, 16.5
_SMALL, _SMALL_LEADING = 9.0, 13.5
_HEADING = 12.0
_INDENT = 12.0
_BOX, _BOX_GAP, _BOX_LEAD = 40.0, 8.0, 10.0
_FEW_ROWS = 4
_SIGNATURES_START = _BOX_LEAD + _LEADING + 6 + _BOX + _BOX_GAP


class Setter:
    """Sets one document after the other's blocks, page by page; `leaves` holds what is set."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.y = 0.0
        self.turn_page()

    def turn_page(self) -> None:
        """Go on at the top of a new page."""
        self.leaves.append(Leaf([], []))
        self.y = TOP_EDGE

    def left_over(self) -> float:
        """Return how many points are left on this page."""
        return BOTTOM_EDGE - self.y

    def need(self, height: float) -> None:
        """Turn the page unless `height` is left, or the page is still empty."""
        if self.left_over() < height and self.y > TOP_EDGE:
            self.turn_page()

    def put(self, mark: Mark) -> None:
        """Set a mark whose y is measured from where the text stands now."""
        self.leaves[-1].body.append(moved(mark, self.y))

    def repeat(self, mark: Mark) -> None:
        """Set a mark that says again what an earlier page said."""
        self.leaves[-1].repeated.append(moved(mark, self.y))

    def line(self, x: float, text: str, font: str, size: float, leading: float, colour: str = INK) -> None:
        """Set one line of text and go down by `leading`."""
        self.need(leading)
        self.put(Words(x, leading * 0.72, text, font, size, colour))
        self.y += leading


def lay_out(document: Document) -> list[Leaf]:
    """Return the pages of a settled document."""
    setter = Setter()
    for block, start_of_next in zip(document.blocks, _starts(document.blocks)[1:], strict=True):
        _set_block(setter, block, start_of_next)
    return setter.leaves


def _starts(blocks: Sequence[Block]) -> list[float]:
    """Return the height without which each block cannot begin, and 0 for the end: what heads it turns the page too."""
    starts = [0.0]
    for block in reversed(blocks):
        starts.append(_start_of(block, starts[-1]))
    return starts[::-1]


def _start_of(block: Block, start_of_next: float) -> float:
    match block:
        case Table():
            table = TableSetter(Setter(), block, LEFT_EDGE, BODY_WIDTH)
            return table.whole_height() + start_of_next if _leads(block, start_of_next) else table.start_height()
        case Skyline():
            return LEAST_HEIGHT
        case Signatures():
            return _SIGNATURES_START
        case Paragraph() if block.level == 0 or block.is_bold:
            return 2 * _LEADING + start_of_next
        case Paragraph():
            return 2 * _LEADING
    return 0.0


def _leads(table: Table, start_of_next: float) -> bool:
    """Tell whether a table is short words before a signature, which never stands alone on a page."""
    return start_of_next == _SIGNATURES_START and len(table.rows) <= _FEW_ROWS


def _set_block(setter: Setter, block: Block, start_of_next: float) -> None:
    match block:
        case Title():
            _set_title(setter, block)
        case Paragraph():
            _set_paragraph(setter, block, start_of_next)
        case Table():
            if _leads(block, start_of_next):
                setter.need(_start_of(block, start_of_next))
            TableSetter(setter, block, LEFT_EDGE, BODY_WIDTH).set()
        case Signatures():
            _set_signatures(setter, block)
        case Skyline():
            setter.need(LEAST_HEIGHT)
            marks, height = skyline_marks(block, LEFT_EDGE, BODY_WIDTH, setter.left_over())
            for mark in marks:
                setter.put(mark)
            setter.y += height


def _set_title(setter: Setter, title: Title) -> None:
    lines = wrap(title.text, BOLD, 20, BODY_WIDTH)
    setter.need(len(lines) * 28 + 9)
    for line in lines:
        _centred(setter, line, BOLD, 20, 28, INK)
    setter.y += 3
    setter.put(Stroke(LEFT_EDGE, 0, RIGHT_EDGE, 0, 1.5, INK))
    setter.y += 6
    for text in title.under:
        for line in wrap(text, REGULAR, _SIZE, BODY_WIDTH):
            _centred(setter, line, REGULAR, _SIZE, _LEADING, QUIET)
    setter.y += 8


def _centred(setter: Setter, line: str, font: str, size: float, leading: float, colour: str) -> None:
    x = LEFT_EDGE + (BODY_WIDTH - text_width(line, font, size)) / 2
    setter.line(x, line, font, size, leading, colour)


def _set_paragraph(setter: Setter, paragraph: Paragraph, start_of_next: float) -> None:
    is_heading = paragraph.level == 0
    font = BOLD if paragraph.is_bold or is_heading else REGULAR
    size, leading = (_SMALL, _SMALL_LEADING) if paragraph.is_small else (_SIZE, _LEADING)
    if is_heading:
        size, leading = _HEADING, 18.0
        setter.y += 9 if setter.y > TOP_EDGE else 0
    left = LEFT_EDGE + _INDENT * paragraph.level
    hang = text_width(f"{paragraph.label} ", font, size) if paragraph.label else 0.0
    lines = wrap(paragraph.text, font, size, RIGHT_EDGE - left - hang)
    # A signature never stands alone on a page: the words before it come along.
    leads = is_heading or paragraph.is_bold or len(lines) == 1 or start_of_next == _SIGNATURES_START
    setter.need(leading * min(len(lines), 3) + (2 + start_of_next if leads else 0))
    if paragraph.label:
        setter.put(Words(left, leading * 0.72, paragraph.label, font, size))
    for line in lines:
        setter.line(left + hang, line, font, size, leading)
    setter.y += 2


def _set_signatures(setter: Setter, signatures: Signatures) -> None:
    height, gap, in_row = _BOX, _BOX_GAP, min(3, max(1, len(signatures.boxes)))
    width = (BODY_WIDTH - gap * (in_row - 1)) / in_row
    setter.y += _BOX_LEAD
    lines = wrap(signatures.declaration, REGULAR, _SIZE, BODY_WIDTH)
    setter.need(len(lines) * _LEADING + height + gap + 6)
    for line in lines:
        _centred(setter, line, REGULAR, _SIZE, _LEADING, INK)
    setter.y += 6
    for place, (role, name) in enumerate(signatures.boxes):
        if place % in_row == 0:
            setter.need(height + gap)
        left = LEFT_EDGE + (place % in_row) * (width + gap)
        for mark in _frame(left, width, height):
            setter.put(mark)
        setter.put(Words(left + 8, 15, role, REGULAR, _SMALL, QUIET))
        mark_left = left + width - 8 - text_width(signatures.mark, REGULAR, _SMALL)
        _set_name(setter, name, left + 8, mark_left - left - 12)
        setter.put(Words(mark_left, 32, signatures.mark, REGULAR, _SMALL, FAINT))
        if place % in_row == in_row - 1 or place == len(signatures.boxes) - 1:
            setter.y += height + gap


def _set_name(setter: Setter, name: str, left: float, width: float) -> None:
    """Set a name on one line, smaller when it is long, on several lines of small print when it is very long."""
    size = 11.0
    lines = wrap(name, BOLD, size, width)
    while size > 4 and len(lines) > (1 if size > 7 else int(18 / size)):
        size -= 0.5
        lines = wrap(name, BOLD, size, width)
    for place, line in enumerate(lines):
        setter.put(Words(left, 32 + (place - (len(lines) - 1) / 2) * size * 1.1, line, BOLD, size))


def _frame(left: float, width: float, height: float) -> list[Mark]:
    right = left + width
    return [
        Stroke(left, 0, right, 0),
        Stroke(left, height, right, height),
        Stroke(left, 0, left, height),
        Stroke(right, 0, right, height),
    ]

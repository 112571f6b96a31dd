"""Pages before any PDF: the place of each line of text, stroke and box of a document, in points from the top left.

What fits on a page stays together: a heading with its text, titles of a table with its first row, a signature with the
words before it. Titles of tables are repeated on every page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from sukui_desktop.assets.qr_code import qr_matrix
from sukui_desktop.documents.write.fonts_and_line_breaks import BOLD, REGULAR, text_width, wrap_text
from sukui_desktop.documents.write.page_marks import (
    ACCENT,
    BODY_WIDTH,
    BOTTOM_EDGE,
    FAINT,
    INK,
    LEFT_EDGE,
    MM,
    QUIET,
    RIGHT_EDGE,
    SHADE,
    TOP_EDGE,
    BoxMark,
    LineMark,
    Mark,
    PageMarks,
    TextMark,
    mark_moved_down,
)
from sukui_desktop.documents.write.waterline_figure import LEAST_WATERLINE_HEIGHT, waterline_marks
from sukui_desktop.domain.papers.document_blocks import (
    CENTRE,
    LEFT,
    RIGHT,
    Block,
    CodeFigure,
    Document,
    NumberedWords,
    Paragraph,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    Title,
    WaterlineFigure,
)


class PageSetter:
    """Fills one page after the other from the top; `pages` holds them."""

    def __init__(self) -> None:
        self.pages: list[PageMarks] = []
        self.y = 0.0
        self.turn_page()

    def turn_page(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append(PageMarks([], []))
        self.y = TOP_EDGE

    def height_left(self) -> float:
        """Return how many points are left on this page."""
        return BOTTOM_EDGE - self.y

    def turn_page_unless_height_left(self, height: float) -> None:
        """Turn the page unless `height` is left, or the page is still empty."""
        if self.height_left() < height and self.y > TOP_EDGE:
            self.turn_page()

    def put_mark(self, mark: Mark) -> None:
        """Add a mark; its y is measured from where the text is now."""
        self.pages[-1].body.append(mark_moved_down(mark, self.y))

    def put_repeated_mark(self, mark: Mark) -> None:
        """Add a mark that only repeats what an earlier page says."""
        self.pages[-1].repeated.append(mark_moved_down(mark, self.y))

    def typeset_text_line(self, x: float, text: str, font: str, size: float, leading: float, colour: str = INK) -> None:
        """Set one line of text and go down by `leading`."""
        self.turn_page_unless_height_left(leading)
        self.put_mark(TextMark(x, leading * 0.72, text, font, size, colour))
        self.y += leading


_CELL_SIZE, _CELL_LEADING, _PAD = 9.0, 12.5, 3.5
_NOTE_SIZE, _NOTE_LEADING, _NOTE_INDENT = 8.0, 11.0, 14.0
_LEAST_SIZE = 5.0
_LEAST_TEXT_WIDTH = 75.0
"""What a column of words keeps when columns of figures need more than their part."""
_WIDEST_KEPT_WORD = 90.0
"""A word no wider than this, ten letters, is not broken where other columns have room to spare."""
_LEAST_OF_GIVER, _LEAST_TO_WRITE_IN = 30.0, 40.0
"""What a column of words, and one that is signed or ticked by hand, keep when they give room to others."""
_UNIT_HEIGHT, _END = 12.0, 9.0
_KEPT_WHOLE = 0.4 * (BOTTOM_EDGE - TOP_EDGE)
"""A table that is no higher than this is not torn."""
_MOST_LINES = 40
"""A row of more lines than this is set in parts."""


class Cell(NamedTuple):
    """The lines of one cell and their size."""

    lines: list[str]
    size: float = _CELL_SIZE
    leading: float = _CELL_LEADING

    def lines_of_one_page(self, start: int) -> Cell:
        """Return the lines of one page when the row goes over several."""
        if len(self.lines) <= _MOST_LINES and not start:
            return self
        return self._replace(lines=self.lines[start : start + _MOST_LINES])


def wrap_cell_to_width(text: str, font: str, width: float, size: float = _CELL_SIZE) -> Cell:
    """Break `text` to `width`."""
    if "\n" not in text and text_width(text, font, size) <= width:
        return Cell([text], size)
    return Cell(wrap_text(text, font, size, width), size)


def column_widths(table: Table, width: float) -> list[float]:
    """Return the widths of the columns: their parts of `width`, but figures have the room for one line each.

    What figures and codes need beyond their part is taken from the columns of words, which can be broken; then what a
    word needs that would be broken inside it, from columns that have more than they need.
    """
    whole = sum(column.share for column in table.columns)
    widths = [width * column.share / whole for column in table.columns]
    if not table.has_head:
        return widths
    lacking = [max(0.0, least - own) for least, own in zip(_least_widths(table), widths, strict=True)]
    words = [place for place, column in enumerate(table.columns) if column.align == LEFT]
    spare = {place: max(0.0, widths[place] - _LEAST_TEXT_WIDTH) for place in words}
    given = min(sum(lacking), sum(spare.values()))
    if given:
        for place, lack in enumerate(lacking):
            widths[place] += given * lack / sum(lacking)
        for place, room in spare.items():
            widths[place] -= given * room / sum(spare.values())
    return _with_room_for_whole_words(table, widths)


def _with_room_for_whole_words(table: Table, widths: list[float]) -> list[float]:
    """Return the widths with room for words such as 교통안전분과 that are a little wider than their column."""
    needed = _widths_of_widest_words(table)
    lacking = [
        need - own if own < need <= _WIDEST_KEPT_WORD and column.align == LEFT else 0.0
        for need, own, column in zip(needed, widths, table.columns, strict=True)
    ]
    kept = [
        max(need, _LEAST_TO_WRITE_IN) if column.align != LEFT else max(need, _LEAST_OF_GIVER)
        for need, column in zip(needed, table.columns, strict=True)
    ]
    spare = [max(0.0, own - keep) if not lack else 0.0 for own, keep, lack in zip(widths, kept, lacking, strict=True)]
    given = min(sum(lacking), sum(spare))
    if not given:
        return widths
    return [
        own + given * lack / sum(lacking) - given * room / sum(spare)
        for own, lack, room in zip(widths, lacking, spare, strict=True)
    ]


def _widths_of_widest_words(table: Table) -> list[float]:
    """Return what each column needs so that no word of a cell is broken inside it, nor a line of figures or a title."""
    needed = [_width_of_widest(column.title, BOLD, is_by_words=True) for column in table.columns]
    for row in table.rows:
        if row.is_banner:
            continue
        font = BOLD if row.is_bold else REGULAR
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            needed[place] = max(needed[place], _width_of_widest(cell, font, is_by_words=column.align == LEFT))
    return needed


def _width_of_widest(words: str, font: str, *, is_by_words: bool) -> float:
    parts = words.split() if is_by_words else words.split("\n")
    widest = max((text_width(part, font, _CELL_SIZE) for part in parts if len(part) > 1), default=0.0)
    return widest + 2 * _PAD + 0.1 if widest else 0.0  # a single letter cannot be broken


def _least_widths(table: Table) -> list[float]:
    """Return how wide each column of figures must be for its widest line; 0 for words."""
    least = [0.0] * len(table.columns)
    for row in table.rows:
        if row.is_banner:
            continue
        font = BOLD if row.is_bold else REGULAR
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            if column.align != LEFT and cell:
                widest = max(text_width(line, font, _CELL_SIZE) for line in cell.split("\n"))
                least[place] = max(least[place], widest + 2 * _PAD + 0.1)
    return least


class TableSetter:
    """Sets one table."""

    def __init__(self, page: PageSetter, table: Table, left: float, width: float) -> None:
        self._page = page
        self._table = table
        self._left = left
        self._width = width
        self._widths = column_widths(table, width)
        self._sizes = [
            _font_size_of_column(*each) for each in zip(table.columns, self._widths, _least_widths(table), strict=True)
        ]

    def typeset_table(self) -> None:
        """Set unit, titles and every row."""
        page, table = self._page, self._table
        if page.height_left() < self.height_needed_to_start():
            page.turn_page()
        page.y += 2
        if table.unit:
            x = self._left + self._width - text_width(table.unit, REGULAR, 8)
            page.put_mark(TextMark(x, 8, table.unit, REGULAR, 8, QUIET))
            page.y += _UNIT_HEIGHT
        self._typeset_column_titles(is_repeated=False)
        for place, row in enumerate(table.rows):
            # The last row, often the totals, is not left alone on a page.
            is_before_last = place == len(table.rows) - 2
            self._typeset_row(row, self._row_height(table.rows[-1]) if is_before_last else 0.0)
        page.put_mark(LineMark(self._left, 0, self._left + self._width, 0, 1, INK))
        page.y += _END

    def start_height(self) -> float:
        """Return the height of unit, titles and first row, which stay together."""
        unit = _UNIT_HEIGHT if self._table.unit else 0.0
        titles = _cells_height(self._title_cells()) if self._table.has_head else 0.0
        rows = self._table.rows[:1]
        return 2 + unit + titles + (self._row_height(rows[0]) if rows else _cells_height([]))

    def height_needed_to_start(self) -> float:
        """Return the height that the table needs to begin: of a short one its whole, or what stays together."""
        start, rows = self.start_height(), len(self._table.rows)
        if start + (rows - 1) * (_CELL_LEADING + 2 * _PAD) > _KEPT_WHOLE:
            return start
        whole = self.whole_height()
        return whole if whole <= _KEPT_WHOLE else start

    def whole_height(self) -> float:
        """Return the height of a table that needs no page of its own: unit, titles, every row and the end."""
        rows = self._table.rows
        return self.start_height() + sum(self._row_height(row) for row in rows[1:]) + _END

    def _row_height(self, row: TableRow) -> float:
        cells = [cell.lines_of_one_page(0) for cell in self._fitted_cells(row)]
        return max(_cells_height(cells), self._table.least_row_mm * MM) + _note_height(self._wrapped_note_lines(row))

    def _title_cells(self) -> list[Cell]:
        columns = zip(self._table.columns, self._widths, strict=True)
        return [wrap_cell_to_width(column.title, BOLD, width - 2 * _PAD) for column, width in columns]

    def _typeset_column_titles(self, *, is_repeated: bool) -> None:
        put = self._page.put_repeated_mark if is_repeated else self._page.put_mark
        right = self._left + self._width
        if not self._table.has_head:
            put(LineMark(self._left, 0, right, 0, 1, INK))
            return
        cells = self._title_cells()
        height = _cells_height(cells)
        put(BoxMark(self._left, 0, self._width, height, SHADE))
        put(LineMark(self._left, 0, right, 0, 1, INK))
        left = self._left
        for cell, width in zip(cells, self._widths, strict=True):
            for mark in _cell_marks(cell, left, width, CENTRE, BOLD, height):
                put(mark)
            left += width
        put(LineMark(self._left, height, right, height, 0.5, INK))
        self._page.y += height

    def _fitted_cells(self, row: TableRow) -> list[Cell]:
        if row.is_banner:
            return [wrap_cell_to_width(row.cells[0], BOLD, self._width - 2 * _PAD)]
        columns = enumerate(zip(row.cells, self._widths, self._sizes, strict=True))
        return [
            wrap_cell_to_width(cell, self._font_of_cell(row, place), width - 2 * _PAD, size)
            for place, (cell, width, size) in columns
        ]

    def _font_of_cell(self, row: TableRow, place: int) -> str:
        is_name = not self._table.has_head and place % 2 == 0
        return BOLD if row.is_bold or is_name else REGULAR

    def _typeset_row(self, row: TableRow, then: float) -> None:
        """Set a row on a page that has room for it and for `then` points more."""
        cells, note = self._fitted_cells(row), self._wrapped_note_lines(row)
        starts = range(0, max(len(cell.lines) for cell in cells), _MOST_LINES)
        for start in starts:
            part = [cell.lines_of_one_page(start) for cell in cells]
            height = max(_cells_height(part), self._table.least_row_mm * MM)
            under = note if start == starts[-1] else []
            if self._page.height_left() < height + _note_height(under) + (then if start == starts[-1] else 0.0):
                self._page.turn_page()
                self._typeset_column_titles(is_repeated=True)
            self._typeset_row_part(row, part, height, under)

    def _wrapped_note_lines(self, row: TableRow) -> list[str]:
        width = self._width - 2 * _PAD - _NOTE_INDENT
        return wrap_text(row.note, REGULAR, _NOTE_SIZE, width) if row.note else []

    def _typeset_row_part(self, row: TableRow, cells: list[Cell], height: float, note: list[str]) -> None:
        page, right = self._page, self._left + self._width
        if row.is_banner:
            page.put_mark(BoxMark(self._left, 0, self._width, height, ACCENT))
            for mark in _cell_marks(cells[0], self._left, self._width, CENTRE, BOLD, height, "#ffffff"):
                page.put_mark(mark)
            page.y += height
            return
        left = self._left
        for index, (cell, width) in enumerate(zip(cells, self._widths, strict=True)):
            if self._table.least_row_mm and index:
                page.put_mark(LineMark(left, 0, left, height, 0.4, FAINT))
            if not self._table.has_head and index % 2 == 0:
                page.put_mark(BoxMark(left, 0.4, width, height - 0.4, SHADE))
            if index == self._table.bar_column and row.bar >= 0:
                self._draw_share_bar(row, left, width, height)
            for mark in _cell_marks(
                cell, left, width, self._table.columns[index].align, self._font_of_cell(row, index), height
            ):
                page.put_mark(mark)
            left += width
        page.y += height
        for line in note:
            x = self._left + _PAD + _NOTE_INDENT
            page.put_mark(TextMark(x, _NOTE_LEADING * 0.5, line, REGULAR, _NOTE_SIZE, QUIET))
            page.y += _NOTE_LEADING
        page.put_mark(LineMark(self._left, 0, right, 0, 0.4, FAINT))

    def _draw_share_bar(self, row: TableRow, left: float, width: float, height: float) -> None:
        room = width - 2 * _PAD
        self._page.put_mark(BoxMark(left + _PAD, height / 2 - 4, room, 8, SHADE))
        if row.bar:
            self._page.put_mark(BoxMark(left + _PAD, height / 2 - 4, room * row.bar / 1000, 8, ACCENT, row.is_hatched))


def _font_size_of_column(column: TableColumn, width: float, least: float) -> float:
    """Return the one size of a column's letters: small enough that no figure is broken."""
    if column.align == LEFT or least <= width:
        return _CELL_SIZE
    return max(_LEAST_SIZE, int(2 * _CELL_SIZE * (width - 2 * _PAD) / (least - 2 * _PAD)) / 2)


def _cells_height(cells: list[Cell]) -> float:
    return max((len(cell.lines) * cell.leading for cell in cells), default=_CELL_LEADING) + 2 * _PAD


def _note_height(lines: list[str]) -> float:
    return len(lines) * _NOTE_LEADING


def _cell_marks(
    cell: Cell, left: float, width: float, align: str, font: str, height: float, colour: str = INK
) -> list[Mark]:
    marks: list[Mark] = []
    top = (height - len(cell.lines) * cell.leading) / 2
    for place, line in enumerate(cell.lines):
        x = left + _PAD
        if align != LEFT:
            spare = width - 2 * _PAD - text_width(line, font, cell.size)
            x += spare if align == RIGHT else spare / 2
        marks.append(TextMark(x, top + (place + 0.74) * cell.leading, line, font, cell.size, colour))
    return marks


_SIZE, _LEADING = 10.5, 16.5
_SMALL, _SMALL_LEADING = 9.0, 13.5
_HEADING, _HEADING_GAP, _ITEM_GAP = 12.0, 9.0, 4.0
_INDENT = 12.0
_BOX, _BOX_GAP, _BOX_LEAD = 40.0, 8.0, 10.0
_FEW_ROWS = 4
CODE_SIDE = 62 * MM
_CODE_GAP, _CODE_WORDS = 14.0, 12.5
_SIGNATURES_START = _BOX_LEAD + _LEADING + 6 + _BOX + _BOX_GAP


class NeededToStart(NamedTuple):
    """What a block needs of a page to begin on it."""

    height: float = 0.0
    """Points, with those of what the block introduces."""
    is_signing: bool = False
    """The block is a signature, or the closing words before one."""


def lay_out_pages(document: Document) -> list[PageMarks]:
    """Return the pages of a document whose texts are printable."""
    setter = PageSetter()
    for block, (_, following) in zip(
        document.blocks, pairwise(_needed_to_start_each_block(document.blocks)), strict=True
    ):
        _typeset_block(setter, block, following)
    return setter.pages


def _needed_to_start_each_block(blocks: Sequence[Block]) -> list[NeededToStart]:
    """Return what each block needs to begin, and nothing for the end."""
    starts = [NeededToStart()]
    for block in reversed(blocks):
        starts.append(_needed_to_start_block(block, starts[-1]))
    return starts[::-1]


def _needed_to_start_block(block: Block, following: NeededToStart) -> NeededToStart:
    match block:
        case Table():
            table = TableSetter(PageSetter(), block, LEFT_EDGE, BODY_WIDTH)
            if _stays_with_following(block, following):
                return NeededToStart(table.whole_height() + following.height)
            return NeededToStart(table.height_needed_to_start())
        case WaterlineFigure():
            return NeededToStart(LEAST_WATERLINE_HEIGHT)
        case NumberedWords():
            return NeededToStart(_numbered_words_height(block))
        case CodeFigure():
            return NeededToStart(CODE_SIDE)
        case Signatures():
            return NeededToStart(_SIGNATURES_START, is_signing=True)
        case Paragraph():
            is_heading = block.level == 0 or block.is_bold
            return NeededToStart(SetParagraph(block, following).start_height, following.is_signing and not is_heading)
    return NeededToStart()


def _stays_with_following(table: Table, following: NeededToStart) -> bool:
    """Return whether a table stays with what follows: it introduces it, or is short words before a signature, which is
    never alone on a page."""
    return table.introduces or (following.is_signing and len(table.rows) <= _FEW_ROWS)


def _typeset_block(setter: PageSetter, block: Block, following: NeededToStart) -> None:
    match block:
        case Title():
            _typeset_title(setter, block)
        case Paragraph():
            SetParagraph(block, following).typeset_lines(setter)
        case Table():
            if _stays_with_following(block, following):
                setter.turn_page_unless_height_left(_needed_to_start_block(block, following).height)
            TableSetter(setter, block, LEFT_EDGE, BODY_WIDTH).typeset_table()
        case NumberedWords():
            _typeset_numbered_words(setter, block)
        case Signatures():
            _typeset_signatures(setter, block)
        case WaterlineFigure():
            setter.turn_page_unless_height_left(LEAST_WATERLINE_HEIGHT)
            marks, height = waterline_marks(block, LEFT_EDGE, BODY_WIDTH, setter.height_left())
            for mark in marks:
                setter.put_mark(mark)
            setter.y += height
        case CodeFigure():
            setter.turn_page_unless_height_left(CODE_SIDE)
            _typeset_qr_code(setter, block)


def _typeset_qr_code(setter: PageSetter, figure: CodeFigure) -> None:
    matrix = qr_matrix(figure.code, is_long=True)
    module = CODE_SIDE / len(matrix)
    for y, row in enumerate(matrix):
        x = 0
        for is_dark, run in groupby(row):
            length = len(tuple(run))
            if is_dark:  # a hair higher than its module, so that no light line is between two rows
                left, height = LEFT_EDGE + x * module, module * 1.03
                setter.put_mark(BoxMark(left, y * module, length * module, height, INK))
            x += length
    left, down = LEFT_EDGE + CODE_SIDE + _CODE_GAP, 4.0
    for words, is_bold in figure.lines:
        font, size, leading = (BOLD, _CODE_WORDS, 19.0) if is_bold else (REGULAR, _SMALL, _SMALL_LEADING)
        for line in wrap_text(words, font, size, RIGHT_EDGE - left):
            setter.put_mark(TextMark(left, down + leading * 0.72, line, font, size))
            down += leading
        down += 4
    setter.y += max(CODE_SIDE, down) + 6


def _typeset_title(setter: PageSetter, title: Title) -> None:
    if title.is_on_new_page and setter.y > TOP_EDGE:
        setter.turn_page()
    size, leading = (15, 22) if title.is_on_new_page else (20, 28)
    lines = wrap_text(title.text, BOLD, size, BODY_WIDTH)
    setter.turn_page_unless_height_left(len(lines) * leading + 9)
    for line in lines:
        _typeset_centred_line(setter, line, BOLD, size, leading, INK)
    setter.y += 3
    setter.put_mark(LineMark(LEFT_EDGE, 0, RIGHT_EDGE, 0, 1.5, INK))
    setter.y += 6
    for text in title.under:
        for line in wrap_text(text, REGULAR, _SIZE, BODY_WIDTH):
            _typeset_centred_line(setter, line, REGULAR, _SIZE, _LEADING, QUIET)
    setter.y += 8


def _typeset_centred_line(setter: PageSetter, line: str, font: str, size: float, leading: float, colour: str) -> None:
    x = LEFT_EDGE + (BODY_WIDTH - text_width(line, font, size)) / 2
    setter.typeset_text_line(x, line, font, size, leading, colour)


class SetParagraph:
    """A paragraph in its lines, and how much of the page it needs to begin."""

    def __init__(self, paragraph: Paragraph, following: NeededToStart) -> None:
        self._label = paragraph.label
        self._is_heading = paragraph.level == 0
        self._gap = _HEADING_GAP if self._is_heading else _ITEM_GAP if paragraph.is_bold and paragraph.label else 0.0
        self._font = BOLD if paragraph.is_bold or self._is_heading else REGULAR
        self._size, self._leading = (_SMALL, _SMALL_LEADING) if paragraph.is_small else (_SIZE, _LEADING)
        if self._is_heading:
            self._size, self._leading = _HEADING, 18.0
        self._left = LEFT_EDGE + _INDENT * paragraph.level
        self._hang = text_width(f"{paragraph.label} ", self._font, self._size) if paragraph.label else 0.0
        self._lines = wrap_text(paragraph.text, self._font, self._size, RIGHT_EDGE - self._left - self._hang)
        # A heading is never alone at the foot of a page, nor a signature at the head of one without words before it.
        leads = self._is_heading or paragraph.is_bold or paragraph.introduces or following.is_signing
        self.start_height = (
            self._gap + self._leading * min(len(self._lines), 3) + (2 + following.height if leads else 0)
        )

    def typeset_lines(self, setter: PageSetter) -> None:
        """Set the lines."""
        setter.turn_page_unless_height_left(self.start_height)
        if setter.y > TOP_EDGE:
            setter.y += self._gap
        if self._label:
            setter.put_mark(TextMark(self._left, self._leading * 0.72, self._label, self._font, self._size))
        for line in self._lines:
            setter.typeset_text_line(self._left + self._hang, line, self._font, self._size, self._leading)
        setter.y += 2


_WORD_SIZE, _WORD_LEADING, _NUMBER_WIDTH = 19.0, 31.0, 34.0


def _numbered_words_height(block: NumberedWords) -> float:
    return -(-len(block.words) // block.columns) * _WORD_LEADING + 6


def _typeset_numbered_words(setter: PageSetter, block: NumberedWords) -> None:
    """Set words in columns, each with its number, a rule under every line."""
    setter.turn_page_unless_height_left(_numbered_words_height(block))
    rows, width = -(-len(block.words) // block.columns), BODY_WIDTH / block.columns
    for row in range(rows):
        for column in range(block.columns):
            place = column * rows + row
            if place >= len(block.words):
                continue
            left, number = LEFT_EDGE + column * width, f"{place + 1}"
            x = left + _NUMBER_WIDTH - 10 - text_width(number, REGULAR, _HEADING)
            setter.put_mark(TextMark(x, _WORD_LEADING * 0.7, number, REGULAR, _HEADING, QUIET))
            setter.put_mark(TextMark(left + _NUMBER_WIDTH, _WORD_LEADING * 0.7, block.words[place], BOLD, _WORD_SIZE))
            setter.put_mark(LineMark(left, _WORD_LEADING, left + width - 14, _WORD_LEADING, 0.4, FAINT))
        setter.y += _WORD_LEADING
    setter.y += 6


def _typeset_signatures(setter: PageSetter, signatures: Signatures) -> None:
    height, gap, in_row = _BOX, _BOX_GAP, min(3, max(1, len(signatures.boxes)))
    width = (BODY_WIDTH - gap * (in_row - 1)) / in_row
    setter.y += _BOX_LEAD
    lines = wrap_text(signatures.declaration, REGULAR, _SIZE, BODY_WIDTH)
    setter.turn_page_unless_height_left(len(lines) * _LEADING + height + gap + 6)
    for line in lines:
        _typeset_centred_line(setter, line, REGULAR, _SIZE, _LEADING, INK)
    setter.y += 6
    for place, (role, name) in enumerate(signatures.boxes):
        if place % in_row == 0:
            setter.turn_page_unless_height_left(height + gap)
        left = LEFT_EDGE + (place % in_row) * (width + gap)
        for mark in _frame_marks(left, width, height):
            setter.put_mark(mark)
        setter.put_mark(TextMark(left + 8, 15, role, REGULAR, _SMALL, QUIET))
        mark_left = left + width - 8 - text_width(signatures.mark, REGULAR, _SMALL)
        _typeset_signer_name(setter, name, left + 8, mark_left - left - 12)
        setter.put_mark(TextMark(mark_left, 32, signatures.mark, REGULAR, _SMALL, FAINT))
        if place % in_row == in_row - 1 or place == len(signatures.boxes) - 1:
            setter.y += height + gap


def _typeset_signer_name(setter: PageSetter, name: str, left: float, width: float) -> None:
    """Set a name on one line, smaller when it is long, on several lines of small print when it is very long."""
    size = 11.0
    lines = wrap_text(name, BOLD, size, width)
    while size > 4 and len(lines) > (1 if size > 7 else int(18 / size)):
        size -= 0.5
        lines = wrap_text(name, BOLD, size, width)
    for place, line in enumerate(lines):
        setter.put_mark(TextMark(left, 32 + (place - (len(lines) - 1) / 2) * size * 1.1, line, BOLD, size))


def _frame_marks(left: float, width: float, height: float) -> list[Mark]:
    right = left + width
    return [
        LineMark(left, 0, right, 0),
        LineMark(left, height, right, height),
        LineMark(left, 0, left, height),
        LineMark(right, 0, right, height),
    ]

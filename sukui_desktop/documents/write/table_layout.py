"""Tables over many pages: titles again on each page, rows never torn unless one is higher than a page."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from sukui_desktop.documents.write.blocks import CENTRE, LEFT, RIGHT, Table, TableRow
from sukui_desktop.documents.write.fonts import BOLD, REGULAR, text_width
from sukui_desktop.documents.write.marks import ACCENT, FAINT, INK, MM, QUIET, SHADE, Area, Mark, Stroke, Words
from sukui_desktop.documents.write.wrapping import wrap

_SIZE, _LEADING, _PAD = 9.0, 12.5, 3.5
_SMALL_SIZE, _SMALL_LEADING = 7.0, 9.5
_NOTE_SIZE, _NOTE_LEADING, _NOTE_INDENT = 8.0, 11.0, 14.0
_LEAST_SIZE = 5.0
_UNIT_HEIGHT, _END = 12.0, 9.0
_MOST_NORMAL_LINES = 4
"""A cell of more lines is set small."""
_MOST_FACT_LINES = 20
"""The same where one cell says all there is to say of something, such as a rule."""
_MOST_LINES = 40
"""A row of more lines than this is set in parts."""


class Cell(NamedTuple):
    """The lines of one cell and the size in which they fit."""

    lines: list[str]
    size: float = _SIZE
    leading: float = _LEADING

    def part(self, start: int) -> Cell:
        """Return the lines that stand on one page when the row is torn."""
        if len(self.lines) <= _MOST_LINES and not start:
            return self
        return self._replace(lines=self.lines[start : start + _MOST_LINES])


def fit_cell(text: str, font: str, width: float, *, is_figure: bool, most: int = _MOST_NORMAL_LINES) -> Cell:
    """Break `text` to `width`: a figure is made smaller before it is broken, a long text when it has many lines.

    `most` is how many lines are set in the normal size.
    """
    if "\n" not in text and text_width(text, font, _SIZE) <= width:
        return Cell([text])
    size, given = _SIZE, text.split("\n")
    while is_figure and size > _LEAST_SIZE and max(text_width(line, font, size) for line in given) > width:
        size -= 0.5
    lines = wrap(text, font, size, width)
    if len(lines) > most:
        return Cell(wrap(text, font, _SMALL_SIZE, width), _SMALL_SIZE, _SMALL_LEADING)
    return Cell(lines, size)


class Place(Protocol):
    """Where a table is set: the page that is being filled."""

    y: float

    def turn_page(self) -> None:
        """Go on at the top of a new page."""

    def left_over(self) -> float:
        """Return how many points are left on this page."""

    def put(self, mark: Mark) -> None:
        """Set a mark, y measured from where the text stands now."""

    def repeat(self, mark: Mark) -> None:
        """Set a mark that only repeats what an earlier page said."""


class TableSetter:
    """Sets one table."""

    def __init__(self, place: Place, table: Table, left: float, width: float) -> None:
        self._place = place
        self._table = table
        self._left = left
        whole = sum(column.share for column in table.columns)
        self._widths = [width * column.share / whole for column in table.columns]
        self._width = width

    def set(self) -> None:
        """Set unit, titles and every row."""
        place, table = self._place, self._table
        if place.left_over() < self.start_height():
            place.turn_page()
        place.y += 2
        if table.unit:
            x = self._left + self._width - text_width(table.unit, REGULAR, 8)
            place.put(Words(x, 8, table.unit, REGULAR, 8, QUIET))
            place.y += _UNIT_HEIGHT
        self._titles(is_repeated=False)
        for row in table.rows:
            self._row(row)
        place.put(Stroke(self._left, 0, self._left + self._width, 0, 1, INK))
        place.y += _END

    def start_height(self) -> float:
        """Return the height of unit, titles and first row, which stay together."""
        unit = _UNIT_HEIGHT if self._table.unit else 0.0
        titles = _height(self._title_cells()) if self._table.has_head else 0.0
        rows = self._table.rows[:1]
        return 2 + unit + titles + (self._row_height(rows[0]) if rows else _height([]))

    def whole_height(self) -> float:
        """Return the height of a table that needs no page of its own: unit, titles, every row and the end."""
        rows = self._table.rows
        return self.start_height() + sum(self._row_height(row) for row in rows[1:]) + _END

    def _row_height(self, row: TableRow) -> float:
        cells = [cell.part(0) for cell in self._cells_of(row)]
        return max(_height(cells), self._table.least_row_mm * MM) + _note_height(self._note(row))

    def _title_cells(self) -> list[Cell]:
        columns = zip(self._table.columns, self._widths, strict=True)
        return [fit_cell(column.title, BOLD, width - 2 * _PAD, is_figure=True) for column, width in columns]

    def _titles(self, *, is_repeated: bool) -> None:
        put = self._place.repeat if is_repeated else self._place.put
        right = self._left + self._width
        if not self._table.has_head:
            put(Stroke(self._left, 0, right, 0, 1, INK))
            return
        cells = self._title_cells()
        height = _height(cells)
        put(Area(self._left, 0, self._width, height, SHADE))
        put(Stroke(self._left, 0, right, 0, 1, INK))
        left = self._left
        for cell, width in zip(cells, self._widths, strict=True):
            for mark in _cell_marks(cell, left, width, CENTRE, BOLD, height):
                put(mark)
            left += width
        put(Stroke(self._left, height, right, height, 0.5, INK))
        self._place.y += height

    def _cells_of(self, row: TableRow) -> list[Cell]:
        if row.is_banner:
            return [fit_cell(row.cells[0], BOLD, self._width - 2 * _PAD, is_figure=True)]
        most = _MOST_NORMAL_LINES if self._table.has_head else _MOST_FACT_LINES
        columns = enumerate(zip(row.cells, self._table.columns, self._widths, strict=True))
        return [
            fit_cell(cell, self._font(row, place), width - 2 * _PAD, is_figure=column.align != LEFT, most=most)
            for place, (cell, column, width) in columns
        ]

    def _font(self, row: TableRow, place: int) -> str:
        is_name = not self._table.has_head and place % 2 == 0
        return BOLD if row.is_bold or is_name else REGULAR

    def _row(self, row: TableRow) -> None:
        cells, note = self._cells_of(row), self._note(row)
        starts = range(0, max(len(cell.lines) for cell in cells), _MOST_LINES)
        for start in starts:
            part = [cell.part(start) for cell in cells]
            height = max(_height(part), self._table.least_row_mm * MM)
            under = note if start == starts[-1] else []
            if self._place.left_over() < height + _note_height(under):
                self._place.turn_page()
                self._titles(is_repeated=True)
            self._part(row, part, height, under)

    def _note(self, row: TableRow) -> list[str]:
        width = self._width - 2 * _PAD - _NOTE_INDENT
        return wrap(row.note, REGULAR, _NOTE_SIZE, width) if row.note else []

    def _part(self, row: TableRow, cells: list[Cell], height: float, note: list[str]) -> None:
        place, right = self._place, self._left + self._width
        if row.is_banner:
            place.put(Area(self._left, 0, self._width, height, ACCENT))
            for mark in _cell_marks(cells[0], self._left, self._width, CENTRE, BOLD, height, "#ffffff"):
                place.put(mark)
            place.y += height
            return
        left = self._left
        for index, (cell, width) in enumerate(zip(cells, self._widths, strict=True)):
            if not self._table.has_head and index % 2 == 0:
                place.put(Area(left, 0.4, width, height - 0.4, SHADE))
            if index == self._table.bar_column and row.bar >= 0:
                self._bar(row, left, width, height)
            for mark in _cell_marks(
                cell, left, width, self._table.columns[index].align, self._font(row, index), height
            ):
                place.put(mark)
            left += width
        place.y += height
        for line in note:
            x = self._left + _PAD + _NOTE_INDENT
            place.put(Words(x, _NOTE_LEADING * 0.5, line, REGULAR, _NOTE_SIZE, QUIET))
            place.y += _NOTE_LEADING
        place.put(Stroke(self._left, 0, right, 0, 0.4, FAINT))

    def _bar(self, row: TableRow, left: float, width: float, height: float) -> None:
        room = width - 2 * _PAD
        self._place.put(Area(left + _PAD, height / 2 - 4, room, 8, SHADE))
        if row.bar:
            self._place.put(Area(left + _PAD, height / 2 - 4, room * row.bar / 1000, 8, ACCENT, row.is_hatched))


def _height(cells: list[Cell]) -> float:
    return max((len(cell.lines) * cell.leading for cell in cells), default=_LEADING) + 2 * _PAD


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
        marks.append(Words(x, top + (place + 0.74) * cell.leading, line, font, cell.size, colour))
    return marks

"""Tables over many pages: titles again on each page, rows never torn unless one is higher than a page."""

from __future__ import annotations

from typing import Protocol

from sukui_desktop.documents.write.blocks import CENTRE, RIGHT, Table, TableRow
from sukui_desktop.documents.write.fonts import BOLD, REGULAR, text_width
from sukui_desktop.documents.write.marks import ACCENT, FAINT, INK, MM, QUIET, SHADE, Area, Mark, Stroke, Words
from sukui_desktop.documents.write.wrapping import wrap

_SIZE, _LEADING, _PAD = 9.0, 12.5, 3.5
_MOST_LINES = 40
"""A row of more lines than this is set in parts."""


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
        first = self._cells_of(table.rows[0]) if table.rows else []
        if place.left_over() < 2 * self._height(first) + 3 * _LEADING:
            place.turn_page()
        if table.unit:
            x = self._left + self._width - text_width(table.unit, REGULAR, 8)
            place.put(Words(x, 9, table.unit, REGULAR, 8, QUIET))
            place.y += 13
        self._titles(is_repeated=False)
        for row in table.rows:
            self._row(row)
        place.put(Stroke(self._left, 0, self._left + self._width, 0, 1, INK))
        place.y += 9

    def _titles(self, *, is_repeated: bool) -> None:
        put = self._place.repeat if is_repeated else self._place.put
        right = self._left + self._width
        put(Stroke(self._left, 0, right, 0, 1, INK))
        if not self._table.has_head:
            return
        cells = [
            wrap(c.title, BOLD, _SIZE, w - 2 * _PAD) for c, w in zip(self._table.columns, self._widths, strict=True)
        ]
        height = self._height(cells)
        put(Area(self._left, 0, self._width, height, SHADE))
        left = self._left
        for lines, width in zip(cells, self._widths, strict=True):
            for mark in _cell_marks(lines, left, width, CENTRE, BOLD, (height - len(lines) * _LEADING) / 2):
                put(mark)
            left += width
        put(Stroke(self._left, height, right, height, 0.5, INK))
        self._place.y += height

    def _cells_of(self, row: TableRow) -> list[list[str]]:
        if row.is_banner:
            return [wrap(row.cells[0], BOLD, _SIZE, self._width - 2 * _PAD)]
        fonts = [self._font(row, place) for place in range(len(row.cells))]
        return [
            wrap(cell, font, _SIZE, width - 2 * _PAD)
            for cell, font, width in zip(row.cells, fonts, self._widths, strict=True)
        ]

    def _font(self, row: TableRow, place: int) -> str:
        is_name = not self._table.has_head and place % 2 == 0
        return BOLD if row.is_bold or is_name else REGULAR

    def _height(self, cells: list[list[str]]) -> float:
        return max(map(len, cells), default=1) * _LEADING + 2 * _PAD

    def _row(self, row: TableRow) -> None:
        cells = self._cells_of(row)
        for start in range(0, max(map(len, cells)), _MOST_LINES):
            part = [lines[start : start + _MOST_LINES] for lines in cells]
            height = max(self._height(part), self._table.least_row_mm * MM)
            if self._place.left_over() < height:
                self._place.put(Stroke(self._left, 0, self._left + self._width, 0, 1, INK))
                self._place.turn_page()
                self._titles(is_repeated=True)
            self._part(row, part, height)

    def _part(self, row: TableRow, cells: list[list[str]], height: float) -> None:
        place, right = self._place, self._left + self._width
        if row.is_banner:
            place.put(Area(self._left, 0, self._width, height, ACCENT))
            for mark in _cell_marks(cells[0], self._left, self._width, CENTRE, BOLD, _PAD, "#ffffff"):
                place.put(mark)
            place.y += height
            return
        left = self._left
        for index, (lines, width) in enumerate(zip(cells, self._widths, strict=True)):
            if not self._table.has_head and index % 2 == 0:
                place.put(Area(left, 0, width, height, SHADE))
            if index == self._table.bar_column and row.bar >= 0:
                self._bar(row, left, width, height)
            top = (height - len(lines) * _LEADING) / 2
            for mark in _cell_marks(lines, left, width, self._table.columns[index].align, self._font(row, index), top):
                place.put(mark)
            left += width
        place.y += height
        place.put(Stroke(self._left, 0, right, 0, 0.4, FAINT))

    def _bar(self, row: TableRow, left: float, width: float, height: float) -> None:
        room = width - 2 * _PAD
        self._place.put(Area(left + _PAD, height / 2 - 4, room, 8, SHADE))
        if row.bar:
            self._place.put(Area(left + _PAD, height / 2 - 4, room * row.bar / 1000, 8, ACCENT, row.is_hatched))


def _cell_marks(
    lines: list[str], left: float, width: float, align: str, font: str, top: float, colour: str = INK
) -> list[Mark]:
    marks: list[Mark] = []
    for place, line in enumerate(lines):
        spare = width - 2 * _PAD - text_width(line, font, _SIZE)
        shift = {RIGHT: spare, CENTRE: spare / 2}.get(align, 0.0)
        marks.append(Words(left + _PAD + shift, top + (place + 0.74) * _LEADING, line, font, _SIZE, colour))
    return marks

"""One sheet."""

from collections.abc import Iterable, Iterator
from typing import overload

from openpyxl.cell.cell import Cell, CellValue
from openpyxl.worksheet.dimensions import DimensionHolder

class Worksheet:
    title: str
    sheet_state: str
    freeze_panes: str | None
    column_dimensions: DimensionHolder
    @property
    def max_row(self) -> int: ...
    @property
    def max_column(self) -> int: ...
    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]: ...
    def merge_cells(self, range_string: str | None = None) -> None: ...
    def append(self, iterable: Iterable[CellValue | Cell]) -> None: ...
    def cell(self, row: int, column: int, value: CellValue = None) -> Cell: ...
    def iter_rows(
        self,
        min_row: int | None = None,
        max_row: int | None = None,
        min_col: int | None = None,
        max_col: int | None = None,
        *,
        values_only: bool = False,
    ) -> Iterator[tuple[Cell, ...]]: ...
    @overload
    def __getitem__(self, key: str) -> Cell: ...
    @overload
    def __getitem__(self, key: int) -> tuple[Cell, ...]: ...
    def __setitem__(self, key: str, value: CellValue) -> None: ...

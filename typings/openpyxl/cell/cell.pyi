"""One cell; `data_type` is s text, n number, f formula, d date, b truth."""

from datetime import date, datetime
from decimal import Decimal

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

CellValue = str | int | float | Decimal | bool | date | datetime | None

class Cell:
    value: CellValue
    data_type: str
    number_format: str
    quotePrefix: bool
    font: Font
    alignment: Alignment
    @property
    def coordinate(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    def set_explicit_value(self, value: CellValue = None, data_type: str = "s") -> None: ...

def WriteOnlyCell(ws: Worksheet | None = None, value: CellValue = None) -> Cell: ...

"""Widths of columns."""

class ColumnDimension:
    width: float
    hidden: bool

class DimensionHolder:
    def __getitem__(self, key: str) -> ColumnDimension: ...

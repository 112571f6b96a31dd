"""Named fields in a grid: without it each form would line its labels up by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QDateTimeEdit, QGridLayout, QLabel, QWidget

COLUMNS = 2
_SHOWN_AS = "yyyy. M. d. HH:mm"


class FieldGrid(QWidget):
    """Fields under their names, two in a row or as many as said; Tab goes row by row."""

    def __init__(self, columns: int = COLUMNS) -> None:
        super().__init__()
        self._columns = columns
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(20)
        self._layout.setVerticalSpacing(6)
        for column in range(columns):
            self._layout.setColumnStretch(column, 1)
        self._row = 0
        self._column = 0

    def add(self, name: str, field: QWidget, *, is_wide: bool = False) -> None:
        """Add a field under its name; a wide one takes a row of its own."""
        label = QLabel(name, self)
        label.setProperty("strong", "true")
        label.setBuddy(field)
        field.setAccessibleName(name)
        self.put_field(label, field, self._columns if is_wide else 1)

    def put_field(self, label: QLabel, field: QWidget, span: int = 1) -> None:
        """Put a field that is named already, over `span` columns; it begins a row where the last has no room."""
        if self._column + span > self._columns:
            self._row, self._column = self._row + 1, 0
        self._layout.addWidget(label, self._row * 3, self._column, 1, span)
        self._layout.addWidget(field, self._row * 3 + 1, self._column, 1, span)
        self._layout.setRowMinimumHeight(self._row * 3 + 2, 10)
        self._column += span
        if self._column >= self._columns:
            self._row, self._column = self._row + 1, 0


def moment_field() -> QDateTimeEdit:
    """Return a field for a date and a time, with a calendar to open."""
    field = QDateTimeEdit()
    field.setDisplayFormat(_SHOWN_AS)
    field.setCalendarPopup(True)
    return field

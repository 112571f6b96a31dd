"""Choosing otherwise how a file is read: its sheet, its columns, the unit of its money, its hidden rows."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.file_import import NO_CHOICES, NO_COLUMN, FileQuestion, ImportChoices, SheetLayout
from sukui_desktop.domain.worksheet_column_letters import column_letters
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.form_fields import FieldGrid
from sukui_desktop.ui.widgets.layouts import column_of
from sukui_desktop.wording.file_import import UNITS, money_unit_words

CHOSEN_FIELDS = {"projects": ("code", "title", "cost"), "roster": ("number", "name")}
"""Subject → the fields whose column may be chosen: those that no list can do without."""
_SHOWN_LETTERS = 24
_NO_LIMIT_PX = 16_777_215
_LENT_PX = 190
"""Width of a drop-down in the line of its question."""
_ABOUT_UNIT = frozenset(
    ("unit_unknown", "unit_below", "unit_in_cells", "amounts_small", "amounts_large", "amounts_unlike")
)
_ABOUT_COLUMN = frozenset(("columns_alike", "headings_twice", "column_hidden", "numbers_missing"))


class SheetAndColumnChooser(QWidget):
    """Drop-downs that show how the file was read; a choice is read anew at once."""

    choices_made = Signal(object)
    """`ImportChoices`: all that was chosen for this file so far."""

    def __init__(self, subject: str) -> None:
        super().__init__()
        self._choices = NO_CHOICES
        self._layout_read = SheetLayout()
        self._lent: list[QWidget] = []
        """Fields that are beside their questions now."""
        self._fields = CHOSEN_FIELDS[subject]
        grid = self._grid = FieldGrid(columns=len(self._fields) + 2)
        self.sheet = DropDown()
        self.sheet.activated.connect(self._take_choice_and_ask_to_read_again)
        self.columns: Mapping[str, DropDown] = {field: DropDown() for field in self._fields}
        for field, box in self.columns.items():
            box.activated.connect(self._take_choice_and_ask_to_read_again)
            grid.add_field(text("prepare.import.column_of", field=text(f"prepare.import.field.{field}")), box)
        self.unit = DropDown()
        self.unit.activated.connect(self._take_choice_and_ask_to_read_again)
        if subject == "projects":
            grid.add_field(text("prepare.import.unit"), self.unit)
        grid.add_field(
            text("prepare.import.sheet"), self.sheet
        )  # last: where a file has one sheet, nothing is left empty
        for box in (self.sheet, self.unit, *self.columns.values()):
            box.setPlaceholderText(text("prepare.import.choose_column"))
            box.setMinimumContentsLength(6)
            box.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.hidden_rows = QCheckBox(text("prepare.import.takes_hidden"))
        self.hidden_rows.clicked.connect(self._take_choice_and_ask_to_read_again)
        self.zeros = QCheckBox(text("prepare.import.fills_zeros"))
        self.zeros.clicked.connect(self._take_choice_and_ask_to_read_again)
        self._ticks = (self.hidden_rows, self.zeros)
        self._column = column_of(grid, *self._ticks, spacing=4, margins=0, into=self)

    def forget_choices_for_other_file(self) -> None:
        """Begin anew, for another file."""
        self._choices = NO_CHOICES

    @property
    def reading_choices(self) -> ImportChoices:
        """What was chosen for this file."""
        return self._choices

    def first_unanswered_box(self) -> QWidget | None:
        """Return the first drop-down in which nothing is chosen; None where every one says how the file was read."""
        boxes = (*self.columns.values(), self.unit)
        return next((box for box in boxes if box.currentIndex() < 0 and box.isVisibleTo(self.window())), None)

    def lend_field_that_answers(self, question: FileQuestion) -> QWidget | None:
        """Return the field that answers a question, to stand beside it; None where another question has it, or none
        does."""
        field = self._field_that_answers(question)
        if field is None or field in self._lent:
            return None
        self._lent.append(field)
        if field in self._ticks:
            self._column.removeWidget(field)
        else:
            self._grid.lend_field(field)
            field.setFixedWidth(_LENT_PX)
        self._hide_grid_without_fields()
        return field

    def _field_that_answers(self, question: FileQuestion) -> QWidget | None:
        code = question.reason_code
        if code == "rows_hidden":
            return self.hidden_rows
        if code == "codes_zeros_lost":
            return self.zeros
        if code == "several_sheets":
            return self.sheet
        if code in _ABOUT_UNIT:
            return self.unit if "cost" in self._fields else None
        if code not in _ABOUT_COLUMN:
            return None
        letters = {label.split()[0] for label in question.columns if label}
        places = self._layout_read.places
        used = (field for field in self._fields if field in places and column_letters(places[field]) in letters)
        return self.columns[next(used, self._fields[-1] if question.columns else self._fields[0])]

    def _take_back_lent_fields(self) -> None:
        for field in self._lent:
            if field in self._ticks:
                self._column.addWidget(field)
            else:
                field.setMinimumWidth(0)
                field.setMaximumWidth(_NO_LIMIT_PX)
                self._grid.take_back_field(field)
        self._lent = []
        self._hide_grid_without_fields()

    def _hide_grid_without_fields(self) -> None:
        """Leave no empty line where every field is beside its question."""
        fields = (self.sheet, *self.columns.values(), *((self.unit,) if "cost" in self._fields else ()))
        self._grid.setVisible(any(field not in self._lent for field in fields))

    def show_sheet_layout(self, layout: SheetLayout, questions: tuple[FileQuestion, ...]) -> None:
        """Show how the file was read; a file without columns, such as `.pb`, has nothing to choose."""
        self._take_back_lent_fields()
        self._layout_read = layout
        self.setVisible(bool(layout.headings))
        asked = {question.reason_code for question in questions}
        self.sheet.clear()
        self.sheet.addItems(layout.sheets)
        self.sheet.setCurrentText(layout.sheet)
        self._grid.show_field(self.sheet, is_shown=len(layout.sheets) > 1)
        for field, box in self.columns.items():
            box.clear()
            if field == "number":
                box.addItem(text("prepare.import.number_anew"), NO_COLUMN)
            for place, heading in enumerate(layout.headings):
                named = f"{column_letters(place)} {heading[:_SHOWN_LETTERS]}".strip()
                box.addItem(named, place)
            is_open = field == "cost" and "columns_alike" in asked
            box.setCurrentIndex(-1 if is_open else box.findData(layout.places.get(field, NO_COLUMN)))
        self.unit.clear()
        for won in UNITS:
            self.unit.addItem(money_unit_words(won), won)
        if layout.unit and layout.unit not in UNITS:
            self.unit.addItem(money_unit_words(layout.unit), layout.unit)
        self.unit.setCurrentIndex(self.unit.findData(layout.unit))
        self.hidden_rows.setVisible("rows_hidden" in asked or self._choices.takes_hidden)
        self.hidden_rows.setChecked(self._choices.takes_hidden)
        self.zeros.setVisible("codes_zeros_lost" in asked or self._choices.fills_zeros)
        self.zeros.setChecked(self._choices.fills_zeros)

    @Slot()
    def _take_choice_and_ask_to_read_again(self) -> None:
        sender = self.sender()
        if sender is self.sheet:
            self._choices = ImportChoices(sheet=self.sheet.currentText())
        elif sender is self.unit:
            self._choices = replace(self._choices, unit=self.unit.currentData())
        elif sender is self.hidden_rows:
            self._choices = replace(self._choices, takes_hidden=self.hidden_rows.isChecked())
        elif sender is self.zeros:
            self._choices = replace(self._choices, fills_zeros=self.zeros.isChecked())
        else:
            field = next(field for field, box in self.columns.items() if box is sender)
            places = {**self._choices.places, field: self.columns[field].currentData()}
            self._choices = replace(self._choices, places=places)
        self.choices_made.emit(self._choices)

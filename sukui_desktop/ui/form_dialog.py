"""Forms of one line of a list, a project or a person, declared by their fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.drop_down import Completions
from sukui_desktop.ui.widgets.form_fields import FieldGrid, MoneyField

COLUMNS = 3
_WIDTH = 760
_PARAGRAPH_PX = 84


class FieldKind(StrEnum):
    """How a field is typed."""

    LINE = "line"
    MONEY = "money"
    PARAGRAPH = "paragraph"


class Field(NamedTuple):
    """One field of a line: its name in the row, in the draft and in the texts of an import."""

    name: str
    kind: FieldKind = FieldKind.LINE
    span: int = 1
    """Columns of three that it takes."""
    is_offered: bool = False
    """Offers the words that other lines of the list have there."""


class FormDialog(Ask):
    """Fields side by side, named as the columns of a file are, filled in from a line that is there already."""

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        service: Callable[..., Any],
        *,
        key: str,
        fields: Sequence[Field],
        line: object | None,
        others: Sequence[object],
        longest: int,
        currency: str = "",
        words: str = "words",
    ) -> None:
        """`line` is the one to write anew, None for a new one; `others` is its list."""
        super().__init__(parent, operations, service, key=key, words=words)
        self.setMinimumWidth(_WIDTH)
        self._longest = longest
        self._spans = {_field_label_words(field): field.span for field in fields}
        self._grid = FieldGrid(COLUMNS)
        self.body.addWidget(self._grid)
        self.fields: dict[str, QLineEdit] = {}
        self.amounts: dict[str, MoneyField] = {}
        self.paragraphs: dict[str, QPlainTextEdit] = {}
        for field in fields:
            value = getattr(line, field.name) if line is not None else None
            offered = {getattr(other, field.name) for other in others} - {""} if field.is_offered else set()
            self._add_field_of_kind(field, value, offered, currency)

    def place_labelled_field(self, named: QLabel, field: QWidget) -> None:
        """Put a field where the grid has room."""
        self._grid.place_labelled_field(named, field, self._spans.get(named.text(), 1))

    def problem(self) -> str:
        """An amount must be one; why it is none is shown beside it already."""
        for name, field in self.amounts.items():
            if field.typed_amount() is None:
                field.line.setFocus()
                return text(f"prepare.import.wrong.{name}")
        return ""

    def written_values(self) -> dict[str, Any]:
        """Return what is written, by name of the field; meant to be asked where `problem` finds nothing."""
        return {
            **{name: line.text() for name, line in self.fields.items()},
            **{name: field.typed_amount() for name, field in self.amounts.items()},
            **{name: field.toPlainText() for name, field in self.paragraphs.items()},
        }

    def _add_field_of_kind(self, field: Field, value: Any, offered: Collection[str], currency: str) -> None:
        label = _field_label_words(field)
        if field.kind == FieldKind.MONEY:
            money = self.amounts[field.name] = MoneyField(self)
            money.line.setPlaceholderText(text(f"prepare.import.hint.{field.name}"))
            self.add_field(label, money)
            money.show_amount(value or 0, currency)
        elif field.kind == FieldKind.PARAGRAPH:
            paragraph = self.paragraphs[field.name] = self.add_paragraph_edit(label)
            paragraph.setFixedHeight(_PARAGRAPH_PX)
            paragraph.setPlainText(value or "")
        else:
            line = self.fields[field.name] = self.add_line_edit(label)
            line.setMaxLength(self._longest)
            line.setText(value or "")
            line.setCursorPosition(0)
            if offered:
                completer = Completions(sorted(offered), line)
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
                line.setCompleter(completer)


def _field_label_words(field: Field) -> str:
    return text(f"prepare.import.field.{field.name}")

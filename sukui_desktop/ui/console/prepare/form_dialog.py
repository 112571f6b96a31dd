"""Base of the forms of one line of a list: a project or a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.console.fields import FieldGrid
from sukui_desktop.ui.widgets.ask_dialog import AskDialog

COLUMNS = 3
_WIDTH = 760


class FormDialog(AskDialog):
    """Many fields side by side, named as the columns of a file are; a line offers what the list has already."""

    def __init__(self, parent: QWidget, *, title: str, words: str, accept: str, spans: Mapping[str, int]) -> None:
        """`spans` has for a field how many of the three columns it takes; 1 for others."""
        super().__init__(parent, title=title, words=words, accept=accept)
        self.setMinimumWidth(_WIDTH)
        self._spans = {text(f"prepare.import.field.{field}"): span for field, span in spans.items()}
        self._grid = FieldGrid(COLUMNS)
        self.body.addWidget(self._grid)

    def put_field(self, named: QLabel, field: QWidget) -> None:
        """Put a field where the grid has room."""
        self._grid.put_field(named, field, self._spans.get(named.text(), 1))

    def add_words(self, field: str, *, longest: int, offered: Collection[str] = ()) -> QLineEdit:
        """Add the line of a field of the list; `offered` are the words others of the list have there."""
        line = self.add_line(text(f"prepare.import.field.{field}"))
        line.setMaxLength(longest)
        if offered:
            completer = QCompleter(sorted(offered), line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
        return line

"""What was counted, in the table that fits the question: projects, the choices of a motion, or opinions."""

from __future__ import annotations

from msgspec import UnsetType
from PySide6.QtWidgets import QWidget

from sukui_desktop.domain.counting.tally import OpinionCount, Tally
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.marking import CHOICE, OPINION
from sukui_desktop.ui.console.vote.tally_table import (
    CountedRow,
    choices_table,
    counted_rows,
    opinions_table,
    show_counted,
    tally_table,
)
from sukui_desktop.ui.widgets.current_pages import CurrentPages
from sukui_desktop.ui.widgets.rows_table import RowsTable


class CountTables(CurrentPages):
    """Three tables of which the question's own is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options: RowsTable[CountedRow] = tally_table()
        self.choices: RowsTable[CountedRow] = choices_table()
        self.opinions: RowsTable[OpinionCount] = opinions_table()
        for table in (self.options, self.choices, self.opinions):
            self.addWidget(table)

    def show_tally(self, definition: Definition, tally: Tally) -> None:
        """Show a count."""
        method = definition.question.method
        if method == OPINION:
            self.opinions.show_rows(() if isinstance(tally.opinions, UnsetType) else tally.opinions)
            self.setCurrentWidget(self.opinions)
        elif method == CHOICE:
            self.choices.show_rows(counted_rows(definition, tally))
            self.setCurrentWidget(self.choices)
        else:
            show_counted(self.options, definition, tally)
            self.setCurrentWidget(self.options)

"""What was corrected after 폐회: when, what and why, in the words of the minutes; hidden while there is nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.meeting import CorrectionRow
from sukui_desktop.ui.widgets.basic_widgets import heading
from sukui_desktop.ui.widgets.layouts import column_of, grow
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.wording.corrections import correction_words
from sukui_desktop.wording.times import moment_words

_HEIGHT_PX = 230
_MOMENT_PX = 200
_WHAT_PX = 160
_VALUES_PX = 360


class CorrectionList(QFrame):
    """The corrections of the meeting, the first one on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: RowsTable[CorrectionRow] = RowsTable(
            (
                Column("documents.correction.when", _moment_words_of_correction, "at_ms"),
                Column("documents.correction.what", _changed_thing_words),
                Column("documents.correction.values", correction_words),
                Column("documents.correction.reason", "reason"),
            ),
            _searchable_texts,
            name=text("documents.correction.title"),
            empty="",
            widths=(_MOMENT_PX, _WHAT_PX, _VALUES_PX, 0),
            wraps=True,
        )
        column_of(heading(text("documents.correction.title"), 3), grow(self.table), margins=(24, 0, 24, 16), into=self)
        self.setMaximumHeight(_HEIGHT_PX)
        self.hide()

    def show_rows(self, rows: tuple[CorrectionRow, ...]) -> None:
        """Show these corrections."""
        self.table.show_rows(rows)
        self.setVisible(bool(rows))


def _moment_words_of_correction(row: CorrectionRow) -> str:
    return moment_words(row.at_ms)


def _changed_thing_words(row: CorrectionRow) -> str:
    what = text(f"documents.correction.{row.kind}")
    return text("documents.correction.what_signed", what=what) if row.is_after_signing else what


def _searchable_texts(row: CorrectionRow) -> tuple[str, str]:
    return f"{_changed_thing_words(row)} {row.reason}", ""

"""What was corrected after 폐회: when, what and why, in the words of the minutes; hidden while there is nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.services.agenda.corrections import NamedCorrection
from sukui_desktop.ui.widgets.basic_widgets import heading
from sukui_desktop.ui.widgets.layouts import column_of, grow
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.wording.corrections import correction_words
from sukui_desktop.wording.times import moment_words

_HEIGHT_PX = 230
_MOMENT_PX = 130
_WHAT_PX = 130
_VALUES_PX = 170


class CorrectionList(QFrame):
    """The corrections of the meeting, the first one on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: RowsTable[NamedCorrection] = RowsTable(
            (
                Column("documents.correction.when", _moment_words_of_correction, "correction.at_ms"),
                Column("documents.correction.what", _changed_thing_words),
                Column("documents.correction.values", _old_and_new_value_words),
                Column("documents.correction.reason", "correction.reason"),
            ),
            _searchable_texts_of_correction,
            name=text("documents.correction.title"),
            empty="",
            widths=(_MOMENT_PX, _WHAT_PX, _VALUES_PX, 0),
            search_hint="search_words",
            wraps=True,
        )
        column_of(heading(text("documents.correction.title"), 3), grow(self.table), margins=(24, 0, 24, 16), into=self)
        self.setMaximumHeight(_HEIGHT_PX)
        self.hide()

    def show_corrections(self, rows: tuple[NamedCorrection, ...]) -> None:
        """Show these corrections."""
        self.table.show_rows(rows)
        self.setVisible(bool(rows))


def _moment_words_of_correction(row: NamedCorrection) -> str:
    return moment_words(row.correction.at_ms)


def _old_and_new_value_words(row: NamedCorrection) -> str:
    return correction_words(row.correction)


def _changed_thing_words(row: NamedCorrection) -> str:
    what = text(f"documents.correction.{row.correction.kind}")
    if row.correction.is_after_signing:
        what = text("documents.correction.what_signed", what=what)
    return "\n".join(filter(None, (what, row.about)))


def _searchable_texts_of_correction(row: NamedCorrection) -> tuple[str, str]:
    return f"{_changed_thing_words(row)} {row.correction.reason}", ""

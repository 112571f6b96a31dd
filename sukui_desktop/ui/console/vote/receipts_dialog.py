"""[확인번호 목록]: the receipts of a closed poll, to be searched by voters and saved for the notice board."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.console.table_export_button import TableExportButton, TableRows
from sukui_desktop.ui.dialog_help import HelpedDialog
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.parts import button, heading
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


class ReceiptsDialog(HelpedDialog):
    """A table of receipts; typing one finds it, with or without its dashes."""

    def __init__(
        self, parent: QWidget, operations: Operations, title: str, receipts: tuple[str, ...], meeting: Path
    ) -> None:
        """`meeting` is the file beside which a saved list is offered."""
        super().__init__(parent, text("vote.receipts.title", title=title))
        column: Column[tuple[str]] = Column("vote.receipts.number", itemgetter(0))
        self.table: RowsTable[tuple[str]] = RowsTable(
            (column,), _searchable_texts, name=text("vote.receipts.number"), empty=text("vote.receipts.empty")
        )
        self.export_button = TableExportButton(operations, self.table, text("vote.receipts.kind"), _receipt_table)
        self.export_button.name_after(meeting)
        fill(self.table.tools, self.export_button)
        self.close_button = button(text("vote.receipts.close"), on_click=self.reject)
        column_of(
            heading(self.windowTitle()),
            WrappedLabel(text("vote.receipts.words")),
            grow(self.table),
            row_of(grow(), self.close_button),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        self.table.show_rows([(receipt,) for receipt in receipts])
        self.resize(720, 560)
        self.table.search.setFocus()


def _receipt_table(rows: Sequence[tuple[str]]) -> TableRows:
    return ((text("vote.receipts.number"),), *rows)


def _searchable_texts(row: tuple[str]) -> tuple[str, str]:
    return f"{row[0]} {row[0].replace('-', '')}", ""

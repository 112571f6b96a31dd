"""[확인번호 목록]: the receipts of a closed poll, to be searched by voters and saved for the notice board."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.papers.receipt_list import ReceiptList
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.file_reading_and_saving import make_and_save_document
from sukui_desktop.services.handover.receipt_list import make_receipt_list_pdf
from sukui_desktop.ui.console.free_document_paths import free_document_path
from sukui_desktop.ui.console.handover.open_and_print import print_or_open_made_file
from sukui_desktop.ui.console.table_export_button import TableExportButton, TableRows
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, heading, show_words_in_state
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence


class ReceiptsDialog(HelpedDialog):
    """A table of receipts; typing one finds it, with or without its dashes."""

    hall_wanted = Signal()
    """Show the list on the hall screen."""

    def __init__(
        self, parent: QWidget, operations: Operations, content: ReceiptList, meeting: MeetingRow, folder: Path
    ) -> None:
        """`folder` is where a saved list is offered, named after the meeting."""
        super().__init__(parent, text("vote.receipts.title", title=content.poll_title))
        column: Column[tuple[str]] = Column("vote.receipts.number", itemgetter(0))
        self.table: RowsTable[tuple[str]] = RowsTable(
            (column,),
            _searchable_texts_of_receipt,
            name=text("vote.receipts.number"),
            empty=text("vote.receipts.empty"),
            search_hint="search_receipt",
            unit=text("widgets.units.numbers"),
        )
        self.export_button = TableExportButton(operations, self.table, text("vote.receipts.kind"), _receipt_table_rows)
        self.export_button.set_meeting_for_file_name(meeting, folder, content.poll_title)
        fill(self.table.tools, self.export_button)
        self._operations, self._content = operations, content
        self._meeting, self._folder = meeting, folder
        self.outcome = WrappedLabel("", self, name="receiptsOutcome")
        self.print_button = button(text("vote.receipts.print"), icon_name="print", on_click=self._save_and_print_list)
        self.print_button.setEnabled(bool(content.receipts))
        self.hall_button = button(text("vote.receipts.hall"), on_click=self.hall_wanted)
        self.hall_button.setEnabled(bool(content.receipts))
        self.close_button = button(text("vote.receipts.close"), on_click=self.reject)
        column_of(
            heading(self.windowTitle()),
            WrappedLabel(text("vote.receipts.words")),
            grow(self.table),
            self.outcome,
            row_of(self.print_button, self.hall_button, grow(), self.close_button),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        self.table.show_rows([(receipt,) for receipt in content.receipts])
        resize_dialog_within_screen(self, (720, 560))
        self.table.search.setFocus()

    @Slot()
    def _save_and_print_list(self) -> None:
        """Save the list as a paper beside the meeting, then print it."""
        self.print_button.setEnabled(False)
        kind, about = text("vote.receipts.kind"), self._content.poll_title
        path = free_document_path(self._folder, self._meeting, kind, ".pdf", about=about)
        act = (make_and_save_document, make_receipt_list_pdf, path, self._content)
        self._operations.run(self, *act, on_done=self._print_saved_list, on_refused=self._show_refusal, queue="making")

    def _print_saved_list(self, path: Path) -> None:
        self.print_button.setEnabled(True)
        show_words_in_state(self.outcome, text(f"handover.{print_or_open_made_file(path)}", name=path.name))

    def _show_refusal(self, error: SukuiError) -> None:
        self.print_button.setEnabled(True)
        show_words_in_state(self.outcome, refusal_sentence(error), "danger")


def _receipt_table_rows(rows: Sequence[tuple[str]]) -> TableRows:
    return ((text("vote.receipts.number"),), *rows)


def _searchable_texts_of_receipt(row: tuple[str]) -> tuple[str, str]:
    return f"{row[0]} {row[0].replace('-', '')}", ""

"""[파일로 저장] of a table: its rows as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.file_reading_and_saving import make_and_save_document
from sukui_desktop.services.handover.table_and_ballot_exports import make_table_file
from sukui_desktop.ui.console.free_document_paths import free_document_path
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import icon
from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words
from sukui_desktop.ui.widgets.path_dialog import TABLE_SUFFIXES, ask_where_to_save
from sukui_desktop.ui.widgets.refusal_bar import show_refusal
from sukui_desktop.ui.widgets.rows_table import RowsTable

TableRows = tuple[tuple[str | int, ...], ...]
"""The headings, then the rows of a file."""


class TableExportButton(QPushButton):
    """Writes the rows of a table as they are found and sorted, into a file that people name."""

    def __init__(
        self, operations: Operations, table: RowsTable[Any], kind: str, table_of: Callable[[Sequence[Any]], TableRows]
    ) -> None:
        """`kind` ends the name that is offered for the file, such as 사업; `table_of` returns the rows for the file."""
        super().__init__(icon("document"), text("widgets.export.button"))
        self.setAutoDefault(False)
        self._operations = operations
        self._table = table
        self._kind = kind
        self._table_of = table_of
        self._start: Callable[[], Path] = Path
        """The name that is offered."""
        self._rows = 0

        self.clicked.connect(self._ask_where_to_save_rows)
        table.model.modelReset.connect(self._enable_if_there_are_rows)
        self._enable_if_there_are_rows()

    def set_meeting_for_file_name(self, meeting: MeetingRow, folder: Path, about: str = "") -> None:
        """Offer names in this folder, as documents of this meeting are named."""
        self._start = partial(free_document_path, folder, meeting, self._kind, TABLE_SUFFIXES[0], about=about)

    @Slot()
    def _enable_if_there_are_rows(self) -> None:
        self.setEnabled(bool(self._table.model.rows))

    @Slot()
    def _ask_where_to_save_rows(self) -> None:
        ask_where_to_save(self, text("widgets.export.where"), self._start(), self._export_rows)

    @Slot(object)
    def _export_rows(self, path: Path) -> None:
        rows = self._table_of(self._table.found_rows())
        self._rows = len(rows) - 1
        self.setEnabled(False)
        self._operations.run(
            self,
            make_and_save_document,
            make_table_file,
            path,
            rows,
            path.name,
            self._kind,
            on_done=self._show_exported_row_count,
            on_refused=self._show_export_refusal,
            queue="making",
        )

    def _show_exported_row_count(self, path: Path) -> None:
        self._enable_if_there_are_rows()
        self._table.show_message_briefly(text("widgets.export.done", rows=self._rows))
        self.setToolTip(tool_tip_words(str(path)))

    def _show_export_refusal(self, error: SukuiError) -> None:
        self._enable_if_there_are_rows()
        show_refusal(self, error)

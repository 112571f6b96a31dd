"""Base of the panels of projects and people: a table to search, a line to add, a file to import or to save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.services.opened_meeting import meeting_path, read_meeting
from sukui_desktop.ui.console.prepare.import_dialog import ImportDialog, ListImport
from sukui_desktop.ui.console.prepare.panel_base import PreparePanel
from sukui_desktop.ui.console.table_export_button import TableExportButton, TableRows
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, enable_until_closing, heading, hint
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_list_model import RowT
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable


class ListPanel(PreparePanel, Generic[RowT]):
    """Lists the rows of one kind; its texts are under `prepare.<key>`."""

    def __init__(
        self,
        operations: Operations,
        key: str,
        columns: Sequence[Column[RowT]],
        found_by: Callable[[RowT], tuple[str, str]],
        table_of: Callable[[Sequence[RowT]], TableRows],
        widths: Sequence[int],
        tools: Sequence[QPushButton] = (),
        tools_of_row: Sequence[QPushButton] = (),
        gives_way: Sequence[int] = (),
    ) -> None:
        """`found_by`, `widths` and `gives_way` as those of `RowsTable`; `table_of` returns rows for a file.

        `tools` are further buttons beside the search, `tools_of_row` those for the chosen row, below the table.
        """
        super().__init__(operations)
        title = text(f"prepare.{key}.heading")
        self.table: RowsTable[RowT] = RowsTable(
            columns,
            found_by,
            name=title,
            empty=text(f"prepare.{key}.empty"),
            widths=widths,
            unit=text(f"prepare.{key}.unit"),
            is_count_apart=True,
            gives_way=gives_way,
        )
        self.table.row_chosen.connect(self.open_form)
        self.undo_steps.listen_for_ctrl_z_in(self.table.search)
        self.export_button = TableExportButton(operations, self.table, title, table_of)
        self.add_button = button(text(f"prepare.{key}.add"), icon_name="plus", on_click=self._open_empty_form)
        self.import_button = button(
            text(f"prepare.{key}.import"), "primary", icon_name="import", on_click=self.open_import_of_file
        )
        for tool in (self.export_button, *tools, self.add_button, self.import_button):
            self.table.tools.addWidget(tool)
        head = row_of(heading(title), self.table.count, grow(self.undo_steps.said), self.undo_steps.button, spacing=12)
        below = row_of(grow(hint(text(f"prepare.{key}.edit_hint"))), *tools_of_row, spacing=12)
        column_of(head, grow(self.table), below, spacing=12, margins=(24, 20, 24, 20), into=self)

    def load(self) -> None:
        """Ask for the rows; the file of the table is called after the meeting."""
        self.operations.run(self, read_meeting, self.room, on_done=self._follow_meeting)
        self.load_rows()

    def load_if_shown_tables_changed(self, changes: Changes) -> None:
        """Read again what changed; day and title of the meeting are in the name of a file."""
        super().load_if_shown_tables_changed(changes)
        if self._room is not None and changes.touches("meeting"):
            self.operations.run(self, read_meeting, self.room, on_done=self._follow_meeting)

    def _follow_meeting(self, meeting: MeetingRow) -> None:
        """Name the file of the table after the meeting; a closed one takes no new lines."""
        enable_until_closing(self.add_button, self.import_button, is_closed=meeting.stage == MeetingStage.CLOSED)
        self.export_button.set_meeting_for_file_name(meeting, meeting_path(self.room).parent)

    def load_rows(self) -> None:
        """Ask for the rows."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """Start with the search, or with the import while there is nothing to search."""
        return self.table.search if self.table.model.rows else self.import_button

    @Slot()
    def open_import_of_file(self) -> None:
        """Open the import of a file."""
        raise NotImplementedError

    def open_import_dialog(self, subject: ListImport) -> None:
        """Open the import of one kind of list. What was done to single lines before one cannot be taken back after it:
        the file may have brought the same lines anew."""
        dialog = ImportDialog(self, self.operations, self.room, subject)
        dialog.accepted.connect(self.undo_steps.forget_all_steps)
        dialog.file_accepted.connect(self.note_undo_of_import)
        dialog.open()

    @Slot(object)
    def note_undo_of_import(self, answer: object) -> None:
        """Note how a list that was taken in is taken back; nothing where the record does not allow it."""

    @Slot(object)
    def open_form(self, row: Any) -> None:
        """Open the form of one row, None for a new one."""
        raise NotImplementedError

    @Slot()
    def _open_empty_form(self) -> None:
        self.open_form(None)

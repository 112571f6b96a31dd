"""A table of rows to search, sort, copy and export, with a word on what to do while it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.theme import dress_table
from sukui_desktop.ui.widgets.parts import hint
from sukui_desktop.ui.widgets.rows_table_model import ROW_ROLE, Column, FoundRows, RowsTableModel

RowT = TypeVar("RowT")


class RowsTable(QWidget, Generic[RowT]):
    """Search line, table and count; tools of the page are beside the search line (`tools`)."""

    row_chosen = Signal(object)
    """The row that was double-clicked or taken by Enter."""

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        found_by: Callable[[RowT], tuple[str, str]],
        *,
        name: str,
        empty: str,
        stretched: int = 0,
    ) -> None:
        """`name` is read aloud, `empty` says what to do without rows, column `stretched` takes the room left."""
        super().__init__()
        self.model: RowsTableModel[RowT] = RowsTableModel(columns, found_by)
        self.found = FoundRows(self.model)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(text("widgets.rows.search"))
        self.search.setAccessibleName(text("widgets.rows.search_in", name=name))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search_typed)
        self.count = hint(may_wrap=False)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        self.view = self._make_view(name, stretched)
        self._empty = QLabel(empty, self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lay_out()
        self.show_rows(())

    @property
    def chosen(self) -> RowT | None:
        """The row of the keyboard; None without one."""
        index = self.view.currentIndex()
        row: RowT | None = index.data(ROW_ROLE) if index.isValid() else None
        return row

    def show_rows(self, rows: Sequence[RowT]) -> None:
        """Show other rows, keeping the search and the place."""
        place = self.view.currentIndex().row()
        self.model.show_rows(rows)
        self.search.setEnabled(bool(rows))
        self._tell_count()
        if 0 <= place < self.found.rowCount():
            self.view.setCurrentIndex(self.found.index(place, 0))

    def choose(self, place: int) -> None:
        """Choose the row at `place` as it is shown."""
        index = self.found.index(place, 0)
        self.view.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )

    def exported_rows(self) -> tuple[tuple[str | int, ...], ...]:
        """Return the headings and the rows for a file: those that are found, in the order shown."""
        columns = range(self.found.columnCount())
        head = tuple(str(self.found.headerData(column, Qt.Orientation.Horizontal)) for column in columns)
        places = (self.found.mapToSource(self.found.index(row, 0)).row() for row in range(self.found.rowCount()))
        return (head, *map(self.model.exported, places))

    def tell(self, words: str) -> None:
        """Show for two seconds what was done, in the place of the count."""
        self.count.setText(words)
        QTimer.singleShot(2000, self, self._tell_count)

    def fit_columns(self, widths: Sequence[int]) -> None:
        """Give columns their first widths in pixels; the stretched one takes what is left."""
        for column, width in enumerate(widths):
            if width:
                self.view.setColumnWidth(column, width)

    def _make_view(self, name: str, stretched: int) -> QTableView:
        view = QTableView(self)
        view.setModel(self.found)
        view.setAccessibleName(name)
        dress_table(view)
        view.setSortingEnabled(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        header = view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(56)
        view.activated.connect(self._on_row_activated)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._on_copy_asked)
        return view

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(12)
        self.search.setMaximumWidth(360)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.count)
        bar.addStretch(1)
        bar.addLayout(self.tools)
        holder = QWidget(self)
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(bar)
        layout.addWidget(holder, 1)

    def _tell_count(self) -> None:
        rows, found = len(self.model.rows), self.found.rowCount()
        key = "widgets.rows.count" if rows == found else "widgets.rows.count_found"
        self.count.setText(text(key, rows=rows, found=found) if rows else "")
        self._stack.setCurrentWidget(self.view if rows else self._empty)

    @Slot(str)
    def _on_search_typed(self, query: str) -> None:
        self.found.look_for(query)
        self._tell_count()

    @Slot(QModelIndex)
    def _on_row_activated(self, index: QModelIndex) -> None:
        row: Any = index.data(ROW_ROLE)
        self.row_chosen.emit(row)

    @Slot()
    def _on_copy_asked(self) -> None:
        """Copy the chosen rows, cells parted by tabs, as a spreadsheet takes them."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        columns = range(self.found.columnCount())
        lines = ["\t".join(_cell(self.found.index(place, column)) for column in columns) for place in places]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.tell(text("widgets.rows.copied", rows=len(lines)))


def _cell(index: QModelIndex) -> str:
    """Return a cell as it may be pasted: nothing a spreadsheet would run as a formula."""
    words = str(index.data() or "").replace("\t", " ").replace("\n", " ")
    return f"'{words}" if words[:1] in ("=", "+", "-", "@") else words

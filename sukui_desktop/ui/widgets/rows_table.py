"""A table of frozen rows that people search, sort and copy from: its columns, its model and its view."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, Generic

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.text_cleaning_and_search import initial_consonants, matches_query
from sukui_desktop.ui.theme import ROW_PX, style_table
from sukui_desktop.ui.widgets.basic_widgets import hint, with_screen_reader_name
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel, tool_tip_words
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_list_model import ROOT, ROW_ROLE, Index, RowT

_JUST_SHOWN_MS = 600
SORT_ROLE = Qt.ItemDataRole.UserRole
_SEARCH_PX = 166
"""All of what the search field says while it is empty."""
_PADDING_PX = 30
"""Left and right of the words of a cell: the sheet's padding and Qt's own."""
_NARROW = "narrow"
_LEAST_TITLE_PX = 210
"""What the column that takes the room left has at least while others may give way to it."""
_LEAST_WORDS_PX = 120
"""A column as wide as its words may always be this wide; beyond a quarter of the table its words take more lines."""


class Column(Generic[RowT]):
    """One column of a table: its heading, what it shows of a row, what it is sorted by.

    What is shown and sorted by is a function of the row, or the path of a field: "option.title". A number given by its
    path alone is shown with its thousands parted and sorted as a number; None is shown as nothing and comes first.
    """

    def __init__(
        self,
        key: str = "",
        shown: str | Callable[[RowT], str] = "",
        sorted_by: str | Callable[[RowT], Any] | None = None,
        *,
        is_number: bool = False,
        heading: str = "",
    ) -> None:
        """`key` is the text of the heading, unless `heading` has its words."""
        self.heading = heading or text(key)
        self.is_number = is_number
        self.shown: Callable[[RowT], str]
        if not isinstance(shown, str):
            self.shown = shown
        elif is_number:
            sorted_by = sorted_by or shown
            self.shown = partial(_number_words, attrgetter(shown))
        else:
            self.shown = partial(_words_of_cell, attrgetter(shown))
        self.sorted_by: Callable[[RowT], Any]
        if sorted_by is None:
            self.sorted_by = self.shown
        elif isinstance(sorted_by, str):
            self.sorted_by = partial(_number_or_minus_one, attrgetter(sorted_by))
        else:
            self.sorted_by = sorted_by


def _words_of_cell(read: Callable[[Any], Any], row: object) -> str:
    return str(read(row))


def _number_words(read: Callable[[Any], Any], row: object) -> str:
    value = read(row)
    if isinstance(value, str):  # words of an amount
        return value
    return "" if value is None else f"{value:,}"


def _number_or_minus_one(read: Callable[[Any], Any], row: object) -> Any:
    value = read(row)
    return -1 if value is None else value


def search_text_reader(words: str, number: str) -> Callable[[Any], tuple[str, str]]:
    """Return what finds a row: the fields of these paths, as words and as a number."""
    return partial(_search_words_and_number, attrgetter(words), attrgetter(number))


def _search_words_and_number(words: Callable[[Any], Any], number: Callable[[Any], Any], row: object) -> tuple[str, str]:
    return str(words(row)), str(number(row))


class RowsTableModel(QAbstractTableModel, Generic[RowT]):
    """Shows any rows through its columns; rows are replaced as a whole when they were read again."""

    def __init__(
        self, columns: Sequence[Column[RowT]], found_by: Callable[[RowT], tuple[str, str]] | None = None
    ) -> None:
        """`found_by` returns (words, number) of a row: what is searched as you type, None where nothing is."""
        super().__init__()
        self._columns = tuple(columns)
        self._found_by = found_by
        self.rows: tuple[RowT, ...] = ()
        """All rows, in the order in which they were given."""
        self._keys: list[tuple[str, str, str]] = []
        self.told_in_tool_tip: dict[int, tuple[int, ...]] = {}
        """Column → columns that are out of sight and are told in its tooltip."""

    def show_rows(self, rows: Sequence[RowT]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        found = [self._found_by(row) for row in self.rows] if self._found_by is not None else []
        self._keys = [(words, initial_consonants(words), number) for words, number in found]
        self.endResetModel()

    def does_row_match(self, place: int, query: str) -> bool:
        """Return whether row `place` is meant by what was typed (words, 초성 or number)."""
        words, leads, number = self._keys[place]
        return matches_query(query, name=words, initials=leads, number=number, last4="")

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many rows there are; a row has none under it."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, sorts by (`SORT_ROLE`), or its whole row (`ROW_ROLE`)."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.shown(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            away = (self._columns[place] for place in self.told_in_tool_tip.get(index.column(), ()))
            told = [f"{one.heading}: {words}" for one in away if (words := one.shown(row))]
            return tool_tip_words("\n".join([column.shown(row), *told]))
        if role == SORT_ROLE:
            return column.sorted_by(row)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._columns):
            column = self._columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.heading
            if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class FoundRows(QSortFilterProxyModel):
    """The rows that are meant by what was typed, sorted as people chose."""

    def __init__(self, model: RowsTableModel[Any]) -> None:
        super().__init__(model)
        self._model = model
        self._query = ""
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)

    def filter_rows(self, query: str) -> None:
        """Keep only the rows that `query` means; all for an empty one."""
        self.beginFilterChange()
        self._query = query
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Return whether a row is meant by the query."""
        return not self._query or self._model.does_row_match(source_row, self._query)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare numbers as numbers and words as text."""
        first, second = self._model.data(left, SORT_ROLE), self._model.data(right, SORT_ROLE)
        return bool(first < second)


class WrappingDelegate(QStyledItemDelegate):
    """Rows as high as their longest text at its column's width; Qt forgets the sheet's padding and cuts the end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size that the words need."""
        view, words = self.parent(), str(index.data() or "")
        room = view.columnWidth(index.column()) if isinstance(view, QTableView) else 0
        within = QRect(0, 0, max(1, room - _PADDING_PX), 100_000)
        height = option.fontMetrics.boundingRect(within, Qt.TextFlag.TextWordWrap, words).height()
        width = max(map(option.fontMetrics.horizontalAdvance, words.split("\n"))) + _PADDING_PX
        if isinstance(view, QTableView) and not _is_number_cell(index):
            width = min(width, max(_LEAST_WORDS_PX, view.viewport().width() // 4))  # words may take a second line
        return QSize(width, max(ROW_PX, height + _PADDING_PX // 2))


def _is_number_cell(index: Index) -> bool:
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    return alignment is not None and bool(alignment & Qt.AlignmentFlag.AlignRight)


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
        widths: Sequence[int] = (0,),
        kind: type[RowsTableModel[Any]] = RowsTableModel,
        unit: str = "",
        wraps: bool = False,
        is_count_apart: bool = False,
        search_hint: str = "search",
        gives_way: Sequence[int] = (),
    ) -> None:
        """`name` is read aloud, `empty` says what to do without rows, `unit` counts them (명; 건 unless given).

        `search_hint` names the text under `widgets.rows` that says by what a row is found.

        Long words take more lines where it `wraps`, else they are cut short.
        `widths` are the first widths of the columns in pixels, 0 for the one that takes the room left, -1 for one as
        wide as its longest words. A number is never cut: its column is as wide as the longest one.
        `gives_way` are columns that a narrow table does without, the first one first, so that the column that takes the
        room left can be read; its tooltip tells them.
        With `is_count_apart` the page puts `count` itself: a narrow one has no room for it beside many tools.
        """
        super().__init__()
        self.columns = tuple(columns)
        self.model: RowsTableModel[RowT] = kind(columns, found_by)
        self.found = FoundRows(self.model)
        self.search = with_screen_reader_name(
            QLineEdit(self, clearButtonEnabled=True), text("widgets.rows.search_in", name=name)
        )
        self.search.setPlaceholderText(text(f"widgets.rows.{search_hint}"))
        self.search.textChanged.connect(self._filter_and_drop_lost_choice)
        self.count = hint(may_wrap=False)
        self._unit = unit or text("widgets.rows.unit")
        self._given_up: tuple[int, ...] = ()
        self._gives_way = tuple(gives_way)
        self._widths = tuple(widths)
        self._hidden: dict[str, frozenset[int]] = {}
        """Why columns are out of sight → which ones."""
        self.tools = row_of(spacing=8)
        self.view = self._make_view(name, widths)
        self._wraps = wraps
        if wraps:
            self.view.setWordWrap(True)
            self.view.setVerticalScrollMode(
                QTableView.ScrollMode.ScrollPerPixel
            )  # a row may be higher than a low table
            self.view.setItemDelegate(WrappingDelegate(self.view))
            self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._empty = PlainLabel(empty, self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._lay_out(is_count_apart=is_count_apart)
        if self._gives_way:
            self.view.viewport().installEventFilter(self)
        self.model.modelReset.connect(self._show_replaced_rows)
        self.show_rows(())

    @property
    def chosen_row(self) -> RowT | None:
        """The row of the keyboard; None without one."""
        index = self.view.currentIndex()
        row: RowT | None = index.data(ROW_ROLE) if index.isValid() else None
        return row

    def show_rows(self, rows: Sequence[RowT]) -> None:
        """Show other rows, keeping the search and the place."""
        place = self.view.currentIndex().row()
        self.model.show_rows(rows)
        if 0 <= place < self.found.rowCount():
            self.view.setCurrentIndex(self.found.index(place, 0))

    def set_words_for_no_rows(self, words: str) -> None:
        """Say from now on, in the place of the rows, why there are none."""
        self._empty.setText(words)

    def hide_columns_while_empty(self, columns: Sequence[int]) -> None:
        """Hide each of these columns while no row has a word in it, to leave the others the room."""
        self._given_up = tuple(columns)
        self._hide_empty_columns()

    def hide_columns(self, why: str, columns: Collection[int]) -> None:
        """Hide these columns, and no longer those that were hidden for the same reason; others stay as they are."""
        self._hidden[why] = frozenset(columns)
        hidden = frozenset[int]().union(*self._hidden.values())
        for place in range(len(self.columns)):
            if self.view.isColumnHidden(place) != (place in hidden):
                self.view.setColumnHidden(place, place in hidden)
        if why != _NARROW:
            self._hide_columns_until_title_fits()

    def _hide_empty_columns(self) -> None:
        rows = self.model.rows
        empty = (place for place in self._given_up if rows and not any(map(self.columns[place].shown, rows)))
        self.hide_columns("empty", tuple(empty))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the width anew among the columns."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._hide_columns_until_title_fits)
        return super().eventFilter(watched, event)

    @Slot()
    def _hide_columns_until_title_fits(self) -> None:
        """Hide one column after another of those that may, until what takes the room left can be read."""
        self._limit_width_of_long_columns()
        if not self._gives_way or 0 not in self._widths:
            return
        title = self._widths.index(0)
        others = [hidden for why, hidden in self._hidden.items() if why != _NARROW]
        shown = set(range(len(self.columns))) - {title} - frozenset[int]().union(*others)
        narrow: list[int] = []
        room = self.view.viewport().width() - _LEAST_TITLE_PX
        for place in self._gives_way:
            if sum(map(self._width_of_column, shown)) > room and place in shown:
                shown.remove(place)
                narrow.append(place)
        self.model.told_in_tool_tip = {title: tuple(narrow)}
        self.hide_columns(_NARROW, narrow)

    def _limit_width_of_long_columns(self) -> None:
        """Let no column that is as wide as its words take more than a third of the table: its words end in '…' then."""
        header, most = self.view.horizontalHeader(), self.view.viewport().width() // 3
        for place, width in enumerate(self._widths):
            if width >= 0 or self.columns[place].is_number or self._wraps:
                continue
            if self.view.sizeHintForColumn(place) > max(most, header.sectionSizeHint(place)):
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                self.view.setColumnWidth(place, max(most, header.sectionSizeHint(place)))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)

    def _width_of_column(self, place: int) -> int:
        """Return the width that a column has, or would have if it were not out of sight."""
        header = self.view.horizontalHeader()
        if header.sectionResizeMode(place) == QHeaderView.ResizeMode.ResizeToContents:
            return max(self.view.sizeHintForColumn(place), header.sectionSizeHint(place))
        return self.view.columnWidth(place) or max(self._widths[place], header.sectionSizeHint(place))

    def choose_row(self, place: int) -> None:
        """Choose the row at `place` as it is shown."""
        index = self.found.index(place, 0)
        self.view.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )

    def found_rows(self) -> tuple[RowT, ...]:
        """Return the rows that are found, in the order shown."""
        return tuple(self.found.index(row, 0).data(ROW_ROLE) for row in range(self.found.rowCount()))

    def show_in_given_order(self) -> None:
        """Show the rows in their order again; for a moment a click on a heading sorts nothing, as it may have been
        meant for what stood there before."""
        header = self.view.horizontalHeader()
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(False)
        QTimer.singleShot(_JUST_SHOWN_MS, header, self._let_headings_be_clicked)

    @Slot()
    def _let_headings_be_clicked(self) -> None:
        self.view.horizontalHeader().setSectionsClickable(True)

    def show_message_briefly(self, words: str) -> None:
        """Show for two seconds what was done, in the place of the count."""
        self.count.setText(words)
        QTimer.singleShot(2000, self, self._show_row_count)

    def _make_view(self, name: str, widths: Sequence[int]) -> QTableView:
        view = with_screen_reader_name(QTableView(self), name)
        view.setModel(self.found)
        style_table(view)
        view.setSortingEnabled(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

        view.setTabKeyNavigation(False)
        header = view.horizontalHeader()

        header.setMinimumSectionSize(56)
        for column, width in enumerate(widths):
            if not width:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            elif width < 0 or self.columns[column].is_number:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            else:
                view.setColumnWidth(column, max(width, header.sectionSizeHint(column)))
        view.activated.connect(self._announce_activated_row)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy_chosen_rows_to_clipboard)
        return view

    def _lay_out(self, *, is_count_apart: bool) -> None:
        self.search.setMaximumWidth(360)
        self.search.setMinimumWidth(_SEARCH_PX)
        holder = QWidget(self)
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column_of(
            row_of(grow(self.search), *(() if is_count_apart else (self.count,)), grow(), self.tools, spacing=12),
            grow(holder),
            spacing=12,
            margins=0,
            into=self,
        )

    def _widen_number_columns(self) -> None:
        """Give a column of numbers the width of its longest: an amount that is cut short is another amount."""
        header = self.view.horizontalHeader()
        for place, column in enumerate(self.columns):
            if column.is_number and header.sectionResizeMode(place) == QHeaderView.ResizeMode.Interactive:
                needed = self.view.sizeHintForColumn(place) + _PADDING_PX // 2
                self.view.setColumnWidth(place, max(self.view.columnWidth(place), needed))

    def _show_row_count(self) -> None:
        rows, found = len(self.model.rows), self.found.rowCount()
        key = "widgets.rows.count" if rows == found else "widgets.rows.count_found"
        self.count.setText(text(key, rows=rows, found=found, unit=self._unit) if rows else "")
        self._stack.setCurrentWidget(self.view if rows else self._empty)

    @Slot()
    def _show_replaced_rows(self) -> None:
        """Follow the model, whoever gave it other rows: a table that says "none" hides those that came."""
        self.search.setEnabled(bool(self.model.rows))
        self._hide_empty_columns()
        self._widen_number_columns()
        self._hide_columns_until_title_fits()
        self._show_row_count()

    @Slot(str)
    def _filter_and_drop_lost_choice(self, query: str) -> None:
        """A row that is not found is chosen no longer: Qt would go to its neighbour, and mark nothing."""
        before = self.chosen_row
        self.found.filter_rows(query)
        if before is not None and self.chosen_row != before:
            self.view.selectionModel().clear()
        self._show_row_count()

    @Slot(QModelIndex)
    def _announce_activated_row(self, index: QModelIndex) -> None:
        row: Any = index.data(ROW_ROLE)
        self.row_chosen.emit(row)

    @Slot()
    def _copy_chosen_rows_to_clipboard(self) -> None:
        """Copy the chosen rows, cells parted by tabs, as a spreadsheet takes them."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        columns = range(self.found.columnCount())
        lines = ["\t".join(_pasteable_cell(self.found.index(place, column)) for column in columns) for place in places]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.show_message_briefly(text("widgets.rows.copied", rows=len(lines), unit=self._unit))


def _pasteable_cell(index: QModelIndex) -> str:
    """Return a cell as it may be pasted: nothing a spreadsheet would run as a formula."""
    words = str(index.data() or "").replace("\t", " ").replace("\n", " ")
    return f"'{words}" if words[:1] in ("=", "+", "-", "@") else words

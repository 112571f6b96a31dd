"""Import of a roster or of projects: a file is read, compared with the meeting and accepted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.files import SourceFile
from sukui_desktop.domain.imports import Change, ImportComparison, PersonDraft, Problem, ProjectDraft, Reading
from sukui_desktop.domain.money import format_money
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.files import read_into
from sukui_desktop.services.room import Room
from sukui_desktop.ui.operations import Job, Operations
from sukui_desktop.ui.theme import dress_table
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.parts import button, heading, hint, named, plain
from sukui_desktop.ui.widgets.path_dialog import ask_for_file
from sukui_desktop.ui.widgets.refusal import RefusalBar, sentence
from sukui_desktop.ui.widgets.rows_table import Column, Index, RowsTable, RowsTableModel

AnyReading = Reading[Any]
AnyComparison = ImportComparison[Any, Any]
Named = ProjectDraft | PersonDraft | ProjectRow | PersonRow
ADDED, CHANGED, GONE, PROBLEMS = range(4)
_TABS = ("added", "changed", "gone", "problems")
_KNOWN = ("utf-8", "utf-8-sig", "utf-16", "cp949", "xlsx")
_WIDTHS = {
    ("added", "roster"): (120, 0, 420),
    ("added", ""): (160, 0, 180),
    ("changed", ""): (160, 260, 0),
    ("problems", ""): (72, 140, 200, 0),
}
"""(list, subject) → first widths of its columns in pixels, 0 for the stretched one."""


class ListImport(NamedTuple):
    """One kind of list that files bring."""

    name: str
    """projects | roster: the texts are under `prepare.import.<name>`."""
    suffixes: tuple[str, ...]
    read: Callable[[SourceFile], AnyReading]
    """On the making queue."""
    compare: Callable[[Room, AnyReading], AnyComparison]
    accept: Callable[[Room, AnyReading, frozenset[str]], Changes]


def import_key(named: Named) -> str:
    """Return the key by which a file is compared: code of a project, number of a person."""
    return named.code if isinstance(named, ProjectDraft | ProjectRow) else named.number


def title_of(named: Named) -> str:
    """Return what people call it."""
    return named.title if isinstance(named, ProjectDraft | ProjectRow) else named.name


def more_of(named: Named) -> str:
    """Return what distinguishes it from others of the same name."""
    if isinstance(named, ProjectDraft | ProjectRow):
        return format_money(named.cost, named.currency)
    return " · ".join(part for part in (named.channel, named.subcommittee, named.district) if part)


def differences_of(change: Change[Any, Any]) -> str:
    """Return field by field what was and what the file has."""
    lines = [
        text(
            "prepare.import.difference",
            field=text(f"prepare.import.field.{field}"),
            before=_shown(change.before, field),
            after=_shown(change.after, field),
        )
        for field in change.fields
    ]
    return " · ".join(lines)


def _shown(named: Named, field: str) -> str:
    if field == "cost" and isinstance(named, ProjectDraft | ProjectRow):
        return format_money(named.cost, named.currency)
    return str(getattr(named, field)) or text("prepare.import.nothing")


class GoneTableModel(RowsTableModel[Any]):
    """Rows with a tick in the first column; nothing is ticked at first."""

    ticks_changed = Signal()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked: set[int] = set()
        self.modelReset.connect(self.ticked.clear)

    @property
    def ticked_rows(self) -> tuple[Any, ...]:
        """The rows that people ticked."""
        return tuple(self.rows[place] for place in sorted(self.ticked))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the first column be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the tick, else what the rows show."""
        if role == Qt.ItemDataRole.CheckStateRole:
            if not index.isValid() or index.column():
                return None
            return Qt.CheckState.Checked if index.row() in self.ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Set or take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column():
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.ticked.add(index.row())
        else:
            self.ticked.discard(index.row())
        self.dataChanged.emit(index, index, [role])
        self.ticks_changed.emit()
        return True


class ImportPreview(QWidget):
    """Four lists with their counts, and in words how the file was understood."""

    ticks_changed = Signal()

    def __init__(self, subject: str) -> None:
        super().__init__()
        self._subject = subject
        self.read_as = plain()
        self.columns_hint = hint()
        self.tabs = QTabWidget(self)
        self.added = _table("added", [_named("key"), _named("title"), _named("more")], _found_named, subject)
        self.changed = _table("changed", _changed_columns(), _found_change, subject)
        self.problems = _table("problems", _problem_columns(), _found_problem, subject)
        self.gone = GoneTableModel([_named("key"), _named("title"), _named("more")], _found_named)
        self.gone.ticks_changed.connect(self.ticks_changed)
        for table in (self.added, self.changed):
            self.tabs.addTab(table, "")
        self.tabs.addTab(self._make_gone(), "")
        self.tabs.addTab(self.problems, "")
        column_of(self.read_as, self.columns_hint, grow(self.tabs), margins=0, into=self)

    @property
    def ticked_keys(self) -> frozenset[str]:
        """Keys of what people ticked to be removed."""
        return frozenset(import_key(row) for row in self.gone.ticked_rows)

    def show_reading(self, reading: AnyReading, comparison: AnyComparison) -> None:
        """Show what a file brought and how it differs."""
        encoding = (
            text(f"prepare.import.encoding.{reading.encoding}") if reading.encoding in _KNOWN else reading.encoding
        )
        self.read_as.setText(
            text(
                "prepare.import.read_as",
                file=reading.file_name,
                rows=len(reading.drafts),
                encoding=encoding,
                by_key=text(f"prepare.import.{self._subject}.by_key"),
            )
        )
        pairs = [f"{text(f'prepare.import.field.{field}')} ← {header}" for field, header in reading.columns.items()]
        self.columns_hint.setText(text("prepare.import.columns", pairs=" · ".join(pairs)) if pairs else "")
        self.added.show_rows(comparison.added)
        self.changed.show_rows(comparison.changed)
        self.gone.show_rows(comparison.gone)
        self.problems.show_rows(reading.problems)
        counts = (len(comparison.added), len(comparison.changed), len(comparison.gone), len(reading.problems))
        for place, count in enumerate(counts):
            self.tabs.setTabText(place, text(f"prepare.import.tab.{_TABS[place]}", count=count))
        first = next((place for place in (ADDED, CHANGED, PROBLEMS, GONE) if counts[place]), ADDED)
        self.tabs.setCurrentIndex(first)

    def _make_gone(self) -> QWidget:
        view = named(QTableView(self), text("prepare.import.tab_name.gone"))
        view.setModel(self.gone)
        dress_table(view)
        view.setColumnWidth(0, 160)
        view.horizontalHeader().setStretchLastSection(False)
        view.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        view.setColumnWidth(2, 220)
        self.gone_view = view
        holder = QWidget(self)
        explained = QLabel(text(f"prepare.import.{self._subject}.gone"), holder)
        explained.setWordWrap(True)
        column_of(explained, grow(view), spacing=12, margins=(0, 12, 0, 0), into=holder)
        return holder


_COLUMN_VALUES = {"key": import_key, "title": title_of, "more": more_of}


def _named(what: str) -> Column[Named]:
    return Column(f"prepare.import.column.{what}", _COLUMN_VALUES[what])


def _changed_columns() -> list[Column[Change[Any, Any]]]:
    return [
        Column("prepare.import.column.key", lambda change: import_key(change.after)),
        Column("prepare.import.column.title", lambda change: title_of(change.before)),
        Column("prepare.import.column.difference", differences_of),
    ]


def _problem_columns() -> list[Column[Problem]]:
    return [
        Column("prepare.import.column.row", "row", "row"),
        Column("prepare.import.column.column", "column"),
        Column("prepare.import.column.value", "value"),
        Column("prepare.import.column.reason", _reason),
    ]


def _reason(problem: Problem) -> str:
    return text(f"reading.reason.{problem.reason_code}")


def _found_named(named: Named) -> tuple[str, str]:
    return title_of(named), import_key(named)


def _found_change(change: Change[Any, Any]) -> tuple[str, str]:
    return title_of(change.before), import_key(change.after)


def _found_problem(problem: Problem) -> tuple[str, str]:
    return f"{problem.value} {_reason(problem)}", str(problem.row)


def _table(name: str, columns: list[Column[Any]], found_by: Any, subject: str) -> RowsTable[Any]:
    table: RowsTable[Any] = RowsTable(
        columns,
        found_by,
        name=text(f"prepare.import.tab_name.{name}"),
        empty=text(f"prepare.import.empty.{name}", subject=text(f"prepare.import.{subject}.name")),
        widths=_WIDTHS.get((name, subject)) or _WIDTHS[(name, "")],
    )
    table.setContentsMargins(0, 12, 0, 0)
    return table


class FileLine(QWidget):
    """A line for a path, taken by Enter, and a button that looks for the file."""

    file_named = Signal(object)
    """`Path`; the service finds out whether it is there."""

    def __init__(self, *, hint: str, choose: str, name_filter: str) -> None:
        super().__init__()
        self._name_filter = name_filter
        self.line = named(QLineEdit(self), hint)
        self.line.setPlaceholderText(hint)
        self.line.setAcceptDrops(False)
        self.line.returnPressed.connect(self._on_path_entered)
        self.choose_button = button(choose, icon_name="folder", on_click=self._on_choose_clicked)
        row_of(grow(self.line), self.choose_button, spacing=8, margins=0, into=self)
        self.setFocusProxy(self.line)

    def show_path(self, path: Path) -> None:
        """Show which file is meant."""
        self.line.setText(str(path))

    @Slot()
    def _on_path_entered(self) -> None:
        words = self.line.text().strip()
        if words:
            self.file_named.emit(Path(words).expanduser())

    @Slot()
    def _on_choose_clicked(self) -> None:
        ask_for_file(self, self.choose_button.text(), self._name_filter, self.file_named.emit)


class ImportDialog(QDialog):
    """Nothing of the meeting changes until [가져오기]; closing earlier leaves nothing behind."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, subject: ListImport) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._operations = operations
        self._room = room
        self._subject = subject
        self._job: Job | None = None
        self._reading: AnyReading | None = None
        pattern = " ".join(f"*{suffix}" for suffix in subject.suffixes)
        self.file_line = FileLine(
            hint=text("prepare.import.path"),
            choose=text("prepare.import.choose"),
            name_filter=text("prepare.import.filter", pattern=pattern),
        )
        self.file_line.file_named.connect(self.read_file)
        self.refusal_bar = RefusalBar(self)
        self.preview = ImportPreview(subject.name)
        self.preview.ticks_changed.connect(self._show_accept)
        self.accept_button = button(text("prepare.import.accept_none"), "primary", on_click=self._on_accept_clicked)
        self.cancel_button = button(text("prepare.import.cancel"), on_click=self.reject)
        self.stack = QStackedWidget(self)
        self._hint = QLabel(text(f"prepare.import.{subject.name}.hint"), self)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.busy = _busy_page()
        for page in (self._hint, self.busy, self.preview):
            self.stack.addWidget(page)
        self._lay_out()
        self._show_accept()

    @Slot(object)
    def read_file(self, path: Path) -> None:
        """Read a file on the making queue and show what it would change."""
        self.file_line.show_path(path)
        self.refusal_bar.hide()
        self._reading = None
        self._show_accept()
        self.stack.setCurrentWidget(self.busy)
        self._drop_job()
        self._job = self._operations.run(
            self,
            read_into,
            self._subject.read,
            path,
            queue="making",
            on_done=self._on_file_read,
            on_refused=self._on_refused,
        )

    def done(self, result: int) -> None:
        """Close; what is still being read is dropped."""
        self._drop_job()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file that is dragged in."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file."""
        self.read_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def _lay_out(self) -> None:
        self.setWindowTitle(text(f"prepare.import.{self._subject.name}.title"))
        self.resize(980, 640)
        column_of(
            heading(self.windowTitle()),
            self.file_line,
            self.refusal_bar,
            grow(self.stack),
            row_of(grow(), self.cancel_button, self.accept_button, spacing=8),
            spacing=14,
            margins=(28, 24, 28, 24),
            into=self,
        )

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot()
    def _show_accept(self) -> None:
        """Show on the button what it will do."""
        added = len(self.preview.added.model.rows) + len(self.preview.changed.model.rows)
        removed = len(self.preview.ticked_keys)
        is_anything = self._reading is not None and bool(added or removed)
        key = "accept_removing" if removed else "accept"
        words = text(f"prepare.import.{key}", count=added, removed=removed)
        self.accept_button.setText(words if is_anything else text("prepare.import.accept_none"))
        self.accept_button.setEnabled(is_anything)

    def _on_file_read(self, reading: AnyReading) -> None:
        self._reading = reading
        self._job = self._operations.run(
            self,
            self._subject.compare,
            self._room,
            reading,
            on_done=self._on_compared,
            on_refused=self._on_refused,
        )

    def _on_compared(self, comparison: AnyComparison) -> None:
        self._job = None
        if self._reading is None:
            return
        self.preview.show_reading(self._reading, comparison)
        self.stack.setCurrentWidget(self.preview)
        self._show_accept()
        if self.accept_button.isEnabled():
            self.accept_button.setFocus()

    def _on_refused(self, error: SukuiError) -> None:
        self._job = None
        if self.stack.currentWidget() is self.busy:
            self.stack.setCurrentWidget(self._hint)
        self.refusal_bar.show_message(sentence(error))
        self._show_accept()

    @Slot()
    def _on_accept_clicked(self) -> None:
        self.accept_button.setEnabled(False)
        self._operations.run(
            self,
            self._subject.accept,
            self._room,
            self._reading,
            self.preview.ticked_keys,
            on_done=self._on_accepted,
            on_refused=self._on_refused,
        )

    def _on_accepted(self, _changes: object) -> None:
        self.accept()


def _busy_page() -> QWidget:
    page = QWidget()
    bar = named(QProgressBar(page), text("prepare.import.reading"))
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    column_of(grow(), QLabel(text("prepare.import.reading"), page), bar, grow(factor=2), into=page)
    return page

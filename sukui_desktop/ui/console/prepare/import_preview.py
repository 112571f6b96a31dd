"""A file beside the meeting, before anything is taken in: added, changed, gone and what could not be read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QTableView, QTabWidget, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.importing import Change, Problem
from sukui_desktop.ui.console.prepare.gone_table_model import GoneTableModel
from sukui_desktop.ui.console.prepare.import_subject import (
    AnyComparison,
    AnyReading,
    Named,
    differences_of,
    key_of,
    more_of,
    title_of,
)
from sukui_desktop.ui.theme import dress_table
from sukui_desktop.ui.widgets.parts import hint, plain
from sukui_desktop.ui.widgets.rows_table import RowsTable
from sukui_desktop.ui.widgets.rows_table_model import Column

ADDED, CHANGED, GONE, PROBLEMS = range(4)


class ImportPreview(QWidget):
    """Four lists with their counts, and in words how the file was understood."""

    ticks_changed = Signal()

    def __init__(self, subject: str) -> None:
        super().__init__()
        self._subject = subject
        self.read_as = plain()
        self.columns_told = hint()
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.read_as)
        layout.addWidget(self.columns_told)
        layout.addWidget(self.tabs, 1)

    @property
    def ticked_keys(self) -> frozenset[str]:
        """Keys of what people ticked to be removed."""
        return frozenset(key_of(row) for row in self.gone.ticked_rows)

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
        self.columns_told.setText(text("prepare.import.columns", pairs=" · ".join(pairs)) if pairs else "")
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
        view = QTableView(self)
        view.setModel(self.gone)
        view.setAccessibleName(text("prepare.import.tab_name.gone"))
        dress_table(view)
        view.setColumnWidth(0, 160)
        view.horizontalHeader().setStretchLastSection(False)
        view.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        view.setColumnWidth(2, 220)
        self.gone_view = view
        holder = QWidget(self)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(12)
        explained = QLabel(text(f"prepare.import.{self._subject}.gone"), holder)
        explained.setWordWrap(True)
        layout.addWidget(explained)
        layout.addWidget(view, 1)
        return holder


_TABS = ("added", "changed", "gone", "problems")
_KNOWN = ("utf-8", "utf-8-sig", "utf-16", "cp949", "xlsx")
_WIDTHS = {
    ("added", "roster"): (120, 0, 420),
    ("added", ""): (160, 0, 180),
    ("changed", ""): (160, 260, 0),
    ("problems", ""): (72, 140, 200, 0),
}
"""(list, subject) → first widths of its columns in pixels, 0 for the stretched one."""
_SHOWN = {"key": key_of, "title": title_of, "more": more_of}


def _named(what: str) -> Column[Named]:
    return Column(text(f"prepare.import.column.{what}"), _SHOWN[what])


def _changed_columns() -> list[Column[Change[Any, Any]]]:
    return [
        Column(text("prepare.import.column.key"), lambda change: key_of(change.after)),
        Column(text("prepare.import.column.title"), lambda change: title_of(change.before)),
        Column(text("prepare.import.column.difference"), differences_of),
    ]


def _problem_columns() -> list[Column[Problem]]:
    return [
        Column(text("prepare.import.column.row"), lambda problem: str(problem.row), lambda problem: problem.row),
        Column(text("prepare.import.column.column"), lambda problem: problem.column),
        Column(text("prepare.import.column.value"), lambda problem: problem.value),
        Column(text("prepare.import.column.reason"), _reason),
    ]


def _reason(problem: Problem) -> str:
    return text(f"reading.reason.{problem.reason_code}")


def _found_named(named: Named) -> tuple[str, str]:
    return title_of(named), key_of(named)


def _found_change(change: Change[Any, Any]) -> tuple[str, str]:
    return title_of(change.before), key_of(change.after)


def _found_problem(problem: Problem) -> tuple[str, str]:
    return f"{problem.value} {_reason(problem)}", str(problem.row)


def _table(name: str, columns: list[Column[Any]], found_by: Any, subject: str) -> RowsTable[Any]:
    table: RowsTable[Any] = RowsTable(
        columns,
        found_by,
        name=text(f"prepare.import.tab_name.{name}"),
        empty=text(f"prepare.import.empty.{name}", subject=text(f"prepare.import.{subject}.name")),
        stretched=3 if name == "problems" else (2 if name == "changed" else 1),
    )
    table.setContentsMargins(0, 12, 0, 0)
    table.fit_columns(_WIDTHS.get((name, subject)) or _WIDTHS[(name, "")])
    return table

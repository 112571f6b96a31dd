"""The lines of a channel's file and what is wrong with it, as tables: by row, column, value and reason."""

from __future__ import annotations

from PySide6.QtWidgets import QHeaderView

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.domain.channel.file import ChannelLine
from sukui_desktop.domain.importing import Problem
from sukui_desktop.ui.widgets.rows_table import RowsTable
from sukui_desktop.ui.widgets.rows_table_model import Column


def lines_table() -> RowsTable[ChannelLine]:
    """Return a table of options with what the file says of each."""
    columns: tuple[Column[ChannelLine], ...] = (
        Column(text("channels.preview.column_head.row"), _row_words, _row, is_number=True),
        Column(text("channels.preview.column_head.title"), _title),
        Column(text("channels.preview.column_head.code"), _code),
        Column(text("channels.preview.column_head.votes"), _votes_words, _votes, is_number=True),
        Column(text("channels.preview.column_head.points"), _points_words, _points, is_number=True),
    )
    table: RowsTable[ChannelLine] = RowsTable(
        columns,
        _found_by,
        name=text("channels.preview.lines_name"),
        empty=text("channels.preview.no_lines"),
        stretched=1,
    )
    table.fit_columns((70, 0, 160, 130, 130))
    table.setContentsMargins(0, 8, 0, 0)
    return table


def problems_table() -> RowsTable[Problem]:
    """Return a table of what cannot be taken, each with its place and the reason."""
    columns: tuple[Column[Problem], ...] = (
        Column(text("channels.preview.column_head.row"), _problem_row_words, _problem_row, is_number=True),
        Column(text("channels.preview.column_head.place"), _problem_column),
        Column(text("channels.preview.column_head.value"), _problem_value),
        Column(text("channels.preview.column_head.reason"), reason_words),
    )
    table: RowsTable[Problem] = RowsTable(
        columns,
        _problem_found_by,
        name=text("channels.preview.problems_name"),
        empty=text("channels.preview.no_problems"),
        stretched=3,
    )
    table.fit_columns((70, 120, 160, 0))
    table.view.setWordWrap(True)
    table.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.setContentsMargins(0, 8, 0, 0)
    return table


def reason_words(problem: Problem) -> str:
    """Return why a cell cannot be taken, with the next step."""
    return error_text(
        problem.reason_code, file=problem.file, row=problem.row, column=problem.column, value=problem.value
    )


def _row(line: ChannelLine) -> int:
    return line.row


def _row_words(line: ChannelLine) -> str:
    return f"{line.row:,}"


def _title(line: ChannelLine) -> str:
    return line.title


def _code(line: ChannelLine) -> str:
    return line.code


def _votes(line: ChannelLine) -> int:
    return -1 if line.votes is None else line.votes


def _votes_words(line: ChannelLine) -> str:
    return "" if line.votes is None else f"{line.votes:,}"


def _points(line: ChannelLine) -> int:
    return -1 if line.points is None else line.points


def _points_words(line: ChannelLine) -> str:
    return "" if line.points is None else f"{line.points:,}"


def _found_by(line: ChannelLine) -> tuple[str, str]:
    return line.title, line.code


def _problem_row(problem: Problem) -> int:
    return problem.row


def _problem_row_words(problem: Problem) -> str:
    return f"{problem.row:,}"


def _problem_column(problem: Problem) -> str:
    return problem.column


def _problem_value(problem: Problem) -> str:
    return problem.value


def _problem_found_by(problem: Problem) -> tuple[str, str]:
    return f"{problem.value} {problem.column}", str(problem.row)

"""A channel's file before it is accepted: its columns, its lines and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit, QWidget

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.domain.channel.channel_result_file import (
    NO_COLUMN,
    ChannelLine,
    ChannelMapping,
    ChannelReading,
    ChannelResult,
    ChannelTotals,
)
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.file_import import Problem
from sukui_desktop.domain.question.channels import Channel
from sukui_desktop.services.file_reading_and_saving import read_file_and_call_verb
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.channel_results import (
    accept_channel_result,
    list_problems_of_channel_lines,
    preview_channel_result,
    read_channel_file,
)
from sukui_desktop.services.vote.polls import PollView
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.roster_name_field import RosterNameField
from sukui_desktop.ui.dialog_base import resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import hint, show_words_in_state
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.file_questions import FileQuestions
from sukui_desktop.ui.widgets.form_fields import FieldGrid
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable, search_text_reader
from sukui_desktop.ui.widgets.vertical_scroll import FittingScroll
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox, Tabs
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence

FIELDS = (("code", "code"), ("title", "title_column"), ("votes", "votes"), ("points", "points"))
"""(field of `ChannelMapping`, key of its label)."""
_HEADING_SHOWN = 24
TOTALS = ("voters", "ballots_valid", "ballots_blank", "ballots_invalid")
HASH_SHOWN = 16
_SIZE = (1000, 740)
_COLUMNS = 3
"""Fields in a row: more are wider than a screen of 1024 px."""
_ABOUT_LINES = frozenset(
    {
        "channel_option_unknown",
        "channel_code_unknown",
        "channel_option_twice",
        "channel_option_differs",
        "channel_title_ambiguous",
    }
)
"""Refusals of the first of several lines, all of which are to be seen."""
_LEAST_TABLE_PX = 220
"""Tabs, search, heads and the first rows."""
_KNOWN = ("utf-8", "utf-8-sig", "utf-16", "cp949", "xlsx", "json")


class ChannelColumnChooser(FieldGrid):
    """The header's row and a combo box for each field."""

    mapping_changed = Signal()
    """People chose another row or column."""

    def __init__(self) -> None:
        super().__init__(columns=_COLUMNS)
        self._mapping = ChannelMapping(header_row=0)
        self.sheet = DropDown(self)
        self.sheet.activated.connect(self._forget_columns_of_other_worksheet)
        self.add_field(text("prepare.import.sheet"), self.sheet)
        self.header_row = NumberBox(self, suffix=text("channels.preview.header_row_unit"))
        self.header_row.setSpecialValueText(text("channels.preview.no_header"))
        self.header_row.setKeyboardTracking(False)
        self.header_row.valueChanged.connect(self.mapping_changed)
        self.add_field(text("channels.preview.header_row"), self.header_row)
        self.boxes: dict[str, QComboBox] = {}
        for field, key in FIELDS:
            box = self.boxes[field] = DropDown(self)
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.activated.connect(self.mapping_changed)
            self.add_field(text(f"channels.preview.{key}"), box)

    @property
    def chosen_columns(self) -> ChannelMapping:
        """What is chosen now."""
        chosen = {field: box.currentData() for field, box in self.boxes.items()}
        places = {field: NO_COLUMN if place is None else int(place) for field, place in chosen.items()}
        return replace(self._mapping, header_row=self.header_row.value(), **places)

    @Slot()
    def _forget_columns_of_other_worksheet(self) -> None:
        """Let the columns of another sheet be guessed anew."""
        with QSignalBlocker(self.header_row):
            self.header_row.setValue(0)
        for box in self.boxes.values():
            box.clear()
        self._mapping = ChannelMapping(header_row=0, sheet=self.sheet.currentText())
        self.mapping_changed.emit()

    def show_columns_of_file(self, reading: ChannelReading) -> None:
        """Offer the columns of this file as it was read; a result.json has none to choose."""
        self._mapping = reading.mapping
        self.sheet.clear()
        self.sheet.addItems(reading.sheets)
        self.sheet.setCurrentText(reading.sheet)
        self.show_field(self.sheet, is_shown=len(reading.sheets) > 1)
        self.setVisible(bool(reading.first_rows))
        with QSignalBlocker(self.header_row):
            self.header_row.setRange(0, len(reading.first_rows))
            self.header_row.setValue(reading.mapping.header_row)
        width = max((len(row) for row in reading.first_rows), default=0)
        headings = (*reading.headers, *("",) * (width - len(reading.headers)))
        for field, box in self.boxes.items():
            box.clear()
            box.addItem(text("channels.preview.no_column"), NO_COLUMN)
            for place, found in enumerate(headings):
                words = text("channels.preview.column", place=place + 1, heading=found[:_HEADING_SHOWN])
                box.addItem(words.strip(), place)
            box.setCurrentIndex(max(0, box.findData(getattr(reading.mapping, field))))


class ChannelTotalsFields(FieldGrid):
    """Four numbers side by side; an empty one is not known."""

    totals_changed = Signal()

    def __init__(self) -> None:
        super().__init__(columns=len(TOTALS))
        self._found = ChannelTotals()
        self.fields = {name: QLineEdit(self) for name in TOTALS}
        for name, field in self.fields.items():
            field.setPlaceholderText(text("channels.preview.unknown"))
            field.editingFinished.connect(self.totals_changed)
            self.add_field(text(f"channels.preview.{name}"), field)

    @property
    def typed_totals(self) -> ChannelTotals:
        """What is typed now; None for an empty or unreadable number."""
        return ChannelTotals(**{name: _parse_typed_total(field.text()) for name, field in self.fields.items()})

    def problem(self) -> str:
        """Return the sentence about the first number that is none, or ''."""
        for field in self.fields.values():
            if field.text().strip() and _parse_typed_total(field.text()) is None:
                return text("channels.preview.whole", word=field.text().strip())
        return ""

    def show_totals_found(self, found: ChannelTotals) -> None:
        """Fill in the numbers of the file; what people typed over it before stays."""
        for name, field in self.fields.items():
            before, now = getattr(self._found, name), getattr(found, name)
            if field.text() == _channel_total_words(before):
                field.setText(_channel_total_words(now))
        self._found = found


def _channel_total_words(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _parse_typed_total(words: str) -> int | None:
    figures = words.replace(",", "").replace(" ", "")
    return int(figures) if figures.isascii() and figures.isdecimal() else None


def make_channel_lines_table() -> RowsTable[ChannelLine]:
    """Return a table of options with what the file has for each."""
    columns: tuple[Column[ChannelLine], ...] = (
        Column("channels.preview.column_head.row", "row", is_number=True),
        Column("channels.preview.column_head.title", "title"),
        Column("channels.preview.column_head.code", "code"),
        Column("channels.preview.column_head.votes", "votes", is_number=True),
        Column("channels.preview.column_head.points", "points", is_number=True),
    )
    table: RowsTable[ChannelLine] = RowsTable(
        columns,
        search_text_reader("title", "code"),
        name=text("channels.preview.lines_name"),
        empty=text("channels.preview.no_lines"),
        widths=(70, 0, 160, 130, 130),
    )
    table.setContentsMargins(0, 8, 0, 0)
    return table


def make_channel_problems_table() -> RowsTable[Problem]:
    """Return a table of what cannot be taken, each with its place and the reason."""
    columns: tuple[Column[Problem], ...] = (
        Column("channels.preview.column_head.row", "row", is_number=True),
        Column("channels.preview.column_head.place", "column"),
        Column("channels.preview.column_head.value", "value"),
        Column("channels.preview.column_head.reason", channel_problem_words),
    )
    table: RowsTable[Problem] = RowsTable(
        columns,
        _searchable_texts_of_problem,
        name=text("channels.preview.problems_name"),
        empty=text("channels.preview.no_problems"),
        widths=(70, 120, 160, 0),
        search_hint="search_words",
    )
    table.view.setWordWrap(True)
    table.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.setContentsMargins(0, 8, 0, 0)
    return table


def channel_problem_words(problem: Problem) -> str:
    """Return why a cell cannot be taken, with the next step."""
    return error_text(
        problem.reason_code,
        file=problem.file,
        row=problem.row,
        column=problem.column,
        value=problem.value,
        title=problem.about,
        first=problem.about,
    )


def _searchable_texts_of_problem(problem: Problem) -> tuple[str, str]:
    return f"{problem.value} {problem.column}", str(problem.row)


class ChannelImportDialog(Ask):
    """Columns by combo boxes, lines and problems, totals, attester; nothing is taken in before [받기]."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, poll: PollView, channel: Channel) -> None:
        self._about = (room, poll.head.poll_id, channel.key)
        super().__init__(
            parent, operations, accept_channel_result, *self._about, key="channels.preview", name=channel.name
        )
        self._path = Path()
        self._reading: ChannelReading | None = None
        self.file_words = hint()
        self.columns = ChannelColumnChooser()
        self.questions = FileQuestions()
        self.lines: RowsTable[ChannelLine] = make_channel_lines_table()
        self.problems: RowsTable[Problem] = make_channel_problems_table()
        self.tabs = Tabs(self)
        self.totals = ChannelTotalsFields()
        self.state = WrappedLabel(name="channelPreviewState")
        self._lay_out()
        self.columns.mapping_changed.connect(self._read_again_by_chosen_columns)
        self.totals.totals_changed.connect(self._ask_for_preview_of_acceptance)

    def show_file_reading(self, path: Path, reading: ChannelReading) -> None:
        """Show what was read of a file, and ask whether it could be taken in."""
        self._path, self._reading = path, reading
        encoding = text(f"channels.encoding.{reading.encoding}") if reading.encoding in _KNOWN else reading.encoding
        digest = reading.sha256.hex()[:HASH_SHOWN]
        self.file_words.setText(
            text("channels.preview.file", file=reading.file_name, encoding=encoding, hash=f"{digest}…")
        )
        self.columns.show_columns_of_file(reading)
        self.questions.show_questions(reading.questions)
        self.lines.show_rows(reading.lines)
        self.tabs.setTabText(0, text("channels.preview.lines", count=f"{len(reading.lines):,}"))
        self._show_and_count_problems(reading.problems)
        self.totals.show_totals_found(reading.totals)
        self._ask_for_preview_of_acceptance()

    def _show_and_count_problems(self, problems: tuple[Problem, ...]) -> None:
        self.problems.show_rows(problems)
        self.tabs.setTabText(1, text("channels.preview.problems", count=f"{len(problems):,}"))
        self.tabs.setCurrentIndex(1 if problems else 0)

    def problem(self) -> str:
        """A file that was read by the columns that are shown, a number where a number belongs, and a name."""
        if self._reading is None:
            return self.state.text()
        if not self.questions.are_answered():
            return text("prepare.import.questions")
        if not self.attester.text().strip():
            return self.totals.problem() or text("channels.preview.missing_name")
        return self.totals.problem() or self.attester.problem()

    @Slot()
    def _read_again_by_chosen_columns(self) -> None:
        """Read the file again, by the columns that people chose; until then there is nothing to take in."""
        self._reading = None
        show_words_in_state(self.state, text("channels.file.reading"), "")
        self._operations.run(
            self,
            read_file_and_call_verb,
            read_channel_file,
            self._path,
            self.columns.chosen_columns,
            on_done=self._show_file_read_again,
            on_refused=self._show_preview_refusal,
            queue="making",
        )

    def _show_file_read_again(self, reading: ChannelReading) -> None:
        self.show_file_reading(self._path, reading)

    @Slot()
    def _ask_for_preview_of_acceptance(self) -> None:
        if self._reading is None:
            return
        problem = self.totals.problem()
        if problem:
            show_words_in_state(self.state, problem, "danger")
            return
        self._operations.run(
            self,
            preview_channel_result,
            *self._about,
            self._reading,
            self.totals.typed_totals,
            on_done=self._show_preview,
            on_refused=self._show_preview_refusal,
        )

    def _show_preview(self, result: ChannelResult) -> None:
        facts = {name: f"{getattr(result, f'ballots_{name}'):,}" for name in ("valid", "blank", "invalid")}
        show_words_in_state(self.state, text("channels.preview.ready", voters=f"{result.voters:,}", **facts), "")

    def _show_preview_refusal(self, error: SukuiError) -> None:
        show_words_in_state(self.state, refusal_sentence(error), "danger")
        if self._reading is not None and error.code in _ABOUT_LINES:
            self._operations.run(
                self,
                list_problems_of_channel_lines,
                *self._about,
                self._reading,
                on_done=self._show_and_count_problems,
            )

    def answer(self) -> tuple[object, ...]:
        """Return what was read, the totals as people left them, and the attester."""
        assert self._reading is not None
        return replace(self._reading, questions=()), self.totals.typed_totals, self.attester.text()

    def _lay_out(self) -> None:
        resize_dialog_within_screen(self, _SIZE)
        self.tabs.addTab(self.lines, "")
        self.tabs.addTab(self.problems, "")
        self.tabs.setMinimumHeight(_LEAST_TABLE_PX)
        decided = QWidget(self)
        about = (self.file_words, self.questions, self.columns, hint(text("channels.preview.totals_hint")), self.totals)
        column_of(*about, spacing=6, margins=(0, 0, 4, 0), into=decided)
        fill(self.body, FittingScroll(decided, self), grow(self.tabs), self.state)
        self.attester = RosterNameField(text("channels.preview.attester"), self)
        self.add_field(text("channels.preview.attester"), self.attester)
        self.attester.read_people(self._operations, self._about[0])

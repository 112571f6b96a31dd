"""[결과 설명]: how close the list was, what each channel did to it and what other rules would choose."""

from __future__ import annotations

from functools import partial

import msgspec
from msgspec import UnsetType
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.result_sheet import Study, StudyInput
from sukui_desktop.domain.question.channels import Basis, Ledger, LedgerLine
from sukui_desktop.domain.question.definition import Option
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.channel_results import ChannelView
from sukui_desktop.services.vote.polls import PollView
from sukui_desktop.services.vote.result_study import make_study, read_study_input
from sukui_desktop.ui.console.vote.channels.channels_card import channel_state_words
from sukui_desktop.ui.service_queues import Job, Operations
from sukui_desktop.ui.widgets.basic_widgets import heading
from sukui_desktop.ui.widgets.layouts import column_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable, search_text_reader
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.result_study import other_rule_lines, result_without_channel_lines

WIDTH_LEAST = 170
"""Pixels of a channel's column: marks and a fraction."""
LEDGER_ROWS_SHOWN = 8


class LedgerRow(msgspec.Struct, frozen=True):
    """One project of the ledger."""

    place: int
    """In the result."""
    title: str
    code: str
    marks: tuple[int, ...]
    """One number a channel, in the order of the ledger."""
    shares: tuple[str, ...]
    score: str


def channel_ledger_rows(ledger: Ledger, outcome: Outcome, options: tuple[Option, ...]) -> tuple[LedgerRow, ...]:
    """Return the projects in order of rank with what each channel gave them."""
    at = {option.code: index for index, option in enumerate(options)}
    return tuple(
        LedgerRow(
            place=ranked.place,
            title=ranked.title,
            code=ranked.code,
            marks=tuple(line.marks[at[ranked.code]] for line in ledger.lines),
            shares=tuple(line.shares[at[ranked.code]] for line in ledger.lines),
            score=ledger.scores[at[ranked.code]],
        )
        for ranked in outcome.ranking
    )


def make_channel_ledger_table(ledger: Ledger) -> RowsTable[LedgerRow]:
    """Return a table with a column for each channel (marks and the share they make) and the score."""
    columns: list[Column[LedgerRow]] = [Column("result.ledger.project", "title", "place")]
    columns += [
        Column(
            shown=partial(_words_of_marks_in_channel, place),
            sorted_by=partial(_marks_in_channel, place),
            is_number=True,
            heading=line.name,
        )
        for place, line in enumerate(ledger.lines)
    ]
    columns.append(Column("result.ledger.score", _score_fraction_words, _rank_sort_key, is_number=True))
    metrics = QFontMetrics(QApplication.font())
    headings = (max(WIDTH_LEAST, metrics.horizontalAdvance(column.heading) + 44) for column in columns[1:-1])
    return RowsTable(
        columns,
        search_text_reader("title", "code"),
        name=text("result.ledger.table"),
        empty="",
        widths=(0, *headings, 160),
    )


def channel_ledger_lines(ledger: Ledger) -> tuple[str, ...]:
    """Return how shares are calculated and, a line each, what every channel weighed and was divided by."""
    first = text("result.ledger.by_ballots" if ledger.basis == Basis.BALLOTS else "result.ledger.by_marks")
    return (first, *(_channel_ledger_line(line, ledger.empty) for line in ledger.lines))


def plain_fraction_words(fraction: str) -> str:
    """Return a fraction as people write it: a whole number without its denominator of 1."""
    return fraction.removesuffix("/1")


def _channel_ledger_line(line: LedgerLine, empty: str) -> str:
    applied, weight = plain_fraction_words(line.applied), plain_fraction_words(line.weight)
    key = "channel" if applied == weight else "applied"
    if not line.divisor:
        key = f"empty_{empty}"
    return text(
        f"result.ledger.{key}",
        name=line.name,
        weight=weight,
        applied=applied,
        divisor=f"{line.divisor:,}",
        valid=f"{line.ballots_valid:,}",
    )


def _rank_sort_key(row: LedgerRow) -> int:
    return -row.place


def _marks_in_channel(place: int, row: LedgerRow) -> int:
    return row.marks[place]


def _words_of_marks_in_channel(place: int, row: LedgerRow) -> str:
    return text("result.ledger.cell", marks=f"{row.marks[place]:,}", share=plain_fraction_words(row.shares[place]))


def _score_fraction_words(row: LedgerRow) -> str:
    return plain_fraction_words(row.score)


class StudyView(QScrollArea):
    """Fetches on the store queue, works out on the making queue, once for each outcome."""

    studied = Signal(object)
    """`Study`: explanations and all, of the poll that is shown."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._poll: PollView | None = None
        self._channels: tuple[ChannelView, ...] = ()
        self._asked: tuple[PollId, Outcome | None] | None = None
        self._job: Job | None = None
        self.study: Study | None = None
        self.ledger: RowsTable[LedgerRow] | None = None
        self.state = WrappedLabel()
        self.ledger_words, self.without = WrappedLabel(name="study_ledger"), WrappedLabel(name="study_without")
        self.margin, self.agreement = WrappedLabel(name="study_margin"), WrappedLabel(name="study_agreement")
        self._sections: dict[str, QWidget] = {}
        self._ledger_holder = QVBoxLayout()
        self._lay_out()

    def show_study_of_poll(self, room: Room, poll: PollView, channels: tuple[ChannelView, ...] = ()) -> None:
        """Show the study of a decided poll, working it out when its outcome is another than before."""
        self._poll, self._channels = poll, channels
        asked = (poll.head.poll_id, poll.outcome)
        if asked == self._asked:
            return
        self._asked, self.study = asked, None
        if self._job is not None:
            self._job.cancel()  # of the poll that was shown before
        self.state.setText(text("result.why.working"))
        self._show_only_these_sections(())
        self._job = self._operations.run(self, read_study_input, room, poll.head.poll_id, on_done=self._work_out_study)

    def _work_out_study(self, found: StudyInput) -> None:
        self._job = self._operations.run(self, make_study, found, on_done=self._show_study, queue="making")

    @Slot(object)
    def _show_study(self, study: Study) -> None:
        poll = self._poll
        if poll is None or poll.definition is None or poll.outcome is None:
            return
        self.study = study
        self.state.setText(text("result.why.alike" if study.is_counted_alike else "result.why.not_alike"))
        without = result_without_channel_lines(poll.definition, poll.outcome, study)
        self.without.setText("\n".join(without))
        self.margin.setText(study.closeness)
        self.agreement.setText("\n".join(other_rule_lines(poll.definition, study)))
        has_ledger = self._show_channel_ledger_if_any(poll)
        present = (
            ("ledger", has_ledger),
            ("without", bool(without)),
            ("margin", bool(study.closeness)),
            ("agreement", bool(study.explanations)),
        )
        self._show_only_these_sections(tuple(key for key, has_content in present if has_content))
        self.studied.emit(study)

    def _show_channel_ledger_if_any(self, poll: PollView) -> bool:
        if self.ledger is not None:
            self._ledger_holder.removeWidget(self.ledger)
            self.ledger.deleteLater()
            self.ledger = None
        outcome, definition = poll.outcome, poll.definition
        if outcome is None or definition is None or isinstance(outcome.ledger, UnsetType):
            return False
        sources = [
            text("result.ledger.source", name=view.channel.name, words=channel_state_words(view))
            for view in self._channels
        ]
        self.ledger_words.setText("\n".join((*channel_ledger_lines(outcome.ledger), *sources)))
        self.ledger = make_channel_ledger_table(outcome.ledger)
        self.ledger.show_rows(channel_ledger_rows(outcome.ledger, outcome, definition.question.options))
        row = self.ledger.view.verticalHeader().defaultSectionSize()
        rows = min(LEDGER_ROWS_SHOWN, len(outcome.ranking))
        self.ledger.setFixedHeight(row * rows + self.ledger.view.horizontalHeader().sizeHint().height() + 64)
        self._ledger_holder.addWidget(self.ledger)
        return True

    def _show_only_these_sections(self, keys: tuple[str, ...]) -> None:
        for key, section in self._sections.items():
            section.setVisible(key in keys)

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(text("result.why.button"))
        content = QWidget(self)
        layout = column_of(self.state, spacing=14, margins=(0, 0, 12, 0), into=content)
        parts = (
            ("margin", self.margin),
            ("ledger", self.ledger_words),
            ("without", self.without),
            ("agreement", self.agreement),
        )
        for key, words in parts:
            section = self._sections[key] = QWidget(content)
            column = column_of(heading(text(f"result.{key}.heading"), 3), words, spacing=4, margins=0, into=section)
            if key == "ledger":
                column.addLayout(self._ledger_holder)
            layout.addWidget(section)
        layout.addStretch(1)
        self.setWidget(content)

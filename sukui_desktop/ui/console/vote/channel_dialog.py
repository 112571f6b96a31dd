"""A channel's file before it is taken in: without it an outside result would be believed unseen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.channel.file import ChannelLine, ChannelReading, ChannelResult
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.importing import Problem
from sukui_desktop.domain.question.channels import Channel
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.channels import accept_channel, preview_channel, read_channel_file
from sukui_desktop.services.vote.drafting import PollView
from sukui_desktop.ui.console.vote.channel_columns import ChannelColumns
from sukui_desktop.ui.console.vote.channel_tables import lines_table, problems_table
from sukui_desktop.ui.console.vote.channel_totals import ChannelTotalsFields
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.ask_dialog import AskDialog
from sukui_desktop.ui.widgets.parts import hint, set_look
from sukui_desktop.ui.widgets.refusal import sentence
from sukui_desktop.ui.widgets.rows_table import RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

HASH_SHOWN = 16
_KNOWN = ("utf-8", "utf-8-sig", "utf-16", "cp949", "xlsx", "json")


class ChannelDialog(AskDialog):
    """Columns by combo boxes, lines and problems, totals, who stands for it; nothing is taken in before [받기]."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, poll: PollView, channel: Channel) -> None:
        super().__init__(
            parent,
            title=text("channels.preview.title", name=channel.name),
            words="",
            accept=text("channels.preview.accept"),
        )
        self._operations = operations
        self._about = (room, poll.row.poll_id, channel.key)
        self._path = Path()
        self._reading: ChannelReading | None = None
        self.file_words = hint()
        self.columns = ChannelColumns(self)
        self.lines: RowsTable[ChannelLine] = lines_table()
        self.problems: RowsTable[Problem] = problems_table()
        self.tabs = QTabWidget(self)
        self.totals = ChannelTotalsFields(self)
        self.state = WrappedLabel()
        self.state.setObjectName("channelPreviewState")
        self._lay_out()
        self.columns.mapping_changed.connect(self._on_mapping_changed)
        self.totals.totals_changed.connect(self._ask_preview)
        self.answered.connect(self._on_answered)

    def show_file(self, path: Path, reading: ChannelReading) -> None:
        """Show what was read of a file, and ask whether it could be taken in."""
        self._path, self._reading = path, reading
        encoding = text(f"channels.encoding.{reading.encoding}") if reading.encoding in _KNOWN else reading.encoding
        digest = reading.sha256.hex()[:HASH_SHOWN]
        self.file_words.setText(
            text("channels.preview.file", file=reading.file_name, encoding=encoding, hash=f"{digest}…")
        )
        self.columns.show_reading(reading)
        self.lines.show_rows(reading.lines)
        self.problems.show_rows(reading.problems)
        self.tabs.setTabText(0, text("channels.preview.lines", count=f"{len(reading.lines):,}"))
        self.tabs.setTabText(1, text("channels.preview.problems", count=f"{len(reading.problems):,}"))
        self.tabs.setCurrentIndex(1 if reading.problems else 0)
        self.totals.show_found(reading.totals)
        self._ask_preview()

    def problem(self) -> str:
        """A file that was read by the columns that are shown, a number where a number belongs, and a name."""
        if self._reading is None:
            return self.state.text()
        return self.totals.problem() or ("" if self.vouched.text().strip() else text("channels.preview.missing_name"))

    @Slot()
    def _on_mapping_changed(self) -> None:
        """Read the file again, by the columns that people chose; until then there is nothing to take in."""
        self._reading = None
        self._say(text("channels.file.reading"), "")
        self._operations.run(
            self,
            read_channel_file,
            self._path,
            self.columns.mapping,
            on_done=self._on_file_read,
            on_refused=self._on_preview_refused,
            queue="making",
        )

    @Slot(object)
    def _on_file_read(self, reading: ChannelReading) -> None:
        self.show_file(self._path, reading)

    @Slot()
    def _ask_preview(self) -> None:
        if self._reading is None:
            return
        problem = self.totals.problem()
        if problem:
            self._say(problem, "danger")
            return
        self._operations.run(
            self,
            preview_channel,
            *self._about,
            self._reading,
            self.totals.totals,
            on_done=self._on_previewed,
            on_refused=self._on_preview_refused,
        )

    @Slot(object)
    def _on_previewed(self, result: ChannelResult) -> None:
        facts = {name: f"{getattr(result, f'ballots_{name}'):,}" for name in ("valid", "blank", "invalid")}
        self._say(text("channels.preview.ready", voters=f"{result.voters:,}", **facts), "")

    @Slot(object)
    def _on_preview_refused(self, error: SukuiError) -> None:
        self._say(sentence(error), "danger")

    @Slot()
    def _on_answered(self) -> None:
        self._operations.run(
            self,
            accept_channel,
            *self._about,
            self._reading,
            self.totals.totals,
            self.vouched.text(),
            on_done=self.close_done,
            on_refused=self.refuse,
        )

    def _say(self, words: str, look: str) -> None:
        self.state.setText(words)
        set_look(self.state, "state", look)

    def _lay_out(self) -> None:
        self.resize(1000, 640)
        self.tabs.addTab(self.lines, "")
        self.tabs.addTab(self.problems, "")
        for part in (self.file_words, self.columns, self.tabs, hint(text("channels.preview.totals_hint")), self.totals):
            self.body.addWidget(part)
        self.body.setStretchFactor(self.tabs, 1)
        self.body.addWidget(self.state)
        self.vouched = self.add_line(text("channels.preview.vouched"))

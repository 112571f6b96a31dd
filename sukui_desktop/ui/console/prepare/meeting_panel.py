"""What the meeting is called, where and when it meets, and by which quorum; kept as it is typed."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.quorum import QuorumRule
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.prepare.meeting import edit_meeting, quorum_rule
from sukui_desktop.services.room import read_meeting
from sukui_desktop.ui.console.prepare.fields import FieldGrid, moment_field
from sukui_desktop.ui.console.prepare.panel import PreparePanel
from sukui_desktop.ui.console.prepare.quorum_field import QuorumField
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.moments import day_words, from_moment, to_moment
from sukui_desktop.ui.widgets.parts import heading, hint
from sukui_desktop.ui.widgets.refusal import tell_refusal

_WORDS = ("title", "body_name", "host", "place")
_TIMES = ("starts_at_ms", "ends_at_ms")


class MeetingPanel(PreparePanel):
    """A form whose every field is kept as soon as it is left."""

    tables: ClassVar[tuple[str, ...]] = ("meeting",)

    def __init__(self, operations: Operations) -> None:
        super().__init__(operations)
        self._meeting: MeetingRow | None = None
        self.kept = hint(may_wrap=False)
        self.words = {name: QLineEdit() for name in _WORDS}
        self.times = {name: moment_field() for name in _TIMES}
        self.quorum = QuorumField()
        self.quorum.rule_chosen.connect(self._on_quorum_chosen)
        grid = FieldGrid()
        for name, line in self.words.items():
            line.setMaxLength(200)
            line.editingFinished.connect(partial(self._keep_words, name))
            grid.add(text(f"prepare.meeting.{name}"), line, is_wide=name == "title")
        grid.add(text("prepare.meeting.quorum.name"), self.quorum)
        for name, moment in self.times.items():
            moment.editingFinished.connect(partial(self._keep_time, name))
            grid.add(text(f"prepare.meeting.{name}"), moment)
        head = QHBoxLayout()
        head.addWidget(heading(text("prepare.meeting.heading")), 1)
        head.addWidget(self.kept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addWidget(grid)
        layout.addWidget(hint(text("prepare.meeting.told")))
        layout.addStretch(1)

    def read(self) -> None:
        """Ask for the meeting."""
        self.operations.run(self, read_meeting, self.room, on_done=self._on_meeting_read)

    def first_focus(self) -> QWidget:
        """Start with the title."""
        return self.words["title"]

    def _keep_words(self, name: str) -> None:
        words = self.words[name].text().strip()
        if self._meeting is not None and words != getattr(self._meeting, name):
            self._keep(name, words)

    def _keep_time(self, name: str) -> None:
        at_ms = from_moment(self.times[name].dateTime())
        if self._meeting is not None and at_ms != getattr(self._meeting, name):
            self._keep(name, at_ms)

    def _keep(self, name: str, value: Any) -> None:
        fact: dict[str, Any] = {name: value}
        self.operations.run(self, edit_meeting, self.room, on_done=self._on_kept, on_refused=self._on_refused, **fact)

    @Slot(object)
    def _on_quorum_chosen(self, rule: QuorumRule) -> None:
        self._keep("quorum", rule)

    @Slot(object)
    def _on_kept(self, _changes: object) -> None:
        self.kept.setText(text("prepare.meeting.kept"))
        QTimer.singleShot(3000, self, self.kept.clear)

    @Slot(object)
    def _on_refused(self, error: SukuiError) -> None:
        """Tell why, and show again what is in force."""
        tell_refusal(self, error)
        if self._meeting is not None:
            self._show(self._meeting)

    @Slot(object)
    def _on_meeting_read(self, meeting: MeetingRow) -> None:
        self._meeting = meeting
        self._show(meeting)
        self.summary_told.emit(day_words(meeting.starts_at_ms) or text("prepare.meeting.no_time"), bool(meeting.place))

    def _show(self, meeting: MeetingRow) -> None:
        """Fill in every field but the one that is being typed in."""
        for name, line in self.words.items():
            if not (line.hasFocus() and line.isModified()):
                line.setText(getattr(meeting, name))
        for name, moment in self.times.items():
            if not moment.hasFocus():
                moment.setDateTime(to_moment(getattr(meeting, name)))
        self.quorum.show_rule(quorum_rule(meeting))

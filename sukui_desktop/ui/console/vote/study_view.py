"""[결과 설명]: without it people would see a list and not how close it was, nor what each channel did to it."""

from __future__ import annotations

from msgspec import UnsetType
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.study import Study, StudyInput
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.channels import ChannelView
from sukui_desktop.services.vote.drafting import PollView
from sukui_desktop.services.vote.study import fetch_study, study_result
from sukui_desktop.ui.console.vote.channels_card import words_of
from sukui_desktop.ui.console.vote.ledger_table import LedgerRow, ledger_lines, ledger_rows, ledger_table
from sukui_desktop.ui.console.vote.study_words import agreement_lines, without_lines
from sukui_desktop.ui.operations import Job, Operations
from sukui_desktop.ui.widgets.parts import heading
from sukui_desktop.ui.widgets.rows_table import RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

LEDGER_ROWS_SHOWN = 8


class StudyView(QScrollArea):
    """Fetches on the store queue, works out on the making queue, once for each outcome."""

    studied = Signal(object)
    """`Study`: explanations and all, of the poll that is shown."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._poll: PollView | None = None
        self._channels: tuple[ChannelView, ...] = ()
        self._asked: tuple[PollId, bytes] | None = None
        self._job: Job | None = None
        self.study: Study | None = None
        self.ledger: RowsTable[LedgerRow] | None = None
        self.state = WrappedLabel()
        self.ledger_words, self.without = _paragraph("ledger"), _paragraph("without")
        self.fragility, self.agreement = _paragraph("fragility"), _paragraph("agreement")
        self._sections: dict[str, QWidget] = {}
        self._ledger_holder = QVBoxLayout()
        self._lay_out()

    def show_poll(self, room: Room, poll: PollView, channels: tuple[ChannelView, ...] = ()) -> None:
        """Show the study of a decided poll, working it out when its outcome is another than before."""
        self._poll, self._channels = poll, channels
        asked = (poll.row.poll_id, poll.row.outcome)
        if asked == self._asked:
            return
        self._asked, self.study = asked, None
        if self._job is not None:
            self._job.cancel()  # of the poll that was shown before
        self.state.setText(text("result.why.working"))
        self._show_sections(())
        self._job = self._operations.run(self, fetch_study, room, poll.row.poll_id, on_done=self._on_study_fetched)

    @Slot(object)
    def _on_study_fetched(self, found: StudyInput) -> None:
        self._job = self._operations.run(self, study_result, found, on_done=self._on_studied, queue="making")

    @Slot(object)
    def _on_studied(self, study: Study) -> None:
        poll = self._poll
        if poll is None or poll.definition is None or poll.outcome is None:
            return
        self.study = study
        self.state.setText(text("result.why.alike" if study.is_counted_alike else "result.why.not_alike"))
        without = without_lines(poll.definition, poll.outcome, study)
        self.without.setText("\n".join(without))
        self.fragility.setText(study.closeness)
        self.agreement.setText("\n".join(agreement_lines(poll.definition, study)))
        has_ledger = self._show_ledger(poll)
        told = (
            ("ledger", has_ledger),
            ("without", bool(without)),
            ("fragility", bool(study.closeness)),
            ("agreement", bool(study.explanations)),
        )
        self._show_sections(tuple(key for key, is_told in told if is_told))
        self.studied.emit(study)

    def _show_ledger(self, poll: PollView) -> bool:
        if self.ledger is not None:
            self._ledger_holder.removeWidget(self.ledger)
            self.ledger.deleteLater()
            self.ledger = None
        outcome, definition = poll.outcome, poll.definition
        if outcome is None or definition is None or isinstance(outcome.ledger, UnsetType):
            return False
        sources = [
            text("result.ledger.source", name=view.channel.name, words=words_of(view)) for view in self._channels
        ]
        self.ledger_words.setText("\n".join((*ledger_lines(outcome.ledger), *sources)))
        self.ledger = ledger_table(outcome.ledger)
        self.ledger.show_rows(ledger_rows(outcome.ledger, outcome, definition.question.options))
        row = self.ledger.view.verticalHeader().defaultSectionSize()
        rows = min(LEDGER_ROWS_SHOWN, len(outcome.ranking))
        self.ledger.setFixedHeight(row * rows + self.ledger.view.horizontalHeader().sizeHint().height() + 64)
        self._ledger_holder.addWidget(self.ledger)
        return True

    def _show_sections(self, keys: tuple[str, ...]) -> None:
        for key, section in self._sections.items():
            section.setVisible(key in keys)

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(text("result.why.button"))
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(14)
        layout.addWidget(self.state)
        told = (
            ("fragility", self.fragility),
            ("ledger", self.ledger_words),
            ("without", self.without),
            ("agreement", self.agreement),
        )
        for key, words in told:
            section = self._sections[key] = QWidget(content)
            column = QVBoxLayout(section)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            column.addWidget(heading(text(f"result.{key}.heading"), 3))
            column.addWidget(words)
            if key == "ledger":
                column.addLayout(self._ledger_holder)
            layout.addWidget(section)
        layout.addStretch(1)
        self.setWidget(content)


def _source(view: ChannelView) -> str:
    return text("result.ledger.source", name=view.channel.name, words=words_of(view))


def _paragraph(name: str) -> WrappedLabel:
    label = WrappedLabel()
    label.setObjectName(f"study_{name}")
    return label

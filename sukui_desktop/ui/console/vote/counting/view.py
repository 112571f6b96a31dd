"""From the closing to the challenge period: opening the box and looking at the count."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.counting import (
    ClosedBox,
    Counted,
    fetch_box,
    open_ballots,
    record_count,
    start_challenge,
)
from sukui_desktop.services.vote.polls import PollView
from sukui_desktop.ui.console.vote.ballot_accounting import BallotAccountingCard
from sukui_desktop.ui.console.vote.counting.agreement_card import AgreementCard
from sukui_desktop.ui.console.vote.counting.tables import CountTables, totals_words
from sukui_desktop.ui.console.vote.counting.tie_dialog import SelectionActions
from sukui_desktop.ui.console.vote.snapshot import VoteSnapshot
from sukui_desktop.ui.console.vote.step_view import StepView
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.current_pages import CurrentPages
from sukui_desktop.ui.widgets.parts import button, heading, plain
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


class CountingView(StepView):
    """Closed: the ballot accounting and the tally passphrase. Counted and challenged: the count, then the selection."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._passphrase = ""
        self.accounting = BallotAccountingCard(self)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(text("vote.count.passphrase"))
        self.passphrase.setMaximumWidth(420)
        self.count_button = button(text("vote.count.button"), "primary")
        self.progress = WrappedLabel()
        self.totals = QLabel(self)
        self.totals.setProperty("heading", "2")
        self.totals.setWordWrap(True)
        self.agreement = AgreementCard(operations, self)
        self.tables = CountTables(self)
        self.selection = SelectionActions(operations, self)
        self.challenge_button = button(text("vote.challenge.start"), "primary")
        self.select_button = button(text("vote.challenge.select"), "primary")
        self.words = WrappedLabel()
        self._pages = CurrentPages(self)
        self._lay_out()
        self.count_button.clicked.connect(self._on_count_clicked)
        self.passphrase.returnPressed.connect(self.count_button.click)
        self.challenge_button.clicked.connect(self._on_challenge_clicked)
        self.select_button.clicked.connect(self._on_select_clicked)
        for part in (self.agreement, self.selection):
            part.refused.connect(self._on_service_refused)

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the closed poll or its count."""
        super().show_snapshot(room, snapshot)
        view = snapshot.poll
        if view is None:
            return
        self.accounting.show_poll(view.head)
        self._pages.setCurrentIndex(0 if view.head.state == PollState.CLOSED else 1)
        self.words.setVisible(view.head.state != PollState.CLOSED)
        self.challenge_button.setVisible(view.head.state == PollState.COUNTED)
        self.select_button.setVisible(view.head.state == PollState.CHALLENGED)
        if view.tally is not None:
            self._show_count(room, view, snapshot)

    def _show_count(self, room: Room, view: PollView, snapshot: VoteSnapshot) -> None:
        if view.tally is None or view.definition is None or snapshot.counts is None:
            return
        self.agreement.show_counts(room, view.head.poll_id, view.definition, snapshot.counts)
        self.totals.setText(totals_words(view.tally))
        missing = snapshot.missing_channels
        is_challenged = view.head.state == PollState.CHALLENGED
        words = text("vote.challenge.running" if is_challenged else "vote.challenge.words")
        if is_challenged and missing:
            words = text("result.counts.channels_missing", names=", ".join(missing))
        self.words.setText(words)
        self.select_button.setEnabled(snapshot.counts.is_alike and not missing)
        self.tables.show_tally(view.definition, view.tally)

    def first_focus(self) -> QWidget | None:
        """Return the passphrase's field while the box is closed."""
        return self.passphrase if self._pages.currentIndex() == 0 else super().first_focus()

    @Slot()
    def _on_count_clicked(self) -> None:
        """Fetch on the store queue, open on the making queue, record on the store queue."""
        if self.room is None or self.poll is None:
            return
        if not self.passphrase.text():
            self.show_message(text("vote.count.missing"))
            return
        self._passphrase = self.passphrase.text()
        self.passphrase.clear()
        self.show_message("")
        self.count_button.setEnabled(False)
        self.progress.setText(text("vote.count.opening"))
        self.operations.run(
            self,
            fetch_box,
            self.room,
            self.poll.head.poll_id,
            on_done=self._on_box_fetched,
            on_refused=self._on_count_refused,
        )

    @Slot(object)
    def _on_box_fetched(self, box: ClosedBox) -> None:
        passphrase, self._passphrase = self._passphrase, ""
        self.operations.run(
            self,
            open_ballots,
            box,
            passphrase,
            on_done=self._on_ballots_opened,
            on_refused=self._on_count_refused,
            queue="making",
        )

    @Slot(object)
    def _on_ballots_opened(self, opened: Counted) -> None:
        self.operations.run(
            self,
            record_count,
            self.room,
            opened,
            on_done=self._on_count_recorded,
            on_refused=self._on_count_refused,
        )

    @Slot(object)
    def _on_count_recorded(self, changes: object) -> None:
        del changes
        self._end_count()

    @Slot(object)
    def _on_count_refused(self, error: SukuiError) -> None:
        self._end_count()
        self._on_service_refused(error)
        self.passphrase.setFocus()

    def _end_count(self) -> None:
        self._passphrase = ""
        self.progress.setText("")
        self.count_button.setEnabled(True)

    @Slot()
    def _on_challenge_clicked(self) -> None:
        self.ask(start_challenge)

    @Slot()
    def _on_select_clicked(self) -> None:
        if self.room is not None and self.poll is not None:
            self.show_message("")
            self.selection.start(self.room, self.poll)

    def _lay_out(self) -> None:
        opening = QFrame(self)
        opening.setProperty("card", "true")
        asked = QVBoxLayout(opening)
        asked.setContentsMargins(20, 16, 20, 16)
        asked.setSpacing(10)
        asked.addWidget(heading(text("vote.count.heading")))
        asked.addWidget(WrappedLabel(text("vote.count.words")))
        line = QHBoxLayout()
        line.addWidget(plain(text("vote.count.passphrase"), is_strong=True))
        line.addWidget(self.passphrase, 1)
        line.addWidget(self.count_button)
        line.addWidget(self.progress)
        line.addStretch(1)
        asked.addLayout(line)
        asked.addStretch(1)
        counted = QFrame(self)
        counted.setProperty("card", "true")
        shown = QVBoxLayout(counted)
        shown.setContentsMargins(20, 10, 20, 12)
        shown.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.totals, 2)
        line.addWidget(self.agreement, 3)
        shown.addLayout(line)
        shown.addWidget(self.tables, 1)
        self._pages.addWidget(opening)
        self._pages.addWidget(counted)
        self.body.addWidget(self.accounting)
        self.body.addWidget(self._pages, 1)
        self.add_buttons(self.challenge_button, self.select_button, words=self.words)

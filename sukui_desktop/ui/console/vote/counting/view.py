"""From the closing to the challenge period: opening the box and looking at the count."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QWidget

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
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.parts import button, heading, named, plain, styled
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


class CountingView(StepView):
    """Closed: the ballot accounting and the tally passphrase. Counted and challenged: the count, then the selection."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._passphrase = ""
        self.accounting = BallotAccountingCard(self)
        self.passphrase = named(QLineEdit(self), text("vote.count.passphrase"))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setMaximumWidth(420)
        self.count_button = button(text("vote.count.button"), "primary", on_click=self._on_count_clicked)
        self.progress = WrappedLabel()
        self.totals = styled(QLabel(self), "heading", "2")
        self.totals.setWordWrap(True)
        self.agreement = AgreementCard(operations, self)
        self.tables = CountTables(self)
        self.selection = SelectionActions(operations, self)
        self.challenge_button = button(text("vote.challenge.start"), "primary", on_click=self._on_challenge_clicked)
        self.select_button = button(text("vote.challenge.select"), "primary", on_click=self._on_select_clicked)
        self.words = WrappedLabel()
        self._pages = CurrentPages(self)
        self._lay_out()
        self.passphrase.returnPressed.connect(self.count_button.click)
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
        self.ask(fetch_box, on_done=self._on_box_fetched, on_refused=self._on_count_refused)

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

    def _on_ballots_opened(self, opened: Counted) -> None:
        self.operations.run(
            self,
            record_count,
            self.room,
            opened,
            on_done=self._on_count_recorded,
            on_refused=self._on_count_refused,
        )

    def _on_count_recorded(self, changes: object) -> None:
        self._end_count()

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
        opening = styled(QFrame(self), "card", "true")
        line = row_of(
            plain(text("vote.count.passphrase"), is_strong=True),
            grow(self.passphrase),
            self.count_button,
            self.progress,
            grow(),
        )
        column_of(
            heading(text("vote.count.heading")),
            WrappedLabel(text("vote.count.words")),
            line,
            grow(),
            spacing=10,
            margins=(20, 16, 20, 16),
            into=opening,
        )
        counted = styled(QFrame(self), "card", "true")
        line = row_of(grow(self.totals, 2), grow(self.agreement, 3), spacing=16)
        column_of(line, grow(self.tables), spacing=8, margins=(20, 10, 20, 12), into=counted)
        self._pages.addWidget(opening)
        self._pages.addWidget(counted)
        fill(self.body, self.accounting, grow(self._pages))
        self.add_buttons(self.challenge_button, self.select_button, words=self.words)

"""From the closing to the challenge period: opening the box and looking at the count."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.counting import (
    ClosedBox,
    Counted,
    OpenedBallots,
    count_opened,
    fetch_ballots,
    fetch_box,
    open_ballots,
    record_count,
    record_recount,
    start_challenge,
)
from sukui_desktop.services.vote.polls import PollView
from sukui_desktop.services.vote.result import read_open_tie, select_list
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.vote.ballot_accounting import BallotAccountingCard
from sukui_desktop.ui.console.vote.challenges_card import ChallengesCard
from sukui_desktop.ui.console.vote.counting.agreement_card import AgreementCard
from sukui_desktop.ui.console.vote.counting.tables import CountTables, totals_words
from sukui_desktop.ui.console.vote.counting.tie_dialog import TieDialog
from sukui_desktop.ui.console.vote.snapshot import VoteSnapshot
from sukui_desktop.ui.console.vote.step_view import StepView
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.parts import button, heading, named, plain, show_in_state, styled
from sukui_desktop.ui.widgets.refusal import refusal_sentence
from sukui_desktop.ui.widgets.stacked_pages import CurrentPages
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


class CountingView(StepView):
    """Closed: the ballot accounting and the tally passphrase. Counted and challenged: the count, then the selection."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._count_of: Callable[..., Counted] = count_opened
        self._record: Callable[..., Any] = record_count
        self._unanswered = 0
        """Challenges of the poll that is shown that were not answered yet."""
        self.accounting = BallotAccountingCard(operations, self)
        self.passphrase = named(QLineEdit(self, echoMode=QLineEdit.EchoMode.Password), text("vote.count.passphrase"))
        self.passphrase.setMaximumWidth(420)
        self.count_button = button(text("vote.count.button"), "primary", on_click=self._on_count_clicked)
        self.progress = WrappedLabel(name="countProgress")
        self.totals = styled(QLabel(self, wordWrap=True), "heading", "2")
        self.agreement = AgreementCard(self)
        self.challenges = ChallengesCard(operations, self)
        self.tables = CountTables(self)
        self.challenge_button = button(text("vote.challenge.start"), "primary", on_click=self._on_challenge_clicked)
        self.select_button = button(text("vote.challenge.select"), "primary", on_click=self._on_select_clicked)
        self.words = WrappedLabel()
        self._pages = CurrentPages(self)
        self._lay_out()
        self.passphrase.returnPressed.connect(self.count_button.click)
        self.agreement.recount_wanted.connect(self._on_recount_wanted)

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the closed poll or its count."""
        super().show_snapshot(room, snapshot)
        view = snapshot.poll
        if view is None:
            return
        has_receipts = view.definition is None or view.definition.has_receipts
        self.accounting.show_poll(room, view.head, has_receipts=has_receipts)
        self._pages.setCurrentIndex(0 if view.head.state == PollState.CLOSED else 1)
        self.words.setVisible(view.head.state != PollState.CLOSED)
        self.challenges.record_button.setVisible(view.head.state != PollState.CLOSED)
        self.challenge_button.setVisible(view.head.state == PollState.COUNTED)
        self.select_button.setVisible(view.head.state == PollState.CHALLENGED)
        if view.tally is not None:
            self._show_count(view, snapshot)

    def _show_count(self, view: PollView, snapshot: VoteSnapshot) -> None:
        if self.room is None or view.tally is None or view.definition is None or snapshot.counts is None:
            return
        self.challenges.show_poll(self.room, view, snapshot.challenges)
        self.agreement.show_counts(view.definition, snapshot.counts)
        self.totals.setText(totals_words(view.tally))
        missing = snapshot.missing_channels
        is_challenged = view.head.state == PollState.CHALLENGED
        self._unanswered = sum(not row.answer for row in snapshot.challenges)
        key = "select_open" if self._unanswered else "select_answered" if snapshot.challenges else "select"
        self.select_button.setText(text(f"vote.challenge.{key}", count=self._unanswered))
        words = text("vote.challenge.running" if is_challenged else "vote.challenge.words")
        if is_challenged and self._unanswered:
            words = text("vote.challenge.unanswered", count=self._unanswered)
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
        if not self.passphrase.text():
            show_in_state(self.progress, text("vote.count.missing"), "danger")
            return
        count = partial(open_ballots, tally_passphrase=self.passphrase.text())
        self.passphrase.clear()
        self.count_button.setEnabled(False)
        show_in_state(self.progress, text("vote.count.opening"))
        self._fetch_count_record(fetch_box, count, record_count)

    @Slot()
    def _on_recount_wanted(self) -> None:
        self.agreement.show_recounting(True)
        self._fetch_count_record(fetch_ballots, count_opened, record_recount)

    def _fetch_count_record(
        self, fetch: Callable[..., Any], count: Callable[..., Counted], record: Callable[..., Any]
    ) -> None:
        """Fetch on the store queue, count on the making queue, record on the store queue."""
        self._count_of, self._record = count, record
        self.ask(fetch, on_done=self._on_ballots_fetched, on_refused=self._on_count_refused)

    def _on_ballots_fetched(self, ballots: ClosedBox | OpenedBallots) -> None:
        done, refused = self._on_ballots_counted, self._on_count_refused
        self.operations.run(self, self._count_of, ballots, on_done=done, on_refused=refused, queue="making")

    def _on_ballots_counted(self, counted: Counted) -> None:
        done, refused = self._on_count_recorded, self._on_count_refused
        self.operations.run(self, self._record, self.room, counted, on_done=done, on_refused=refused)

    def _on_count_recorded(self, changes: object = None) -> None:
        show_in_state(self.progress, "")
        self.count_button.setEnabled(True)
        self.agreement.show_recounting(False)

    def _on_count_refused(self, error: SukuiError) -> None:
        self._on_count_recorded()
        if self._pages.currentIndex() == 0:
            show_in_state(self.progress, refusal_sentence(error), "danger")
            self.passphrase.setFocus()
        else:
            self._on_service_refused(error)

    @Slot()
    def _on_challenge_clicked(self) -> None:
        self.ask(start_challenge)

    @Slot()
    def _on_select_clicked(self) -> None:
        """Make the list; a challenge that was not answered is asked about first."""
        if not self._unanswered:
            self._select_list()
            return
        title, words = (text(f"vote.challenge.open_{key}", count=self._unanswered) for key in ("title", "words"))
        dialog = AskDialog(self, title=title, words=words, accept=text("vote.challenge.open_accept"), is_dangerous=True)
        dialog.answered.connect(self._select_list)
        dialog.open()

    @Slot()
    def _select_list(self) -> None:
        self.ask(select_list, on_refused=self._on_selection_refused)

    def _on_selection_refused(self, error: SukuiError) -> None:
        """Where the list depends on a tie that the rule leaves open, ask people for its order."""
        if error.code in ("tie_needs_chair", "tie_needs_lot"):
            self.ask(read_open_tie, on_done=self._on_tie_read)
        else:
            self._on_service_refused(error)

    def _on_tie_read(self, tied: tuple[str, ...]) -> None:
        if self.poll is not None and self.poll.definition is not None:
            self.open_question(TieDialog, "result.tie", select_list, tied=tied, definition=self.poll.definition)

    def _lay_out(self) -> None:
        opening = styled(QFrame(self), "card", "true")
        line = row_of(
            plain(text("vote.count.passphrase"), is_strong=True),
            grow(self.passphrase),
            self.count_button,
            grow(),
        )
        column_of(
            heading(text("vote.count.heading")),
            WrappedLabel(text("vote.count.words")),
            line,
            self.progress,
            grow(),
            spacing=10,
            margins=(20, 16, 20, 16),
            into=opening,
        )
        counted = styled(QFrame(self), "card", "true")
        line = row_of(grow(self.totals, 2), grow(self.agreement, 3), spacing=16)
        column_of(line, self.challenges, grow(self.tables), spacing=8, margins=(20, 10, 20, 12), into=counted)
        self._pages.addWidget(opening)
        self._pages.addWidget(counted)
        fill(self.body, self.accounting, grow(self._pages))
        acts = (self.challenge_button, self.select_button, self.challenges.record_button)
        self.add_buttons(*acts, words=self.words)

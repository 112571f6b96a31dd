"""From the closing to the challenge period: opening the box and looking at the count."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.meeting import MeetingStage
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.signing.signers import SignerView
from sukui_desktop.services.vote.box_lock import LockView
from sukui_desktop.services.vote.counting import count_poll, recount_poll, start_challenge_period
from sukui_desktop.services.vote.polls import PollView, reopen_poll
from sukui_desktop.services.vote.selection_and_certification import read_open_tie, select_list
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.vote.ballot_accounting_card import BallotAccountingCard
from sukui_desktop.ui.console.vote.challenges_card import ChallengesCard
from sukui_desktop.ui.console.vote.counting.count_tables import CountTables, ballot_totals_words
from sukui_desktop.ui.console.vote.counting.counters_agreement_card import CountersAgreementCard
from sukui_desktop.ui.console.vote.counting.second_person_confirmation import CountConfirmationCard
from sukui_desktop.ui.console.vote.counting.tie_order_dialog import TieDialog
from sukui_desktop.ui.console.vote.step_dialogs import BoxOpeningDialog, ReasonedProofsDialog
from sukui_desktop.ui.console.vote.step_view_base import StepView
from sukui_desktop.ui.console.vote.vote_snapshot import VoteSnapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.signer_proof_fields import ProofLines
from sukui_desktop.ui.widgets.basic_widgets import button, heading, show_words_in_state, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.stacked_pages import CurrentPages
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_PROOFS_PX = 760


class CountingView(StepView):
    """Closed: the ballot accounting, and the proofs of those who open the box. Counted and challenged: the count, the
    second person's own opening, then the selection."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._lock = LockView()
        self._is_practice = False
        self._signers: tuple[SignerView, ...] = ()
        self._unanswered = 0
        """Challenges of the poll that is shown that were not answered yet."""
        self.accounting = BallotAccountingCard(operations, self)
        self.opening_words = WrappedLabel(name="openingWords")
        self.proofs = ProofLines(operations, self)
        self.proofs.setMaximumWidth(_PROOFS_PX)
        self.count_button = button(text("vote.count.button"), "primary", on_click=self._count_with_proofs)
        self.progress = WrappedLabel(name="countProgress")
        self.totals = with_style_property(PlainLabel(self, wordWrap=True), "heading", "2")
        self.agreement = CountersAgreementCard(self)
        self.confirmation = CountConfirmationCard(operations, self)
        self.challenges = ChallengesCard(operations, self)
        self.tables = CountTables(self)
        self.reopen_button = button(text("vote.reopen.button"), on_click=self._ask_for_signers_of_reopening)
        self.challenge_button = button(text("vote.challenge.start"), "primary", on_click=self._start_challenge_period)
        self.select_button = button(
            text("vote.challenge.select"), "primary", on_click=self._select_list_or_ask_about_challenges
        )
        self.words = WrappedLabel()
        self._pages = CurrentPages(self)
        self._lay_out()
        self.proofs.completed.connect(self.count_button.click)
        self.agreement.recount_wanted.connect(self._ask_proofs_for_recount)

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the closed poll or its count."""
        super().show_snapshot(room, snapshot)
        view = snapshot.poll
        if view is None:
            return
        self._is_practice = snapshot.meeting.is_practice
        has_receipts = view.definition is None or view.definition.has_receipts
        about = (snapshot.meeting, view.head, snapshot.closing)
        self.accounting.show_accounting_of_poll(room, *about, has_receipts=has_receipts)
        if snapshot.lock is not None:
            self._show_proof_lines(room, snapshot.lock)
        self.confirmation.show_snapshot(room, snapshot)
        self._pages.setCurrentIndex(0 if view.head.state == PollState.CLOSED else 1)
        if view.head.state == PollState.CLOSED:
            self.words.setText("")  # not hidden: it takes the room beside the one button
        self.challenges.record_button.setVisible(view.head.state != PollState.CLOSED)
        is_sitting = snapshot.meeting.stage != MeetingStage.CLOSED
        self.reopen_button.setVisible(view.head.state == PollState.CLOSED and is_sitting)
        self._signers = snapshot.signers
        self.challenge_button.setVisible(view.head.state == PollState.COUNTED)
        self.select_button.setVisible(view.head.state == PollState.CHALLENGED)
        if view.tally is not None:
            self._show_count(view, snapshot)

    def _show_proof_lines(self, room: Room, lock: LockView) -> None:
        """Show a line for everybody who opens the box; a poll made ready before 0.5.0 has one passphrase."""
        self._lock = lock
        facts = {"names": ", ".join(view.shown for view in lock.holders), "needed": lock.needed}
        key = "old" if not lock.holders else "shares" if len(lock.holders) > 1 else "one"
        self.opening_words.setText(text(f"vote.count.by_{key}", holders=len(lock.holders), **facts))
        if lock.holders:
            self.proofs.show_lines_of_signers(room, lock.holders, lock.needed, is_practice=self._is_practice)
        else:
            self.proofs.show_passphrase_line(room, text("vote.count.passphrase"))

    def _show_count(self, view: PollView, snapshot: VoteSnapshot) -> None:
        if self.room is None or view.tally is None or view.definition is None or snapshot.counts is None:
            return
        self.challenges.show_poll(self.room, view, snapshot.challenges)
        self.agreement.show_agreement_of_counters(view.definition, snapshot.counts)
        self.totals.setText(ballot_totals_words(view.tally))
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
        self.select_button.setEnabled(snapshot.counts.do_counters_agree and not missing)
        self.tables.show_table_of_count(view.definition, view.tally)

    def first_focus(self) -> QWidget | None:
        """Return the first person's line while the box is closed."""
        is_closed = self._pages.currentIndex() == 0 and self.proofs.rows
        return self.proofs.secret_lines[0] if is_closed else super().first_focus()

    def buttons_of_acts(self) -> dict[str, QPushButton]:
        """What is done with a count; opening the box begins with the first proof, where the keyboard starts."""
        return {
            "recount": self.agreement.recount_button,
            "challenge": self.challenge_button,
            "select": self.select_button,
        }

    @Slot()
    def _count_with_proofs(self) -> None:
        missing = self.proofs.say_what_is_missing()
        if missing:
            show_words_in_state(self.progress, missing, "danger")
            return
        self.count_button.setEnabled(False)
        show_words_in_state(self.progress, text("vote.count.opening"))
        self.run_service_for_poll(
            count_poll,
            self.proofs.given_proofs_or_passphrase,
            on_done=self._clear_proofs_after_count,
            on_refused=self._show_count_refusal,
        )

    def _clear_proofs_after_count(self, changes: object = None) -> None:
        self.proofs.wipe_typed_proofs()
        show_words_in_state(self.progress, "")
        self.count_button.setEnabled(True)

    def _show_count_refusal(self, error: SukuiError) -> None:
        """Say it beside the name it is about; what was typed stays."""
        self.count_button.setEnabled(True)
        if self.proofs.show_refusal_beside_name(error):
            show_words_in_state(self.progress, "")
        else:
            show_words_in_state(self.progress, refusal_sentence(error), "danger")
            self.proofs.secret_lines[0].setFocus()
            self.proofs.secret_lines[0].selectAll()

    @Slot()
    def _ask_proofs_for_recount(self) -> None:
        """Open the box again: whoever holds its key gives a proof again."""
        facts: dict[str, Any] = {"lock": self._lock, "is_practice": self._is_practice}
        self.open_ask_dialog(BoxOpeningDialog, "vote.recount", recount_poll, **facts)

    @Slot()
    def _ask_for_signers_of_reopening(self) -> None:
        self.go_on_once_two_signers_exist(self._signers, self._ask_whether_to_reopen)

    @Slot(object)
    def _ask_whether_to_reopen(self, signers: tuple[SignerView, ...]) -> None:
        about: dict[str, Any] = {"signers": signers, "is_practice": self._is_practice}
        self.open_ask_dialog(ReasonedProofsDialog, "vote.reopen", reopen_poll, is_dangerous=True, **about)

    @Slot()
    def _start_challenge_period(self) -> None:
        self.run_service_for_poll(start_challenge_period)

    @Slot()
    def _select_list_or_ask_about_challenges(self) -> None:
        """Make the list; a challenge that was not answered is asked about first."""
        if not self._unanswered:
            self._run_list_selection()
            return
        title, words = (text(f"vote.challenge.open_{key}", count=self._unanswered) for key in ("title", "words"))
        dialog = AskDialog(self, title=title, words=words, accept=text("vote.challenge.open_accept"), is_dangerous=True)
        dialog.answered.connect(self._run_list_selection)
        dialog.open()

    @Slot()
    def _run_list_selection(self) -> None:
        self.run_service_for_poll(select_list, on_refused=self._ask_for_tie_order_or_show_refusal)

    def _ask_for_tie_order_or_show_refusal(self, error: SukuiError) -> None:
        """Where the list depends on a tie that the rule leaves open, ask people for its order."""
        if error.code in ("tie_needs_chair", "tie_needs_lot"):
            self.run_service_for_poll(read_open_tie, on_done=self._open_tie_dialog)
        else:
            self._show_service_refusal(error)

    def _open_tie_dialog(self, tied: tuple[str, ...]) -> None:
        if self.poll is not None and self.poll.definition is not None:
            self.open_ask_dialog(TieDialog, "result.tie", select_list, tied=tied, definition=self.poll.definition)

    def _lay_out(self) -> None:
        opening = with_style_property(QFrame(self), "card", "true")
        column_of(
            heading(text("vote.count.heading")),
            self.opening_words,
            self.proofs,
            row_of(self.count_button, grow(self.progress), spacing=14),
            grow(),
            spacing=10,
            margins=(20, 16, 20, 16),
            into=opening,
        )
        counted = with_style_property(QFrame(self), "card", "true")
        line = row_of(grow(self.totals, 2), grow(self.agreement, 3), spacing=16)
        column_of(
            line,
            self.confirmation,
            self.challenges,
            grow(self.tables),
            spacing=8,
            margins=(20, 10, 20, 12),
            into=counted,
        )
        self._pages.addWidget(opening)
        self._pages.addWidget(counted)
        fill(self.body, self.accounting, grow(self._pages))
        acts = (self.challenge_button, self.select_button, self.challenges.record_button, self.reopen_button)
        self.add_buttons(*acts, words=self.words)

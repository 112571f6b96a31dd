"""From the selection to the sealing: the result, its reasons and the people who sign it."""

from __future__ import annotations

from typing import Any

from msgspec import UnsetType
from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.methods.registry import ballot_kind_of, does_question_make_list
from sukui_desktop.domain.papers.poll_course import PollCourse
from sukui_desktop.domain.papers.publishable_opinions import LEAST_PUBLISHED
from sukui_desktop.domain.papers.published_and_withheld_ballots import find_small_voter_groups
from sukui_desktop.domain.papers.result_sheet import Study
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.signing.signers import SignerView
from sukui_desktop.services.vote.channel_results import ChannelView
from sukui_desktop.services.vote.poll_endings import seal_poll
from sukui_desktop.services.vote.polls import PollView
from sukui_desktop.services.vote.selection_and_certification import certify_poll, publish_poll
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.vote.ballot_accounting_card import BallotAccountingCard
from sukui_desktop.ui.console.vote.challenges_card import ChallengesCard
from sukui_desktop.ui.console.vote.counting.count_tables import CountTables
from sukui_desktop.ui.console.vote.counting.second_person_confirmation import CountConfirmationCard
from sukui_desktop.ui.console.vote.result.motion_result_card import MotionResultCard
from sukui_desktop.ui.console.vote.result.study_view import StudyView
from sukui_desktop.ui.console.vote.step_dialogs import CertifyDialog
from sukui_desktop.ui.console.vote.step_view_base import StepView
from sukui_desktop.ui.console.vote.vote_snapshot import VoteSnapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import badge, button, heading, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.stacked_pages import CurrentPages
from sukui_desktop.ui.widgets.waterline_chart import Waterline
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.poll_course import quorum_gap_words
from sukui_desktop.wording.result import (
    first_not_chosen_sentence,
    last_chosen_sentence,
    lot_order_words,
    selection_summary_line,
    tie_order_source_key_and_facts,
)
from sukui_desktop.wording.times import moment_words

NAMED_IN_LOT = 4
"""How many projects of a lot are named on the page; the tooltip names all, and the rows are in their order."""


_NO_COURSE = PollCourse()
LEAST_PX = 650
"""Height of the window from which accounting and result have room for both."""


class MotionOrOpinionsPanel(QWidget):
    """A motion's result over the table of choices, or the table of opinions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = ""
        """One line over the page."""
        self.motion_result = MotionResultCard(self)
        self.motion_result.hide()
        self.tables = CountTables(self)
        column_of(self.motion_result, grow(self.tables), spacing=8, margins=0, into=self)

    def show_count_and_verdict(self, outcome: Outcome, definition: Definition, tally: Tally) -> None:
        """Show what was counted and whether it passed."""
        is_opinions = not ballot_kind_of(definition.question).has_options
        opinions = () if isinstance(tally.opinions, UnsetType) else tally.opinions
        self.motion_result.show_verdict_and_figures(outcome, definition)
        self.tables.show_table_of_count(definition, tally)
        self.summary = text(
            "result.summary.opinions" if is_opinions else "result.summary.motion",
            kinds=f"{len(opinions):,}",
            cast=f"{tally.ballots_cast:,}",
            valid=f"{tally.ballots_valid:,}",
        )


class ResultPanel(QFrame):
    """The chart with the sentence of the row that is looked at, and [결과 설명] in its place when asked."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._outcome: Outcome | None = None
        self._definition: Definition | None = None
        self.title = heading(text("vote.result.heading"))
        self.summary = WrappedLabel()
        self.quorum_gaps = with_style_property(WrappedLabel("", self, name="quorumGaps"), "state", "danger")
        """Says that the vote went on without a quorum: whoever certifies it must not look for that elsewhere."""
        self.quorum_gaps.hide()
        self.why_button = button(
            text("result.why.button"), scale="small", on_click=self._switch_between_study_and_result
        )
        self.chart = Waterline(self)
        self.counted = MotionOrOpinionsPanel(self)
        self.study = StudyView(operations, self)
        self.why = WrappedLabel(name="rowWhy")
        self.last_in, self.first_out, self.lot = (
            WrappedLabel(name="lastIn"),
            WrappedLabel(name="firstOut"),
            WrappedLabel(name="lot"),
        )
        self.pages = CurrentPages(self)
        self._edges = QWidget(self)
        self._lay_out()
        self.chart.project_chosen.connect(self._show_reason_of_project)
        self.study.studied.connect(self._refresh_reason_of_project)

    def show_poll(
        self, room: Room, view: PollView, channels: tuple[ChannelView, ...] = (), course: PollCourse = _NO_COURSE
    ) -> None:
        """Show the result of a decided poll."""
        if view.outcome is None or view.definition is None:
            return
        show_words_or_hide(self.quorum_gaps, quorum_gap_words(course))
        is_other = self._outcome != view.outcome or self._definition != view.definition
        self._outcome, self._definition = view.outcome, view.definition
        self.study.show_study_of_poll(room, view, channels)
        if not is_other:
            return
        self.title.setText(
            text("vote.result.heading" if does_question_make_list(view.definition) else "result.counted.heading")
        )
        if does_question_make_list(view.definition):
            self._show_selected_projects(view.outcome, view.definition)
        elif view.tally is not None:
            self.counted.show_count_and_verdict(view.outcome, view.definition, view.tally)
            self.summary.setText(self.counted.summary)
        self._show_study_or_result_page(is_study=False)

    def _show_selected_projects(self, outcome: Outcome, definition: Definition) -> None:
        self.chart.show_outcome(outcome, definition)
        self.summary.setText(selection_summary_line(outcome, definition))
        self.last_in.setText(last_chosen_sentence(outcome.ranking, definition))
        self.first_out.setText(first_not_chosen_sentence(outcome.ranking, definition))
        key, facts = tie_order_source_key_and_facts(outcome, definition)
        self.lot.setText(text(f"vote.result.{key}", titles=lot_order_words(outcome, NAMED_IN_LOT), **facts))
        self.lot.setToolTip(tool_tip_words(lot_order_words(outcome)))
        self.lot.setVisible(bool(outcome.lot))
        self.chart.setCurrentIndex(self.chart.model().index(0, 0))
        self._show_reason_of_project(self.chart.chosen_code)

    def _show_study_or_result_page(self, *, is_study: bool) -> None:
        is_list = self._definition is not None and does_question_make_list(self._definition)
        page = self.study if is_study else self.chart if is_list else self.counted
        self.pages.setCurrentWidget(page)
        self._edges.setVisible(is_list and not is_study)
        self.why_button.setText(text("result.why.back" if is_study else "result.why.button"))

    def _show_reason_of_project(self, code: str) -> None:
        """Show why the project of this code is in or not; '' asks to choose one."""
        outcome, study = self._outcome, self.study.study
        ranked = None if outcome is None else next((each for each in outcome.ranking if each.code == code), None)
        if ranked is None:
            self.why.setText(text("result.why.choose"))
        elif study is None or code not in study.explanations:
            self.why.setText(text("result.why.working"))
        else:
            why = study.explanations[code]
            self.why.setText(text("result.why.line", place=f"{ranked.place:,}", title=ranked.title, why=why))

    @Slot()
    def _switch_between_study_and_result(self) -> None:
        is_study = self.pages.currentWidget() is not self.study
        self._show_study_or_result_page(is_study=is_study)
        (self.study if is_study else self.chart).setFocus()

    @Slot(object)
    def _refresh_reason_of_project(self, study: Study) -> None:
        self._show_reason_of_project(self.chart.chosen_code)

    def _lay_out(self) -> None:
        self.title.setWordWrap(False)
        for page in (self.chart, self.counted, self.study):
            self.pages.addWidget(page)
        edges = column_of(self.why, spacing=6, margins=0, into=self._edges)
        for key, tone, words in (("in", "blue", self.last_in), ("out", "amber", self.first_out)):
            line = row_of(badge(text(f"vote.result.{key}"), tone), grow(words))
            edges.addLayout(line)
        edges.addWidget(self.lot)
        column_of(
            row_of(self.title, grow(self.summary), self.why_button, spacing=12),
            self.quorum_gaps,
            grow(self.pages),
            self._edges,
            spacing=6,
            margins=(20, 10, 20, 10),
            into=self,
        )


def few_ballots_warning(view: PollView) -> str:
    """Return what people should know before they publish totals of fewer than ten ballots; '' where there are none."""
    if view.definition is None or view.tally is None or view.outcome is None:
        return ""
    groups = find_small_voter_groups(view.definition, view.tally, view.outcome)
    if not groups:
        return ""
    if not groups[0][0]:
        return text("vote.result.few_ballots", count=groups[0][1])
    return text("vote.result.few_in_groups", names=", ".join(name for name, _ in groups), least=LEAST_PUBLISHED)


class ResultView(StepView):
    """BallotAccounting and result; certify, publish, seal."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._signers: tuple[SignerView, ...] = ()
        self._is_practice = False
        self.accounting = BallotAccountingCard(operations, self)
        self.confirmation = CountConfirmationCard(operations, self)
        self.panel = ResultPanel(operations, self)
        self.challenges = ChallengesCard(operations, self)
        self.certified = with_style_property(WrappedLabel(), "hint", "true")
        self.few = with_style_property(WrappedLabel(name="fewBallots"), "state", "warning")
        self.certify_button = button(text("vote.result.certify"), "primary", on_click=self._ask_for_signers_of_result)
        self.publish_button = button(text("vote.result.publish"), "primary", on_click=self._publish_poll)
        self.seal_button = button(text("vote.result.seal"), on_click=self._ask_to_seal_poll)
        shown = (self.accounting, self.confirmation, grow(self.panel), self.challenges)
        fill(self.body, *shown, self.certified, self.few)
        acts = (self.certify_button, self.publish_button, self.seal_button, self.challenges.record_button)
        self.add_buttons(*acts)

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the result of this poll."""
        super().show_snapshot(room, snapshot)
        view = snapshot.poll
        if view is None or view.outcome is None or view.definition is None:
            return
        has_receipts = view.definition.has_receipts
        about = (snapshot.meeting, view.head, snapshot.closing)
        self.accounting.show_accounting_of_poll(room, *about, has_receipts=has_receipts)
        self.panel.show_poll(room, view, snapshot.channels, snapshot.course)
        self.challenges.show_poll(room, view, snapshot.challenges)
        self._signers, self._is_practice = snapshot.signers, snapshot.meeting.is_practice
        self._show_certification_state(view)
        self.confirmation.show_snapshot(room, snapshot)
        is_waiting = snapshot.lock is not None and bool(snapshot.lock.holders) and not snapshot.lock.is_confirmed
        self.confirmation.setVisible(is_waiting and view.head.state == PollState.SELECTED)

    def buttons_of_acts(self) -> dict[str, QPushButton]:
        """What is done from the selection to the publication, and what must be done before."""
        return {
            "confirm": self.confirmation.confirm_button,
            "answer": self.challenges.reply_button,
            "certify": self.certify_button,
            "publish": self.publish_button,
        }

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen say the accounting in one line, and give the list the room of its large figures."""
        super().resizeEvent(event)
        self.accounting.set_figures_large(is_large=self.window().height() >= LEAST_PX)

    def _show_certification_state(self, view: PollView) -> None:
        state = view.head.state
        show_words_or_hide(self.few, few_ballots_warning(view) if state == PollState.CERTIFIED else "")
        self.certify_button.setVisible(state == PollState.SELECTED)
        self.publish_button.setVisible(state == PollState.CERTIFIED)
        self.seal_button.setVisible(state == PollState.PUBLISHED)
        self.certified.setVisible(state != PollState.SELECTED)
        if state == PollState.SELECTED:
            return
        self.certified.setText(
            text(
                f"vote.result.{state}",
                names=", ".join(view.head.certified_by),
                when=moment_words(view.head.certified_at_ms),
                until=moment_words(view.head.objection_until_ms),
            ),
        )

    @Slot()
    def _ask_for_signers_of_result(self) -> None:
        """Ask two people for their proofs; where fewer than two sign, enrol them first."""
        self.go_on_once_two_signers_exist(self._signers, self._open_certify_dialog)

    @Slot(object)
    def _open_certify_dialog(self, signers: tuple[SignerView, ...]) -> None:
        about: dict[str, Any] = {"signers": signers, "is_practice": self._is_practice}
        self.open_ask_dialog(CertifyDialog, "vote.certify", certify_poll, **about)

    @Slot()
    def _publish_poll(self) -> None:
        self.run_service_for_poll(publish_poll)

    @Slot()
    def _ask_to_seal_poll(self) -> None:
        """Sealing destroys the keys for good, so it is asked once."""
        self.open_ask_dialog(Ask, "vote.seal", seal_poll, is_dangerous=True)

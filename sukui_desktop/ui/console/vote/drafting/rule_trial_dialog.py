"""[연습 표로 해 보기]: practice voters vote by a draft, and what comes of it."""

from __future__ import annotations

from msgspec import UnsetType
from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.question.definition import Definition, Draft
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.polls import preview_definition_of_draft
from sukui_desktop.services.vote.rule_trial import MOST_VOTERS, RuleTrialResult, try_definition
from sukui_desktop.ui.console.vote.drafting.ballot_options_table import ballot_refusal_sentence
from sukui_desktop.ui.console.vote.drafting.rule_choice_dialog import RuleSentencesPane
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Job, Operations
from sukui_desktop.ui.widgets.basic_widgets import (
    badge,
    button,
    field_label,
    heading,
    plain_text_label,
    show_words_in_state,
)
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE
from sukui_desktop.ui.widgets.waterline_chart import Waterline
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.result import motion_needed_and_got_sentence, selection_summary_line

MOST_OPINIONS = 10
FIRST_VOTERS = 200


def trial_accounting_words(trial: RuleTrialResult) -> str:
    """Return the ballot accounting of the simulated ballots and whether both counters agree."""
    tally = trial.tally
    counted = text(
        "drafting.trial.counts",
        cast=f"{tally.ballots_cast:,}",
        valid=f"{tally.ballots_valid:,}",
        blank=f"{tally.ballots_blank:,}",
        invalid=f"{tally.ballots_invalid:,}",
    )
    return f"{counted} {text('drafting.trial.agree' if trial.counters_agree else 'drafting.trial.differ')}"


def trial_result_lines(trial: RuleTrialResult, definition: Definition) -> tuple[str, ...]:
    """Return a question of 찬반 as its verdict and votes, one of opinions as the most frequent of them."""
    tally, motion_result = trial.tally, trial.outcome.motion_result
    if not isinstance(tally.opinions, UnsetType):
        found = tally.opinions[:MOST_OPINIONS]
        return tuple(text("drafting.trial.opinion", said=each.text, count=f"{each.count:,}") for each in found)
    options = zip(definition.question.options, tally.votes, strict=True)
    votes = " · ".join(
        text("drafting.trial.choice", word=option.title, votes=f"{count:,}") for option, count in options
    )
    if isinstance(motion_result, UnsetType):
        return (votes,)
    verdict = text("drafting.trial.passed" if motion_result.is_passed else "drafting.trial.failed")
    return verdict, votes, motion_needed_and_got_sentence(definition, motion_result)


class RuleTrialDialog(HelpedDialog):
    """Lets practice people vote by the draft as it is typed and shows what comes of it; nothing is written down."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, title: str, draft: Draft) -> None:
        super().__init__(parent, text("drafting.trial.title"))
        self._operations = operations
        self._definition: Definition | None = None
        self._trial: RuleTrialResult | None = None
        self._seed = 0
        self._job: Job | None = None
        self.voters = NumberBox(self, minimum=1, maximum=MOST_VOTERS)
        self.voters.setGroupSeparatorShown(True)
        self.voters.setSuffix(text("drafting.trial.people"))
        self.voters.setValue(FIRST_VOTERS)
        self.again_button = button(text("drafting.trial.again"), "primary", on_click=self._run_another_trial)
        self.close_button = button(text("drafting.trial.close"), on_click=self.reject)
        self.problem = WrappedLabel()
        self.counts = WrappedLabel()
        self.summary = plain_text_label(is_strong=True)
        self.chart = Waterline(self)
        self.why = WrappedLabel()
        self.lines = RuleSentencesPane(text("drafting.trial.title"))
        self._lay_out()
        self.chart.selectionModel().currentChanged.connect(self._show_reason_of_project)
        show_words_in_state(self.problem, text("drafting.trial.counting"))
        self.again_button.setEnabled(False)
        operations.run(
            self,
            preview_definition_of_draft,
            room,
            title,
            draft,
            on_done=self._run_first_trial,
            on_refused=self._show_refusal,
        )

    def done(self, result: int) -> None:
        """Close, dropping a trial that is still being counted."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def _run_first_trial(self, definition: Definition) -> None:
        self._definition = definition
        self._run_another_trial()

    @Slot()
    def _run_another_trial(self) -> None:
        """Try once more: each time other practice people, the same ones when the dialog is opened anew."""
        if self._definition is None:
            return
        self._seed += 1
        self.again_button.setEnabled(False)
        show_words_in_state(self.problem, text("drafting.trial.counting"))
        self._job = self._operations.run(
            self,
            try_definition,
            self._definition,
            self.voters.value(),
            self._seed,
            on_done=self._show_trial,
            on_refused=self._show_refusal,
            queue="making",
        )

    def _show_refusal(self, error: SukuiError) -> None:
        self._job = None
        self._shown.hide()
        show_words_in_state(self.problem, ballot_refusal_sentence(error), "danger")
        self.again_button.setEnabled(self._definition is not None)

    def _show_trial(self, trial: RuleTrialResult) -> None:
        definition = self._definition
        assert definition is not None
        self._job, self._trial = None, trial
        show_words_in_state(self.problem, text("drafting.trial.round", round=self._seed, voters=f"{trial.voters:,}"))
        self.again_button.setEnabled(True)
        self.counts.setText(trial_accounting_words(trial))
        is_list = isinstance(trial.outcome.motion_result, UnsetType) and bool(trial.explanations)
        self.summary.setVisible(is_list)
        self.why.setVisible(is_list)
        if is_list:
            self.summary.setText(selection_summary_line(trial.outcome, definition))
            self.chart.show_outcome(trial.outcome, definition)
            self.chart.setCurrentIndex(self.chart.model().index(0, 0))
        else:
            has_verdict = not isinstance(trial.outcome.motion_result, UnsetType)
            self.lines.show_sentences_as_paragraphs(trial_result_lines(trial, definition), is_headed=has_verdict)
        self._stack.setCurrentIndex(0 if is_list else 1)
        self._shown.show()

    @Slot(QModelIndex)
    def _show_reason_of_project(self, index: QModelIndex) -> None:
        bar = index.data(ROW_ROLE)
        if bar is not None and self._trial is not None:
            reason = self._trial.explanations.get(bar.code, "")
            self.why.setText(text("drafting.trial.why", title=bar.title, reason=reason))

    def _lay_out(self) -> None:
        top = row_of(badge(text("drafting.trial.badge"), "amber"), grow(heading(text("drafting.trial.title"))))
        label = field_label(text("drafting.trial.voters"), self.voters)
        asked = row_of(label, self.voters, self.again_button, grow(self.problem))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.lines)
        self._shown = QWidget(self)
        column_of(self.counts, self.summary, grow(self._stack), self.why, spacing=8, margins=0, into=self._shown)
        self._shown.hide()
        column_of(
            top,
            WrappedLabel(text("drafting.trial.words")),
            asked,
            grow(self._shown),
            grow(factor=0),
            row_of(grow(), self.close_button),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        resize_dialog_within_screen(self, (1140, 640))
        self.voters.setFocus()

"""Everything that is typed of a draft with what it means beside it: the rule in words and the ballot it would make."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.marking import CHOICE, OPINION
from sukui_desktop.domain.rule_year.rule import RuleYear
from sukui_desktop.services.prepare.rules import list_rules
from sukui_desktop.ui.console.vote.ballot_table import ballot_of, ballot_refusal, ballot_table, listed, place_options
from sukui_desktop.ui.console.vote.draft_form import DraftForm, Ground
from sukui_desktop.ui.console.vote.reading import VoteReading
from sukui_desktop.ui.console.vote.rule_dialog import RuleDialog
from sukui_desktop.ui.console.vote.rule_pane import RulePane
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.parts import heading, hint, set_look
from sukui_desktop.ui.widgets.result_words import money_words

NEW_DRAFT = Draft()


class DraftEditor(QSplitter):
    """The form at the left; at the right what it says, which follows every keystroke."""

    edited = Signal()

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._operations = operations
        self._reading: VoteReading | None = None
        self._rules: tuple[RuleYear, ...] = ()
        self._own: tuple[RuleYear, ...] = ()
        """Rules that were read from files since the program began, the latest first."""
        self._is_asked = False
        self.is_edited = False
        """True while something is typed that is not in the record."""
        self.form = DraftForm(self)
        self.words = RulePane(text("drafting.in_words"), is_snug=True)
        self.ballot = ballot_table(text("vote.draft.no_projects"))
        self.ballot_words = hint()
        self._lay_out()
        self.form.edited.connect(self._on_form_edited)
        self.form.choice_wanted.connect(self._on_choice_wanted)

    def show_reading(self, reading: VoteReading) -> None:
        """Fill the form in, unless people are in the middle of editing this very poll."""
        is_same = self._reading is not None and _poll_id(self._reading) == _poll_id(reading)
        self._reading = reading
        if not self._is_asked:
            self._is_asked = True
            self._operations.run(self, list_rules, on_done=self._on_rules_read, queue="making")
        if is_same and self.is_edited:
            self.form.show_projects(_ground(reading))
        else:
            self._show_draft(reading)
        self._show_meaning()

    def forget(self) -> None:
        """Drop what was typed: another meeting is shown."""
        self._reading, self.is_edited = None, False

    def draft(self) -> Draft:
        """Return what is set; meant to be asked where `form.problem` finds nothing."""
        return self.form.draft()

    def _show_draft(self, reading: VoteReading) -> None:
        poll = reading.poll
        self.form.show_draft(
            poll.row.title if poll is not None else "",
            poll.row.item_id if poll is not None else "",
            poll.draft if poll is not None else NEW_DRAFT,
            _ground(reading),
            (*self._own, *self._rules),
            is_new=poll is None,
        )
        self.is_edited = False

    def _show_meaning(self) -> None:
        """Read out what is typed; while it cannot be read, what stood before stays and the field says why."""
        reading = self._reading
        if reading is None or self.form.problem() is not None:
            return
        draft, currency = self.draft(), reading.meeting.currency
        self.words.show_draft(draft, currency)
        self.ballot.setVisible(draft.method != OPINION)
        try:
            options = ballot_of(draft, reading.projects)
        except RuleBroken as error:
            self.ballot.show_rows(place_options(listed(reading.projects), currency))
            self._tell_ballot(ballot_refusal(error), is_refused=True)
            return
        self.ballot.show_rows(place_options(options, currency))
        if draft.method in (CHOICE, OPINION):
            self._tell_ballot(text(f"drafting.ballot.{draft.method}", count=f"{len(options):,}"))
            return
        total = money_words(sum(option.cost for option in options), currency)
        self._tell_ballot(text("vote.draft.ballot", count=f"{len(options):,}", total=total))

    def _tell_ballot(self, words: str, *, is_refused: bool = False) -> None:
        self.ballot_words.setText(words)
        set_look(self.ballot_words, "state", "danger" if is_refused else "")

    @Slot(object)
    def _on_rules_read(self, rules: tuple[RuleYear, ...]) -> None:
        """Offer the shipped rules; a draft that was shown before they came is shown with its rule."""
        self._rules = rules
        reading = self._reading
        if reading is not None and not self.is_edited:
            self._show_draft(reading)
            self._show_meaning()

    @Slot()
    def _on_form_edited(self) -> None:
        self.is_edited = True
        self._show_meaning()
        self.edited.emit()

    @Slot()
    def _on_choice_wanted(self) -> None:
        reading = self._reading
        if reading is None:
            return
        meeting = reading.meeting
        dialog = RuleDialog(
            self, self._operations, self._rules, self._own, city=meeting.city, currency=meeting.currency
        )
        dialog.rule_chosen.connect(self._on_rule_chosen)
        dialog.rule_read.connect(self._on_rule_read)
        dialog.stand_on(self.form.rule_form.rule.key if self.form.rule_form is not None else "")
        dialog.open()

    @Slot(object)
    def _on_rule_chosen(self, rule: RuleYear | None) -> None:
        self.form.use_rule(rule)

    @Slot(object)
    def _on_rule_read(self, rule: RuleYear) -> None:
        self._own = (rule, *(own for own in self._own if own.key != rule.key))

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        fields = QVBoxLayout(left)
        fields.setContentsMargins(0, 0, 16, 0)
        fields.addWidget(heading(text("vote.draft.heading")))
        scrolled = QScrollArea(left)
        scrolled.setWidgetResizable(True)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidget(self.form)
        fields.addWidget(scrolled, 1)
        told = QVBoxLayout(right)
        told.setContentsMargins(16, 0, 0, 0)
        told.setSpacing(6)
        told.addWidget(heading(text("drafting.in_words")))
        told.addWidget(self.words, 3)
        told.addWidget(heading(text("vote.draft.ballot_heading"), 3))
        told.addWidget(self.ballot_words)
        told.addWidget(self.ballot, 1)
        told.addStretch(0)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.setSizes([620, 640])


def _poll_id(reading: VoteReading) -> str:
    return reading.poll.row.poll_id if reading.poll is not None else ""


def _ground(reading: VoteReading) -> Ground:
    return Ground(items=reading.items, projects=reading.projects, currency=reading.meeting.currency)

"""A draft being written: its form, its rule in words and the ballot it makes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET
from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.domain.ballot_audit import may_offer_audits
from sukui_desktop.domain.electorate import ALL_MEMBERS, PollElectorate, may_vote
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import BALLOT_KINDS
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.rule_year.answers_and_their_draft import (
    Answered,
    answers_that_people_gave,
    carry_answers_over,
    find_answers_of_draft,
    find_general_rule_of_draft,
)
from sukui_desktop.domain.rule_year.rule_tables import Value
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear
from sukui_desktop.domain.selection.definition_from_draft import draft_without_unused_allocations
from sukui_desktop.domain.selection.motion_threshold_doubts import find_motion_threshold_doubts
from sukui_desktop.models.agenda import ItemState, ProjectRow
from sukui_desktop.services.prepare.rule_years import list_shipped_rule_years
from sukui_desktop.services.vote.saved_unfinished_fields import TypedAnswers
from sukui_desktop.ui.console.vote.drafting.ballot_options_table import (
    ballot_heading_words,
    ballot_options_of_draft,
    ballot_refusal_sentence,
    make_ballot_table,
    make_numbered_ballot_lines,
    options_from_projects,
    show_options_on_ballot,
)
from sukui_desktop.ui.console.vote.drafting.rule_choice_dialog import RuleChoiceDialog, RuleSentencesPane
from sukui_desktop.ui.console.vote.drafting.rule_form import RuleForm
from sukui_desktop.ui.console.vote.drafting.voters_field import VotersField
from sukui_desktop.ui.console.vote.vote_snapshot import VoteSnapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.theme import ROW_PX
from sukui_desktop.ui.widgets.basic_widgets import (
    badge,
    button,
    field_label,
    heading,
    hint,
    plain_text_label,
    show_words_in_state,
    show_words_or_hide,
    with_style_property,
)
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.vertical_scroll import VerticalScroll
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.agenda_titles import agenda_title
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.rules import motion_threshold_doubt_words

NEW_DRAFT = Draft()
FIRST_RULE = "general-approval"
"""Key of the rule a new poll starts with."""


class DraftForm(QWidget):
    """Title, agenda item, the way to vote; below it what its rule leaves open.

    A draft whose rule is not at hand, or one of no rule that no general rule can say, is kept as it is.
    """

    edited = Signal()
    choice_wanted = Signal()
    """People want to choose another way to vote."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._projects: tuple[ProjectRow, ...] = ()
        self._currency = "KRW"
        self._items: tuple[ItemView, ...] = ()
        self._is_item_chosen = False
        """Whether people chose an item of a new poll, or that it has none: it does not follow the meeting then."""
        self._voters_of: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        """Roles and 구분 that are offered as voters."""
        self._kept = Draft()
        """The draft as shown; stays whole while no rule is."""
        self._is_new = False
        self._left: TypedAnswers | None = None
        """What was left half typed of the draft that is shown, until its rule is there to ask for it."""
        self._answered: dict[str, Answered] = {}
        """Key of a rule that was left while this draft is edited → what was written for it."""
        self._typed: dict[str, Value] = {}
        """Field → what people wrote there last, under whichever rule."""
        self.title = QLineEdit(self)
        self.item = DropDown(self)
        self.way = WrappedLabel(name="wayToVote")
        self.year = badge("", "blue")
        self.choose_button = button(text("drafting.choose"), on_click=self.choice_wanted)
        self.rule_form: RuleForm | None = None
        self.kept_words = hint()
        self.voters = VotersField(self)
        self.receipts = QCheckBox(text("drafting.receipts.give"), self)
        """Whether voters get a receipt."""
        self.audits = QCheckBox(text("drafting.audits.offer"), self)
        """Whether voters may have a sealed ballot opened instead of cast; only where they get a receipt."""
        self.audits.setToolTip(text("drafting.audits.hint"))
        self._lay_out()
        self.voters.edited.connect(self.edited)
        self.receipts.toggled.connect(self._refresh_audits_and_announce)
        self.audits.toggled.connect(self.edited)
        self.title.textEdited.connect(self.edited)
        self.item.currentIndexChanged.connect(self.edited)
        self.item.activated.connect(self._note_item_was_chosen)

    def show_draft(self, snapshot: VoteSnapshot, rules: Sequence[RuleYear]) -> None:
        """Fill the fields in.

        `rules` are those at hand, the latest read first: a draft made from another one is kept as it is.
        """
        poll = snapshot.poll
        self._is_new, self._is_item_chosen = poll is None, False
        self._projects, self._currency = snapshot.projects, snapshot.meeting.currency
        draft = poll.draft if poll is not None else NEW_DRAFT
        self._items, self._voters_of = snapshot.items, (snapshot.roles, snapshot.meeting.channels)
        self.voters.show_voters(draft.electorate, *self._voters_of)
        with QSignalBlocker(self.receipts), QSignalBlocker(self.audits):
            self.receipts.setChecked(draft.gives_receipts is not False)
            self.audits.setChecked(draft.offers_audits is True)
        self._kept = replace(draft, electorate=UNSET, gives_receipts=UNSET, offers_audits=UNSET)
        self._left = snapshot.typed
        self._answered, self._typed = {}, {}
        with QSignalBlocker(self):
            self._fill_item_choices()
            title = poll.head.title if poll is not None else ""
            self.title.setText("" if title == text("drafting.untitled") else title)
            item_id = poll.head.item_id if poll is not None else _running_item_id(snapshot.items)
            self.item.setCurrentIndex(max(0, self.item.findData(item_id)))
            self._show_rule_form(*_rule_and_answers_that_make_draft(self._kept, rules, is_new=self._is_new))

    @property
    def has_restored_half_typed_fields(self) -> bool:
        """Whether something was put back that had been left half typed."""
        return self._left is not None and self.rule_form is not None and self._left.rule_key == self.rule_form.rule.key

    def fields_as_typed(self) -> TypedAnswers | None:
        """Return what stands in the fields, to be kept where it does not fit; None where no rule asks for anything."""
        if self.rule_form is None:
            return None
        return TypedAnswers(rule_key=self.rule_form.rule.key, texts=self.rule_form.texts_in_fields())

    def mark_as_no_longer_new(self) -> None:
        """Stay as it is for a poll that is new no longer."""
        self._is_new = False

    def follow_changed_lists(self, snapshot: VoteSnapshot) -> None:
        """Follow changed lists of projects, agenda items and voters; what is typed and the cursor stay."""
        with QSignalBlocker(self):
            if self._items != snapshot.items:
                is_open = self._is_new and not self._is_item_chosen
                chosen = self.chosen_item_id() or (_running_item_id(snapshot.items) if is_open else "")
                self._items = snapshot.items
                self._fill_item_choices()
                self.item.setCurrentIndex(max(0, self.item.findData(chosen)))
            if self._voters_of != (voters_of := (snapshot.roles, snapshot.meeting.channels)):
                self._voters_of = voters_of
                self.voters.show_voters(self.voters.ticked_voters(), *voters_of)
            if self._projects == snapshot.projects:
                return
            self._projects = snapshot.projects
            if self.rule_form is not None:
                self.rule_form.follow_changed_projects(self._projects)
                _set_tab_order_through_form(self.choose_button, self.rule_form)

    def show_draft_with_loaded_rules(self, rules: Sequence[RuleYear]) -> None:
        """Show the draft with its rule once rules are at hand, keeping what is typed already."""
        if self.rule_form is None:
            with QSignalBlocker(self):
                self._show_rule_form(*_rule_and_answers_that_make_draft(self._kept, rules, is_new=self._is_new))

    def switch_to_rule(self, rule: RuleYear) -> None:
        """Ask for this rule's parameters from now on: as they were left before, with what was typed and fits."""
        self._left = None
        if self.rule_form is not None:
            left, answered = self.rule_form.rule, self.rule_form.written_answers()
            self._answered[left.key] = answered
            self._typed |= answers_that_people_gave(left, answered)
        before = self._answered.get(rule.key, Answered(answers={}))
        self._show_rule_form(rule, carry_answers_over(rule, self._typed, before))
        self.edited.emit()

    def typed_draft(self) -> Draft:
        """Return what is set; meant to be asked where `problem` finds nothing."""
        return self._draft_with_voters_and_receipts(
            self._kept if self.rule_form is None else self.rule_form.draft_from_answers()
        )

    def _draft_with_voters_and_receipts(self, draft: Draft) -> Draft:
        given = UNSET if self.receipts.isChecked() else False
        is_offered = self.audits.isChecked() and may_offer_audits(draft.method, has_receipts=given is UNSET)
        offered = True if is_offered else UNSET
        return replace(draft, electorate=self.voters.ticked_voters(), gives_receipts=given, offers_audits=offered)

    @Slot()
    def _refresh_audits_and_announce(self) -> None:
        """Offer audits only where there are receipts, and for marks alone: words would stand in the record for good."""
        self._enable_audits_if_possible()
        self.edited.emit()

    def _enable_audits_if_possible(self) -> None:
        method = self._kept.method if self.rule_form is None else self.rule_form.rule.question.method
        self.audits.setEnabled(may_offer_audits(method, has_receipts=self.receipts.isChecked()))

    def last_fitting_draft(self) -> Draft | None:
        """Return what can be written down now, half-typed answers as they were before; None where nothing can."""
        draft = self._kept if self.rule_form is None else self.rule_form.last_fitting_draft()
        return None if draft is None else self._draft_with_voters_and_receipts(draft)

    def problem(self) -> tuple[str, QWidget] | None:
        """Return in one sentence what cannot be taken as it is written, and the field it is in."""
        if self.rule_form is None:
            return (text("drafting.no_way"), self.choose_button) if self._is_new else None
        return self.rule_form.problem()

    def missing_answer_sentence_and_field(self) -> tuple[str, QWidget] | None:
        """Return what must be written before the poll can be made ready, and where."""
        return None if self.rule_form is None else self.rule_form.missing_answer_sentence_and_field()

    @Slot()
    def _note_item_was_chosen(self) -> None:
        self._is_item_chosen = True

    def chosen_item_id(self) -> str:
        """Return the chosen agenda item, '' for none."""
        return str(self.item.currentData() or "")

    def _fill_item_choices(self) -> None:
        self.item.clear()
        self.item.addItem(text("vote.draft.no_item"), "")
        for view in self._items:
            self.item.addItem(agenda_title(view), view.row.item_id)

    def _show_rule_form(self, rule: RuleYear | None, answered: Answered) -> None:
        if self.rule_form is not None:
            self.rule_form.hide()
            self.rule_form.deleteLater()
            self.rule_form = None
        if rule is not None:
            self.rule_form = RuleForm(rule, self._projects, self._currency)
            self.rule_form.show_answers(answered, self._projects)
            self.rule_form.problem()  # what is in the record fits, and is what half-typed answers fall back on
            if self._left is not None and self._left.rule_key == rule.key:
                self.rule_form.put_texts_back(self._left.texts)
            self.rule_form.edited.connect(self.edited)
            self._below.insertWidget(self._below.count() - 1, self.rule_form)
            self.rule_form.show()
            _set_tab_order_through_form(self.choose_button, self.rule_form)
        is_ruleless = self._kept.rule_key is UNSET
        self.kept_words.setText(text("drafting.kept_ruleless" if is_ruleless else "drafting.kept"))
        self.kept_words.setVisible(rule is None and not self._is_new)
        kept = text("drafting.ruleless" if is_ruleless else "drafting.own_file")
        self.way.setText(rule.title if rule is not None else "" if self._is_new else kept)
        is_said = rule is None or not rule.year or str(rule.year) in rule.title
        self._enable_audits_if_possible()
        show_words_or_hide(self.year, "" if is_said or rule is None else text("drafting.year", year=rule.year))

    def _lay_out(self) -> None:
        top = QFormLayout()
        top.setHorizontalSpacing(14)
        top.setVerticalSpacing(4)
        top.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        top.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for key, field in (("vote.draft.title", self.title), ("vote.draft.item_label", self.item)):
            top.addRow(_make_row_label(key, field), field)
        top.addRow(_make_row_label("drafting.voters.label", self.voters), self.voters)
        top.addRow(
            _make_row_label("drafting.receipts.label", self.receipts),
            row_of(self.receipts, self.audits, grow(), spacing=20),
        )
        self.way.setProperty("strong", "true")
        way = row_of(self.year, grow(self.way), self.choose_button, spacing=8)
        label = plain_text_label(text("drafting.way"), is_strong=True)
        label.setMinimumHeight(ROW_PX)
        top.addRow(label, way)
        self._below = column_of(top, self.kept_words, grow(), spacing=6, margins=(2, 2, 12, 2), into=self)


def _make_row_label(key: str, field: QWidget) -> QLabel:
    label = field_label(text(key), field)
    label.setMinimumHeight(ROW_PX)
    return label


def _rule_and_answers_that_make_draft(
    draft: Draft, rules: Sequence[RuleYear], *, is_new: bool
) -> tuple[RuleYear | None, Answered]:
    """Return the rule that makes a draft, with its answers; a new poll starts with `FIRST_RULE`."""
    if is_new:
        return next((rule for rule in rules if rule.key == FIRST_RULE), None), Answered(answers={})
    for rule in rules:
        if (answered := find_answers_of_draft(rule, draft)) is not None:
            return rule, answered
    return find_general_rule_of_draft(rules, draft) or (None, Answered(answers={}))


def _set_tab_order_through_form(before: QWidget, form: QWidget) -> None:
    """Let Tab go from `before` through a form that was made later: Qt would put it behind the buttons of the page."""
    for field in form.findChildren(QWidget):
        is_stop = field.focusPolicy() & Qt.FocusPolicy.TabFocus and field.focusProxy() is None
        if is_stop and field.window() is form.window():  # the list of a combo box is a window of its own
            QWidget.setTabOrder(before, field)
            before = field


class DraftEditor(QSplitter):
    """The form at the left; at the right its sentences, which follow every keystroke."""

    edited = Signal()

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._operations = operations
        self._snapshot: VoteSnapshot | None = None
        self._shown_id: str | None = None
        """The poll whose draft is in the form, '' for a new one; None before the first."""
        self._record: tuple[str, str, Draft] | None = None
        """What the record said of it when it was read last: title, agenda item, draft; None for a new one."""
        self._is_own_awaited = False
        """True from the moment the form was written down until the record is read again."""
        self._rules: tuple[RuleYear, ...] = ()
        self._own: tuple[RuleYear, ...] = ()
        """Rules that were read from files since the program began, the latest first."""
        self._is_asked = False
        self.is_edited = False
        """True while something is typed that is not in the record."""
        self.form = DraftForm(self)
        self.words = RuleSentencesPane(text("drafting.in_words"), is_snug=True)
        self.doubts = with_style_property(WrappedLabel(name="motionDoubts"), "state", "warning")
        self.doubts.hide()
        self.ballot = make_ballot_table(text("vote.draft.no_projects"))
        self.ballot_words = hint()
        self.ballot_heading = heading(text("vote.draft.ballot_heading"), 3)
        self._lay_out()
        self.form.edited.connect(self._refresh_after_edit)
        self.form.choice_wanted.connect(self._open_rule_choice_dialog)

    def showEvent(self, event: QShowEvent) -> None:
        """Share the width anew: Qt's splitter hears nothing of what grew in it while it was out of sight."""
        super().showEvent(event)
        self.refresh()

    def show_snapshot(self, snapshot: VoteSnapshot) -> None:
        """Fill the form in, unless this very poll is in it: what was written down from the form is never written back.

        A draft that somebody else changed is shown, where nothing is typed.
        """
        is_same, before = self._shown_id == _poll_id_of_snapshot(snapshot), self._record
        self._record = record = _title_item_and_draft_in_record(snapshot)
        self._snapshot, self._shown_id = snapshot, _poll_id_of_snapshot(snapshot)
        if not self._is_asked:
            self._is_asked = True
            self._operations.run(self, list_shipped_rule_years, on_done=self._offer_rules, queue="making")
        if is_same and (self.is_edited or self._is_own_awaited or record == before):
            self.form.follow_changed_lists(snapshot)
        else:
            self._show_draft(snapshot)
        self._is_own_awaited = False
        self._show_sentences_of_draft()

    def forget_typed_draft(self) -> None:
        """Drop what was typed: another meeting is shown."""
        self._snapshot, self._shown_id, self.is_edited, self._is_own_awaited = None, None, False, False

    def is_poll_in_form(self, poll_id: str) -> bool:
        """Return whether it is this poll that is in the form."""
        return self._shown_id == poll_id

    def mark_form_as_saved(self, *, is_edited: bool) -> None:
        """What was in the form is in the record now, and is read from there next; `is_edited` where more was typed."""
        self.is_edited, self._is_own_awaited = is_edited, True

    def continue_with_poll_id(self, poll_id: str) -> None:
        """Take what is typed for this poll from now on, which was a new one until it was written down."""
        self._shown_id = poll_id
        self.form.mark_as_no_longer_new()

    def _show_draft(self, snapshot: VoteSnapshot) -> None:
        self.form.show_draft(snapshot, (*self._own, *self._rules))
        self.ballot.show_rows(())  # those of the poll that was shown before
        self.ballot_words.clear()
        self.is_edited = self.form.has_restored_half_typed_fields

    def _show_sentences_of_draft(self) -> None:
        """Show the sentences of what is typed; while it cannot be taken, which field is unfinished and nothing else."""
        snapshot = self._snapshot
        if snapshot is None:
            return
        self._show_threshold_and_item_doubts(snapshot)
        self.ballot.set_words_for_no_rows(
            text("drafting.ballot.not_yet" if snapshot.projects else "vote.draft.no_projects")
        )
        if problem := self.form.problem():
            self.words.show_sentences_as_paragraphs((text("drafting.unfinished"), problem[0]), is_headed=True)
            return
        draft, currency = self.form.typed_draft(), snapshot.meeting.currency
        self.words.show_draft(
            draft_without_unused_allocations(draft, options_from_projects(snapshot.projects)), currency
        )
        kind = BALLOT_KINDS[draft.method]
        self.ballot_heading.setText(ballot_heading_words(kind))
        try:
            options = ballot_options_of_draft(draft, snapshot.projects)
        except RuleBroken as error:
            show_options_on_ballot(
                self.ballot, make_numbered_ballot_lines(options_from_projects(snapshot.projects), currency), kind
            )
            show_words_in_state(self.ballot_words, ballot_refusal_sentence(error), "danger")
            return
        show_options_on_ballot(self.ballot, make_numbered_ballot_lines(options, currency), kind)
        if not kind.makes_list:
            show_words_in_state(self.ballot_words, text(f"drafting.ballot.{draft.method}", count=f"{len(options):,}"))
            return
        total = money_words(sum(option.cost for option in options), currency)
        show_words_in_state(self.ballot_words, text("vote.draft.ballot", count=f"{len(options):,}", total=total))

    def _show_threshold_and_item_doubts(self, snapshot: VoteSnapshot) -> None:
        """Say which threshold of a motion could never be met, or contradicts the quorum of the meeting, and that a poll
        belongs to no item of the agenda."""
        draft = self.form.typed_draft() if self.form.problem() is None else None
        words = ""
        if draft is not None and isinstance(draft.motion, Motion) and snapshot.attendance is not None:
            voters = draft.electorate if isinstance(draft.electorate, PollElectorate) else ALL_MEMBERS
            electors = sum(
                each.people for each in snapshot.enrolled if may_vote(snapshot.meeting, voters, each.role, each.channel)
            )
            quorum = snapshot.attendance.quorum.needed
            words = motion_threshold_doubt_words(
                find_motion_threshold_doubts(draft.motion, electors=electors, quorum=quorum)
            )
        is_apart = bool(snapshot.items) and not self.form.chosen_item_id()
        show_words_or_hide(self.doubts, "\n".join(filter(None, (text("vote.draft.apart") if is_apart else "", words))))

    def _offer_rules(self, rules: tuple[RuleYear, ...]) -> None:
        """Offer the shipped rules; a draft that was shown before they came is shown with its rule."""
        self._rules = rules
        self.form.show_draft_with_loaded_rules((*self._own, *rules))
        if self.form.has_restored_half_typed_fields and not self.is_edited:
            self.is_edited = True
            self.edited.emit()
        self._show_sentences_of_draft()

    @Slot()
    def _refresh_after_edit(self) -> None:
        self.is_edited = True
        self._show_sentences_of_draft()
        self.edited.emit()

    @Slot()
    def _open_rule_choice_dialog(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        meeting = snapshot.meeting
        dialog = RuleChoiceDialog(
            self, self._operations, self._rules, self._own, city=meeting.city, currency=meeting.currency
        )
        dialog.rule_chosen.connect(self.form.switch_to_rule)
        dialog.rule_read.connect(self._remember_own_rule)
        dialog.choose_rule_of_key(self.form.rule_form.rule.key if self.form.rule_form is not None else "")
        dialog.open()

    @Slot(object)
    def _remember_own_rule(self, rule: RuleYear) -> None:
        self._own = (rule, *(own for own in self._own if own.key != rule.key))

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        form = VerticalScroll(self.form, left)
        column_of(heading(text("vote.draft.heading")), grow(form), margins=(0, 0, 16, 0), into=left)
        column_of(
            heading(text("drafting.in_words")),
            grow(self.words, 3),
            self.doubts,
            self.ballot_heading,
            self.ballot_words,
            grow(self.ballot),
            grow(factor=0),
            spacing=6,
            margins=(16, 0, 0, 0),
            into=right,
        )
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.setSizes([620, 640])


def _running_item_id(items: tuple[ItemView, ...]) -> str:
    """Return the item that is dealt with now, '' where none is: a new poll is most likely about it."""
    return next((str(view.row.item_id) for view in items if view.row.state == ItemState.RUNNING), "")


def _title_item_and_draft_in_record(snapshot: VoteSnapshot) -> tuple[str, str, Draft] | None:
    poll = snapshot.poll
    return None if poll is None else (poll.head.title, poll.head.item_id, poll.draft)


def _poll_id_of_snapshot(snapshot: VoteSnapshot) -> str:
    return snapshot.poll.head.poll_id if snapshot.poll is not None else ""

"""The first step: without it nobody could say what is asked and under which rule."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.definition import Draft
from sukui_desktop.domain.errors import BadInput, SukuiError
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.drafting import Drafted, draft_poll, edit_poll
from sukui_desktop.services.vote.readying import make_ready
from sukui_desktop.ui.console.vote.ballot_table import ballot_table, options_of, place_options
from sukui_desktop.ui.console.vote.draft_form import DraftForm
from sukui_desktop.ui.console.vote.group_limits import groups_of
from sukui_desktop.ui.console.vote.questions import ReadyDialog
from sukui_desktop.ui.console.vote.reading import VoteReading
from sukui_desktop.ui.console.vote.step_view import StepView
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.parts import button, heading, hint
from sukui_desktop.ui.widgets.refusal import sentence
from sukui_desktop.ui.widgets.result_words import money_words

NEW_DRAFT = Draft()


class DraftingView(StepView):
    """Edits a draft, or a new poll; shows who would stand on the ballot beside it."""

    poll_drafted = Signal(str)
    """A new poll was written; its id."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._reading: VoteReading | None = None
        self.is_edited = False
        """True while something is typed that is not in the record."""
        self._wants_ready = False
        self.form = DraftForm(self)
        self.ballot = ballot_table(text("vote.draft.no_projects"))
        self.ballot_words = hint()
        self.save_button = button(text("vote.draft.save"))
        self.ready_button = button(text("vote.draft.ready"), "primary")
        self._lay_out()
        self.form.edited.connect(self._on_form_edited)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.ready_button.clicked.connect(self._on_ready_clicked)

    def show_reading(self, room: Room, reading: VoteReading) -> None:
        """Fill the form in, unless people are in the middle of editing this very poll."""
        is_same = self._reading is not None and _poll_id(self._reading) == _poll_id(reading)
        super().show_reading(room, reading)
        self._reading = reading
        if is_same and self.is_edited:
            self.form.groups.show_groups(groups_of(reading.projects), self.form.groups.limits())
            self._show_ballot()
            return
        draft = reading.poll.draft if reading.poll is not None else NEW_DRAFT
        title = reading.poll.row.title if reading.poll is not None else ""
        item_id = reading.poll.row.item_id if reading.poll is not None else ""
        self.form.show_choices(reading.items, reading.projects, draft, reading.meeting.currency)
        self.form.show_draft(title, item_id, draft, is_new=reading.poll is None)
        self.is_edited = False
        self._show_ballot()
        if self._wants_ready and reading.poll is not None:
            self._ask_ready()

    def forget(self) -> None:
        """Drop what was typed: another meeting is shown."""
        self._reading, self.is_edited, self._wants_ready = None, False, False

    def first_focus(self) -> QWidget | None:
        """Return the title."""
        return self.form.title

    def _show_ballot(self) -> None:
        reading = self._reading
        if reading is None:
            return
        self.form.groups.setVisible(self.form.uses_groups.isChecked())
        groups = self.form.groups.limits() if self.form.uses_groups.isChecked() else ()
        options = options_of(reading.projects, groups)
        currency = reading.meeting.currency
        self.ballot.show_rows(place_options(options, currency))
        total = money_words(sum(option.cost for option in options), currency)
        self.ballot_words.setText(text("vote.draft.ballot", count=f"{len(options):,}", total=total))
        self.save_button.setEnabled(self.is_edited or reading.poll is None)

    @Slot(object)
    def _on_service_refused(self, error: SukuiError) -> None:
        self._wants_ready = False
        super()._on_service_refused(error)

    @Slot()
    def _on_form_edited(self) -> None:
        self.is_edited = True
        self.tell("")
        self._show_ballot()

    @Slot()
    def _on_save_clicked(self) -> None:
        self._wants_ready = False
        self._save()

    @Slot()
    def _on_ready_clicked(self) -> None:
        """Write down what is typed first; then ask for the second person."""
        self._wants_ready = True
        if self.is_edited or self.poll is None:
            self._save()
        else:
            self._ask_ready()

    def _save(self) -> None:
        try:
            draft = self.form.draft()
        except BadInput as error:
            self.tell(sentence(error))
            self.form.ceiling.line.setFocus()
            return
        if self.poll is None and self.room is not None:
            self.tell("")
            self.operations.run(
                self,
                draft_poll,
                self.room,
                self.form.item_id(),
                self.form.title.text(),
                draft,
                on_done=self._on_poll_drafted,
                on_refused=self._on_service_refused,
            )
        elif self.poll is not None:
            self.tell("")
            self.operations.run(
                self,
                edit_poll,
                self.room,
                self.poll.row.poll_id,
                self.form.title.text(),
                draft,
                on_done=self._on_poll_saved,
                on_refused=self._on_service_refused,
            )

    @Slot(object)
    def _on_poll_drafted(self, drafted: Drafted) -> None:
        self.is_edited = False
        self.poll_drafted.emit(drafted.poll_id)

    @Slot(object)
    def _on_poll_saved(self, changes: Changes) -> None:
        del changes
        self.is_edited = False
        self.save_button.setEnabled(False)
        if self._wants_ready:
            self._ask_ready()

    def _ask_ready(self) -> None:
        self._wants_ready = False
        if self._reading is not None and self.poll is not None:
            self._dialog = ReadyDialog(self, self.poll.row.title, self._reading.people)
            self._dialog.answered.connect(self._on_ready_answered)
            self._dialog.open()

    @Slot()
    def _on_ready_answered(self) -> None:
        dialog = self._dialog
        self.ask_from(dialog, make_ready, dialog.passphrase.text(), dialog.slots.value())

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
        listed = QVBoxLayout(right)
        listed.setContentsMargins(16, 0, 0, 0)
        listed.addWidget(heading(text("vote.draft.ballot_heading")))
        listed.addWidget(self.ballot_words)
        listed.addWidget(self.ballot, 1)
        both = QSplitter(self)
        both.setChildrenCollapsible(False)
        both.addWidget(left)
        both.addWidget(right)
        both.setSizes([620, 640])
        self.body.addWidget(both, 1)
        self.add_buttons(self.save_button, self.ready_button)


def _poll_id(reading: VoteReading) -> str:
    return reading.poll.row.poll_id if reading.poll is not None else ""

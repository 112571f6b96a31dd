"""The first step: a draft is written, tried and made ready."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.question.definition import Definition, Draft
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.signing.signers import SignerView
from sukui_desktop.services.vote.polls import DraftedPoll, draft_poll, edit_poll, make_poll_ready, preview_definition
from sukui_desktop.services.vote.saved_unfinished_fields import TypedAnswers, save_unfinished_draft_fields
from sukui_desktop.ui.console.signing.enrolled_signers_dialog import SignersDialog
from sukui_desktop.ui.console.vote.drafting.ballot_options_table import ballot_refusal_sentence
from sukui_desktop.ui.console.vote.drafting.draft_editor import DraftEditor
from sukui_desktop.ui.console.vote.drafting.rule_trial_dialog import RuleTrialDialog
from sukui_desktop.ui.console.vote.step_dialogs import MakePollReadyDialog
from sukui_desktop.ui.console.vote.step_view_base import StepView
from sukui_desktop.ui.console.vote.vote_snapshot import VoteSnapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

PAUSE_MS = 1000
"""After the last keystroke; what is typed is written down then, so that a fall of the program costs no more."""


class _DraftSave(msgspec.Struct, frozen=True):
    """What is written down: of which poll ('' for a new one), and what the form held."""

    poll_id: str
    title: str
    item_id: str
    draft: Draft


class DraftingView(StepView):
    """Edits a draft, or a new poll; tries it on practice ballots, writes it down, makes it ready."""

    poll_drafted = Signal(str)
    """A new poll was written; its id."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._snapshot: VoteSnapshot | None = None
        self._ready_for: str | None = None
        """The poll to be made ready once what is typed is written down, '' for a new one."""
        self._saves: list[_DraftSave] = []
        """Those under way, in the order of asking, which is that of their answers."""
        self._last_save: _DraftSave | None = None
        self._typed: TypedAnswers | None = None
        """What is kept of this poll's half-typed answers."""
        self._new_id = ""
        """The poll that was just begun, until it is shown: what is typed belongs to it already."""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.save_unfinished_and_name_unsavable)
        self.save_words = WrappedLabel(name="saveWords")
        self.editor = DraftEditor(operations, self)
        self.form = self.editor.form
        self.save_button = button(text("vote.draft.save"), on_click=self._save_on_request)
        self.try_button = button(text("drafting.trial.title"), icon_name="practice", on_click=self._open_trial_dialog)
        self.ready_button = button(text("vote.draft.ready"), "primary", on_click=self._save_then_make_ready)
        self.body.addWidget(self.editor, 1)
        self.signers_button = button(text("signing.title"), icon_name="key", on_click=self._open_signers_dialog)
        acts = (self.save_button, self.try_button, self.signers_button, self.ready_button)
        self.add_buttons(*acts, words=self.save_words)
        self.editor.edited.connect(self._note_edit_and_restart_autosave)

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Fill the form in, unless this very poll is in it."""
        super().show_snapshot(room, snapshot)
        is_other = not self.editor.is_poll_in_form(snapshot.poll.head.poll_id if snapshot.poll is not None else "")
        self._snapshot = snapshot
        self.editor.show_snapshot(snapshot)
        if is_other:
            self._typed = snapshot.typed
            self._tell_what_is_half_typed()
            self.scroll_to_top()
        self.save_button.setEnabled(self.editor.is_edited or snapshot.poll is None)
        if snapshot.poll is None:
            return
        self._new_id = ""
        if self._ready_for == snapshot.poll.head.poll_id and not self.editor.is_edited:
            self._check_before_making_ready()
        elif self._ready_for != snapshot.poll.head.poll_id:
            self._ready_for = None

    def _tell_what_is_half_typed(self) -> None:
        """Say what of a draft that is opened again was left half typed."""
        found = self.problem() if self.editor.is_edited else None
        self.save_words.setText(text("drafting.not_saved", why=found[0]) if found is not None else "")

    def forget_typed_draft(self) -> None:
        """Drop what was typed: another poll or another meeting is shown."""
        self._snapshot = self._ready_for = self._last_save = self._typed = None
        self._new_id = ""
        self._pause.stop()
        self.save_words.setText("")
        self.editor.forget_typed_draft()

    def first_focus(self) -> QWidget | None:
        """Return the title."""
        return self.form.title

    def buttons_of_acts(self) -> dict[str, QPushButton]:
        """A draft is made ready."""
        return {"ready": self.ready_button}

    def problem(self) -> tuple[str, QWidget] | None:
        """Return in one sentence what cannot be written down as it is typed, and the field it is in."""
        if not self.form.title.text().strip():
            return text("drafting.no_title"), self.form.title
        return self.form.problem()

    def save_unfinished_and_name_unsavable(self) -> str:
        """Write down all that is typed and fits; return in one sentence what would be lost, '' when nothing would.

        A half-typed answer is written as it was before, and what is typed there is kept beside the record; a poll
        without a title is written under a title that says so.
        """
        self._pause.stop()
        if self.room is None or not self.editor.is_edited:
            return ""
        found, draft = self.problem(), self.form.last_fitting_draft()
        if draft is not None:
            before = self.poll.head.title if self.poll is not None else text("drafting.untitled")
            self._store_draft_once(self.form.title.text().strip() or before, draft)
        self._save_or_forget_half_typed_fields(is_whole=found is None)
        if found is None:
            return ""
        self.save_words.setText(text("drafting.not_saved", why=found[0]))
        return "" if self._shown_poll_id() else text("drafting.would_be_lost", why=found[0])

    def _save_or_forget_half_typed_fields(self, *, is_whole: bool) -> None:
        """Keep the fields as they are typed, or forget what was kept once all of it is written down."""
        typed = None if is_whole else self.form.fields_as_typed()
        if self.room is None or not self._shown_poll_id() or typed == self._typed:
            return
        self._typed = typed
        self.operations.run(self, save_unfinished_draft_fields, self.room, PollId(self._shown_poll_id()), typed)

    @Slot(object)
    def _show_service_refusal(self, error: SukuiError) -> None:
        self._ready_for = None
        self.show_message(ballot_refusal_sentence(error))

    def _forget_refused_save(self, error: SukuiError) -> None:
        self._saves.pop(0)
        self._last_save = None
        self._show_service_refusal(error)

    @Slot()
    def _note_edit_and_restart_autosave(self) -> None:
        self.show_message("")
        self.save_words.setText("")
        self.save_button.setEnabled(True)
        self._pause.start()

    @Slot()
    def _save_on_request(self) -> None:
        self._ready_for = None
        self._store_draft_if_valid()

    @Slot()
    def _open_trial_dialog(self) -> None:
        """Try what is typed, written down or not: a trial leaves nothing behind."""
        if self.room is None or _show_problem_if_any(
            self, self.form.problem() or self.form.missing_answer_sentence_and_field()
        ):
            return
        self.show_message("")
        RuleTrialDialog(self, self.operations, self.room, self.form.title.text(), self.form.typed_draft()).open()

    @Slot()
    def _save_then_make_ready(self) -> None:
        """Write down what is typed first; then ask for the second person."""
        if _show_problem_if_any(self, self.problem() or self.form.missing_answer_sentence_and_field()):
            return
        self._ready_for = self._shown_poll_id()
        if self.editor.is_edited or not self._ready_for:
            self._store_draft_if_valid()
        elif self.poll is not None:
            self._check_before_making_ready()

    def _store_draft_if_valid(self) -> None:
        if not _show_problem_if_any(self, self.problem()):
            self.show_message("")
            self._store_draft_once(self.form.title.text().strip(), self.form.typed_draft())

    def _store_draft_once(self, title: str, draft: Draft) -> None:
        """Write a draft down, once: not while a new poll is on its way, not what was written already."""
        save = _DraftSave(self._shown_poll_id(), title, self.form.chosen_item_id(), draft)
        if self.room is None or (not save.poll_id and self._saves):
            return
        if save == self._last_save:
            if not self._saves:
                self._make_ready_if_wanted(save)  # typed and taken back: it is in the record
            return
        self._saves.append(save)
        self._last_save = save
        if not save.poll_id:
            new = (draft_poll, self.room, save.item_id, title, draft)
            self.operations.run(self, *new, on_done=self._take_id_of_drafted_poll, on_refused=self._forget_refused_save)
        else:
            old = (edit_poll, self.room, PollId(save.poll_id), title, draft, save.item_id)
            self.operations.run(self, *old, on_done=self._finish_saving_poll, on_refused=self._forget_refused_save)

    def _take_id_of_drafted_poll(self, drafted: DraftedPoll) -> None:
        save = self._saves.pop(0)
        if self._shown_poll_id() or self._last_save is None:
            return  # another poll was chosen meanwhile
        self._last_save, self._new_id = replace(save, poll_id=drafted.poll_id), drafted.poll_id
        self._mark_form_as_saved(save)
        is_ready_wanted = self._ready_for == save.poll_id and not self.editor.is_edited
        self._ready_for = drafted.poll_id if is_ready_wanted else None
        self.editor.continue_with_poll_id(drafted.poll_id)
        self.poll_drafted.emit(drafted.poll_id)

    def _finish_saving_poll(self, changes: Changes) -> None:
        save = self._saves.pop(0)
        if save.poll_id != self._shown_poll_id():
            return  # another poll was chosen meanwhile
        self._make_ready_if_wanted(save)

    def _make_ready_if_wanted(self, save: _DraftSave) -> None:
        """Make the poll ready where people wanted that and nothing was typed since."""
        self._mark_form_as_saved(save)
        is_ready_wanted = self._ready_for == save.poll_id and not self.editor.is_edited
        if is_ready_wanted and self.poll is None:
            return  # goes on once the poll is shown
        if is_ready_wanted:
            self._check_before_making_ready()
        self._ready_for = None

    def _mark_form_as_saved(self, save: _DraftSave) -> None:
        """What was typed while it was being written down is not in the record yet."""
        form = self.form
        is_whole = self.problem() is None and (form.title.text().strip(), form.chosen_item_id()) == (
            save.title,
            save.item_id,
        )
        self.editor.mark_form_as_saved(is_edited=not (is_whole and self.form.typed_draft() == save.draft))
        self.save_button.setEnabled(self.editor.is_edited)
        if not self.editor.is_edited:
            self.save_words.setText(text("drafting.saved"))
        elif not self.save_words.text():
            self._pause.start()

    def _shown_poll_id(self) -> str:
        return self.poll.head.poll_id if self.poll is not None else self._new_id

    def _check_before_making_ready(self) -> None:
        """Check that the poll can be made ready before a second person is called to the keyboard."""
        self._ready_for = None
        self.run_service_for_poll(preview_definition, on_done=self._ask_for_signers_of_lock)

    def _ask_for_signers_of_lock(self, definition: Definition) -> None:
        """Ask who opens the box; where fewer than two people sign, enrol them first."""
        if self._snapshot is None or self.poll is None or self.poll.head.poll_id != definition.poll_id:
            return
        self.go_on_once_two_signers_exist(self._snapshot.signers, self._open_ready_dialog)

    @Slot(object)
    def _open_ready_dialog(self, signers: tuple[SignerView, ...]) -> None:
        if self._snapshot is not None:
            people, doubts = self._snapshot.people, self.editor.doubts.text()
            self.open_ask_dialog(
                MakePollReadyDialog, "vote.ready", make_poll_ready, people=people, signers=signers, doubts=doubts
            )

    @Slot()
    def _open_signers_dialog(self) -> None:
        if self.room is not None:
            SignersDialog(self, self.operations, self.room).open()


def _show_problem_if_any(view: StepView, found: tuple[str, QWidget] | None) -> bool:
    """Show what prevents it, if anything does, and go to its field."""
    if found is None:
        return False
    view.show_message(found[0])
    found[1].setFocus()
    return True

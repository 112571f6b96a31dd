"""The 진행 tab: the agenda, the item at hand and its notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import msgspec
from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import Conflict, SukuiError
from sukui_desktop.domain.notes_and_decisions_as_seen import (
    SeenNote,
    require_decision_as_seen,
    require_note_as_seen,
)
from sukui_desktop.models.agenda import ItemState, NoteRow
from sukui_desktop.models.ids import NoteId
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.agenda.decisions_by_vote import words_decided_by_votes
from sukui_desktop.services.agenda.run_snapshot import SHOWN_TABLES, SPEAKER_TABLES, RunSnapshot, read_run_snapshot
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.opened_meeting import Room, now_ms
from sukui_desktop.services.saved_unfinished_words import (
    TYPED,
    TypedWords,
    list_unfinished_words,
    save_unfinished_words,
)
from sukui_desktop.ui.console.next_step import OPEN_SITTING, START
from sukui_desktop.ui.console.run.actions import RunActions
from sukui_desktop.ui.console.run.agenda_list import AgendaList
from sukui_desktop.ui.console.run.item_and_decision_cards import DecisionCard, ItemCard
from sukui_desktop.ui.console.run.notes_card import NotesCard
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import ConsolePage
from sukui_desktop.ui.widgets.basic_widgets import scrolled, vertical_rule
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.refusal_bar import show_refusal
from sukui_desktop.wording.agenda_titles import agenda_title

_RETRY_MS = 5000
_PAUSE_MS = 800
"""After so long without a key what is typed is kept."""


class RunPage(ConsolePage):
    """Shows what was read; `RunActions` asks the services."""

    help_key: ClassVar[str] = "run.help"

    def __init__(
        self,
        operations: Operations,
        parent: QWidget | None = None,
        *,
        station: str = "",
        now: Callable[[], int] | None = None,
    ) -> None:
        """`station` and `now` (ms) are given where the meeting is held elsewhere: the id of the station, under which
        its unfinished words are kept, and the time there."""
        super().__init__(operations, parent)
        self._station, self._clock = station, now
        self._agenda: RunSnapshot | None = None
        self._is_opening_wanted = False
        """Whether the question of the opening waits for the agenda to be read."""
        self.side = AgendaList(self)
        self.item = ItemCard()
        self.notes = NotesCard()
        self.decision = DecisionCard()
        self.run_actions = RunActions(operations, self)
        self.notes.place_undo_button(self.run_actions.undo_steps)
        self.run_actions.undo_steps.listen_for_ctrl_z_in(self.notes.speaker, self.notes.gist)
        self._results: dict[str, str] = {}
        self._typed: dict[str, TypedWords] = {}
        """What is typed and not written down, by item; kept in the meeting file when people pause."""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._retry = QTimer(self, singleShot=True, interval=_RETRY_MS)
        self._is_recorder = False
        self._timer = QTimer(self, interval=1000)
        self._lay_out()
        self._connect_signals()

    def switch_to_meeting(self, room: Room) -> None:
        """Read and show another meeting."""
        self._room = room
        self._agenda, self._is_opening_wanted = None, False
        self.run_actions.set_meeting(room)
        self._typed = {}
        self._timer.start()
        self.operations.run(self, list_unfinished_words, room, self._station, on_done=self._show_unfinished_words)
        self.load_if_shown_tables_changed(Changes(frozenset((*SHOWN_TABLES, *SPEAKER_TABLES, "poll"))))

    def load_if_shown_tables_changed(self, changes: Changes) -> None:
        """Read the agenda, the people, or nothing."""
        if self._room is None:
            return
        if changes.touches(TYPED) and self._room is not None:
            self._typed = {}  # a name was taken out of them
            self.operations.run(
                self, list_unfinished_words, self._room, self._station, on_done=self._show_unfinished_words
            )
        if changes.touches(*SHOWN_TABLES):
            self.operations.run(self, read_run_snapshot, self._room, on_done=self._show_agenda)
        if changes.touches("poll", "item"):
            self.operations.run(self, words_decided_by_votes, self._room, on_done=self._show_decided_results)
        if changes.touches(*SPEAKER_TABLES):
            self.operations.run(self, list_people, self._room, on_done=self.notes.speaker.offer_people)

    def first_focus(self) -> QWidget:
        """The agenda."""
        return self.side.list

    def go_to_place_on_page(self, target: str) -> None:
        """Choose an item, begin one (`start:` and its id), or ask whether to open the sitting."""
        if target == OPEN_SITTING:
            self._ask_to_open_sitting()
            return
        item_id = target.removeprefix(START)
        self.side.choose_item(item_id)
        if item_id != target:
            self.run_actions.set_chosen_item(item_id)
            self.run_actions.start_item()

    def save_unfinished_and_name_unsavable(self) -> str:
        """Keep what is typed in the meeting file: it comes back with the meeting."""
        self._pause.stop()
        if self._room is not None:
            self.operations.run(
                self,
                save_unfinished_words,
                self._room,
                tuple(self._typed.values()),
                self._station,
                on_refused=self._save_words_later_or_show_refusal,
            )
        return ""

    def work_as_recorder(self) -> None:
        """Leave notes and decisions alone: the console opens the sitting, turns to items and has the hall screen."""
        self._is_recorder = True
        for part in (self.item.start, self.item.hold, self.item.close_item, self.decision.poll):
            part.hide()
        self.side.hide_sitting_buttons()

    def _now_ms(self) -> int:
        return self._clock() if self._clock is not None else now_ms(self.room)

    def _save_words_later_or_show_refusal(self, error: SukuiError) -> None:
        """While the hub does not answer what is typed stays here, and is kept there once it does."""
        if self._station:
            self._retry.start()
        else:
            show_refusal(self, error)

    @property
    def chosen_item(self) -> ItemView | None:
        """The item that is shown."""
        items = self._agenda.items if self._agenda else ()
        return next((view for view in items if view.row.item_id == self.side.chosen_item_id), None)

    def _lay_out(self) -> None:
        inside = QWidget(self)
        column_of(self.item, grow(self.notes), self.decision, spacing=10, margins=(24, 12, 24, 12), into=inside)
        item = scrolled(inside, self)
        row_of(grow(self.side, 9), vertical_rule(), grow(item, 16), spacing=0, margins=0, into=self)
        self.setAccessibleName(text("run.name"))

    def _connect_signals(self) -> None:
        actions = self.run_actions
        self.side.item_chosen.connect(self._choose_item)
        self.side.item_activated.connect(self._start_activated_item)
        self.side.opening_wanted.connect(self._ask_to_open_sitting)
        self.side.closing_wanted.connect(self._ask_to_close_sitting)
        self.side.display_wanted.connect(self.ask_for_hall_desk)
        self.item.start_wanted.connect(actions.start_item)
        self.item.hold_wanted.connect(actions.put_item_off)
        self.item.close_wanted.connect(actions.close_item)
        self.notes.note_recorded.connect(self._record_note)
        self.notes.note_edited.connect(self._edit_note)
        self.notes.note_removed.connect(self._ask_to_remove_note)
        self.decision.adopted.connect(self._adopt_wording)
        self.decision.result_adopted.connect(self._ask_to_adopt_result)
        self.decision.typed.connect(self._remember_unfinished_words)
        self.notes.typed.connect(self._remember_unfinished_words)
        self._retry.timeout.connect(self.save_unfinished_and_name_unsavable)
        self._pause.timeout.connect(self.save_unfinished_and_name_unsavable)
        actions.decided.connect(self._clear_fields_after_adoption)
        actions.item_started.connect(self.notes.speaker.setFocus)
        actions.agenda_changed.connect(self.side.list.setFocus)
        self.decision.poll_wanted.connect(self._go_to_vote_tab)
        actions.note_saved.connect(self._clear_fields_after_note_was_saved)
        self._timer.timeout.connect(self._refresh_time_spent_and_expected_end)

    def _show_agenda(self, agenda: RunSnapshot) -> None:
        self._agenda = agenda
        if self._room is not None:
            self.side.show_agenda(agenda.meeting, agenda.items, self._now_ms())
        self._show_chosen_item()
        if self._is_opening_wanted:
            self._ask_to_open_sitting()

    def _show_chosen_item(self) -> None:
        if self._agenda is None or self._room is None:
            return
        view = self.chosen_item
        self.item.show_item_and_times(view, self._agenda.meeting.stage, self._now_ms())
        self.notes.setEnabled(view is not None)
        self.notes.show_notes([note for note in self._agenda.notes if note.item_id == self.side.chosen_item_id])
        typed = self._typed.get(self.side.chosen_item_id) or TypedWords(item_id=self.side.chosen_item_id)
        self.notes.show_unfinished_note(typed.speaker, typed.gist, typed.note_id, typed.seen_note)
        result = self._results.get(self.side.chosen_item_id, "")
        self.decision.show_decision(view, result, typed.wording, typed.seen_decision)

    def _forget_unfinished_words(self, item_id: str, **written: Any) -> None:
        """Let go of what was written down of an item's unfinished words."""
        typed = self._typed.pop(item_id, None)
        if typed is not None:
            left = msgspec.structs.replace(typed, **written)
            if left != TypedWords(item_id=item_id):
                self._typed[item_id] = left
        self._pause.start()

    def _show_unfinished_words(self, typed: tuple[TypedWords, ...]) -> None:
        self._typed = {words.item_id: words for words in typed} | self._typed
        self._show_chosen_item()

    def _show_decided_results(self, results: dict[str, str]) -> None:
        self._results = results
        self._show_chosen_item()

    @Slot()
    def _remember_unfinished_words(self) -> None:
        """Note what is typed under the item it was typed for."""
        item_id = self.side.chosen_item_id
        if not item_id:
            return
        speaker, gist, note_id = self.notes.unfinished_note
        typed = TypedWords(
            item_id=item_id,
            wording=self.decision.unadopted_wording,
            speaker=speaker,
            gist=gist,
            note_id=note_id,
            seen_note=self.notes.seen_note,
            seen_decision=self.decision.seen if self.decision.unadopted_wording is not None else None,
        )
        self._typed.pop(item_id, None)
        if typed != TypedWords(item_id=item_id):
            self._typed[item_id] = typed
        self._pause.start()

    @Slot(str)
    def _clear_fields_after_note_was_saved(self, item_id: str) -> None:
        self._forget_unfinished_words(item_id, speaker="", gist="", note_id="", seen_note=None)
        self._show_chosen_item()
        self.notes.speaker.setFocus()

    @Slot(str)
    def _clear_fields_after_adoption(self, item_id: str) -> None:
        self._forget_unfinished_words(item_id, wording=None, seen_decision=None)
        self._show_chosen_item()
        self.side.list.setFocus()

    @Slot(str, str, str)
    def _edit_note(self, note_id: str, speaker: str, gist: str) -> None:
        before = self._note_of_id(note_id)
        if before is not None and not self._is_note_as_seen(before):
            return
        words, seen = SeenNote(speaker, gist), self.notes.seen_note
        is_other = before is None or before.speaker != speaker.strip()
        if is_other and self.notes.speaker.is_never_admitted(speaker):
            self.run_actions.ask_to_edit_note_of_absent(NoteId(note_id), words, before, seen)
        else:
            self.run_actions.edit_note(NoteId(note_id), words, before, seen)

    def _is_note_as_seen(self, note: NoteRow) -> bool:
        """Return whether a note is as it was when its correction was begun; else say how it is now, once."""
        try:
            require_note_as_seen(note, self.notes.seen_note)
        except Conflict as error:
            self.notes.seen_note = SeenNote(note.speaker, note.gist)
            self._remember_unfinished_words()
            show_refusal(self, error)
            return False
        return True

    @Slot(str)
    def _adopt_wording(self, wording: str) -> None:
        view = self.chosen_item
        if view is None or not self._is_decision_as_seen():
            return
        if view.row.state == ItemState.PLANNED:
            self.run_actions.ask_to_adopt_wording_before_start(wording, self.decision.seen, view.row.title)
        else:
            self.run_actions.adopt_wording(wording, self.decision.seen)

    @Slot(str, str)
    def _ask_to_adopt_result(self, result: str, wording: str) -> None:
        if self._is_decision_as_seen():
            self.run_actions.ask_to_adopt_result(result, wording, self.decision.seen)

    def _is_decision_as_seen(self) -> bool:
        """Return whether the decision is as it was when another one was begun; else say how it is now, once."""
        view = self.chosen_item
        if view is None:
            return False
        try:
            require_decision_as_seen(view.row, self.decision.seen)
        except Conflict as error:
            self.decision.seen = view.row.decision
            self._remember_unfinished_words()
            show_refusal(self, error)
            return False
        return True

    @Slot(str)
    def _ask_to_remove_note(self, note_id: str) -> None:
        note = self._note_of_id(note_id)
        if note is not None:
            self.run_actions.ask_to_remove_note(note)

    def _note_of_id(self, note_id: str) -> NoteRow | None:
        notes = self._agenda.notes if self._agenda is not None else ()
        return next((note for note in notes if note.note_id == note_id), None)

    @Slot(str, str)
    def _record_note(self, speaker: str, gist: str) -> None:
        """Have a speech written down, after one question where its speaker was never admitted."""
        if self.notes.speaker.is_never_admitted(speaker):
            self.run_actions.ask_to_record_note_of_absent(speaker, gist)
        else:
            self.run_actions.record_note(speaker, gist)

    @Slot()
    def _ask_to_open_sitting(self) -> None:
        """Ask once the meeting is read: before, nobody knows how far its planned time is from now."""
        self._is_opening_wanted = self._agenda is None
        if self._room is not None and self._agenda is not None:
            self.run_actions.ask_to_open_sitting(self._agenda.meeting.starts_at_ms, self._now_ms())

    @Slot()
    def _ask_to_close_sitting(self) -> None:
        items = self._agenda.items if self._agenda is not None else ()
        # 폐회 itself and other procedure is no 안건: it would be named as left by the very act that does it.
        waiting = [
            view for view in items if view.agenda_number and view.row.state in (ItemState.PLANNED, ItemState.HELD)
        ]
        polls = self._agenda.polls if self._agenda is not None else ()
        self.run_actions.ask_to_close_sitting(
            items=[agenda_title(view) for view in waiting],
            polls=[poll.title for poll in polls if poll.state in (PollState.DRAFTED, PollState.READY)],
            unfinished=[agenda_title(view) for view in items if view.row.item_id in self._typed],
            signers=self._agenda.unadmitted_signers if self._agenda is not None else (),
            speakers=self._agenda.absent_speakers if self._agenda is not None else (),
        )

    @Slot(str)
    def _choose_item(self, item_id: str) -> None:
        self.run_actions.set_chosen_item(item_id)
        self._show_chosen_item()

    @Slot(str)
    def _start_activated_item(self, item_id: str) -> None:
        if self.item.start.isEnabled() and not self._is_recorder:
            self.run_actions.start_item()

    @Slot()
    def _go_to_vote_tab(self) -> None:
        self.page_wanted.emit("vote", "")

    @Slot()
    def _refresh_time_spent_and_expected_end(self) -> None:
        if self._room is not None:
            now = self._now_ms()
            self.side.show_expected_end(now)
            self.item.show_time_spent(now)

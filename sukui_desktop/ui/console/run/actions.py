"""What the chair and the recorder do on the 진행 tab, one slot for each service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.notes_and_decisions_as_seen import SeenNote
from sukui_desktop.models.agenda import DecisionHow, NoteRow
from sukui_desktop.models.ids import ItemId, NoteId
from sukui_desktop.services.agenda.agenda_items import close_item, decide_item, hold_item, start_item
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.agenda.speech_notes import (
    RecordedNote,
    edit_note,
    record_note,
    remove_note,
    restore_note,
)
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.undo_steps import UndoSteps, undoable_act_words
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import RoomView
from sukui_desktop.wording.times import hours_and_minutes_words, is_same_day, moment_words

_FAR_MS = 2 * 3_600_000
"""From so far on, before or after the planned moment, people are told: nobody is late or early by chance."""


def _opening_question_key_ending(planned_ms: int, now_ms: int) -> str:
    """Return the end of the key of the sentence: '' where now is near the planned moment or none is planned."""
    if not planned_ms or abs(planned_ms - now_ms) < _FAR_MS:
        return ""
    if not is_same_day(planned_ms, now_ms):
        return "_another_day"
    return "_early" if now_ms < planned_ms else "_late"


class RunActions(QObject):
    """Refusals are shown in the window's bar or in the question; what was typed stays where it is."""

    note_saved = Signal(str)
    """A note of this item is written down: the fields may be used for the next."""
    decided = Signal(str)
    """The wording of this item's decision is adopted."""
    item_started = Signal()
    agenda_changed = Signal()
    """An item was put off or finished, the sitting opened or closed: the agenda is next."""

    def __init__(self, operations: Operations, page: RoomView) -> None:
        super().__init__(page)
        self._operations = operations
        self._page = page
        self._room: Room | None = None
        self.undo_steps = UndoSteps(page)
        self._item_id = ItemId("")
        self._asked_for = ""
        """The item of the last note or decision, which may not be the chosen one when its answer comes."""

    def set_meeting(self, room: Room) -> None:
        """Ask for this meeting from now on."""
        self._room = room
        self.undo_steps.forget_all_steps()

    def set_chosen_item(self, item_id: str) -> None:
        """Take this item for what is asked from now on."""
        self._item_id = ItemId(item_id)

    def ask_to_open_sitting(self, planned_ms: int, now_ms: int) -> None:
        """개회 선언, after one question that says how far now is from the planned moment where that is far."""
        facts = {"planned": moment_words(planned_ms), "now": moment_words(now_ms)}
        facts["span"] = hours_and_minutes_words(abs(planned_ms - now_ms))
        words = f"words{_opening_question_key_ending(planned_ms, now_ms)}"
        self._open_question("run.open_question", open_sitting, self._announce_changed_agenda, words=words, **facts)

    def ask_to_close_sitting(
        self,
        items: Sequence[str],
        polls: Sequence[str],
        unfinished: Sequence[str],
        signers: Sequence[str],
        speakers: Sequence[str],
    ) -> None:
        """폐회 선언, after one question that names what is left: items that were not dealt with, polls that were not
        opened, items with words that nobody adopted or wrote down, members who signed and were not admitted, people who
        spoke and were not admitted."""
        named = {"left_items": items, "left_polls": polls, "left_words": unfinished, "left_signers": signers}
        named["left_speakers"] = speakers
        lines = [
            text(f"run.close_question.{key}", count=len(names), names=", ".join(names))
            for key, names in named.items()
            if names
        ]
        words, left = "words_left" if lines else "words", "\n".join(lines)
        self._open_question(
            "run.close_question",
            close_sitting,
            self._announce_changed_agenda,
            words=words,
            is_dangerous=True,
            left=left,
        )

    @Slot()
    def start_item(self) -> None:
        """Turn to the item."""
        self._run_service(start_item, self._item_id, on_done=self._announce_start_of_item)

    @Slot()
    def put_item_off(self) -> None:
        """Put the item off."""
        self._run_service(hold_item, self._item_id, on_done=self._announce_changed_agenda)

    @Slot()
    def close_item(self) -> None:
        """Finish the item."""
        self._run_service(close_item, self._item_id, on_done=self._announce_changed_agenda)

    def adopt_wording(self, wording: str, seen: str) -> None:
        """Adopt a wording for the item by consensus, where its decision is still as it was `seen`."""
        self._asked_for = self._item_id
        args = (self._item_id, wording, DecisionHow.CONSENSUS, seen)
        self._run_service(decide_item, *args, on_done=self._announce_decision)

    def ask_to_adopt_wording_before_start(self, wording: str, seen: str, title: str) -> None:
        """Adopt as `adopt_wording` does for an item that has not begun, after one question that names it."""
        self._asked_for = self._item_id
        args = (self._item_id, wording, DecisionHow.CONSENSUS, seen)
        self._open_question(
            "run.not_begun_question", decide_item, self._announce_decision, *args, title=title, decision=wording
        )

    def ask_to_adopt_result(self, result: str, wording: str, seen: str) -> None:
        """Adopt what the certified vote says, with the wording after it, after one question that shows both; `seen` as
        of `adopt_wording`."""
        self._asked_for = self._item_id
        shown = result if not wording or wording in result else f"{result}\n\n{wording}"
        args = (self._item_id, wording, DecisionHow.VOTE, seen)
        self._open_question("run.vote_question", decide_item, self._announce_decision, *args, decision=shown)

    @Slot(str, str)
    def record_note(self, speaker: str, gist: str) -> None:
        """Write a speech on the item down."""
        self._asked_for = self._item_id
        what = undoable_act_words("note_recorded", gist)
        self._run_service(record_note, self._item_id, speaker, gist, on_done=partial(self._finish_recording_note, what))

    def ask_to_record_note_of_absent(self, speaker: str, gist: str) -> None:
        """Write a speech of somebody who was never admitted down, after one question."""
        self._asked_for = self._item_id
        on_done = partial(self._finish_recording_note, undoable_act_words("note_recorded", gist))
        args = (self._item_id, speaker, gist)
        self._open_question("run.absent_question", record_note, on_done, *args, name=speaker)

    def ask_to_edit_note_of_absent(
        self, note_id: NoteId, words: SeenNote, before: NoteRow | None, seen: SeenNote | None
    ) -> None:
        """Correct a note so that somebody who was never admitted speaks in it, after one question."""
        self._asked_for = self._item_id
        on_done = partial(self._finish_editing_note, before)
        args = (note_id, words.speaker, words.gist, seen)
        self._open_question("run.absent_question", edit_note, on_done, *args, name=words.speaker)

    def edit_note(self, note_id: NoteId, words: SeenNote, before: NoteRow | None, seen: SeenNote | None) -> None:
        """Correct a note to these words; `before` is how it stands, None for one that somebody has struck meanwhile,
        `seen` how it was when the correction was begun."""
        self._asked_for = self._item_id
        on_done = partial(self._finish_editing_note, before)
        self._run_service(edit_note, note_id, words.speaker, words.gist, seen, on_done=on_done)

    def ask_to_remove_note(self, note: NoteRow) -> None:
        """Strike a note, after one question."""
        on_done = partial(self._finish_removing_note, note)
        seen = SeenNote(note.speaker, note.gist)
        self._open_question("run.remove_question", remove_note, on_done, note.note_id, seen, is_dangerous=True)

    def _run_service(self, service: Callable[..., Any], *args: object, on_done: Callable[[Any], None]) -> None:
        self._operations.run(self._page, service, self._room, *args, on_done=on_done)

    def _open_question(
        self,
        key: str,
        service: Callable[..., Any],
        on_done: Callable[[Any], None] | None,
        *args: object,
        **asked: Any,
    ) -> None:
        """`asked` is what `Ask` is told besides: which words, their facts, whether it is dangerous."""
        ask = Ask(self._page, self._operations, service, self._room, *args, key=key, **asked)
        if on_done is not None:
            ask.service_done.connect(on_done)
        ask.open()

    def _finish_recording_note(self, what: str, answer: RecordedNote) -> None:
        self.undo_steps.note_undo_step(what, remove_note, answer.note_id)
        self.note_saved.emit(self._asked_for)

    def _finish_editing_note(self, before: NoteRow | None, _: object) -> None:
        if before is not None:
            what = undoable_act_words("note_edited", before.gist)
            self.undo_steps.note_undo_step(what, edit_note, before.note_id, before.speaker, before.gist)
        self.note_saved.emit(self._asked_for)

    def _finish_removing_note(self, note: NoteRow, _: object) -> None:
        self.undo_steps.note_undo_step(undoable_act_words("note_removed", note.gist), restore_note, note)

    @Slot(object)
    def _announce_decision(self, answer: object) -> None:
        self.decided.emit(self._asked_for)

    @Slot(object)
    def _announce_start_of_item(self, answer: object) -> None:
        self.item_started.emit()

    @Slot(object)
    def _announce_changed_agenda(self, answer: object) -> None:
        self.agenda_changed.emit()

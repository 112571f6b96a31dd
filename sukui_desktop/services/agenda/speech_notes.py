"""Notes (발언 요지): record, edit, remove and list the gist of each speech."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.agenda import NoteEdited, NoteRecorded, NoteRemoved, NoteRestored
from sukui_desktop.domain.notes_and_decisions_as_seen import SeenNote, require_note_as_seen
from sukui_desktop.domain.text_cleaning_and_search import clean_text, clean_text_of_lines
from sukui_desktop.models.agenda import ItemRow, ItemState, NoteRow
from sukui_desktop.models.ids import ItemId, NoteId
from sukui_desktop.models.people import AttendanceRow, PersonRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import Reason
from sukui_desktop.wording.people_names import find_people_meant_by_names


class RecordedNote(msgspec.Struct, frozen=True):
    """A new note."""

    note_id: NoteId
    changes: Changes


def record_note(room: Room, item_id: ItemId, speaker: str, gist: str, *, reason: Reason = "") -> RecordedNote:
    """Write down the gist of a speech on an item; `speaker` may be '' where nobody knows who spoke.

    `reason`: `require_allowed_after_closing`.

    Raises RuleBroken note_missing, correction_reason_missing; NotFound item_unknown.
    """
    who, what = _clean_note_texts(speaker, gist)
    with room.writing(reason) as tx:
        tx.require_row(ItemRow, item_id)
        appended = tx.append_fact(None, NoteRecorded(item_id=item_id, speaker=who, gist=what))
    return RecordedNote(NoteId(appended.ids[0]), appended.changes)


def edit_note(
    room: Room, note_id: NoteId, speaker: str, gist: str, seen: SeenNote | None = None, *, reason: Reason = ""
) -> Changes:
    """Correct a note. `seen` is how it was when somebody began to correct it, None where that does not matter.
    `reason`: `require_allowed_after_closing`.

    Raises RuleBroken note_missing, correction_reason_missing; NotFound note_unknown; Conflict note_changed.
    """
    who, what = _clean_note_texts(speaker, gist)
    with room.writing(reason) as tx:
        require_note_as_seen(tx.require_row(NoteRow, note_id), seen)
        return tx.append_fact(note_id, NoteEdited(speaker=who, gist=what)).changes


def remove_note(room: Room, note_id: NoteId, seen: SeenNote | None = None, *, reason: Reason = "") -> Changes:
    """Strike a note that is as it was `seen`. Raises NotFound note_unknown; Conflict note_changed; RuleBroken
    correction_reason_missing (`require_allowed_after_closing`)."""
    with room.writing(reason) as tx:
        require_note_as_seen(tx.require_row(NoteRow, note_id), seen)
        return tx.append_fact(note_id, NoteRemoved()).changes


def restore_note(room: Room, note: NoteRow, *, reason: Reason = "") -> Changes:
    """Bring a struck note back as it was, under its own time; nothing is recorded when it is there.

    Raises NotFound item_unknown, RuleBroken correction_reason_missing (`require_allowed_after_closing`).
    """
    with room.writing(reason) as tx:
        tx.require_row(ItemRow, note.item_id)
        if tx.find_row(NoteRow, note.note_id) is not None:
            return NOTHING
        fact = NoteRestored(
            item_id=note.item_id,
            speaker=note.speaker,
            gist=note.gist,
            spoken_at_ms=note.at_ms,
            order_ms=note.clock_ms,
            order_counter=note.clock_counter,
        )
        return tx.append_fact(note.note_id, fact).changes


def list_notes(room: Room) -> tuple[NoteRow, ...]:
    """Return every note in the order of speaking."""
    with room.reading() as tx:
        return tuple(sorted(tx.list_rows(NoteRow), key=lambda note: (note.clock_ms, note.clock_counter)))


def names_of_absent_speakers(room: Room) -> tuple[str, ...]:
    """Return who spoke by the notes, or presented an item that was begun, and was never admitted, first ones first.

    A name that is not on the roster is a guest's and is not named; of namesakes one who was here is meant. The minutes
    would list these people among the absent and let them speak.
    """
    with room.reading() as tx:
        people = tx.list_rows(PersonRow)
        came = {row.person_id for row in tx.list_rows(AttendanceRow) if row.was_present}
        notes = sorted(tx.list_rows(NoteRow), key=lambda note: (note.clock_ms, note.clock_counter))
        presenters = [row.presenter for row in tx.list_rows(ItemRow) if row.state != ItemState.PLANNED]
    spoken = dict.fromkeys(filter(None, (*(note.speaker for note in notes), *presenters)))
    meant = find_people_meant_by_names(people, spoken)
    return tuple(name for name, ids in meant.items() if ids and not ids & came)


def _clean_note_texts(speaker: str, gist: str) -> tuple[str, str]:
    who, what = clean_text(speaker), clean_text_of_lines(gist)
    if not what:
        raise RuleBroken("note_missing")
    return who, what

"""Corrections (정정): what was changed after the meeting was closed, about what it was, with the reason."""

from __future__ import annotations

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import items_in_tree_order
from sukui_desktop.domain.facts.agenda import NoteEdited, NoteRecorded
from sukui_desktop.domain.papers.minutes_content import LEGAL_NAMES
from sukui_desktop.models.agenda import ItemRow, ProjectRow
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.meeting import CorrectionRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.agenda_titles import agenda_title
from sukui_desktop.wording.people_names import names_on_papers
from sukui_desktop.wording.times import time_of_day_words


class NamedCorrection(msgspec.Struct, frozen=True):
    """A correction, and in words what it is about: which speech, item, person or project; '' for the meeting itself."""

    correction: CorrectionRow
    about: str


def list_corrections(room: Room) -> tuple[CorrectionRow, ...]:
    """Return every correction in the order in which they were made."""
    with room.reading() as tx:
        return list_corrections_in_transaction(tx)


def list_corrections_in_transaction(tx: Transaction) -> tuple[CorrectionRow, ...]:
    """Return every correction, as `list_corrections`, within a transaction."""
    return tuple(sorted(tx.list_rows(CorrectionRow), key=lambda row: (row.clock_ms, row.clock_counter)))


def list_named_corrections(room: Room) -> tuple[NamedCorrection, ...]:
    """Return every correction with what it is about, in the order in which they were made."""
    with room.reading() as tx:
        return list_named_corrections_in_transaction(tx)


def list_named_corrections_in_transaction(tx: Transaction) -> tuple[NamedCorrection, ...]:
    """Return every correction, as `list_named_corrections`, within a transaction."""
    rows = list_corrections_in_transaction(tx)
    titles = (
        {str(view.row.item_id): agenda_title(view) for view in items_in_tree_order(tx.list_rows(ItemRow))}
        if rows
        else {}
    )
    people = names_on_papers(tx.list_rows(PersonRow)) if rows else {}
    return tuple(NamedCorrection(row, _words_of_corrected_subject(tx, row, titles, people)) for row in rows)


def _words_of_corrected_subject(
    tx: Transaction, row: CorrectionRow, titles: dict[str, str], people: dict[PersonId, str]
) -> str:
    subject, _, key = row.target.partition("/")
    if subject == "note":
        return _words_of_corrected_speech(tx, row, titles)
    if subject == "item":
        return titles.get(key, "")
    if subject == "person":
        return people.get(PersonId(key), "")
    if subject == "project":
        project = tx.find_row(ProjectRow, key)
        return "" if project is None else project.title
    if subject == "poll":
        poll = tx.find_row(PollRow, key)
        return "" if poll is None else poll.title
    return LEGAL_NAMES.get(key, "") if subject == "heading" else ""


def _words_of_corrected_speech(tx: Transaction, row: CorrectionRow, titles: dict[str, str]) -> str:
    """Return item, time and speaker of a speech; what the correction itself changed is said by its values."""
    spoken = [entry for entry in tx.read_entries([row.target]) if isinstance(entry.fact, NoteEdited)]
    facts = [entry.fact for entry in spoken if isinstance(entry.fact, NoteEdited)]
    recorded = next((fact for fact in facts if isinstance(fact, NoteRecorded)), None)
    if recorded is None:
        return ""
    speaker = dict(zip(row.fields, row.old, strict=True)).get("note.speaker") or facts[-1].speaker
    key = "documents.correction.speech" if speaker else "documents.correction.speech_of_nobody"
    return text(key, item=titles.get(recorded.item_id, ""), at=time_of_day_words(spoken[0].at_ms), speaker=speaker)

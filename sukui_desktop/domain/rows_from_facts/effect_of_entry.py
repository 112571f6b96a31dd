"""`effect_of_entry`: an entry and the rows of its subject in, the rows to put and to remove out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sukui_desktop.domain.facts.base import Entry, Unknown
from sukui_desktop.domain.facts.meeting import CorrectionNoted, ImportAccepted
from sukui_desktop.domain.rows_from_facts import (
    agenda_rows,
    joint_vote_rows,
    meeting_rows,
    people_rows,
    poll_rows,
    project_rows,
    signer_rows,
    station_rows,
)
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State, effect_of_added_edited_or_removed
from sukui_desktop.models.meeting import ConflictRow, CorrectionRow, ImportRow


def _no_effect_of_rewritten_words(state: State, entry: Entry) -> Effect:
    """Return nothing to put: what was written anew is read in the place of what was erased (`storage/journal.py`)."""
    del state, entry
    return Effect()


_APPLY: dict[str, Callable[[State, Entry], Effect | None]] = {
    "meeting": meeting_rows.effect_on_meeting,
    "stream": meeting_rows.effect_on_stream,
    "correction": partial(effect_of_added_edited_or_removed, kind=CorrectionRow, added=CorrectionNoted),
    "import": partial(effect_of_added_edited_or_removed, kind=ImportRow, added=ImportAccepted),
    "heading": meeting_rows.effect_on_heading,
    "person": people_rows.effect_on_person,
    "signer": signer_rows.effect_on_signer,
    "project": project_rows.effect_on_project,
    "item": agenda_rows.effect_on_item,
    "note": agenda_rows.effect_on_note,
    "station": station_rows.effect_on_station,
    "joint": joint_vote_rows.effect_on_joint_vote,
    "poll": poll_rows.effect_on_poll,
    "words": _no_effect_of_rewritten_words,
}


def effect_of_entry(state: State, entry: Entry) -> Effect:
    """Return what an entry changes of its subject's rows.

    Never refuses: an entry that no longer applies becomes a `ConflictRow`, for people to see
    (docs/sources.md, "Journal").
    """
    if isinstance(entry.fact, Unknown):
        return Effect()
    effect = _APPLY[entry.subject.partition("/")[0]](state, entry)
    if effect is not None:
        return effect
    return Effect((ConflictRow(entry_id=entry.entry_id, kind=entry.fact.KIND, code="no_longer_applies"),))

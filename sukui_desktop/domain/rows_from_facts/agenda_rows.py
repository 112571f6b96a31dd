"""What facts about agenda items and notes do to their rows."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain.facts import agenda as facts
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State, effect_of_added_edited_or_removed
from sukui_desktop.models.agenda import ItemRow, ItemState, NoteRow
from sukui_desktop.models.ids import NoteId
from sukui_desktop.models.shared_fields import copy_fields

_STATE_AFTER: dict[type[Fact], ItemState] = {
    facts.ItemStarted: ItemState.RUNNING,
    facts.ItemHeld: ItemState.HELD,
    facts.ItemClosed: ItemState.CLOSED,
}


def effect_on_item(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about an agenda item leads to; None when it no longer applies."""
    fact, item = entry.fact, state.row(ItemRow, entry.subject_id)
    if item is not None and isinstance(fact, facts.ItemDecided):
        return Effect((replace(item, decision=fact.text, decision_how=fact.how),))
    if item is not None and type(fact) in _STATE_AFTER:
        return _effect_of_item_state(item, entry, _STATE_AFTER[type(fact)])
    return effect_of_added_edited_or_removed(
        state, entry, ItemRow, facts.ItemAdded, (facts.ItemEdited, facts.ItemMoved), (facts.ItemRemoved,)
    )


def _effect_of_item_state(item: ItemRow, entry: Entry, after: ItemState) -> Effect | None:
    if after == item.state:
        return None
    spent = item.spent_ms
    if item.state == ItemState.RUNNING:
        spent += max(0, entry.at_ms - item.started_at_ms)
    started = entry.at_ms if after == ItemState.RUNNING else 0
    return Effect((replace(item, state=after, started_at_ms=started, spent_ms=spent),))


def effect_on_note(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about a note leads to; None when it no longer applies."""
    fact = entry.fact
    if isinstance(fact, facts.NoteRestored):
        row = copy_fields(
            NoteRow,
            fact,
            note_id=NoteId(entry.subject_id),
            at_ms=fact.spoken_at_ms,
            clock_ms=fact.order_ms,
            clock_counter=fact.order_counter,
        )
        return Effect((row,)) if state.row(NoteRow, entry.subject_id) is None else None
    return effect_of_added_edited_or_removed(
        state, entry, NoteRow, facts.NoteRecorded, (facts.NoteEdited,), (facts.NoteRemoved,)
    )

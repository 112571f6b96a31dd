"""What facts about agenda items and notes do to their rows."""

from __future__ import annotations

from msgspec.structs import asdict, replace

from sukui_desktop.domain.effects.effect import Effect, State
from sukui_desktop.domain.facts import agenda as facts
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.models.agenda import ItemRow, ItemState, NoteRow
from sukui_desktop.models.ids import ItemId, NoteId
from sukui_desktop.models.shared_fields import copy_fields

_STATE_AFTER: dict[type[Fact], ItemState] = {
    facts.ItemStarted: ItemState.RUNNING,
    facts.ItemHeld: ItemState.HELD,
    facts.ItemClosed: ItemState.CLOSED,
}


def apply_to_item(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about an agenda item leads to; None when it no longer applies."""
    fact, item_id = entry.fact, ItemId(entry.subject_id)
    item = state.row(ItemRow, item_id)
    if isinstance(fact, facts.ItemAdded):
        return Effect((ItemRow(item_id=item_id, **asdict(fact)),)) if item is None else None
    if item is None:
        return None
    if isinstance(fact, (facts.ItemEdited, facts.ItemMoved)):
        return Effect((replace(item, **asdict(fact)),))
    if isinstance(fact, facts.ItemRemoved):
        return Effect((), ((ItemRow, (item_id,)),))
    if isinstance(fact, facts.ItemDecided):
        return Effect((replace(item, decision=fact.text, decision_how=fact.how),))
    return _change_state(item, entry)


def _change_state(item: ItemRow, entry: Entry) -> Effect | None:
    after = _STATE_AFTER.get(type(entry.fact))
    if after is None or after == item.state:
        return None
    spent = item.spent_ms
    if item.state == ItemState.RUNNING:
        spent += max(0, entry.at_ms - item.started_at_ms)
    started = entry.at_ms if after == ItemState.RUNNING else 0
    return Effect((replace(item, state=after, started_at_ms=started, spent_ms=spent),))


def apply_to_note(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about a note leads to; None when it no longer applies."""
    fact, note_id = entry.fact, NoteId(entry.subject_id)
    note = state.row(NoteRow, note_id)
    if isinstance(fact, facts.NoteRestored):
        row = copy_fields(
            NoteRow,
            fact,
            note_id=note_id,
            at_ms=fact.spoken_at_ms,
            clock_ms=fact.order_ms,
            clock_counter=fact.order_counter,
        )
        return Effect((row,)) if note is None else None
    if isinstance(fact, facts.NoteRecorded):
        row = copy_fields(NoteRow, fact, entry, note_id=note_id)
        return Effect((row,)) if note is None else None
    if note is None:
        return None
    if isinstance(fact, facts.NoteEdited):
        return Effect((replace(note, **asdict(fact)),))
    if isinstance(fact, facts.NoteRemoved):
        return Effect((), ((NoteRow, (note_id,)),))
    return None

"""What facts about items, notes and projects do to their rows."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.effects.effect import Effect, State
from sukui_desktop.domain.facts import agenda as facts
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.models.agenda import DecisionHow, ItemRow, ItemState, NoteRow, ProjectRow
from sukui_desktop.models.ids import ItemId, NoteId, ProjectId

_STATE_AFTER: dict[type[Fact], ItemState] = {
    facts.ItemStarted: ItemState.RUNNING,
    facts.ItemHeld: ItemState.HELD,
    facts.ItemClosed: ItemState.CLOSED,
}


def apply_to_item(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about an agenda item leads to; None when it no longer applies."""
    fact, item_id = entry.fact, ItemId(entry.subject_id)
    item = state.get(ItemRow, item_id)
    if isinstance(fact, facts.ItemAdded):
        return _add_item(item_id, fact) if item is None else None
    if item is None:
        return None
    if isinstance(fact, facts.ItemEdited):
        return Effect((replace(item, title=fact.title, presenter=fact.presenter, minutes=fact.minutes),))
    if isinstance(fact, facts.ItemMoved):
        return Effect((replace(item, parent_id=fact.parent_id, rank=fact.rank),))
    if isinstance(fact, facts.ItemRemoved):
        return Effect((), ((ItemRow, (item_id,)),))
    if isinstance(fact, facts.ItemDecided):
        return Effect((replace(item, decision=fact.text, decision_how=fact.how),))
    return _turn(item, entry)


def _turn(item: ItemRow, entry: Entry) -> Effect | None:
    after = _STATE_AFTER.get(type(entry.fact))
    if after is None or after == item.state:
        return None
    spent = item.spent_ms
    if item.state == ItemState.RUNNING:
        spent += max(0, entry.at_ms - item.started_at_ms)
    started = entry.at_ms if after == ItemState.RUNNING else 0
    return Effect((replace(item, state=after, started_at_ms=started, spent_ms=spent),))


def _add_item(item_id: ItemId, fact: facts.ItemAdded) -> Effect:
    row = ItemRow(
        item_id=item_id,
        parent_id=fact.parent_id,
        rank=fact.rank,
        title=fact.title,
        presenter=fact.presenter,
        minutes=fact.minutes,
        state=ItemState.PLANNED,
        started_at_ms=0,
        spent_ms=0,
        decision="",
        decision_how=DecisionHow.OPEN,
    )
    return Effect((row,))


def apply_to_note(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about a note leads to; None when it no longer applies."""
    fact, note_id = entry.fact, NoteId(entry.subject_id)
    note = state.get(NoteRow, note_id)
    if isinstance(fact, facts.NoteRecorded) and note is None:
        item_id = ItemId(fact.item_id)
        row = NoteRow(
            note_id=note_id,
            item_id=item_id,
            speaker=fact.speaker,
            gist=fact.gist,
            at_ms=entry.at_ms,
            seq=entry.seq,
        )
        return Effect((row,))
    if note is None:
        return None
    if isinstance(fact, facts.NoteEdited):
        return Effect((replace(note, speaker=fact.speaker, gist=fact.gist),))
    if isinstance(fact, facts.NoteRemoved):
        return Effect((), ((NoteRow, (note_id,)),))
    return None


def apply_to_project(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about a project leads to; None when it no longer applies."""
    fact, project_id = entry.fact, ProjectId(entry.subject_id)
    project = state.get(ProjectRow, project_id)
    if isinstance(fact, facts.ProjectAdded):
        if project is not None:
            return None
        fields = msgspec.structs.asdict(fact)
        return Effect((ProjectRow(project_id=project_id, is_withdrawn=False, **fields),))
    if project is None:
        return None
    if isinstance(fact, facts.ProjectEdited):
        return Effect((replace(project, **msgspec.structs.asdict(fact)),))
    if isinstance(fact, facts.ProjectWithdrawn):
        return Effect((replace(project, is_withdrawn=True),))
    if isinstance(fact, facts.ProjectRemoved):
        return Effect((), ((ProjectRow, (project_id,)),))
    return None

"""Entries that did not apply (a conflict): what they were about, when and on which machine they were written."""

from __future__ import annotations

import msgspec

from sukui_desktop.models.agenda import ItemRow, ProjectRow
from sukui_desktop.models.meeting import ConflictRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.meeting_transaction import Transaction


class ConflictView(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that did not apply."""

    entry_id: str
    kind: str
    about: str
    """Type of its subject: poll, person, item …"""
    title: str
    """Of the poll, item or project; '' for anything else, and where there is none."""
    at_ms: int
    """What the clock of that machine showed."""
    stream: str
    is_own: bool
    """Whether this machine wrote it."""


def list_conflicts(room: Room) -> tuple[ConflictView, ...]:
    """Return every entry that did not apply, in the order of the record."""
    with room.reading() as tx:
        ids = {row.entry_id for row in tx.list_rows(ConflictRow)}
        return _list_conflict_views(tx, room, ids) if ids else ()


def _list_conflict_views(tx: Transaction, room: Room, ids: set[str]) -> tuple[ConflictView, ...]:
    titles = {
        **{f"poll/{row.poll_id}": row.title for row in tx.list_rows(PollRow)},
        **{f"item/{row.item_id}": row.title for row in tx.list_rows(ItemRow)},
        **{f"project/{row.project_id}": row.title for row in tx.list_rows(ProjectRow)},
    }
    entries = (entry for _, entry in tx.journal.decode_entries(tx.journal.read_entries()))
    return tuple(
        ConflictView(
            entry_id=entry.entry_id,
            kind=entry.fact.KIND,
            about=entry.subject.partition("/")[0],
            title=titles.get(entry.subject, ""),
            at_ms=entry.at_ms,
            stream=entry.stream,
            is_own=room.context.station.find_stream_key(entry.stream) is not None,
        )
        for entry in entries
        if entry.entry_id in ids
    )

"""What applying one entry amounts to: rows to put, rows to remove, or a conflict to show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from sukui_desktop.domain import rows

R = TypeVar("R", bound=rows.Row)
Key = tuple[str, ...]

ROW_KEYS: dict[type[rows.Row], tuple[str, ...]] = {
    rows.MeetingRow: ("meeting_id",),
    rows.PersonRow: ("person_id",),
    rows.AttendanceRow: ("person_id",),
    rows.SlipRow: ("person_id", "poll_id"),
    rows.ProjectRow: ("project_id",),
    rows.ItemRow: ("item_id",),
    rows.NoteRow: ("note_id",),
    rows.PollRow: ("poll_id",),
    rows.ChannelRow: ("poll_id", "key"),
    rows.MinutesRow: ("heading",),
    rows.ImportRow: ("import_id",),
    rows.ConflictRow: ("entry_id",),
}

SUBJECT_ROWS: dict[str, tuple[type[rows.Row], ...]] = {
    "meeting": (rows.MeetingRow,),
    "stream": (),
    "import": (rows.ImportRow,),
    "heading": (rows.MinutesRow,),
    "person": (rows.PersonRow, rows.AttendanceRow, rows.SlipRow),
    "project": (rows.ProjectRow,),
    "item": (rows.ItemRow,),
    "note": (rows.NoteRow,),
    "poll": (rows.PollRow, rows.ChannelRow),
}
"""subject type → the row types its entries may touch; the first column of each key is the subject's id."""


class Effect(msgspec.Struct, frozen=True):
    """Rows to put (whole rows, by their key) and rows to remove (type and key)."""

    put: tuple[rows.Row, ...] = ()
    remove: tuple[tuple[type[rows.Row], Key], ...] = ()


def key_of(row: rows.Row) -> Key:
    """Return the key of a row within its table."""
    return tuple(getattr(row, name) for name in ROW_KEYS[type(row)])


class State:
    """The rows of one subject, as applying may read them."""

    def __init__(self, held: Iterable[rows.Row] = ()) -> None:
        self._rows: dict[tuple[type[rows.Row], Key], rows.Row] = {(type(row), key_of(row)): row for row in held}

    def get(self, kind: type[R], *key: str) -> R | None:
        """Return the row of this type and key, or None."""
        found = self._rows.get((kind, key))
        return found if isinstance(found, kind) else None

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of this type in key order."""
        return tuple(row for _, row in sorted(self._rows.items(), key=lambda i: i[0][1]) if isinstance(row, kind))

    def take(self, effect: Effect) -> None:
        """Bring the rows up to date with an effect."""
        for kind, key in effect.remove:
            self._rows.pop((kind, key), None)
        for row in effect.put:
            self._rows[type(row), key_of(row)] = row

"""`Effect`, the rows that an entry puts and removes, and `State`, the rows of a subject that it is applied to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec
from msgspec.structs import asdict, replace

from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.models.row import Key, Row, key_of_row
from sukui_desktop.models.shared_fields import copy_fields

R = TypeVar("R", bound=Row)


class Effect(msgspec.Struct, frozen=True):
    """Rows to put (whole rows, by their key) and rows to remove (type and key)."""

    put: tuple[Row, ...] = ()
    remove: tuple[tuple[type[Row], Key], ...] = ()


class State:
    """The rows of one subject, as applying may read them."""

    def __init__(self, held: Iterable[Row] = ()) -> None:
        self._rows: dict[tuple[type[Row], Key], Row] = {(type(row), key_of_row(row)): row for row in held}

    def row(self, kind: type[R], *key: str) -> R | None:
        """Return the row of this type and key, or None."""
        found = self._rows.get((kind, key))
        return found if isinstance(found, kind) else None

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of this type in key order."""
        return tuple(row for _, row in sorted(self._rows.items(), key=lambda i: i[0][1]) if isinstance(row, kind))

    def all_rows(self) -> tuple[Row, ...]:
        """Return all rows."""
        return tuple(self._rows.values())

    def apply_effect(self, effect: Effect) -> None:
        """Bring the rows up to date with an effect."""
        for kind, key in effect.remove:
            self._rows.pop((kind, key), None)
        for row in effect.put:
            self._rows[type(row), key_of_row(row)] = row


def effect_of_added_edited_or_removed(
    state: State,
    entry: Entry,
    kind: type[Row],
    added: type[Fact],
    edited: tuple[type[Fact], ...] = (),
    removed: tuple[type[Fact], ...] = (),
) -> Effect | None:
    """Return what a fact of one of these types does to the row of its subject: made, changed field by field, removed.

    None when it no longer applies, and for a fact of another type.
    """
    fact, row = entry.fact, state.row(kind, entry.subject_id)
    if isinstance(fact, added):
        made = copy_fields(kind, entry, fact, **{kind.KEY[0]: entry.subject_id})
        return Effect((made,)) if row is None else None
    if row is not None and isinstance(fact, edited):
        return Effect((replace(row, **asdict(fact)),))
    return Effect((), ((kind, key_of_row(row)),)) if row is not None and isinstance(fact, removed) else None

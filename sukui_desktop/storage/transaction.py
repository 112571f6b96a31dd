"""What a service holds while it works: rows to read, and one way to change anything."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from sukui_desktop.domain.applying.apply import apply
from sukui_desktop.domain.applying.effect import Effect, State
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.errors import NotFound
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.facts.kinds import SUBJECT_OF
from sukui_desktop.domain.facts.person import PersonAdded, PersonEdited
from sukui_desktop.models.ids import make_id
from sukui_desktop.models.row import Key, Row, key_of
from sukui_desktop.models.rows import rows_of_subject
from sukui_desktop.record.body import PERSON_KEY_SIZE
from sukui_desktop.record.writing import Writer, Written
from sukui_desktop.storage import journal
from sukui_desktop.storage.connection import Database
from sukui_desktop.storage.projections import Scope, read_rows, read_subjects, write_effect

R = TypeVar("R", bound=Row)


class Appended(msgspec.Struct, frozen=True):
    """Entries that were appended: the ids of their subjects, in order, and what changed."""

    ids: tuple[str, ...]
    changes: Changes


class Transaction:
    """One transaction on a meeting file."""

    def __init__(
        self,
        database: Database,
        scope: Scope,
        writer: Writer,
        now: Callable[[], int],
        monotonic: Callable[[], int],
    ) -> None:
        self.database = database
        self.scope = scope
        self.writer = writer
        self.now = now
        self._monotonic = monotonic

    def all(self, kind: type[R], **where: str) -> tuple[R, ...]:
        """Return rows of one type in key order, all or those whose columns equal `where`."""
        return read_rows(self.database, self.scope, kind, **where)

    def find(self, kind: type[R], *key: str) -> R | None:
        """Return the row with this key, or None."""
        rows = read_rows(self.database, self.scope, kind, **dict(zip(kind.KEY, key, strict=True)))
        return rows[0] if rows else None

    def one(self, kind: type[R], *key: str) -> R:
        """Return the row with this key.

        Raises NotFound `<table>_unknown`.
        """
        row = self.find(kind, *key)
        if row is None:
            raise NotFound(kind.UNKNOWN, id=key[-1])
        return row

    def begun(self, kind: type[Fact]) -> tuple[str, ...]:
        """Return the ids of what facts of this kind were told of, in the order of the record."""
        return tuple(s.partition("/")[2] for s in journal.read_subjects_of(self.database, kind.KIND))

    def append(self, subject_id: str | None, fact: Fact) -> Appended:
        """Append one entry about the subject of this id (None: the entry creates it) and apply it."""
        return self.append_all([(subject_id, fact)])

    def append_all(self, facts: Iterable[tuple[str | None, Fact]]) -> Appended:
        """Append entries in order and apply them: one entry for each fact, all in this transaction."""
        written, entries, keys = self._write_all(list(facts))
        if not written:
            return Appended((), Changes())
        if keys:
            journal.keep_person_keys(self.database, self.scope, keys)
        journal.insert_entries(self.database, self.scope, self.writer.key.stream, written)
        effect = self._apply_all(entries)
        write_effect(self.database, self.scope, effect)
        return Appended(tuple(entry.subject_id for entry in entries), _changes(effect))

    def _write_all(
        self, facts: list[tuple[str | None, Fact]]
    ) -> tuple[list[Written], list[Entry], list[tuple[str, bytes]]]:
        written, entries, keys = [], [], []
        stream, now_ms, monotonic_ms = self.writer.key.stream, self.now(), self._monotonic()
        for given_id, fact in facts:
            subject_id = given_id or make_id(stream, self.writer.head.seq + 1)
            key = None
            if isinstance(fact, PersonAdded):
                key = secrets.token_bytes(PERSON_KEY_SIZE)
                keys.append((subject_id, key))
            elif isinstance(fact, PersonEdited):
                key = journal.person_key(self.database, subject_id)
            subject = f"{SUBJECT_OF[fact.KIND]}/{subject_id}"
            link = self.writer.write(subject, fact, person_key=key, now_ms=now_ms, monotonic_ms=monotonic_ms)
            written.append(link)
            entries.append(
                Entry(stream=stream, seq=link.header.seq, subject=subject, at_ms=link.header.clock_ms, fact=fact)
            )
        return written, entries, keys

    def _apply_all(self, entries: list[Entry]) -> Effect:
        states = load_states(self.database, self.scope, [entry.subject for entry in entries])
        return fold(states, entries)


def load_states(database: Database, scope: Scope, subjects: Iterable[str]) -> dict[str, State]:
    """Return the present rows of each subject."""
    ids_by_type: dict[str, list[str]] = {}
    for subject in dict.fromkeys(subjects):
        name, _, subject_id = subject.partition("/")
        ids_by_type.setdefault(name, []).append(subject_id)
    held: dict[str, list[Row]] = {f"{n}/{i}": [] for n, ids in ids_by_type.items() for i in ids}
    for name, ids in ids_by_type.items():
        for kind in rows_of_subject(name):
            for row in read_subjects(database, scope, kind, ids):
                held[f"{name}/{key_of(row)[0]}"].append(row)
    return {subject: State(rows) for subject, rows in held.items()}


def fold(states: dict[str, State], entries: Iterable[Entry]) -> Effect:
    """Apply entries in order onto the states of their subjects and return what it all amounts to."""
    put: dict[tuple[type[Row], Key], Row] = {}
    removed: dict[tuple[type[Row], Key], None] = {}
    for entry in entries:
        state = states.get(entry.subject)
        if state is None:
            state = states[entry.subject] = State()
        effect = apply(state, entry)
        state.take(effect)
        for place in effect.remove:
            put.pop(place, None)
            removed[place] = None
        for row in effect.put:
            place = (type(row), key_of(row))
            removed.pop(place, None)
            put[place] = row
    return Effect(tuple(put.values()), tuple(removed))


def _changes(effect: Effect) -> Changes:
    places = [(type(row), key_of(row)) for row in effect.put] + list(effect.remove)
    return Changes(
        frozenset(kind.TABLE for kind, _ in places),
        frozenset(key[0] for _, key in places),
    )

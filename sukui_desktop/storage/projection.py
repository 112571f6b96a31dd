"""The rows of one meeting that readers see: reading them, writing what entries lead to, replaying the journal."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import cbor2
import msgspec
from sqlalchemy import Column, Delete, Select, bindparam, delete, select, type_coerce
from sqlalchemy.types import NullType

from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.rows_from_facts.effect_of_entry import effect_of_entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.models.ids import Scope
from sukui_desktop.models.meeting import ConflictRow, MeetingRow
from sukui_desktop.models.row import Key, Row, key_of_row
from sukui_desktop.models.row_registry import ROW_TYPES, row_types_of_subject
from sukui_desktop.models.tables import SCOPE_COLUMNS, table_of_row_type
from sukui_desktop.storage.database import Database, Values, insert_of_dialect, scope_conditions, scope_values

R = TypeVar("R", bound=Row)


class Projection:
    """The rows of one meeting; all of them can be dropped and replayed from its journal."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope_values(scope)

    def list_rows(self, kind: type[R], **where: str | bool) -> tuple[R, ...]:
        """Return rows of one type in key order, all or those whose columns equal `where`."""
        found = self._database.execute(
            _select_rows_statement(kind, tuple(where)), {**self._scope, **_values_with_prefix(where)}
        )
        fields = kind.__struct_fields__  # the columns that the statement asks for
        return tuple([kind(**dict(zip(fields, row, strict=False))) for row in found.all()])

    def find_row(self, kind: type[R], *key: str) -> R | None:
        """Return the row with this key, or None."""
        rows = self.list_rows(kind, **dict(zip(kind.KEY, key, strict=True)))
        return rows[0] if rows else None

    def has_meeting(self) -> bool:
        """Return whether the meeting itself is among the rows."""
        return bool(self.list_rows(MeetingRow))

    def write_row_changes(self, effect: Effect) -> None:
        """Bring the rows up to date with what applying entries comes to."""
        removed, put = defaultdict[type[Row], list[Values]](list), defaultdict[type[Row], list[Values]](list)
        for kind, key in effect.remove:
            named = dict(zip(kind.KEY, key, strict=True))
            removed[kind].append({**_values_with_prefix(named), **self._scope})
        for row in effect.put:
            put[type(row)].append({**msgspec.structs.asdict(row), **self._scope})
        for kind, values in removed.items():
            self._database.execute(_delete_row_statement(kind), values)
        for kind, values in put.items():
            self._database.execute(_upsert_statement(kind, self._database.is_postgres), values)

    def read_states_of_subjects(self, subjects: Iterable[str]) -> dict[str, State]:
        """Return the present rows of each subject (`type/id`)."""
        ids_by_type: dict[str, list[str]] = {}
        for subject in dict.fromkeys(subjects):
            name, _, subject_id = subject.partition("/")
            ids_by_type.setdefault(name, []).append(subject_id)
        rows: dict[str, list[Row]] = {f"{name}/{one}": [] for name, ids in ids_by_type.items() for one in ids}
        for name, ids in ids_by_type.items():
            for kind in row_types_of_subject(name):
                for row in self._rows_with_ids(kind, ids):
                    rows[f"{name}/{key_of_row(row)[0]}"].append(row)
        return {subject: State(held) for subject, held in rows.items()}

    def _rows_with_ids(self, kind: type[R], ids: Sequence[str]) -> Iterator[R]:
        if len(ids) == 1:
            yield from self.list_rows(kind, **{kind.KEY[0]: ids[0]})
            return
        wanted = set(ids)
        yield from (row for row in self.list_rows(kind) if key_of_row(row)[0] in wanted)

    def replay_entries(self, entries: Iterable[Entry]) -> None:
        """Remove every row and write what the entries, in the order of the record, lead to."""
        for kind in ROW_TYPES:
            self._database.execute(_delete_all_statement(kind), self._scope)
        self.write_row_changes(fold_entries_into_effect({}, entries))

    def replay_subjects(self, subjects: Iterable[str], entries: Iterable[Entry]) -> Effect:
        """Write the rows of these subjects anew from all their entries, in the order of the record.

        The rows are then those that a replay of the whole journal would give. Returns what was put and removed.
        """
        replayed = list(entries)
        before = self.read_states_of_subjects(subjects)
        effect = fold_entries_into_effect({}, replayed)
        gone = {(type(row), key_of_row(row)): None for state in before.values() for row in state.all_rows()}
        gone |= {(ConflictRow, (entry.entry_id,)): None for entry in replayed}
        for row in effect.put:
            gone.pop((type(row), key_of_row(row)), None)
        whole = Effect(effect.put, tuple(gone))
        self.write_row_changes(whole)
        return whole

    def hash_tables(self) -> dict[str, str]:
        """Return for each table the SHA-256 over its rows in key order, as deterministic CBOR (docs/formats)."""
        hashes = {}
        for kind in ROW_TYPES:
            total = hashlib.sha256()
            for _, values in self.dump_table(kind):
                total.update(cbor2.dumps(values, canonical=True))
            hashes[kind.TABLE] = total.hexdigest()
        return hashes

    def dump_table(self, kind: type[Row]) -> Iterator[tuple[Key, list[Any]]]:
        """Yield (key, all columns) of each row of a table in key order, as the database has them.

        Cells are not converted to the types of the row, so that one of a wrong type is a difference and not a crash.
        """
        keys = [columns_of_table(kind).index(name) for name in key_columns_of_table(kind)]
        for row in self._database.execute(_dump_statement(kind), self._scope):
            values = [int(value) if isinstance(value, bool) else value for value in row]
            yield tuple(str(values[place]) for place in keys), values


@cache
def columns_of_table(kind: type[Row]) -> tuple[str, ...]:
    """Return the columns of the table of a row type, in order: city and meeting, then the row's own."""
    return tuple(dict.fromkeys((*SCOPE_COLUMNS, *kind.__struct_fields__)))


@cache
def key_columns_of_table(kind: type[Row]) -> tuple[str, ...]:
    """Return the columns of its primary key, in order."""
    return tuple(dict.fromkeys((*SCOPE_COLUMNS, *kind.KEY)))


def _values_with_prefix(where: Mapping[str, str | bool]) -> dict[str, object]:
    """Name the values of a condition apart from the columns, as a delete or an insert would take them for its own."""
    return {f"is_{name}": value for name, value in where.items()}


@cache
def _select_rows_statement(kind: type[Row], where: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    table = table_of_row_type(kind)
    unknown = [name for name in where if name not in kind.__struct_fields__]
    if unknown:
        raise ValueError(f"{kind.__name__} has no column {unknown}")
    columns: list[Column[Any]] = [table.c[name] for name in kind.__struct_fields__]
    conditions = [table.c[name] == bindparam(f"is_{name}") for name in where]
    return select(*columns).where(*scope_conditions(table), *conditions).order_by(*(table.c[name] for name in kind.KEY))


@cache
def _delete_row_statement(kind: type[Row]) -> Delete:
    table = table_of_row_type(kind)
    return delete(table).where(
        *scope_conditions(table), *(table.c[name] == bindparam(f"is_{name}") for name in kind.KEY)
    )


@cache
def _delete_all_statement(kind: type[Row]) -> Delete:
    return delete(table_of_row_type(kind)).where(*scope_conditions(table_of_row_type(kind)))


@cache
def _upsert_statement(kind: type[Row], is_postgres: bool) -> Any:
    table, keys = table_of_row_type(kind), key_columns_of_table(kind)
    chosen = insert_of_dialect(table, is_postgres=is_postgres)
    others = {column.name: chosen.excluded[column.name] for column in table.c if column.name not in keys}
    return chosen.on_conflict_do_update(index_elements=list(keys), set_=others)


@cache
def _dump_statement(kind: type[Row]) -> Select[*tuple[Any, ...]]:
    table = table_of_row_type(kind)
    columns = [type_coerce(table.c[name], NullType()).label(name) for name in columns_of_table(kind)]
    return (
        select(*columns)
        .where(*scope_conditions(table))
        .order_by(*(table.c[name] for name in key_columns_of_table(kind)))
    )


def fold_entries_into_effect(states: dict[str, State], entries: Iterable[Entry]) -> Effect:
    """Apply entries in order onto the states of their subjects and return what it all comes to."""
    put: dict[tuple[type[Row], Key], Row] = {}
    removed: dict[tuple[type[Row], Key], None] = {}
    for entry in entries:
        state = states.get(entry.subject)
        if state is None:
            state = states[entry.subject] = State()
        effect = effect_of_entry(state, entry)
        state.apply_effect(effect)
        for place in effect.remove:
            put.pop(place, None)
            removed[place] = None
        for row in effect.put:
            place = (type(row), key_of_row(row))
            removed.pop(place, None)
            put[place] = row
    return Effect(tuple(put.values()), tuple(removed))

"""The SQLAlchemy tables of a meeting: the journal's own, and one derived from each row type."""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from threading import Lock
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from sukui_desktop.models.row import Row
from sukui_desktop.models.row_registry import ROW_TYPES


class StateText(TypeDecorator[StrEnum]):
    """A member of an enumeration of texts, as its text."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Store it as any other text."""
        return dialect.type_descriptor(TEXT)

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Write the text."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """Read the member. Raises ValueError for a text that is none."""
        return None if value is None else self.kind(value)


class TextTuple(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts in one column, as compact JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Write the tuple."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        """Read the tuple."""
        return None if value is None else tuple(json.loads(value))


TEXT: TypeEngine[str] = (
    Text().with_variant(Text(collation="BINARY"), "sqlite").with_variant(Text(collation="C"), "postgresql")
)
"""Text that both databases order as Python does: by code point."""

metadata = MetaData()

SCOPE_COLUMNS = ("city_id", "meeting_id")
"""Every key begins with these, so that a store of many meetings can be split by them."""


def _scope_columns() -> list[Column[Any]]:
    return [Column(name, TEXT, nullable=False) for name in SCOPE_COLUMNS]


_ENTRY_COLUMNS: dict[str, TypeEngine[Any]] = {
    "stream": TEXT,
    "seq": BigInteger(),
    **dict.fromkeys(("signed", "signature", "salt", "body", "hash"), LargeBinary()),
    **dict.fromkeys(("clock_ms", "clock_counter"), BigInteger()),
    "kind": TEXT,
    "subject": TEXT,
}


def _entry_table(name: str, *indexes: Index) -> Table:
    columns = [Column(column, kind, nullable=False) for column, kind in _ENTRY_COLUMNS.items()]
    key = PrimaryKeyConstraint(*SCOPE_COLUMNS, "stream", "seq")
    return Table(name, metadata, *_scope_columns(), *columns, key, *indexes)


ENTRY = _entry_table("entry", Index("entry_order", *SCOPE_COLUMNS, "clock_ms", "clock_counter", "stream", "seq"))
"""Signed entries, exactly as they were made; the entries of a stream are there from 0 without a gap."""

HELD_ENTRY = _entry_table("held_entry")
"""Received entries that wait for one before them in their stream."""

PERSON_KEY = Table(
    "person_key",
    metadata,
    *_scope_columns(),
    Column("person_id", TEXT, nullable=False),
    Column("key", LargeBinary, nullable=False),
    PrimaryKeyConstraint(*SCOPE_COLUMNS, "person_id"),
)
"""The keys that sealed words are opened with: `person_id` is the name of the key, which is in the body of its entry; in
entries that were written before 0.5.0 it is the person's id. Deleting one erases the words."""

POLL_SECRET = Table(
    "poll_secret",
    metadata,
    *_scope_columns(),
    Column("poll_id", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("value", LargeBinary, nullable=False),
    PrimaryKeyConstraint(*SCOPE_COLUMNS, "poll_id", "name"),
)
"""What opens the box of a poll, as far as it may be written down; destroyed when the poll is sealed or void."""

FILE_FACT = Table(
    "file_fact",
    metadata,
    Column("name", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
)
"""What the file notes about itself: journal schema, projection number, current stream."""

RECORD: tuple[Table, ...] = (ENTRY, PERSON_KEY, POLL_SECRET, FILE_FACT, HELD_ENTRY)
"""The tables that are the record itself and cannot be rebuilt."""


_PLAIN_TYPES: dict[Any, TypeEngine[Any]] = {
    bool: Boolean(),
    int: BigInteger(),
    bytes: LargeBinary(),
    tuple[str, ...]: TextTuple(),
}
_DERIVING = Lock()


def _column_type(annotation: Any) -> TypeEngine[Any]:
    if annotation in _PLAIN_TYPES:
        return _PLAIN_TYPES[annotation]
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return StateText(annotation)
    if isinstance(annotation, type) and issubclass(annotation, str):
        return TEXT
    supertype = getattr(annotation, "__supertype__", None)
    if supertype is not None:
        return _column_type(supertype)
    raise TypeError(f"no column type for {annotation!r}")


def _derive_table(kind: type[Row]) -> Table:
    fields = {field.name: field.type for field in msgspec.structs.fields(kind) if field.name not in SCOPE_COLUMNS}
    key = dict.fromkeys((*SCOPE_COLUMNS, *kind.KEY))
    return Table(
        kind.TABLE,
        metadata,
        *_scope_columns(),
        *(Column(name, _column_type(annotation), nullable=False) for name, annotation in fields.items()),
        PrimaryKeyConstraint(*key),
    )


@cache
def table_of_row_type(kind: type[Row]) -> Table:
    """Return the table of a row type, derived when it is first asked for: opening a meeting needs a third of them."""
    with _DERIVING:
        derived = metadata.tables.get(kind.TABLE)
        return _derive_table(kind) if derived is None else derived


def tables_of_all_row_types() -> tuple[Table, ...]:
    """Return the table of each row type; all of them can be dropped and rebuilt from the journal."""
    return tuple(table_of_row_type(kind) for kind in ROW_TYPES)

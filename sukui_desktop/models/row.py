"""What a row is: the frozen struct that services return, with its table, its key and its subject declared on it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

Key = tuple[str, ...]
"""The values of a row's key columns, in the order of `Row.KEY`."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a table that readers see. Times are milliseconds since 1970 UTC, 0 for never; money is in the
    currency's smallest unit. Defaults are what a thing has when its first entry makes it.

    A child declares everything about its noun: fields, table, key, subject. The SQLAlchemy table, the reader, the
    writer and the loading of a subject are derived from it (`models/row_registry.py`, `models/tables.py`).
    `KEY`, `SUBJECT` and `UNKNOWN` are declared where they are not `<table>_id`, the table's name and `<table>_unknown`.
    """

    TABLE: ClassVar[str] = ""
    """Name of the table."""
    KEY: ClassVar[tuple[str, ...]] = ()
    """Fields that make a row unique within its meeting; the first one is the id of its subject."""
    SUBJECT: ClassVar[str] = ""
    """Type of the subject whose entries may write the row; '' for none."""
    UNKNOWN: ClassVar[str] = ""
    """Code of `NotFound` when there is no row of a key."""

    def __init_subclass__(cls) -> None:
        usual_names = {"KEY": (f"{cls.TABLE}_id",), "SUBJECT": cls.TABLE, "UNKNOWN": f"{cls.TABLE}_unknown"}
        for name, usual in usual_names.items():
            if name not in vars(cls):
                setattr(cls, name, usual)


def key_of_row(row: Row) -> Key:
    """Return the key of a row within its table."""
    return tuple(getattr(row, name) for name in row.KEY)

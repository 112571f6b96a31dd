"""Rows and other structs of which a test names only the fields it is about; the others are empty."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar, get_origin, get_type_hints

import msgspec

RowT = TypeVar("RowT", bound=msgspec.Struct)
_EMPTY: dict[object, object] = {str: "", int: 0, bool: False, bytes: b"", tuple: ()}


def blank(kind: type[RowT], **fields: Any) -> RowT:
    """Return a row of `kind` with these fields, all others empty by their type; a state is its first."""
    hints = get_type_hints(kind)
    empty: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        hint = hints[field.name]
        plain = getattr(hint, "__supertype__", hint)
        is_state = isinstance(plain, type) and issubclass(plain, StrEnum)
        empty[field.name] = next(iter(plain)) if is_state else _EMPTY[get_origin(plain) or plain]
    return kind(**(empty | fields))

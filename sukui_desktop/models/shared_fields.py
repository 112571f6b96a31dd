"""Structs made of other structs that have fields of the same names."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import msgspec

S = TypeVar("S", bound=msgspec.Struct)


def copy_fields(kind: type[S], /, *sources: msgspec.Struct, **others: Any) -> S:
    """Return a `kind` with the values of every field that a source has by the same name, and `others` as given.

    Where several have a field, `others` go before the last source, and that before the first.
    Raises TypeError when a field without a default is in none of them.
    """
    fields: dict[str, Any] = {}
    for source in sources:
        fields.update((name, getattr(source, name)) for name in _shared_field_names(kind, type(source)))
    return kind(**fields | others)


@cache
def _shared_field_names(kind: type[msgspec.Struct], other: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_fields__ if name in other.__struct_fields__)

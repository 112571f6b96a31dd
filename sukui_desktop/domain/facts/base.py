"""What a fact is: its kind, its version, and how its older versions are raised to today's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar

import msgspec
from msgspec import inspect

ERASED = "(지움)"
"""What stands in the record where words were erased; part of the record and no message, so it is the same for ever."""

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""The fields of a fact as they were written in one version → the same in the next version."""


def fields_unchanged(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a version to which the next one only added what may be absent, or whose words it seals."""
    return fields


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened.

    A change of a fact's fields is a new version: raise `VERSION`, add to `UPCASTS` the function that makes the fields
    of the version before into those of the new one, and write its vector (`tests/builders/fact_vectors.py`).
    """

    KIND: ClassVar[str] = ""
    """Name on the wire, such as `person.admitted`; never used again for anything else."""
    SUBJECT: ClassVar[str] = ""
    """Type of its subject; '' where that is the first word of `KIND`."""
    VERSION: ClassVar[int] = 1
    """The version that is written."""
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {}
    """Version → function to the next one, for every version below `VERSION`."""
    SEALED: ClassVar[tuple[str, ...]] = ()
    """Fields (names on the wire) that are words of people and may name somebody: texts, lists of texts, or structs that
    may be absent. They are written under a key of the entry's own, which can be destroyed."""
    SEALED_SINCE: ClassVar[int] = 0
    """The version from which they are; in the versions before they are in the clear and cannot be erased."""

    @classmethod
    def read_from_version(cls, version: int, fields: dict[str, Any]) -> Fact:
        """Return the fact that was written with these fields (wire names) in this version, 1 to `VERSION`.

        Raises msgspec.ValidationError when the fields are not those of the version, KeyError when one is missing or
        there never was such a version.
        """
        for older in range(version, cls.VERSION):
            fields = cls.UPCASTS[older](fields)
        return msgspec.convert(fields, cls, builtin_types=(bytes,))


@cache
def values_of_erased_fields(kind: type[Fact]) -> dict[str, Any]:
    """Return what a reader takes for the sealed fields of a fact whose key was destroyed and whose words nobody wrote
    anew: `ERASED` for a text, an empty list or no bytes, null where that is allowed; what may be absent is absent."""
    found: dict[str, Any] = {}
    for field in inspect.type_info(kind).fields:  # type: ignore[attr-defined]
        if field.encode_name in kind.SEALED and field.required:
            found[field.encode_name] = _erased_value(field.type)
    return found


def _erased_value(kind: inspect.Type) -> Any:
    if isinstance(kind, inspect.StrType):
        return ERASED
    if isinstance(kind, inspect.VarTupleType):
        return []
    if isinstance(kind, inspect.BytesType):
        return b""
    if isinstance(kind, inspect.UnionType) and kind.includes_none:
        return None
    raise TypeError(f"a field of {kind} cannot be sealed")


class Unknown(Fact, frozen=True, kw_only=True):
    """A fact of a kind or of a version that this program does not know: kept, passed on, counted; no row changes."""

    name: str
    """Its kind on the wire."""
    version: int


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A fact at its place in the record.

    `subject` is `type/id`: the one person, item, poll … whose rows it may change.
    """

    stream: str
    seq: int
    subject: str
    at_ms: int
    """What the wall clock showed: for showing, never for order."""
    fact: Fact
    clock_ms: int = 0
    """The clock of the record with its counter, which never runs backwards: for order, never for showing."""
    clock_counter: int = 0

    @property
    def entry_id(self) -> str:
        """The name of the entry in its meeting."""
        return f"{self.stream}:{self.seq:012d}"

    @property
    def subject_id(self) -> str:
        """The id part of the subject."""
        return self.subject.partition("/")[2]

"""The root of every fact: its kind's name and version, and of which subject it speaks."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened; a child says its kind (`person.admitted`), append-only as a name."""

    KIND: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1


class Unknown(Fact, frozen=True, kw_only=True):
    """A fact of a kind that this version does not know: kept, passed on, counted, and changes nothing here."""

    name: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A fact at its place in the record, opened for applying.

    `subject` is `type/id`: the one person, item, poll … whose rows it may touch. `at_ms` is the clock's millisecond.
    """

    stream: str
    seq: int
    subject: str
    at_ms: int
    fact: Fact

    @property
    def subject_id(self) -> str:
        """The id part of the subject."""
        return self.subject.partition("/")[2]

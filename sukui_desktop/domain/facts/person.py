"""Facts about one person: on the roster, in the room, with a slip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sukui_desktop.domain.facts.base import Fact, Upcast, fields_unchanged
from sukui_desktop.models.people import Personal


def _add_empty_affiliation_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew no affiliation, position, birth or remark of a person: they are ''."""
    personal = fields["personal"]
    if personal is None:
        return fields
    return {**fields, "personal": {**dict.fromkeys(("affiliation", "position", "birth", "remark"), ""), **personal}}


class PersonEdited(Fact, frozen=True, kw_only=True):
    """A person's roster line was written anew. `personal` is None once the person was erased."""

    KIND: ClassVar[str] = "person.edited"
    VERSION: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: _add_empty_affiliation_fields, 2: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("personal",)
    SEALED_SINCE: ClassVar[int] = 3
    """In the versions before it is sealed too, under one key of the person for all their entries."""
    channel: str
    role: str
    personal: Personal | None


class PersonAdded(PersonEdited, frozen=True, kw_only=True):
    """A person was put on the roster."""

    KIND: ClassVar[str] = "person.added"
    is_walk_in: bool


class PersonRemoved(Fact, frozen=True, kw_only=True):
    """A person was taken off the roster; what they did stays in the record."""

    KIND: ClassVar[str] = "person.removed"


class PersonAdmitted(Fact, frozen=True, kw_only=True):
    """A person came in, and was given a slip for each of `polls`; which slip, nobody notes."""

    KIND: ClassVar[str] = "person.admitted"
    polls: tuple[str, ...] = ()


class AdmissionUndone(Fact, frozen=True, kw_only=True):
    """An admission was a mistake: the person was never here."""

    KIND: ClassVar[str] = "admission.undone"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("reason",)
    SEALED_SINCE: ClassVar[int] = 2
    SUBJECT: ClassVar[str] = "person"
    reason: str


class PersonLeft(Fact, frozen=True, kw_only=True):
    """A person went out: was present, is not now."""

    KIND: ClassVar[str] = "person.left"


class SlipGiven(Fact, frozen=True, kw_only=True):
    """A slip for a poll was given to a person."""

    KIND: ClassVar[str] = "slip.given"
    SUBJECT: ClassVar[str] = "person"
    poll_id: str


class SlipReturned(Fact, frozen=True, kw_only=True):
    """A person gave the unused slip back; its token can no longer vote."""

    KIND: ClassVar[str] = "slip.returned"
    SUBJECT: ClassVar[str] = "person"
    poll_id: str


class SlipSpoiled(Fact, frozen=True, kw_only=True):
    """A slip was damaged and its token stopped; the person may be given another."""

    KIND: ClassVar[str] = "slip.spoiled"
    SUBJECT: ClassVar[str] = "person"
    poll_id: str


class PersonErased(Fact, frozen=True, kw_only=True):
    """Somebody was erased (개인정보 보호법 제36조): every key of entries about them is destroyed, and words that name
    them are written anew by the entries `words.rewritten` beside this one."""

    KIND: ClassVar[str] = "person.erased"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("reason",)
    SEALED_SINCE: ClassVar[int] = 1
    reason: str
    signer_ids: tuple[str, ...]
    """The two people who decided it."""
    unsealed: int
    """Entries of versions that did not seal words and that name the person: those cannot be erased."""
    after: bytes = b""
    """Hash of the newest entry that the record had before it, which is the last of those that write words anew; b'' in
    version 1."""
    rewritten: int = 0
    """How many entries up to there write words anew without the person: those, and no others, both people signed."""
    signatures: tuple[bytes, ...] = ()
    """Of the two, in their order; () in version 1."""

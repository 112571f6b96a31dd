"""Facts about the meeting as a whole, its files and its minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from sukui_desktop.domain.facts.base import Fact, Upcast, fields_unchanged
from sukui_desktop.domain.quorum import QuorumRule
from sukui_desktop.models.meeting import ImportSubject, MeetingBasics


class MeetingEdited(MeetingBasics, Fact, frozen=True, kw_only=True):
    """The facts of the meeting were written anew, all of them."""

    KIND: ClassVar[str] = "meeting.edited"
    quorum: QuorumRule


class MeetingCreated(MeetingEdited, frozen=True, kw_only=True):
    """A meeting began to exist; what is here and not in `MeetingEdited` never changes."""

    KIND: ClassVar[str] = "meeting.created"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: lambda fields: fields | {"zone": "Asia/Seoul"}}
    city: str
    kind: str
    currency: str
    is_practice: bool
    channels: tuple[str, ...]
    zone: str
    """IANA name of the time zone in which its times are shown and printed."""


class StreamBegan(Fact, frozen=True, kw_only=True):
    """A new incarnation of the file writes from here on: it was restored, copied, or opened on another machine."""

    KIND: ClassVar[str] = "stream.began"
    supersedes: str
    """The stream it goes on from, at `seq` with `hash`; nobody is meant to write on that one again."""
    seq: int
    hash: bytes


class RoleDeclared(Fact, frozen=True, kw_only=True):
    """Whether people of this role (역할) vote, and so count in 재적, 출석 and quorum, was declared."""

    KIND: ClassVar[str] = "role.declared"
    SUBJECT: ClassVar[str] = "meeting"
    role: str
    """Of people without a role their 구분; '' for those without a role whose 구분 was not declared itself."""
    votes: bool


class AllowanceChosen(Fact, frozen=True, kw_only=True):
    """Whether people are paid for attending (참석수당) and sign for it on the attendance sheet was chosen."""

    KIND: ClassVar[str] = "allowance.chosen"
    SUBJECT: ClassVar[str] = "meeting"
    is_paid: bool


class SittingOpened(Fact, frozen=True, kw_only=True):
    """개회: the chair opened the sitting with so many people present."""

    KIND: ClassVar[str] = "sitting.opened"
    SUBJECT: ClassVar[str] = "meeting"
    present: int
    needed: int


class SittingClosed(Fact, frozen=True, kw_only=True):
    """폐회: the chair closed the sitting."""

    KIND: ClassVar[str] = "sitting.closed"
    SUBJECT: ClassVar[str] = "meeting"


def _add_empty_old_values_to_correction(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 1 did not say who corrected and what stood there before: nothing is known of it."""
    return {**fields, "fields": (), "old": (), "new": (), "signer_id": "", "signature": b"", "is_after_signing": False}


class CorrectionNoted(Fact, frozen=True, kw_only=True):
    """The entry before this one corrects a meeting that was closed, for this reason."""

    KIND: ClassVar[str] = "correction.noted"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: _add_empty_old_values_to_correction}
    SEALED: ClassVar[tuple[str, ...]] = ("reason", "fields", "old", "new")
    SEALED_SINCE: ClassVar[int] = 2
    kind: str
    """Kind of that entry."""
    target: str
    """Its subject."""
    reason: str
    fields: tuple[str, ...]
    """What was changed, as `table.column`; empty in version 1."""
    old: tuple[str, ...]
    """What stood in each of these fields, '' for nothing."""
    new: tuple[str, ...]
    signer_id: str
    """Who corrected minutes that were signed; '' before the signing, and in version 1."""
    signature: bytes
    """Their Ed25519 signature over the hash of the entry before this one; b'' where `signer_id` is ''."""
    is_after_signing: bool
    """Whether the minutes were signed already."""


class MinutesSignature(msgspec.Struct, frozen=True, kw_only=True):
    """One person's signature under the minutes."""

    signer_id: str
    signature: bytes
    """Ed25519 over the statement (`domain/papers/minutes_content.py` `minutes_statement_bytes`)."""


class MinutesSigned(Fact, frozen=True, kw_only=True):
    """People signed the minutes: from here on what they say changes by numbered corrections alone."""

    KIND: ClassVar[str] = "minutes.frozen"
    SUBJECT: ClassVar[str] = "meeting"
    digest: bytes
    """SHA-256 of what the minutes said."""
    head: bytes
    """Hash of the entry before this one."""
    signatures: tuple[MinutesSignature, ...]


class ImportAccepted(Fact, frozen=True, kw_only=True):
    """A file of projects or people was taken in, after a person saw its preview."""

    KIND: ClassVar[str] = "import.accepted"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("file_name",)
    SEALED_SINCE: ClassVar[int] = 2
    subject: ImportSubject
    file_name: str
    file_sha256: bytes
    added: int
    changed: int
    removed: int


class HeadingWritten(Fact, frozen=True, kw_only=True):
    """The recorder wrote one of the nine items of the minutes, or chose 해당 없음."""

    KIND: ClassVar[str] = "heading.written"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("text",)
    SEALED_SINCE: ClassVar[int] = 2
    text: str
    is_none: bool


class WordsRewritten(Fact, frozen=True, kw_only=True):
    """The sealed fields of an earlier entry read like this from now on, as somebody whom they named was erased.

    Its subject is the name of the key that the entry was sealed under; that key is destroyed.
    """

    KIND: ClassVar[str] = "words.rewritten"
    SEALED: ClassVar[tuple[str, ...]] = ("words",)
    SEALED_SINCE: ClassVar[int] = 1
    words: bytes
    """Canonical CBOR of a map: every sealed field of that entry by its name on the wire."""

"""Facts about the meeting as a whole, its files and its minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sukui_desktop.domain.facts.base import Fact, Upcast
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


class CorrectionNoted(Fact, frozen=True, kw_only=True):
    """The entry before this one corrects a meeting that was closed, for this reason."""

    KIND: ClassVar[str] = "correction.noted"
    kind: str
    """Kind of that entry."""
    target: str
    """Its subject."""
    reason: str


class ImportAccepted(Fact, frozen=True, kw_only=True):
    """A file of projects or people was taken in, after a person saw its preview."""

    KIND: ClassVar[str] = "import.accepted"
    subject: ImportSubject
    file_name: str
    file_sha256: bytes
    added: int
    changed: int
    removed: int


class HeadingWritten(Fact, frozen=True, kw_only=True):
    """The recorder wrote one of the nine items of the minutes, or chose 해당 없음."""

    KIND: ClassVar[str] = "heading.written"
    text: str
    is_none: bool

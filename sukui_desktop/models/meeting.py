"""Rows of the meeting, its imports and its conflicts; stages, quorum bases, subjects of imports."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import msgspec

from sukui_desktop.models.ids import MeetingId
from sukui_desktop.models.row import Row


class MeetingStage(StrEnum):
    """How far a meeting has come."""

    PREPARING = "preparing"
    SITTING = "sitting"
    """개회 to 폐회"""
    CLOSED = "closed"


class QuorumBase(StrEnum):
    """What a quorum is taken of."""

    ENROLLED = "enrolled"
    """재적: the roster."""
    FIXED = "fixed"
    """A number of people."""


class ImportSubject(StrEnum):
    """What an imported file lists."""

    PROJECTS = "projects"
    ROSTER = "roster"


class MeetingBasics(msgspec.Struct, frozen=True, kw_only=True):
    """Which meeting it is, of whom, where and when."""

    title: str
    body_name: str
    """Who meets, such as 복지분야 숙의예산시민회."""
    host: str
    """개최기관."""
    place: str
    starts_at_ms: int
    ends_at_ms: int
    """Milliseconds since 1970 UTC, as `starts_at_ms`."""


class MeetingRow(MeetingBasics, Row, frozen=True, kw_only=True):
    """The one meeting of a file."""

    TABLE: ClassVar[str] = "meeting"

    meeting_id: MeetingId
    city: str
    kind: str
    """Template key: deliberation | council | general_assembly | residents."""
    currency: str
    is_practice: bool
    quorum_base: QuorumBase
    quorum_numerator: int
    quorum_denominator: int
    quorum_is_more_than: bool
    """True for 과반수 (> n/d), False for n/d 이상."""
    quorum_fixed: int
    """Number of people when `quorum_base` is fixed."""
    channels: tuple[str, ...]
    zone: str
    """IANA name of the time zone in which its times are shown and printed."""
    voting_roles: tuple[str, ...] = ()
    """Roles that the staff declared to vote …"""
    observing_roles: tuple[str, ...] = ()
    """… and not to vote; any other role is judged by its words (`domain/electorate.py`)."""
    has_allowance: bool = False
    """참석수당: the attendance sheet has a column to sign for it."""
    stage: MeetingStage = MeetingStage.PREPARING
    opened_at_ms: int = 0
    opened_present: int = 0
    """People of the roster in the room when the sitting was opened."""
    opened_needed: int = 0
    """The quorum at that moment."""
    closed_at_ms: int = 0
    minutes_signed_at_ms: int = 0
    """When the minutes were signed and are frozen since; 0 before."""
    minutes_digest: bytes = b""
    """SHA-256 of what they said (`domain/papers/minutes_content.py` `minutes_digest`)."""
    minutes_signers: tuple[str, ...] = ()
    """Signer ids, in the order of signing."""


class ImportRow(Row, frozen=True, kw_only=True):
    """An accepted import: what the file listed, its hash, and how many lines changed what."""

    TABLE: ClassVar[str] = "import"

    import_id: str
    subject: ImportSubject
    file_name: str
    file_sha256: bytes
    added: int
    changed: int
    removed: int
    at_ms: int


class CorrectionRow(Row, frozen=True, kw_only=True):
    """A change after 폐회, named as a correction with its reason."""

    TABLE: ClassVar[str] = "correction"

    correction_id: str
    kind: str
    """Kind of the entry that changed something."""
    target: str
    """What it changed, as `type/id`."""
    reason: str
    fields: tuple[str, ...]
    """What was changed, as `table.column`; () where a release before 0.5.0 corrected."""
    old: tuple[str, ...]
    """What stood in each of the fields, '' for nothing."""
    new: tuple[str, ...]
    signer_id: str
    """Who corrected minutes that were signed, '' before the signing."""
    is_after_signing: bool
    at_ms: int
    clock_ms: int
    clock_counter: int


class ConflictRow(Row, frozen=True, kw_only=True):
    """An entry that no longer applied, kept to be shown to people."""

    TABLE: ClassVar[str] = "conflict"
    KEY: ClassVar[tuple[str, ...]] = ("entry_id",)
    SUBJECT: ClassVar[str] = ""

    entry_id: str
    kind: str
    code: str


class KnownMeeting(msgspec.Struct, frozen=True):
    """A meeting that this machine has had open: what the list of meetings shows of it."""

    path: str
    title: str
    """Its name when it was last open here."""
    starts_at_ms: int
    is_practice: bool
    stage: str
    """preparing | sitting | voting | closed: kept up to date at every act."""
    zone: str = "Asia/Seoul"
    opened_at_ms: int = 0
    """When the sitting was opened; 0 while it was not, and in a list of before 0.6.1."""


class MadeFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that this machine made of a meeting."""

    kind: str
    """Which paper or table it is, as its maker calls it: minutes, result, attendance ..."""
    poll_id: str = ""
    """Of which poll; '' for a file of the meeting."""
    path: str
    head: str
    """Hash of the newest entry when it was put together, 64 hex digits: a meeting with another has gone on since."""

"""The meeting, its minutes, its imports and its conflicts."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from sukui_desktop.models.base import Base, InMeeting


class Meeting(InMeeting, Base):
    """The meeting of the file."""

    __tablename__ = "meeting"
    city: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    body_name: Mapped[str]
    host: Mapped[str]
    place: Mapped[str]
    starts_at_ms: Mapped[int]
    ends_at_ms: Mapped[int]
    currency: Mapped[str]
    is_practice: Mapped[bool]
    quorum_base: Mapped[str]
    quorum_numerator: Mapped[int]
    quorum_denominator: Mapped[int]
    quorum_is_more_than: Mapped[bool]
    quorum_fixed: Mapped[int]
    channels: Mapped[tuple[str, ...]]
    stage: Mapped[str]
    opened_at_ms: Mapped[int]
    opened_present: Mapped[int]
    opened_needed: Mapped[int]
    closed_at_ms: Mapped[int]


class MinutesHeading(InMeeting, Base):
    """What the recorder wrote of one of the nine items."""

    __tablename__ = "minutes"
    heading: Mapped[str] = mapped_column(Text, primary_key=True)
    text: Mapped[str]
    is_none: Mapped[bool]


class ImportedFile(InMeeting, Base):
    """A file that was taken in."""

    __tablename__ = "import"
    import_id: Mapped[str] = mapped_column(Text, primary_key=True)
    subject: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[bytes]
    added: Mapped[int]
    changed: Mapped[int]
    removed: Mapped[int]
    at_ms: Mapped[int]


class ConflictingEntry(InMeeting, Base):
    """An entry that no longer applied."""

    __tablename__ = "conflict"
    entry_id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str]
    code: Mapped[str]

"""The tables that are the record itself; only these have migrations."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from sukui_desktop.models.base import Base, InMeeting


class JournalEntry(InMeeting, Base):
    """One signed entry, exactly as it was made."""

    __tablename__ = "entry"
    stream: Mapped[str] = mapped_column(Text, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    signed: Mapped[bytes]
    signature: Mapped[bytes]
    salt: Mapped[bytes]
    body: Mapped[bytes]
    hash: Mapped[bytes]
    clock_ms: Mapped[int]
    clock_counter: Mapped[int]
    kind: Mapped[str]
    subject: Mapped[str]


Index(
    "entry_order",
    JournalEntry.city_id,
    JournalEntry.meeting_id,
    JournalEntry.clock_ms,
    JournalEntry.clock_counter,
    JournalEntry.stream,
    JournalEntry.seq,
)


class PersonKey(InMeeting, Base):
    """The key that opens one person's sealed fields; destroying it erases the person."""

    __tablename__ = "person_key"
    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[bytes]


class FileFact(Base):
    """What the file says of itself: journal schema number, projection number, current stream."""

    __tablename__ = "file_fact"
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str]

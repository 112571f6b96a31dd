"""Who is who, who is here and who was given a slip."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from sukui_desktop.models.base import Base, InMeeting


class Person(InMeeting, Base):
    """Somebody on the roster; the row dies with the person's key."""

    __tablename__ = "person"
    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[str]
    name: Mapped[str]
    channel: Mapped[str]
    subcommittee: Mapped[str]
    role: Mapped[str]
    district: Mapped[str]
    age_band: Mapped[str]
    phone_last4: Mapped[str]
    needs: Mapped[str]
    is_walk_in: Mapped[bool]
    initials: Mapped[str]


class Attendance(InMeeting, Base):
    """Who is and was in the room."""

    __tablename__ = "attendance"
    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    is_present: Mapped[bool]
    was_present: Mapped[bool]
    admitted_at_ms: Mapped[int]
    left_at_ms: Mapped[int]
    undo_reason: Mapped[str]
    role: Mapped[str]
    channel: Mapped[str]
    is_enrolled: Mapped[bool]


class Slip(InMeeting, Base):
    """That a slip was given to a person; never which."""

    __tablename__ = "slip"
    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    poll_id: Mapped[str] = mapped_column(Text, primary_key=True)
    state: Mapped[str]
    issued: Mapped[int]
    spoiled: Mapped[int]
    returned: Mapped[int]
    issued_at_ms: Mapped[int]

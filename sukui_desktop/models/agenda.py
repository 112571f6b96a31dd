"""What is talked about: projects, items and notes."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from sukui_desktop.models.base import Base, InMeeting


class Project(InMeeting, Base):
    """A project that may stand on a ballot."""

    __tablename__ = "project"
    project_id: Mapped[str] = mapped_column(Text, primary_key=True)
    code: Mapped[str]
    title: Mapped[str]
    field: Mapped[str]
    group: Mapped[str]
    bureau: Mapped[str]
    district: Mapped[str]
    cost: Mapped[int]
    currency: Mapped[str]
    kind: Mapped[str]
    proposer: Mapped[str]
    summary: Mapped[str]
    place_in_list: Mapped[int]
    is_withdrawn: Mapped[bool]


class Item(InMeeting, Base):
    """An agenda item."""

    __tablename__ = "item"
    item_id: Mapped[str] = mapped_column(Text, primary_key=True)
    parent_id: Mapped[str]
    rank: Mapped[str]
    title: Mapped[str]
    presenter: Mapped[str]
    minutes: Mapped[int]
    state: Mapped[str]
    started_at_ms: Mapped[int]
    spent_ms: Mapped[int]
    decision: Mapped[str]
    decision_how: Mapped[str]


class Note(InMeeting, Base):
    """The gist of one speech."""

    __tablename__ = "note"
    note_id: Mapped[str] = mapped_column(Text, primary_key=True)
    item_id: Mapped[str]
    speaker: Mapped[str]
    gist: Mapped[str]
    at_ms: Mapped[int]
    seq: Mapped[int]

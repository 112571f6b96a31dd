"""What is voted on."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from sukui_desktop.models.base import Base, InMeeting


class Poll(InMeeting, Base):
    """A poll and how far it has come."""

    __tablename__ = "poll"
    poll_id: Mapped[str] = mapped_column(Text, primary_key=True)
    item_id: Mapped[str]
    title: Mapped[str]
    drafted_at_ms: Mapped[int]
    drafted_seq: Mapped[int]
    state: Mapped[str]
    draft: Mapped[bytes]
    definition: Mapped[bytes]
    definition_hash: Mapped[bytes]
    tally_public_key: Mapped[bytes]
    laid: Mapped[int]
    dealt: Mapped[int]
    issued: Mapped[int]
    cast: Mapped[int]
    spoiled: Mapped[int]
    returned: Mapped[int]
    not_returned: Mapped[int]
    ballots: Mapped[bytes]
    box_root: Mapped[bytes]
    sealed_root: Mapped[bytes]
    tally: Mapped[bytes]
    second_tally: Mapped[bytes]
    outcome: Mapped[bytes]
    ready_at_ms: Mapped[int]
    opened_at_ms: Mapped[int]
    closed_at_ms: Mapped[int]
    counted_at_ms: Mapped[int]
    certified_at_ms: Mapped[int]
    certified_by: Mapped[tuple[str, ...]]
    objection_until_ms: Mapped[int]
    void_reason: Mapped[str]
    void_by: Mapped[tuple[str, ...]]


class PollChannel(InMeeting, Base):
    """What one channel of a poll said."""

    __tablename__ = "channel"
    poll_id: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[bytes]
    result: Mapped[bytes]
    vouched_by: Mapped[str]
    at_ms: Mapped[int]

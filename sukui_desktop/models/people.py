"""Rows of the roster, of attendance and of slips; states of a slip."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import msgspec

from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.row import Row


class SlipState(StrEnum):
    """What became of the slip (투표권) that a person was given for a poll."""

    ISSUED = "issued"
    RETURNED = "returned"
    SPOILED = "spoiled"


class Personal(msgspec.Struct, frozen=True, kw_only=True):
    """What is personal: sealed in the record under the person's own key, so that it can be erased."""

    number: str
    """Roster number; with the name and the telephone it says who is meant when a roster is imported again."""
    name: str
    affiliation: str = ""
    """소속: where somebody comes from, such as an organisation or a department."""
    position: str = ""
    """직위: what somebody is there; the role in the meeting is `role` of the row."""
    birth: str = ""
    """생년월일 as the roster writes it; tells namesakes apart."""
    subcommittee: str = ""
    district: str = ""
    age_band: str = ""
    phone_last4: str = ""
    needs: str = ""
    """Accessibility needs, such as 휠체어 좌석."""
    remark: str = ""
    """비고 of the roster, as it was written."""


class PersonRow(Personal, Row, frozen=True, kw_only=True):
    """Somebody on the roster; every field but the id is personal and dies with the person's key."""

    TABLE: ClassVar[str] = "person"
    person_id: PersonId
    channel: str
    role: str
    is_walk_in: bool
    initials: str
    """초성 of the name, for searching."""


class AttendanceRow(Row, frozen=True, kw_only=True):
    """Whether a person is and was in the room; not personal, so it outlives an erased person."""

    TABLE: ClassVar[str] = "attendance"
    KEY: ClassVar[tuple[str, ...]] = ("person_id",)
    SUBJECT: ClassVar[str] = "person"

    person_id: PersonId
    is_present: bool = False
    was_present: bool = False
    admitted_at_ms: int = 0
    left_at_ms: int = 0
    undo_reason: str = ""
    role: str
    channel: str
    is_enrolled: bool
    """Counts in 재적 (the roster), not a walk-in and not removed."""


class SlipRow(Row, frozen=True, kw_only=True):
    """That a person was given a slip for a poll; which one is recorded nowhere."""

    TABLE: ClassVar[str] = "slip"
    KEY: ClassVar[tuple[str, ...]] = ("person_id", "poll_id")
    SUBJECT: ClassVar[str] = "person"

    person_id: PersonId
    poll_id: PollId
    state: SlipState = SlipState.ISSUED
    issued: int = 0
    """How many slips this person was given in all (a spoiled one is replaced)."""
    spoiled: int = 0
    returned: int = 0
    issued_at_ms: int = 0
    given_by: str = ""
    """The entry that gave the newest one (`Entry.entry_id`)."""

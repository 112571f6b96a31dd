"""Rows of a vote held at several places: its name there, who was given a slip elsewhere, what people decided."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import msgspec

from sukui_desktop.models.ids import PollId
from sukui_desktop.models.row import Row


class DoubleDecision(StrEnum):
    """What people found of somebody who seems to have been given slips at two places."""

    TWO_PEOPLE = "two_people"
    """They are different people: the slip elsewhere keeps nobody here from theirs."""
    TWICE = "twice"
    """One person has two slips. Ballots name nobody, so nothing is taken off the count: it is stated."""


class VoterMarks(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Keyed hashes by which places know one person again; '' where the roster does not say what a mark is made of.

    Each is 16 lower-case base32 letters (80 bits of HMAC-SHA-256 under the key of the joint vote).
    """

    person_mark: str = ""
    """Of the id that a roster line has in copies of one meeting file."""
    birth_mark: str = ""
    """Of name and day of birth."""
    phone_mark: str = ""
    """Of name and the last four figures of the telephone."""
    number_mark: str = ""
    """Of name and number on the roster."""


class GivenElsewhere(VoterMarks, frozen=True, kw_only=True, omit_defaults=True):
    """A slip of a joint vote that was given and is out: to whom as marks, where and when; never which slip."""

    giving: str
    """The entry that gave it, as `stream:seq`; of a list of another system `file/<place>/<mark>`."""
    place: str
    at_ms: int
    """To the whole minute; 0 where the list does not say."""


class JointVoteRow(Row, frozen=True, kw_only=True):
    """A poll whose vote is held at several places that exchange lists."""

    TABLE: ClassVar[str] = "joint_vote"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id",)
    SUBJECT: ClassVar[str] = "joint"

    poll_id: PollId
    vote_id: str
    """The same at every place."""
    place: str
    """What this place is called on the lists."""
    began_at_ms: int


class SlipElsewhereRow(GivenElsewhere, Row, frozen=True, kw_only=True):
    """A slip that was given at another place and is out, as the lists taken in say."""

    TABLE: ClassVar[str] = "slip_elsewhere"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "giving")
    SUBJECT: ClassVar[str] = "joint"

    poll_id: PollId


class ListedStreamRow(Row, frozen=True, kw_only=True):
    """Up to which entry of a stream the lists taken in know what was given and taken back."""

    TABLE: ClassVar[str] = "listed_stream"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "stream")
    SUBJECT: ClassVar[str] = "joint"

    poll_id: PollId
    stream: str
    seq: int


class DoubleDecisionRow(Row, frozen=True, kw_only=True):
    """What people decided of slips that seem to be one person's."""

    TABLE: ClassVar[str] = "double_decision"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "decision_id")
    SUBJECT: ClassVar[str] = "joint"

    poll_id: PollId
    decision_id: str
    decision: DoubleDecision
    person_id: str
    """Of the person at this desk whom it is about; '' where it is about slips alone."""
    givings: tuple[str, ...]
    """The slips it is about, as `GivenElsewhere.giving`, sorted."""
    decided_by: str
    reason: str
    at_ms: int
    clock_ms: int
    """The clock of the record, by which the newest decision is told."""
    clock_counter: int

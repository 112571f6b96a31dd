"""Facts about a vote held at several places; their subject is `joint/` and the id of the poll."""

from __future__ import annotations

from typing import ClassVar

from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.models.joint_vote import DoubleDecision, GivenElsewhere


class JointVoteBegan(Fact, frozen=True, kw_only=True):
    """A poll is held with other places from here on, as one vote."""

    KIND: ClassVar[str] = "joint.began"
    vote_id: str
    place: str


class PlaceNamed(Fact, frozen=True, kw_only=True):
    """This place is called otherwise on the lists."""

    KIND: ClassVar[str] = "joint.place_named"
    place: str


class PlaceListTaken(Fact, frozen=True, kw_only=True):
    """A list of another place was taken in: what it changed of what was known. A long one is several entries."""

    KIND: ClassVar[str] = "joint.list_taken"
    place: str
    """Who made the list."""
    list_sha256: bytes
    added: tuple[GivenElsewhere, ...]
    gone: tuple[str, ...]
    """Slips that are out no more: taken back or replaced."""
    known: dict[str, int]
    """Stream → newest entry that the list knew, where that is more than was known."""


class DoubleDecided(Fact, frozen=True, kw_only=True):
    """People decided of slips that seem to be one person's whether they are."""

    KIND: ClassVar[str] = "joint.double_decided"
    SEALED: ClassVar[tuple[str, ...]] = ("decided_by", "reason")
    decision: DoubleDecision
    person_id: str
    givings: tuple[str, ...]
    decided_by: str
    reason: str

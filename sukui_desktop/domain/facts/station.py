"""Facts about the stations of a room: what was let in for which role, and what was shut out."""

from __future__ import annotations

from typing import ClassVar

from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.models.station import StationRole


class StationEnrolled(Fact, frozen=True, kw_only=True):
    """A machine or program was let into the room for one role."""

    KIND: ClassVar[str] = "station.enrolled"
    SEALED: ClassVar[tuple[str, ...]] = ("name",)
    role: StationRole
    name: str
    certificate_hash: bytes
    """SHA-256 of the certificate that it was given."""


class StationRenamed(Fact, frozen=True, kw_only=True):
    """A station is called otherwise from here on."""

    KIND: ClassVar[str] = "station.renamed"
    SEALED: ClassVar[tuple[str, ...]] = ("name",)
    name: str


class StationPaused(Fact, frozen=True, kw_only=True):
    """A station takes nothing until it is let go on."""

    KIND: ClassVar[str] = "station.paused"


class StationResumed(Fact, frozen=True, kw_only=True):
    """A station that was paused goes on."""

    KIND: ClassVar[str] = "station.resumed"


class InternetReached(Fact, frozen=True, kw_only=True):
    """A station of the room, or the computer that holds the meeting, was found to reach the internet."""

    KIND: ClassVar[str] = "station.internet_reached"


class InternetLost(Fact, frozen=True, kw_only=True):
    """One that reached the internet does so no more."""

    KIND: ClassVar[str] = "station.internet_lost"


class StationRevoked(Fact, frozen=True, kw_only=True):
    """A station was shut out for good: what it sends is taken no more."""

    KIND: ClassVar[str] = "station.revoked"
    SEALED: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str

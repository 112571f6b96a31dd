"""Rows of the stations of a room: kiosks, desks, recorders and hall screens that were enrolled at its hub."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from sukui_desktop.models.ids import StationId
from sukui_desktop.models.row import Row


class StationRole(StrEnum):
    """What a station may do; it is enrolled for one role."""

    KIOSK = "kiosk"
    """Takes ballots: seals them itself and casts them at the hub."""
    DESK = "desk"
    """접수대: admits people and gives slips."""
    RECORDER = "recorder"
    """서기석: notes and decisions."""
    HALL = "hall"
    """회의장 화면: shows what the console sends."""


CONSOLE = StationId("console")
"""Stands in the place of a station for the computer that holds the meeting."""


class StationRow(Row, frozen=True, kw_only=True):
    """A station that was enrolled in this room."""

    TABLE: ClassVar[str] = "station"
    KEY: ClassVar[tuple[str, ...]] = ("station_id",)
    station_id: StationId
    role: StationRole
    name: str
    """Where it stands, as people call it: 키오스크 3, 동문 접수대."""
    certificate_hash: bytes
    """SHA-256 of its certificate, by which the hub knows it on the line."""
    enrolled_at_ms: int
    is_paused: bool = False
    """Takes nothing until it is let go on."""
    revoked_at_ms: int = 0
    """When it was shut out for good, 0 while it may come."""
    revoke_reason: str = ""


class InternetContactRow(Row, frozen=True, kw_only=True):
    """What was found last of whether a station, or the computer that holds the meeting, can reach the internet."""

    TABLE: ClassVar[str] = "internet_contact"
    KEY: ClassVar[tuple[str, ...]] = ("station_id",)
    SUBJECT: ClassVar[str] = "station"
    station_id: StationId
    """`CONSOLE` for the computer that holds the meeting."""
    is_reached: bool
    since_ms: int

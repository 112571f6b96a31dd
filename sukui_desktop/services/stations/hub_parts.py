"""What the hub of a room is made of, read from the meeting in one go."""

from __future__ import annotations

import msgspec

from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.station import StationRow
from sukui_desktop.record.room_certificates import RoomCertificates
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.stations.enrolled_stations import read_room_certificates
from sukui_desktop.services.stations.station_list import list_stations
from sukui_desktop.services.vote.polls import PollHead, list_polls


class HubParts(msgspec.Struct, frozen=True):
    """The room's certificates with their private keys, the meeting, its stations and its polls."""

    certificates: RoomCertificates
    meeting: MeetingRow
    stations: tuple[StationRow, ...]
    polls: tuple[PollHead, ...]


def read_hub_parts(room: Room) -> HubParts:
    """Read what the hub of a room is made of. Raises StorageFault."""
    return HubParts(read_room_certificates(room), read_meeting(room), list_stations(room), list_polls(room))

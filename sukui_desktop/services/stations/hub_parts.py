"""What the hub of a room is made of, read from the meeting in one go."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.promotion import count_promotions
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import RollbackRow
from sukui_desktop.models.station import InternetContactRow, StationRow
from sukui_desktop.record.hub_and_station_certificates import RoomCertificates
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.stations.enrolled_stations import read_room_certificates
from sukui_desktop.services.stations.internet_contacts import list_internet_contacts
from sukui_desktop.services.stations.station_list import list_stations
from sukui_desktop.services.vote.poll_heads import PollHead, list_polls
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.meeting_file import read_file_notes, write_file_note

_NAME = "hub"


class HubListening(msgspec.Struct, frozen=True):
    """On which port of this machine the hub listened last, and for whom: stations come back there after every start."""

    port: int = 0
    """0 where no hub ran yet."""
    is_for_other_machines: bool = False


class HubParts(msgspec.Struct, frozen=True):
    """The room's certificates with their private keys, the meeting, its stations and polls, and what reached the
    internet."""

    certificates: RoomCertificates
    meeting: MeetingRow
    stations: tuple[StationRow, ...]
    polls: tuple[PollHead, ...]
    internet: tuple[InternetContactRow, ...]
    listening: HubListening
    promotions: int
    """How often another machine took the place of the hub."""


def read_hub_parts(room: Room) -> HubParts:
    """Read what the hub of a room is made of. Raises StorageFault."""
    return HubParts(
        read_room_certificates(room),
        read_meeting(room),
        list_stations(room),
        list_polls(room),
        list_internet_contacts(room),
        _read_where_hub_listens(room),
        read_promotion_count(room),
    )


def read_promotion_count(room: Room) -> int:
    """Return how often another machine took the place of the hub in this meeting."""
    with room.reading() as tx:
        return count_promotions(tx.list_rows(RollbackRow))


def keep_where_hub_listens(room: Room, listening: HubListening) -> None:
    """Keep where the hub listens, in the meeting file and outside of the record. Raises StorageFault."""
    with faults_translated(room.path), room.file.database.begin():
        write_file_note(room.file.database, _NAME, msgspec.json.encode(listening).decode())


def _read_where_hub_listens(room: Room) -> HubListening:
    with faults_translated(room.path), room.file.database.begin():
        kept = read_file_notes(room.file.database).get(_NAME, "{}")
    try:
        return msgspec.json.decode(kept, type=HubListening)
    except msgspec.MsgspecError as error:
        raise StorageFault("corrupt", file=room.path.name) from error

"""The list of a room's stations, read at every opening of a meeting: without what makes certificates."""

from __future__ import annotations

from sukui_desktop.models.station import StationRow
from sukui_desktop.services.opened_meeting import Room


def list_stations(room: Room) -> tuple[StationRow, ...]:
    """Return every station that was ever let in, by the time of its letting in."""
    with room.reading() as tx:
        return tuple(sorted(tx.list_rows(StationRow), key=lambda row: (row.enrolled_at_ms, row.station_id)))

"""Whether the machines of a room can reach the internet: found by each of them, noted once for each change."""

from __future__ import annotations

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.facts.station import InternetLost, InternetReached
from sukui_desktop.models.ids import StationId
from sukui_desktop.models.station import CONSOLE, InternetContactRow, StationRow
from sukui_desktop.services.opened_meeting import Room


def note_internet_contact(room: Room, station_id: StationId, is_reached: bool) -> Changes:
    """Note in the record that a machine was found to reach the internet, or to do so no more.

    `station_id` is `CONSOLE` for the computer that holds the meeting. What is noted already is not noted again, nor
    that a machine which never reached it does not. Raises NotFound station_unknown.
    """
    with room.writing() as tx:
        if station_id != CONSOLE:
            tx.require_row(StationRow, station_id)
        known = tx.find_row(InternetContactRow, station_id)
        if (known is not None and known.is_reached) == is_reached:
            return NOTHING
        return tx.append_fact(station_id, InternetReached() if is_reached else InternetLost()).changes


def list_internet_contacts(room: Room) -> tuple[InternetContactRow, ...]:
    """Return what is noted of each machine that ever reached the internet."""
    with room.reading() as tx:
        return tuple(tx.list_rows(InternetContactRow))

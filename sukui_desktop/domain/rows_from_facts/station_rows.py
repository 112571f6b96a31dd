"""What facts about stations do to their rows."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain.facts import station as facts
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.models.ids import StationId
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.station import InternetContactRow, StationRow


def effect_on_station(state: State, entry: Entry) -> Effect | None:
    """Return the row that an entry about a station leads to; None when it no longer applies."""
    fact, station_id = entry.fact, StationId(entry.subject_id)
    if isinstance(fact, facts.InternetReached | facts.InternetLost):
        is_reached = isinstance(fact, facts.InternetReached)
        return Effect((InternetContactRow(station_id=station_id, is_reached=is_reached, since_ms=entry.at_ms),))
    station = state.row(StationRow, station_id)
    if isinstance(fact, facts.StationEnrolled):
        made = copy_fields(StationRow, fact, station_id=station_id, enrolled_at_ms=entry.at_ms)
        return Effect((made,)) if station is None else None
    if station is None or station.revoked_at_ms:
        return None
    match fact:
        case facts.StationRenamed():
            return Effect((replace(station, name=fact.name),))
        case facts.StationPaused():
            return Effect((replace(station, is_paused=True),))
        case facts.StationResumed():
            return Effect((replace(station, is_paused=False),))
        case facts.StationRevoked():
            return Effect((replace(station, revoked_at_ms=entry.at_ms, revoke_reason=fact.reason),))
        case _:
            return None

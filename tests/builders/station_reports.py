"""Stations as the console hears of them, without a hub."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

import sukui_desktop
from sukui_desktop.models.ids import StationId
from sukui_desktop.models.station import StationRole, StationRow
from sukui_desktop.services.stations.station_reports import StationReport


def station_report(role: StationRole, *, name: str = "", is_paused: bool = False, **told: Any) -> StationReport:
    """Return a station that was heard just now and has nothing to report, but for what is told."""
    row = StationRow(
        station_id=StationId(f"{role}-{name}"),
        role=role,
        name=name or f"{role} 1",
        certificate_hash=b"",
        enrolled_at_ms=1,
        is_paused=is_paused,
    )
    report = StationReport(
        row=row,
        is_heard=True,
        quiet_s=0.5,
        program=sukui_desktop.__version__,
        is_voting=False,
        needs_help=False,
        is_online=False,
        battery=-1,
        kept=0,
        casts=0,
        received=0,
        is_compared=False,
        clock_ahead_ms=0,
    )
    return replace(report, **told)

"""What people who wait may know of the room: which desk serves whom, and how many kiosks are free."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sukui_desktop.models.station import StationRole
from sukui_desktop.services.stations.station_reports import StationReport


class DeskServing(msgspec.Struct, frozen=True):
    """A check-in desk that is connected."""

    name: str
    serves: str
    """The consonants of the names that it serves, such as ㄱ–ㅂ; '' for everybody."""


class RoomQueue(msgspec.Struct, frozen=True, kw_only=True):
    """The desks and kiosks that are connected just now and not paused."""

    desks: tuple[DeskServing, ...] = ()
    kiosks_free: int = 0
    kiosks_in_use: int = 0

    @classmethod
    def of_reports(cls, reports: Iterable[StationReport]) -> RoomQueue:
        """Return the desks, by the consonants they serve, and how many kiosks are free and in use."""
        at_work = [one for one in reports if not (one.is_quiet or one.row.is_paused or one.row.revoked_at_ms)]
        desks = [DeskServing(one.row.name, one.serves) for one in at_work if one.row.role is StationRole.DESK]
        kiosks = [one.is_voting for one in at_work if one.row.role is StationRole.KIOSK]
        return cls(
            desks=tuple(sorted(desks, key=lambda desk: (desk.serves, desk.name))),
            kiosks_free=kiosks.count(False),
            kiosks_in_use=kiosks.count(True),
        )

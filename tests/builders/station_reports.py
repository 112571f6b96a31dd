"""Stations as the console hears of them, without a hub."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

import sukui_desktop
from sukui_desktop.models.ids import PollId, StationId
from sukui_desktop.models.station import StationRole, StationRow
from sukui_desktop.services.stations.station_reports import InvitationShown, KioskPoll, StationReport

POLLS = (KioskPoll(poll_id=PollId("a"), title="사업 선정"), KioskPoll(poll_id=PollId("b"), title="찬반 표결"))


class FixedControl:
    """A hub without a network."""

    is_running = is_for_other_machines = True
    staff_number = "1234"
    is_superseded = False

    def __init__(self) -> None:
        self.reports: tuple[StationReport, ...] = ()
        self.kiosk_polls: tuple[KioskPoll, ...] = POLLS
        self.kiosk_poll: PollId | None = POLLS[0].poll_id
        self.helped: list[StationId] = []
        self.invited: list[str] = []

    def choose_kiosk_poll(self, poll_id: PollId | None) -> None:
        self.kiosk_poll = poll_id

    def acknowledge_help(self, station_id: StationId) -> None:
        self.helped.append(station_id)

    def list_addresses(self) -> tuple[str, ...]:
        return ("169.254.13.7",)

    def invite(self, role: StationRole, name: str) -> InvitationShown:
        self.invited.append(name)
        return InvitationShown(
            qr_text=f"SUKUI {role} {name}", letters="3F8KA-9TQ2M-7ZC1X-PD4HB", addresses=("169.254.13.7",)
        )

    def list_reports(self) -> tuple[StationReport, ...]:
        return self.reports

    def start(self, *, is_for_other_machines: bool) -> None:
        self.is_for_other_machines = is_for_other_machines

    def list_invited_names(self) -> tuple[str, ...]:
        return tuple(self.invited)

    def withdraw_invitations(self) -> None:
        self.invited.clear()


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

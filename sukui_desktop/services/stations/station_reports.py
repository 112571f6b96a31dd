"""What the console asks of its hub (`StationControl`): how a station is let in, and how each is just now."""

from __future__ import annotations

from typing import Protocol

import msgspec

from sukui_desktop.models.ids import PollId, StationId
from sukui_desktop.models.station import StationRole, StationRow


class InvitationShown(msgspec.Struct, frozen=True, kw_only=True):
    """How one station is let in: shown once, never kept."""

    qr_text: str
    letters: str
    """Twenty letters and figures to be typed."""
    addresses: tuple[str, ...]
    """Where the hub is, most likely first; with the port where it is not the usual one."""


QUIET_S = 5.0
"""Seconds after which a station that was not heard is not counted on and shown as not connected: it says something
every second."""


class StationReport(msgspec.Struct, frozen=True, kw_only=True):
    """A station of the record with what it last said of itself."""

    row: StationRow
    is_heard: bool
    """Whether it was heard since the hub was started; else what follows says nothing."""
    quiet_s: float
    """Seconds since it was heard."""
    program: str
    """Version of its program."""
    is_voting: bool
    """A voter is at it and has not finished."""
    needs_help: bool
    is_online: bool
    """It can reach the internet."""
    battery: int
    """Per cent, -1 where it is not known."""
    kept: int
    """Ballots in its own sealed copy."""
    casts: int
    """Ballots that the hub acknowledged to it since the hub was started."""
    received: int
    """Different ballots of the poll that kiosks take now which the box has of it, as far as this hub knows."""
    is_compared: bool
    """Whether it held its own copy against the box since kiosks take ballots for that poll: only then the two numbers
    say something together."""
    clock_ahead_ms: int
    """Its clock minus the hub's."""
    serves: str = ""
    """The consonants of the names that a desk serves, '' for everybody."""
    wrong_pins: int = 0
    """Wrong staff numbers in a row that it told of last, since the hub was started."""
    is_double: bool = False
    """Two programs work with its certificate, as where its folder was copied to another machine."""

    @property
    def is_quiet(self) -> bool:
        """Whether it is not connected just now."""
        return not self.is_heard or self.quiet_s > QUIET_S


class KioskPoll(msgspec.Struct, frozen=True, kw_only=True):
    """A poll that kiosks can take ballots for."""

    poll_id: PollId
    title: str


class StationControl(Protocol):
    """The hub of the open meeting, as the console asks it."""

    @property
    def kiosk_polls(self) -> tuple[KioskPoll, ...]:
        """The polls that kiosks can take ballots for, () where there is none."""

    @property
    def kiosk_poll(self) -> PollId | None:
        """The one of them that they take ballots for now."""

    def choose_kiosk_poll(self, poll_id: PollId | None) -> None:
        """Let kiosks take ballots for this poll; None: for one that is on, else for one that is ready."""

    def acknowledge_help(self, station_id: StationId) -> None:
        """Let a station know that staff saw its call for help."""

    @property
    def is_running(self) -> bool:
        """Whether stations are answered."""

    @property
    def is_for_other_machines(self) -> bool:
        """Whether other machines are answered too."""

    @property
    def staff_number(self) -> str:
        """What staff type to leave a kiosk."""

    @property
    def is_superseded(self) -> bool:
        """Whether another machine took the place of this hub: nobody is answered any more."""

    def list_addresses(self) -> tuple[str, ...]:
        """Return where the hub is, most likely first, () while none runs."""

    def invite(self, role: StationRole, name: str) -> InvitationShown:
        """Return how one station is let in; only while the hub runs."""

    def list_reports(self) -> tuple[StationReport, ...]:
        """Return every station, () while no hub runs."""

    def start(self, *, is_for_other_machines: bool) -> None:
        """Begin to answer; how it went is announced."""

    def list_invited_names(self) -> tuple[str, ...]:
        """Return the names whose letters are out, still good and not used; () while no hub runs."""

    def withdraw_invitations(self) -> None:
        """Let no code that is out let anybody in."""

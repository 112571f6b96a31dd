"""The hub of the open meeting: started when stations are wanted, told of every change, stopped with the meeting.

What it serves with is imported only then: most meetings have no stations.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

import sukui_desktop
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.ids import PollId, StationId
from sukui_desktop.models.poll import PollRow, PollState, RollbackRow
from sukui_desktop.models.station import StationRole, StationRow
from sukui_desktop.programs.machine_context import wall_clock_ms
from sukui_desktop.ui.service_queues import Operations

if TYPE_CHECKING:
    from sukui_desktop.hub.hub_server import HubServer
    from sukui_desktop.hub.room_hub import RoomHub
    from sukui_desktop.services.hall_snapshot import HallChoice
    from sukui_desktop.services.opened_meeting import Room
    from sukui_desktop.services.stations.hub_parts import HubParts
    from sukui_desktop.services.stations.station_reports import InvitationShown, KioskPoll, StationReport
    from sukui_desktop.services.vote.poll_heads import PollHead

_LOOK_MS = 1000
_LOOPBACK = "127.0.0.1"
_PIN_FIGURES = 4


class HubKeeper(QObject):
    """At most one hub: that of the open meeting. What the page of stations asks, it asks here."""

    started = Signal()
    looked = Signal(object)
    """Every second while stations are known: each `StationReport`."""
    failed = Signal(object)
    """The SukuiError because of which no hub runs."""

    def __init__(self, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._room: Room | None = None
        self._hub: RoomHub | None = None
        self._server: HubServer | None = None
        self._wants_others: bool | None = None
        self._chosen_poll: PollId | None = None
        self.hall_sent: HallChoice | None = None
        """What hall stations are to show; None while nothing was sent in this meeting."""
        self._console_shows_audits = False
        self.kiosk_poll: PollId | None = None
        """The poll that kiosks take ballots for now."""
        self._online: set[StationId] = set()
        """Stations that said that they reach the internet."""
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._read_and_announce_reports)
        self._polls: tuple[PollHead, ...] = ()
        self.staff_number = f"{secrets.randbelow(10**_PIN_FIGURES):0{_PIN_FIGURES}}"
        """What staff type to leave a kiosk; another one at every start."""
        operations.changes_announced.connect(self._follow_changes)

    @property
    def is_running(self) -> bool:
        """Whether stations are answered."""
        return self._server is not None and self._server.is_serving

    @property
    def is_for_other_machines(self) -> bool:
        """Whether other machines are answered too."""
        return self._server is not None and self._server.is_for_other_machines

    def serve_stations_of_room(self, room: Room) -> None:
        """Answer for this meeting; where stations were let in before, at once."""
        from sukui_desktop.services.stations.station_list import list_stations

        self.stop_serving_stations()
        self._room = room
        self._operations.run(self, list_stations, room, on_done=self._start_if_stations_are_known)

    def stop_serving_stations(self) -> None:
        """Answer no more."""
        if self._server is not None:
            self._server.stop()
        self._room = self._hub = self._server = None
        self._chosen_poll = self.hall_sent = self.kiosk_poll = None
        self._polls = ()
        self._online.clear()
        self._timer.stop()

    def start(self, *, is_for_other_machines: bool | None) -> None:
        """Begin to answer, None: as the last time; `started` or `failed` follows."""
        from sukui_desktop.services.stations.hub_parts import read_hub_parts

        self._wants_others = is_for_other_machines
        if self._room is not None:
            self._operations.run(
                self, read_hub_parts, self._room, on_done=self._start_server_and_hand_parts, on_refused=self.failed.emit
            )

    def invite(self, role: StationRole, name: str) -> InvitationShown:
        """Return how one station is let in: a QR code, an address and letters to be read aloud."""
        from sukui_desktop.hub.invitation_text import invitation_as_letters, invitation_as_qr_text
        from sukui_desktop.services.stations.station_reports import InvitationShown

        assert self._hub is not None
        assert self._server is not None
        invitation = self._hub.invite(role, name, self._ip_addresses(), self._server.port)
        return InvitationShown(
            qr_text=invitation_as_qr_text(invitation),
            letters=invitation_as_letters(invitation),
            addresses=self.list_addresses(),
        )

    @property
    def is_superseded(self) -> bool:
        """Whether another machine took the place of this hub: nobody is answered any more."""
        return self._hub is not None and self._hub.is_superseded

    def list_addresses(self) -> tuple[str, ...]:
        """Return where the hub is, most likely first, () while none runs."""
        if self._server is None:
            return ()
        from sukui_desktop.hub.invitation_text import DEFAULT_PORT

        places = self._ip_addresses()
        port = "" if self._server.port == DEFAULT_PORT else f":{self._server.port}"
        return tuple(f"[{place}]{port}" if ":" in place else f"{place}{port}" for place in places)

    def _ip_addresses(self) -> tuple[str, ...]:
        from sukui_desktop.hub.hub_server import addresses_of_machine

        return (*(addresses_of_machine() if self.is_for_other_machines else ()), _LOOPBACK)

    def list_reports(self) -> tuple[StationReport, ...]:
        """Return every station as the console shows it, () while no hub runs."""
        return () if self._hub is None else self._hub.list_reports()

    def choose_kiosk_poll(self, poll_id: PollId | None) -> None:
        """Let kiosks take ballots for this poll while it has an open box; else, and for None, the program chooses."""
        self._chosen_poll = poll_id
        self._choose_poll_of_kiosks()

    @Slot(object)
    def send_to_hall(self, choice: HallChoice) -> None:
        """Let every hall station show this."""
        self.hall_sent = choice
        if self._hub is not None:
            self._hub.send_to_hall(choice)

    @Slot(bool)
    def note_console_hall(self, shows_audits: bool) -> None:
        """Let kiosks say truly whether a ballot that is opened is shown in the hall."""
        self._console_shows_audits = shows_audits
        if self._hub is not None:
            self._hub.note_whether_console_hall_shows_audits(shows_audits=shows_audits)

    @Slot(str)
    def acknowledge_help(self, station_id: StationId) -> None:
        """Let a station know that staff saw its call for help."""
        if self._hub is not None:
            self._hub.acknowledge_help(station_id)

    @Slot()
    def _read_and_announce_reports(self) -> None:
        reports = self.list_reports()
        if self._hub is not None:
            from sukui_desktop.services.stations.room_queue import RoomQueue

            self._hub.set_queue(RoomQueue.of_reports(reports))
        self.looked.emit(reports)
        for report in reports:
            station_id = report.row.station_id
            if not report.is_quiet and report.is_online != (station_id in self._online):
                self._note_internet(station_id, is_reached=report.is_online)

    def _note_internet(self, station_id: StationId, *, is_reached: bool) -> None:
        """Once for each change; after a start of the hub what is noted already is not noted again."""
        from sukui_desktop.services.stations.internet_contacts import note_internet_contact

        (self._online.add if is_reached else self._online.discard)(station_id)
        if self._room is not None:
            self._operations.run(self, note_internet_contact, self._room, station_id, is_reached)

    @property
    def kiosk_polls(self) -> tuple[KioskPoll, ...]:
        """The polls that kiosks can take ballots for: those that are ready, open or paused."""
        from sukui_desktop.services.stations.station_reports import KioskPoll

        return tuple(KioskPoll(poll_id=poll.poll_id, title=poll.title) for poll in self._polls if poll.state in HAS_BOX)

    def list_invited_names(self) -> tuple[str, ...]:
        """Return the names whose letters are out, still good and not used."""
        return self._hub.list_invited_names() if self._hub is not None else ()

    def withdraw_invitations(self) -> None:
        """Let no code that is out let anybody in."""
        if self._hub is not None:
            self._hub.withdraw_invitations()

    @Slot(object)
    def _start_if_stations_are_known(self, rows: Sequence[StationRow]) -> None:
        if any(not row.revoked_at_ms for row in rows):
            self.start(is_for_other_machines=None)

    @Slot(object)
    def _start_server_and_hand_parts(self, parts: HubParts) -> None:
        if self._room is None:
            return
        from sukui_desktop.hub.hub_server import HubServer
        from sukui_desktop.hub.invitation_text import DEFAULT_PORT
        from sukui_desktop.hub.room_hub import RoomHub
        from sukui_desktop.services.stations.hub_parts import HubListening, keep_where_hub_listens

        if self._hub is None:
            self._hub = RoomHub(
                self._room,
                parts.certificates,
                self._operations.run_for_station,
                wall_clock_ms,
                program=sukui_desktop.__version__,
                meeting=parts.meeting.title,
                meeting_id=parts.meeting.meeting_id,
            )
        self._hub.set_stations(parts.stations)
        self._hub.set_promotions(parts.promotions)
        self._hub.send_to_hall(self.hall_sent)
        self._hub.note_whether_console_hall_shows_audits(shows_audits=self._console_shows_audits)
        self._timer.start()
        self._polls = parts.polls
        self._online = {contact.station_id for contact in parts.internet if contact.is_reached}
        self._choose_poll_of_kiosks()
        if self._server is not None:
            self._server.stop()
            self._server = None
        server = HubServer(self._hub)
        try:
            wants_others = parts.listening.is_for_other_machines if self._wants_others is None else self._wants_others
            server.start(port=parts.listening.port or DEFAULT_PORT, is_for_other_machines=wants_others)
        except SukuiError as error:
            self.failed.emit(error)
            return
        self._server = server
        listening = HubListening(server.port, server.is_for_other_machines)
        if listening != parts.listening:
            self._operations.run(self, keep_where_hub_listens, self._room, listening)
        self.started.emit()

    @Slot(object)
    def _follow_changes(self, changes: Changes) -> None:
        if self._hub is None or self._room is None:
            return
        from sukui_desktop.services.stations.hub_parts import read_promotion_count
        from sukui_desktop.services.stations.station_list import list_stations
        from sukui_desktop.services.vote.poll_heads import list_polls

        self._hub.note_changes_for_stations(changes)
        if changes.touches(StationRow.TABLE):
            self._operations.run(self, list_stations, self._room, on_done=self._hand_stations_to_hub)
        if changes.touches(RollbackRow.TABLE):
            self._operations.run(self, read_promotion_count, self._room, on_done=self._hub.set_promotions)
        if changes.touches(PollRow.TABLE):
            self._operations.run(self, list_polls, self._room, on_done=self._keep_polls_and_choose_for_kiosks)

    @Slot(object)
    def _hand_stations_to_hub(self, rows: Sequence[StationRow]) -> None:
        if self._hub is not None:
            self._hub.set_stations(rows)

    @Slot(object)
    def _keep_polls_and_choose_for_kiosks(self, polls: tuple[PollHead, ...]) -> None:
        self._polls = polls
        self._choose_poll_of_kiosks()

    def _choose_poll_of_kiosks(self) -> None:
        """The chosen poll while it has a box, else one that is on, else one that is ready."""
        if self._hub is None:
            return
        on = [poll for poll in self._polls if poll.state in HAS_BOX]
        chosen = [poll for poll in on if poll.poll_id == self._chosen_poll]
        voting = [poll for poll in on if poll.state in (PollState.OPEN, PollState.PAUSED)]
        wanted = next(iter((*chosen, *voting, *on)), None)
        self.kiosk_poll = wanted.poll_id if wanted else None
        self._hub.set_kiosk_poll_and_staff_pin(self.kiosk_poll, self.staff_number)

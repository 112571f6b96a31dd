"""A room with an open poll behind a real hub on this machine, and stations that were let in there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.hub.hub_server import HubServer
from sukui_desktop.hub.kept_enrolment import KeptEnrolment
from sukui_desktop.hub.messages import PROTOCOL, Pulse
from sukui_desktop.hub.room_hub import RoomHub
from sukui_desktop.hub.station_line import StationLine, enrol_at_hub
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.station import StationRole
from sukui_desktop.record.hub_and_station_certificates import sign_promotion_count
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.stations.enrolled_stations import read_room_certificates
from sukui_desktop.services.stations.station_list import list_stations
from tests.builders import rooms

T = TypeVar("T")


class HubRoom:
    """A room whose store has a thread of its own, as in the program, with its hub and server."""

    def __init__(self, room: Room, store: ThreadPoolExecutor, poll_id: PollId) -> None:
        self.room, self.poll_id, self._store = room, poll_id, store
        self.hub, self.server = self._make_hub()
        self.refresh()

    def _make_hub(self) -> tuple[RoomHub, HubServer]:
        hub = RoomHub(
            self.room,
            self.call(read_room_certificates),
            self.submit,
            lambda: rooms.START_MS,
            program="0.6.0",
            meeting="은행동 주민총회",
            meeting_id="ab" * 16,
        )
        hub.set_kiosk_poll_and_staff_pin(self.poll_id, "1234")
        return hub, HubServer(hub)

    def restart(self, *, is_at_same_port: bool = True) -> None:
        """Begin anew as another start of the program does: what was in memory alone is forgotten."""
        port = self.server.port if is_at_same_port else 0
        self.server.stop()
        self.hub, self.server = self._make_hub()
        self.refresh()
        self.start(port)

    def submit(self, service: Callable[..., Any], *args: Any) -> Future[Any]:
        """Ask a service on the store's thread, and tell the stations what changed, as the program does."""
        future = self._store.submit(service, *args)
        future.add_done_callback(self._note)
        return future

    def call(self, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call a service of the room on the store's thread."""
        return self._store.submit(service, self.room, *args, **kwargs).result()

    def refresh(self) -> None:
        """Let the hub know the stations as they are in the record."""
        self.hub.set_stations(self.call(list_stations))

    def start(self, port: int = 0) -> None:
        """Listen on loopback."""
        self.server.start(port=port, is_for_other_machines=False)

    def enrol(self, role: StationRole = StationRole.KIOSK, name: str = "키오스크 1") -> KeptEnrolment:
        """Let a station in over the line."""
        enrolment = enrol_at_hub(self.hub.invite(role, name, ("127.0.0.1",), self.server.port), role)
        self.refresh()
        return enrolment

    def line(self, name: str = "키오스크 1", *, patience_s: float = 4.0) -> StationLine:
        """Return the line of a kiosk that was just let in."""
        return StationLine(self.enrol(name=name), patience_s)

    def line_over(self, port: int, enrolment: KeptEnrolment, *, patience_s: float = 10.0) -> StationLine:
        """Return the line of a station that was let in, by way of a port with a cable behind it."""
        return StationLine(replace(enrolment, port=port), patience_s)

    def _note(self, future: Future[Any]) -> None:
        if future.exception() is None:
            changes = getattr(future.result(), "changes", future.result())
            if isinstance(changes, Changes):
                self.hub.note_changes_for_stations(changes)


@contextmanager
def hub_room(folder: Path, *, people_count: int = 10, slots: int = 12) -> Iterator[HubRoom]:
    """Give a room with an open poll whose hub listens on loopback."""
    with ThreadPoolExecutor(max_workers=1) as store:
        room, poll_id = store.submit(lambda: rooms.open_room(folder, people_count=people_count, slots=slots)).result()
        with _listening(room, store, poll_id) as held:
            yield held


@contextmanager
def hub_of_folder(folder: Path, poll_id: PollId) -> Iterator[HubRoom]:
    """Give the room of a folder that `hub_room` made, or a copy of it, as another start of the program does."""
    with ThreadPoolExecutor(max_workers=1) as store:
        room = store.submit(rooms.open_folder, folder).result()
        with _listening(room, store, poll_id) as held:
            yield held


@contextmanager
def _listening(room: Room, store: ThreadPoolExecutor, poll_id: PollId) -> Iterator[HubRoom]:
    held = HubRoom(room, store, poll_id)
    held.start()
    try:
        yield held
    finally:
        held.server.stop()
        store.submit(close_meeting_and_boxes, room).result()


def hear_of_promotion(line: StationLine, hub: RoomHub, count: int = 1) -> None:
    """Let a station know of a promotion as if it had been at the hub that was promoted."""
    line.promotions, line.promotion_proof = count, sign_promotion_count(hub.certificates.hub, count)


def pulse(*, seen: int = -1, clock_ms: int = rooms.START_MS) -> Pulse:
    """Return what a quiet station says of itself."""
    return Pulse(protocol=PROTOCOL, program="0.6.0", seen=seen, clock_ms=clock_ms)

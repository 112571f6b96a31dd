"""How a station finds its hub: without a way out of the room, past a hub of before, and never in the clear."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from benchmarks.faulty_cable import Fault, How, faulty_cable
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import DeviceFault, SyncRefused
from sukui_desktop.hub import hub_server, station_line
from sukui_desktop.hub.hub_server import HubServer, addresses_of_machine
from sukui_desktop.hub.kept_enrolment import enrolment_at_place
from sukui_desktop.hub.room_tls import station_tls_context
from sukui_desktop.hub.secured_connections import NoLine, SecuredConnection, connect_secured
from sukui_desktop.hub.station_line import StationLine, enrol_at_hub
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.vote.polls import read_poll_head
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hear_of_promotion, hub_room, pulse
from tests.conftest import ROOT
from tests.hub.lost_answers import LostAnswers
from tests.hub.test_promotion import TwoMachines

OPEN_SOCKETS = hub_server._open_listening_sockets
HERE, THERE = "127.0.0.1", "127.0.0.2"
ALONE = """
set -e
ip link set lo up
ip link add card0 type veth peer name card1
ip addr add 169.254.13.7/16 dev card0
ip link set card0 up
ip link set card1 up
sleep 1
exec {python} -c "from sukui_desktop.hub.hub_server import addresses_of_machine as of; print(of())"
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


def listen_only_at(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """Let hubs that start from now on have one address of this machine."""
    monkeypatch.setattr(hub_server, "_open_listening_sockets", lambda _hosts, port: OPEN_SOCKETS((host,), port))


@pytest.mark.skipif(sys.platform != "linux", reason="asks the cards of Linux")
def test_a_cable_without_a_way_out_has_addresses() -> None:
    """Only the way out and the name of the machine were asked: between a few machines and a switch there were none."""
    shell = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c", ALONE.format(python=sys.executable)]
    done = subprocess.run(shell, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        pytest.skip(f"no network of one's own here: {done.stderr}")
    assert "169.254.13.7" in done.stdout
    assert "fe80:" in done.stdout


def test_the_addresses_of_the_cards_are_those_of_the_ways_out_too() -> None:
    assert set(hub_server._addresses_of_ways_out()) <= set(addresses_of_machine())
    assert set(hub_server._addresses_of_ways_out()) <= set(hub_server._addresses_of_cards())


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[HubRoom, HubRoom, StationLine]]:
    """The hub of before, the promoted one at another address, and a kiosk that knows of both and of the promotion."""
    with hub_room(tmp_path / "old") as old, ExitStack() as scene:
        machines = TwoMachines(old, tmp_path, scene, kiosks=1)
        kept, port = machines.kiosks[0].line.enrolment, old.server.port
        new = machines.lose_hub()
        machines.promote(new)
        for room, host in ((old, HERE), (new, THERE)):
            listen_only_at(monkeypatch, host)
            room.server.stop()
            room.start(port)
        line = StationLine(replace(kept, addresses=(HERE, THERE), port=port), 4.0)
        hear_of_promotion(line, new.hub)
        yield old, new, line
        line.close()


def test_a_verb_goes_past_the_hub_of_before(both: tuple[HubRoom, HubRoom, StationLine]) -> None:
    """Whoever answered first was asked, and refused, however often: the new hub's address was never tried."""
    old, new, line = both
    assert line.call_verb(read_poll_head, new.poll_id).poll_id == new.poll_id
    assert not old.hub.list_reports()[0].is_heard


def test_pulses_tell_the_hub_of_before_and_leave_it(both: tuple[HubRoom, HubRoom, StationLine]) -> None:
    """The line of the pulses stayed with the hub of before for good."""
    old, new, line = both
    with pytest.raises(SyncRefused, match="hub_superseded"):
        line.send_pulse(pulse())
    assert old.hub.is_superseded
    assert line.send_pulse(pulse()).poll_id == new.poll_id
    new.server.stop()
    with pytest.raises(SyncRefused, match="hub_superseded"):
        line.send_pulse(pulse())  # nobody else answers
    new.start(old.server.port)
    assert line.send_pulse(pulse()).poll_id == new.poll_id


def test_a_line_to_a_hub_that_is_one_of_before_by_now_is_asked_nothing(
    both: tuple[HubRoom, HubRoom, StationLine],
) -> None:
    """The pulse heard of a promotion; ballots went on over the line that was open to the hub of before."""
    old, new, line = both
    new.server.stop()
    line.promotions = 0
    line.call_verb(read_poll_head, old.poll_id)
    new.start(old.server.port)
    line.promotions = 1
    old.hub.set_kiosk_poll_and_staff_pin(None, "")
    asked: list[object] = []
    old.hub._submit = lambda *call: asked.append(call)  # type: ignore[assignment]
    line.call_verb(read_poll_head, new.poll_id)
    assert not asked


def test_a_hub_that_was_restarted_between_two_pulses_tells_everything(held: HubRoom) -> None:
    """The retry within one pulse hid the restart: what the new start counted up to the same number was never told."""
    line = held.line()
    for _ in range(3):
        held.hub.note_changes_for_stations(Changes(frozenset({"note"})))
    seen = line.send_pulse(pulse()).newest
    held.restart()
    for _ in range(seen):
        held.hub.note_changes_for_stations(Changes(frozenset({"person"})))
    assert line.send_pulse(pulse(seen=seen)).changes.touches("person")
    line.close()


def test_what_is_under_way_is_asked_again_at_the_new_address(held: HubRoom) -> None:
    with faulty_cable(held.server.port, lambda: Fault(How.SWALLOWED, is_answer=True)) as cable:
        line = held.line_over(cable.port, held.enrol())
        found: list[object] = []
        asking = threading.Thread(target=lambda: found.append(line.call_verb(read_poll_head, held.poll_id)))
        asking.start()
        time.sleep(0.3)
        line.move_to(enrolment_at_place(line.enrolment, (HERE,), held.server.port))
        asking.join(10)
    assert found
    assert line.enrolment.port == held.server.port
    line.close()


def test_a_slip_whose_answer_is_lost_for_longer_is_shown_in_the_end(
    held: HubRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk gave up: the person had a slip whose number nobody saw, and could never vote. A kiosk gives up sooner:
    the voter is told, and sends the same again."""
    person_id = held.call(rooms.person_ids)[0]
    held.call(admit_person, person_id)
    line = StationLine(held.enrol(StationRole.DESK, "접수대 1"), patience_s=0.5)
    lost = LostAnswers(monkeypatch, "give_slip")
    lost.left = 5
    given = line.call_verb(give_slip, person_id, held.poll_id)
    assert not lost.left
    assert len(held.call(rooms.rows_of, SlipRow)) == 1
    held.call(rooms.vote, held.poll_id, given.token, [1])
    lost = LostAnswers(monkeypatch, "read_poll_head")
    lost.left = 50
    kiosk = held.line(patience_s=0.5)
    began = time.monotonic()
    with pytest.raises(DeviceFault):
        kiosk.call_verb(read_poll_head, held.poll_id)
    assert time.monotonic() < began + 3
    for each in (line, kiosk):
        each.close()


def test_a_busy_hub_is_tried_twice_before_a_station_is_told_that_it_is_not_there(
    held: HubRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited = held.hub.invite(StationRole.KIOSK, "키오스크 1", (HERE,), held.server.port)
    tried: list[object] = []

    def connect_at_second_try(*how: Any) -> Any:
        tried.append(how)
        if len(tried) == 1:
            raise NoLine
        return connect_secured(*how)

    monkeypatch.setattr(station_line, "connect_secured", connect_at_second_try)
    assert enrol_at_hub(invited, StationRole.KIOSK).name == "키오스크 1"


# A line that is cut by another thread.


@pytest.fixture
def connection(held: HubRoom) -> SecuredConnection:
    kept = held.enrol()
    context = station_tls_context(kept.own, kept.authority)
    return SecuredConnection(connect_secured((socket.AF_INET, (HERE, held.server.port)), context))


def test_nothing_is_asked_of_another_machine_after_a_hang_up(connection: SecuredConnection) -> None:
    """`http.client` opens a line by itself where it has none: to port 80 of a machine called hub, in the clear."""
    called: list[object] = []
    connection._http._create_connection = lambda *place: called.append(place)  # type: ignore[attr-defined]
    connection.close()
    with pytest.raises((OSError, http.client.HTTPException)):
        connection._http.request("POST", "/verb", b"token")  # as when it is closed between two sends
    assert not called


def test_a_line_is_cut_under_its_encryption(held: HubRoom, connection: SecuredConnection) -> None:
    """`SSLSocket.shutdown` and `close` take the encryption away first: what another thread wrote then went in clear."""
    connection.cut()
    with pytest.raises(OSError):  # noqa: PT011
        connection._socket.sendall(b"token")
    assert connection._socket._sslobj is not None  # type: ignore[attr-defined]
    connection.close()


def test_who_waits_for_an_answer_waits_no_more_after_the_end(held: HubRoom) -> None:
    kept = held.enrol()
    with faulty_cable(held.server.port, lambda: Fault(How.SWALLOWED, is_answer=True)) as cable:
        line = held.line_over(cable.port, kept, patience_s=60.0)
        faults: list[BaseException] = []

        def ask() -> None:
            try:
                line.call_verb(read_poll_head, held.poll_id)
            except DeviceFault as fault:
                faults.append(fault)

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.3)
        line.close()
        asking.join(10)
        assert len(faults) == 1
        with pytest.raises(DeviceFault):
            line.send_pulse(pulse())


def test_a_server_that_is_stopped_as_soon_as_it_was_started_ends_quietly(
    held: HubRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its thread looked for the server after it was taken away."""
    hooked: list[object] = []
    monkeypatch.setattr(threading, "excepthook", hooked.append)
    for _ in range(10):
        server = HubServer(held.hub)
        server.start(port=0, is_for_other_machines=False)
        assert server.is_serving
        server.stop()
        assert not server.is_serving
    assert not hooked


# What the cable may hold open.


def test_a_machine_that_holds_many_connections_keeps_nobody_out(held: HubRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection was taken: with some hundred the program of the box could open no file, and no station came."""
    monkeypatch.setattr(hub_server, "_MOST_CONNECTIONS", 20)
    kept = held.enrol()
    holding = [socket.create_connection((HERE, held.server.port), 5.0) for _ in range(30)]
    hung_up = 0
    for each in holding:
        each.settimeout(0.3)
        try:
            hung_up += each.recv(1) == b""
        except ConnectionResetError:
            hung_up += 1
        except TimeoutError:
            continue
    assert 10 <= hung_up < 30
    for each in holding[:15]:
        each.close()
    line = StationLine(kept, 10.0)
    assert line.call_verb(read_poll_head, held.poll_id).poll_id == held.poll_id  # places that are free are given again
    line.close()
    for each in holding:
        each.close()


def test_one_machine_holds_a_part_of_the_connections(held: HubRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    class Foreign:
        is_loopback = False

    monkeypatch.setattr(hub_server, "_MOST_OF_MACHINE", 5)
    monkeypatch.setattr(hub_server.ipaddress, "ip_address", lambda _machine: Foreign)  # type: ignore[attr-defined]
    holding = [socket.create_connection((HERE, held.server.port), 5.0) for _ in range(8)]
    other = socket.create_connection((HERE, held.server.port), 5.0, ("127.0.0.9", 0))
    other.settimeout(0.5)
    with pytest.raises(TimeoutError):
        other.recv(1)  # nobody hung up
    holding[0].settimeout(2.0)
    with suppress(ConnectionResetError):
        assert holding[0].recv(1) == b""
    for each in (*holding, other):
        each.close()

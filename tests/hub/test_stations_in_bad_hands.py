"""A station with a good certificate that says, asks or sends what none of ours would: the others go on."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import DeviceFault, RuleBroken
from sukui_desktop.hub import hub_server, station_line
from sukui_desktop.hub.messages import REFUSED_STATUS, VerbAsked, wire_name_of_verb, wire_shape_of_verb
from sukui_desktop.hub.room_tls import station_tls_context
from sukui_desktop.hub.secured_connections import connect_secured
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.station import StationRole
from sukui_desktop.record.hub_and_station_certificates import sign_promotion_count
from sukui_desktop.services.promotion.promotion import HandedOver, hand_over_kiosk_copy
from sukui_desktop.services.stations.enrolled_stations import revoke_station
from sukui_desktop.services.vote.polls import read_poll_head
from tests.builders.hub_rooms import HubRoom, hub_room, pulse


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path) as opened:
        yield opened


def test_nobody_but_a_hub_says_that_there_was_a_promotion(held: HubRoom) -> None:
    """Seen to fail before: one more promotion in the pulse of a station, and the hub took nothing until its next start.

    Mutants: the number is not part of what is signed; any key may have signed.
    """
    bad, honest = held.line(), held.line("키오스크 2")
    hub = held.hub.certificates.hub
    made_up = [b"", b"0" * 70, sign_promotion_count(bad.enrolment.own, 7), sign_promotion_count(hub, 6)]
    for bad.promotions, bad.promotion_proof in [(7, proof) for proof in made_up]:
        bad.send_pulse(pulse())
        assert not held.hub.is_superseded
        honest.call_verb(read_poll_head, held.poll_id)
    bad.promotion_proof = sign_promotion_count(hub, 7)
    with suppress(Exception):
        bad.send_pulse(pulse())
    assert held.hub.is_superseded
    bad.close()
    honest.close()


def test_a_station_that_kept_no_proof_gets_one_from_the_hub_of_now(held: HubRoom) -> None:
    """A station let in by a program of before heard of the promotion already: it could not say so to the old hub."""
    held.hub.set_promotions(1)
    line = StationLine(replace(held.enrol(), promotions=1))
    line.send_pulse(pulse())
    assert line.promotion_proof
    line.close()


def test_pulses_without_a_pause_wait_and_those_of_others_do_not(held: HubRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutant: every pulse is answered as it comes."""
    monkeypatch.setattr(hub_server, "_PULSE_SECONDS", 0.2)
    honest, kept = held.line("키오스크 2"), held.enrol()
    stop, answered = threading.Event(), list[int]()

    def flood() -> None:
        line = StationLine(kept)
        while not stop.is_set():
            with suppress(DeviceFault):
                line.send_pulse(pulse())
                answered.append(1)
        line.close()

    with ThreadPoolExecutor(max_workers=4) as crowd:
        began = time.monotonic()
        for _ in range(4):
            crowd.submit(flood)
        try:
            for _ in range(3):
                honest.send_pulse(pulse())
                time.sleep(0.3)
        finally:
            stop.set()
    assert len(answered) <= (time.monotonic() - began) / 0.2 + 1
    honest.close()


def ask(number: int, held: HubRoom) -> VerbAsked:
    packed, named = wire_shape_of_verb(read_poll_head).encode_arguments((held.poll_id,), {})
    name = wire_name_of_verb(read_poll_head)
    return VerbAsked(number=number, run="x", line=0, hub_run="", verb=name, args=packed, named=named)


def test_one_question_of_a_station_is_under_way_and_who_is_shut_out_meanwhile_is_not_asked(
    held: HubRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mutants: all are begun as they come, before those of every other station; who waits is not looked up again."""
    enrolled = held.enrol()
    [station] = [row for row in held.hub._stations.values() if row.station_id == enrolled.station_id]
    begun: list[Future[Any]] = []

    def begin(*_: object) -> Future[Any]:
        begun.append(Future())
        return begun[-1]

    monkeypatch.setattr(held.hub, "_submit", begin)

    async def crowd() -> list[Any]:
        asked = [asyncio.create_task(held.hub.call_verb(station, ask(number, held))) for number in range(1, 9)]
        for count in range(1, 5):
            await asyncio.sleep(0.05)
            assert len(begun) == count
            begun[-1].set_result(None)
        await asyncio.sleep(0.05)
        held._store.submit(revoke_station, held.room, enrolled.station_id, "잃어버렸습니다").result()
        held.refresh()
        begun[-1].set_result(None)
        return await asyncio.gather(*asked, return_exceptions=True)

    outcomes = asyncio.run(crowd())
    assert len(begun) == 5
    refused = [each.code for each in outcomes if isinstance(each, RuleBroken)]
    assert refused == ["station_revoked"] * 3


class SlowCable:
    """A port before the hub's through which so many bytes a second go there, and answers at once."""

    def __init__(self, port: int, bytes_a_second: int) -> None:
        self._hub, self._pace = port, bytes_a_second
        self._listening = socket.socket()
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen()
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._hub))
                for way in ((near, far, self._pace), (far, near, 0)):
                    threading.Thread(target=self._pass_on, args=way, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, pace: int) -> None:
        with suppress(OSError):
            while taken := source.recv(8_192):
                target.sendall(taken)
                time.sleep(len(taken) / pace if pace else 0)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.close()


def test_a_long_copy_is_handed_over_on_a_slow_line(held: HubRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail before: the whole had to be sent within the time of one silence, again and again until it was given
    up. Mutant: the system may take all of it at once, and the answer is waited for while it is still being sent."""
    monkeypatch.setattr(station_line, "READ_SECONDS", 0.5)
    cable = SlowCable(held.server.port, 600_000)
    kept = held.enrol()
    line = held.line_over(cable.port, kept, patience_s=3.0)
    ballots = tuple(bytes([number]) * 6_000 for number in range(200))
    answer = line.call_verb(hand_over_kiosk_copy, held.poll_id, kept.station_id, b"box", (), ballots)
    assert answer == HandedOver(is_needed=False)  # it came: nothing is gathered just now
    assert not line.was_tried_in_vain
    line.close()
    cable.close()


def test_a_station_has_one_large_message_on_its_way(held: HubRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail before: each of 150 connections held up to 64 MB of the console's memory."""
    monkeypatch.setattr(hub_server, "_LARGE_BYTES", 10_000)
    kept = held.enrol(StationRole.KIOSK)
    context = station_tls_context(kept.own, kept.authority)
    length = 60_000
    head = f"POST /verb HTTP/1.1\r\nHost: hub\r\nContent-Length: {length}\r\n\r\n".encode()

    def begin() -> Any:
        line = connect_secured((socket.AF_INET, ("127.0.0.1", held.server.port)), context)
        line.settimeout(5.0)
        line.sendall(head + b"\xc1" * 20_000)
        return line

    def read(line: Any) -> bytes:
        with http.client.HTTPResponse(line) as answer:
            answer.begin()
            assert answer.status == REFUSED_STATUS
            return answer.read()

    older = begin()
    time.sleep(0.3)
    newer = begin()
    time.sleep(0.3)
    older.sendall(b"\xc1" * 100)
    assert b"message_too_long" in read(older)
    newer.sendall(b"\xc1" * 40_000)
    assert b"message_unreadable" in read(newer)
    older.close()
    newer.close()


def test_strangers_that_hold_every_connection_make_room_for_stations_and_no_station_for_them(
    held: HubRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail before: a machine with many addresses held all of them, and no station came until it let go; one
    with the certificate of a station that was shut out held them as well. Mutant: the newest goes."""
    monkeypatch.setattr(hub_server, "_MOST_CONNECTIONS", 20)
    at_work, kept, out = held.line("키오스크 2"), held.enrol(name="키오스크 1"), held.enrol(name="키오스크 3")
    at_work.call_verb(read_poll_head, held.poll_id)
    held.call(revoke_station, out.station_id, "잃어버렸습니다")
    held.refresh()
    context, place = station_tls_context(out.own, out.authority), (socket.AF_INET, ("127.0.0.1", held.server.port))
    holding: list[socket.socket] = [connect_secured(place, context) for _ in range(10)]
    holding += [socket.create_connection(place[1], 5.0) for _ in range(30)]
    line = StationLine(kept, 5.0)
    line.call_verb(read_poll_head, held.poll_id)
    assert not line.was_tried_in_vain
    at_work.call_verb(read_poll_head, held.poll_id)
    assert not at_work.was_tried_in_vain, "its connection was hung up"
    for each in holding:
        each.close()
    line.close()
    at_work.close()

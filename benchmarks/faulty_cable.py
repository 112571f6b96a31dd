"""A cable between stations and a hub that fails as it is told: it keeps silent, swallows, breaks off, cuts in half or
delivers late. It understands nothing of what goes over it."""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import NamedTuple


class How(StrEnum):
    """What becomes of the bytes."""

    SWALLOWED = "swallowed"
    """Nothing comes any more, and nobody is told."""
    BROKEN_OFF = "broken off"
    HALVED = "halved"
    """Half of it comes, then the connection breaks off."""
    LATE = "late"
    """It comes after `FaultyCable.late_s`; nothing goes back any more."""


class Fault(NamedTuple):
    """What is to happen to one request or to the answer to it."""

    how: How
    is_answer: bool


FAULTS = tuple(Fault(how, is_answer) for how in How for is_answer in (False, True))
LENGTH = 65536


def seldom(dice: random.Random, share: float) -> Callable[[], Fault | None]:
    """Return what draws a fault for this share of requests, handshakes among them."""
    return lambda: dice.choice(FAULTS) if dice.random() < share else None


class FaultyCable:
    """Listens on `port` and passes on to a port of this machine; `draw` is asked at every request."""

    def __init__(self, hub_port: int, draw: Callable[[], Fault | None] = lambda: None, late_s: float = 1.0) -> None:
        self.hub_port, self.draw, self.late_s = hub_port, draw, late_s
        self.seen: Counter[str] = Counter()
        self.heard: list[bytes] = []
        """What stations sent, as somebody hears it who has a hand on the cable."""
        self._next: list[Fault] = []
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def fail_next(self, fault: Fault) -> None:
        """Let this happen to the next request on whichever connection, before `draw` is asked again."""
        with self._lock:
            self._next.append(fault)

    def close(self) -> None:
        """Pull the cable out."""
        self._listening.close()
        with self._lock:
            still_open = tuple(self._open)
        for each in still_open:
            _break_off(each)

    def take_fault(self) -> Fault | None:
        """Return what happens to the request that begins now."""
        with self._lock:
            return self._next.pop(0) if self._next else self.draw()

    def count(self, fault: Fault) -> None:
        """Count a fault that came to pass."""
        with self._lock:
            self.seen[f"{'answer' if fault.is_answer else 'request'} {fault.how}"] += 1

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                station, _ = self._listening.accept()
                try:
                    hub = socket.create_connection(("127.0.0.1", self.hub_port), 1.0)
                except OSError:
                    self.seen["hub away"] += 1
                    _break_off(station)
                    continue
                hub.settimeout(None)
                for each in (station, hub):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self._lock:
                    self._open |= {station, hub}
                _Pair(self, station, hub).start()


class _Pair:
    """One connection through the cable."""

    def __init__(self, cable: FaultyCable, station: socket.socket, hub: socket.socket) -> None:
        self._cable, self._station, self._hub = cable, station, hub
        self._fault: Fault | None = None
        self._was_answered = True
        self._is_silent = False
        self._is_late = False

    def start(self) -> None:
        """Pass on both ways until one side hangs up."""
        for work in (self._pass_requests, self._pass_answers):
            threading.Thread(target=work, daemon=True).start()

    def _pass_requests(self) -> None:
        for data in _received(self._station):
            self._cable.heard.append(data)
            if self._was_answered:
                self._was_answered, self._fault = False, self._cable.take_fault()
            if self._fault is None or self._fault.is_answer or self._is_late:
                self._pass_on(data, self._hub)
            else:
                self._fail(self._fault, data, self._hub)
        if not (self._is_silent or self._is_late):
            self._break_off()

    def _pass_answers(self) -> None:
        for data in _received(self._hub):
            self._was_answered = True
            if self._is_late and self._fault is not None and not self._fault.is_answer:
                continue
            if self._fault is not None and self._fault.is_answer:
                self._fail(self._fault, data, self._station)
            else:
                self._pass_on(data, self._station)
        if not self._is_silent:
            self._break_off()

    def _pass_on(self, data: bytes, target: socket.socket) -> None:
        if not self._is_silent:
            with suppress(OSError):
                target.sendall(data)

    def _fail(self, fault: Fault, data: bytes, target: socket.socket) -> None:
        if self._is_silent:
            return
        self._cable.count(fault)
        self._is_silent = fault.how is How.SWALLOWED or (fault.how is How.LATE and fault.is_answer)
        if fault.how is How.LATE:
            self._is_late = True
            time.sleep(self._cable.late_s)
        if fault.how is not How.SWALLOWED:
            with suppress(OSError):
                target.sendall(data[: len(data) // 2] if fault.how is How.HALVED else data)
        if fault.how in (How.BROKEN_OFF, How.HALVED):
            self._break_off()

    def _break_off(self) -> None:
        self._is_silent = True
        _break_off(self._station)
        _break_off(self._hub)


def _received(source: socket.socket) -> Iterator[bytes]:
    with suppress(OSError):
        while data := source.recv(LENGTH):
            yield data


def _break_off(end: socket.socket) -> None:
    """Reset a connection, so that whoever waits on it is told at once."""
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def faulty_cable(hub_port: int, draw: Callable[[], Fault | None] = lambda: None) -> Iterator[FaultyCable]:
    """Give a cable to a hub's port that is pulled out at the end."""
    cable = FaultyCable(hub_port, draw)
    try:
        yield cable
    finally:
        cable.close()

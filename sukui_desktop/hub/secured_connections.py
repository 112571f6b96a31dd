"""How a station reaches its hub: its addresses one after another over every network card, each connection secured.

What a `StationLine` waits by (a clock that never goes back) is here too, so that a simulated room can stand in.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Protocol

from sukui_desktop.hub.kept_enrolment import KeptEnrolment
from sukui_desktop.hub.room_tls import station_tls_context

CONNECT_SECONDS = 1.0
_PART_BYTES = 32_768
"""Of a request that are sent at once."""
_MOST_UNSENT_BYTES = 65_536
"""What the system may keep back of a request on its way (Linux doubles it): what it took is to be gone, and answered,
within the time of a silence, also at a megabit a second."""


class NoLine(Exception):
    """No line could be made: surely nothing was sent."""

    def __init__(self, *, is_other_room: bool = False) -> None:
        super().__init__()
        self.is_other_room = is_other_room
        """Whether somebody answered who is the hub of another room."""


class Connection(Protocol):
    """One secured connection to a hub, for as long as it works."""

    def post(self, path: str, body: bytes, seconds: float) -> tuple[int, bytes]:
        """Return HTTP status and body of the answer; `seconds` is how long the other side may take nothing and say
        nothing.

        Raises OSError or HTTPException where the connection broke.
        """

    def cut(self) -> None:
        """Let whoever waits at it wait no more; from any thread. `close` is still to be called by whoever uses it."""

    def close(self) -> None:
        """Hang up; only while nobody else uses it."""


class Cable(Protocol):
    """What a `StationLine` needs of the world: this machine's sockets and clock, or those of a simulated room."""

    def connect(self) -> Connection:
        """Connect to the hub wherever it is. Raises NoLine."""

    def avoid_place_of(self, connection: Connection) -> None:
        """From now on go where this connection led only when nobody is found elsewhere: a hub of before is there."""

    def now_s(self) -> float:
        """Return the seconds of a clock that never goes back."""

    def wait(self, seconds: float) -> None:
        """Return after so long."""


class SocketCable:
    """The cable of this machine."""

    def __init__(self, enrolment: KeptEnrolment) -> None:
        self._enrolment = enrolment
        self._context = station_tls_context(enrolment.own, enrolment.authority)
        self._best: Any = None
        self._avoided: Any = None

    def connect(self) -> Connection:
        """Connect to the hub, first where it was last; it must be the hub of the room (`Cable.connect`)."""
        kept = self._enrolment
        known = [*((address, kept.port) for address in kept.addresses), *kept.places_before]
        places = [target for address, port in known for target in socket_addresses_to_try(address, port)]
        is_other_room = False
        tried = dict.fromkeys([*([self._best] if self._best else []), *places])
        for target in sorted(tried, key=lambda place: place == self._avoided):
            try:
                connection = SecuredConnection(connect_secured(target, self._context), target)
            except NoLine as error:
                is_other_room |= error.is_other_room
                continue
            self._best = target
            return connection
        raise NoLine(is_other_room=is_other_room)

    def avoid_place_of(self, connection: Connection) -> None:
        """Try its place last from now on (`Cable.avoid_place_of`)."""
        if isinstance(connection, SecuredConnection):
            self._avoided = connection.place
            self._best = None if self._best == self._avoided else self._best

    def now_s(self) -> float:
        """Return the seconds of the machine's uptime clock."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)


class SecuredConnection:
    """A connection over one TLS socket."""

    def __init__(self, secured: ssl.SSLSocket, place: Any = None) -> None:
        """`place` is where it leads, of `socket_addresses_to_try`."""
        self.place = place
        self._socket = secured
        self._http = http.client.HTTPConnection("hub")
        self._http.sock = secured
        self._http.auto_open = 0  # closed by another thread it is not opened again, unsecured

    def post(self, path: str, body: bytes, seconds: float) -> tuple[int, bytes]:
        """Ask over HTTP (`Connection.post`)."""
        self._socket.settimeout(seconds)
        # Part by part, each with that time: what is long takes long over a slow line, which is no silence.
        parts = [body[start : start + _PART_BYTES] for start in range(0, len(body), _PART_BYTES)]
        self._http.request("POST", path, parts if len(parts) > 1 else body, {"Content-Length": str(len(body))})
        response = self._http.getresponse()
        return response.status, response.read()

    def cut(self) -> None:
        """Cut the line under the encryption (`Connection.cut`).

        `SSLSocket` takes its encryption away before it closes: another thread that writes just then would write in the
        clear.
        """
        with suppress(OSError):
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up (`Connection.close`)."""
        self.cut()
        self._http.close()
        self._socket.close()


def connect_secured(target: tuple[int, tuple[Any, ...]], context: ssl.SSLContext) -> ssl.SSLSocket:
    """Connect to one place. Raises NoLine."""
    try:
        family, place = target
        plain = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            plain.settimeout(CONNECT_SECONDS)
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _MOST_UNSENT_BYTES)
            plain.connect(place)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return context.wrap_socket(plain)
        except BaseException:
            plain.close()
            raise
    except OSError as error:  # ssl.SSLError is one
        raise NoLine(is_other_room=isinstance(error, ssl.SSLCertVerificationError)) from error


def socket_addresses_to_try(address: str, port: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Give the places to try for an address: a link-local one is on whichever card leads to the hub."""
    if ":" not in address:
        yield socket.AF_INET, (address, port)
    elif address.lower().startswith("fe80:"):
        for index, _name in socket.if_nameindex():
            yield socket.AF_INET6, (address, port, 0, index)
    else:
        yield socket.AF_INET6, (address, port)

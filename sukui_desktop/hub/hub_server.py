"""The hub's HTTPS server: uvicorn in a thread of its own beside the windows, on the ports of this machine."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import itertools
import os
import socket
import struct
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sukui_desktop.domain.errors import BadInput, DeviceFault, RuleBroken, SukuiError
from sukui_desktop.hub.invitation_text import DEFAULT_PORT
from sukui_desktop.hub.messages import (
    MOST_BODY_BYTES,
    MOST_ENROLMENT_BYTES,
    MOST_PULSE_BYTES,
    REFUSED_STATUS,
    EnrolmentAsked,
    Pulse,
    VerbAsked,
    refusal_of_error,
)
from sukui_desktop.hub.room_hub import RoomHub
from sukui_desktop.hub.room_tls import hub_tls_context
from sukui_desktop.models.ids import StationId
from sukui_desktop.models.station import StationRow

_BACKLOG = 128
_SIOCGIFFLAGS, _SIOCGIFADDR, _IFF_RUNNING = 0x8913, 0x8915, 0x40
"""Of netdevice(7): what a network card is asked, and that its cable is in."""
_IPV6_ADDRESSES = Path("/proc/net/if_inet6")
_MOST_CONNECTIONS = 600
"""Open at once: whoever holds more from the cable takes no file from the program that has the box."""
_MOST_OF_MACHINE = 150
"""Of them from one address of another machine."""
_LARGE_BYTES = 1_000_000
"""A longer message is large: of each station one at a time."""
_PULSE_SECONDS = 0.02
"""Between two pulses of one station; an honest one says one a second."""
_STOP_SECONDS = 5.0
_CERTIFICATE = "sukui.certificate"
"""Where the scope of a request holds the SHA-256 of the certificate that the station presented."""
_CONNECTION = "sukui.connection"
"""Where it holds the number of the connection: later ones have higher numbers."""

M = TypeVar("M", bound=msgspec.Struct)
_Scope = MutableMapping[str, Any]


class _StationProtocol(HttpToolsProtocol):
    """Writes into every request which certificate its line showed and which line that is: ASGI has no place for it."""

    numbers = itertools.count(1)
    known_connections: ClassVar[_OpenConnections]

    def connection_made(self, transport: Any) -> None:
        """Wrap the application once the line is secured."""
        super().connection_made(transport)
        secured = transport.get_extra_info("ssl_object")
        shown = secured.getpeercert(True) if secured is not None else None
        certificate_hash = hashlib.sha256(shown).digest() if shown else None
        if certificate_hash is not None:
            self.known_connections.note_certificate(transport, certificate_hash)
        self.app = partial(_call_app_with_line, self.app, certificate_hash, next(self.numbers))


async def _serve_until_stopped(server: uvicorn.Server, sockets: Sequence[socket.socket]) -> None:
    """Serve, and leave no line behind: a station whose hub stopped is to know at once."""
    await server.serve(sockets=list(sockets))
    for protocol in tuple(server.server_state.connections):
        transport = getattr(protocol, "transport", None)
        if transport is not None:
            transport.abort()
    await asyncio.sleep(0)


def _run_server(server: uvicorn.Server, sockets: Sequence[socket.socket]) -> None:
    asyncio.run(_serve_until_stopped(server, sockets))


async def _call_app_with_line(
    app: Any, certificate_hash: bytes | None, connection: int, scope: Any, receive: Any, send: Any
) -> None:
    scope[_CERTIFICATE], scope[_CONNECTION] = certificate_hash, connection
    await app(scope, receive, send)


class HubServer:
    """Serves one hub on this machine from `start` to `stop`."""

    def __init__(self, hub: RoomHub) -> None:
        self._hub = hub
        self._sockets: list[_ListeningSocket] = []
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._pulse_due: dict[StationId, float] = {}
        """When the next pulse of a station is answered, at the soonest."""
        self._large: dict[StationId, _LargeMessage] = {}
        self.port = 0
        self.is_for_other_machines = False

    def start(self, *, port: int = DEFAULT_PORT, is_for_other_machines: bool) -> None:
        """Listen, for programs of this machine alone or for other machines on the cable too.

        Where another program has the port the system chooses one: `port` says which it is.
        Raises DeviceFault hub_no_port.
        """
        hosts = ("0.0.0.0", "::") if is_for_other_machines else ("127.0.0.1", "::1")
        self._sockets = _open_listening_sockets(hosts, port)
        self.port = int(self._sockets[0].getsockname()[1])
        self.is_for_other_machines = is_for_other_machines
        connections = _OpenConnections(self._is_let_in)
        for listening in self._sockets:
            listening.connections = connections
        protocol = type("_ProtocolOfServer", (_StationProtocol,), {"known_connections": connections})
        certificates = self._hub.certificates
        config = uvicorn.Config(
            self._make_web_application(),
            http=protocol,
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_level="critical",
            access_log=False,
            timeout_keep_alive=600,
            timeout_graceful_shutdown=1,
            ssl_context_factory=lambda _config, _default: hub_tls_context(
                certificates.hub, certificates.authority.certificate
            ),
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=_run_server, args=(self._server, self._sockets), name="sukui-hub", daemon=True
        )
        self._thread.start()

    @property
    def is_serving(self) -> bool:
        """Whether stations are answered: from `start` to `stop`, unless the server ended by itself."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """Answer no more and free the port."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is not None:
            server.should_exit = True
        if thread is not None:
            thread.join(_STOP_SECONDS)
        for listening in self._sockets:
            listening.close()
        self._sockets = []

    def _make_web_application(self) -> Starlette:
        ways = {
            "/hello": self._answer_hello,
            "/enrol": self._answer_enrolment,
            "/verb": self._answer_verb,
            "/pulse": self._answer_pulse,
        }
        return Starlette(
            routes=[Route(path, partial(_answer_or_refuse, way), methods=["POST"]) for path, way in ways.items()]
        )

    async def _answer_hello(self, request: Request) -> msgspec.Struct:
        del request
        return self._hub.say_hello()

    async def _answer_enrolment(self, request: Request) -> msgspec.Struct:
        return await self._hub.enrol_station(await _read_message(request, EnrolmentAsked, MOST_ENROLMENT_BYTES))

    async def _answer_verb(self, request: Request) -> msgspec.Struct:
        large = _LargeMessage(self._large, self._station_of_certificate(request).station_id)
        asked = await _read_message(request, VerbAsked, note_length=large.require_newest)  # may be shut out meanwhile
        return await self._hub.call_verb(self._station_of_certificate(request), asked)

    async def _answer_pulse(self, request: Request) -> msgspec.Struct:
        self._station_of_certificate(request)
        pulse = await _read_message(request, Pulse, MOST_PULSE_BYTES)
        await self._wait_for_turn_of_pulse(self._station_of_certificate(request).station_id)
        station, connection = self._station_of_certificate(request), int(request.scope[_CONNECTION])
        return self._hub.take_pulse_and_answer(station, pulse, connection)

    async def _wait_for_turn_of_pulse(self, station_id: StationId) -> None:
        """Let a station that says what it is without a pause wait, instead of everybody else."""
        now = asyncio.get_running_loop().time()
        due = max(self._pulse_due.get(station_id, now), now)
        self._pulse_due[station_id] = due + _PULSE_SECONDS
        if due > now:
            await asyncio.sleep(due - now)

    def _is_let_in(self, certificate_hash: bytes) -> bool:
        try:
            self._hub.find_station(certificate_hash)
        except RuleBroken:
            return False
        return True

    def _station_of_certificate(self, request: Request) -> StationRow:
        return self._hub.find_station(request.scope.get(_CERTIFICATE))


async def _answer_or_refuse(way: Callable[[Request], Awaitable[msgspec.Struct]], request: Request) -> Response:
    """Return what a way answers, or its refusal. A bug is told to the window's thread by whoever ran the service; the
    station gets status 500 and asks again."""
    try:
        return _encode_response(await way(request))
    except SukuiError as error:
        return _encode_response(refusal_of_error(error), REFUSED_STATUS)
    except ClientDisconnect:  # half a request: nothing was asked
        return Response(status_code=400)


def _encode_response(message: msgspec.Struct, status: int = 200) -> Response:
    return Response(msgspec.msgpack.encode(message), status, media_type="application/msgpack")


class _LargeMessage:
    """A message of a station whose length is not known yet: the newest large one goes on, one before it is given up.

    So that what a station sends over all its connections together takes no more of this machine than one message may.
    """

    def __init__(self, newest: dict[StationId, _LargeMessage], station_id: StationId) -> None:
        self._newest, self._station_id = newest, station_id
        self._is_large = False

    def require_newest(self, length: int) -> None:
        """Take note of what was read so far. Raises BadInput message_too_long where a later one grew large too."""
        if length <= _LARGE_BYTES:
            return
        if not self._is_large:
            self._is_large = True
            self._newest[self._station_id] = self
        elif self._newest.get(self._station_id) is not self:
            raise BadInput("message_too_long", most=_LARGE_BYTES)


async def _read_message(
    request: Request, kind: type[M], most: int = MOST_BODY_BYTES, note_length: Callable[[int], None] | None = None
) -> M:
    body = bytearray()
    async for part in request.stream():
        body += part
        if note_length is not None:
            note_length(len(body))
        if len(body) > most:
            raise BadInput("message_too_long", most=most)
    try:
        return msgspec.msgpack.decode(bytes(body), type=kind)
    except msgspec.MsgspecError as error:
        raise BadInput("message_unreadable") from error


def _open_listening_sockets(hosts: tuple[str, ...], port: int) -> list[_ListeningSocket]:
    """Listen on every one of these addresses that the machine has, on the same port."""
    for wanted in (port, 0):
        opened: list[_ListeningSocket] = []
        try:
            for host in hosts:
                with suppress(_NoSuchFamily):
                    opened.append(_open_listening_socket(host, opened[0].getsockname()[1] if opened else wanted))
            if opened:
                return opened
        except OSError:
            for listening in opened:
                listening.close()
    raise DeviceFault("hub_no_port", port=port)


class _OpenConnection(msgspec.Struct, eq=False):
    """One that was taken, from where, and the certificate that it showed since."""

    taken: socket.socket
    machine: str
    certificate_hash: bytes = b""


class _OpenConnections:
    """The connections of one server: where there is no place left, who was not let in goes, and never a station."""

    def __init__(self, is_let_in: Callable[[bytes], bool]) -> None:
        self._is_let_in = is_let_in
        self._open: list[_OpenConnection] = []
        """In the order in which they came."""

    def note_certificate(self, transport: Any, certificate_hash: bytes) -> None:
        """Take note of what a connection showed once it was secured."""
        place = transport.get_extra_info("socket").fileno()
        for each in self._open:
            if each.taken.fileno() == place:
                each.certificate_hash = certificate_hash

    def take(self, taken: socket.socket, machine: str) -> None:
        """Take one more, in the place of the oldest stranger where there are too many.

        Raises ConnectionAbortedError where stations have them all.
        """
        self._open = [each for each in self._open if each.taken.fileno() >= 0]
        is_own = ipaddress.ip_address(machine.partition("%")[0]).is_loopback
        of_machine = [each for each in self._open if each.machine == machine]
        if len(of_machine) >= (_MOST_CONNECTIONS if is_own else _MOST_OF_MACHINE):
            self._hang_up_oldest_stranger(of_machine)
        elif len(self._open) >= _MOST_CONNECTIONS:
            self._hang_up_oldest_stranger(self._open)
        self._open.append(_OpenConnection(taken, machine))

    def _hang_up_oldest_stranger(self, among: Sequence[_OpenConnection]) -> None:
        for each in among:
            if not each.certificate_hash or not self._is_let_in(each.certificate_hash):
                with suppress(OSError):
                    each.taken.shutdown(socket.SHUT_RDWR)  # its transport closes it
                self._open.remove(each)
                return
        raise ConnectionAbortedError


class _ListeningSocket(socket.socket):
    """Takes so many connections at once and no more; one too many is hung up before a byte is read of it."""

    def __init__(self, family: int) -> None:
        # The protocol is named: asyncio sets TCP_NODELAY on nothing else, and every answer would wait 45 ms.
        super().__init__(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.connections = _OpenConnections(lambda _shown: False)

    def accept(self) -> tuple[socket.socket, Any]:
        """Take the next connection. Raises ConnectionAbortedError where there are too many."""
        taken, place = super().accept()
        try:
            self.connections.take(taken, str(place[0]))
        except ConnectionAbortedError:
            taken.close()
            raise
        return taken, place


class _NoSuchFamily(Exception):
    """This machine has no address of the family, as one without IPv6."""


def _open_listening_socket(host: str, port: int) -> _ListeningSocket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = _ListeningSocket(family)
    except OSError as error:
        raise _NoSuchFamily from error
    try:
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if os.name == "nt":
            listening.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE"), 1)  # noqa: B009
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
        listening.setblocking(False)
    except OSError as error:
        listening.close()
        if family == socket.AF_INET6 and port:
            raise _NoSuchFamily from error
        raise
    return listening


def addresses_of_machine() -> tuple[str, ...]:
    """Return the addresses at which other machines on the cable reach this one, most likely first.

    Asked of the system without sending anything. Link-local ones are among them, and those of a cable without any way
    out, as between a few machines and a switch.
    """
    seen = dict.fromkeys([*_addresses_of_ways_out(), *_addresses_of_cards()])
    return tuple(address for address in seen if not ipaddress.ip_address(address).is_loopback)


def _addresses_of_ways_out() -> list[str]:
    found: list[str] = []
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            found.append(str(probe.getsockname()[0]).partition("%")[0])
    return found


def _addresses_of_cards() -> list[str]:
    """Return an IPv4 address of every network card that is on, then the IPv6 ones, link-local last.

    On Linux the cards are asked: the name of the machine leads to 127.0.1.1 there. Elsewhere that name is looked up.
    """
    if sys.platform != "linux":
        with suppress(OSError):
            places = [place for _, _, _, _, place in socket.getaddrinfo(socket.gethostname(), None)]
            return [str(place[0]).partition("%")[0] for place in places]
        return []
    on = {name for _, name in socket.if_nameindex() if _is_card_running(name)}
    fourth = [socket.inet_ntoa(answer[4:8]) for name in sorted(on) if (answer := _ask_card(name, _SIOCGIFADDR))]
    sixth: list[str] = []
    with suppress(OSError, ValueError):
        for line in _IPV6_ADDRESSES.read_text("ascii").splitlines():
            packed, *_, name = line.split()
            if name in on:
                sixth.append(str(ipaddress.IPv6Address(bytes.fromhex(packed))))
    return sorted([*fourth, *sixth], key=lambda address: ipaddress.ip_address(address).is_link_local)


def _is_card_running(name: str) -> bool:
    flags = int.from_bytes(_ask_card(name, _SIOCGIFFLAGS)[:2], sys.byteorder)
    return bool(flags & _IFF_RUNNING)


def _ask_card(name: str, request: int) -> bytes:
    """Return what the kernel says of a network card behind its name in a `struct ifreq`; b'' for nothing."""
    import fcntl

    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        return fcntl.ioctl(asking, request, struct.pack("16s24x", name.encode()))[16:]
    return b""

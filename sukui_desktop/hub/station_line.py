"""The line of a station to its hub: let in once, then verbs and pulses, asked again until an answer comes.

A line that failed is never used again; the same question goes out on a new one, so that nothing is done twice.
"""

from __future__ import annotations

import http.client
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec

from sukui_desktop.domain.errors import DeviceFault, SyncRefused
from sukui_desktop.hub.allowed_verbs import REPEATABLE
from sukui_desktop.hub.enrolment_text import Invitation
from sukui_desktop.hub.kept_enrolment import KeptEnrolment
from sukui_desktop.hub.messages import (
    PROTOCOL,
    REFUSED_STATUS,
    EnrolmentAsked,
    EnrolmentGranted,
    Hello,
    HubAnswer,
    HubRefusal,
    Pulse,
    PulseAnswer,
    VerbAsked,
    error_of_refusal,
    verb_name,
    verb_shape,
)
from sukui_desktop.hub.room_tls import first_contact_tls_context, station_tls_context
from sukui_desktop.models.station import StationRole
from sukui_desktop.record.room_certificates import KeyedCertificate, make_certificate_request, public_key_pin
from sukui_desktop.services.remote_room import RemoteRoom

CONNECT_SECONDS = 1.0
READ_SECONDS = 1.5
SLOW_READ_SECONDS = 30.0
"""For verbs that are not a voter's: the list of a thousand people comes over a slow cable too."""
PATIENCE_SECONDS = 8.0
"""How long a question is asked again before the station says that no answer comes."""
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 1.0

T = TypeVar("T")
M = TypeVar("M", bound=msgspec.Struct)


class _NoLine(Exception):
    """No line could be made: surely nothing was sent."""

    is_other_room = False
    """Whether somebody answered who is the hub of another room."""


def enrol_at_hub(invitation: Invitation, role: StationRole) -> KeptEnrolment:
    """Let this station in for its role with an invitation.

    The fingerprint of the hub's key is compared before the code is sent.
    Raises DeviceFault hub_not_reached; SyncRefused hub_of_another for a hub that is not the one that invites,
    station_other_version; RuleBroken invitation_not_good and others of `RoomHub.let_in`.
    """
    asked = make_certificate_request()
    context = first_contact_tls_context()
    is_other = False
    for address in invitation.addresses:
        for target in _targets(address, invitation.port):
            try:
                secured = _connect(target, context)
            except _NoLine:
                continue
            with secured:
                shown = secured.getpeercert(binary_form=True)
                if shown is None or not invitation.knows_hub(public_key_pin(shown)):
                    is_other = True
                    continue
                line = _Line(secured)
                try:
                    question = EnrolmentAsked(protocol=PROTOCOL, role=role, code=invitation.code, request=asked.request)
                    granted = line.ask("/enrol", question, EnrolmentGranted, SLOW_READ_SECONDS)
                except OSError as error:
                    raise DeviceFault("hub_unreachable") from error
                return KeptEnrolment(
                    station_id=granted.station_id,
                    role=granted.role,
                    name=granted.name,
                    meeting=granted.meeting,
                    meeting_id=granted.meeting_id,
                    addresses=(address, *(other for other in invitation.addresses if other != address)),
                    port=invitation.port,
                    own=KeyedCertificate(granted.certificate, asked.private_key),
                    authority=granted.authority,
                )
    if is_other:
        raise SyncRefused("hub_of_another")
    raise DeviceFault("hub_not_reached")


class StationLine(RemoteRoom):
    """A room that a hub elsewhere holds. One question at a time; pulses go over a line of their own."""

    def __init__(self, enrolment: KeptEnrolment, patience_s: float = PATIENCE_SECONDS) -> None:
        self.enrolment = enrolment
        self._patience_s = patience_s
        self._context = station_tls_context(enrolment.own, enrolment.authority)
        self._run = secrets.token_hex(8)
        self._number = 0
        self._verbs, self._pulses = threading.Lock(), threading.Lock()
        self._verb_line: _Line | None = None
        self._pulse_line: _Line | None = None
        self._best: Any = None
        self._is_closed = False

    def close(self) -> None:
        """Hang up for good: a question that is under way is given up, and none is asked any more."""
        self._is_closed = True
        for line in (self._verb_line, self._pulse_line):
            if line is not None:
                line.close()
        self._verb_line = self._pulse_line = None

    def call_verb(self, verb: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Return what the verb returns at the hub (`RemoteRoom.call_verb`)."""
        shape, name = verb_shape(verb), verb_name(verb)
        packed, named = shape.encode_arguments(args, kwargs)
        is_repeatable = name in REPEATABLE
        with self._verbs:
            self._number += 1
            number, first_run, was_sent = self._number, "", False
            wait, until = _FIRST_WAIT, time.monotonic() + self._patience_s
            while True:
                try:
                    line = self._verb_line = self._verb_line or self._open_line()
                    if self._is_closed:
                        raise _NoLine
                    first_run = first_run or line.hub_run
                    question = VerbAsked(
                        number=number,
                        run=self._run,
                        hub_run="" if is_repeatable else first_run,
                        verb=name,
                        args=packed,
                        named=named,
                    )
                    was_sent = True
                    seconds = READ_SECONDS if is_repeatable else SLOW_READ_SECONDS
                    answer = line.ask("/verb", question, HubAnswer, seconds)
                    result: T = msgspec.msgpack.decode(answer.result, type=shape.result)
                    return result
                except (_NoLine, OSError, http.client.HTTPException) as error:
                    _hang_up(self._verb_line)
                    self._verb_line = None
                    if not was_sent and isinstance(error, _NoLine) and error.is_other_room:
                        raise SyncRefused("hub_of_another_meeting") from error
                    if self._is_closed or time.monotonic() + wait > until:
                        raise DeviceFault("hub_unreachable" if was_sent else "hub_not_reached") from error
                    time.sleep(wait)
                    wait = min(2 * wait, _LONGEST_WAIT)

    def send_pulse(self, pulse: Pulse) -> PulseAnswer:
        """Say how this station is and hear what changed; asked once.

        Raises DeviceFault hub_not_reached; SyncRefused hub_of_another_meeting, station_other_version; RuleBroken
        station_not_enrolled, station_revoked.
        """
        with self._pulses:
            for _ in range(2 if self._pulse_line is not None else 1):  # a line that was there may be of a hub that went
                try:
                    line = self._pulse_line = self._pulse_line or self._open_line()
                    return line.ask("/pulse", pulse, PulseAnswer, READ_SECONDS)
                except (_NoLine, OSError, http.client.HTTPException) as error:
                    _hang_up(self._pulse_line)
                    self._pulse_line = None
                    if isinstance(error, _NoLine) and error.is_other_room:
                        raise SyncRefused("hub_of_another_meeting") from error
            raise DeviceFault("hub_not_reached")

    def _open_line(self) -> _Line:
        places = [target for address in self.enrolment.addresses for target in _targets(address, self.enrolment.port)]
        failure = _NoLine()
        for target in dict.fromkeys([*([self._best] if self._best else []), *places]):
            try:
                line = _Line(_connect(target, self._context))
            except _NoLine as error:
                failure.is_other_room |= error.is_other_room
                continue
            try:
                hello = line.ask("/hello", msgspec.defstruct("Nothing", [])(), Hello, READ_SECONDS)
                if hello.protocol != PROTOCOL:
                    raise SyncRefused("station_other_version", station=PROTOCOL, hub=hello.protocol)
            except BaseException:
                line.close()
                raise
            line.hub_run, self._best = hello.run, target
            return line
        raise failure


class _Line:
    """One secured connection, for as long as it works."""

    def __init__(self, secured: ssl.SSLSocket) -> None:
        self._socket = secured
        self._http = http.client.HTTPConnection("hub")
        self._http.sock = secured
        self.hub_run = ""

    def close(self) -> None:
        """Hang up."""
        self._http.close()
        self._socket.close()

    def ask(self, path: str, question: msgspec.Struct, kind: type[M], seconds: float) -> M:
        """Return the answer to one question. Raises the SukuiError that the hub refused with; OSError or HTTPException
        where the line broke."""
        self._socket.settimeout(seconds)
        self._http.request("POST", path, msgspec.msgpack.encode(question))
        response = self._http.getresponse()
        body = response.read()
        try:
            if response.status == REFUSED_STATUS:
                raise error_of_refusal(msgspec.msgpack.decode(body, type=HubRefusal))
            if response.status != http.HTTPStatus.OK:
                raise http.client.HTTPException(response.status)
            return msgspec.msgpack.decode(body, type=kind)
        except msgspec.MsgspecError as error:
            raise http.client.HTTPException(path) from error


def _hang_up(line: _Line | None) -> None:
    if line is not None:
        line.close()


def _connect(target: Any, context: ssl.SSLContext) -> ssl.SSLSocket:
    try:
        family, place = target
        plain = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            plain.settimeout(CONNECT_SECONDS)
            plain.connect(place)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return context.wrap_socket(plain)
        except BaseException:
            plain.close()
            raise
    except OSError as error:  # ssl.SSLError is one
        refused = _NoLine()
        refused.is_other_room = isinstance(error, ssl.SSLCertVerificationError)
        raise refused from error


def _targets(address: str, port: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Give the places to try for an address: a link-local one is on whichever card leads to the hub."""
    if ":" not in address:
        yield socket.AF_INET, (address, port)
    elif address.lower().startswith("fe80:"):
        for index, _name in socket.if_nameindex():
            yield socket.AF_INET6, (address, port, 0, index)
    else:
        yield socket.AF_INET6, (address, port)

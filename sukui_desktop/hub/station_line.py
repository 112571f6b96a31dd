"""The line of a station to its hub: let in once, then verbs and pulses, asked again until an answer comes.

A line that failed is never used again; the same question goes out on a new one, so that nothing is done twice.
"""

from __future__ import annotations

import http.client
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.errors import Conflict, DeviceFault, RuleBroken, SyncRefused
from sukui_desktop.hub.allowed_verbs import REPEATABLE
from sukui_desktop.hub.invitation_text import Invitation
from sukui_desktop.hub.kept_enrolment import KeptEnrolment
from sukui_desktop.hub.messages import (
    PROTOCOL,
    REFUSED_STATUS,
    EnrolmentAsked,
    EnrolmentGranted,
    Hello,
    HelloAsked,
    HubAnswer,
    HubRefusal,
    Pulse,
    PulseAnswer,
    VerbAsked,
    error_of_refusal,
    wire_name_of_verb,
    wire_shape_of_verb,
)
from sukui_desktop.hub.room_tls import first_contact_tls_context
from sukui_desktop.hub.secured_connections import (
    Cable,
    Connection,
    NoLine,
    SecuredConnection,
    SocketCable,
    connect_secured,
    socket_addresses_to_try,
)
from sukui_desktop.models.station import StationRole
from sukui_desktop.record.hub_and_station_certificates import (
    KeyedCertificate,
    make_certificate_request,
    public_key_fingerprint,
)
from sukui_desktop.services.remote_room import RemoteRoom

READ_SECONDS = 1.5
"""How long a line may keep silent before the same question is asked on another one; the hub does it but once."""
ENROLMENT_SECONDS = 30.0
"""How long the one answer to an enrolment may take: it is asked once."""
PATIENCE_SECONDS = 8.0
"""How long a question is asked again before the station says that no answer comes."""
_TIMES_LONGER = 8
"""So much longer an act is asked again that went out and may not be done twice: its answer can be the number of a slip,
which nobody ever sees once it is given up."""
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 1.0
_REFUSED_UNSEEN = frozenset({"station_paused", "station_revoked", "station_not_enrolled"})
"""Refusals of whoever asks, whatever is asked: they say nothing of an earlier try of the same question."""

T = TypeVar("T")
M = TypeVar("M", bound=msgspec.Struct)


def enrol_at_hub(invitation: Invitation, role: StationRole) -> KeptEnrolment:
    """Let this station in for its role with an invitation.

    The fingerprint of the hub's key is compared before the code is sent.
    Raises DeviceFault hub_not_reached; SyncRefused hub_of_another for a hub that is not the one that invites,
    station_other_version; RuleBroken invitation_not_good and others of `RoomHub.enrol_station`.
    """
    asked = make_certificate_request()
    context = first_contact_tls_context()
    is_other = False
    for address in invitation.addresses * 2:  # a busy hub may not answer in time at first
        for target in socket_addresses_to_try(address, invitation.port):
            try:
                secured = connect_secured(target, context)
            except NoLine:
                continue
            with secured:
                shown = secured.getpeercert(binary_form=True)
                if shown is None or not invitation.is_from_hub_with_key(public_key_fingerprint(shown)):
                    is_other = True
                    continue
                line = _Line(None, SecuredConnection(secured))
                try:
                    question = EnrolmentAsked(protocol=PROTOCOL, role=role, code=invitation.code, request=asked.request)
                    granted = line.ask("/enrol", question, EnrolmentGranted, ENROLMENT_SECONDS)
                except (OSError, http.client.HTTPException) as error:
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

    def __init__(
        self, enrolment: KeptEnrolment, patience_s: float = PATIENCE_SECONDS, cable: Cable | None = None
    ) -> None:
        self.enrolment = enrolment
        self._patience_s = patience_s
        self._cable = cable or SocketCable(enrolment)
        self._run = secrets.token_hex(8)
        self._number = 0
        self._verbs, self._pulses = threading.Lock(), threading.Lock()
        self._verb_line: _Line | None = None
        self._pulse_line: _Line | None = None
        self._pulsed_run = ""
        """The start of the hub that answered the newest pulse."""
        self._is_closed = False
        self.promotions = enrolment.promotions
        """The most promotions that a hub told of."""
        self.promotion_proof = enrolment.promotion_proof
        """What that hub signed of it."""
        self.was_tried_in_vain = False
        """Whether the newest verb went out at least once without an answer: a refusal that came afterwards may be of a
        hub that did it before, unless it looked."""

    def close(self) -> None:
        """Hang up for good: a question that is under way is given up, and none is asked any more. From any thread."""
        self._is_closed = True
        self._cut_lines()

    def move_to(self, enrolment: KeptEnrolment) -> None:
        """Look for the hub where this enrolment says from now on; a question that is under way is asked there too.

        From any thread.
        """
        self.enrolment, self._cable = enrolment, SocketCable(enrolment)
        self._cut_lines()

    def _cut_lines(self) -> None:
        """Let whoever waits for an answer wait no more: they hang up themselves, as a connection has one user."""
        for line in (self._verb_line, self._pulse_line):
            if line is not None:
                line.connection.cut()
        for lock, hang_up in ((self._verbs, self._hang_up_verbs), (self._pulses, self._hang_up_pulses)):
            if lock.acquire(blocking=False):
                try:
                    hang_up()
                finally:
                    lock.release()

    @contextmanager
    def _asking(self, lock: threading.Lock) -> Iterator[None]:
        """One question at a time; whoever asked hangs up where all was ended meanwhile."""
        try:
            with lock:
                yield
        finally:
            if self._is_closed:
                self._cut_lines()

    def call_verb(self, verb: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Return what the verb returns at the hub (`RemoteRoom.call_verb`)."""
        shape, name = wire_shape_of_verb(verb), wire_name_of_verb(verb)
        packed, named = shape.encode_arguments(args, kwargs)
        is_repeatable = name in REPEATABLE
        with self._asking(self._verbs):
            self._number += 1
            number, first_run, was_sent, was_unanswered = self._number, "", False, False
            self.was_tried_in_vain = False
            wait, began = _FIRST_WAIT, self._cable.now_s()
            while True:
                try:
                    if self._verb_line is not None and not self._leads_to_hub_of_now(self._verb_line):
                        self._hang_up_verbs()
                    line = self._verb_line = self._verb_line or self._open_line()
                    if self._is_closed:
                        raise NoLine
                    first_run = first_run or line.hub_run
                    question = VerbAsked(
                        number=number,
                        run=self._run,
                        line=line.number,
                        hub_run="" if is_repeatable else first_run,
                        verb=name,
                        args=packed,
                        named=named,
                    )
                    was_sent = True
                    answer = line.ask("/verb", question, HubAnswer, READ_SECONDS)
                    result: T = msgspec.msgpack.decode(answer.result, type=shape.result)
                    return result
                except (Conflict, RuleBroken) as error:
                    if error.code == "question_out_of_turn":  # a newer line of this station is known there
                        self._hang_up_verbs()
                    if was_unanswered and error.code in _REFUSED_UNSEEN:
                        raise DeviceFault("hub_unreachable") from error
                    raise
                except (NoLine, OSError, http.client.HTTPException) as error:
                    was_unanswered |= was_sent
                    self._hang_up_verbs()
                    self.was_tried_in_vain = was_unanswered
                    if not was_sent and isinstance(error, NoLine) and error.is_other_room:
                        raise SyncRefused("hub_of_another_meeting") from error
                    patience_s = self._patience_s * (1 if is_repeatable or not was_unanswered else _TIMES_LONGER)
                    if self._is_closed or self._cable.now_s() + wait > began + patience_s:
                        raise DeviceFault("hub_unreachable" if was_sent else "hub_not_reached") from error
                    self._cable.wait(wait)
                    wait = min(2 * wait, _LONGEST_WAIT)

    def _leads_to_hub_of_now(self, line: _Line) -> bool:
        """Whether no other place was told since, and no promotion after which that hub is one of before."""
        return line.cable is self._cable and line.promotions >= self.promotions

    def _hang_up_verbs(self) -> None:
        _hang_up(self._verb_line)
        self._verb_line = None

    def _hang_up_pulses(self) -> None:
        _hang_up(self._pulse_line)
        self._pulse_line = None

    def send_pulse(self, pulse: Pulse) -> PulseAnswer:
        """Say how this station is and hear what changed; asked once.

        Raises DeviceFault hub_not_reached; SyncRefused hub_of_another_meeting, station_other_version,
        hub_superseded; RuleBroken station_not_enrolled, station_revoked.
        """
        with self._asking(self._pulses):
            if self._pulse_line is not None and self._pulse_line.cable is not self._cable:
                self._hang_up_pulses()
            for _ in range(2 if self._pulse_line is not None else 1):  # a line that was there may be of a hub that went
                try:
                    if self._is_closed:
                        raise NoLine
                    line = self._pulse_line = self._pulse_line or self._open_line(may_be_of_before=True)
                    is_other_run = self._pulsed_run not in ("", line.hub_run)  # it counts from the beginning
                    seen = -1 if is_other_run else pulse.seen
                    answer = line.ask(
                        "/pulse",
                        replace(pulse, promotions=self.promotions, promotion_proof=self.promotion_proof, seen=seen),
                        PulseAnswer,
                        READ_SECONDS,
                    )
                    self._pulsed_run = line.hub_run
                    return answer
                except SyncRefused as refused:
                    if refused.code == "hub_superseded" and self._pulse_line is not None:
                        self._pulse_line.avoid_its_place()
                        self._hang_up_pulses()
                    raise
                except (NoLine, OSError, http.client.HTTPException) as error:
                    self._hang_up_pulses()
                    if isinstance(error, NoLine) and error.is_other_room:
                        raise SyncRefused("hub_of_another_meeting") from error
            raise DeviceFault("hub_not_reached")

    def _open_line(self, *, may_be_of_before: bool = False) -> _Line:
        """Return a line to a hub that greets; where one of before does, another address may lead to that of now."""
        line = self._connect_and_greet()
        if line.promotions < self.promotions and not may_be_of_before:
            line.avoid_its_place()
            line.close()
            line = self._connect_and_greet()
            if line.promotions < self.promotions:
                line.close()
                raise SyncRefused("hub_superseded")
        if line.promotions > self.promotions or (line.promotions == self.promotions and not self.promotion_proof):
            self.promotions, self.promotion_proof = line.promotions, line.promotion_proof
        return line

    def _connect_and_greet(self) -> _Line:
        cable = self._cable
        line = _Line(cable, cable.connect())
        try:
            hello = line.ask("/hello", HelloAsked(), Hello, READ_SECONDS)
            if hello.protocol != PROTOCOL:
                raise SyncRefused("station_other_version", station=PROTOCOL, hub=hello.protocol)
        except BaseException:
            line.close()
            raise
        line.hub_run, line.number = hello.run, hello.line
        line.promotions, line.promotion_proof = hello.promotions, hello.promotion_proof
        return line


class _Line:
    """One connection and what the hub said when it was made."""

    def __init__(self, cable: Cable | None, connection: Connection) -> None:
        """`cable` is what it was made by, None where there is but this one."""
        self.cable, self.connection = cable, connection
        self.hub_run = ""
        self.number = self.promotions = 0
        self.promotion_proof = b""

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def avoid_its_place(self) -> None:
        """Let the next line lead elsewhere, where somebody answers there: at its end is a hub of before."""
        if self.cable is not None:
            self.cable.avoid_place_of(self.connection)

    def ask(self, path: str, question: msgspec.Struct, kind: type[M], seconds: float) -> M:
        """Return the answer to one question. Raises the SukuiError that the hub refused with; OSError or HTTPException
        where the line broke."""
        status, body = self.connection.post(path, msgspec.msgpack.encode(question), seconds)
        try:
            if status == REFUSED_STATUS:
                raise error_of_refusal(msgspec.msgpack.decode(body, type=HubRefusal))
            if status != http.HTTPStatus.OK:
                raise http.client.HTTPException(status)
            return msgspec.msgpack.decode(body, type=kind)
        except msgspec.MsgspecError as error:
            raise http.client.HTTPException(path) from error


def _hang_up(line: _Line | None) -> None:
    if line is not None:
        line.close()

"""The hub of a room: lets stations in, calls their verbs on the meeting's own queue, tells them what changed."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, Protocol

import msgspec

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import BadInput, Conflict, RuleBroken, SukuiError, SyncRefused
from sukui_desktop.hub.allowed_verbs import ALLOWED
from sukui_desktop.hub.invitation_text import CODE_BITS, Invitation
from sukui_desktop.hub.messages import (
    PROTOCOL,
    EnrolmentAsked,
    EnrolmentGranted,
    Hello,
    HubAnswer,
    HubRefusal,
    Pulse,
    PulseAnswer,
    VerbAsked,
    error_of_refusal,
    refusal_of_error,
    wire_shape_of_verb,
)
from sukui_desktop.models.ids import PollId, StationId
from sukui_desktop.models.row_registry import ROW_TYPES
from sukui_desktop.models.station import StationRole, StationRow
from sukui_desktop.record.hub_and_station_certificates import (
    RoomCertificates,
    is_promotion_count_signed,
    public_key_fingerprint,
    sign_promotion_count,
)
from sukui_desktop.services.hall_snapshot import HallChoice
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.promotion.kiosk_copies import settle_kiosk_copy
from sukui_desktop.services.stations.enrolled_stations import EnrolledStation, enrol_station
from sukui_desktop.services.stations.room_queue import RoomQueue
from sukui_desktop.services.stations.station_reports import QUIET_S, StationReport
from sukui_desktop.services.vote.poll_box import cast_ballot
from sukui_desktop.services.vote.staff_number_guesses import record_staff_number_guesses

CODE_SECONDS = 600
"""How long a code lets somebody in."""
MOST_WRONG_CODES = 5
"""Wrong codes after which every code that is out is withdrawn."""
DOUBLE_SECONDS = 10.0
"""How long two machines that came with one certificate are told of after they were heard beside each other."""
MOST_CHANGES = 500
"""Changes that are remembered for stations that were away; who was away longer reads everything again."""

_OWN = ("station", "station_id")
"""Arguments of verbs that say which station asks."""
_NOTHING_SAID = Pulse(protocol=PROTOCOL, program="", seen=-1, clock_ms=0)
_LONGEST_QUIET_S = 1e9
_EVERYTHING = Changes(frozenset(kind.TABLE for kind in ROW_TYPES))


class Submit(Protocol):
    """Asks a service on the meeting's store queue, from any thread."""

    def __call__(self, service: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Return the future of what the service returns or raises."""


class _Invited(msgspec.Struct):
    role: StationRole
    name: str
    until: float


class _Question(msgspec.Struct):
    """The newest question of a station, with its answer: asked again it is answered but not done again.

    What was asked is not kept: of a cast it would be the slip beside the ballot.
    """

    run: str
    number: int
    line: int
    outcome: Future[HubAnswer | HubRefusal]


class _PulseLines:
    """The connections over which the pulses of one certificate come.

    A program that opened a new one never goes back, so that over an older one no more than one pulse comes late: who
    comes twice over an older one while the newer one is in use is another program. Anything that two programs do is
    told; what one program says over whatever cable is not.
    """

    _MOST = 16

    def __init__(self) -> None:
        self._newest, self._newest_at = 0, float("-inf")
        self._came_back: dict[int, int] = {}
        """Older connection → pulses that came over it since there is a newer one."""
        self._double_at = float("-inf")

    def note_pulse(self, connection: int, now: float) -> None:
        """Take note of a pulse."""
        if connection < self._newest and now - self._newest_at <= QUIET_S:
            self._came_back[connection] = self._came_back.get(connection, 0) + 1
            if self._came_back[connection] > 1:
                self._double_at = now
            if len(self._came_back) > self._MOST:
                del self._came_back[min(self._came_back)]
            return
        if connection != self._newest:
            self._came_back.clear()
        self._newest, self._newest_at = connection, now

    def is_double(self, now: float) -> bool:
        """Return whether two programs were heard beside each other just now."""
        return now - self._double_at <= DOUBLE_SECONDS


class RoomHub:
    """What the stations of one room ask. Every method may be called from any thread."""

    def __init__(
        self,
        room: Room,
        certificates: RoomCertificates,
        submit: Submit,
        clock_ms: Callable[[], int],
        *,
        program: str,
        meeting: str,
        meeting_id: str,
    ) -> None:
        self.certificates = certificates
        self.run = secrets.token_hex(8)
        self._room, self._submit, self._clock_ms = room, submit, clock_ms
        self._program, self._meeting, self._meeting_id = program, meeting, meeting_id
        self._lock = threading.RLock()
        self._invited: dict[int, _Invited] = {}
        self._wrong_codes = self._withdrawals = 0
        self._stations: dict[bytes, StationRow] = {}
        self._pulses: dict[StationId, tuple[Pulse, float, int]] = {}
        self._pulse_lines: dict[StationId, _PulseLines] = {}
        self._casts: dict[StationId, int] = {}
        self._received: dict[StationId, set[bytes]] = {}
        """Fingerprints of the sealed ballots that the box of the kiosks' poll has of a kiosk, as far as this hub knows:
        in memory alone, and until the kiosks take ballots for that poll no more (docs/security.md)."""
        self._promotions, self._promotion_proof, self._is_superseded = 0, b"", False
        self._wrong_pins: dict[StationId, int] = {}
        self._compared: set[StationId] = set()
        self._questions: dict[StationId, _Question] = {}
        self._newest = self._lines = 0
        self._changes: deque[tuple[int, Changes]] = deque(maxlen=MOST_CHANGES)
        self._kiosk_poll: PollId | None = None
        self._kiosk_pin = ""
        self._hall: HallChoice | None = None
        self._console_shows_audits = False
        self._helped: set[StationId] = set()
        self._queue: RoomQueue | None = None

    # The console's side.

    def invite(self, role: StationRole, name: str, addresses: Sequence[str], port: int) -> Invitation:
        """Return an invitation for one station, good for `CODE_SECONDS` and once; an older one of its name ends."""
        code = secrets.randbits(CODE_BITS)
        with self._lock:
            self._wrong_codes = 0
            for older in [older for older, invited in self._invited.items() if invited.name == name]:
                del self._invited[older]
            self._invited[code] = _Invited(role, name, time.monotonic() + CODE_SECONDS)
        fingerprint = public_key_fingerprint(self.certificates.hub.certificate)
        return Invitation(
            addresses=tuple(addresses),
            port=port,
            fingerprint=int.from_bytes(fingerprint, "big"),
            fingerprint_bits=len(fingerprint) * 8,
            code=code,
        )

    def list_invited_names(self) -> tuple[str, ...]:
        """Return the names whose code is out, still good and not used."""
        now = time.monotonic()
        with self._lock:
            return tuple(invited.name for invited in self._invited.values() if invited.until > now)

    def withdraw_invitations(self) -> None:
        """Let no code that is out let anybody in."""
        with self._lock:
            self._withdrawals += 1
            self._invited.clear()

    def set_stations(self, rows: Iterable[StationRow]) -> None:
        """Take the stations as the record has them now: who is not among them, or shut out, is refused from here on."""
        with self._lock:
            self._stations = {row.certificate_hash: row for row in rows}

    def set_promotions(self, count: int) -> None:
        """Say how often another machine took the place of the hub, as the record has it now."""
        proof = sign_promotion_count(self.certificates.hub, count) if count else b""
        with self._lock:
            self._promotions, self._promotion_proof = count, proof

    @property
    def is_superseded(self) -> bool:
        """Whether a station heard of a later promotion: this is the hub of before, and answers nothing any more."""
        return self._is_superseded

    def set_kiosk_poll_and_staff_pin(self, poll_id: PollId | None, pin: str) -> None:
        """Say which poll the kiosks take ballots for, and the staff's number for leaving one."""
        with self._lock:
            if poll_id != self._kiosk_poll:  # kiosks hold their copies against the box of the other one at once
                self._received.clear()
                self._compared.clear()
            self._kiosk_poll, self._kiosk_pin = poll_id, pin

    def send_to_hall(self, choice: HallChoice | None) -> None:
        """Let every hall screen show this from its next pulse on."""
        with self._lock:
            self._hall = choice

    def note_whether_console_hall_shows_audits(self, *, shows_audits: bool) -> None:
        """Say whether the console's own hall screen shows a ballot that is opened."""
        with self._lock:
            self._console_shows_audits = shows_audits

    def set_queue(self, queue: RoomQueue | None) -> None:
        """Let hall screens know the desks and kiosks of the room."""
        with self._lock:
            self._queue = queue

    def acknowledge_help(self, station_id: StationId) -> None:
        """Let a station know that staff saw its call for help."""
        with self._lock:
            self._helped.add(station_id)

    def note_changes_for_stations(self, changes: Changes) -> None:
        """Tell the stations at their next pulse that these rows changed."""
        if changes:
            with self._lock:
                self._newest += 1
                self._changes.append((self._newest, changes))

    def list_reports(self) -> tuple[StationReport, ...]:
        """Return every station of the record with what is known of it now, by the time of its letting in."""
        now = time.monotonic()
        with self._lock:
            rows = sorted(self._stations.values(), key=lambda row: (row.enrolled_at_ms, row.station_id))
            return tuple(self._report_of_station(row, now) for row in rows)

    def _report_of_station(self, row: StationRow, now: float) -> StationReport:
        said, at, ahead = self._pulses.get(row.station_id, (_NOTHING_SAID, float("-inf"), 0))
        return StationReport(
            row=row,
            is_heard=row.station_id in self._pulses,
            quiet_s=min(now - at, _LONGEST_QUIET_S),
            program=said.program,
            is_voting=said.is_voting,
            needs_help=said.needs_help,
            is_online=said.is_online,
            battery=said.battery,
            kept=said.kept,
            serves=said.serves,
            clock_ahead_ms=ahead,
            casts=self._casts.get(row.station_id, 0),
            received=len(self._received.get(row.station_id, ())),
            is_compared=row.station_id in self._compared,
            wrong_pins=self._wrong_pins.get(row.station_id, 0),
            is_double=row.station_id in self._pulse_lines and self._pulse_lines[row.station_id].is_double(now),
        )

    # The stations' side; raises what a station is told in words.

    def say_hello(self) -> Hello:
        """Return what is said to whoever asks."""
        with self._lock:
            self._lines += 1
            return Hello(PROTOCOL, self._program, self.run, self._lines, self._promotions, self._promotion_proof)

    async def enrol_station(self, asked: EnrolmentAsked) -> EnrolmentGranted:
        """Let a station in that has a code.

        Raises SyncRefused station_other_version; RuleBroken invitation_not_good, station_other_role,
        station_name_taken, stations_full, meeting_closed; BadInput certificate_request_unreadable; StorageFault.
        """
        _require_same_protocol(asked.protocol)
        withdrawals, invited = self._withdrawals, self._use_up_invitation(asked.code, asked.role)
        future = self._submit(enrol_station, self._room, invited.role, invited.name, asked.request)
        try:
            enrolled: EnrolledStation = await asyncio.shield(asyncio.wrap_future(future))
        except SukuiError:
            with self._lock:  # nothing was made: the code may be used again, but for one that was withdrawn meanwhile
                if withdrawals == self._withdrawals:
                    self._invited[asked.code] = invited
            raise
        with self._lock:
            self._stations[enrolled.row.certificate_hash] = enrolled.row
        return EnrolmentGranted(
            station_id=enrolled.row.station_id,
            role=enrolled.row.role,
            name=enrolled.row.name,
            certificate=enrolled.certificate,
            authority=enrolled.authority,
            meeting=self._meeting,
            meeting_id=self._meeting_id,
        )

    def _use_up_invitation(self, code: int, role: StationRole) -> _Invited:
        now = time.monotonic()
        with self._lock:
            self._invited = {known: invited for known, invited in self._invited.items() if invited.until > now}
            wanted = code.to_bytes(8, "big", signed=False) if 0 <= code < 1 << 63 else b""
            found = [known for known in self._invited if hmac.compare_digest(known.to_bytes(8, "big"), wanted)]
            if found and self._invited[found[0]].role is not role:
                raise RuleBroken("station_other_role")
            if found:
                self._wrong_codes = 0
                return self._invited.pop(found[0])
            self._wrong_codes += 1
            if self._wrong_codes >= MOST_WRONG_CODES:
                self._withdrawals += 1
                self._invited.clear()
            raise RuleBroken("invitation_not_good")

    def find_station(self, certificate_hash: bytes | None) -> StationRow:
        """Return the station that presented a certificate.

        Raises RuleBroken station_not_enrolled, station_revoked.
        """
        with self._lock:
            station = self._stations.get(certificate_hash or b"")
        if station is None:
            raise RuleBroken("station_not_enrolled")
        if station.revoked_at_ms:
            raise RuleBroken("station_revoked", name=station.name)
        return station

    async def call_verb(self, station: StationRow, asked: VerbAsked) -> HubAnswer:
        """Call a verb for a station; the same question again is answered but not done again.

        One question of a station at a time is under way, so that none fills the meeting's queue before the others.
        Raises what the verb raises, and RuleBroken station_paused, verb_not_allowed; Conflict hub_restarted where
        nobody knows whether another start of the hub did it, question_out_of_turn; BadInput verb_arguments,
        message_unreadable for a line that this start of the hub did not make.
        """
        while True:
            with self._lock:
                before = self._find_other_question_under_way(station.station_id, asked)
                begun = self._begin_once(station, asked) if before is None else None
            if begun is not None:
                break
            assert before is not None
            await asyncio.wait([asyncio.wrap_future(before)])
            station = self.find_station(station.certificate_hash)  # it may have been shut out or paused meanwhile
        outcome = await asyncio.shield(asyncio.wrap_future(begun))
        if isinstance(outcome, HubRefusal):
            raise error_of_refusal(outcome)
        return outcome

    def _find_other_question_under_way(
        self, station_id: StationId, asked: VerbAsked
    ) -> Future[HubAnswer | HubRefusal] | None:
        last = self._questions.get(station_id)
        if last is None or last.outcome.done() or (last.run, last.number) == (asked.run, asked.number):
            return None
        return last.outcome

    def _begin_once(self, station: StationRow, asked: VerbAsked) -> Future[HubAnswer | HubRefusal]:
        """Return what is to come of a question, beginning what it asks for where it is a new one.

        A refusal is kept as an answer is: what comes twice over a bad cable is not done after it was refused.
        Raises Conflict question_out_of_turn for an older one than the newest, and for one that comes late over a line
        that the station has left since: nobody waits for its answer, and a later start of its program may have seen
        that it was not done.
        """
        with self._lock:
            if asked.line > self._lines:
                raise BadInput("message_unreadable")  # kept as the newest line it would shut the station out for good
            last = self._questions.get(station.station_id)
            if last is not None and (last.run, last.number) == (asked.run, asked.number):
                last.line = max(last.line, asked.line)
                return last.outcome
            if last is not None and (asked.line < last.line or (last.run == asked.run and last.number > asked.number)):
                raise Conflict("question_out_of_turn")
            outcome: Future[HubAnswer | HubRefusal] = Future()
            try:
                self._begin(station, asked).add_done_callback(partial(_keep_outcome, outcome))
            except SukuiError as error:
                outcome.set_result(refusal_of_error(error))
            self._questions[station.station_id] = _Question(asked.run, asked.number, asked.line, outcome)
            return outcome

    def _begin(self, station: StationRow, asked: VerbAsked) -> Future[Any]:
        if self._is_superseded:
            raise SyncRefused("hub_superseded")
        if asked.hub_run and asked.hub_run != self.run:
            raise Conflict("hub_restarted")
        if station.is_paused:
            raise RuleBroken("station_paused", name=station.name)
        verb = ALLOWED[station.role].get(asked.verb)
        if verb is None:
            raise RuleBroken("verb_not_allowed", role=station.role, verb=asked.verb)
        shape = wire_shape_of_verb(verb)
        args, kwargs = shape.decode_arguments(asked.args, asked.named)
        bound = shape.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        if not _is_of_station(bound.arguments, station.station_id):
            raise RuleBroken("verb_not_allowed", role=station.role, verb=asked.verb)
        future = self._submit(_call_with_names, verb, self._room, args, kwargs)
        if verb is cast_ballot:
            poll_id, ballot = bound.arguments["poll_id"], bound.arguments["ballot"]
            print_of_ballot = _fingerprint(ballot.sealed)
            future.add_done_callback(partial(self._count_cast, station.station_id, poll_id, print_of_ballot))
        elif verb is record_staff_number_guesses:
            wrong_in_a_row = bound.arguments["wrong_in_a_row"]
            future.add_done_callback(partial(self._note_wrong_pins, station.station_id, wrong_in_a_row))
        elif verb is settle_kiosk_copy:
            poll_id, prints = bound.arguments["poll_id"], frozenset(map(_fingerprint, bound.arguments["ballots"]))
            future.add_done_callback(partial(self._note_settled_copy, station.station_id, poll_id, prints))
        return future

    def _count_cast(self, station_id: StationId, poll_id: PollId, print_of_ballot: bytes, future: Future[Any]) -> None:
        if future.exception() is None:
            with self._lock:
                self._casts[station_id] = self._casts.get(station_id, 0) + 1
                if poll_id == self._kiosk_poll:
                    self._received.setdefault(station_id, set()).add(print_of_ballot)

    def _note_wrong_pins(self, station_id: StationId, wrong_in_a_row: int, future: Future[Any]) -> None:
        if future.exception() is None:
            with self._lock:
                self._wrong_pins[station_id] = wrong_in_a_row

    def _note_settled_copy(
        self, station_id: StationId, poll_id: PollId, prints: frozenset[bytes], future: Future[Any]
    ) -> None:
        """Know what a kiosk sent before this hub was started, from the copy that it held against the box."""
        if future.exception() is None:
            there = prints - set(map(_fingerprint, future.result().missing))
            with self._lock:
                if poll_id == self._kiosk_poll:
                    self._compared.add(station_id)
                    self._received.setdefault(station_id, set()).update(there)

    def take_pulse_and_answer(self, station: StationRow, pulse: Pulse, connection: int = 0) -> PulseAnswer:
        """Take what a station says of itself, and return what it should know.

        `connection` numbers the connections as they were made.
        Raises SyncRefused station_other_version, hub_superseded.
        """
        _require_same_protocol(pulse.protocol)
        now_ms = self._clock_ms()
        with self._lock:
            self._is_superseded |= pulse.promotions > self._promotions and is_promotion_count_signed(
                self.certificates.hub.certificate, pulse.promotions, pulse.promotion_proof
            )
            if self._is_superseded:
                raise SyncRefused("hub_superseded")
            now = time.monotonic()
            self._pulses[station.station_id] = pulse, now, pulse.clock_ms - now_ms
            self._pulse_lines.setdefault(station.station_id, _PulseLines()).note_pulse(connection, now)
            is_kiosk = station.role is StationRole.KIOSK
            if not pulse.needs_help:
                self._helped.discard(station.station_id)
            return PulseAnswer(
                newest=self._newest,
                changes=self._changes_since(pulse.seen),
                clock_ms=now_ms,
                name=station.name,
                is_paused=station.is_paused,
                poll_id=self._kiosk_poll if is_kiosk else None,
                pin=self._kiosk_pin if is_kiosk else "",
                hall=self._hall if station.role is StationRole.HALL else None,
                queue=self._queue if station.role is StationRole.HALL else None,
                is_help_coming=station.station_id in self._helped,
                shows_audits=is_kiosk and self._is_any_hall_showing_audits(),
            )

    def _is_any_hall_showing_audits(self) -> bool:
        """Whether the console's screen or one that was heard just now shows an opened ballot."""
        if self._console_shows_audits:
            return True
        if self._hall in (None, HallChoice.COVERED):
            return False
        now = time.monotonic()
        halls = [row for row in self._stations.values() if row.role is StationRole.HALL and not row.is_paused]
        return any(not self._report_of_station(row, now).is_quiet for row in halls if not row.revoked_at_ms)

    def _changes_since(self, seen: int) -> Changes:
        if seen == self._newest:
            return NOTHING
        oldest = self._changes[0][0] if self._changes else self._newest + 1
        if not oldest - 1 <= seen <= self._newest:
            return _EVERYTHING
        found = NOTHING
        for number, changes in self._changes:
            if number > seen:
                found |= changes
        return found


def _keep_outcome(outcome: Future[HubAnswer | HubRefusal], future: Future[Any]) -> None:
    """Keep what came of a verb as it goes over the line: an error itself would hold what its verb was called with."""
    error = future.exception()
    try:
        if isinstance(error, SukuiError):
            outcome.set_result(refusal_of_error(error))
        elif error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(HubAnswer(msgspec.msgpack.encode(future.result())))
    except (TypeError, ValueError, OverflowError) as unsendable:
        outcome.set_exception(unsendable)


def _fingerprint(sealed: bytes) -> bytes:
    return hashlib.sha256(sealed).digest()


def _call_with_names(verb: Callable[..., Any], room: Room, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return verb(room, *args, **kwargs)


def _is_of_station(arguments: Mapping[str, Any], station_id: StationId) -> bool:
    """Whether a station speaks for itself alone: it hands over no other kiosk's copy and reads no other's words."""
    return all(arguments.get(name, station_id) == station_id for name in _OWN)


def _require_same_protocol(protocol: int) -> None:
    if protocol != PROTOCOL:
        raise SyncRefused("station_other_version", station=protocol, hub=PROTOCOL)

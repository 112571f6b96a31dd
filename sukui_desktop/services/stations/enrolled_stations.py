"""The stations of a room: let one in, name it, pause it, shut it out; and the certificates the room is known by."""

from __future__ import annotations

import hashlib

import msgspec

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import BadInput, RuleBroken, StorageFault
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.station import (
    StationEnrolled,
    StationPaused,
    StationRenamed,
    StationResumed,
    StationRevoked,
)
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.ids import PollId, StationId
from sukui_desktop.models.station import StationRole, StationRow
from sukui_desktop.record.hub_and_station_certificates import (
    RoomCertificates,
    issue_station_certificate,
    make_room_certificates,
)
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.poll_secrets import SecretName

LONGEST_NAME = 40
MOST_STATIONS = 500
_ROOM = PollId("room")
"""Stands in the place of a poll where a secret is the room's own."""


class EnrolledStation(msgspec.Struct, frozen=True, kw_only=True):
    """A station that was just let in, and what it needs to come back."""

    certificate: bytes
    """Its own, DER."""
    authority: bytes
    """The room's, DER: by it the station knows the hub from then on."""
    row: StationRow
    changes: Changes


def read_room_certificates(room: Room) -> RoomCertificates:
    """Return the certificates of a room, made at the first call and kept in the meeting file with its private keys.

    Raises StorageFault.
    """
    with room.writing() as tx:
        kept = tx.poll_secrets.find(_ROOM, SecretName.ROOM_CERTIFICATES)
        if kept is not None:
            try:
                return msgspec.msgpack.decode(kept, type=RoomCertificates)
            except msgspec.MsgspecError as error:
                raise StorageFault("corrupt", file=room.path.name) from error
        made = make_room_certificates()
        tx.poll_secrets.keep(_ROOM, SecretName.ROOM_CERTIFICATES, msgspec.msgpack.encode(made))
        return made


def enrol_station(room: Room, role: StationRole, name: str, request: bytes) -> EnrolledStation:
    """Let a station in for one role: its certificate is made from its request.

    Raises BadInput station_name_missing, station_name_long, certificate_request_unreadable; RuleBroken
    station_name_taken, stations_full, meeting_closed; StorageFault.
    """
    certificates = read_room_certificates(room)
    with room.writing() as tx:
        rows = tx.list_rows(StationRow)
        tidy = _tidy_free_name(rows, name)
        if len(rows) >= MOST_STATIONS:
            raise RuleBroken("stations_full", most=MOST_STATIONS)
        certificate = issue_station_certificate(certificates.authority, request, role)
        digest = hashlib.sha256(certificate).digest()
        appended = tx.append_fact(None, StationEnrolled(role=role, name=tidy, certificate_hash=digest))
        row = tx.require_row(StationRow, appended.ids[0])
    return EnrolledStation(
        row=row,
        certificate=certificate,
        authority=certificates.authority.certificate,
        changes=appended.changes,
    )


def rename_station(room: Room, station_id: StationId, name: str) -> Changes:
    """Call a station otherwise.

    Raises NotFound station_unknown; BadInput station_name_missing, station_name_long; RuleBroken station_name_taken,
    station_revoked.
    """
    with room.writing() as tx:
        _require_station(tx.require_row(StationRow, station_id))
        others = [row for row in tx.list_rows(StationRow) if row.station_id != station_id]
        return tx.append_fact(station_id, StationRenamed(name=_tidy_free_name(others, name))).changes


def pause_station(room: Room, station_id: StationId) -> Changes:
    """Let a station take nothing until `resume_station`.

    Raises NotFound station_unknown, RuleBroken station_revoked.
    """
    return _append_step(room, station_id, StationPaused())


def resume_station(room: Room, station_id: StationId) -> Changes:
    """Let a paused station go on. Raises NotFound station_unknown, RuleBroken station_revoked."""
    return _append_step(room, station_id, StationResumed())


def revoke_station(room: Room, station_id: StationId, reason: str) -> Changes:
    """Shut a station out for good; what it sends from then on is refused, and so is what it kept.

    Raises NotFound station_unknown; BadInput reason_missing; RuleBroken station_revoked.
    """
    tidy = clean_text(reason)
    if not tidy:
        raise BadInput("reason_missing")
    return _append_step(room, station_id, StationRevoked(reason=tidy))


def _append_step(room: Room, station_id: StationId, fact: Fact) -> Changes:
    with room.writing() as tx:
        _require_station(tx.require_row(StationRow, station_id))
        return tx.append_fact(station_id, fact).changes


def _require_station(row: StationRow) -> None:
    if row.revoked_at_ms:
        raise RuleBroken("station_revoked", name=row.name)


def _tidy_free_name(rows: tuple[StationRow, ...] | list[StationRow], name: str) -> str:
    tidy = clean_text(name)
    if not tidy:
        raise BadInput("station_name_missing")
    if len(tidy) > LONGEST_NAME:
        raise BadInput("station_name_long", length=len(tidy), most=LONGEST_NAME)
    if any(row.name == tidy and not row.revoked_at_ms for row in rows):
        raise RuleBroken("station_name_taken", name=tidy)
    return tidy

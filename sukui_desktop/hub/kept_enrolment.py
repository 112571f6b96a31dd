"""What a station keeps of having been let in, in a folder of its own: its key, and how to find and know the hub."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.models.ids import StationId
from sukui_desktop.models.station import StationRole
from sukui_desktop.record.hub_and_station_certificates import KeyedCertificate
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import make_folder_durably, overwrite_and_remove_file, write_file_durably

_FILE = "enrolment"
_MOST_PLACES = 8


class KeptEnrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What a station keeps of having been let in: it comes back with it after every start."""

    station_id: StationId
    role: StationRole
    name: str
    meeting: str
    """Title of the meeting."""
    meeting_id: str
    addresses: tuple[str, ...]
    """Of the hub; the one that answered first."""
    port: int
    own: KeyedCertificate
    authority: bytes
    """Certificate of the room, DER."""
    places_before: tuple[tuple[str, int], ...] = ()
    """Where the hub was before staff gave another address, newest first: (address, port)."""
    promotions: int = 0
    """The most promotions that a hub of this room told of: one that knows of fewer is a hub of before."""
    promotion_proof: bytes = b""
    """That hub's signature over the number, which it shows to one of before."""


def enrolment_at_place(kept: KeptEnrolment, addresses: tuple[str, ...], port: int) -> KeptEnrolment:
    """Return an enrolment whose hub is looked for at other addresses first, and then where it was."""
    before = ((address, kept.port) for address in kept.addresses)
    places = [place for place in dict.fromkeys((*before, *kept.places_before)) if place not in _places(addresses, port)]
    return replace(kept, addresses=addresses, port=port, places_before=tuple(places[:_MOST_PLACES]))


def _places(addresses: tuple[str, ...], port: int) -> set[tuple[str, int]]:
    return {(address, port) for address in addresses}


def store_enrolment(folder: Path, enrolment: KeptEnrolment) -> None:
    """Keep it in the place of an older one, for this user's eyes only. Raises StorageFault."""
    make_folder_durably(folder)
    write_file_durably(folder / _FILE, msgspec.msgpack.encode(enrolment))


def read_stored_enrolment(folder: Path) -> KeptEnrolment | None:
    """Return what is kept, None where this station was never let in. Raises StorageFault corrupt."""
    path = folder / _FILE
    with faults_translated(path):
        if not path.exists():
            return None
        kept = path.read_bytes()
    try:
        return msgspec.msgpack.decode(kept, type=KeptEnrolment)
    except msgspec.MsgspecError as error:
        raise StorageFault("corrupt", file=path.name) from error


def delete_stored_enrolment(folder: Path) -> None:
    """Overwrite and remove what is kept. Raises StorageFault."""
    overwrite_and_remove_file(folder / _FILE)

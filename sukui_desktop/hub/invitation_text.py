"""What a station is told to find and know the hub of its room: as a QR code, and as letters that can be read aloud.

The QR code carries the whole fingerprint of the hub's key, the typed letters 70 bits of it: enough that nobody makes a
hub that answers to them within the ten minutes for which a code is good. Source: docs/sources.md, "Room hub".
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import unicodedata

import msgspec

from sukui_desktop.domain.errors import BadInput

CODE_BITS = 30
TYPED_FINGERPRINT_BITS = 70
DEFAULT_PORT = 47110
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U: none is taken for another when it is read aloud."""
_SAME = str.maketrans("OIL", "011")
_TYPED_LETTERS = (CODE_BITS + TYPED_FINGERPRINT_BITS) // 5
_MARK = "SUKUI1:"
_VERSION = 1
_FINGERPRINT_BYTES = 32


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach a hub, how to know it, and the code that lets one station in."""

    addresses: tuple[str, ...]
    """IP addresses without scope, most likely first."""
    port: int
    fingerprint: int
    """The first `fingerprint_bits` bits of the SHA-256 of the hub's public key."""
    fingerprint_bits: int
    code: int
    """`CODE_BITS` bits, good once."""

    def is_from_hub_with_key(self, fingerprint: bytes) -> bool:
        """Return whether a hub with this key fingerprint (32 bytes) is the one that invites."""
        return int.from_bytes(fingerprint, "big") >> (len(fingerprint) * 8 - self.fingerprint_bits) == self.fingerprint


def invitation_as_qr_text(invitation: Invitation) -> str:
    """Return an invitation with the whole fingerprint as the text of a QR code."""
    addresses = [ipaddress.ip_address(address) for address in invitation.addresses]
    packed = b"".join(bytes([address.version]) + address.packed for address in addresses)
    body = (
        bytes([_VERSION])
        + invitation.port.to_bytes(2, "big")
        + invitation.fingerprint.to_bytes(_FINGERPRINT_BYTES, "big")
        + invitation.code.to_bytes(4, "big")
        + packed
    )
    return _MARK + base64.b32encode(body).decode("ascii").rstrip("=")


def invitation_as_letters(invitation: Invitation) -> str:
    """Return what is typed where no code can be scanned: twenty letters and figures in fives."""
    fingerprint = invitation.fingerprint >> (invitation.fingerprint_bits - TYPED_FINGERPRINT_BITS)
    value = fingerprint << CODE_BITS | invitation.code
    letters = "".join(_LETTERS[value >> 5 * place & 31] for place in reversed(range(_TYPED_LETTERS)))
    return "-".join(letters[start : start + 5] for start in range(0, _TYPED_LETTERS, 5))


def invitation_of_qr_text(scanned: str) -> Invitation:
    """Read an invitation from a scanned code. Raises BadInput invitation_unreadable."""
    folded = "".join(unicodedata.normalize("NFKC", scanned).split()).upper()
    if not folded.startswith(_MARK):
        raise BadInput("invitation_unreadable")
    letters = folded.removeprefix(_MARK)
    try:
        body = base64.b32decode(letters + "=" * (-len(letters) % 8))
        if body[0] != _VERSION:
            raise BadInput("invitation_unreadable")
        port = int.from_bytes(body[1:3], "big")
        fingerprint = int.from_bytes(body[3:35], "big")
        code = int.from_bytes(body[35:39], "big")
        addresses = tuple(_read_addresses(body[39:]))
    except (binascii.Error, ValueError, IndexError) as error:
        raise BadInput("invitation_unreadable") from error
    if not addresses or not port or code >> CODE_BITS:
        raise BadInput("invitation_unreadable")
    return Invitation(
        addresses=addresses, port=port, fingerprint=fingerprint, fingerprint_bits=_FINGERPRINT_BYTES * 8, code=code
    )


def invitation_of_letters(address: str, letters: str) -> Invitation:
    """Read an invitation from an address (`169.254.13.7`, with `:port` where it is another) and the twenty letters.

    Raises BadInput hub_address_unreadable, invitation_letters with how many there are.
    """
    host, port = _read_address_and_port(address)
    folded = unicodedata.normalize("NFKC", letters).upper().translate(_SAME)
    tidy = re.sub(r"[\s\-‐-―−.]", "", folded)
    if len(tidy) != _TYPED_LETTERS or any(letter not in _LETTERS for letter in tidy):
        raise BadInput("invitation_letters", has=len(tidy), needed=_TYPED_LETTERS)
    value = 0
    for letter in tidy:
        value = value << 5 | _LETTERS.index(letter)
    return Invitation(
        addresses=(host,),
        port=port,
        fingerprint=value >> CODE_BITS,
        fingerprint_bits=TYPED_FINGERPRINT_BITS,
        code=value & ((1 << CODE_BITS) - 1),
    )


def addresses_and_port_of_hub(written: str) -> tuple[tuple[str, ...], int]:
    """Return addresses and port of a hub from an address as it is typed, or from the QR text of an invitation to it.

    Raises BadInput hub_address_unreadable, invitation_unreadable.
    """
    if written.strip().upper().startswith(_MARK[:5]):
        invitation = invitation_of_qr_text(written)
        return invitation.addresses, invitation.port
    address, port = _read_address_and_port(written)
    return (address,), port


def _read_address_and_port(address: str) -> tuple[str, int]:
    tidy = "".join(unicodedata.normalize("NFKC", address).split())
    found = re.fullmatch(r"\[([^\]]+)\](?::(\d{1,5}))?|([^:]+):(\d{1,5})|(.+)", tidy)
    try:
        if found is None:
            raise ValueError(tidy)
        host = str(ipaddress.ip_address(found[1] or found[3] or found[5]))
        port = int(found[2] or found[4] or DEFAULT_PORT)
        if not 0 < port < 1 << 16:
            raise ValueError(tidy)
    except ValueError as error:
        raise BadInput("hub_address_unreadable", value=tidy) from error
    return host, port


def _read_addresses(packed: bytes) -> list[str]:
    found: list[str] = []
    while packed:
        size = {4: 4, 6: 16}.get(packed[0])
        if size is None or len(packed) <= size:
            raise ValueError("address")
        found.append(str(ipaddress.ip_address(packed[1 : size + 1])))
        packed = packed[size + 1 :]
    return found

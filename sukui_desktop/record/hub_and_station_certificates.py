"""Certificates of a room: its own authority, one certificate for its hub and one for each station that was let in.

Nothing outside the room vouches for anybody, and nothing expires by a clock: machines of a room may stand years apart.
What ends a certificate is the hub's list of stations. Source: docs/sources.md, "Room hub".
"""

from __future__ import annotations

import datetime
import hashlib

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sukui_desktop.domain.errors import BadInput

_FROM = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_UNTIL = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)
_MOST_REQUEST_BYTES = 4096
_HUB_NAME = "hub"
_AUTHORITY_NAME = "room"


class KeyedCertificate(msgspec.Struct, frozen=True):
    """A certificate with its private key."""

    certificate: bytes
    """X.509, DER."""
    private_key: bytes
    """P-256, PKCS #8, DER."""


class RoomCertificates(msgspec.Struct, frozen=True):
    """What the hub of a room is known by, and what lets stations in."""

    authority: KeyedCertificate
    hub: KeyedCertificate


class CertificateRequest(msgspec.Struct, frozen=True):
    """What a station keeps for itself, and what it sends to be let in."""

    private_key: bytes
    request: bytes
    """PKCS #10, DER."""


def make_room_certificates() -> RoomCertificates:
    """Make the authority of a room and the certificate of its hub."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _x509_name(_AUTHORITY_NAME)
    certificate = _certificate_builder(name, name, key.public_key(), is_authority=True).sign(key, hashes.SHA256())
    authority = KeyedCertificate(certificate.public_bytes(serialization.Encoding.DER), _private_key_der_bytes(key))
    hub_key = ec.generate_private_key(ec.SECP256R1())
    hub = KeyedCertificate(
        _issue_certificate(authority, hub_key.public_key(), _HUB_NAME), _private_key_der_bytes(hub_key)
    )
    return RoomCertificates(authority, hub)


def make_certificate_request() -> CertificateRequest:
    """Make the key of a station and its request; the key never leaves the station."""
    key = ec.generate_private_key(ec.SECP256R1())
    request = x509.CertificateSigningRequestBuilder().subject_name(_x509_name("station")).sign(key, hashes.SHA256())
    return CertificateRequest(_private_key_der_bytes(key), request.public_bytes(serialization.Encoding.DER))


def issue_station_certificate(authority: KeyedCertificate, request: bytes, common_name: str) -> bytes:
    """Return the certificate (DER) of the station that made this request, under a name of the hub's choosing.

    Raises BadInput certificate_request_unreadable for bytes that are no request, or one that its key did not sign.
    """
    if len(request) > _MOST_REQUEST_BYTES:
        raise BadInput("certificate_request_unreadable")
    try:
        read = x509.load_der_x509_csr(request)
        key = read.public_key()
        is_signed = read.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadInput("certificate_request_unreadable") from error
    if not is_signed or not isinstance(key, ec.EllipticCurvePublicKey):
        raise BadInput("certificate_request_unreadable")
    return _issue_certificate(authority, key, common_name)


def public_key_fingerprint(certificate: bytes) -> bytes:
    """Return the SHA-256 (32 bytes) of the public key in a certificate: what a station knows the hub by at first.

    Raises BadInput certificate_unreadable.
    """
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadInput("certificate_unreadable") from error
    info = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(info).digest()


def sign_promotion_count(hub: KeyedCertificate, count: int) -> bytes:
    """Return the hub's signature over how often another machine took its place: stations bring it to one of before."""
    key = serialization.load_der_private_key(hub.private_key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.sign(_promotion_statement(count), ec.ECDSA(hashes.SHA256()))


def is_promotion_count_signed(hub_certificate: bytes, count: int, signature: bytes) -> bool:
    """Return whether a hub with the key of this certificate said that there were so many promotions."""
    key = x509.load_der_x509_certificate(hub_certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    try:
        key.verify(signature, _promotion_statement(count), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _promotion_statement(count: int) -> bytes:
    return b"sukui promotions of the hub" + count.to_bytes(8, "big")


def certificate_as_pem(certificate: bytes) -> str:
    """Return a certificate as PEM, which TLS libraries read."""
    return x509.load_der_x509_certificate(certificate).public_bytes(serialization.Encoding.PEM).decode("ascii")


def private_key_as_pem(private_key: bytes) -> str:
    """Return a private key as unencrypted PEM, which TLS libraries read."""
    key = serialization.load_der_private_key(private_key, None)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")


def _issue_certificate(authority: KeyedCertificate, key: ec.EllipticCurvePublicKey, common_name: str) -> bytes:
    issuer = x509.load_der_x509_certificate(authority.certificate)
    issuer_key = serialization.load_der_private_key(authority.private_key, None)
    assert isinstance(issuer_key, ec.EllipticCurvePrivateKey)
    builder = _certificate_builder(_x509_name(common_name), issuer.subject, key, is_authority=False)
    uses = [ExtendedKeyUsageOID.SERVER_AUTH if common_name == _HUB_NAME else ExtendedKeyUsageOID.CLIENT_AUTH]
    made = builder.add_extension(x509.ExtendedKeyUsage(uses), critical=True).sign(issuer_key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def _certificate_builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, is_authority: bool
) -> x509.CertificateBuilder:
    constraints = x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(constraints, critical=True)
    )


def _x509_name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _private_key_der_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

"""TLS between the stations of a room and its hub: version 1.3, the room's own authority, no clock is asked.

The hub takes stations without a certificate too, on the same port: they may say hello and ask to be let in, and are
told in words why nothing else is taken. Source: docs/sources.md, "Room hub".
"""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sukui_desktop.record.hub_and_station_certificates import KeyedCertificate, certificate_as_pem, private_key_as_pem

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME, which `ssl` has no name for."""


def hub_tls_context(hub: KeyedCertificate, authority: bytes) -> ssl.SSLContext:
    """Return the context of a hub: stations of this authority are known, others turned away, those with none asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.verify_mode = ssl.CERT_OPTIONAL
    _load_keys_and_authority(context, hub, authority)
    return context


def station_tls_context(station: KeyedCertificate, authority: bytes) -> ssl.SSLContext:
    """Return the context of a station that was let in: it talks to the hub of this authority and to nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    _load_keys_and_authority(context, station, authority)
    return context


def first_contact_tls_context() -> ssl.SSLContext:
    """Return the context of a station that only has an invitation.

    It checks nothing: whoever uses it compares the fingerprint of the hub's key before a byte is sent.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _load_keys_and_authority(context: ssl.SSLContext, own: KeyedCertificate, authority: bytes) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= _NO_CHECK_TIME
    context.load_verify_locations(cadata=certificate_as_pem(authority))
    with _path_of_pem(private_key_as_pem(own.private_key) + certificate_as_pem(own.certificate)) as path:
        context.load_cert_chain(path)


@contextmanager
def _path_of_pem(pem: str) -> Iterator[str]:
    """Give a path from which OpenSSL reads these lines: in memory where the system can, else overwritten after use."""
    content = pem.encode("ascii")
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("sukui")
        try:
            os.write(descriptor, content)
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "key.pem"
        path.touch(mode=0o600)
        path.write_bytes(content)
        try:
            yield str(path)
        finally:
            path.write_bytes(bytes(len(content)))

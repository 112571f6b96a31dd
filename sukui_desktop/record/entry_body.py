"""The body of an entry: the bytes of its fact, personal fields sealed under the person's own key."""

from __future__ import annotations

from collections.abc import Callable

import cbor2
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec.structs import replace

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.facts.base import Fact, Unknown
from sukui_desktop.domain.facts.kinds import KINDS, SUBJECT_OF, is_known
from sukui_desktop.domain.facts.person import PersonAdded, PersonEdited
from sukui_desktop.models.people import Personal

PERSON_KEY_SIZE = 32
_NONCE_SIZE = 12

PersonKeyOf = Callable[[str], bytes | None]
"""A person's id in, the key out; None when it was destroyed."""


def encode_body(
    subject: str,
    fact: Fact,
    person_key: bytes | None,
    random_bytes: Callable[[int], bytes],
    *,
    at_ms: int | None = None,
) -> bytes:
    """Return the body's bytes: deterministic CBOR of subject, fact and, where there is one, the sealed part.

    `at_ms` is the wall clock's time where it is not that of the header (the wall clock is behind the record's).
    """
    tree: dict[str, object] = {"subject": subject}
    if isinstance(fact, (PersonAdded, PersonEdited)) and fact.personal is not None:
        if person_key is None:
            raise ValueError("what is personal is never written without the person's key")
        nonce = random_bytes(_NONCE_SIZE)
        clear = cbor2.dumps(msgspec.to_builtins(fact.personal), canonical=True)
        tree["sealed"] = nonce + AESGCM(person_key).encrypt(nonce, clear, subject.encode())
        fact = replace(fact, personal=None)
    if at_ms is not None:
        tree["at"] = at_ms
    tree["fact"] = msgspec.to_builtins(fact, builtin_types=(bytes,))
    return cbor2.dumps(tree, canonical=True)


def decode_body(
    kind: str, version: int, body: bytes, person_key_of: PersonKeyOf, *, must_open: bool = True
) -> tuple[str, Fact]:
    """Read a body back as (subject, fact), a fact of an older version raised to today's.

    `kind` and `version` are those of the header. A kind or a newer version that this program does not know comes back
    as `Unknown`. A person whose key was destroyed has `personal` None; so has one whose seal the key does not open,
    unless it `must_open`.

    Raises StorageFault entry_unreadable when the bytes are no body of this kind and version.
    """
    try:
        tree = cbor2.loads(body)
        subject = str(tree["subject"])
        if not isinstance(tree.get("at", 0), int):
            raise TypeError("the wall clock's time is no number")
        if not is_known(kind, version):
            return subject, Unknown(name=kind, version=version)
        if version < 1 or subject.partition("/")[0] != SUBJECT_OF[kind]:
            raise ValueError(f"{kind} {version} of {subject}")
        known, fields = KINDS[kind], tree["fact"]
        if issubclass(known, PersonEdited):
            if fields["personal"] is not None:
                raise ValueError("what is personal is not sealed")
            key = person_key_of(subject.partition("/")[2])
            if key is not None and "sealed" in tree and (must_open or opens_seal(body, key)):
                fields = {**fields, "personal": _unseal_body(tree["sealed"], subject, key)}
        return subject, known.read(version, fields)
    except (cbor2.CBORDecodeError, msgspec.ValidationError, KeyError, TypeError, ValueError, InvalidTag) as error:
        raise StorageFault("entry_unreadable", reason=f"{kind}: {error}") from error


def wall_clock_of(clock_ms: int, clock_counter: int, body: bytes) -> int:
    """Return what the wall clock showed when an entry was made, in milliseconds since 1970 UTC.

    It is the clock of the header, unless the wall clock was behind that one: the counter is not 0 then, and the body
    says.
    """
    return int(cbor2.loads(body).get("at", clock_ms)) if clock_counter else clock_ms


def has_seal(kind: str, body: bytes) -> bool:
    """Return whether a body that can be read has a sealed part."""
    return kind in (PersonAdded.KIND, PersonEdited.KIND) and "sealed" in cbor2.loads(body)


def opens_seal(body: bytes, person_key: bytes) -> bool:
    """Return whether a key opens the sealed part of a person's body, and what is in it is about a person."""
    try:
        tree = cbor2.loads(body)
        msgspec.convert(_unseal_body(tree["sealed"], str(tree["subject"]), person_key), Personal)
    except (cbor2.CBORDecodeError, msgspec.ValidationError, KeyError, TypeError, ValueError, InvalidTag):
        return False
    return True


def _unseal_body(sealed: bytes, subject: str, person_key: bytes) -> object:
    clear = AESGCM(person_key).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], subject.encode())
    return cbor2.loads(clear)

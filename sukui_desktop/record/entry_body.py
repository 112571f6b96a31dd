"""The body of an entry: the bytes of its fact, the words in it sealed under a key of the entry's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import cbor2
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.facts.base import Fact, Unknown, values_of_erased_fields
from sukui_desktop.domain.facts.kinds import KINDS, SUBJECT_OF, is_known_fact_kind
from sukui_desktop.domain.facts.person import PersonAdded, PersonEdited
from sukui_desktop.models.people import Personal

SEAL_KEY_SIZE = 32
_NAME_SIZE = 16
_NONCE_SIZE = 12
_UNDER_PERSON_KEY = {PersonAdded.KIND, PersonEdited.KIND}
"""Kinds whose versions before `SEALED_SINCE` are sealed under one key of the person."""

KeyOf = Callable[[str], bytes | None]
"""The name of a key in, the key out; None when it was destroyed. The name is written in the body; in the older
versions of a person's entries it is the person's id."""
Words = Mapping[str, Any]
"""Sealed fields by their names on the wire."""
WordsOf = Callable[[str], Words | None]
"""The name of a destroyed key in; the words that were written anew for what it had sealed out, None for none."""


def no_rewritten_words(_: str) -> None:
    """Return None: nothing was written anew."""


def fields_to_seal(fact: Fact) -> dict[str, Any]:
    """Return the sealed fields that a fact has something in, as they are on the wire; {} where nothing is sealed."""
    fields = msgspec.to_builtins(fact, builtin_types=(bytes,))
    return {name: fields[name] for name in fact.SEALED if fields.get(name) is not None}


def seal_and_encode_body(
    subject: str,
    fact: Fact,
    key: bytes | None,
    random_bytes: Callable[[int], bytes],
    *,
    at_ms: int | None = None,
) -> bytes:
    """Return the body's bytes: deterministic CBOR of subject, fact and, where there is one, the sealed part.

    `at_ms` is the wall clock's time where it is not that of the header (the wall clock is behind the record's).
    Raises ValueError when there is something to seal and no key.
    """
    tree: dict[str, object] = {"subject": subject}
    fields = msgspec.to_builtins(fact, builtin_types=(bytes,))
    words = fields_to_seal(fact)
    if words:
        if key is None:
            raise ValueError("what names people is never written without a key")
        nonce = random_bytes(_NONCE_SIZE)
        tree["key"] = random_bytes(_NAME_SIZE).hex()
        tree["sealed"] = nonce + AESGCM(key).encrypt(nonce, cbor2.dumps(words, canonical=True), subject.encode())
        fields = {name: value for name, value in fields.items() if name not in words}
    if at_ms is not None:
        tree["at"] = at_ms
    tree["fact"] = fields
    return cbor2.dumps(tree, canonical=True)


def decode_and_unseal_body(
    kind: str,
    version: int,
    body: bytes,
    key_of: KeyOf,
    *,
    words_of: WordsOf = no_rewritten_words,
    must_open: bool = True,
) -> tuple[str, Fact]:
    """Read a body back as (subject, fact), a fact of an older version raised to today's.

    `kind` and `version` are those of the header. A kind or a newer version that this program does not know comes back
    as `Unknown`. Words whose key was destroyed are those of `words_of`, and `values_of_erased_fields` where there are
    none; so are words that the key does not open, unless it `must_open`.

    Raises StorageFault entry_unreadable when the bytes are no body of this kind and version.
    """
    try:
        tree = cbor2.loads(body)
        subject = str(tree["subject"])
        if not isinstance(tree.get("at", 0), int):
            raise TypeError("the wall clock's time is no number")
        if not is_known_fact_kind(kind, version):
            return subject, Unknown(name=kind, version=version)
        if version < 1 or subject.partition("/")[0] != SUBJECT_OF[kind]:
            raise ValueError(f"{kind} {version} of {subject}")
        known, fields = KINDS[kind], tree["fact"]
        if known.SEALED and version >= known.SEALED_SINCE:
            return subject, _decode_fact_with_sealed_words(known, version, tree, key_of, words_of, must_open=must_open)
        if kind in _UNDER_PERSON_KEY:
            if fields["personal"] is not None:
                raise ValueError("what is personal is not sealed")
            key = key_of(subject.partition("/")[2])
            if key is not None and "sealed" in tree and (must_open or _does_key_open_personal_fields(tree, key)):
                fields = {**fields, "personal": _unseal_words(tree, key)}
        return subject, known.read_from_version(version, fields)
    except (cbor2.CBORDecodeError, msgspec.ValidationError, KeyError, TypeError, ValueError, InvalidTag) as error:
        raise StorageFault("entry_unreadable", reason=f"{kind}: {error}") from error


def _decode_fact_with_sealed_words(
    known: type[Fact], version: int, tree: Mapping[str, Any], key_of: KeyOf, words_of: WordsOf, *, must_open: bool
) -> Fact:
    fields = tree["fact"]
    if any(fields.get(name) is not None for name in known.SEALED):
        raise ValueError("words are not sealed")
    if "key" not in tree:
        return known.read_from_version(version, fields)
    name = str(tree["key"])
    key = key_of(name)
    if key is not None:
        try:
            return known.read_from_version(
                version, {**fields, **_words_of_sealed_fields(known, _unseal_words(tree, key))}
            )
        except (cbor2.CBORDecodeError, msgspec.ValidationError, KeyError, TypeError, ValueError, InvalidTag):
            if must_open:
                raise
    rewritten = words_of(name)
    if rewritten is not None:
        try:
            return known.read_from_version(version, {**fields, **_words_of_sealed_fields(known, rewritten)})
        except (msgspec.ValidationError, KeyError, TypeError, ValueError):
            pass  # what another program wrote anew fits this fact in no version: it is erased and no more
    return known.read_from_version(version, {**fields, **values_of_erased_fields(known)})


def _words_of_sealed_fields(known: type[Fact], words: Any) -> dict[str, Any]:
    return {name: words[name] for name in known.SEALED if name in words}


def wall_clock_of_entry(clock_ms: int, clock_counter: int, body: bytes) -> int:
    """Return what the wall clock showed when an entry was made, in milliseconds since 1970 UTC.

    It is the clock of the header, unless the wall clock was behind that one: the counter is not 0 then, and the body
    says.
    """
    return int(cbor2.loads(body).get("at", clock_ms)) if clock_counter else clock_ms


def read_seal_key_name(body: bytes) -> str:
    """Return the name of the key that a body which can be read is sealed under, '' where nothing is sealed."""
    tree = cbor2.loads(body)
    return str(tree.get("key") or tree["subject"].partition("/")[2]) if "sealed" in tree else ""


def does_key_open_seal(kind: str, version: int, body: bytes, key: bytes) -> bool:
    """Return whether a key opens the sealed part of a body, and what is in it is what this kind has."""
    try:
        tree = cbor2.loads(body)
        words = _unseal_words(tree, key)
        if is_known_fact_kind(kind, version) and "key" in tree:
            _decode_fact_with_sealed_words(
                KINDS[kind], version, tree, lambda _: key, no_rewritten_words, must_open=True
            )
        elif is_known_fact_kind(kind, version):
            msgspec.convert(words, Personal)
    except (cbor2.CBORDecodeError, msgspec.ValidationError, KeyError, TypeError, ValueError, InvalidTag):
        return False
    return True


def _does_key_open_personal_fields(tree: Mapping[str, Any], key: bytes) -> bool:
    try:
        msgspec.convert(_unseal_words(tree, key), Personal)
    except (cbor2.CBORDecodeError, msgspec.ValidationError, KeyError, TypeError, ValueError, InvalidTag):
        return False
    return True


def _unseal_words(tree: Mapping[str, Any], key: bytes) -> Any:
    sealed = tree["sealed"]
    clear = AESGCM(key).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], str(tree["subject"]).encode())
    return cbor2.loads(clear)

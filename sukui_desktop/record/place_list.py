"""The list of a place (투표소 명단): keyed hashes of people who have a slip of a joint vote, as bytes of a file.

Layout and vectors: `docs/formats/place-list.md`. Whoever has the list and not the key learns how many slips were given
where and when, and of whom nothing; who has both can try names and telephones, as the rosters of all places could be.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Collection

import cbor2
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.joint_vote import GivenElsewhere, VoterMarks

MAGIC = b"SUKUI-LIST"
VERSION = 1
KEY_SIZE = 32
KEY_WORDS = 6
"""Words that open the key in a list: sixty bits, drawn by the program."""
_SALT_SIZE, _NONCE_SIZE, _DIGEST_SIZE, _MARK_BYTES = 16, 12, 32, 10
_HEADER_SIZE = len(MAGIC) + 1 + 2 * _DIGEST_SIZE
_MOST_BYTES = 64 * 1024 * 1024
_MARK = r"[a-z2-7]{16}|"
_ENTRY = r"[0-9]{1,12}"
_MOST_ENTRIES, _MOST_STREAMS, _LONGEST_NAME = 10_000_000, 1_000, 200
"""A stream says far less in its life. A list that says that it knows of more would make every later list of that stream
look older than it is."""
LONGEST_PLACE = 40
"""Letters of the name of a place."""


class JointVoteKey(msgspec.Struct, frozen=True, kw_only=True):
    """What the places of a joint vote share."""

    key: bytes
    locked: bytes
    """The key as every list carries it: salt, nonce and the key sealed under the words."""
    words: tuple[str, ...]
    """What opens it; () at a place that was not told."""


class PlaceList(msgspec.Struct, frozen=True, kw_only=True):
    """What a list says."""

    vote_id: str
    vote_title: str
    """Of the poll where the list was made."""
    is_practice: bool
    place: str
    made_at_ms: int
    key_id: str
    """Names the key of its marks, and says nothing about it."""
    locked_key: bytes
    known: dict[str, int]
    """Stream → its newest entry of which the list knows."""
    givings: tuple[GivenElsewhere, ...]
    """Slips that are out, in the order of `giving`."""


def make_joint_vote_key(word_list: Collection[str]) -> tuple[bytes, tuple[str, ...], bytes]:
    """Return a new key, the words that will lock it, and the salt to derive a key from those words with."""
    words = tuple(secrets.choice(tuple(word_list)) for _ in range(KEY_WORDS))
    return secrets.token_bytes(KEY_SIZE), words, secrets.token_bytes(_SALT_SIZE)


def lock_joint_vote_key(key: bytes, salt: bytes, derived: bytes, vote_id: str) -> bytes:
    """Return the key sealed under `derived`, which was made of the words with `salt` (Argon2id)."""
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return salt + nonce + AESGCM(derived).encrypt(nonce, key, vote_id.encode())


def salt_of_locked_key(locked: bytes) -> bytes:
    """Return the salt with which the words are made into a key."""
    return locked[:_SALT_SIZE]


def open_joint_vote_key(locked: bytes, derived: bytes, vote_id: str) -> bytes:
    """Return the key that `lock_joint_vote_key` sealed.

    Raises BadInput list_words_wrong.
    """
    nonce, sealed = locked[_SALT_SIZE : _SALT_SIZE + _NONCE_SIZE], locked[_SALT_SIZE + _NONCE_SIZE :]
    try:
        return AESGCM(derived).decrypt(nonce, sealed, vote_id.encode())
    except (InvalidTag, ValueError) as error:
        raise BadInput("list_words_wrong") from error


def tidy_key_words(typed: str) -> str:
    """Return words as they are made into a key, however they were spaced, dotted or numbered."""
    letters = unicodedata.normalize("NFC", typed)
    return " ".join("".join(sign if sign.isalpha() else " " for sign in letters).split())


def mark_voter(key: bytes, vote_id: str, texts: VoterMarks) -> VoterMarks:
    """Return the marks of a person of whom `texts` says what they are made of (`identifying_texts`)."""
    made = {field: _mark(key, vote_id, field, getattr(texts, field)) for field in VoterMarks.__struct_fields__}
    return VoterMarks(**made)


def _mark(key: bytes, vote_id: str, field: str, value: str) -> str:
    if not value:
        return ""
    said = b"\0".join(part.encode("utf-8") for part in ("sukui voter 1", vote_id, field, value))
    return base64.b32encode(hmac.digest(key, said, "sha256")[:_MARK_BYTES]).decode("ascii").lower()


def key_id_of_joint_vote(key: bytes) -> str:
    """Return what names a key without saying anything about it (16 hex digits)."""
    return hmac.digest(key, b"sukui list key", "sha256")[:8].hex()


def encode_place_list(content: PlaceList, key: bytes) -> bytes:
    """Return the file of a list, sealed against changes under the key of the vote."""
    body = canonical_bytes.encode(content)
    return b"".join((MAGIC, bytes((VERSION,)), hashlib.sha256(body).digest(), _seal_of_body(key, body), body))


def _seal_of_body(key: bytes, body: bytes) -> bytes:
    return hmac.digest(hmac.digest(key, b"sukui list seal", "sha256"), body, "sha256")


def decode_place_list(file: bytes) -> PlaceList:
    """Read a list; that nobody changed it is for `require_sealed_list` to say, which needs the key.

    Raises BadInput list_foreign, list_newer, list_damaged.
    """
    if not file.startswith(MAGIC) or len(file) <= len(MAGIC):
        raise BadInput("list_foreign")
    if file[len(MAGIC)] > VERSION:
        raise BadInput("list_newer")
    body, digest = file[_HEADER_SIZE:], file[len(MAGIC) + 1 : len(MAGIC) + 1 + _DIGEST_SIZE]
    if len(file) > _MOST_BYTES or hashlib.sha256(body).digest() != digest:
        raise BadInput("list_damaged")
    try:
        content = canonical_bytes.decode(body, PlaceList)
    except (msgspec.ValidationError, cbor2.CBORDecodeError, ValueError, OverflowError) as error:
        raise BadInput("list_damaged") from error
    if canonical_bytes.encode(content) != body or not _is_plain_list(content):
        raise BadInput("list_damaged")
    return content


def _is_plain_list(content: PlaceList) -> bool:
    """Return whether every giving is named as one is, once and in order, and every number is one."""
    names = [given.giving for given in content.givings]
    numbers = (*content.known.values(), *(given.at_ms for given in content.givings), content.made_at_ms)
    places = {content.place, *(given.place for given in content.givings)}
    marks = (getattr(given, field) for given in content.givings for field in VoterMarks.__struct_fields__)
    texts = (*names, *content.known, content.vote_title)
    return (
        names == sorted(set(names))
        and all(name.startswith("file/") or re.fullmatch(_ENTRY, name.rpartition(":")[2]) for name in names)
        and all(0 <= number < 2**53 for number in numbers)
        and all(seq <= _MOST_ENTRIES for seq in content.known.values())
        and len(content.known) <= _MOST_STREAMS
        and all(len(each) <= _LONGEST_NAME for each in (*names, *content.known))
        and not any("\0" in each for each in texts)
        and all(place and place == clean_text(place) and len(place) <= LONGEST_PLACE for place in places)
        and all(re.fullmatch(_MARK, mark) for mark in marks)
    )


def require_sealed_list(file: bytes, key: bytes, content: PlaceList) -> None:
    """Check that a list is as one of the places wrote it.

    Raises BadInput list_of_another_key, list_changed.
    """
    if content.key_id != key_id_of_joint_vote(key):
        raise BadInput("list_of_another_key", place=content.place)
    seal = file[len(MAGIC) + 1 + _DIGEST_SIZE : _HEADER_SIZE]
    if not hmac.compare_digest(seal, _seal_of_body(key, file[_HEADER_SIZE:])):
        raise BadInput("list_changed", place=content.place)

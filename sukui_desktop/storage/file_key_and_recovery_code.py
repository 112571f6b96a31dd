"""The first sixteen bytes of a meeting file and the key that opens the rest.

SQLCipher takes the first 16 bytes of a file as its salt and leaves them in the clear, so ours say what the file is:
`SUKUI`, format number, key-derivation number, one key-check byte, 8 random bytes (`docs/formats/meeting-file.md`).
"""

from __future__ import annotations

import base64
import hmac
import unicodedata
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from msgspec.structs import replace

from sukui_desktop.domain.errors import BadInput, StorageFault
from sukui_desktop.storage.durable_files import disk_faults_translated

MAGIC = b"SUKUI"
FORMAT = 1
DERIVATION = 1
SIZE = 16
PAGE_SIZE = 4096
_CHECK_AT = 7
_KEY_SIZE = 32


class FileKey(msgspec.Struct, frozen=True):
    """A meeting file's first bytes and the raw key of its pages."""

    preamble: bytes
    key: bytes
    passphrase_mark: bytes = b""
    """HMAC of the passphrase under the key, in memory only; b'' where the file was opened by its recovery code."""


def derive_key_from_passphrase(passphrase: str, salt: bytes) -> bytes:
    """Return 32 key bytes from a passphrase.

    Source: RFC 9106 §4, second recommended option (Argon2id, 3 passes, 64 MiB, 4 lanes).
    """
    return Argon2id(salt=salt, length=_KEY_SIZE, iterations=3, lanes=4, memory_cost=64 * 1024).derive(
        passphrase.encode("utf-8")
    )


def passphrase_spellings(passphrase: str) -> tuple[str, ...]:
    """Return a passphrase as it is taken, then the other ways to write the same letters.

    A Hangul syllable is one character or two and three, as the keyboard has it. A key is made of the composed form
    (NFC); older files were made of what was typed.

    Raises BadInput passphrase_unreadable for half a letter (a lone surrogate), which no key can be made of.
    """
    if any("\ud800" <= letter <= "\udfff" for letter in passphrase):
        raise BadInput("passphrase_unreadable")
    forms = (unicodedata.normalize("NFC", passphrase), unicodedata.normalize("NFD", passphrase), passphrase)
    return tuple(dict.fromkeys(forms))


def make_file_key(passphrase: str, random8: bytes) -> FileKey:
    """Return preamble and key for a new file; `random8` are its 8 random bytes.

    Raises BadInput passphrase_unreadable.
    """
    salt = MAGIC + bytes((FORMAT, DERIVATION, 0)) + random8
    key = derive_key_from_passphrase(passphrase_spellings(passphrase)[0], salt)
    return FileKey(_insert_check_byte(salt, key), key, _passphrase_mark(key, passphrase))


def is_passphrase_of_file(file_key: FileKey, passphrase: str) -> bool:
    """Return whether a passphrase, in any spelling of its letters, is the one that opens the file."""
    if file_key.passphrase_mark:
        return hmac.compare_digest(file_key.passphrase_mark, _passphrase_mark(file_key.key, passphrase))
    salt = file_key.preamble[:_CHECK_AT] + b"\0" + file_key.preamble[_CHECK_AT + 1 :]
    return any(
        hmac.compare_digest(file_key.key, derive_key_from_passphrase(form, salt))
        for form in passphrase_spellings(passphrase)
    )


def _passphrase_mark(key: bytes, passphrase: str) -> bytes:
    tidy = passphrase_spellings(passphrase)[0].strip()
    return hmac.digest(key, b"sukui passphrase" + tidy.encode("utf-8"), "sha256")


def derive_file_key(path: Path, passphrase: str) -> FileKey:
    """Read a file's preamble and derive its key.

    Raises StorageFault file_missing, foreign, newer, truncated, wrong_passphrase; BadInput passphrase_unreadable.
    """
    preamble = read_preamble(path)
    salt = preamble[:_CHECK_AT] + b"\0" + preamble[_CHECK_AT + 1 :]
    keys = (derive_key_from_passphrase(form, salt) for form in passphrase_spellings(passphrase))
    found = _require_right_key(
        path, preamble, next((key for key in keys if _key_check_byte(key) == preamble[_CHECK_AT]), b"")
    )
    return replace(found, passphrase_mark=_passphrase_mark(found.key, passphrase))


def _require_right_key(path: Path, preamble: bytes, key: bytes) -> FileKey:
    if _key_check_byte(key) != preamble[_CHECK_AT]:
        raise StorageFault("wrong_passphrase", file=path.name)
    return FileKey(preamble, key)


def file_key_of_recovery_code(path: Path, code: str) -> FileKey:
    """Open a file by its printed recovery code.

    Raises BadInput recovery_code_malformed, and StorageFault as `derive_file_key`.
    """
    tidy = "".join(code.split()).replace("-", "").upper()
    try:
        raw = base64.b32decode(tidy + "=" * (-len(tidy) % 8))
    except ValueError as error:
        raise BadInput("recovery_code_malformed") from error
    if len(raw) != _KEY_SIZE + 3 or _recovery_code_check_bytes(raw[:_KEY_SIZE]) != raw[_KEY_SIZE:]:
        raise BadInput("recovery_code_malformed")
    return _require_right_key(path, read_preamble(path), raw[:_KEY_SIZE])


def recovery_code_of_file_key(file_key: FileKey) -> str:
    """Return the recovery code: the key itself and three check bytes in base32, in groups of seven letters."""
    raw = file_key.key + _recovery_code_check_bytes(file_key.key)
    letters = base64.b32encode(raw).decode("ascii").rstrip("=")
    return "-".join(letters[at : at + 7] for at in range(0, len(letters), 7))


def read_preamble(path: Path) -> bytes:
    """Return the first 16 bytes of a meeting file of a format we know.

    Raises StorageFault file_missing, foreign, newer, truncated.
    """
    with disk_faults_translated(path), path.open("rb") as stream:
        preamble = stream.read(SIZE)
        size = stream.seek(0, 2)
    if preamble[: len(MAGIC)] != MAGIC:
        raise StorageFault("foreign", file=path.name)
    if len(preamble) < SIZE:
        raise StorageFault("truncated", file=path.name, size=size)
    if preamble[5] > FORMAT or preamble[6] > DERIVATION:
        raise StorageFault("newer", file=path.name, format=preamble[5])
    if size < PAGE_SIZE or size % PAGE_SIZE:
        raise StorageFault("truncated", file=path.name, size=size)
    return preamble


def _insert_check_byte(salt: bytes, key: bytes) -> bytes:
    return salt[:_CHECK_AT] + bytes((_key_check_byte(key),)) + salt[_CHECK_AT + 1 :]


def _key_check_byte(key: bytes) -> int:
    return hmac.digest(key, b"sukui key check", "sha256")[0]


def _recovery_code_check_bytes(key: bytes) -> bytes:
    return hmac.digest(key, b"sukui recovery code", "sha256")[:3]

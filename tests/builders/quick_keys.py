"""A cheap derivation of keys for tests: the program's own is made to be dear, and is most of a suite's time."""

from __future__ import annotations

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from sukui_desktop.storage import file_key_and_recovery_code


def quick_key(passphrase: str, salt: bytes) -> bytes:
    """Stand in for `derive_key_from_passphrase` at a fraction of its cost."""
    return Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=64).derive(passphrase.encode())


def derive_quickly_in_this_process() -> None:
    """For a program that a test starts, before it imports anything else of the product."""
    file_key_and_recovery_code.derive_key_from_passphrase = quick_key

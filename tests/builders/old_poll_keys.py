"""Keys of a poll in the station folder, as releases before 0.5.0 wrote them."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sukui_desktop.storage import file_key_and_recovery_code
from sukui_desktop.storage.durable_files import write_file_durably
from sukui_desktop.storage.station_folder import BoxKeys, StationFolder


def keep_box_keys(station: StationFolder, poll_id: str, keys: BoxKeys) -> None:
    """Keep the keys of a poll's box."""
    write_file_durably(station.root / "boxes" / f"{poll_id}.key", keys.box + keys.token)


def keep_tally_key(station: StationFolder, poll_id: str, private: bytes, passphrase: str) -> None:
    """Keep the private tally key of a poll under a second person's passphrase."""
    salt, nonce = bytes(16), bytes(12)
    key = file_key_and_recovery_code.derive_key_from_passphrase(
        file_key_and_recovery_code.passphrase_spellings(passphrase)[0], salt
    )
    sealed = AESGCM(key).encrypt(nonce, private, poll_id.encode())
    write_file_durably(station.root / "tallies" / f"{poll_id}.key", salt + nonce + sealed)

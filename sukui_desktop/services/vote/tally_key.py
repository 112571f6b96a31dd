"""The key that opens a poll's ballots: joined from the keys of its holders, or kept under a passphrase before 0.5.0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.errors import BadInput, NotFound, StorageFault
from sukui_desktop.models.poll import PollRow
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.record.key_card import PersonKeys
from sukui_desktop.record.key_shares import SharedSecret, join_secret
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.services.person_keys import open_seed_of_signer
from sukui_desktop.storage.station_folder import open_sealed_tally_key


class FoundKey(msgspec.Struct, frozen=True):
    """The private tally key of a poll, and the secrets that led to it."""

    private: bytes
    used: frozenset[str]


def recover_tally_key(
    context: Context,
    poll: PollRow,
    sealed_shares: bytes | None,
    keys: Mapping[str, PersonKeys],
    old_passphrase: str,
) -> bytes:
    """Return the tally key of a poll, of which the meeting file keeps these shares; None where it keeps none.

    `keys` are those of holders (signer id → keys); the key of a poll that was made ready before 0.5.0 is in the station
    folder, under `old_passphrase`.
    Raises RuleBroken shares_missing, StorageFault share_damaged, wrong_tally_passphrase, NotFound tally_key_missing.
    """
    if sealed_shares is not None:
        return join_secret(canonical_bytes.decode(sealed_shares, SharedSecret), keys)
    return open_sealed_tally_key(context.station.read_sealed_tally_key(poll.poll_id), poll.poll_id, old_passphrase)


def find_tally_key_by_secrets(
    context: Context,
    poll: PollRow,
    signers: Mapping[str, SignerRow],
    sealed_shares: bytes | None,
    secrets: Sequence[str],
) -> FoundKey | None:
    """Return the tally key of a poll from what people have given, whoever gave what; None where nothing of it fits.

    `secrets` are passphrases or words of cards. Raises RuleBroken shares_missing where too few of the holders' secrets
    are here; StorageFault share_damaged.
    """
    if sealed_shares is None:
        for secret in secrets:
            with suppress(StorageFault, NotFound):
                return FoundKey(recover_tally_key(context, poll, None, {}, secret), frozenset((secret,)))
        return None
    keys: dict[str, PersonKeys] = {}
    used: set[str] = set()
    for share in canonical_bytes.decode(sealed_shares, SharedSecret).shares:
        signer = signers.get(share.signer_id)
        tried = (
            ((secret, _open_keys_if_right_secret(signer, secret)) for secret in secrets) if signer is not None else ()
        )
        for secret, found in tried:
            if found is not None:
                keys[share.signer_id] = found
                used.add(secret)
                break
    return FoundKey(recover_tally_key(context, poll, sealed_shares, keys, ""), frozenset(used)) if keys else None


def _open_keys_if_right_secret(signer: SignerRow, secret: str) -> PersonKeys | None:
    with suppress(BadInput):
        keys = PersonKeys(open_seed_of_signer(signer, secret))
        return keys if keys.public.sign == signer.sign_key else None
    return None

"""The key that opens a poll's ballots, from what people who hold it have given, whoever gave what."""

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
from sukui_desktop.services.person_keys import seed_of_signer
from sukui_desktop.storage.station import open_tally_key


class FoundKey(msgspec.Struct, frozen=True):
    """The private tally key of a poll, and the secrets that led to it."""

    private: bytes
    used: frozenset[str]


def find_tally_key(
    context: Context,
    poll: PollRow,
    signers: Mapping[str, SignerRow],
    sealed_shares: bytes | None,
    secrets: Sequence[str],
) -> FoundKey | None:
    """Return the tally key of a poll that these passphrases or words of cards open; None where none of them does.

    The key of a poll that was made ready before 0.5.0 is in the station folder, under the second person's passphrase.
    Raises RuleBroken shares_missing where too few of the holders' secrets are here; StorageFault share_damaged.
    """
    if sealed_shares is None:
        return _open_old_key(context, poll, secrets)
    shared = canonical_bytes.decode(sealed_shares, SharedSecret)
    keys: dict[str, PersonKeys] = {}
    used: set[str] = set()
    for share in shared.shares:
        signer = signers.get(share.signer_id)
        tried = ((secret, _keys_by_secret(signer, secret)) for secret in secrets) if signer is not None else ()
        for secret, found in tried:
            if found is not None:
                keys[share.signer_id] = found
                used.add(secret)
                break
    return FoundKey(join_secret(shared, keys), frozenset(used)) if keys else None


def _keys_by_secret(signer: SignerRow, secret: str) -> PersonKeys | None:
    with suppress(BadInput):
        keys = PersonKeys(seed_of_signer(signer, secret))
        return keys if keys.public.sign == signer.sign_key else None
    return None


def _open_old_key(context: Context, poll: PollRow, secrets: Sequence[str]) -> FoundKey | None:
    try:
        sealed = context.station.sealed_tally_key(poll.poll_id)
    except NotFound:
        return None
    for secret in secrets:
        with suppress(StorageFault):
            return FoundKey(open_tally_key(sealed, poll.poll_id, secret), frozenset((secret,)))
    return None

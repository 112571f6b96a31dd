"""What is kept in the meeting file from 준비 on, so that another machine can go on with the box of a poll.

Tags of the slips, without which nobody's slip is known there; the key that kiosks seal used slips to, whose private
half is in shares of the holders of the box; the key of the kiosks' own copies. Never the tally key, and nothing that
opens the box beyond what the meeting file has anyhow. Source: docs/decisions/0017-a-kiosk-keeps-what-it-sent.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.models.ids import PollId
from sukui_desktop.record.ballot_encryption import OVERHEAD, make_tally_key_pair
from sukui_desktop.record.key_shares import SharedSecret, split_secret
from sukui_desktop.record.sealed_tags import open_tags, seal_tags
from sukui_desktop.record.slip_token import TOKEN_SIZE
from sukui_desktop.services.vote.box_keys import purpose_of_shared_secret
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName

SEALED_SLIP_LENGTH = TOKEN_SIZE + OVERHEAD
_PURPOSE = "promotion"


class Standby(msgspec.Struct, frozen=True, kw_only=True):
    """What another machine needs of one poll beside what the meeting file has for this one."""

    tags: bytes
    """Of every slip that the box knows, whatever became of it, sealed under the key that makes them
    (`record/sealed_tags.py`)."""
    promotion_key: bytes
    """Public: kiosks seal the numbers of used slips to it."""
    promotion_shares: bytes
    """Canonical CBOR of the `SharedSecret` of its private half."""
    copy_key: bytes
    """Opens the kiosks' own copies, which are shut while their hub is not there."""


def keep_standby(
    kept_secrets: PollSecrets,
    poll_id: PollId,
    box_id: bytes,
    token_key: bytes,
    tags: Iterable[bytes],
    threshold: int,
    to: Sequence[tuple[str, bytes]],
) -> None:
    """Keep it for a box that is being made; `to` are the holders of the box (signer id, public key)."""
    private, public = make_tally_key_pair(secrets.token_bytes(32))
    shared = split_secret(private, threshold, to, purpose_of_shared_secret(poll_id, box_id, _PURPOSE))
    made = Standby(
        tags=seal_tags(token_key, tuple(tags)),
        promotion_key=public,
        promotion_shares=canonical_bytes.encode(shared),
        copy_key=secrets.token_bytes(32),
    )
    kept_secrets.keep(poll_id, SecretName.STANDBY, msgspec.msgpack.encode(made))


def find_standby(kept_secrets: PollSecrets, poll_id: PollId) -> Standby | None:
    """Return what is kept; None for a box that was made before 0.6.0, or was destroyed. Raises StorageFault corrupt."""
    kept = kept_secrets.find(poll_id, SecretName.STANDBY)
    if kept is None:
        return None
    try:
        return msgspec.msgpack.decode(kept, type=Standby)
    except msgspec.MsgspecError as error:
        raise StorageFault("corrupt", file=str(poll_id)) from error


def add_tags_to_standby(kept_secrets: PollSecrets, poll_id: PollId, token_key: bytes, tags: Iterable[bytes]) -> None:
    """Keep the tags of slips too that were made in the place of lost ones."""
    standby = find_standby(kept_secrets, poll_id)
    if standby is not None:
        more = replace(standby, tags=seal_tags(token_key, (*open_tags(token_key, standby.tags), *tags)))
        kept_secrets.keep(poll_id, SecretName.STANDBY, msgspec.msgpack.encode(more))


def purpose_of_used_slips(poll_id: PollId, box_id: bytes) -> bytes:
    """Return what the number of a used slip is sealed for: this box of this poll."""
    return purpose_of_shared_secret(poll_id, box_id, "used slip")


def decode_promotion_shares(standby: Standby) -> SharedSecret:
    """Return the shares of the private promotion key."""
    return canonical_bytes.decode(standby.promotion_shares, SharedSecret)

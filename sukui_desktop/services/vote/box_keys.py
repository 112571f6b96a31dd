"""The keys of a poll's box: where they are, who holds shares of them, and how they are split."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollLock, PollRow
from sukui_desktop.record.key_shares import split_secret
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName
from sukui_desktop.storage.station_folder import BoxKeys


def find_box_keys(kept_secrets: PollSecrets, context: Context, poll: PollRow) -> BoxKeys:
    """Return the keys of a poll's box, where they are on the disk.

    In the strict mode the keys of an open box are in its shares alone, whatever else the meeting's file or the station
    holds: whoever has the passphrase could have put them there.
    Raises RuleBroken box_locked where only the holders of shares open it (`unlock_box_by_holders`), NotFound
    box_keys_missing.
    """
    kept = kept_secrets.find(poll.poll_id, SecretName.BOX_KEYS)
    if kept is not None and not is_strict_vote(poll):
        return BoxKeys(kept[:32], kept[32:])
    if kept_secrets.find(poll.poll_id, SecretName.BOX_SHARES) is not None:
        raise RuleBroken("box_locked", title=poll.title, needed=decode_lock_of_poll(poll).threshold)
    return context.station.read_box_keys(poll.poll_id)


def find_holders_of_box_key(poll: PollRow) -> tuple[str, ...]:
    """Return the signer ids of those whose keys open a poll's box; () in polls made ready before 0.5.0."""
    return decode_lock_of_poll(poll).holders if poll.lock else ()


def is_strict_vote(poll: PollRow) -> bool:
    """Return whether a poll may be voted on by the record, with the key of its box on no disk."""
    return bool(poll.lock) and poll.state in HAS_BOX and decode_lock_of_poll(poll).is_strict


def decode_lock_of_poll(poll: PollRow) -> PollLock:
    """Return the lock of a poll that has one."""
    return canonical_bytes.decode(poll.lock, PollLock)


def split_box_keys(
    keys: BoxKeys, threshold: int, to: Sequence[tuple[str, bytes]], poll_id: PollId, box_id: bytes
) -> bytes:
    """Return the keys of a box in shares for `to` (signer id, public key), of whom `threshold` bring them together."""
    return canonical_bytes.encode(
        split_secret(keys.box + keys.token, threshold, to, purpose_of_shared_secret(poll_id, box_id, "box"))
    )


def purpose_of_shared_secret(poll_id: PollId, box_id: bytes, name: str) -> bytes:
    """Return what a shared secret is sealed for: this key of this box of this poll."""
    return b"/".join((poll_id.encode(), box_id, name.encode()))

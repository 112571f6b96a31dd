"""The key that the places of a joint vote share: kept in the meeting file apart from the keys of the box."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.errors import RuleBroken, StorageFault
from sukui_desktop.models.ids import PollId
from sukui_desktop.record.place_list import JointVoteKey
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.poll_secrets import SecretName


def keep_joint_vote_key(tx: Transaction, poll_id: PollId, key: JointVoteKey) -> None:
    """Keep the key of a vote that this place began or joined."""
    tx.poll_secrets.keep(_place_of_secret(poll_id), SecretName.JOINT_VOTE, msgspec.msgpack.encode(key))


def find_joint_vote_key(tx: Transaction, poll_id: PollId) -> JointVoteKey | None:
    """Return the key, None where the poll is held at no other place or has ended.

    Raises StorageFault corrupt.
    """
    kept = tx.poll_secrets.find(_place_of_secret(poll_id), SecretName.JOINT_VOTE)
    if kept is None:
        return None
    try:
        return msgspec.msgpack.decode(kept, type=JointVoteKey)
    except msgspec.MsgspecError as error:
        raise StorageFault("corrupt", file="") from error


def require_joint_vote_key(tx: Transaction, poll_id: PollId) -> JointVoteKey:
    """Return the key of a joint vote.

    Raises RuleBroken joint_vote_over once the poll has ended; StorageFault corrupt.
    """
    key = find_joint_vote_key(tx, poll_id)
    if key is None:
        raise RuleBroken("joint_vote_over")
    return key


def destroy_joint_vote_key(tx: Transaction, poll_id: PollId) -> None:
    """Destroy the key of a poll that ended: its marks, here and on every list, are random letters from then on."""
    tx.poll_secrets.destroy(_place_of_secret(poll_id))


def _place_of_secret(poll_id: PollId) -> PollId:
    """Return where the key is kept: apart from those of the box, which go when a poll goes back to its draft."""
    return PollId(f"joint/{poll_id}")

"""Who opens the box of a poll, and whether a second person opened it again: what the windows ask proofs by."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.poll_steps import HAS_BOX, require_count_confirmed
from sukui_desktop.models.ids import PollId, SignerId
from sukui_desktop.models.poll import ConfirmationRow, PollCountRow, PollLock, PollRow
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.signing.signers import SignerView, make_signer_views
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.poll_secrets import SecretName


class LockView(msgspec.Struct, frozen=True, kw_only=True):
    """The lock of one poll, with the people who open it."""

    needed: int = 1
    """How many of the holders open the box."""
    holders: tuple[SignerView, ...] = ()
    """() in polls made ready before 0.5.0, which one passphrase opens, and before the poll is ready."""
    is_strict: bool = False
    is_locked: bool = False
    """The key of the open box is gone with the last start of the program: its holders open it again."""
    opened_by: tuple[str, ...] = ()
    """Signer ids of those whose keys opened the box for the count; () before it, and where the record does not say."""
    confirmed_by: tuple[str, ...] = ()
    """Names of those who opened the box again after the count."""
    is_confirmed_by_another: bool = False
    """Whether somebody among them is known to be none of those who opened the box for the count."""
    is_confirmed: bool = False
    """Whether 확정 may go on as far as this is concerned."""


def read_box_lock(room: Room, poll_id: PollId) -> LockView:
    """Return the lock of a poll.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        confirmations = tx.list_rows(ConfirmationRow, poll_id=poll_id)
        lock = canonical_bytes.decode(poll.lock, PollLock) if poll.lock else None
        opened_by = _find_signers_who_opened(tx, poll, lock)
        return LockView(
            needed=lock.threshold if lock is not None else 1,
            holders=_signer_views_of_ids(tx, lock.holders) if lock is not None else (),
            is_strict=lock is not None and lock.is_strict,
            is_locked=_is_locked(room, tx, poll),
            confirmed_by=tuple(
                view.shown for view in _signer_views_of_ids(tx, [row.signer_id for row in confirmations])
            ),
            is_confirmed=_is_count_confirmed(tx, poll, confirmations),
            opened_by=opened_by,
            is_confirmed_by_another=bool(opened_by) and any(row.signer_id not in opened_by for row in confirmations),
        )


def _find_signers_who_opened(tx: Transaction, poll: PollRow, lock: PollLock | None) -> tuple[str, ...]:
    """Return whose keys opened the box for the count; all holders, where it takes all and the record does not say."""
    count = tx.find_row(PollCountRow, poll.poll_id)
    if count is None or lock is None:
        return ()
    return count.opened_by or (lock.holders if lock.threshold == len(lock.holders) else ())


def is_box_locked(room: Room, poll_id: PollId) -> bool:
    """Return whether only the holders of shares open the box of a poll now.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        return _is_locked(room, tx, tx.require_row(PollRow, poll_id))


def _is_locked(room: Room, tx: Transaction, poll: PollRow) -> bool:
    if poll.state not in HAS_BOX or poll.poll_id in room.boxes:
        return False
    kept = tx.poll_secrets
    is_on_disk = kept.find(poll.poll_id, SecretName.BOX_KEYS) is not None
    return not is_on_disk and kept.find(poll.poll_id, SecretName.BOX_SHARES) is not None


def _is_count_confirmed(tx: Transaction, poll: PollRow, confirmations: tuple[ConfirmationRow, ...]) -> bool:
    count = tx.find_row(PollCountRow, poll.poll_id)
    if count is None:
        return False
    try:
        require_count_confirmed(poll, count, confirmations)
    except RuleBroken:
        return False
    return True


def _signer_views_of_ids(tx: Transaction, signer_ids: Sequence[str]) -> tuple[SignerView, ...]:
    return make_signer_views(tx, [tx.require_row(SignerRow, SignerId(signer_id)) for signer_id in signer_ids])

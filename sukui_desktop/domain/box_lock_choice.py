"""Who together may open the box of a poll: what is chosen at 준비, and what must hold of it.

Source: docs/sources.md, "Key cards and shares".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from sukui_desktop.domain.errors import NotFound, RuleBroken
from sukui_desktop.models.ids import SignerId
from sukui_desktop.models.poll import LockWay
from sukui_desktop.models.signer import SignerRow

DEFAULT_THRESHOLD = 3
DEFAULT_HOLDERS = 5
MOST_HOLDERS = 16
"""People among whom SLIP-39 can split a secret."""

_SIGNERS_LEAST = 2


class LockChoice(msgspec.Struct, frozen=True, kw_only=True):
    """How a poll is to be locked."""

    way: LockWay
    holders: tuple[str, ...]
    """Signer ids of those who get a share; of the one second person where `way` is TWO_PEOPLE."""
    threshold: int = 1
    is_strict: bool = False
    """Whether the key of the open box is to be on no disk."""


def require_valid_threshold(threshold: int, holders: int) -> None:
    """Check that a secret can be split so.

    Raises RuleBroken threshold_impossible: 1 of 1, or 2 up to all of at most `MOST_HOLDERS`.
    """
    if not (threshold == holders == 1 or 2 <= threshold <= holders <= MOST_HOLDERS):
        raise RuleBroken("threshold_impossible", threshold=threshold, holders=holders, most=MOST_HOLDERS)


def require_valid_box_lock(choice: LockChoice, signers: Iterable[SignerRow], now_ms: int) -> tuple[SignerRow, ...]:
    """Return the holders' rows, in the order of the choice, once the lock may be made so.

    Raises NotFound signer_unknown; RuleBroken signers_needed where fewer than two people sign with keys of their own,
    holder_withdrawn, holder_expired, holder_twice, threshold_impossible, citizen_share_missing (no holder was drawn by
    lot), strict_needs_shares.
    """
    known = {row.signer_id: row for row in signers}
    active = [row for row in known.values() if not row.is_withdrawn]
    if len({row.person_id for row in active}) < _SIGNERS_LEAST:
        raise RuleBroken("signers_needed", have=len(active), needed=_SIGNERS_LEAST)
    holders = tuple(_require_active_holder(known, signer_id, now_ms) for signer_id in choice.holders)
    if len({row.person_id for row in holders}) != len(holders):
        raise RuleBroken("holder_twice")
    require_valid_threshold(choice.threshold, len(holders))
    if (choice.way == LockWay.TWO_PEOPLE) != (choice.threshold == 1):
        raise RuleBroken("threshold_impossible", threshold=choice.threshold, holders=len(holders), most=MOST_HOLDERS)
    if choice.way == LockWay.SHARES and not any(row.is_drawn for row in holders):
        raise RuleBroken("citizen_share_missing")
    if choice.is_strict and choice.way != LockWay.SHARES:
        raise RuleBroken("strict_needs_shares")
    return holders


def _require_active_holder(known: Mapping[SignerId, SignerRow], signer_id: str, now_ms: int) -> SignerRow:
    row = known.get(SignerId(signer_id))
    if row is None:
        raise NotFound("signer_unknown", id=signer_id)
    if row.is_withdrawn:
        raise RuleBroken("holder_withdrawn", id=signer_id)
    if row.valid_until_ms and row.valid_until_ms < now_ms:
        raise RuleBroken("holder_expired", id=signer_id)
    return row

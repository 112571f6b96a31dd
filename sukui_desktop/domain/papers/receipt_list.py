"""The content of the list of receipts (확인번호 목록)."""

from __future__ import annotations

import msgspec


class ReceiptList(msgspec.Struct, frozen=True, kw_only=True):
    """The receipts of every ballot in the box of a closed poll; nothing in it is personal."""

    meeting_title: str
    poll_title: str
    receipts: tuple[str, ...]
    """Sorted: they say nothing of who voted when."""
    is_practice: bool = False

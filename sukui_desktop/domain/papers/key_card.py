"""What is printed on a person's key card (열쇠 카드)."""

from __future__ import annotations

import msgspec


class KeyCardPaper(msgspec.Struct, frozen=True, kw_only=True):
    """One card, with the meeting it was made at."""

    name: str
    meeting_title: str
    when: str
    """The day of the meeting in words."""
    valid_until: str
    """The last day on which it may be used again, in words."""
    words: tuple[str, ...]
    code: str
    """What stands in its QR code."""
    is_practice: bool = False

"""That personal data was erased, as papers say it that are made afterwards: when and why, and not whose."""

from __future__ import annotations

import msgspec


class NameErasure(msgspec.Struct, frozen=True, kw_only=True):
    """One erasing (개인정보 지우기): where a name stood on earlier papers, (지움) stands now."""

    at_ms: int
    reason: str
    """Without any name of the person."""
    decided_by: tuple[str, ...]
    """Names of the two people who erased, in the order of their signing."""

"""What a ballot box, the witness outside of it and the record say of a vote, and which of them is behind."""

from __future__ import annotations

import msgspec


class BoxCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How full a box is. Neither number ever falls."""

    spent: int = 0
    """Slips that voted, were given back or were spoiled."""
    filled: int = 0
    """Ballots."""

    def is_behind(self, other: BoxCounts) -> bool:
        """Return whether this was counted before `other`, however the other may have gone on."""
        return self.spent < other.spent or self.filled < other.filled

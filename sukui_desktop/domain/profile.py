"""Approval ballots without people: what rules that look at whole ballots, not at sums, are computed from."""

from __future__ import annotations

import msgspec


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Costs, money and how often each set of marks was cast."""

    costs: tuple[int, ...]
    """One an option, in the currency's smallest unit, more than 0."""
    budget: int
    ballots: tuple[tuple[tuple[int, ...], int], ...]
    """(marks ascending, how many ballots hold exactly these); no two entries with the same marks; blank ones too, as
    their voters have a share of the money."""

"""The steps of a selection beside order and ceiling, and the words they use: Seoul's ways to make a list, as data.

Source: docs/sources.md, "Tracks of the Plan" (limits of single projects, elimination by 5 to 30 % of the money, short
list of 130 %, 100 % of each field's allocation) and "Past votes".
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Boundary(StrEnum):
    """What becomes of the project that crosses a line."""

    WITHIN = "within"
    """It stays on this side."""
    REACH = "reach"
    """It crosses, and it is the last that does."""


class Leftover(StrEnum):
    """What becomes of the money that an allocation leaves."""

    UNSPENT = "unspent"
    POOL = "pool"
    """It is put together and spent on the best of the rest."""


class AllocateBy(StrEnum):
    """What the allocations are for."""

    NOTHING = ""
    FIELD = "field"
    DISTRICT = "district"
    GROUP = "group"


class TieWay(StrEnum):
    """What puts a project before or after others of the same score."""

    NOTHING = ""
    """No other has its score."""
    COST = "cost"
    """The lower cost."""
    LOT = "lot"
    """A public draw."""
    CHAIR = "chair"
    """The chair's decision."""
    EQUAL = "equal"
    """Nothing, as no order would change the list; such stand as on the ballot. Never part of a rule."""


TIE_WAYS = ((TieWay.COST, TieWay.LOT), (TieWay.LOT,), (TieWay.COST, TieWay.CHAIR), (TieWay.CHAIR,))


class Allocation(msgspec.Struct, frozen=True, kw_only=True):
    """배분액: what the projects of one field, district or group may cost together."""

    name: str
    amount: int
    """In the currency's smallest unit."""


class CostLimit(msgspec.Struct, frozen=True, kw_only=True):
    """What one project may cost at most: a 광역제안형 project is under 40억원, a 행사성 one under 3억원."""

    below: int
    """A project must cost less than this."""
    kind: str = ""
    """The kind or group it holds for; '' for every project."""


class SelectionSteps(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Steps of a selection beside order and ceiling, applied in the order of the fields."""

    cost_limits: tuple[CostLimit, ...] = ()
    min_share: str = ""
    """Least share of the valid ballots ("1/10") a project needs; equal is eligible; '' sets none. With channels it is
    compared with the combined score."""
    eliminate: str = ""
    """The lowest projects worth this share of all the money ("1/5") drop out, walking up from the last place."""
    eliminate_boundary: Boundary = Boundary.WITHIN
    """within: the project that crosses the share stays in the running; reach: it drops out too."""
    exclusive: tuple[tuple[str, ...], ...] = ()
    """Codes of projects of which at most one may be chosen."""
    allocate_by: AllocateBy = AllocateBy.NOTHING
    allocations: tuple[Allocation, ...] = ()
    """An option whose field (district, group) has none cannot be chosen."""
    shortlist: str = ""
    """A short list of this share ("13/10") of the ceiling or of each allocation; '' for the list itself."""
    boundary: Boundary = Boundary.WITHIN
    """within: the project that crosses a ceiling stays out; reach: it goes in and the list ends there."""
    leftover: Leftover = Leftover.UNSPENT
    ties: tuple[TieWay, ...] = (TieWay.COST, TieWay.LOT)
    """One of TIE_WAYS."""
    takes_unvoted: bool = False
    """A project that nobody voted for may be chosen when there is money for it; definitions of format 1 did so."""


NO_EXTRA_STEPS = SelectionSteps()

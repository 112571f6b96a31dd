"""A case: everything a decision is made from, so that "what if" uses the very same rule."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.question.channels import ChannelCount
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.motion import Participation


class LotWay(StrEnum):
    """Who drew a lot."""

    PROGRAM = "program"
    HAND = "hand"
    """People drew it in the room; the program only wrote down the order."""


class LotDraw(msgspec.Struct, frozen=True, kw_only=True):
    """How a lot was drawn."""

    way: LotWay
    drawn_by: str = ""
    """Who drew by hand."""
    attested_by: str = ""
    """Who watched and vouches for the order."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A counted poll before its list is made."""

    definition: Definition
    counts: tuple[ChannelCount, ...]
    """In the order of the definition's channels; exactly one (key '') where it has none."""
    votes: tuple[int, ...]
    """Ballots that name each option, summed over the channels."""
    withdrawn: frozenset[str] = frozenset()
    """Codes of projects withdrawn after the vote."""
    tie_order: tuple[str, ...] = ()
    """Codes as a lot drew them or the chair put them."""
    draw: LotDraw | UnsetType = UNSET
    """How the lot was drawn."""
    turnout: Participation | None = None
    """Who took part, for a motion; None: the valid ballots are all that is known."""


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """What the selection goes by, in the order of the ballot."""

    scores: tuple[Fraction, ...]
    votes: tuple[int, ...]
    ballots_valid: int


class OutcomeKind(StrEnum):
    """What may become of a project, or of a choice."""

    CHOSEN = "chosen"
    UNAFFORDABLE = "unaffordable"
    """It cost more than was left under the ceiling (or of the pooled leftover)."""
    AFTER_STOP = "after_stop"
    """The list had ended before its turn."""
    BELOW_MINIMUM = "below_minimum"
    WITHDRAWN = "withdrawn"
    OVER_COST_LIMIT = "over_cost_limit"
    ELIMINATED = "eliminated"
    EXCLUDED = "excluded"
    """A project that excludes it was chosen before."""
    NO_ALLOCATION = "no_allocation"
    OVER_ALLOCATION = "over_allocation"
    COUNTED = "counted"
    """A choice of a motion such as 찬성: it was counted, nothing was selected."""

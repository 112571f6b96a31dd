"""What may become of a project: one list of words, or the steps of a selection would each spell their own."""

from __future__ import annotations

CHOSEN = "chosen"
UNAFFORDABLE = "unaffordable"
"""It cost more than was left under the ceiling (or of the pooled leftover)."""
AFTER_STOP = "after_stop"
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
OUTCOMES = (
    CHOSEN,
    UNAFFORDABLE,
    AFTER_STOP,
    BELOW_MINIMUM,
    WITHDRAWN,
    OVER_COST_LIMIT,
    ELIMINATED,
    EXCLUDED,
    NO_ALLOCATION,
    OVER_ALLOCATION,
    COUNTED,
)

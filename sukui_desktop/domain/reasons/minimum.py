"""How far below a minimum a project stays: the number people ask for first."""

from __future__ import annotations

from msgspec import UNSET

from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.selection.case import Standing
from sukui_desktop.domain.selection.eligibility import least_measure, measured_votes


def lacking_votes(definition: Definition, standing: Standing, index: int) -> int:
    """Return how many votes (points, where the minimum is of points) it lacks to the least votes; 0 when none."""
    lacking = definition.rule.min_votes - measured_votes(definition, standing, index)
    return max(0, -(-lacking.numerator // lacking.denominator))


def least_share_needed(definition: Definition, standing: Standing) -> int:
    """Return the least whole number of votes that makes the least share of the valid ballots; 0 with channels."""
    if not definition.rule.steps.min_share or definition.channels is not UNSET:
        return 0
    needed = least_measure(definition, standing)
    return -(-needed.numerator // needed.denominator)

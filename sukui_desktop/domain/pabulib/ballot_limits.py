"""The limits a Pabulib file states for its ballots, and how many ballots exceed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import parse_decimal_money
from sukui_desktop.domain.pabulib.pabulib_election import Election


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one ballot may hold; None where the file sets no limit. Amounts are in the currency's smallest unit."""

    least_marks: int
    most_marks: int
    most_cost: int | None
    category_costs: Mapping[str, int]
    """Most the marks of one category may cost together."""
    least_points: Fraction | None
    """Of a single mark, as `most_points`."""
    most_points: Fraction | None
    least_sum: Fraction | None
    most_sum: Fraction | None


def read_ballot_limits(election: Election) -> Limits:
    """Return the limits of META; a value that is no number sets none."""
    amounts = election.meta.get("max_sum_cost_per_category", "").split(",")
    names = [name.strip() for name in election.meta.get("categories", "").split(",")]
    pairs = zip(names, (_amount_or_none(amount, election.currency) for amount in amounts), strict=False)
    has_points = bool(election.points)
    return Limits(
        least_marks=election.fewest_marks_per_ballot,
        most_marks=election.most_marks_per_ballot,
        most_cost=_amount_or_none(election.meta.get("max_sum_cost", ""), election.currency),
        category_costs={name: amount for name, amount in pairs if amount is not None},
        least_points=parse_pabulib_number(election.meta.get("min_points")) if has_points else None,
        most_points=parse_pabulib_number(election.meta.get("max_points")) if has_points else None,
        least_sum=parse_pabulib_number(election.meta.get("min_sum_points")) if has_points else None,
        most_sum=parse_pabulib_number(election.meta.get("max_sum_points")) if has_points else None,
    )


def is_beyond_limits(election: Election, limits: Limits, marks: Sequence[int], points: Sequence[int]) -> bool:
    """Return whether a ballot that is not blank breaks one of the limits or names a project twice."""
    return (
        not limits.least_marks <= len(marks) <= limits.most_marks
        or len(set(marks)) != len(marks)
        or _costs_too_much(election, limits, marks)
        or any(_is_number_outside(number, limits.least_points, limits.most_points) for number in points)
        or _is_number_outside(sum(points), limits.least_sum, limits.most_sum)
    )


def parse_pabulib_number(written: str | None) -> Fraction | None:
    """Return the number a file writes (12, 12.5), None for anything else."""
    try:
        return Fraction(written) if written else None
    except (ValueError, ZeroDivisionError):
        return None


def _is_number_outside(number: int, least: Fraction | None, most: Fraction | None) -> bool:
    return (least is not None and number < least) or (most is not None and number > most)


def _costs_too_much(election: Election, limits: Limits, marks: Sequence[int]) -> bool:
    named = [election.projects[mark] for mark in marks]
    if limits.most_cost is not None and sum(project.cost for project in named) > limits.most_cost:
        return True
    return any(
        sum(project.cost for project in named if project.category == category) > most
        for category, most in limits.category_costs.items()
    )


def _amount_or_none(written: str, currency: str) -> int | None:
    try:
        return parse_decimal_money(written, currency)
    except BadInput:
        return None

"""The tables of a rule file: question, selection, and what the rule leaves open with its bounds."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.question.definition import EachGroup, Group, Sizing, WhenUnaffordable
from sukui_desktop.domain.question.exact_fractions import parse_exact_fraction
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.selection_steps import SelectionSteps
from sukui_desktop.domain.rule_year.lists_as_text import parse_group_limits, parse_place_points


class RuleParameterKind(StrEnum):
    """What kind of answer a rule parameter takes."""

    WHOLE = "int"
    """A whole number."""
    SHARE = "share"
    """An exact fraction "n/d"."""
    MONEY = "money"
    """A whole number of the currency's smallest unit."""
    WORD = "choice"
    """One of the rule parameter's choices."""
    POINTS = "points"
    """Points of the places of a ranking, as `lists_as_text` writes them."""
    GROUPS = "groups"
    """Limits for groups of the meeting's own list, as `lists_as_text` writes them; none at first."""


Value = int | str
"""A whole number for int and money, "n/d" for share, one of the choices for choice, `lists_as_text` for the others."""


class QuestionPart(Marking, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`[question]`: how a ballot is filled in; what `Marking` holds is beside it."""

    method: Method
    min_picks: int = 0
    max_picks: int = 0
    """Larger than the number of options says: any number of them; left out where `sizing` says it."""
    allows_blank: bool = True
    choices: tuple[str, ...] = ()
    """Of a choice: what it offers; the first is in favour, the second against."""
    groups: tuple[Group, ...] = ()
    each_group: EachGroup | UnsetType = UNSET
    sizing: tuple[Sizing, ...] = ()


class SelectionPart(SelectionSteps, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`[selection]`: how scores become a list; what `SelectionSteps` holds is beside it."""

    when_unaffordable: WhenUnaffordable = WhenUnaffordable.SKIP
    min_votes: int = 0
    ceiling: int = 0
    """0: written in when the poll is drafted."""


class RuleParameter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`[[open]]`: one thing that the ordinance leaves to the city or the room."""

    field: str
    """Its place, joined by dots: `selection.eliminate`, `selection.allocations.복지.amount` (of several tables
    the one with that name or key); `question.picks` is fewest and most at once."""
    title: str
    """What people call it."""
    kind: RuleParameterKind
    default: Value
    """Taken without an answer; money of 0 must be written in."""
    least: Value | None = None
    most: Value | None = None
    choices: tuple[str, ...] = ()


MAY_BE_EMPTY = frozenset({"motion.least_share", "selection.min_share", "selection.eliminate", "selection.shortlist"})
"""The shares that set nothing when they are ""; every other share must be a number."""


def fits_parameter_bounds(parameter: RuleParameter, answer: Value) -> bool:
    """Return whether `answer` is allowed there."""
    if parameter.kind == RuleParameterKind.WORD:
        return answer in parameter.choices
    if parameter.kind == RuleParameterKind.SHARE and answer == "":
        return parameter.least == "0" and parameter.field in MAY_BE_EMPTY
    if parameter.kind in (RuleParameterKind.POINTS, RuleParameterKind.GROUPS) and not isinstance(answer, str):
        return False
    value = _value_as_fraction(parameter.kind, answer)
    least, most = (_value_as_fraction(parameter.kind, bound) for bound in (parameter.least, parameter.most))
    return value is not None and (least is None or least <= value) and (most is None or value <= most)


def _value_as_fraction(kind: RuleParameterKind, value: Value | None) -> Fraction | None:
    if kind == RuleParameterKind.SHARE:
        return parse_exact_fraction(value) if isinstance(value, str) else None
    if kind == RuleParameterKind.POINTS and isinstance(value, str):
        places = len(parse_place_points(value))
        return Fraction(places) if places else None
    if kind == RuleParameterKind.GROUPS and isinstance(value, str):
        groups = parse_group_limits(value)
        return None if groups is None else Fraction(len(groups))
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return Fraction(value) if is_whole and isinstance(value, int) and value >= 0 else None


def wrong_bound_of_rule_parameter(parameter: RuleParameter) -> str:
    """Return `least` or `most` where it is nothing of its kind or the two are crossed; '' when sound."""
    bounds = {"least": parameter.least, "most": parameter.most}
    for name, bound in bounds.items():
        if bound is not None and (
            parameter.kind == RuleParameterKind.WORD or _value_as_fraction(parameter.kind, bound) is None
        ):
            return name
    least, most = (_value_as_fraction(parameter.kind, bound) for bound in bounds.values())
    return "most" if least is not None and most is not None and least > most else ""


def expected_answer_range(parameter: RuleParameter) -> str:
    """Return what is allowed there, in signs that need no language: `1/20..3/10`, `skip | stop`."""
    if parameter.kind == RuleParameterKind.WORD:
        return " | ".join(parameter.choices)
    if parameter.kind == RuleParameterKind.GROUPS:
        return "0-7 …"
    if parameter.kind == RuleParameterKind.POINTS:
        return "5, 4, 3 …"
    least = parameter.least if parameter.least is not None else 0
    return f"{least}..{parameter.most if parameter.most is not None else ''}"

"""The tables of a rule file: question, selection, and what the rule leaves open with its bounds."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.question.definition import EachGroup, Group, Sizing, WhenUnaffordable
from sukui_desktop.domain.question.marking import Marking, Method
from sukui_desktop.domain.question.selection_steps import SelectionSteps
from sukui_desktop.domain.question.shares import read_share
from sukui_desktop.domain.rule_year.list_values import read_groups, read_points


class OpeningKind(StrEnum):
    """What kind of answer an opening takes."""

    WHOLE = "int"
    """A whole number."""
    SHARE = "share"
    """An exact fraction "n/d"."""
    MONEY = "money"
    """A whole number of the currency's smallest unit."""
    WORD = "choice"
    """One of the opening's choices."""
    POINTS = "points"
    """Points of the places of a ranking, as `list_values` writes them."""
    GROUPS = "groups"
    """Limits for groups of the meeting's own list, as `list_values` writes them; none at first."""


Value = int | str
"""A whole number for int and money, "n/d" for share, one of the choices for choice, `list_values` for the others."""


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


class Opening(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`[[open]]`: one thing that the ordinance leaves to the city or the room."""

    field: str
    """Its place, joined by dots: `selection.eliminate`, `selection.allocations.복지.amount` (of several tables
    the one with that name or key); `question.picks` is fewest and most at once."""
    title: str
    """What people call it."""
    kind: OpeningKind
    default: Value
    """Taken without an answer; money of 0 must be written in."""
    least: Value | None = None
    most: Value | None = None
    choices: tuple[str, ...] = ()


MAY_BE_EMPTY = frozenset({"motion.least_share", "selection.min_share", "selection.eliminate", "selection.shortlist"})
"""The shares that set nothing when they are ""; every other share must be a number."""


def fits(opening: Opening, answer: Value) -> bool:
    """Return whether `answer` is allowed there."""
    if opening.kind == OpeningKind.WORD:
        return answer in opening.choices
    if opening.kind == OpeningKind.SHARE and answer == "":
        return opening.least == "0" and opening.field in MAY_BE_EMPTY
    if opening.kind in (OpeningKind.POINTS, OpeningKind.GROUPS) and not isinstance(answer, str):
        return False
    value = _comparable_value(opening.kind, answer)
    least, most = (_comparable_value(opening.kind, bound) for bound in (opening.least, opening.most))
    return value is not None and (least is None or least <= value) and (most is None or value <= most)


def _comparable_value(kind: OpeningKind, value: Value | None) -> Fraction | None:
    if kind == OpeningKind.SHARE:
        return read_share(value) if isinstance(value, str) else None
    if kind == OpeningKind.POINTS and isinstance(value, str):
        places = len(read_points(value))
        return Fraction(places) if places else None
    if kind == OpeningKind.GROUPS and isinstance(value, str):
        groups = read_groups(value)
        return None if groups is None else Fraction(len(groups))
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return Fraction(value) if is_whole and isinstance(value, int) and value >= 0 else None


def wrong_bound(opening: Opening) -> str:
    """Return `least` or `most` where it is nothing of its kind or the two are crossed; '' when sound."""
    bounds = {"least": opening.least, "most": opening.most}
    for name, bound in bounds.items():
        if bound is not None and (opening.kind == OpeningKind.WORD or _comparable_value(opening.kind, bound) is None):
            return name
    least, most = (_comparable_value(opening.kind, bound) for bound in bounds.values())
    return "most" if least is not None and most is not None and least > most else ""


def expected_of(opening: Opening) -> str:
    """Return what is allowed there, in signs that need no language: `1/20..3/10`, `skip | stop`."""
    if opening.kind == OpeningKind.WORD:
        return " | ".join(opening.choices)
    if opening.kind == OpeningKind.GROUPS:
        return "0-7 …"
    if opening.kind == OpeningKind.POINTS:
        return "5, 4, 3 …"
    least = opening.least if opening.least is not None else 0
    return f"{least}..{opening.most if opening.most is not None else ''}"

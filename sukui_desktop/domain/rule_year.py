"""One year's rule of one city as data: without it a new ordinance would mean new code (docs/formats/rules.md)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.channels import Channels
from sukui_desktop.domain.definition import Draft, EachGroup, Group, Sizing
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.marking import CHOICE, PLAIN, Marking
from sukui_desktop.domain.motion import Motion
from sukui_desktop.domain.selecting import NOTHING_FURTHER, Further
from sukui_desktop.domain.shares import read_share

WHOLE = "int"
SHARE = "share"
MONEY = "money"
WORD = "choice"
KINDS = (WHOLE, SHARE, MONEY, WORD)

Answer = int | str
"""A whole number for int and money, "n/d" for share, one of the choices for choice."""


class QuestionPart(Marking, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`[question]`: how a ballot is filled in; what `Marking` holds stands beside it."""

    method: str
    """One of `marking.METHODS`."""
    min_picks: int = 0
    max_picks: int = 0
    """Larger than the number of options says: any number of them; left out where `sizing` says it."""
    allows_blank: bool = True
    choices: tuple[str, ...] = ()
    """Of a choice: what it offers; the first is in favour, the second against."""
    groups: tuple[Group, ...] = ()
    each_group: EachGroup | UnsetType = UNSET
    sizing: tuple[Sizing, ...] = ()


class SelectionPart(Further, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`[selection]`: how scores become a list; what `Further` holds stands beside it."""

    when_unaffordable: str = "skip"
    min_votes: int = 0
    ceiling: int = 0
    """0 says: written in when the poll is drafted."""


class Opening(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`[[open]]`: one thing that the ordinance leaves to the city or the room."""

    field: str
    """Where it stands, joined by dots: `selection.eliminate`, `selection.allocations.복지.amount` (of several tables
    the one with that name or key); `question.picks` is fewest and most at once."""
    title: str
    """What people call it."""
    kind: str
    """One of KINDS."""
    default: Answer
    """Taken when nobody says otherwise; of money 0 says that it must be written in."""
    least: Answer | None = None
    most: Answer | None = None
    choices: tuple[str, ...] = ()


class RuleYear(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A whole rule file."""

    key: str
    """Short name in files and on the command line: `seoul-2015`; also the file's name."""
    title: str
    city: str
    year: int
    """0 for a rule of no year."""
    track: str
    """숙의형, 광역제안형 …; '' for none."""
    source: str
    """Where the rule stands written."""
    summary: str
    question: QuestionPart
    selection: SelectionPart = SelectionPart()
    channels: Channels | UnsetType = UNSET
    motion: Motion | UnsetType = UNSET
    open: tuple[Opening, ...] = ()


def draft_of(rule: RuleYear, answers: Mapping[str, Answer] | None = None) -> Draft:
    """Return the draft that this rule makes, with `answers` (by `Opening.field`) in place of the defaults.

    Raises RuleBroken rule_answer (an answer to nothing that is open, or outside its bounds).
    """
    settled = settle(rule, answers or {})
    asked, chosen = settled.question, settled.selection
    marks = Marking(**{name: getattr(asked, name) for name in Marking.__struct_fields__})
    further = Further(**{name: getattr(chosen, name) for name in Further.__struct_fields__})
    return Draft(
        method=asked.method,
        groups=asked.groups,
        min_picks=asked.min_picks,
        max_picks=asked.max_picks or 1,
        allows_blank=asked.allows_blank,
        when_unaffordable=chosen.when_unaffordable,
        min_votes=chosen.min_votes,
        ceiling=chosen.ceiling,
        rule_key=rule.key,
        marks=UNSET if marks == PLAIN else marks,
        further=UNSET if further == NOTHING_FURTHER else further,
        channels=settled.channels,
        motion=settled.motion,
        choices=asked.choices if asked.method == CHOICE else UNSET,
        sizing=asked.sizing or UNSET,
        each_group=asked.each_group,
    )


def settle(rule: RuleYear, answers: Mapping[str, Answer]) -> RuleYear:
    """Return the rule with every open choice written in: the answer where there is one, else the default.

    Raises RuleBroken rule_answer.
    """
    left = dict(answers)
    for opening in rule.open:
        answer = left.pop(opening.field, None)
        if answer is not None:
            check_answer(rule, opening, answer)
        rule = _put(rule, opening.field.split("."), opening.default if answer is None else answer)
    for field, answer in left.items():
        raise _refused(rule, field, answer, ", ".join(opening.field for opening in rule.open) or "-")
    return rule


def check_answer(rule: RuleYear, opening: Opening, answer: Answer) -> None:
    """See that an answer is of the kind and within the bounds of what is open. Raises RuleBroken rule_answer."""
    if not fits(opening, answer):
        raise _refused(rule, opening.field, answer, expected_of(opening))


def fits(opening: Opening, answer: Answer) -> bool:
    """Tell whether `answer` may stand there."""
    if opening.kind == WORD:
        return answer in opening.choices
    value = _measure(opening.kind, answer)
    least, most = (_measure(opening.kind, bound) for bound in (opening.least, opening.most))
    return value is not None and (least is None or least <= value) and (most is None or value <= most)


def _measure(kind: str, value: Answer | None) -> Fraction | None:
    if kind == SHARE:
        return read_share(value) if isinstance(value, str) else None
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return Fraction(value) if is_whole and isinstance(value, int) and value >= 0 else None


def expected_of(opening: Opening) -> str:
    """Return what may stand there, in signs that need no language: `1/20..3/10`, `skip | stop`."""
    if opening.kind == WORD:
        return " | ".join(opening.choices)
    least = opening.least if opening.least is not None else 0
    return f"{least}..{opening.most if opening.most is not None else ''}"


def _refused(rule: RuleYear, field: str, answer: Answer, expected: str) -> RuleBroken:
    return RuleBroken("rule_answer", rule=rule.key, field=field, value=answer, expected=expected)


def value_at(part: Any, field: str) -> Any:
    """Return what stands at a dotted path of a rule; UNSET where there is nothing.

    Raises KeyError when there is no such place.
    """
    for name in field.split("."):
        part = _step(part, name)
    return part


def _step(part: Any, name: str) -> Any:
    if isinstance(part, tuple):
        for element in part:
            if _name(element) == name:
                return element
        raise KeyError(name)
    name = "max_picks" if name == "picks" else name
    if name not in getattr(part, "__struct_fields__", ()):
        raise KeyError(name)
    return getattr(part, name)


def _name(element: Any) -> str:
    return str(getattr(element, "key", None) or getattr(element, "name", ""))


def _put(part: Any, path: list[str], value: Answer) -> Any:
    """Return `part` with `value` at `path`; all above it are made anew, as nothing here can be changed."""
    head, rest = path[0], path[1:]
    inner = _step(part, head)
    new = _put(inner, rest, value) if rest else value
    if isinstance(part, tuple):
        return tuple(new if element is inner else element for element in part)
    if head == "picks":
        return msgspec.structs.replace(part, min_picks=new, max_picks=new)
    return msgspec.structs.replace(part, **{head: new})

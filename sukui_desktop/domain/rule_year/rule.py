"""A rule year: one year's rule of one city as data, and the draft it makes (docs/formats/rules.md)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.base import Fault
from sukui_desktop.domain.methods.registry import BALLOT_KINDS
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.marking import PLAIN, Marking
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import NO_EXTRA_STEPS, SelectionSteps
from sukui_desktop.domain.rule_year.faults import BODY, faults_of
from sukui_desktop.domain.rule_year.rule_fields import FIELD_OF, put_at, value_at
from sukui_desktop.domain.rule_year.rule_tables import (
    Opening,
    OpeningKind,
    QuestionPart,
    SelectionPart,
    Value,
    expected_of,
    fits,
    wrong_bound,
)
from sukui_desktop.models.copying import copy_fields

GENERAL = "general"
"""City of the rules of no city."""
_BOUNDS = {
    **dict.fromkeys(OpeningKind, "0.."),
    OpeningKind.SHARE: "n/d",
    OpeningKind.WORD: "-",
}
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_MARKS = "U+0020 …"
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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
    """Where the rule is written."""
    summary: str
    question: QuestionPart
    selection: SelectionPart = SelectionPart()
    channels: Channels | UnsetType = UNSET
    motion: Motion | UnsetType = UNSET
    open: tuple[Opening, ...] = ()


def check_rule_year(rule: RuleYear) -> None:
    """Check that a rule can be voted by, with every open choice at its default.

    Raises RuleBroken rule_value with `rule`, `field` (dotted path), `value` and `expected`.
    """
    if not KEY.fullmatch(rule.key):
        raise _value_refused(rule, "key", rule.key, "a-z 0-9 -")
    for name in ("title", "city", "source", "summary"):
        if not getattr(rule, name).strip():
            raise _value_refused(rule, name, "", "…")
    for name in ("title", "city", "track", "source", "summary"):
        if _has_marks(getattr(rule, name)):
            raise _value_refused(rule, name, _without_marks(getattr(rule, name)), _NO_MARKS)
    for fault in _open_faults(rule):
        raise _value_refused(rule, *fault)
    _check_body(settle(rule, {}))


def draft_of(rule: RuleYear, answers: Mapping[str, Value] | None = None) -> Draft:
    """Return the draft that this rule makes, with `answers` (by `Opening.field`) in place of the defaults.

    Raises RuleBroken rule_answer (an answer to nothing that is open, or outside its bounds) and rule_value (answers
    that contradict each other, such as weights that do not make 1).
    """
    settled = settle(rule, answers or {})
    _check_body(settled)
    asked, chosen = settled.question, settled.selection
    marks = copy_fields(Marking, asked)
    extra_steps = copy_fields(SelectionSteps, chosen)
    return copy_fields(
        Draft,
        asked,
        chosen,
        settled,
        max_picks=asked.max_picks or 1,
        rule_key=rule.key,
        marks=UNSET if marks == PLAIN else marks,
        extra_steps=UNSET if extra_steps == NO_EXTRA_STEPS else extra_steps,
        choices=asked.choices if BALLOT_KINDS[asked.method].offers_choices else UNSET,
        sizing=asked.sizing or UNSET,
    )


def unwritten(rule: RuleYear, answers: Mapping[str, Value]) -> tuple[Opening, ...]:
    """Return what is open and still must be written in: money that has only its default of 0."""
    return tuple(o for o in rule.open if not fits(o, answers.get(o.field, o.default)))


def settle(rule: RuleYear, answers: Mapping[str, Value]) -> RuleYear:
    """Return the rule with every open choice written in: the answer where there is one, else the default.

    Raises RuleBroken rule_answer.
    """
    left = dict(answers)
    for opening in rule.open:
        answer = left.pop(opening.field, None)
        if answer is not None:
            check_answer(rule, opening, answer)
        rule = put_at(rule, opening.field, opening.default if answer is None else answer)
    for field, answer in left.items():
        raise _answer_refused(rule, field, answer, ", ".join(opening.field for opening in rule.open) or "-")
    return rule


def check_answer(rule: RuleYear, opening: Opening, answer: Value) -> None:
    """Check that an answer is of the kind and within the bounds of what is open. Raises RuleBroken rule_answer."""
    if not fits(opening, answer):
        raise _answer_refused(rule, opening.field, answer, expected_of(opening))


def _answer_refused(rule: RuleYear, field: str, answer: Value, expected: str) -> RuleBroken:
    return RuleBroken("rule_answer", rule=rule.key, field=field, value=answer, expected=expected)


def _value_refused(rule: RuleYear, field: str, value: object, expected: str) -> RuleBroken:
    shown = value if isinstance(value, str | int) else repr(value)
    return RuleBroken("rule_value", rule=rule.key, field=field, value=shown, expected=expected)


def _check_body(rule: RuleYear) -> None:
    for fault in faults_of(rule.question, rule.selection, rule.channels, rule.motion):
        raise _value_refused(rule, *fault)


def _open_faults(rule: RuleYear) -> Iterator[Fault]:
    fields = [opening.field for opening in rule.open]
    for place, opening in enumerate(rule.open):
        at = f"open.{place}"
        if opening.kind not in tuple(OpeningKind):
            yield f"{at}.kind", opening.kind, " | ".join(OpeningKind)
        elif (opening.kind == OpeningKind.WORD) != bool(opening.choices):
            yield f"{at}.choices", ", ".join(opening.choices), f"kind = {OpeningKind.WORD}"
        elif bound := wrong_bound(opening):
            yield f"{at}.{bound}", getattr(opening, bound), _BOUNDS[opening.kind]
        elif not isinstance(_value_in_file(rule, opening), type(opening.default)):
            yield f"{at}.field", opening.field, "question.… | selection.… | channels.… | motion.…"
        elif not fits(opening, opening.default) and not (opening.kind == OpeningKind.MONEY and opening.default == 0):
            yield f"{at}.default", opening.default, expected_of(opening)
        elif _value_in_file(rule, opening) not in (opening.default, _default_where_silent(rule, opening)):
            yield f"{at}.default", opening.default, str(_value_in_file(rule, opening))
        elif not opening.title.strip():
            yield f"{at}.title", "", "…"
        elif _has_marks(opening.title):
            yield f"{at}.title", _without_marks(opening.title), _NO_MARKS
        elif opening.field in fields[:place]:
            yield f"{at}.field", opening.field, f"≠ open.{fields.index(opening.field)}.field"


def _has_marks(words: str) -> bool:
    return _without_marks(words) != words


def _without_marks(words: str) -> str:
    """Return words without control and direction marks, which change how a line is shown; newlines stay."""
    return "".join(letter for letter in words if letter == "\n" or not _is_mark(letter))


def _is_mark(letter: str) -> bool:
    return letter in _DIRECTION or unicodedata.category(letter) == "Cc"


def _value_in_file(rule: RuleYear, opening: Opening) -> Any:
    """Return what the file has at the place that is open; None where there is no such place."""
    try:
        return value_at(rule, opening.field) if opening.field.partition(".")[0] in BODY else None
    except KeyError:
        return None


def _default_where_silent(rule: RuleYear, opening: Opening) -> Any:
    """Return what is there in a file that is silent: what a file does say must be the default of what is open."""
    parent, _, name = opening.field.rpartition(".")
    fields = {field.name: field for field in msgspec.structs.fields(value_at(rule, parent))}
    field = fields[FIELD_OF.get(name, name)]
    return 0 if field.default is msgspec.NODEFAULT else field.default

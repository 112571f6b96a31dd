"""A rule year: one year's rule of one city as data, and the draft it makes (docs/formats/rules.md)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Fault
from sukui_desktop.domain.methods.registry import BALLOT_KINDS
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.method_and_marking import PLAIN, Marking
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import NO_EXTRA_STEPS, SelectionSteps
from sukui_desktop.domain.rule_year.field_paths import FIELD_OF, read_value_at_path, with_value_at_path
from sukui_desktop.domain.rule_year.rule_faults import BODY, faults_of_rule_tables
from sukui_desktop.domain.rule_year.rule_tables import (
    QuestionPart,
    RuleParameter,
    RuleParameterKind,
    SelectionPart,
    Value,
    expected_answer_range,
    fits_parameter_bounds,
    wrong_bound_of_rule_parameter,
)
from sukui_desktop.models.shared_fields import copy_fields

GENERAL = "general"
"""City of the rules of no city."""
_BOUNDS = {
    **dict.fromkeys(RuleParameterKind, "0.."),
    RuleParameterKind.SHARE: "n/d",
    RuleParameterKind.WORD: "-",
}
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_CONTROL_CHARACTERS = "U+0020 …"
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
    open: tuple[RuleParameter, ...] = ()


def require_usable_rule_year(rule: RuleYear) -> None:
    """Check that a rule can be voted by, with every rule parameter at its default.

    Raises RuleBroken rule_value with `rule`, `field` (dotted path), `value` and `expected`.
    """
    if not KEY.fullmatch(rule.key):
        raise _value_refusal(rule, "key", rule.key, "a-z 0-9 -")
    for name in ("title", "city", "source", "summary"):
        if not getattr(rule, name).strip():
            raise _value_refusal(rule, name, "", "…")
    for name in ("title", "city", "track", "source", "summary"):
        if _has_control_characters(getattr(rule, name)):
            raise _value_refusal(rule, name, _strip_control_characters(getattr(rule, name)), _NO_CONTROL_CHARACTERS)
    for fault in _parameter_faults(rule):
        raise _value_refusal(rule, *fault)
    _require_usable_rule_tables(fill_rule_parameters(rule, {}))


def draft_from_rule(rule: RuleYear, answers: Mapping[str, Value] | None = None) -> Draft:
    """Return the draft that this rule makes, with `answers` (by `RuleParameter.field`) in place of the defaults.

    Raises RuleBroken rule_answer (an answer to nothing that is open, or outside its bounds) and rule_value (answers
    that contradict each other, such as weights that do not make 1).
    """
    settled = fill_rule_parameters(rule, answers or {})
    _require_usable_rule_tables(settled)
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


def money_parameters_without_value(rule: RuleYear, answers: Mapping[str, Value]) -> tuple[RuleParameter, ...]:
    """Return what is open and still must be written in: money that has only its default of 0."""
    return tuple(o for o in rule.open if not fits_parameter_bounds(o, answers.get(o.field, o.default)))


def fill_rule_parameters(rule: RuleYear, answers: Mapping[str, Value]) -> RuleYear:
    """Return the rule with every rule parameter written in: the answer where there is one, else the default.

    Raises RuleBroken rule_answer.
    """
    left = dict(answers)
    for parameter in rule.open:
        answer = left.pop(parameter.field, None)
        if answer is not None:
            require_answer_within_bounds(rule, parameter, answer)
        rule = with_value_at_path(rule, parameter.field, parameter.default if answer is None else answer)
    for field, answer in left.items():
        raise _answer_refusal(rule, field, answer, ", ".join(parameter.field for parameter in rule.open) or "-")
    return rule


def require_answer_within_bounds(rule: RuleYear, parameter: RuleParameter, answer: Value) -> None:
    """Check that an answer is of the kind and within the bounds of what is open. Raises RuleBroken rule_answer."""
    if not fits_parameter_bounds(parameter, answer):
        raise _answer_refusal(rule, parameter.field, answer, expected_answer_range(parameter))


def _answer_refusal(rule: RuleYear, field: str, answer: Value, expected: str) -> RuleBroken:
    return RuleBroken("rule_answer", rule=rule.key, field=field, value=answer, expected=expected)


def _value_refusal(rule: RuleYear, field: str, value: object, expected: str) -> RuleBroken:
    shown = value if isinstance(value, str | int) else repr(value)
    return RuleBroken("rule_value", rule=rule.key, field=field, value=shown, expected=expected)


def _require_usable_rule_tables(rule: RuleYear) -> None:
    for fault in faults_of_rule_tables(rule.question, rule.selection, rule.channels, rule.motion):
        raise _value_refusal(rule, *fault)


def _parameter_faults(rule: RuleYear) -> Iterator[Fault]:
    fields = [parameter.field for parameter in rule.open]
    for place, parameter in enumerate(rule.open):
        at = f"open.{place}"
        if parameter.kind not in tuple(RuleParameterKind):
            yield f"{at}.kind", parameter.kind, " | ".join(RuleParameterKind)
        elif (parameter.kind == RuleParameterKind.WORD) != bool(parameter.choices):
            yield f"{at}.choices", ", ".join(parameter.choices), f"kind = {RuleParameterKind.WORD}"
        elif bound := wrong_bound_of_rule_parameter(parameter):
            yield f"{at}.{bound}", getattr(parameter, bound), _BOUNDS[parameter.kind]
        elif not isinstance(_value_in_file(rule, parameter), type(parameter.default)):
            yield f"{at}.field", parameter.field, "question.… | selection.… | channels.… | motion.…"
        elif not fits_parameter_bounds(parameter, parameter.default) and not (
            parameter.kind == RuleParameterKind.MONEY and parameter.default == 0
        ):
            yield f"{at}.default", parameter.default, expected_answer_range(parameter)
        elif _value_in_file(rule, parameter) not in (parameter.default, _default_of_silent_file(rule, parameter)):
            yield f"{at}.default", parameter.default, str(_value_in_file(rule, parameter))
        elif not parameter.title.strip():
            yield f"{at}.title", "", "…"
        elif _has_control_characters(parameter.title):
            yield f"{at}.title", _strip_control_characters(parameter.title), _NO_CONTROL_CHARACTERS
        elif parameter.field in fields[:place]:
            yield f"{at}.field", parameter.field, f"≠ open.{fields.index(parameter.field)}.field"


def _has_control_characters(words: str) -> bool:
    return _strip_control_characters(words) != words


def _strip_control_characters(words: str) -> str:
    """Return words without control and direction marks, which change how a line is shown; newlines stay."""
    return "".join(letter for letter in words if letter == "\n" or not _is_control_character(letter))


def _is_control_character(letter: str) -> bool:
    return letter in _DIRECTION or unicodedata.category(letter) == "Cc"


def _value_in_file(rule: RuleYear, parameter: RuleParameter) -> Any:
    """Return what the file has at the place that is open; None where there is no such place."""
    try:
        return read_value_at_path(rule, parameter.field) if parameter.field.partition(".")[0] in BODY else None
    except KeyError:
        return None


def _default_of_silent_file(rule: RuleYear, parameter: RuleParameter) -> Any:
    """Return what is there in a file that is silent: what a file does say must be the default of what is open."""
    parent, _, name = parameter.field.rpartition(".")
    fields = {field.name: field for field in msgspec.structs.fields(read_value_at_path(rule, parent))}
    field = fields[FIELD_OF.get(name, name)]
    return 0 if field.default is msgspec.NODEFAULT else field.default

"""Dotted paths into a rule: what is there, and another value put there.

Values are numbers and text as answers are (`lists_as_text`). Four names mean something else than one field:
`picks` is fewest and most at once, `letters` a length of text in Korean letters, `share` numerator and denominator,
and points put at `place_points` also say how many places there are.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from sukui_desktop.domain.question.method_and_marking import LETTER_BYTES
from sukui_desktop.domain.rule_year.lists_as_text import (
    choice_words_text,
    group_limits_text,
    parse_choice_words,
    parse_group_limits,
    parse_place_points,
    place_points_text,
)
from sukui_desktop.domain.rule_year.rule_tables import Value

FIELD_OF = {"picks": "max_picks", "letters": "text_bytes", "share": "numerator"}
"""Name in a path → the field that has to be there."""


def read_value_at_path(part: Any, field: str) -> Any:
    """Return what is at a dotted path of a rule; UNSET where an optional table is left out.

    Raises KeyError when there is no such place.
    """
    head, dot, rest = field.partition(".")
    inner = _child_named(part, head)
    return read_value_at_path(inner, rest) if dot else _answer_of_field(part, head, inner)


def with_value_at_path(part: Any, field: str, value: Value) -> Any:
    """Return `part` with `value` at a dotted path; all above it are made anew.

    Raises KeyError when there is no such place.
    """
    head, dot, rest = field.partition(".")
    inner = _child_named(part, head)
    if not dot and not isinstance(part, tuple):
        return replace(part, **_fields_of_answer(head, inner, value))
    new = with_value_at_path(inner, rest, value) if dot else value
    if isinstance(part, tuple):
        return tuple(new if element is inner else element for element in part)
    return replace(part, **{head: new})


def _child_named(part: Any, name: str) -> Any:
    if isinstance(part, tuple):
        for element in part:
            if _name_of_element(element) == name:
                return element
        raise KeyError(name)
    name = FIELD_OF.get(name, name)
    if name not in getattr(part, "__struct_fields__", ()):
        raise KeyError(name)
    return getattr(part, name)


def _name_of_element(element: Any) -> str:
    return str(getattr(element, "key", None) or getattr(element, "name", ""))


def _answer_of_field(part: Any, name: str, value: Any) -> Any:
    """Return the value of one field as an answer."""
    if name == "letters":
        return value // LETTER_BYTES
    if name == "share":
        if not part.denominator:
            raise KeyError(name)
        return str(Fraction(value, part.denominator))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(part, tuple) or not isinstance(value, tuple):
        return value
    if name == "place_points":
        return place_points_text(value)
    if name == "groups":
        return group_limits_text(value)
    return choice_words_text(value) if name == "choices" else value


def _fields_of_answer(name: str, old: Any, value: Value) -> dict[str, Any]:
    """Return the fields that an answer at `name` sets."""
    if name == "picks":
        return {"min_picks": value, "max_picks": value}
    if name == "letters":
        return {"text_bytes": int(value) * LETTER_BYTES}
    if name == "share":
        share = Fraction(value)
        return {"numerator": share.numerator, "denominator": share.denominator}
    if name == "place_points":
        points = parse_place_points(str(value))
        return {"place_points": points, "max_picks": len(points)}
    if name == "groups":
        return {"groups": parse_group_limits(str(value)) or ()}
    if name == "choices":
        return {"choices": parse_choice_words(str(value))}
    return {name: value == "true" if isinstance(old, bool) else value}

"""Dotted names of a rule's fields: reading and replacing the value at one."""

from __future__ import annotations

from typing import Any

import msgspec

from sukui_desktop.domain.rule_year.parts import Value


def value_at(part: Any, field: str) -> Any:
    """Return what stands at a dotted path of a rule; UNSET where an optional table is left out.

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


def put_at(part: Any, field: str, value: Value) -> Any:
    """Return `part` with `value` at a dotted path; all above it are made anew, as nothing here can be changed.

    Raises KeyError when there is no such place.
    """
    head, dot, rest = field.partition(".")
    inner = _step(part, head)
    new = put_at(inner, rest, value) if dot else value
    if isinstance(part, tuple):
        return tuple(new if element is inner else element for element in part)
    if head == "picks":
        return msgspec.structs.replace(part, min_picks=new, max_picks=new)
    return msgspec.structs.replace(part, **{head: new})

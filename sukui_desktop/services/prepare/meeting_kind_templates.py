"""Templates: the kinds of meeting that a facilitator can start from."""

from __future__ import annotations

import tomllib
from functools import cache

import msgspec

from sukui_desktop.assets.resources import read_resource
from sukui_desktop.domain.errors import NotFound
from sukui_desktop.domain.meeting_kind_template import KINDS, Template, require_valid_template


@cache
def list_templates() -> tuple[Template, ...]:
    """Return every template, in the order in which they are offered (`domain.template.KINDS`)."""
    return tuple(_read_template_file(key) for key in KINDS)


def find_template(key: str) -> Template:
    """Return the template called `key`.

    Raises NotFound template_unknown.
    """
    known = {template.key: template for template in list_templates()}
    if key not in known:
        raise NotFound("template_unknown", template=key, known=tuple(known))
    return known[key]


def _read_template_file(key: str) -> Template:
    table = tomllib.loads(read_resource(f"templates/{key}.toml").decode("utf-8"))
    template = msgspec.convert(table, Template)
    require_valid_template(template)
    return template

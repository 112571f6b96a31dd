"""The public result: every figure from the count, nothing personal, and the shape that is published."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sukui_desktop.domain.public_result import result_public
from sukui_desktop.domain.sheets import ResultSheet
from tests.builders import papers

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "docs/formats/result.schema.json").read_text(encoding="utf-8")
)
_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def faults(value: Any, schema: dict[str, Any], at: str = "$") -> list[str]:
    """Return where `value` is not as `schema` says: the keywords our schema uses, and no others."""
    unknown = schema.keys() - {
        "$schema", "title", "type", "additionalProperties", "required", "properties", "const", "enum", "items",
        "minimum", "pattern", "minItems", "maxItems",
    }  # fmt: skip
    found = [f"{at}: keyword {name}" for name in unknown]
    kind = schema.get("type")
    if kind and (not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool))):
        return [*found, f"{at}: not {kind}"]
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: not {schema['const']}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: not one of {schema['enum']}")
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{at}: below {schema['minimum']}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at}: not like {schema['pattern']}")
    if kind == "object":
        found += _object_faults(value, schema, at)
    if kind == "array":
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{at}: {len(value)} items")
        for place, item in enumerate(value):
            found += faults(item, schema.get("items", {}), f"{at}[{place}]")
    return found


def _object_faults(value: dict[str, Any], schema: dict[str, Any], at: str) -> list[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{at}: {name} missing" for name in schema.get("required", []) if name not in value]
    for name, item in value.items():
        if name in known:
            found += faults(item, known[name], f"{at}.{name}")
        elif others is False:
            found.append(f"{at}: {name} unexpected")
        elif isinstance(others, dict):
            found += faults(item, others, f"{at}.{name}")
    return found


@pytest.mark.parametrize("sheet", [papers.small_result(), papers.big_result(), papers.extreme_result()])
def test_public_result_has_the_published_shape(sheet: ResultSheet) -> None:
    assert faults(json.loads(json.dumps(result_public(sheet))), SCHEMA) == []


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("format", 2),
        ("votes", {"P1": -1}),
        ("votes", {"P1": True}),
        ("definition_hash", "x"),
        ("certified_by", ["한 사람"]),
        ("selected", "P1"),
        ("phone", "010"),
        ("rule", {"method": "approval"}),
    ],
)
def test_the_schema_refuses_another_shape(key: str, wrong: object) -> None:
    assert faults({**result_public(papers.small_result()), key: wrong}, SCHEMA)


def test_every_property_of_the_schema_is_required_and_explained() -> None:
    told = (Path(__file__).resolve().parents[3] / "docs/formats/result.md").read_text(encoding="utf-8")
    assert set(SCHEMA["required"]) == set(SCHEMA["properties"])
    for name in SCHEMA["properties"]:
        assert name in told or name.startswith("ballots_"), name


def test_figures_are_those_of_the_count() -> None:
    sheet = papers.big_result()
    public = result_public(sheet)
    assert public["votes"] == {
        option.code: votes for option, votes in zip(sheet.definition.question.options, sheet.tally.votes, strict=True)
    }
    assert public["selected"] == list(sheet.outcome.selected)
    assert public["total_cost"] == sum(r.cost for r in sheet.outcome.ranking if r.code in sheet.outcome.selected)
    assert public["ballots_cast"] == sheet.equation.cast
    assert public["ceiling"] == 46_280_000_000


def test_selected_keeps_the_order_of_selection() -> None:
    sheet = papers.big_result()
    places = {ranked.code: ranked.place for ranked in sheet.outcome.ranking}
    order = [places[code] for code in result_public(sheet)["selected"]]  # type: ignore[attr-defined]
    assert order == sorted(order)

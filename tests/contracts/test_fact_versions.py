"""What a fact has on the wire changes only with a new version, and every version that was ever written is read."""

from __future__ import annotations

import json
from typing import Any

import cbor2
import pytest

from sukui_desktop.domain.facts.base import Unknown
from sukui_desktop.domain.facts.kinds import KINDS
from sukui_desktop.record.entry_body import decode_and_unseal_body, seal_and_encode_body
from tests.builders.fact_vectors import BODIES, FIELDS, fields_of, readable

VECTORS: dict[str, dict[str, Any]] = json.loads(BODIES.read_text(encoding="utf-8"))
FROZEN: dict[str, dict[str, dict[str, str]]] = json.loads(FIELDS.read_text(encoding="utf-8"))
EACH = [(kind, int(version)) for kind, versions in VECTORS.items() for version in versions]


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_a_fact_are_those_of_its_version(kind: str) -> None:
    fact = KINDS[kind]
    assert fields_of(fact) == FROZEN[kind].get(str(fact.VERSION)), (
        f"the fields of {kind} are not those of version {fact.VERSION}: raise VERSION, add an upcast and a vector"
    )


def test_every_kind_and_version_has_its_vector_and_its_fields() -> None:
    versions = {(kind, str(version)) for kind, fact in KINDS.items() for version in range(1, fact.VERSION + 1)}
    assert versions == {(kind, version) for kind, found in FROZEN.items() for version in found}
    assert versions == {(kind, version) for kind, found in VECTORS.items() for version in found}


def test_every_older_version_has_its_upcast() -> None:
    for fact in KINDS.values():
        assert set(fact.UPCASTS) == set(range(1, fact.VERSION)), fact.KIND


@pytest.mark.parametrize(("kind", "version"), EACH)
def test_a_body_of_every_version_is_read(kind: str, version: int) -> None:
    vector = VECTORS[kind][str(version)]
    body = bytes.fromhex(vector["body"])
    person_key = bytes.fromhex(vector.get("person_key", ""))
    subject, fact = decode_and_unseal_body(kind, version, body, lambda _: person_key)
    assert isinstance(fact, KINDS[kind])
    assert not isinstance(fact, Unknown)
    assert readable(cbor2.loads(body)["fact"]) == vector["fact"]
    if version == KINDS[kind].VERSION:
        again = cbor2.loads(seal_and_encode_body(subject, fact, person_key, bytes))
        assert cbor2.dumps(again["fact"], canonical=True) == cbor2.dumps(cbor2.loads(body)["fact"], canonical=True)

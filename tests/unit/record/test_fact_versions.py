"""A kind that has had three versions: each is read as today's, a newer one is kept and counted as unknown."""

from __future__ import annotations

from typing import Any, ClassVar

import cbor2
import msgspec
import pytest

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.facts import kinds
from sukui_desktop.domain.facts.base import Entry, Fact, Unknown
from sukui_desktop.domain.rows_from_facts.effect_of_entry import effect_of_entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.record.entry_body import decode_and_unseal_body, seal_and_encode_body


class Lamp(msgspec.Struct, frozen=True, kw_only=True):
    colour: str
    watts: int


def _one_lamp(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had the one colour of a lamp without a strength."""
    return {"lamp": {"colour": fields["colour"], "watts": 0}}


def _many_lamps(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 2 had one lamp."""
    return {"lamps": [fields["lamp"]]}


class LanternLit(Fact, frozen=True, kw_only=True):
    KIND: ClassVar[str] = "lantern.lit"
    VERSION: ClassVar[int] = 3
    UPCASTS = {1: _one_lamp, 2: _many_lamps}  # noqa: RUF012 (annotated in the base)
    lamps: tuple[Lamp, ...]


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "lantern.lit", LanternLit)
    monkeypatch.setitem(kinds.SUBJECT_OF, "lantern.lit", "item")


def body(fields: object) -> bytes:
    return cbor2.dumps({"subject": "item/a", "fact": fields}, canonical=True)


def read(version: int, fields: object) -> Fact:
    return decode_and_unseal_body("lantern.lit", version, body(fields), lambda _: None)[1]


RED = Lamp(colour="red", watts=0)


def test_every_version_is_read_as_the_newest() -> None:
    assert read(1, {"colour": "red"}) == LanternLit(lamps=(RED,))
    assert read(2, {"lamp": {"colour": "red", "watts": 5}}) == LanternLit(lamps=(Lamp(colour="red", watts=5),))
    lit = LanternLit(lamps=(RED, Lamp(colour="blue", watts=9)))
    written = seal_and_encode_body("item/a", lit, None, bytes)
    assert decode_and_unseal_body("lantern.lit", LanternLit.VERSION, written, lambda _: None) == ("item/a", lit)


@pytest.mark.parametrize(
    ("version", "fields"),
    [
        (1, {"lamp": {"colour": "red", "watts": 5}}),
        (2, {"colour": "red"}),
        (3, {"colour": "red"}),
        (0, {"colour": "red"}),
        (-1, {"colour": "red"}),
        (1, ["red"]),
        (2, 7),
    ],
)
def test_fields_of_another_version_are_refused(version: int, fields: object) -> None:
    with pytest.raises(StorageFault, match="entry_unreadable"):
        read(version, fields)


def test_a_newer_version_is_unknown_and_changes_nothing() -> None:
    fact = read(4, {"beams": [1, 2]})
    assert fact == Unknown(name="lantern.lit", version=4)
    entry = Entry(stream="ab" * 32, seq=3, subject="item/a", at_ms=1, fact=fact)
    assert effect_of_entry(State(), entry) == Effect()

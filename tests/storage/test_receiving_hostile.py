"""What a hostile or broken station may send: refused with stream and seq named, or kept without harm."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest
from sqlalchemy import delete, update

from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.facts.poll import PollDrafted
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.models.meeting import ConflictRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.models.tables import HELD_ENTRY, PERSON_KEY
from sukui_desktop.record.entry_header import NO_PREVIOUS, commitment_to_body, hash_header_and_signature
from sukui_desktop.record.entry_signature import StreamKey
from sukui_desktop.record.hybrid_logical_clock import MAX_COUNTER, Stamp
from sukui_desktop.storage.database import Database, open_memory_database
from sukui_desktop.storage.journal import Gap, SentEntry
from tests.builders.stations import HERE, Station, hashes, item, keys_of, person, replay, rows, sent_by

HOSTILE = StreamKey(b"\xee" * 32)
FACT: dict[str, Any] = {"title": "t", "presenter": "", "minutes": 1, "parent_id": "", "rank": "a"}


def body_of(subject: str = "item/x", fact: dict[str, Any] = FACT, **more: object) -> bytes:
    return cbor2.dumps({"subject": subject, "fact": fact, **more}, canonical=True)


def sent(body: bytes = b"", *, salt: bytes = b"s" * 32, **changed: Any) -> SentEntry:
    """Return an entry of the hostile stream, signed, with some fields of its header changed."""
    body = body or body_of()
    fields: dict[str, Any] = {
        "format": 1,
        "stream": HOSTILE.public,
        "seq": 0,
        "previous": NO_PREVIOUS,
        "city": HERE.city,
        "meeting": HERE.meeting,
        "kind": "item.added",
        "kind_version": 1,
        "clock_ms": 1000,
        "clock_counter": 0,
        "boot": bytes(16),
        "monotonic_ms": 0,
        "seen": {},
        "body_length": len(body),
        "body_commitment": commitment_to_body(salt, body),
    }
    signed = cbor2.dumps(list({**fields, **changed}.values()), canonical=True)
    return SentEntry(signed, HOSTILE.sign(signed), salt, body)


def longer(entry: SentEntry) -> SentEntry:
    """Return an entry signed in another encoding of the same header: its format in two bytes."""
    signed = entry.signed[:1] + b"\x18\x01" + entry.signed[2:]
    return SentEntry(signed, HOSTILE.sign(signed), entry.salt, entry.body)


@pytest.fixture
def there(database: Database) -> Station:
    station = Station(database, number=9)
    station.append("i", item("개회"))
    return station


def test_an_entry_within_the_bounds_is_taken(there: Station) -> None:
    assert len(there.receive([sent()]).added) == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"format": 2}, "newer"),
        ({"format": 0}, "format"),
        ({"seq": -1}, "range"),
        ({"seq": 2**63}, "range"),
        ({"clock_ms": -1}, "range"),
        ({"clock_ms": 2**63 - 1}, "range"),
        ({"clock_ms": 253_370_764_800_000}, "range"),
        ({"clock_counter": -1}, "range"),
        ({"clock_counter": MAX_COUNTER + 1}, "range"),
        ({"kind_version": 0}, "range"),
        ({"kind_version": 2**80}, "range"),
        ({"monotonic_ms": -1}, "range"),
        ({"seen": {"a": 2**90}}, "range"),
        ({"kind": ""}, "range"),
        ({"kind": "a\0b"}, "range"),
        ({"boot": b""}, "size"),
        ({"previous": b""}, "size"),
        ({"stream": HOSTILE.public[:31]}, "size"),
        ({"extra": 1}, "canonical"),
    ],
)
def test_a_header_out_of_bounds_is_refused_and_named(there: Station, changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(VerifyFailed) as refused:
        there.receive([sent(**changed)])
    facts = refused.value.facts
    assert (refused.value.code, facts["reason"], facts["seq"]) == ("entry_broken", reason, changed.get("seq", 0))
    assert facts["stream"] == HOSTILE.stream[:16][: 2 * len(changed.get("stream", HOSTILE.public))]


@pytest.mark.parametrize(
    "body",
    [
        body_of(fact={**FACT, "minutes": 2**63}),
        body_of(fact={**FACT, "minutes": 2**70}),
        body_of(fact={**FACT, "title": "a\0b"}),
        body_of(subject="item/"),
        body_of(subject="item/a\0b"),
        body_of() + b"\0",
        b"\xd8\x1c\xa1\x67subject\xd8\x1d\x00",
        b"\x81" * 10_000 + b"\0",
        body_of("person/p", {"channel": "", "role": "", "is_walk_in": False, "personal": {"number": "1", "name": "x"}}),
    ],
)
def test_a_body_out_of_bounds_is_refused_and_named(there: Station, body: bytes) -> None:
    kind = "person.added" if b"person/p" in body else "item.added"
    with pytest.raises(VerifyFailed, match="entry_broken") as refused:
        there.receive([sent(body, kind=kind)])
    assert (refused.value.facts["stream"], refused.value.facts["seq"]) == (HOSTILE.stream[:16], 0)


@pytest.mark.parametrize(
    "entry",
    [
        sent(salt=b""),
        longer(sent()),
        SentEntry(None, None, None, None),  # type: ignore[arg-type]
        SentEntry(b"\x81" * 10_000 + b"\0", b"", b"", b""),
        SentEntry(b"\xa1\xa0\x01", b"", b"", b""),
    ],
)
def test_what_is_no_entry_is_refused(there: Station, entry: SentEntry) -> None:
    with pytest.raises(VerifyFailed, match="entry_broken"):
        there.receive([entry])


def test_the_clock_goes_on_after_the_highest_counter(there: Station) -> None:
    there.receive([sent(clock_ms=10**12, clock_counter=MAX_COUNTER)])
    there.append("z", item("뒤"))
    assert there.writer.stamp == Stamp(10**12 + 1)


@pytest.fixture
def source() -> Station:
    station = Station(open_memory_database())
    station.append("q", person("7", "최순"))
    return station


@pytest.mark.parametrize("key", [b"", b"w" * 5, "text", None, 5, b"w" * 32])
def test_a_key_that_opens_nothing_is_not_kept(there: Station, source: Station, key: Any) -> None:
    own, offered = keys_of(there.database), dict.fromkeys(keys_of(source.database), key)
    there.receive([], offered)
    assert keys_of(there.database) == own
    there.receive(sent_by(source.database), offered)
    assert keys_of(there.database) == own
    there.receive([], keys_of(source.database))
    assert [row.name for row in rows(there.database, PersonRow)] == ["최순"]
    there.receive([], dict.fromkeys(keys_of(source.database), b"w" * 32))
    assert [row.name for row in rows(there.database, PersonRow)] == ["최순"]


def test_a_wrong_kept_key_gives_way_to_one_that_opens(there: Station, source: Station) -> None:
    own = keys_of(there.database)
    there.receive(sent_by(source.database))
    with there.database.begin():
        there.begin().journal.keep_seal_keys([(name, b"w" * 32) for name in keys_of(source.database)])
    there.receive([], keys_of(source.database))
    assert keys_of(there.database) == own | keys_of(source.database)
    assert [row.name for row in rows(there.database, PersonRow)] == ["최순"]


def test_a_seal_that_does_not_open_does_not_stop_the_others(there: Station, source: Station) -> None:
    forged = body_of("person/q", {"channel": "a", "role": "b", "personal": None}, sealed=b"n" * 12 + b"g" * 40)
    there.receive([sent(forged, kind="person.edited", clock_ms=1)])
    there.receive(sent_by(source.database), keys_of(source.database))
    assert [row.name for row in rows(there.database, PersonRow)] == ["최순"]
    live = hashes(there.database)
    replay(there.database)
    assert hashes(there.database) == live


def test_a_destroyed_key_is_not_taken_again(there: Station) -> None:
    there.append("mine", person("3"))
    keys = keys_of(there.database)
    with there.database.begin():
        there.database.execute(delete(PERSON_KEY))
    there.receive([], keys)
    assert keys_of(there.database) == {}


def test_a_held_entry_that_was_changed_is_dropped_and_reported(there: Station) -> None:
    first = sent()
    second = sent(
        body_of("item/y"), seq=1, previous=hash_header_and_signature(first.signed, first.signature), clock_ms=1001
    )
    assert there.receive([second]).held == 1
    with there.database.begin():
        there.database.execute(update(HELD_ENTRY).values(body=body_of("item/forged")))
    received = there.receive([first])
    assert ([entry.seq for entry in received.added], received.held) == ([0], 0)
    assert received.dropped == (Gap(HOSTILE.stream, 1, 1),)
    assert len(there.receive([second]).added) == 1


def test_a_definition_that_nobody_can_read_is_a_conflict(there: Station) -> None:
    there.append("v", PollDrafted(item_id="", title="x", draft=Draft(max_picks=1)))
    fact = {"definition": b"\xff junk", "tally_public_key": b"", "laid": 1}
    there.receive([sent(body_of("poll/v", fact), kind="poll.made_ready", clock_ms=5000)])
    assert [row.definition for row in rows(there.database, PollRow)] == [b""]
    assert [row.code for row in rows(there.database, ConflictRow)] == ["no_longer_applies"]

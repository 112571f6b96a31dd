"""Journal, projection and receiving on SQLite and on PostgreSQL: scope, order, gaps, forks, and replay of subjects."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.models.agenda import ItemRow, ItemState
from sukui_desktop.models.ids import Scope
from sukui_desktop.models.meeting import ConflictRow
from sukui_desktop.models.minutes import MinutesRow
from sukui_desktop.models.people import AttendanceRow, PersonRow, SlipRow, SlipState
from sukui_desktop.record.entry_header import hash_header_and_signature
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.storage.database import Database, open_memory_database
from sukui_desktop.storage.journal import Fork, Gap, Journal, SentEntry
from sukui_desktop.storage.projection import Projection
from tests.builders.stations import (
    HERE,
    NEXT_DOOR,
    OTHER_CITY,
    Station,
    busy,
    hashes,
    heading,
    item,
    keys_of,
    newer_version,
    person,
    replay,
    rows,
    sent_by,
)
from tests.storage.conftest import empty

TURNS = [0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1]


@pytest.fixture
def source() -> Iterator[Database]:
    """A meeting in which two stations acted in turn, as a third place would fetch it."""
    made = open_memory_database()
    busy([Station(made, number=1), Station(made, number=2)], TURNS)
    yield made
    made.close()


@pytest.fixture
def there(database: Database) -> Station:
    return Station(database, number=9)


def test_rows_come_back_as_they_were_written(database: Database) -> None:
    station = Station(database)
    one = station.append(None, person("1"))
    station.append("i", item("개회"))
    station.append("i", item("개회"))
    (found,) = rows(database, PersonRow)
    assert (found.person_id, found.name, found.is_walk_in, found.initials) == (one, "김하나", False, "ㄱㅎㄴ")
    assert rows(database, AttendanceRow)[0].is_enrolled is True
    assert [row.code for row in rows(database, ConflictRow)] == ["no_longer_applies"]
    before = hashes(database)
    replay(database)
    assert hashes(database) == before


def test_both_databases_hash_the_same_rows_alike(database: Database, source: Database) -> None:
    busy([Station(database, number=1), Station(database, number=2)], TURNS)
    assert hashes(database) == hashes(source)
    replay(database)
    assert hashes(database) == hashes(source)


def test_text_is_ordered_by_code_point(database: Database) -> None:
    station = Station(database)
    names = ["나", "a", "B", "é", "가", "~", "_", "-", "A b", "Ab", "10", "9"]
    for name in names:
        station.append(name, item(name))
    assert [row.item_id for row in rows(database, ItemRow)] == sorted(names)


def test_a_state_is_its_member(database: Database) -> None:
    Station(database).append("i", item("개회"))
    assert rows(database, ItemRow)[0].state is ItemState.PLANNED
    with database.begin():
        assert Projection(database, HERE).list_rows(ItemRow, state=ItemState.RUNNING) == ()
        assert len(Projection(database, HERE).list_rows(ItemRow, state=ItemState.PLANNED)) == 1
        with pytest.raises(ValueError, match="no column"):
            Projection(database, HERE).list_rows(ItemRow, colour="red")


@pytest.mark.parametrize("other", [NEXT_DOOR, OTHER_CITY])
def test_no_meeting_sees_another_in_the_same_database(database: Database, other: Scope) -> None:
    # The same stream, seq, subjects and people in both: only the scope tells them apart.
    here, next_door = Station(database, HERE), Station(database, other)
    busy([next_door], [0] * 19)
    theirs, their_entries, their_keys = hashes(database, other), sent_by(database, other), keys_of(database, other)
    with database.begin():
        journal, projection = Journal(database, HERE), Projection(database, HERE)
        assert (list(journal.read_entries()), journal.newest_heads(), journal.newest_stamp()) == ([], {}, Stamp(0))
        assert (journal.read_seal_keys(), journal.list_subjects_of_kinds("person.added")) == ({}, ())
        assert list(journal.read_entries_of_subjects(["person/p1"])) == []
        assert not projection.has_meeting()
        assert projection.list_rows(PersonRow) == ()
        assert projection.list_rows(AttendanceRow, person_id="p1") == ()
        assert list(projection.dump_table(PersonRow)) == []
        assert projection.read_states_of_subjects(["person/p1"])["person/p1"].all_rows() == ()
    busy([here], [0] * 7)
    here.append("p8", person("7"))
    copy = open_memory_database()
    elsewhere = Station(copy, number=3)
    elsewhere.append("p5", person("5"))
    elsewhere.append("i1", item("멀리서"))
    here.receive(sent_by(copy), keys_of(copy))
    copy.close()
    replay(database, HERE)
    with database.begin():
        Projection(database, HERE).replay_entries([])
    assert hashes(database, other) == theirs
    assert (sent_by(database, other), keys_of(database, other)) == (their_entries, their_keys)
    replay(database, other)
    assert hashes(database, other) == theirs
    with pytest.raises(VerifyFailed) as refused:
        here.receive(their_entries[1:2])
    assert refused.value.facts["reason"] == "meeting"


def test_entries_of_other_stations_give_the_same_rows(there: Station, source: Database) -> None:
    received = there.receive(sent_by(source), keys_of(source))
    assert (len(received.added), received.known, received.held) == (len(TURNS), 0, 0)
    assert (received.gaps, received.forks) == ((), ())
    assert hashes(there.database) == hashes(source)
    assert sent_by(there.database) == sent_by(source)
    again = there.receive(sent_by(source), keys_of(source))
    assert (again.added, again.known) == ((), len(TURNS))
    assert hashes(there.database) == hashes(source)


def test_receiving_and_writing_go_on_together(there: Station, source: Database) -> None:
    there.now_ms = 1
    there.append("p9", person("9"))
    there.append("i9", item("여기서"))
    there.receive(sent_by(source), keys_of(source))
    newest = there.writer.stamp
    there.append("votes", heading("적음"))
    assert there.writer.stamp > newest
    assert there.writer.seen
    live = hashes(there.database)
    replay(there.database)
    assert hashes(there.database) == live
    assert {row.heading for row in rows(there.database, MinutesRow)} == {"decisions", "votes"}


def test_an_entry_waits_for_those_before_it(there: Station) -> None:
    made = open_memory_database()
    station = Station(made)
    for number in range(6):
        station.append(f"i{number}", item(str(number)))
    entries, stream = sent_by(made), station.writer.key.stream
    made.close()
    received = there.receive([entries[5], entries[2], entries[0]])
    assert [entry.seq for entry in received.added] == [0]
    assert (received.held, received.gaps) == (2, (Gap(stream, 1, 1), Gap(stream, 3, 4)))
    assert len(rows(there.database, ItemRow)) == 1
    before = hashes(there.database)
    replay(there.database)
    assert hashes(there.database) == before, "what is held is in no row"
    received = there.receive([entries[1], entries[5]])
    assert [entry.seq for entry in received.added] == [1, 2]
    assert (received.known, received.held, received.gaps) == (1, 1, (Gap(stream, 3, 4),))
    received = there.receive(entries)
    assert ([entry.seq for entry in received.added], received.held) == ([3, 4, 5], 0)
    assert len(rows(there.database, ItemRow)) == 6


def test_two_entries_of_one_place_are_a_fork(there: Station) -> None:
    """Two copies of one station that both wrote on: what came first stays."""
    first, second = open_memory_database(), open_memory_database()
    one, two = Station(first), Station(second)
    for station in (one, two):
        station.append("i", item("함께"))
    one.append("a", item("하나"))
    two.append("b", item("둘"))
    two.append("c", item("셋"))
    there.receive(sent_by(first))
    before, (_, forked, later) = hashes(there.database), sent_by(second)
    received = there.receive(sent_by(second))
    assert received.added == ()
    assert received.known == 1
    assert received.forks == (
        Fork(one.writer.key.stream, 1, hash_of(forked)),
        Fork(one.writer.key.stream, 2, hash_of(later)),
    )
    assert (received.held, hashes(there.database)) == (0, before)
    first.close()
    second.close()


def hash_of(sent: SentEntry) -> bytes:
    return hash_header_and_signature(sent.signed, sent.signature)


def test_a_held_entry_whose_place_its_own_writer_took_is_reported_once(there: Station) -> None:
    """A copy of this very station wrote on elsewhere; one of its entries comes here before the one it follows."""
    copy = open_memory_database()
    twin = Station(copy)
    for name, title in (("a", "하나"), ("b", "둘"), ("c", "셋")):
        twin.append(name, item(title))
    last = sent_by(copy)[2]
    here = Station(open_memory_database())
    here.append("a", item("하나"))
    assert here.receive([last]).held == 1
    here.append("x", item("여기서"))
    here.append("y", item("여기서 또"))
    first = here.receive([])
    assert ([fork.hash for fork in first.forks], first.held) == ([hash_of(last)], 0)
    again = here.receive([])
    assert (again.forks, again.held, again.gaps) == ((), 0, ())
    assert {row.title for row in rows(here.database, ItemRow)} == {"하나", "여기서", "여기서 또"}
    copy.close()
    here.database.close()


def test_a_held_entry_that_contradicts_what_came_before_it_is_dropped(there: Station) -> None:
    first, second = open_memory_database(), open_memory_database()
    one, two = Station(first), Station(second)
    one.append("a", item("하나"))
    one.append("b", item("둘"))
    two.append("c", item("셋"))
    two.append("d", item("넷"))
    held = there.receive(sent_by(second)[1:])
    assert (held.held, held.added) == (1, ())
    received = there.receive(sent_by(first)[:1])
    assert (len(received.added), received.held, len(received.forks)) == (1, 0, 1)
    assert len(there.receive(sent_by(first), keys_of(first)).added) == 1
    assert {row.title for row in rows(there.database, ItemRow)} == {"하나", "둘"}
    first.close()
    second.close()


@pytest.mark.parametrize("part", ["signed", "signature", "salt", "body"])
def test_an_entry_that_is_not_what_was_signed_is_refused_with_its_batch(
    there: Station, source: Database, part: str
) -> None:
    entries = list(sent_by(source))
    data = getattr(entries[3], part)
    entries[3] = replace(entries[3], **{part: bytes((data[0] ^ 1,)) + data[1:]})
    with pytest.raises(VerifyFailed, match="entry_broken"):
        there.receive(entries, keys_of(source))
    assert sent_by(there.database) == ()
    assert keys_of(there.database) == {}


def test_a_person_without_a_key_gets_a_name_when_the_key_comes(there: Station, source: Database) -> None:
    there.receive(sent_by(source))
    assert rows(there.database, PersonRow) == ()
    assert len(rows(there.database, AttendanceRow)) > 0
    there.receive([], keys_of(source))
    assert rows(there.database, PersonRow) == rows(source, PersonRow) != ()
    assert hashes(there.database) == hashes(source)


def test_an_unknown_version_is_kept_and_forwarded_byte_for_byte(there: Station) -> None:
    made = open_memory_database()
    station = Station(made)
    station.append("i", item("개회"))
    newer = newer_version(station)
    received = there.receive([*sent_by(made), newer])
    assert len(received.added) == 2
    assert sent_by(there.database)[1] == newer
    assert [row.item_id for row in rows(there.database, ItemRow)] == ["i"]
    before = hashes(there.database)
    replay(there.database)
    assert hashes(there.database) == before
    made.close()


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_any_parts_any_repeats_give_the_rows_of_a_replay(
    database: Database, source: Database, data: st.DataObject
) -> None:
    empty(database)
    there = Station(database, number=9, now_ms=data.draw(st.sampled_from([1, 1100, 10**6])))
    entries, keys = list(sent_by(source)), keys_of(source)
    delivered = entries + data.draw(st.lists(st.sampled_from(entries), max_size=10))
    random.Random(data.draw(st.integers(0, 10**6))).shuffle(delivered)
    size = data.draw(st.integers(1, 9))
    for start in range(0, len(delivered), size):
        there.receive(delivered[start : start + size], keys if data.draw(st.booleans()) else None)
        if data.draw(st.integers(0, 3)) == 0:
            there.append("decisions", heading("여기"))
        live = hashes(database)
        replay(database)
        assert hashes(database) == live
    there.receive([], keys)
    live = hashes(database)
    replay(database)
    assert hashes(database) == live
    assert set(sent_by(database)) >= set(entries)


def test_slips_of_two_places_are_one_person(there: Station, source: Database) -> None:
    there.receive(sent_by(source), keys_of(source))
    assert [(row.poll_id, row.state) for row in rows(there.database, SlipRow)] == [("v", SlipState.RETURNED)]

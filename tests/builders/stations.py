"""A station that writes entries into any database, without a file: for tests of journal, projection and receiving."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import cbor2
from msgspec.structs import replace

from sukui_desktop.domain.facts.agenda import ItemAdded, ItemClosed, ItemEdited, ItemMoved, ItemRemoved, ItemStarted
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.meeting import HeadingWritten
from sukui_desktop.domain.facts.person import (
    PersonAdded,
    PersonAdmitted,
    PersonEdited,
    PersonLeft,
    PersonRemoved,
    SlipGiven,
    SlipReturned,
    SlipSpoiled,
)
from sukui_desktop.models.ids import Scope
from sukui_desktop.models.people import Personal
from sukui_desktop.models.row import Row
from sukui_desktop.record.entry_header import commitment_to_body, encode_header
from sukui_desktop.record.entry_making import Head, Writer
from sukui_desktop.record.entry_signature import StreamKey
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.storage.database import Database, open_memory_database
from sukui_desktop.storage.journal import Journal, ReceivedEntries, SentEntry, sendable_entry
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.projection import Projection

HERE = Scope("seoul", "ab" * 16)
NEXT_DOOR = Scope("seoul", "cd" * 16)
OTHER_CITY = Scope("busan", "ab" * 16)

R = TypeVar("R", bound=Row)


class Station:
    """One stream of a meeting, on a clock of its own."""

    def __init__(self, database: Database, scope: Scope = HERE, number: int = 1, now_ms: int = 1000) -> None:
        self.database, self.scope, self.now_ms = database, scope, now_ms
        turn = iter(range(number * 10**6, 10**9))  # no two stations have a random number in common
        self.writer = Writer(
            StreamKey(bytes((number,)) * 32),
            city=scope.city,
            meeting=scope.meeting,
            head=Head(),
            stamp=Stamp(0),
            boot=bytes(16),
            random_bytes=lambda size: (next(turn).to_bytes(4, "big") * size)[:size],
        )

    def begin(self) -> Transaction:
        return Transaction(self.database, self.scope, self.writer, lambda: self.now_ms, lambda: 0)

    def append(self, subject_id: str | None, fact: Fact) -> str:
        """Append one entry in a transaction of its own and return the id of its subject."""
        self.now_ms += 10
        with self.database.begin():
            return self.begin().append_fact(subject_id, fact).ids[0]

    def receive(self, entries: Iterable[SentEntry], keys: dict[str, bytes] | None = None) -> ReceivedEntries:
        with self.database.begin():
            return self.begin().receive_entries(entries, keys)[0]


def sent_by(database: Database, scope: Scope = HERE) -> tuple[SentEntry, ...]:
    """Return every entry of a meeting as it is sent to another station."""
    with database.begin():
        return tuple(sendable_entry(stored) for stored in Journal(database, scope).read_entries())


def keys_of(database: Database, scope: Scope = HERE) -> dict[str, bytes]:
    with database.begin():
        return Journal(database, scope).read_seal_keys()


def hashes(database: Database, scope: Scope = HERE) -> dict[str, str]:
    with database.begin():
        return Projection(database, scope).hash_tables()


def rows(database: Database, kind: type[R], scope: Scope = HERE) -> tuple[R, ...]:
    with database.begin():
        return Projection(database, scope).list_rows(kind)


def replay(database: Database, scope: Scope = HERE) -> None:
    """Replay the whole journal of a meeting."""
    with database.begin():
        journal = Journal(database, scope)
        opened = journal.decode_entries(journal.read_entries())
        Projection(database, scope).replay_entries(entry for _, entry in opened)


def person(number: str, name: str = "김하나") -> PersonAdded:
    return PersonAdded(
        channel="주민", role="주민", is_walk_in=False, personal=Personal(number=number, name=name, phone_last4="0001")
    )


def item(title: str, rank: str = "a") -> ItemAdded:
    return ItemAdded(title=title, presenter="", minutes=10, parent_id="", rank=rank)


def heading(text: str) -> HeadingWritten:
    return HeadingWritten(text=text, is_none=False)


def busy(stations: list[Station], turns: list[int]) -> None:
    """Let stations of one meeting act in turn on the same people and items: some entries no longer apply."""
    people, items = ["p1", "p2", "p3"], ["i1", "i2"]
    acts: list[tuple[str | None, Fact]] = [
        (people[0], person("1")),
        (items[0], item("개회")),
        (people[1], person("2", "이두리")),
        (people[0], PersonAdmitted(polls=("v",))),
        (items[0], ItemStarted()),
        (people[0], PersonEdited(channel="위원", role="위원", personal=Personal(number="1", name="김한나"))),
        (people[0], SlipSpoiled(poll_id="v")),
        (people[0], SlipGiven(poll_id="v")),
        ("decisions", heading("가결")),
        (items[0], ItemEdited(title="개회 선언", presenter="의장", minutes=5)),
        (people[1], PersonLeft()),
        (items[1], item("심의", "b")),
        (people[1], PersonAdmitted()),
        (items[0], ItemClosed()),
        (people[0], SlipReturned(poll_id="v")),
        (items[1], ItemMoved(parent_id=items[0], rank="c")),
        (people[1], PersonRemoved()),
        ("decisions", heading("부결")),
        (items[1], ItemRemoved()),
    ]
    for place, turn in enumerate(turns):
        station = stations[turn % len(stations)]
        station.now_ms = 1000 + 50 * place
        station.append(*acts[place % len(acts)])


def newer_version(station: Station) -> SentEntry:
    """Write the next entry of a station as a later release would: a known kind in a newer version."""
    writer = station.writer
    written = writer.make_and_sign_entry("item/i", item("다음 판"), now_ms=station.now_ms + 5, monotonic_ms=0)
    body = cbor2.dumps({"subject": "item/i", "fact": {"words": ["다음", "판"]}}, canonical=True)
    header = replace(
        written.header,
        kind_version=ItemAdded.VERSION + 6,
        body_length=len(body),
        body_commitment=commitment_to_body(written.salt, body),
    )
    signed = encode_header(header)
    return SentEntry(signed, writer.key.sign(signed), written.salt, body)


def unknown_version(city: str, meeting: str) -> SentEntry:
    """Return the first entry of another stream of a meeting, in a version that this program does not know."""
    database = open_memory_database()
    sent = newer_version(Station(database, Scope(city, meeting), number=8))
    database.close()
    return sent

"""Thousands of rooms under a virtual clock: nothing acknowledged is lost, nothing is done twice, nobody acts unasked.

Invariants: a ballot or act is there exactly once (I3), a hub on an older box tells (I5), entries converge in whatever
order they come (I9), a slip is one ballot (I12), and who was not let in, or no more, is refused in words (I25). Each
rule that is left out (`Mutant`) is seen to break a promise. `./test --long` runs a hundred thousand.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

import pytest

from sukui_desktop.storage.database import Database, open_memory_database
from sukui_desktop.storage.journal import Journal, SentEntry
from tests.builders.simulated_room import Mutant, Simulator, simulator
from tests.builders.stations import Station, busy, hashes, keys_of, sent_by
from tests.conftest import IS_LONG

SEEDS, PARTS = (100_000, 20) if IS_LONG else (2_000, 2)
ORDERS = 4_000 if IS_LONG else 100
MOST_SEEDS_OF_MUTANT = 1_500
SOURCES = 6
SEED_OF_A_LATE_REFUSAL = 23_068


@pytest.fixture
def room() -> Iterator[Simulator]:
    with simulator() as made:
        yield made


@pytest.mark.parametrize("part", range(PARTS))
def test_no_promise_is_broken_at_any_seed(room: Simulator, part: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(part * SEEDS // PARTS, (part + 1) * SEEDS // PARTS):
        ran = room.run(seed)
        assert ran.broken == (), f"seed {seed}"
        seen += ran.seen
    happened = ("hub killed", "program killed", "station revoked", "put back and told", "request late", "answer twice")
    assert all(seen[what] for what in happened), seen


@pytest.mark.parametrize("mutant", Mutant)
def test_a_rule_that_is_left_out_breaks_a_promise(room: Simulator, mutant: Mutant) -> None:
    first = SEED_OF_A_LATE_REFUSAL if mutant is Mutant.BELIEVES_REFUSALS else 0
    assert any(room.run(seed, mutant).broken for seed in range(first, first + MOST_SEEDS_OF_MUTANT))


def test_a_refusal_after_a_try_without_an_answer_says_nothing_of_that_try(room: Simulator) -> None:
    """Found among a hundred thousand seeds: the box was put back between two tries of one question."""
    assert room.run(SEED_OF_A_LATE_REFUSAL).broken == ()


def test_a_seed_is_a_run(room: Simulator) -> None:
    for seed in range(20):
        assert room.run(seed).trace == room.run(seed).trace


@cache
def source(number: int) -> tuple[tuple[SentEntry, ...], dict[str, bytes], dict[str, str]]:
    """Return the entries of a meeting in which two stations acted in turn, its keys, and the rows they come to."""
    made = open_memory_database()
    dice = random.Random(number)
    busy([Station(made, number=1), Station(made, number=2)], [dice.randrange(2) for _ in range(12)])
    found = sent_by(made), keys_of(made), hashes(made)
    made.close()
    return found


def receive_in_disorder(database: Database, seed: int) -> None:
    """Send every entry of a meeting at least once: in any order, in parts, some twice, some to a crash first."""
    dice = random.Random(seed)
    entries, keys, _ = source(seed % SOURCES)
    there = Station(database, number=9)
    on_the_way = [*entries, *dice.choices(entries, k=dice.randrange(6))]
    dice.shuffle(on_the_way)
    keys_on_the_way = list(keys.items())
    while on_the_way:
        size = dice.randrange(1, 8)
        part, on_the_way = on_the_way[:size], on_the_way[size:]
        if dice.random() < 0.2:
            with suppress(InterruptedError), database.begin():
                there.begin().receive_entries(part, keys)
                raise InterruptedError
        some = dict(dice.sample(keys_on_the_way, dice.randrange(len(keys_on_the_way) + 1)))
        there.receive(part, some if on_the_way else keys)


def differs(seed: int) -> bool:
    """Whether the rows of disorder are others than those of order."""
    entries, _, rows = source(seed % SOURCES)
    database = open_memory_database()
    receive_in_disorder(database, seed)
    found = hashes(database) != rows or set(sent_by(database)) != set(entries)
    database.close()
    return found


def test_entries_come_to_the_same_rows_in_whatever_order_they_come() -> None:
    for seed in range(ORDERS):
        assert not differs(seed), f"seed {seed}"


def test_what_is_not_held_until_its_turn_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant alone: a journal that forgets entries whose predecessors are still on their way."""
    monkeypatch.setattr(Journal, "read_held_entries", lambda self: iter(()))
    assert any(differs(seed) for seed in range(20))

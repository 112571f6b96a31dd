"""Which entries are lost with damaged pages is told by stream and seq, wherever their rows are in the file."""

from __future__ import annotations

from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from sukui_desktop.storage.database import Database, open_memory_database
from sukui_desktop.storage.meeting_file_check import find_unreadable_entries
from tests.builders.stations import Station, heading, sent_by


class Damaged:
    """A connection on which some rows of the journal, and some of its indexes, cannot be read."""

    def __init__(self, raw: Any, rows: set[int], indexes: tuple[str, ...] = ()) -> None:
        self._raw, self._rows, self._indexes = raw, rows, indexes

    def execute(self, statement: str, values: tuple[int, ...] = ()) -> Any:
        if any(index in statement for index in self._indexes) or (values and values[0] in self._rows):
            raise sqlcipher.DatabaseError("database disk image is malformed")
        return self._raw.execute(statement, values)


@pytest.fixture
def two_streams() -> Database:
    """Rows 1–3 are seqs 0–2 of our stream; 4–6 are those of another, which came later; 7 is our seq 3."""
    database, elsewhere = open_memory_database(), open_memory_database()
    here, there = Station(database, number=1), Station(elsewhere, number=2)
    for text in "가나다":
        here.append("votes", heading(text))
        there.append("decisions", heading(text))
    here.receive(sent_by(elsewhere))
    here.append("votes", heading("라"))
    return database


def test_a_file_that_can_be_read_has_lost_nothing(two_streams: Database) -> None:
    assert find_unreadable_entries(Damaged(two_streams.raw, set())) == ()


@pytest.mark.parametrize("indexes", [(), ("entry_order",)])
def test_lost_rows_are_reported_by_stream_and_seq(two_streams: Database, indexes: tuple[str, ...]) -> None:
    here, there = Station(two_streams, number=1).writer.key.stream, Station(two_streams, number=2).writer.key.stream
    found = find_unreadable_entries(Damaged(two_streams.raw, {2, 3, 5, 7}, indexes))
    assert set(found) == {f"{here[:8]} 1–3", f"{there[:8]} 1–1"}


def test_without_any_index_positions_are_reported(two_streams: Database) -> None:
    damaged = Damaged(two_streams.raw, {2, 3, 7}, ("entry_order", "autoindex"))
    assert find_unreadable_entries(damaged) == ("1–2", "6–6")

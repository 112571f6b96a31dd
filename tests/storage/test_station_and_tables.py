"""What a machine keeps for itself is read back or refused; the tables have the columns of the rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.errors import NotFound, StorageFault, VerifyFailed
from sukui_desktop.domain.rollback_detection import BoxCounts
from sukui_desktop.models.agenda import ItemRow
from sukui_desktop.models.meeting import KnownMeeting
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.row import Row
from sukui_desktop.models.row_registry import ROW_TYPES
from sukui_desktop.models.tables import metadata, table_of_row_type
from sukui_desktop.record.entry_body import read_seal_key_name
from sukui_desktop.record.entry_making import Head
from sukui_desktop.record.entry_signature import StreamKey
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.storage.database import open_memory_database
from sukui_desktop.storage.meeting_file_check import check_meeting_file
from sukui_desktop.storage.projection import Projection, columns_of_table, key_columns_of_table
from sukui_desktop.storage.station_folder import BoxKeys, RememberedPath, StationFolder, open_sealed_tally_key
from tests.builders import rooms
from tests.builders.old_poll_keys import keep_box_keys, keep_tally_key


@pytest.fixture
def station(tmp_path: Path) -> StationFolder:
    return StationFolder(tmp_path / "station")


@pytest.mark.parametrize("kind", ROW_TYPES, ids=lambda kind: kind.__name__)
def test_a_table_has_the_columns_and_the_key_of_its_row(kind: type[Row]) -> None:
    table = table_of_row_type(kind)
    assert table.name == kind.TABLE
    columns = [column.name for column in table.columns]
    assert columns[:2] == ["city_id", "meeting_id"]
    assert set(columns) == {"city_id", "meeting_id", *kind.__struct_fields__}
    assert tuple(columns) == columns_of_table(kind)
    keys = [column.name for column in table.primary_key]
    assert keys == ["city_id", "meeting_id", *(name for name in kind.KEY if name != "meeting_id")]
    assert tuple(keys) == key_columns_of_table(kind)
    assert not any(column.default or column.server_default or column.nullable for column in table.columns)


def test_the_tables_created_are_those_of_the_models() -> None:
    database = open_memory_database()
    raw = database.raw
    for name, table in metadata.tables.items():
        laid = raw.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
        assert [column for column, _ in laid] == [column.name for column in table.columns]
        assert sum(place > 0 for _, place in laid) == len(table.primary_key)
    indexes = raw.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    assert indexes == [("entry_order",)]


def test_a_replay_into_an_empty_database_gives_the_same_tables(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 2)[0], [0])
    record_note(room, rooms.item_ids(room)[0], "위원", "말")
    rooms.bring_to(room, poll_id, "published")
    empty = open_memory_database()
    with room.reading() as tx, empty.begin():
        entries = [entry for _, entry in tx.journal.decode_entries(tx.journal.read_entries())]
        replayed = Projection(empty, tx.scope)
        replayed.replay_entries(entries)
        assert replayed.hash_tables() == tx.projection.hash_tables()
        replayed.replay_entries(entries)
        assert replayed.hash_tables() == tx.projection.hash_tables(), "and once more"
    empty.close()
    close_meeting_and_boxes(room)


def test_an_erased_person_verifies_and_replays_without_a_name(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room, people_count=3)
    one = rooms.person_ids(room)[0]
    with room.file.database.begin():
        for stored in room.file.journal.read_entries_of_subjects([f"person/{one}"]):
            room.file.database.raw.execute(
                "DELETE FROM person_key WHERE person_id = ?", (read_seal_key_name(stored.body),)
            )
        room.file.database.raw.execute("DELETE FROM person WHERE person_id = ?", (one,))
    check_meeting_file(room.file)
    assert sorted(row.number for row in rooms.rows_of(room, PersonRow)) == ["2", "3"]
    close_meeting_and_boxes(room)


def test_one_cell_changed_behind_our_back_is_found(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    item = rooms.rows_of(room, ItemRow)[0]
    with room.file.database.begin():
        room.file.database.raw.execute("UPDATE item SET minutes = minutes + 1 WHERE item_id = ?", (item.item_id,))
    with pytest.raises(VerifyFailed) as found:
        check_meeting_file(room.file)
    assert (found.value.code, found.value.facts["table"], found.value.facts["key"]) == (
        "table_differs",
        "item",
        item.item_id,
    )
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("column", ["signed", "signature", "body", "salt", "hash", "clock_ms", "kind", "subject"])
def test_one_column_of_an_entry_changed_is_found(tmp_path: Path, column: str) -> None:
    room = rooms.make_room(tmp_path)
    is_text = column in ("kind", "subject")
    change = "'x'" if is_text else f"{column} + 1" if column == "clock_ms" else f"zeroblob(length({column}))"
    with room.file.database.begin():
        room.file.database.raw.execute(f"UPDATE entry SET {column} = {change} WHERE seq = 3")
    with pytest.raises(VerifyFailed) as found:
        check_meeting_file(room.file)
    assert found.value.code == "entry_broken"
    close_meeting_and_boxes(room)


def test_an_entry_taken_out_is_found(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    with room.file.database.begin():
        room.file.database.raw.execute("DELETE FROM entry WHERE seq = 2")
    with pytest.raises(VerifyFailed) as found:
        check_meeting_file(room.file)
    assert (found.value.code, found.value.facts["seq"]) == ("entry_broken", 2)
    close_meeting_and_boxes(room)


def test_stream_keys_are_kept_for_this_user_alone(station: StationFolder) -> None:
    key = StreamKey(bytes(range(32)))
    assert station.find_stream_key(key.stream) is None
    station.keep_stream_key(key)
    found = station.find_stream_key(key.stream)
    assert found is not None
    assert found.seed == key.seed
    modes = {path.stat().st_mode & 0o077 for path in station.root.rglob("*")}
    assert modes == {0}


def test_a_witness_is_read_back_and_a_torn_one_is_none(station: StationFolder) -> None:
    assert station.read_newest_head("m") is None
    station.note_newest_head("m", "ab" * 32, Head(7, bytes(range(32))))
    assert station.read_newest_head("m") == ("ab" * 32, Head(7, bytes(range(32))))
    station.note_newest_head("m", "cd" * 32, Head(9, bytes(32)))
    assert station.read_newest_head("m") == ("cd" * 32, Head(9, bytes(32)))
    path = station.root / "witnesses" / "m.head"
    path.write_bytes(path.read_bytes()[:-10])
    assert station.read_newest_head("m") is None


def test_keys_of_a_poll_are_kept_and_destroyed(station: StationFolder) -> None:
    with pytest.raises(NotFound, match="box_keys_missing"):
        station.read_box_keys("p")
    with pytest.raises(NotFound, match="tally_key_missing"):
        station.read_sealed_tally_key("p")
    keep_box_keys(station, "p", BoxKeys(b"b" * 32, b"t" * 32))
    keep_tally_key(station, "p", b"k" * 32, "집계 암호문")
    assert station.read_box_keys("p") == BoxKeys(b"b" * 32, b"t" * 32)
    sealed = station.read_sealed_tally_key("p")
    assert b"k" * 32 not in sealed
    assert open_sealed_tally_key(sealed, "p", "집계 암호문") == b"k" * 32
    for poll, passphrase in (("p", "다른 암호문"), ("q", "집계 암호문")):
        with pytest.raises(StorageFault, match="wrong_tally_passphrase"):
            open_sealed_tally_key(sealed, poll, passphrase)
    station.destroy_keys_and_notes_of_poll("p")
    station.destroy_keys_and_notes_of_poll("p")
    assert list((station.root / "boxes").iterdir()) == list((station.root / "tallies").iterdir()) == []


def test_known_meetings_are_those_still_there_newest_first(station: StationFolder, tmp_path: Path) -> None:
    for name, starts in (("a", 1), ("b", 3), ("c", 2)):
        (tmp_path / name).touch()
        station.note_known_meeting(
            KnownMeeting(str(tmp_path / name), name, starts, is_practice=False, stage="preparing")
        )
    station.note_known_meeting(KnownMeeting(str(tmp_path / "a"), "새 이름", 1, is_practice=False, stage="closed"))
    (tmp_path / "c").unlink()
    assert [known.title for known in station.list_known_meeting_files()] == ["b", "새 이름"]
    (tmp_path / "d").touch()  # planned last and held first: fails on 0.6.0, where the list had the day of the plan
    held = KnownMeeting(str(tmp_path / "d"), "d", 9, is_practice=False, stage="closed", opened_at_ms=2)
    station.note_known_meeting(held)
    assert [known.title for known in station.list_known_meeting_files()] == ["b", "d", "새 이름"]
    (station.root / "meetings.json").write_text("{broken", encoding="utf-8")
    assert station.list_known_meeting_files() == ()
    (station.root / "meetings.json").write_text('[{"path": 3}]', encoding="utf-8")
    assert station.list_known_meeting_files() == ()


def test_a_folder_in_the_place_of_a_note_gives_way(station: StationFolder) -> None:
    """Fails where it is read or written as a file: no act of people could settle it."""
    names = ("boxes/p.witness", "boxes/p.key", "tallies/p.period", "witnesses/m.head", "meetings.json", "last-open.txt")
    for name in names:
        (station.root / name / "inside").mkdir(parents=True)
    witness = station.box_witness("p")
    assert witness.read_note() is None
    witness.write_note(b"b" * 16, BoxCounts(spent=2, filled=1))
    witness.close()
    found = witness.read_note()
    assert found is not None
    assert found.counts == BoxCounts(spent=2, filled=1)
    station.note_newest_head("m", "ab" * 32, Head(7, bytes(32)))
    assert station.read_newest_head("m") == ("ab" * 32, Head(7, bytes(32)))
    assert station.list_known_meeting_files() == ()
    station.note_known_meeting(KnownMeeting(str(station.root), "회의", 1, is_practice=False, stage="preparing"))
    assert len(station.list_known_meeting_files()) == 1
    assert station.find_remembered_path(RememberedPath.LAST_OPEN) is None
    station.remember_path(RememberedPath.LAST_OPEN, None)
    station.destroy_keys_and_notes_of_poll("p")
    assert not station.has_files_of_poll("p")
    kept = list(station.root.glob("**/*.folder-*/inside"))
    assert len(kept) == len(names), "what is in them is nobody's to remove"


def test_a_path_that_is_remembered_already_is_not_written_again(station: StationFolder, tmp_path: Path) -> None:
    """Failed before 0.5.0: every opening of a meeting waited for two syncs of the disk."""
    file = station.root / f"{RememberedPath.LAST_OPEN}.txt"
    station.remember_path(RememberedPath.LAST_OPEN, tmp_path / "a.sukui")
    before = file.stat().st_ino, file.stat().st_mtime_ns
    station.remember_path(RememberedPath.LAST_OPEN, tmp_path / "a.sukui")
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == before
    station.remember_path(RememberedPath.LAST_OPEN, tmp_path / "b.sukui")
    assert station.find_remembered_path(RememberedPath.LAST_OPEN) == tmp_path / "b.sukui"

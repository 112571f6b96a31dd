"""A file of another version of the program is rebuilt from its journal: no table that was new then stays missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.question.channels import Channel, Channels, ChannelSource
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import ChannelRow
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.vote.channel_results import declare_channel_empty, list_channels, remove_channel_result
from sukui_desktop.storage.database import Database
from sukui_desktop.storage.meeting_file import PROJECTION, are_tables_current, open_meeting_file_without_stream
from sukui_desktop.storage.meeting_file_check import check_meeting_file
from tests.builders import rooms

DRAFT = Draft(
    max_picks=3,
    ceiling=500_000_000,
    channels=Channels(
        channels=(
            Channel(key="hall", name="현장", weight="1/2", source=ChannelSource.BOX),
            Channel(key="online", name="온라인", weight="1/4"),
            Channel(key="survey", name="설문", weight="1/4"),
        )
    ),
)


@pytest.fixture
def voting(tmp_path: Path) -> tuple[Room, PollId]:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room, people_count=2)
    poll_id = rooms.ready_poll(room, DRAFT)
    declare_channel_empty(room, poll_id, "online", "김 책임")
    declare_channel_empty(room, poll_id, "survey", "김 책임")
    remove_channel_result(room, poll_id, "survey")
    return room, poll_id


def _grow_old(room: Room) -> None:
    """Bring the file to what a version without the table of channels would have left."""
    with room.file.database.begin():
        room.file.database.raw.execute("DROP TABLE channel")
        room.file.database.raw.execute("UPDATE file_fact SET value = '1' WHERE name = 'projection'")


def _is_current(database: Database) -> bool:
    with database.begin():
        return are_tables_current(database)


def _tables(room: Room) -> dict[str, str]:
    with room.reading() as tx:
        return tx.projection.hash_tables()


def test_replay_gives_the_channels_that_are_there(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    assert [view.row is not None for view in list_channels(room, poll_id)] == [False, True, False]
    assert set(check_meeting_file(room.file).tables) >= {"channel", "poll"}
    with room.file.database.begin():
        room.file.database.raw.execute("UPDATE channel SET attested_by = '박 책임'")
    with pytest.raises(VerifyFailed) as found:
        check_meeting_file(room.file)
    assert (found.value.code, found.value.facts["table"]) == ("table_differs", "channel")
    close_meeting_and_boxes(room)


def test_an_older_file_is_opened_with_everything_in_it(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    before, channels = _tables(room), rooms.rows_of(room, ChannelRow)
    _grow_old(room)
    again = rooms.reopen(room)
    assert _tables(again) == before
    assert rooms.rows_of(again, ChannelRow) == channels
    assert len(channels) == 1
    declare_channel_empty(again, poll_id, "survey", "이 책임")
    check_meeting_file(again.file)
    close_meeting_and_boxes(again)


def test_an_older_file_is_verified_and_then_current(voting: tuple[Room, PollId]) -> None:
    room, _ = voting
    before = _tables(room)
    _grow_old(room)
    close_meeting_and_boxes(room)
    opened = open_meeting_file_without_stream(room.path, room.file.file_key, room.context.station, room.context.now)
    assert not _is_current(opened.database)
    assert check_meeting_file(opened).tables == before
    assert _is_current(opened.database)
    opened.close()


def test_an_older_file_with_a_broken_chain_is_not_rebuilt(voting: tuple[Room, PollId]) -> None:
    room, _ = voting
    _grow_old(room)
    with room.file.database.begin():
        room.file.database.raw.execute("UPDATE entry SET body = zeroblob(length(body)) WHERE seq = 3")
    with pytest.raises(VerifyFailed) as found:
        check_meeting_file(room.file)
    assert found.value.code == "entry_broken"
    assert not _is_current(room.file.database)
    close_meeting_and_boxes(room)


def test_a_table_whose_columns_changed_is_laid_anew(voting: tuple[Room, PollId]) -> None:
    room, _ = voting
    before = _tables(room)
    with room.file.database.begin():
        room.file.database.raw.execute('ALTER TABLE "channel" ADD COLUMN "gone" TEXT')
        room.file.database.raw.execute("UPDATE file_fact SET value = '99' WHERE name = 'projection'")
    again = rooms.reopen(room)
    columns = again.file.database.raw.execute("SELECT name FROM pragma_table_info('channel')").fetchall()
    assert ("gone",) not in columns
    assert _tables(again) == before
    facts = again.file.database.raw.execute("SELECT value FROM file_fact WHERE name = 'projection'").fetchall()
    assert facts == [(PROJECTION,)]
    close_meeting_and_boxes(again)

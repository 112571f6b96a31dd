"""A desk for the console's tests: the program's two queues, a real meeting on a temporary file, a way to wait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from tests.builders.rooms import make_context, make_room
from tests.ui.rooms import Asker


class Desk(Asker):
    """Operations with a room; services are asked on the store queue, as the program does."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot)
        self.folder = folder
        self.context = make_context(folder)
        self._rooms: list[Room] = []
        self.main_room: Room
        self.poll_id: PollId

    def room(self) -> Room:
        room = self.ask(make_room, self.folder, context=self.context)
        self._rooms.append(room)
        return room

    def adopt(self, room: Room) -> None:
        """Close this room too at the end."""
        self._rooms.append(room)

    def close(self, room: Room) -> None:
        """Close a room before the end."""
        self._rooms.remove(room)
        self.ask(close_meeting_and_boxes, room)

    def show_message(self, *tables: str) -> None:
        """Announce what a builder changed: builders answer no `Changes`."""
        self.operations.changes_announced.emit(Changes(frozenset(tables)))

    def finish(self) -> None:
        self.operations.finish_and_end_threads(self._close_rooms)

    def _close_rooms(self) -> None:
        for room in self._rooms:
            close_meeting_and_boxes(room)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.finish()

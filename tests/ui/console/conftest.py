"""A desk for the console's tests: the program's two queues, a real meeting on a temporary file, a way to wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.changes import Changes
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.room import Room, close_room
from sukui_desktop.ui.operations import Operations
from tests.builders.rooms import make_context, make_room

T = TypeVar("T")


class Kept(QObject):
    """Takes what the store queue answers to a test."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []

    def take(self, answer: object) -> None:
        self.answers.append(answer)


class Desk:
    """Operations with a room; services are asked on the store queue, as the program does."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.operations = Operations()
        self.context = make_context(folder)
        self._kept = Kept()
        self._rooms: list[Room] = []
        self.main_room: Room
        self.poll_id: PollId

    def ask(self, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        before = len(self._kept.answers)
        self.operations.run(self._kept, service, *args, on_done=self._kept.take, **kwargs)
        self.qtbot.waitUntil(lambda: len(self._kept.answers) > before)
        answer: T = self._kept.answers[-1]
        return answer

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
        self.ask(close_room, room)

    def tell(self, *tables: str) -> None:
        """Announce what a builder changed: builders answer no `Changes`."""
        self.operations.changes_announced.emit(Changes(frozenset(tables)))

    def settle(self) -> None:
        """Wait until everything asked for is answered."""
        self.qtbot.waitUntil(lambda: not self.operations.is_busy)

    def finish(self) -> None:
        self.operations.finish(self._close_rooms)

    def _close_rooms(self) -> None:
        for room in self._rooms:
            close_room(room)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.finish()

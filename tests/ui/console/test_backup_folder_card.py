"""The second folder gets a copy when it is chosen and at each step after it."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.programs.window_manager import StageCopies
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet
from sukui_desktop.services.handover.meeting_file_copies import read_stage_copy_folder, set_stage_copy_folder_and_copy
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.prepare.meeting_creation_and_details import edit_meeting
from sukui_desktop.ui.console.handover.backup_folder_card import BackupFolderCard
from sukui_desktop.ui.widgets.refusal_bar import RefusalBar
from tests.builders.rooms import furnish, person_ids, ready_poll
from tests.ui.console.conftest import Desk


class OneRoom(QObject):
    """What `StageCopies` knows of the windows: the open room, and where to say that the stick is gone."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room
        self.console = QWidget()
        self.bar = RefusalBar(self.console)


def card_of(qtbot: QtBot, desk: Desk, room: Room) -> BackupFolderCard:
    card = BackupFolderCard(desk.operations)
    qtbot.addWidget(card)
    card.show()
    card.switch_to_meeting(room)
    qtbot.waitUntil(lambda: "없습니다" in card.outcome.whole_words)
    return card


def test_a_chosen_folder_is_copied_to_at_once_and_remembered(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    room = desk.room()
    card = card_of(qtbot, desk, room)
    assert not card.forget_button.isVisible()
    stick = tmp_path / "stick"
    stick.mkdir()
    card.set_backup_folder(stick)
    qtbot.waitUntil((stick / room.path.name).exists)
    qtbot.waitUntil(card.forget_button.isVisible)
    assert desk.ask(read_stage_copy_folder, room) == stick
    QTest.mouseClick(card.forget_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not card.forget_button.isVisible())
    assert desk.ask(read_stage_copy_folder, room) is None


def test_the_meetings_own_folder_is_explained(qtbot: QtBot, desk: Desk) -> None:
    room = desk.room()
    card = card_of(qtbot, desk, room)
    card.set_backup_folder(room.path.parent)
    qtbot.waitUntil(lambda: "다른 곳" in card.outcome.whole_words)


def test_a_missing_folder_is_refused_in_words(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    card = card_of(qtbot, desk, desk.room())
    card.set_backup_folder(tmp_path / "nowhere")
    qtbot.waitUntil(lambda: "nowhere" in card.outcome.whole_words)
    assert card.outcome.property("state") == "danger"


def test_another_file_of_that_name_is_left_and_people_are_told(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    """0.4.0 put the copy over it without a word."""
    room = desk.room()
    stick = tmp_path / "stick"
    stick.mkdir()
    theirs = stick / room.path.name
    theirs.write_bytes(b"another" * 1000)
    card = card_of(qtbot, desk, room)
    card.set_backup_folder(stick)
    free = f"{room.path.stem} (2).sukui"
    qtbot.waitUntil(lambda: card.outcome.whole_words == text("handover.second.left", left=theirs.name, file=free))
    assert card.outcome.property("state") == "warning"
    assert theirs.read_bytes() == b"another" * 1000
    assert (stick / free).exists()


def test_each_step_of_the_meeting_brings_the_copy_up_to_date(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    room = desk.room()
    desk.ask(furnish, room)
    stick = tmp_path / "stick"
    stick.mkdir()
    card = card_of(qtbot, desk, room)
    card.set_backup_folder(stick)
    copy = stick / room.path.name
    qtbot.waitUntil(copy.exists)
    desk.idle()
    copies = StageCopies(desk.operations, OneRoom(room))  # type: ignore[arg-type]
    before = copy.read_bytes()
    desk.ask(edit_meeting, room, title="새 이름")
    qtbot.waitUntil(lambda: copy.read_bytes() != before)
    desk.idle()
    poll_id = desk.ask(ready_poll, room)
    desk.idle()
    before = copy.read_bytes()
    desk.ask(issue_anchor_sheet, room, poll_id)  # fails where the copies look for a table that is none
    qtbot.waitUntil(lambda: copy.read_bytes() != before)
    desk.idle()
    before = copy.read_bytes()
    desk.ask(admit_person, room, person_ids(room)[0])
    desk.idle()
    assert copy.read_bytes() == before, "one admission is no step"
    shutil.rmtree(stick)
    copies.setParent(desk.operations)


def test_a_file_left_alone_at_a_stage_is_told_once(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    """Fails where `StageCopies` drops what the copy returned, and where it tells it at every step."""
    room = desk.room()
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / room.path.name).write_bytes(b"another" * 1000)
    desk.ask(set_stage_copy_folder_and_copy, room, stick)
    windows = OneRoom(room)
    qtbot.addWidget(windows.console)
    windows.console.show()
    copies = StageCopies(desk.operations, windows)  # type: ignore[arg-type]
    desk.ask(edit_meeting, room, title="새 이름")
    free = f"{room.path.stem} (2).sukui"
    words = text("handover.second.left", left=room.path.name, file=free)
    qtbot.waitUntil(lambda: windows.bar.message == words)
    windows.bar.hide()
    desk.ask(edit_meeting, room, title="또 새 이름")
    desk.idle()
    assert not windows.bar.message
    copies.setParent(desk.operations)

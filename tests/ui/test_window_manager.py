"""The program with windows: what it opens first, how windows find one another, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.clock_check import DAY_MS
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.programs import uncaught_error_dialog
from sukui_desktop.programs.desktop import desktop_parser, main
from sukui_desktop.programs.machine_context import station_path, wall_clock_ms
from sukui_desktop.programs.window_manager import PASSPHRASE, WindowManager
from sukui_desktop.services.agenda.agenda_items import add_item
from sukui_desktop.services.agenda.corrections import list_corrections
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.checkin.voter_turns import begin_turn, read_turn_snapshot
from sukui_desktop.services.meeting_opening import list_known_meetings
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes, read_meeting
from sukui_desktop.services.prepare.meeting_creation_and_details import create_meeting
from sukui_desktop.services.vote.polls import draft_poll, open_poll
from sukui_desktop.services.vote.selection_and_certification import publish_poll
from sukui_desktop.ui.console.home.page import HomePage
from sukui_desktop.ui.console.home.unlock_and_recovery_dialogs import UnlockDialog
from sukui_desktop.ui.console.prepare.meeting_panel import MeetingPanel
from sukui_desktop.ui.console.tab_bar import TABS
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.polling.next_voter_card import NextVoterCard
from sukui_desktop.ui.console.vote.step_dialogs import KioskPinDialog
from sukui_desktop.ui.correction_reason_dialog import CorrectionDialog
from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from sukui_desktop.ui.service_queues import Operations
from tests.builders import rooms
from tests.builders.rooms import DETAILS, TEMPLATE, furnish, make_context, person_ids, ready_poll
from tests.ui.rooms import Answers

SECRET = "느티나무 새벽 돌다리"
UNWANTED = ("sqlalchemy", "reportlab", "alembic", "openpyxl", "uvicorn")
LOOK = """
import json, sys
from sukui_desktop.programs import desktop, window_manager
from PySide6.QtWidgets import QApplication
def painted(self):
    json.dump([name for name in %r if name in sys.modules], sys.stdout)
    QApplication.quit()
window_manager.WindowManager._start_after_first_paint = painted
raise SystemExit(desktop.main([]))
"""


class Program:
    """One run of the windows, without `app.exec()`: the test's own loop drives it."""

    def __init__(
        self, qtbot: QtBot, file: Path | None = None, *, is_home: bool = False, is_practice: bool = False, tab: str = ""
    ) -> None:
        self.qtbot = qtbot
        self.operations = Operations()
        self.windows = WindowManager(self.operations, file, is_home=is_home, is_practice=is_practice, tab=tab)
        self.console = self.windows.console
        self.console.show()

    def wait_for_room(self) -> Room:
        self.qtbot.waitUntil(lambda: self.windows.room is not None, timeout=30_000)
        self.settle()
        room = self.windows.room
        assert room is not None
        return room

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.operations.is_busy, timeout=30_000)

    def home(self) -> HomePage:
        self.qtbot.waitUntil(lambda: self.console.findChild(HomePage) is not None, timeout=30_000)
        self.settle()
        home = self.console.findChild(HomePage)
        assert home is not None
        return home

    def end(self) -> None:
        self.console.close()
        self.windows.shut_down()
        self.console.deleteLater()


@pytest.fixture
def programs(qtbot: QtBot) -> Iterator[list[Program]]:
    made: list[Program] = []
    yield made
    for program in made:
        program.end()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("sukui-")]


@pytest.fixture
def meeting_file(tmp_path: Path, station_home: Path) -> Path:
    path = tmp_path / "동네.sukui"
    room = create_meeting(path, SECRET, DETAILS, TEMPLATE, make_context(tmp_path))
    furnish(room)
    close_meeting_and_boxes(room)
    return path


def start(programs: list[Program], qtbot: QtBot, file: Path | None = None, **asked: object) -> Program:
    program = Program(qtbot, file, **asked)  # type: ignore[arg-type]
    programs.append(program)
    return program


class TestArguments:
    @pytest.mark.parametrize(
        ("argv", "expected"),
        [
            ([], (None, False, "")),
            (["--practice"], (None, False, "")),
            (["--home"], (None, True, "")),
            (["a.sukui"], (Path("a.sukui"), False, "")),
            (["a.sukui", "--tab", "vote"], (Path("a.sukui"), False, "vote")),
            (["--tab", "checkin", "a.sukui"], (Path("a.sukui"), False, "checkin")),
        ],
    )
    def test_what_may_be_asked(self, argv: list[str], expected: tuple[Path | None, bool, str]) -> None:
        options = desktop_parser().parse_args(argv)
        assert (options.file, options.home, options.tab) == expected

    @pytest.mark.parametrize("argv", [["--tab"], ["--tab", "nowhere"], ["--loud"], ["a", "b"]])
    def test_anything_else_is_reported_and_starts_nothing(
        self, argv: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(argv) == 2
        assert text("cli.usage.prefix") in capsys.readouterr().err

    def test_the_station_folder_is_where_it_was_reported(self, station_home: Path) -> None:
        assert station_path() == station_home

    def test_without_being_told_it_is_the_users_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SUKUI_HOME")
        assert station_path().name == "sukui"


class TestStart:
    def test_the_practice_meeting_is_ready(self, programs: list[Program], qtbot: QtBot) -> None:
        program = start(programs, qtbot, is_practice=True)
        program.wait_for_room()
        assert not program.console.strip.practice.isHidden(), "marked as practice"
        assert program.console.tab_bar.currentIndex() == 0
        assert program.console.next_bar.button.text() == "접수하기"

    def test_a_file_asks_for_its_passphrase(self, programs: list[Program], qtbot: QtBot, meeting_file: Path) -> None:
        program = start(programs, qtbot, meeting_file)
        home = program.home()
        dialog = home.findChild(UnlockDialog)
        assert dialog is not None
        dialog.secret.setText(SECRET)
        QTest.keyClick(dialog.secret, Qt.Key.Key_Return)
        room = program.wait_for_room()
        assert room.path == meeting_file
        assert program.console.strip.practice.isHidden()

    def test_a_passphrase_of_the_environment_opens_at_once_on_the_wanted_tab(
        self, programs: list[Program], qtbot: QtBot, meeting_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(PASSPHRASE, SECRET)
        program = start(programs, qtbot, meeting_file, tab="checkin")
        program.wait_for_room()
        assert program.console.tab_bar.currentIndex() == TABS.index("checkin")
        assert program.console.strip.attendance.text() == "접수 0 / 10"

    def test_a_wrong_passphrase_of_the_environment_ends_at_home(
        self, programs: list[Program], qtbot: QtBot, meeting_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(PASSPHRASE, "not this one at all")
        program = start(programs, qtbot, meeting_file)
        program.home()
        assert "암호" in program.console.refusal_bar.message
        assert program.windows.room is None

    def test_nothing_was_open_yet_and_the_list_offers_the_practice_meeting(
        self, programs: list[Program], qtbot: QtBot
    ) -> None:
        """Seen to fail on 0.2.0, which silently began the practice meeting."""
        home = start(programs, qtbot).home()
        assert home.practice_button.isVisible()
        assert programs[0].windows.room is None

    def test_the_meeting_that_was_open_is_opened_at_the_step_where_it_stood(
        self, programs: list[Program], qtbot: QtBot, meeting_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The program is left in the middle of a vote, as by kill -9: nothing of it is told that it ends.

        Seen to fail on 0.2.0: the practice meeting, and the list said that the meeting was being prepared.
        """
        monkeypatch.setenv(PASSPHRASE, SECRET)
        first = start(programs, qtbot, meeting_file)
        room, answers = first.wait_for_room(), Answers()
        first.operations.run(answers, ready_poll, room, on_done=answers.on_done)
        qtbot.waitUntil(lambda: bool(answers.kept), timeout=30_000)
        first.operations.run(answers, open_poll, room, answers.kept[0], on_done=answers.on_done)
        first.settle()
        listed = Answers()
        first.operations.run(listed, list_known_meetings, room.context, on_done=listed.on_done)
        first.settle()
        assert [known.stage for known in listed.kept[0]] == ["voting"]
        programs.remove(first)
        first.end()
        monkeypatch.delenv(PASSPHRASE)
        again = start(programs, qtbot)
        dialog = again.home().findChild(UnlockDialog)
        assert dialog is not None, "the passphrase of the meeting that was open is asked for"
        dialog.secret.setText(SECRET)
        QTest.keyClick(dialog.secret, Qt.Key.Key_Return)
        assert again.wait_for_room().path == meeting_file
        assert again.console.tab_bar.currentIndex() == TABS.index("vote")

    @pytest.mark.parametrize("is_left_for_another_act", [False, True])
    def test_a_meeting_that_was_left_in_the_middle_of_a_draft_is_opened_at_it(
        self,
        programs: list[Program],
        qtbot: QtBot,
        meeting_file: Path,
        monkeypatch: pytest.MonkeyPatch,
        is_left_for_another_act: bool,
    ) -> None:
        """Fails on 0.4.0, which opened on 준비 after a normal close."""
        monkeypatch.setenv(PASSPHRASE, SECRET)
        first = start(programs, qtbot, meeting_file)
        room, answers = first.wait_for_room(), Answers()
        for title in ("앞의 투표", "적던 투표"):
            first.operations.run(answers, draft_poll, room, "", title, Draft(), on_done=answers.on_done)
            first.settle()
        if is_left_for_another_act:
            first.operations.run(answers, add_item, room, "기타", on_done=answers.on_done)
            first.settle()
        programs.remove(first)
        first.end()
        again = start(programs, qtbot, meeting_file)
        again.wait_for_room()
        if is_left_for_another_act:
            assert again.console.tab_bar.currentIndex() == TABS.index("prepare")
            return
        assert again.console.tab_bar.currentIndex() == TABS.index("vote")
        page = again.console.current_page
        assert isinstance(page, VotePage)
        again.settle()
        assert page.drafting.form.title.text() == "적던 투표"

    def test_the_practice_meeting_opens_at_its_beginning(self, programs: list[Program], qtbot: QtBot) -> None:
        """Its draft is there from the start and the last thing written; nobody was in the middle of it."""
        program = start(programs, qtbot, is_practice=True)
        program.wait_for_room()
        assert program.console.tab_bar.currentIndex() == TABS.index("prepare")

    def test_a_meeting_that_was_left_for_the_list_is_not_opened_again(
        self, programs: list[Program], qtbot: QtBot, meeting_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(PASSPHRASE, SECRET)
        first = start(programs, qtbot, meeting_file)
        first.wait_for_room()
        QTest.mouseClick(first.console.strip.home_button, Qt.MouseButton.LeftButton)
        first.home()
        programs.remove(first)
        first.end()
        monkeypatch.delenv(PASSPHRASE)
        again = start(programs, qtbot)
        assert again.home().findChild(UnlockDialog) is None

    def test_the_practice_meeting_that_was_open_is_gone_on_with(self, programs: list[Program], qtbot: QtBot) -> None:
        first = start(programs, qtbot, is_practice=True)
        path = first.wait_for_room().path
        programs.remove(first)
        first.end()
        assert start(programs, qtbot).wait_for_room().path == path

    def test_home_may_be_asked_for(self, programs: list[Program], qtbot: QtBot) -> None:
        program = start(programs, qtbot, is_home=True)
        home = program.home()
        assert home.isVisible()
        assert program.windows.room is None


class TestTabs:
    def test_all_six_tabs_open_on_the_practice_meeting(self, programs: list[Program], qtbot: QtBot) -> None:
        program = start(programs, qtbot, is_practice=True)
        program.wait_for_room()
        names = []
        for number in range(1, 7):
            key = Qt.Key(Qt.Key.Key_0.value + number)
            QTest.keyClick(program.console, key, Qt.KeyboardModifier.ControlModifier)
            program.settle()
            names.append(type(program.console.current_page).__name__)
        expected = ["PreparePage", "CheckinPage", "RunPage", "VotePage", "MinutesPage", "HandoverPage"]
        assert names == expected

    def test_the_way_home_closes_the_meeting_and_back_opens_it(self, programs: list[Program], qtbot: QtBot) -> None:
        program = start(programs, qtbot, is_practice=True)
        first = program.wait_for_room()
        QTest.mouseClick(program.console.strip.home_button, Qt.MouseButton.LeftButton)
        home = program.home()
        assert program.windows.room is None
        qtbot.waitUntil(lambda: len(home.cards) == 1)
        QTest.mouseClick(home.cards[0].open_button, Qt.MouseButton.LeftButton)
        second = program.wait_for_room()
        assert second is not first
        assert second.file.scope.meeting == first.file.scope.meeting


class TestSideWindows:
    @pytest.fixture
    def program(
        self, programs: list[Program], qtbot: QtBot, meeting_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Program:
        monkeypatch.setenv(PASSPHRASE, SECRET)
        program = start(programs, qtbot, meeting_file)
        program.wait_for_room()
        return program

    def ready(self, program: Program) -> PollId:
        room, answers = program.windows.room, Answers()
        program.operations.run(answers, ready_poll, room, on_done=answers.on_done)
        program.qtbot.waitUntil(lambda: bool(answers.kept), timeout=30_000)
        poll_id: PollId = answers.kept[0]
        return poll_id

    def test_the_hall_screen_has_one_desk(self, program: Program, qtbot: QtBot) -> None:
        program.console.window_wanted.emit("display", "")
        desk = program.windows.side.desk
        assert desk is not None
        program.settle()
        program.console.window_wanted.emit("display", "")
        assert program.windows.side.desk is desk
        desk.close()
        assert program.windows.side.desk is None

    def test_the_kiosk_knows_whether_the_hall_sees_an_opened_ballot(self, program: Program, qtbot: QtBot) -> None:
        """Fails where the kiosk promises a hall screen that is dark, covered or not there."""
        poll_id, side = self.ready(program), program.windows.side
        side.open_kiosk(poll_id, "2468")
        assert side.kiosk is not None
        shown = side.kiosk.pages.audit_ask.shown
        alone, in_hall = text("kiosk.audit_ask.shown_here"), text("kiosk.audit_ask.shown")
        assert shown.text() == alone
        program.console.window_wanted.emit("display", "")
        assert side.desk is not None
        assert shown.text() == alone
        side.desk.window_shown.show()
        program.console.window_wanted.emit("display", "item")
        assert shown.text() == in_hall
        side.kiosk.pages.pin.opened.emit()
        side.open_kiosk(poll_id, "2468")
        assert side.kiosk.pages.audit_ask.shown.text() == in_hall, "a kiosk that is opened later knows it too"
        side.desk.close()
        assert side.kiosk.pages.audit_ask.shown.text() == alone
        program.settle()
        side.kiosk.pages.pin.opened.emit()

    def test_the_console_says_that_the_hall_stands_still(
        self, program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Fails where only the hall's own desk, behind other windows, says it."""
        program.console.window_wanted.emit("display", "")
        desk = program.windows.side.desk
        assert desk is not None
        desk.window_shown.show()
        program.settle()

        def refuse(room: Room, wanted: object) -> None:
            raise StorageFault("disk_full", file="box")

        monkeypatch.setattr("sukui_desktop.ui.display.hall_window_and_feed.read_hall_snapshot", refuse)
        desk.window_shown.feed.load_snapshot()
        qtbot.waitUntil(lambda: program.console.refusal_bar.message == desk.fault.message != "")
        desk.close()
        program.settle()

    def test_the_desk_closes_with_the_console(self, program: Program, qtbot: QtBot) -> None:
        program.console.window_wanted.emit("display", "")
        program.settle()
        program.console.close()
        assert program.windows.side.desk is None

    def test_a_kiosk_keeps_its_meeting_open_until_staff_left_it(self, program: Program, qtbot: QtBot) -> None:
        poll_id = self.ready(program)
        program.windows.side.open_kiosk(poll_id, "2468")
        kiosk = program.windows.side.kiosk
        assert kiosk is not None
        program.settle()
        QTest.mouseClick(program.console.strip.home_button, Qt.MouseButton.LeftButton)
        assert "키오스크" in program.console.refusal_bar.message
        assert program.windows.room is not None
        program.windows.side.hand_slip_to_kiosk("no such slip", poll_id)
        kiosk.close()
        assert kiosk.isVisible(), "only the PIN closes it"
        kiosk.lock.release_keyboard()
        kiosk.left.emit()
        assert not program.windows.side.kiosk
        kiosk.hide()

    def test_a_voter_at_the_kiosk_of_this_computer_calls_staff(
        self, program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Seen to fail on 0.6.0: only kiosks of their own could. On the console's own screen nobody would see it."""
        poll_id = self.ready(program)
        side, console = program.windows.side, program.console
        side.open_kiosk(poll_id, "2468")
        assert side.kiosk is not None
        assert not side.kiosk.strip.help.isVisible()
        side.kiosk.pages.pin.opened.emit()
        screen = console.screen()
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(console, "screen", lambda: None)  # the console is on another one
            side._open_kiosk(poll_id, "2468", screen=screen)
        kiosk = side.kiosk
        assert kiosk is not None
        button = kiosk.strip.help
        qtbot.waitUntil(button.isVisible)
        button.click()
        bar = console.help_bar
        assert bar is not None
        assert text("stations.call.own") in bar.label.text()
        bar.seen_button.click()
        assert button.text() == text("kiosk.window.help_coming")
        assert not bar.label.text()
        button.click()
        assert text("stations.call.own") in bar.label.text()
        kiosk.pages.pin.opened.emit()
        assert not program.windows.side.kiosk
        assert not bar.label.text(), "a kiosk that is gone calls nobody"

    def test_a_slip_opens_the_kiosk_on_the_one_screen_and_comes_back_unused(
        self, program: Program, qtbot: QtBot
    ) -> None:
        """Fails where a slip can be given only while no kiosk is open, and none is open then (0.3.0)."""
        poll_id = self.ready(program)
        side = program.windows.side
        program.operations.run(program.console, open_poll, program.windows.room, poll_id)
        answers = Answers()
        program.operations.run(answers, first_slip, program.windows.room, poll_id, on_done=answers.on_done)
        program.settle()
        token = answers.kept[0]
        answered: list[str] = []
        came_back: list[str] = []
        side.slip_answered.connect(answered.append)
        side.slip_left.connect(came_back.append)
        side.hand_slip_to_kiosk(token, poll_id)
        dialog = program.console.findChild(KioskPinDialog)
        assert dialog is not None
        dialog.pin.setText("2468")
        dialog.again.setText("2468")
        dialog.accept_button.click()
        qtbot.waitUntil(lambda: answered == ["accepted"])
        kiosk = side.kiosk
        assert kiosk is not None
        side.hand_slip_to_kiosk(token, "another poll")
        side.hand_slip_to_kiosk(token, poll_id)
        assert answered == ["accepted", "other_poll", "busy"]
        kiosk.journey.wipe_voter_and_show_start()
        assert kiosk.pages.currentWidget() is kiosk.pages.pin, "staff are called after each voter"
        assert came_back == [], "the desk cannot be seen yet"
        kiosk.pages.pin.opened.emit()
        assert not side.kiosk
        assert came_back == [token]
        side.hand_slip_to_kiosk(token, poll_id)
        qtbot.waitUntil(lambda: answered[-1] == "accepted" and len(answered) == 4, timeout=10_000)
        assert side.kiosk is not None, "the PIN is not asked again"
        side.kiosk.pages.pin.opened.emit()

    def test_one_voter_after_another_by_one_button_and_a_locked_screen_between(
        self, program: Program, qtbot: QtBot
    ) -> None:
        """Fails where a number has to be shown or typed (0.5.0), or the console can be reached without the staff's."""
        poll_id = self.ready(program)
        side = program.windows.side
        answers = Answers()
        program.operations.run(program.console, open_poll, program.windows.room, poll_id)
        program.operations.run(answers, admit_three, program.windows.room, on_done=answers.on_done)
        program.settle()
        first, second, third = answers.kept[0]
        side.one_screen.begin_turn("", poll_id)
        dialog = program.console.findChild(KioskPinDialog)
        assert dialog is not None
        dialog.pin.setText("2468")
        dialog.again.setText("2468")
        dialog.accept_button.click()
        qtbot.waitUntil(lambda: side.kiosk is not None)
        kiosk = side.kiosk
        assert kiosk is not None
        pages = kiosk.pages
        qtbot.waitUntil(lambda: pages.currentWidget() is pages.guide)
        assert turn_of(program, poll_id) == (first, False)
        vote_blank(kiosk, qtbot)
        assert pages.currentWidget() is pages.pin
        assert pages.pin.back.isHidden()
        for key, held in LEAVING_KEYS:
            QTest.keyClick(kiosk.windowHandle(), key, held)
            assert pages.currentWidget() is pages.pin, "only the staff's number leads away"
        assert kiosk.isVisible()
        type_staff_number(kiosk)
        qtbot.waitUntil(lambda: pages.currentWidget() is pages.next_voter)
        assert [pages.next_voter.voters.item(row).text() for row in range(2)] == names_of(program, second, third)
        assert pages.next_voter.ended.text() == text("kiosk.next.voted")
        pages.next_voter.voters.setCurrentRow(1)
        pages.next_voter.begin.click()
        qtbot.waitUntil(lambda: pages.currentWidget() is pages.guide)
        assert turn_of(program, poll_id) == (third, False)
        pages.guide.quit.click()
        type_staff_number(kiosk)
        qtbot.waitUntil(lambda: pages.currentWidget() is pages.next_voter)
        assert pages.next_voter.ended.text() == text("kiosk.next.unused")
        assert pages.next_voter.voters.chosen_id == third, "who left without voting is offered first"
        pages.next_voter.console.click()
        assert kiosk_of(program) is None
        program.settle()
        side.one_screen.begin_turn("", poll_id)
        qtbot.waitUntil(lambda: kiosk_of(program) is not None)
        again = kiosk_of(program)
        assert again is not None
        qtbot.waitUntil(lambda: again.pages.currentWidget() is again.pages.guide)
        vote_blank(again, qtbot)
        type_staff_number(again)
        qtbot.waitUntil(lambda: again.pages.currentWidget() is again.pages.next_voter)
        assert again.pages.next_voter.voters.chosen_id == second
        again.pages.next_voter.console.click()
        program.settle()

    def test_a_program_that_ended_within_a_turn_is_told_and_gone_on_with(self, program: Program, qtbot: QtBot) -> None:
        """Fails where the person in the booth is asked for a number that nobody wrote down (0.5.0)."""
        poll_id = self.ready(program)
        program.operations.run(program.console, open_poll, program.windows.room, poll_id)
        answers = Answers()
        program.operations.run(answers, admit_three, program.windows.room, on_done=answers.on_done)
        program.settle()
        person_id = answers.kept[0][0]
        program.operations.run(answers, begin_turn, program.windows.room, person_id, poll_id, on_done=answers.on_done)
        program.operations.run(answers, forget_memory, program.windows.room, poll_id, on_done=answers.on_done)
        program.settle()
        program.console.show_tab("vote")
        program.settle()
        page = program.console.findChild(VotePage)
        assert page is not None
        card = page.views["open"].findChild(NextVoterCard)
        assert card is not None
        qtbot.waitUntil(lambda: not card.isHidden())
        (name,) = names_of(program, person_id)
        assert card.warning.text() == text("vote.turn.cut", name=name)
        assert turn_of(program, poll_id) == (person_id, True)

    def test_a_slip_without_a_pin_stays_with_the_desk(self, program: Program) -> None:
        poll_id = self.ready(program)
        answered: list[str] = []
        program.windows.side.slip_answered.connect(answered.append)
        program.windows.side.hand_slip_to_kiosk("whatever", poll_id)
        dialog = program.console.findChild(KioskPinDialog)
        assert dialog is not None
        dialog.reject()
        assert program.windows.side.kiosk is None
        assert answered == [text("checkin.slip.nowhere")]


LEAVING_KEYS = (
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
    (Qt.Key.Key_Tab, Qt.KeyboardModifier.AltModifier),
)


def kiosk_of(program: Program) -> KioskWindow | None:
    """Return the kiosk that is open now."""
    return program.windows.side.kiosk


def vote_blank(kiosk: KioskWindow, qtbot: QtBot) -> None:
    """Vote from the guide on, and end."""
    pages = kiosk.pages
    pages.guide.begin.click()
    pages.list.finished.emit()
    pages.confirm.cast_wanted.emit()
    qtbot.waitUntil(lambda: pages.currentWidget() is pages.done)
    pages.done.finish.click()


def type_staff_number(kiosk: KioskWindow) -> None:
    """Type the staff's number on the locked page."""
    for figure in "2468":
        QTest.keyClick(kiosk.windowHandle(), Qt.Key(ord(figure)))
    kiosk.pages.pin.enter.click()


def admit_three(room: Room) -> list[PersonId]:
    """Admit the first three of the roster, and return them."""
    people = person_ids(room)[:3]
    for person_id in people:
        admit_person(room, person_id)
    return people


def forget_memory(room: Room, poll_id: PollId) -> None:
    """Forget what another start of the program would not know."""
    room.boxes[poll_id].turn_token = b""


def turn_of(program: Program, poll_id: PollId) -> tuple[PersonId | None, bool]:
    """Return whose turn has no ballot yet, and whether a program before this one began it."""
    answers = Answers()
    program.operations.run(answers, read_turn_snapshot, program.windows.room, poll_id, on_done=answers.on_done)
    program.settle()
    return answers.kept[0].unfinished, answers.kept[0].was_cut


def names_of(program: Program, *people: PersonId) -> list[str]:
    """Return the names of people as screens show them."""
    answers = Answers()
    program.operations.run(answers, list_people, program.windows.room, on_done=answers.on_done)
    program.settle()
    names = {view.person.person_id: view.name for view in answers.kept[0]}
    return [names[person_id] for person_id in people]


def first_slip(room: Room, poll_id: PollId) -> str:
    """Admit the first of the roster and give a slip."""
    (person_id, *_) = person_ids(room)
    admit_person(room, person_id)
    return give_slip(room, person_id, poll_id).token


class TestEnd:
    def test_the_meeting_is_closed_and_one_file_left(
        self, qtbot: QtBot, meeting_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(PASSPHRASE, SECRET)
        program = Program(qtbot, meeting_file)
        room = program.wait_for_room()
        answers: list[object] = []
        program.operations.run(program.console, read_meeting, room, on_done=answers.append)
        program.end()
        assert [path.name for path in meeting_file.parent.glob("동네.sukui*")] == ["동네.sukui"]

    def test_a_bug_is_reported_once_and_ends_the_program(
        self, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for number in range(2):
            try:
                raise ZeroDivisionError(f"bug {number}")
            except ZeroDivisionError as error:
                uncaught_error_dialog.show_uncaught_error(type(error), error, error.__traceback__)
        boxes = [
            widget for widget in QApplication.topLevelWidgets() if widget.objectName() == uncaught_error_dialog.BOX_NAME
        ]
        (box,) = boxes
        assert isinstance(box, QMessageBox)
        assert "안전" in box.text()
        told = capsys.readouterr().err
        assert "bug 0" in told
        assert "bug 1" in told
        box.setObjectName("")
        box.finished.disconnect()
        box.close()


@pytest.mark.parametrize("home", ["", "set"])
def test_the_first_paint_waits_for_no_store_and_no_document(home: str, tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("SUKUI_HOME", None)
    if home:
        environment["SUKUI_HOME"] = str(tmp_path / "station")
    done = subprocess.run(
        [sys.executable, "-c", LOOK % (UNWANTED,)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
    assert not (tmp_path / "station").exists() or list((tmp_path / "station").iterdir()) == [
        tmp_path / "station" / "windows.ini"
    ]


def test_a_closed_meeting_is_corrected_with_a_reason_or_not_at_all(
    programs: list[Program], qtbot: QtBot, tmp_path: Path, station_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail on 0.2.0, in which the name of a closed meeting changed without a word."""
    room = create_meeting(tmp_path / "마침.sukui", SECRET, DETAILS, TEMPLATE, make_context(tmp_path))
    furnish(room)
    for person_id in person_ids(room):
        admit_person(room, person_id)
    open_sitting(room)
    close_sitting(room)
    close_meeting_and_boxes(room)
    monkeypatch.setenv(PASSPHRASE, SECRET)
    program = start(programs, qtbot, tmp_path / "마침.sukui", tab="prepare")
    program.wait_for_room()
    panel = program.console.findChild(MeetingPanel)
    assert panel is not None
    for typed, reason in (("wrong hall", ""), ("right hall", "wrong hall was written")):
        panel.words["place"].setFocus()
        panel.words["place"].setText(typed)
        QTest.keyClick(panel.words["place"], Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: program.console.findChild(CorrectionDialog) is not None)
        program.settle()
        (dialog,) = program.console.findChildren(CorrectionDialog)
        if reason:
            QTest.keyClicks(dialog.reason, reason)
            dialog.accept_button.click()
        else:
            dialog.cancel_button.click()
        qtbot.waitUntil(lambda: program.console.findChild(CorrectionDialog) is None)
        program.settle()
    answers = Answers()
    program.operations.run(answers, read_meeting, program.windows.room, on_done=answers.on_done)
    program.operations.run(answers, list_corrections, program.windows.room, on_done=answers.on_done)
    program.settle()
    meeting, corrections = answers.kept
    assert meeting.place == "right hall"
    assert [row.reason for row in corrections] == ["wrong hall was written"]


HOLD = """
import sys, time
from pathlib import Path
from sukui_desktop.programs.machine_context import station_path, wall_clock_ms
from sukui_desktop.programs.open_meeting_mark import OpenMark
mark = OpenMark(station_path())
mark.mark_open(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_program_says_that_the_meeting_is_open(
    programs: list[Program], qtbot: QtBot, meeting_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that died holds nothing. Seen to fail on 0.2.0: the second program began the practice meeting silently."""
    monkeypatch.setenv(PASSPHRASE, SECRET)
    first = start(programs, qtbot, meeting_file)
    first.wait_for_room()
    programs.remove(first)
    first.end()
    monkeypatch.delenv(PASSPHRASE)
    with subprocess.Popen([sys.executable, "-c", HOLD, str(meeting_file)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        second = start(programs, qtbot)
        assert second.home().findChild(UnlockDialog) is None
        assert meeting_file.stem in second.console.refusal_bar.message
        other.kill()
    third = start(programs, qtbot)
    assert third.home().findChild(UnlockDialog) is not None


@pytest.mark.parametrize(("days_ago", "is_sealed"), [(30, True), (3, False)])
def test_a_meeting_whose_objection_period_passed_is_sealed_at_opening_and_says_so(
    programs: list[Program],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    days_ago: int,
    is_sealed: bool,
) -> None:
    """Fails where the keys of a published poll stay until somebody remembers to press a button."""
    wall = rooms.Wall(wall_clock_ms() - days_ago * DAY_MS)
    room, poll_id = rooms.open_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    rooms.bring_to(room, poll_id, "selected")
    rooms.certify(room, poll_id, 7)
    publish_poll(room, poll_id)
    path = room.path
    close_meeting_and_boxes(room)
    monkeypatch.setenv(PASSPHRASE, rooms.PASSPHRASE)
    program = start(programs, qtbot, path, tab="vote")
    program.wait_for_room()
    program.settle()
    box = path.with_name(f"{poll_id}.box")
    qtbot.waitUntil(lambda: box.exists() != is_sealed)
    assert ("우선사업" in program.console.refusal_bar.message) == is_sealed
    page = program.console.current_page
    assert isinstance(page, VotePage)
    qtbot.waitUntil(lambda: page.snapshot is not None and page.snapshot.poll is not None)
    program.settle()
    assert page.snapshot is not None
    assert page.snapshot.poll is not None
    assert page.snapshot.poll.head.state == ("sealed" if is_sealed else "published")

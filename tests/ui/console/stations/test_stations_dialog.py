"""[기기]: every station as it is, the poll that kiosks take, pausing; and the bars over the console's pages."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.models.station import CONSOLE, StationRole
from sukui_desktop.programs.hub_keeper import HubKeeper
from sukui_desktop.programs.machine_state import InternetWatch
from sukui_desktop.programs.station_alerts import StationAlerts
from sukui_desktop.record.hub_and_station_certificates import make_certificate_request
from sukui_desktop.services.stations.enrolled_stations import enrol_station
from sukui_desktop.services.stations.internet_contacts import list_internet_contacts
from sukui_desktop.services.stations.station_list import list_stations
from sukui_desktop.services.stations.station_reports import StationReport
from sukui_desktop.ui.console.stations.alert_bars import HelpCallBar, InternetBar
from sukui_desktop.ui.console.stations.new_station_and_invitation_dialogs import InvitationDialog, NewStationDialog
from sukui_desktop.ui.console.stations.stations_dialog import StationsDialog, station_state_words
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.wording.times import duration_as_clock
from tests.builders.station_reports import POLLS, FixedControl, station_report
from tests.ui.rooms import Stage


@pytest.fixture
def control() -> FixedControl:
    return FixedControl()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    return made


def shown(dialog: StationsDialog, row: int) -> list[str]:
    model = dialog.table.view.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_every_station_is_shown_with_what_it_last_said(stage: Stage, control: FixedControl, window: QWidget) -> None:
    control.reports = (
        station_report(StationRole.KIOSK, name="키오스크 1", is_voting=True, casts=13, kept=11, battery=64),
        station_report(StationRole.DESK, name="동문 접수대", clock_ahead_ms=-90_000, program="0.5.9"),
        station_report(StationRole.HALL, name="큰 화면", quiet_s=125.0),
        station_report(StationRole.KIOSK, name="키오스크 2", needs_help=True, is_online=True, battery=9),
    )
    dialog = StationsDialog(window, stage.operations, stage.room, control)
    dialog.open()
    kiosk, desk, hall, second = (shown(dialog, row) for row in range(4))
    assert text("stations.state.voting") in kiosk[2]
    assert kiosk[4] == text("stations.kept", count=10, kept=10), "in fives: nobody's vote is counted alone"
    assert kiosk[5] == text("stations.percent", percent=64)
    assert desk[6] == text("stations.clock_behind", seconds=90)
    assert desk[7] == "0.5.9"
    assert text("stations.state.version") in desk[2]
    assert hall[2] == text("stations.state.quiet", time=duration_as_clock(125_000))
    assert text("stations.state.help") in second[2]
    assert text("stations.state.online") in second[2]
    assert dialog.table.count.text().endswith("4대"), "machines are no cases (건)"
    shown_number = dialog.staff_number.text()
    assert control.staff_number in shown_number
    assert "이 컴퓨터" in shown_number, "the kiosk of the console has another number (0.6.0 did not say which)"
    dialog.reject()


def test_staff_choose_which_of_the_open_polls_kiosks_take(stage: Stage, control: FixedControl, window: QWidget) -> None:
    dialog = StationsDialog(window, stage.operations, stage.room, control)
    dialog.open()
    assert dialog.kiosk_poll.currentText() == POLLS[0].title
    dialog.kiosk_poll.setFocus()
    QTest.keyClick(dialog.kiosk_poll, Qt.Key.Key_Down)
    assert control.kiosk_poll == POLLS[1].poll_id
    dialog.show_stations()
    assert dialog.kiosk_poll.currentText() == POLLS[1].title
    control.kiosk_polls, control.kiosk_poll = (), None
    dialog.show_stations()
    assert dialog.kiosk_poll.currentText() == text("stations.kiosk_poll_none")
    assert not dialog.kiosk_poll.isEnabled()
    dialog.reject()


def test_a_station_is_paused_and_let_go_on_by_hand(stage: Stage, control: FixedControl, window: QWidget) -> None:
    enrolled = stage.ask(enrol_station, stage.room, StationRole.DESK, "접수대 1", make_certificate_request().request)
    told = station_report(StationRole.DESK)

    def report() -> StationReport:
        return replace(told, row=stage.ask(list_stations, stage.room)[0])

    control.reports = (report(),)
    dialog = StationsDialog(window, stage.operations, stage.room, control)
    dialog.open()
    dialog.table.choose_row(0)
    for is_paused in (True, False):
        QTest.mouseClick(dialog.pause_button, Qt.MouseButton.LeftButton)
        stage.idle()
        control.reports = (report(),)
        dialog.show_stations()
        assert control.reports[0].row.is_paused is is_paused
        assert (text("stations.state.paused") in shown(dialog, 0)[2]) is is_paused
    assert control.reports[0].row.station_id == enrolled.row.station_id
    dialog.reject()


def test_a_new_station_is_named_and_its_code_is_shown_with_its_own_command(
    qtbot: QtBot, stage: Stage, control: FixedControl, window: QWidget
) -> None:
    dialog = StationsDialog(window, stage.operations, stage.room, control)
    dialog.open()
    QTest.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    asked = dialog.findChild(NewStationDialog)
    assert asked is not None
    hall = next(choice for choice in asked.roles.buttons() if choice.text() == text("station.role.hall"))
    hall.click()
    assert asked.name.text() == f"{text('station.role.hall')} 1"
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.findChild(InvitationDialog) is not None)
    invitation = dialog.findChild(InvitationDialog)
    assert invitation is not None
    assert invitation.address.text() == "169.254.13.7"
    invitation.accept()
    dialog.reject()


def test_a_call_for_help_is_shown_until_staff_acknowledge_it(qtbot: QtBot, stage: Stage) -> None:
    console = ConsoleWindow(stage.operations, {})
    qtbot.addWidget(console)
    console.show()
    seen: list[str] = []
    console.help_acknowledged.connect(seen.append)
    calling = station_report(StationRole.KIOSK, name="키오스크 2", needs_help=True)
    console.show_station_alerts((calling,), is_own_online=False)
    bar = console.help_bar
    assert isinstance(bar, HelpCallBar)
    assert "키오스크 2" in bar.label.text()
    QTest.mouseClick(bar.seen_button, Qt.MouseButton.LeftButton)
    assert seen == [calling.row.station_id]
    console.show_station_alerts((station_report(StationRole.KIOSK, name="키오스크 2"),), is_own_online=False)
    assert not bar.isVisible()


def test_machines_on_the_internet_are_named_for_as_long_as_they_are(qtbot: QtBot, stage: Stage) -> None:
    console = ConsoleWindow(stage.operations, {})
    qtbot.addWidget(console)
    console.show()
    online = station_report(StationRole.KIOSK, name="키오스크 3", is_online=True)
    console.show_station_alerts((online,), is_own_online=True)
    bar = console.internet_bar
    assert isinstance(bar, InternetBar)
    assert bar.isVisible()
    assert "키오스크 3" in bar.label.text()
    assert text("stations.internet.own") in bar.label.text()
    console.show_station_alerts((), is_own_online=False)
    assert not bar.isVisible()


def test_a_station_that_came_twice_is_named_for_as_long_as_it_does(qtbot: QtBot, stage: Stage) -> None:
    console = ConsoleWindow(stage.operations, {})
    qtbot.addWidget(console)
    console.show()
    twice = station_report(StationRole.DESK, name="접수대 2", is_double=True)
    console.show_station_alerts((twice,), is_own_online=False)
    bar = console.double_bar
    assert bar is not None
    assert bar.isVisible()
    assert "접수대 2" in bar.label.text()
    assert text("stations.state.double") in station_state_words(twice)
    console.show_station_alerts((station_report(StationRole.DESK, name="접수대 2"),), is_own_online=False)
    assert not bar.isVisible()


def test_this_computer_is_told_of_and_noted_once_while_a_vote_runs(qtbot: QtBot, stage: Stage) -> None:
    """Fails where only stations are looked at: the computer with the ballot box is a polling machine too."""
    console = ConsoleWindow(stage.operations, {})
    qtbot.addWidget(console)
    console.show()
    is_reached = [True]
    watch = InternetWatch(lambda: is_reached[0], seconds=0.01)
    alerts = StationAlerts(stage.operations, console, HubKeeper(stage.operations), watch)
    alerts.room = stage.room
    console.vote_runs.emit(True)
    qtbot.waitUntil(lambda: console.internet_bar is not None and console.internet_bar.isVisible(), timeout=5_000)
    stage.idle()
    [found] = stage.ask(list_internet_contacts, stage.room)
    assert (found.station_id, found.is_reached) == (CONSOLE, True)
    is_reached[0] = False
    qtbot.waitUntil(lambda: console.internet_bar is not None and not console.internet_bar.isVisible(), timeout=5_000)
    stage.idle()
    [found] = stage.ask(list_internet_contacts, stage.room)
    assert not found.is_reached
    alerts.stop()


@pytest.mark.parametrize("is_paused", [False, True])
def test_whether_a_station_is_paused_or_connected_comes_before_all_else(is_paused: bool) -> None:
    """A narrow column cut it off behind what else was to be said, or it was not said at all."""
    cases: tuple[dict[str, Any], ...] = ({}, {"is_online": True, "is_voting": True, "needs_help": True, "battery": 3})
    for told in cases:
        words = station_state_words(station_report(StationRole.KIOSK, is_paused=is_paused, **told)).split(", ")
        assert words[0] == text("stations.state.paused" if is_paused else "stations.state.fine")
        assert len(words) == 1 + len(told)
        if told:
            assert words.index(text("stations.state.voting")) < words.index(text("stations.state.online"))
    quiet = station_state_words(station_report(StationRole.DESK, is_paused=is_paused, quiet_s=60.0))
    assert quiet.startswith(text("stations.state.paused")) is is_paused
    assert "연결 끊김" in quiet


def test_a_second_station_takes_no_name_whose_letters_are_out_without_a_word(
    qtbot: QtBot, stage: Stage, control: FixedControl, window: QWidget
) -> None:
    """It proposed the same name again, and the letters that had just been given were good for nothing."""
    role = text("station.role.kiosk")
    control.invited = [f"{role} 1"]
    dialog = StationsDialog(window, stage.operations, stage.room, control)
    dialog.open()
    QTest.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    asked = dialog.findChild(NewStationDialog)
    assert asked is not None
    assert asked.name.text() == f"{role} 2"
    asked.name.setText(f"{role} 1")
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    assert asked.isVisible()
    assert asked.problem() == "", "said once: pressed again, new letters are given"
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.findChild(InvitationDialog) is not None)
    dialog.reject()


def test_the_window_with_the_letters_says_when_the_station_is_in_or_the_letters_are_dead(
    control: FixedControl, window: QWidget
) -> None:
    """It showed letters that were used up, and never said that the station was in."""
    shown = InvitationDialog(window, StationRole.KIOSK, "키오스크 1", control)
    shown.open()
    shown.look_whether_station_is_in()
    assert shown.outcome.text() == text("stations.invitation.waits")
    control.reports = (station_report(StationRole.KIOSK, name="키오스크 1"),)
    shown.look_whether_station_is_in()
    assert shown.outcome.text() == text("stations.invitation.is_in", name="키오스크 1")
    assert not shown.code.isVisible()
    assert not shown.letters.isVisible()
    shown.accept()
    dead = InvitationDialog(window, StationRole.DESK, "접수대 1", control)
    dead.open()
    control.withdraw_invitations()
    dead.look_whether_station_is_in()
    assert dead.outcome.text() == text("stations.invitation.is_dead", name="접수대 1")
    dead.accept()

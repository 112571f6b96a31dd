"""The hall screen as a program of its own: it shows what the console sends, and keeps it when the cable is pulled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.hub.invitation_text import invitation_as_qr_text
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.hall import HallProgram
from sukui_desktop.services.hall_snapshot import HallChoice, Picture, read_hall_snapshot
from sukui_desktop.services.stations.enrolled_stations import pause_station, resume_station, revoke_station
from sukui_desktop.services.stations.station_list import list_stations
from sukui_desktop.services.vote.polls import pause_poll
from sukui_desktop.ui.display.page import DisplayPage
from sukui_desktop.ui.service_queues import Operations
from tests.builders.hub_rooms import HubRoom, hear_of_promotion, hub_room, pulse


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


@pytest.fixture
def program(qtbot: QtBot, held: HubRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HallProgram]:
    monkeypatch.setenv("SUKUI_HOME", str(tmp_path / "hall"))
    operations = Operations()
    hall = HallProgram(operations)
    hall.begin(invitation_as_qr_text(held.hub.invite(StationRole.HALL, "큰 화면", ("127.0.0.1",), held.server.port)))
    yield hall
    hall.end()
    hall.hide_work()
    hall.waiting.close()
    operations.finish_and_end_threads()


def page_of(program: HallProgram) -> DisplayPage:
    assert program.window is not None
    return program.window.page


def wait_for_picture(qtbot: QtBot, program: HallProgram, picture: Picture) -> None:
    def is_shown() -> bool:
        window = program.window
        return window is not None and window.page.snapshot is not None and window.page.snapshot.kind == picture

    qtbot.waitUntil(is_shown, timeout=10_000)


def test_the_hall_shows_what_is_sent_and_follows_the_meeting(qtbot: QtBot, held: HubRoom, program: HallProgram) -> None:
    wait_for_picture(qtbot, program, Picture.VOTE)
    held.hub.send_to_hall(HallChoice.COVERED)
    wait_for_picture(qtbot, program, Picture.COVERED)
    held.hub.send_to_hall(HallChoice.VOTE)
    wait_for_picture(qtbot, program, Picture.VOTE)
    held.submit(pause_poll, held.room, held.poll_id).result()
    qtbot.waitUntil(lambda: page_of(program).snapshot.poll_state == "paused", timeout=10_000)  # type: ignore[union-attr]


def test_a_pulled_cable_leaves_the_picture_and_says_of_when_it_is(
    qtbot: QtBot, held: HubRoom, program: HallProgram
) -> None:
    """Fails where the feed's refusal closes the picture, and where an old picture is shown as of now."""
    wait_for_picture(qtbot, program, Picture.VOTE)
    page = page_of(program)
    before = page.hint.text()
    held.server.stop()
    qtbot.waitUntil(lambda: page.hint.text() != before, timeout=10_000)
    assert page.snapshot is not None
    assert page.snapshot.kind == Picture.VOTE
    assert page.isVisible()
    assert not program.waiting.isVisible()
    held.start(held.server.port)
    qtbot.waitUntil(lambda: page.hint.text() == before, timeout=15_000)


def test_a_hub_that_was_started_again_and_sent_nothing_leaves_the_hall_covered(
    qtbot: QtBot, held: HubRoom, program: HallProgram
) -> None:
    """Fails where a new hub's lack of a choice means AUTO: what staff covered would be shown by a crash."""
    held.hub.send_to_hall(HallChoice.COVERED)
    wait_for_picture(qtbot, program, Picture.COVERED)
    held.hub.send_to_hall(None)
    qtbot.wait(1500)
    assert page_of(program).snapshot.kind == Picture.COVERED  # type: ignore[union-attr]


def test_staff_leave_by_keys_and_come_back_by_one_button(qtbot: QtBot, held: HubRoom, program: HallProgram) -> None:
    wait_for_picture(qtbot, program, Picture.VOTE)
    window = program.window
    assert window is not None
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    QTest.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    window.close()
    qtbot.waitUntil(lambda: program.waiting.isVisible() and program.waiting.resume.isVisible())
    QTest.mouseClick(program.waiting.resume, Qt.MouseButton.LeftButton)
    wait_for_picture(qtbot, program, Picture.VOTE)


def test_a_paused_hall_keeps_its_picture_and_one_that_is_shut_out_shows_none(
    qtbot: QtBot, held: HubRoom, program: HallProgram
) -> None:
    wait_for_picture(qtbot, program, Picture.VOTE)
    page = page_of(program)
    before = page.hint.text()
    station_id = held.call(list_stations)[0].station_id
    held.submit(pause_station, held.room, station_id).result()
    held.refresh()
    qtbot.waitUntil(lambda: page.hint.text() != before, timeout=5_000)
    held.submit(resume_station, held.room, station_id).result()
    held.refresh()
    qtbot.waitUntil(lambda: page.hint.text() == before, timeout=5_000)
    held.submit(revoke_station, held.room, station_id, "화면을 바꿈").result()
    held.refresh()
    qtbot.waitUntil(lambda: program.window is None and program.waiting.isVisible(), timeout=5_000)
    assert program.waiting.again.isVisible()


def test_kiosks_say_that_an_opened_ballot_is_shown_only_while_a_hall_screen_can_show_it(held: HubRoom) -> None:
    """Fails where a hall station that is covered, or was not heard, counts as one that shows."""
    kiosk = held.line()
    hall = StationLine(held.enrol(StationRole.HALL, "큰 화면"))
    held.hub.send_to_hall(HallChoice.AUTO)
    assert not kiosk.send_pulse(pulse()).shows_audits
    assert hall.send_pulse(pulse()).hall is HallChoice.AUTO
    assert kiosk.send_pulse(pulse()).shows_audits
    held.hub.send_to_hall(HallChoice.COVERED)
    assert not kiosk.send_pulse(pulse()).shows_audits
    held.hub.note_whether_console_hall_shows_audits(shows_audits=True)
    assert kiosk.send_pulse(pulse()).shows_audits
    assert hall.call_verb(read_hall_snapshot, HallChoice.VOTE) == held.call(read_hall_snapshot, HallChoice.VOTE)
    kiosk.close()
    hall.close()


def test_a_hub_of_before_takes_no_picture_from_the_hall(qtbot: QtBot, held: HubRoom, program: HallProgram) -> None:
    """The hall saw the picture go and a window with a sentence about hubs come."""
    wait_for_picture(qtbot, program, Picture.VOTE)
    page, line = page_of(program), program.line
    assert line is not None
    hear_of_promotion(line, held.hub)
    qtbot.waitUntil(lambda: page._as_of_ms is not None, timeout=10_000)
    assert program.window is not None
    assert program.window.page is page
    assert program.window.isVisible()
    held.hub.set_promotions(1)
    held.hub._is_superseded = False  # as its next start
    qtbot.waitUntil(lambda: page._as_of_ms is None, timeout=10_000)
